"""Checks of what the roadmap is for: outcomes that can be measured, and bets that serve them."""

from __future__ import annotations

import re

from pmcourse.findings import Finding, Severity, Where
from pmcourse.roadmap.model import Outcome, Roadmap

SKILL = "product-management"

_BUILDING = re.compile(
    r"(?:to\s+)?(?:(?:add|build|buil|creat|deliver|deploy|design|develop|finish|implement|integrat|install|introduc|"
    r"launch|migrat|mov|offer|publish|put\s+in|redesign|refactor|releas|replac|rewrit|roll\s+out|set\s+up|ship|"
    r"switch|upgrad)(?:e|es|s|t|ed|ing|ting|ping)?)\b",
    re.IGNORECASE,
)
_COUNTS_OUTPUT = re.compile(
    r"\b(?:features?|releases?|story\s+points?|stories|tickets?|epics?|lines\s+of\s+code|velocity)\b"
    r"|\b(?:launched|shipped|released|delivered|deployed|completed?|done|live|built|rolled\s+out)\b",
    re.IGNORECASE,
)


def check_outcomes(roadmap: Roadmap) -> list[Finding]:
    """What can be said against the outcomes and against how initiatives serve them."""
    found = []
    for outcome in roadmap.outcomes:
        found += _output(roadmap, outcome) + _unmeasured(outcome)
        if not any(i.outcome == outcome.id for i in roadmap.initiatives):
            found.append(
                _finding(
                    "outcome_without_initiative",
                    Severity.SHOULD,
                    f"No initiative serves “{outcome.name}”.",
                    "An outcome that nobody works on is a wish. Readers will think that it is taken care of.",
                    f"Plan a first small bet on it, or take {outcome.id} off the roadmap and say so.",
                    outcome.id,
                )
            )
    return found + _purposeless(roadmap)


def _purposeless(roadmap: Roadmap) -> list[Finding]:
    found = []
    known = ", ".join(o.id for o in roadmap.outcomes) or "none yet"
    for one in roadmap.ahead:
        if one.outcome is None or roadmap.outcome(one.outcome) is None:
            lost = "no outcome" if one.outcome is None else f"the outcome {one.outcome}, which is not on the roadmap"
            found.append(
                _finding(
                    "initiative_without_outcome",
                    Severity.MUST,
                    f"{one.id}, “{one.title}”, has {lost}.",
                    "Nobody can say what it is for, so nobody can say whether it worked or what could replace it.",
                    f"Name the outcome that it moves (known: {known}). If it moves none, ask who would miss it.",
                    one.id,
                )
            )
        elif not one.hypothesis:
            found.append(
                _finding(
                    "hypothesis_missing",
                    Severity.LOOK,
                    f"{one.id}, “{one.title}”, does not say why it should move “{one.outcome}”.",
                    "An initiative is a bet. Written down, the belief can be tested before all the work is done.",
                    "Finish the sentence: “We believe that … will …, because …”.",
                    one.id,
                )
            )
    return found


def _output(roadmap: Roadmap, outcome: Outcome) -> list[Finding]:
    verb = _BUILDING.match(outcome.name)
    rest = _plain(outcome.name[verb.end() :] if verb else outcome.name)
    twin = next((i for i in roadmap.initiatives if rest and _plain(i.title) in (rest, _plain(outcome.name))), None)
    if twin:
        severity, seen = Severity.MUST, f"is the name of the initiative {twin.id}"
    elif verb:
        severity = Severity.LOOK if outcome.metric else Severity.MUST
        seen = f"begins with “{verb[0]}”, a word of building" + ("" if outcome.metric else ", and names no metric")
    elif counted := _COUNTS_OUTPUT.search(outcome.metric):
        severity, seen = Severity.LOOK, f"is measured by what the team makes (“{counted[0]}” in its metric)"
    else:
        return []
    goal = _goal(outcome)
    return [
        _finding(
            "output_as_outcome",
            severity,
            f"“{outcome.name}” {seen}: an output posing as an outcome.",
            "An output is what the team makes; an outcome is what changes for people because of it. "
            "A team can ship the output and change nothing.",
            "Ask: when this is done, what will people do more, less or faster, and how would we see it?",
            outcome.id,
            verb.span() if verb else None,
            f"⟨Who⟩ ⟨do what⟩ more, less or faster: {goal}",
        )
    ]


def _unmeasured(outcome: Outcome) -> list[Finding]:
    missing = [
        word
        for word, value in (("metric", outcome.metric), ("baseline", outcome.baseline), ("target", outcome.target))
        if value in ("", None)
    ]
    if missing:
        return [
            _finding(
                "outcome_unmeasured",
                Severity.MUST,
                f"“{outcome.name}” has no {' and no '.join(missing)}.",
                "Without where you stand and where you want to be, nobody can tell progress from luck.",
                "Look up today's value first; if there is none, measuring it is the first initiative.",
                outcome.id,
                rewrite=f"{outcome.name}: {_goal(outcome)}",
            )
        ]
    if outcome.baseline == outcome.target:
        return [
            _finding(
                "outcome_unmeasured",
                Severity.MUST,
                f"“{outcome.name}” has the target that it already has: {outcome.target:g} {outcome.unit}".rstrip()
                + ".",
                "If nothing is to change there is nothing to work on.",
                "Set a target that would be worth the effort, or drop the outcome.",
                outcome.id,
            )
        ]
    if outcome.by is None:
        return [
            _finding(
                "outcome_unmeasured",
                Severity.SHOULD,
                f"“{outcome.name}” has a target but no day by which it should be reached.",
                "A target for some day can never be missed, and never be learned from.",
                "Choose the day on which you will look at the number and decide to go on or to stop.",
                outcome.id,
                rewrite=f"{outcome.name}: {_goal(outcome)}",
            )
        ]
    return []


def _goal(outcome: Outcome) -> str:
    baseline, target = (
        f"⟨{word}⟩" if value is None else f"{value:g} {outcome.unit}".strip()
        for word, value in (("today", outcome.baseline), ("target", outcome.target))
    )
    return f"{outcome.metric or '⟨metric⟩'} from {baseline} to {target} by {outcome.by or '⟨day⟩'}"


def _plain(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def _finding(
    criterion: str,
    severity: Severity,
    message: str,
    why: str,
    hint: str,
    item: str,
    span: tuple[int, int] | None = None,
    rewrite: str = "",
) -> Finding:
    start, end = span or (None, None)
    where = Where(item=item, start=start, end=end)
    return Finding(
        skill=SKILL, criterion=criterion, severity=severity, message=message, why=why, hint=hint, where=where,
        rewrite=rewrite,
    )  # fmt: skip
