"""What learners read about each thing that the checks see: why it matters and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmcourse.findings import Finding, Severity, Where

BACKLOG = "backlog-management"
AGILE_PM = "agile-product-management"


@dataclass(frozen=True)
class Text:
    """What is always said of one criterion; `hint` may hold {slots}."""

    skill: str
    severity: Severity
    why: str
    hint: str


TEXTS: Mapping[str, Text] = {
    "dependency_circle": Text(
        BACKLOG,
        Severity.MUST,
        "Nobody can start any of them first.",
        "Ask the team which of these needs is real, and remove one of the others.",
    ),
    "dependency_unknown": Text(
        BACKLOG,
        Severity.LOOK,
        "Nobody can see whether it is done.",
        "Add {need}, or remove the need if it is done.",
    ),
    "dependency_broken": Text(
        BACKLOG,
        Severity.MUST,
        "The team would have to stop and wait.",
        "Move {need} above {item}.",
    ),
    "input_missing": Text(
        BACKLOG,
        Severity.SHOULD,
        "An item without a score stands last, whatever it is worth.",
        "Put in your best guess, and show how sure you are in the confidence.",
    ),
    "input_zero": Text(
        BACKLOG,
        Severity.SHOULD,
        "Work that takes nothing does not exist, and a score cannot be divided by 0.",
        "Ask who would do it how long it takes; even a small thing takes a tenth of a week.",
    ),
    "scores_equal": Text(
        AGILE_PM,
        Severity.SHOULD,
        "When everything is equally important, the loudest voice decides.",
        "Take the item you would do first and the one you would do last. Which number should tell them apart?",
    ),
    "no_difference": Text(
        AGILE_PM,
        Severity.LOOK,
        "A number that is the same everywhere cannot help to choose.",
        "Compare items two at a time: which has more? Start from the extremes.",
    ),
    "order_upside_down": Text(
        BACKLOG,
        Severity.MUST,
        "A score says what you gain, not what you pay: the work is already divided out.",
        "Put the highest score first, then mend the dependencies.",
    ),
    "value_copies_effort": Text(
        AGILE_PM,
        Severity.SHOULD,
        "What is hard to make is not for that reason worth much to anybody.",
        "Hide the efforts and ask of each item: who would miss it, and how much? Then put the efforts back.",
    ),
    "moscow_missing": Text(
        BACKLOG,
        Severity.MUST,
        "What is in no class is quietly expected by somebody.",
        "Say Must, Should, Could or Won't this time.",
    ),
    "moscow_effort": Text(
        BACKLOG,
        Severity.SHOULD,
        "The 60% rule counts effort. An item without one makes the release look smaller than it is.",
        "Put in a guess of its person-weeks.",
    ),
    "moscow_needs": Text(
        AGILE_PM,
        Severity.SHOULD,
        "A promise is worth no more than the weakest thing it rests on.",
        "Raise {need} to the class of {item}, or lower {item}.",
    ),
    "moscow_all_must": Text(
        AGILE_PM,
        Severity.MUST,
        "If everything is a Must, there is nothing to leave out when something goes wrong.",
        "For each item ask: would we cancel the release without it? If not, it is a Should or a Could.",
    ),
    "moscow_must": Text(
        AGILE_PM,
        Severity.MUST,
        "If nearly everything is a Must, there is nothing to leave out when something goes wrong.",
        "For each Must ask: would we cancel the release without it? If not, it is a Should.",
    ),
    "moscow_could": Text(
        AGILE_PM,
        Severity.SHOULD,
        "The Could items are the reserve: they go first when time runs short.",
        "Which Should would hurt least to lose? Make it a Could.",
    ),
    "title_twice": Text(
        BACKLOG,
        Severity.LOOK,
        "The same work may be counted, and planned, twice.",
        "Merge them, or say in the titles how they differ.",
    ),
    "delay_unknown": Text(
        BACKLOG,
        Severity.SHOULD,
        "What is not known counts as 0 here, so the cost of the order looks lower than it is.",
        "Put in a guess for both: money lost in a week of waiting, and weeks of work.",
    ),
    "delay_cost": Text(
        BACKLOG,
        Severity.SHOULD,
        "What is dear to wait for, and quick to do, is still waiting behind slower work.",
        "Divide cost of delay by duration; move the largest quotient up, with what it needs before it.",
    ),
}


def finding(criterion: str, message: str, item: str = "", need: str = "") -> Finding:
    """The finding `criterion` about `item` (an id, or "" for the whole backlog), with its fixed text."""
    text = TEXTS[criterion]
    return Finding(
        skill=text.skill,
        criterion=criterion,
        severity=text.severity,
        message=message,
        why=text.why,
        hint=text.hint.replace("{item}", item).replace("{need}", need),
        where=Where(item=item) if item else None,
    )
