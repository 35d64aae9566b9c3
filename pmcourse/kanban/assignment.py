"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import opened
from pmcourse.kanban import variant
from pmcourse.kanban.case import CASE
from pmcourse.kanban.model import KanbanPlan
from pmcourse.kanban.widget import KanbanPlanWidget
from pmcourse.kit.questions import ChooseEach, Number, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed


def mean() -> Question:
    """A number: the mean of three jobs of a product never seen before."""
    first, second, third = variant.strange(my_seed())
    jobs = f"A bakery's three jobs take {first}, {second} and {third} days, in this order."
    return asked("mean", Number(f"{jobs} After how many days is a job done, in the mean?", "days"))


def situations() -> Question:
    """One choice for each of five situations of the bank."""
    return asked("situations", ChooseEach(variant.situations(my_seed()), variant.CHOICES))


def board() -> KanbanPlanWidget:
    """The learner's own jobs, saved as an artefact at every change."""
    return KanbanPlanWidget(opened(CASE.filename, KanbanPlan, variant.case(my_seed())))


def steps() -> Question:
    """Lines to be put in order."""
    return asked("steps", OrderLines("The steps, first on top", variant.steps(my_seed())))


def recall() -> Question:
    """From an earlier lesson: whose question each of four is."""
    return asked("recall", ChooseEach(variant.RECALL, variant.MANAGERS))
