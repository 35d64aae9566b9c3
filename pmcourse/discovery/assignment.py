"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet.

People, quotations, sums and screens are the learner's own: `variant` makes them from the seed on the sheet.
"""

from __future__ import annotations

from markupsafe import Markup

from pmcourse.artifact import opened
from pmcourse.discovery import variant
from pmcourse.discovery.case import WORDS
from pmcourse.discovery.instruments import ScreensWidget
from pmcourse.discovery.model import Discovery
from pmcourse.discovery.screens import Screens
from pmcourse.discovery.widget import BoardWidget
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, NumberTable, Question
from pmcourse.kit.sheet import asked, my_seed

ROOM = 1.25  # times the least seconds of the learner's own sign-up


def questions() -> Question:
    """The fault of five interview questions."""
    return asked("questions", ChooseEach(variant.questions(my_seed()), WORDS["question_faults"]))


def quotations() -> Question:
    """One code for each of 24 quotations."""
    return asked("quotations", ChooseEach(variant.quotations(my_seed()), variant.CODES))


def board() -> BoardWidget:
    """The board of ten quotations and four ideas, saved as answers/discovery.json at every change."""
    return BoardWidget(opened("discovery.json", Discovery, variant.board(my_seed()).case))


def klm() -> Question:
    """Three times by the keystroke-level model."""
    sums = variant.sums(my_seed())
    rows = {
        "typed": f"A field into which {sums.signs} characters are typed",
        "screen": f"A screen with {sums.lists} lists to choose from, {sums.ticks} to tick, and one button",
        "saved": f"What is saved when the field of {sums.signs} characters is filled in already, and only looked at",
    }
    return asked("klm", NumberTable("How many seconds?", rows, {"seconds": "time"}, {"seconds": "seconds"}))


def fitts() -> Question:
    """The difficulty of a target, in bits."""
    sums = variant.sums(my_seed())
    question = (
        f"A button is {sums.width} pixels wide and {sums.distance} pixels away. How difficult is it, in Shannon's form?"
    )
    return asked("fitts", Number(question, "bits"))


def most_seconds() -> float:
    """How long the learner's own sign-up may take for all points, to a tenth of a second."""
    return round(ROOM * variant.form(my_seed()).least(), 1)


def room() -> Panel:
    """How long the sign-up may take, and what must be asked."""
    start = variant.form(my_seed())
    needed = ", ".join(f"{id} {start.element(id).label}" for id in start.needed)
    told = Markup("At most <strong>{:g} seconds</strong> from start to goal. These must be asked: {}.")
    return Panel(box(told.format(most_seconds(), needed)))


def form() -> ScreensWidget:
    """Lantern's sign-up, saved as answers/screens.json at every change."""
    start = variant.form(my_seed())
    return ScreensWidget(opened("screens.json", Screens, start), start, most_seconds())


def stages() -> Question:
    """At which stage five people get stuck."""
    return asked("stages", ChooseEach(variant.breakdowns(my_seed()), WORDS["stages"]))


def sketches() -> Question:
    """Which sketch could prove four assumptions wrong."""
    return asked("sketches", ChooseEach(variant.assumptions(my_seed()), WORDS["sketches"]))


def tasks() -> Question:
    """What is wrong with five tasks of a test on paper."""
    return asked("tasks", ChooseEach(variant.tasks(my_seed()), WORDS["task_faults"]))


def mended() -> Question:
    """Three tasks to mend, with six sentences to choose from."""
    faulty, others = variant.mended(my_seed())
    return asked("mended", ChooseEach({id: f"Instead of “{text}”" for id, text in faulty.items()}, others, once=True))


def machine() -> Panel:
    """What leads where on a ticket machine."""
    found = variant.machine(my_seed())
    rows = [(one, "; ".join(f"{key} → {there}" for key, there in keys) or "no key") for one, keys in found.keys.items()]
    told = f"Each screen, and where its keys lead. It starts at “{found.start}”."
    return Panel(box(table_html(told, rows)))


def dead_end() -> Question:
    """The machine's dead end."""
    question = "On two screens somebody is lost: no keys lead from there to the ticket. Name one of the two."
    return asked("dead-end", ChooseOne(question, _others()))


def unreached() -> Question:
    """The machine's screen that nobody reaches."""
    return asked("unreached", ChooseOne("Which screen does nobody ever come to?", _others()))


def presses() -> Question:
    """The least number of keys to a ticket."""
    question = "How many keys must be pressed, at the least, from “Welcome” to “Ticket printed”?"
    return asked("presses", Number(question, "keys"))


def recall() -> Question:
    """From the lesson on the role: whose of six duties four entries of a diary show."""
    return asked("recall", ChooseEach(variant.recall(my_seed()), WORDS["duties"]))


def _others() -> list[str]:
    found = variant.machine(my_seed())
    return [one for one in found.keys if one not in (found.start, found.goal)]
