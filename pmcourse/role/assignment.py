"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import opened
from pmcourse.kit.look import Panel, box
from pmcourse.kit.questions import ChooseEach, ChooseOne, NumberTable, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.role import panels, variant
from pmcourse.role.case import CASE
from pmcourse.role.lesson import MANAGERS
from pmcourse.role.model import DUTIES, VISION, Role
from pmcourse.role.widget import People


def situations() -> Question:
    """Whose job six situations are."""
    return asked("situations", ChooseEach(variant.items(my_seed(), "situations"), MANAGERS))


def diary() -> Question:
    """Which responsibility five lines of a diary belong to."""
    return asked("diary", ChooseEach(variant.items(my_seed(), "diary"), DUTIES))


def facts() -> Panel:
    """What is known of the people for whom the vision is."""
    return Panel(box(variant.phrases(my_seed())[0]))


def phrases() -> Question:
    """Seven slots of a vision, and fourteen phrases."""
    return asked("phrases", ChooseEach(VISION, variant.phrases(my_seed())[1], once=True))


def marks() -> Panel:
    """The marks of Lantern and its rivals, and what matters most to those who were asked."""
    return Panel(panels.rivals_html(variant.rivals(my_seed())))


def gaps() -> Question:
    """Four weighted gaps."""
    rows = {name: name.capitalize() for name in variant.rivals(my_seed()).votes}
    return asked("gaps", NumberTable("Weighted gap = weight × gap", rows, {"gap": "weighted gap"}))


def widest() -> Question:
    """The gap that weighs most."""
    return asked("widest", ChooseOne("Which gap should Lantern look at first?", list(variant.rivals(my_seed()).votes)))


def people() -> People:
    """The grid of power and interest, saved as answers/role.json at every change."""
    return People(opened(CASE.filename, Role, variant.case(my_seed())))


def steps() -> Question:
    """The four steps, to be put in order."""
    return asked("steps", OrderLines("The four steps, first on top", variant.steps(my_seed())))


def left_out() -> Question:
    """Which steps can be left out."""
    question = "Which of the four steps are not strictly required of anybody?"
    return asked("left-out", ChooseOne(question, variant.OPTIONS["left-out"]))


def pay() -> Question:
    """Mean and median of eight pays."""
    given = "; ".join(f"{one:,}" for one in variant.pay(my_seed()).given)
    rows, columns = {"mean": "Mean", "median": "Median"}, {"value": "pay a year, such as 61000"}
    return asked("pay", NumberTable(f"Eight product managers told their pay a year: {given}", rows, columns))


def claims() -> Question:
    """What four sentences do with a figure."""
    return asked("claims", ChooseEach(variant.items(my_seed(), "claims"), variant.OPTIONS["claims"]))


def elsewhere() -> Question:
    """What is not shown yet of four products never seen before."""
    return asked("elsewhere", ChooseEach(variant.items(my_seed(), "elsewhere"), variant.OPTIONS["elsewhere"]))


def recall() -> Question:
    """From the first lesson: wishes in the order of what they bring."""
    wishes = variant.wishes(my_seed()).items()
    lines = {id: f"{title}: {people} people, {weeks} week{'s' * (weeks > 1)}" for id, (title, people, weeks) in wishes}
    return asked("recall", OrderLines("First on top: the wish that brings most for the work", lines))
