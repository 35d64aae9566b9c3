"""What the lesson on discovery puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from functools import cache

from pmcourse.discovery import agreement, checks, plot
from pmcourse.discovery.case import CASE, FORM, HERE, MOST_SECONDS, WORDS
from pmcourse.discovery.checks import Meant
from pmcourse.discovery.critic import critic
from pmcourse.discovery.instruments import KappaLab, ScreensWidget
from pmcourse.discovery.model import Discovery, Role
from pmcourse.discovery.screens import Screens, contrast
from pmcourse.discovery.widget import BoardWidget, CodesWidget
from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, judged, not_yet, right
from pmcourse.kit.look import Panel, box
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, Number
from pmcourse.kit.rewrites import Rewrites

exercise = Exercises("02-discovery", HERE)
THEMES = {"line": "the line at the desk", "booking": "booking alone", "bike": "the cargo bike"}
CODED = ("S-01", "S-02", "S-04", "S-05", "S-06", "S-07", "S-10", "S-11")
ENOUGH = 0.6  # of kappa; a convention (Landis & Koch 1977 call .61 to .80 substantial)
QUESTIONS, TOPICS, TASKS, BREAKDOWNS = (WORDS[name] for name in ("questions", "topics", "tasks", "breakdowns"))
GREYS = ("#999999", "#777777", "#767676")


@cache
def heard() -> dict[str, Meant]:
    """What each of the lesson's quotations and ideas is about, and as what it can be used."""
    return {id: Meant(one["about"], frozenset(map(Role, one["roles"]))) for id, one in WORDS["heard"].items()}


def experts() -> tuple[dict[str, str], dict[str, str]]:
    """How each of the two experts codes the eight quotations."""
    first, second = ({id: WORDS["heard"][id]["codes"][at] for id in CODED} for at in (0, 1))
    return first, second


def voices() -> Drawing:
    """To how many people each trouble happened, and how many makers speak of it."""
    return plot.voices(CASE.start, heard(), THEMES)


def coders() -> Drawing:
    """Kappas of a thousand coders, with eight quotations and with 24."""
    return plot.kappas({n: agreement.worlds(n, 0.85) for n in (8, 24)}, 0.85)


def lab() -> KappaLab:
    """A thousand coders, with sliders."""
    return KappaLab()


def walk() -> Drawing:
    """Where the seconds of Toolshed's booking form go."""
    return plot.walk(FORM.start)


def greys() -> Panel:
    """Three greys on white, with their contrast."""
    told = "; ".join(f"{grey} on white: {int(contrast(grey, '#ffffff') * 100) / 100:.2f} to 1" for grey in GREYS)
    return Panel(box(f"{told}. At least 4.5 to 1 is needed."))


@exercise(
    "questions",
    lambda: Rewrites(QUESTIONS, lambda id, text: critic(text, topic=TOPICS[id]), "Nothing to hear in its words."),
)
def exercise_questions(now: dict[str, str], _start: object) -> Reply:
    """Write five questions anew until nothing is to be heard in them."""
    left = [QUESTIONS[id] for id, text in now.items() if critic(text, topic=TOPICS[id])]
    return not_yet(count=len(left), first=left[0]) if left else right()


@exercise("codes", lambda: CodesWidget(CASE.mine(), CODED), about=lambda work: [work.find(id).code for id in CODED])
def exercise_codes(now: Discovery, _start: Discovery) -> Reply:
    """Code eight quotations, and be compared with two experts."""
    first, second = experts()
    given = {id: code.value for id in CODED if (code := now.find(id).code)}
    kappa = agreement.nearest(given, (first, second))
    unlike = [id for id in CODED if given.get(id) not in (first[id], second[id])]
    apart = [
        f"{id}: you say {given[id]}, they say {' or '.join(dict.fromkeys((first[id], second[id])))}" for id in unlike
    ]
    slots = {"kappa": kappa, "between": agreement.kappa(list(first.values()), list(second.values()))}
    told = "Each code is one of theirs."
    if apart:
        told = f"Read again what you coded as neither of them does: {'; '.join(apart)}."
    return right(told=told, **slots) if kappa >= ENOUGH else not_yet(told=told, **slots)


@exercise("board", lambda: BoardWidget(CASE.mine()), about=lambda work: [_without_code(work), work.problems])
def exercise_board(now: Discovery, _start: Discovery) -> list[Finding]:
    """Build persona, problem, alternatives and proposition from what was heard."""
    return [*checks.graph(now), *checks.meaning(now, heard())]


def _without_code(work: Discovery) -> list[tuple[str, str, str]]:
    return [(card.id, card.problem, card.role) for card in work.cards]


@exercise("time", lambda: Number("The day, typed as ten characters", "seconds"))
def exercise_time(now: str, _start: None) -> Reply:
    """The time to type a day, as the worked example does it for a thing."""
    truth, typed = FORM.start.element("E-03").seconds, quantities(now, "seconds")
    if any(abs(one - (truth - 0.4)) < 0.02 for one in typed):
        return not_yet("hand")
    return right() if any(abs(one - truth) < 0.02 for one in typed) else not_yet()


@exercise("stages", lambda: ChooseEach(BREAKDOWNS, WORDS["stages"]))
def exercise_stages(now: dict[str, str], _start: object) -> Reply:
    """At which of Norman's stages each of seven people gets stuck."""
    wrong = [BREAKDOWNS[id] for id, stage in now.items() if stage != id]
    return not_yet(count=len(wrong), first=wrong[0].split(".")[0]) if wrong else right()


@exercise("form", lambda: ScreensWidget(FORM.mine(), FORM.start, MOST_SECONDS), about=lambda work: work.elements)
def exercise_form(now: Screens, start: Screens) -> Reply:
    """Shorten a form until it is quick, readable and without a dead end."""
    found = checks.screens(now, FORM.start, MOST_SECONDS)
    return judged(found, seconds=checks.fair(now, FORM.start).seconds)


@exercise("tasks", lambda: ChooseEach(TASKS, WORDS["task_faults"]))
def exercise_tasks(now: dict[str, str], _start: object) -> Reply:
    """What is wrong with the tasks of a test on paper."""
    wrong = [TASKS[id] for id, fault in now.items() if fault != id]
    return not_yet(count=len(wrong), first=wrong[0]) if wrong else right()
