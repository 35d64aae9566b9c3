"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import opened
from pmcourse.kit.look import Panel, box, joined, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.usability import variant
from pmcourse.usability.case import CASE
from pmcourse.usability.lesson import LINES, WCAG
from pmcourse.usability.model import Usability
from pmcourse.usability.widget import WatchEditor

CLAIMS = {
    "yes": "yes, for the whole interval lies above it",
    "share": "yes, for the share as it was counted lies above it",
    "open": "it is open, for it lies inside the interval",
    "no": "no, for the whole interval lies below it",
}


def labels() -> Panel:
    """What stands on Lantern's screens."""
    return Panel(box(f"These words stand on the screens: {', '.join(variant.tasks(my_seed()).labels)}."))


def task(at: int) -> Question:
    """One of three tasks to choose."""
    return asked(
        f"task-{at}", ChooseOne(f"Task {at}: which do you read aloud?", variant.tasks(my_seed()).choices[at - 1])
    )


def lines() -> Question:
    """Five lines of a moderator."""
    return asked("lines", ChooseEach(variant.lines(my_seed()), LINES))


def sessions() -> WatchEditor:
    """The sessions; marks are kept in answers/usability.json."""
    seed = my_seed()
    return WatchEditor(opened(CASE.filename, Usability, Usability()), variant.sessions(seed))


def matrix() -> Panel:
    """Who met which problem."""
    rows = variant.matrix(my_seed())
    told = []
    for at, column in enumerate(zip(*rows, strict=True), 1):
        who = [f"{person}" for person, met in enumerate(column, 1) if met]
        told.append((f"Problem {at}", f"met by {'person' if len(who) == 1 else 'persons'} {', '.join(who)}"))
    return Panel(box(table_html(f"{len(rows)} people were tested, persons 1 to {len(rows)}.", told)))


def counted() -> Question:
    """p as it is counted."""
    return asked("counted", Number("p as it is counted in this table", "%"))


def adjusted() -> Question:
    """Lewis' p."""
    return asked("adjusted", Number("Lewis' p, the mean of both corrections", "%"))


def people() -> Question:
    """How many people it takes."""
    return asked("people", Number(f"By Lewis' p: people in all, to find {variant.SHARE:.0%}", "people"))


def machine() -> Panel:
    """The product never seen."""
    one = variant.measured(my_seed())
    return Panel(
        box(
            f"You have never seen this product: {one.name}. {one.people} people tried one task, and {one.done} of them "
            "finished."
        )
    )


def low() -> Question:
    """Where the interval begins."""
    return asked("low", Number("Lower end of the 95% interval (adjusted Wald) for the share who finish", "%"))


def high() -> Question:
    """Where it ends."""
    return asked("high", Number("Upper end", "%"))


def claim() -> Question:
    """What may be claimed."""
    question = f"The maker wants to print: “More than {variant.measured(my_seed()).claim}% finish.” May they?"
    return asked("claim", ChooseOne(question, CLAIMS))


def answered() -> Panel:
    """Ten answers of three people."""
    rows = [(f"Person {at}", ", ".join(map(str, one))) for at, one in enumerate(variant.answers(my_seed()), 1)]
    return Panel(box(table_html("Answers to the ten statements of SUS, in their order, from 1 (no) to 5 (yes)", rows)))


def unturned() -> Question:
    """Who agrees with everything."""
    names = {str(at): f"Person {at}" for at in range(1, variant.ANSWERS + 1)}
    return asked("unturned", ChooseOne("Whose answers cannot be meant as they stand?", names))


def mean() -> Question:
    """The mean score of the others."""
    return asked("mean", Number("Mean score of the two others", "of 100"))


def problems() -> Panel:
    """What is known of six problems."""
    rows = [(f"{letter} {one.title}", one.told) for letter, one in variant.problems(my_seed()).items()]
    return Panel(box(table_html("Six problems. What happened to those who met each, and what happens later", rows)))


def order() -> Question:
    """The order of severity."""
    lines = {letter: f"{letter} {one.title}" for letter, one in variant.problems(my_seed()).items()}
    return asked("order", OrderLines("Put the gravest first", lines))


def wcag() -> Question:
    """Five faults."""
    return asked("wcag", ChooseEach(variant.wcag(my_seed()), WCAG))


def told() -> Panel:
    """What happened to somebody."""
    return Panel(box(joined([variant.BANKS["needs"][variant.topic(my_seed())]["told"]])))


def need() -> Question:
    """The need behind it."""
    return asked("need", ChooseOne("Which of these is the need?", variant.phrases(my_seed(), "needs")))


def remedies() -> Question:
    """Two remedies that differ in kind."""
    texts = {"one": "One remedy that meets the need", "other": "Another one, of another kind"}
    return asked("remedies", ChooseEach(texts, variant.phrases(my_seed(), "remedies"), once=True))


def recall() -> Question:
    """From the lesson on discovery: the keystroke-level model."""
    many = variant.characters(my_seed())
    question = (
        f"Somebody thinks (M), points at a field (P), clicks (B), moves the hand to the keys (H), types {many} "
        "characters (K each), and moves the hand back (H). How long does that take by the keystroke-level model?"
    )
    return asked("recall", Number(question, "seconds"))
