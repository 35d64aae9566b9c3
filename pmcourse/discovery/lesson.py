"""What the lesson on discovery puts on the screen, each with one line in the notebook."""

from __future__ import annotations

import tomllib
from functools import cache

from pmcourse.discovery import agreement, checks, plot
from pmcourse.discovery.case import CASE, FORM, HERE, MOST_SECONDS
from pmcourse.discovery.checks import Meant
from pmcourse.discovery.instruments import KappaLab, Rewrites, ScreensWidget
from pmcourse.discovery.model import Discovery, Role
from pmcourse.discovery.screens import Screens, contrast
from pmcourse.discovery.stages import STAGES
from pmcourse.discovery.widget import BoardWidget, CodesWidget
from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, judged, not_yet, right
from pmcourse.kit.look import Panel, box
from pmcourse.kit.questions import ChooseEach, Number
from pmcourse.kit.readers import number

exercise = Exercises("02-discovery", HERE)
THEMES = {"line": "the line at the desk", "booking": "booking alone", "bike": "the cargo bike"}
CODED = ("S-01", "S-02", "S-04", "S-05", "S-06", "S-07", "S-10", "S-11")
ENOUGH = 0.6  # of kappa; a convention (Landis & Koch 1977 call .61 to .80 substantial)
QUESTIONS = {
    "book": "Isn't the paper book terribly slow?",
    "form": "Do you use the booking form?",
    "find": "How did you find the drill, and what did you think of the fees?",
    "bike": "Would you use a cargo bike if we had one?",
    "late": "How often do members bring things back late?",
}
TOPICS = {
    "book": ("book", "wr", "return", "back"),
    "form": ("book", "form", "site"),
    "find": ("find", "found", "look", "search", "drill", "fee", "pay", "paid", "cost"),
    "bike": ("bike", "carr", "bring", "brought", "home", "transport", "took", "take", "got", "get"),
    "late": ("late", "back", "return", "due"),
}
TASKS = {
    "button": "Press “Reserve” and choose Saturday.",
    "steps": "Open the list, go to “Tools”, scroll to the drill and book it.",
    "opinion": "Look at the page. Do you like it?",
    "fair": "On Saturday you want to hang up a shelf, and you have no drill. Use these sheets.",
    "double": "Find out when the fire station is open, and put your old drill up for lending.",
}
TASK_FAULTS = {
    "button": "it names a word that is written on the screen",
    "steps": "it gives the way away, step by step",
    "opinion": "it asks for an opinion, and nothing is done",
    "double": "it is two tasks in one",
    "fair": "it is fair",
}
BREAKDOWNS = {
    "goal": "Olga does not know that a library of things lends ladders. She never thinks of looking.",
    "plan": "Petra wants a tent. Shall she book, ring or walk in? She cannot tell which of them is meant for her.",
    "specify": "Ali knows that he must book, and looks at three arrows. Which of them takes a day?",
    "perform": "Bram knows the key. It is so small that his finger hits the one beside it.",
    "perceive": "The form says “saved” at the foot of the page. Jonas's screen ends above it.",
    "interpret": "“Error 17”, reads Amara's program. She hears it well.",
    "compare": "“Received”, says the page. Ruth understands the word. Has she got the drill, or must she wait?",
}


@cache
def heard() -> dict[str, Meant]:
    """What each of the lesson's quotations and ideas is about, and as what it can be used."""
    return {id: Meant(one["about"], frozenset(map(Role, one["roles"]))) for id, one in _heard().items()}


def experts() -> tuple[dict[str, str], dict[str, str]]:
    """How each of the two experts codes the eight quotations."""
    first, second = ({id: _heard()[id]["codes"][at] for id in CODED} for at in (0, 1))
    return first, second


@cache
def _heard() -> dict[str, dict]:
    return tomllib.loads((HERE / "heard.toml").read_text(encoding="utf-8"))


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


GREYS = ("#999999", "#777777", "#767676")


@exercise("questions", lambda: Rewrites(QUESTIONS, TOPICS))
def exercise_questions(now: dict[str, str], _start: object) -> Reply:
    """Write five questions anew until nothing is to be heard in them."""
    from pmcourse.discovery.critic import critic

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
    told = f"Coded as neither of them does: {'; '.join(apart)}." if apart else "Each code is one of theirs."
    return right(told=told, **slots) if kappa >= ENOUGH else not_yet(told=told, **slots)


@exercise("board", lambda: BoardWidget(CASE.mine()), about=lambda work: [_without_code(work), work.problems])
def exercise_board(now: Discovery, _start: Discovery) -> list[Finding]:
    """Build persona, problem, alternatives and proposition from what was heard."""
    return [*checks.graph(now), *checks.meaning(now, heard())]


def _without_code(work: Discovery) -> list[tuple[str, str, str]]:
    return [(card.id, card.problem, card.role) for card in work.cards]


@exercise("time", lambda: Number("The day, typed as ten signs", "seconds"))
def exercise_time(now: str, _start: None) -> Reply:
    """The time to type a day, as the worked example does it for a thing."""
    truth, typed = FORM.start.element("E-03").seconds, number(now)
    if typed is not None and abs(typed - (truth - 0.4)) < 0.02:
        return not_yet("hand")
    return right() if typed is not None and abs(typed - truth) < 0.02 else not_yet()


@exercise("stages", lambda: ChooseEach(BREAKDOWNS, STAGES))
def exercise_stages(now: dict[str, str], _start: object) -> Reply:
    """At which of Norman's stages each of seven people gets stuck."""
    wrong = [BREAKDOWNS[id] for id, stage in now.items() if stage != id]
    return not_yet(count=len(wrong), first=wrong[0].split(".")[0]) if wrong else right()


@exercise("form", lambda: ScreensWidget(FORM.mine(), FORM.start, MOST_SECONDS), about=lambda work: work.elements)
def exercise_form(now: Screens, start: Screens) -> Reply:
    """Shorten a form until it is quick, readable and without a dead end."""
    found = checks.screens(now, FORM.start, MOST_SECONDS)
    return judged(found, seconds=checks.fair(now, FORM.start).seconds)


@exercise("tasks", lambda: ChooseEach(TASKS, TASK_FAULTS))
def exercise_tasks(now: dict[str, str], _start: object) -> Reply:
    """What is wrong with the tasks of a test on paper."""
    wrong = [TASKS[id] for id, fault in now.items() if fault != id]
    return not_yet(count=len(wrong), first=wrong[0]) if wrong else right()
