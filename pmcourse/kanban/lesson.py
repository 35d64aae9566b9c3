"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from pmcourse.findings import Finding
from pmcourse.kanban import checks, plot
from pmcourse.kanban.case import CASE, HERE
from pmcourse.kanban.model import KanbanPlan
from pmcourse.kanban.widget import KanbanPlanWidget
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.questions import Number
from pmcourse.kit.readers import number

exercise = Exercises("10-kanban", HERE)


def board() -> KanbanPlanWidget:
    """The learner's own order, saved at every change."""
    return KanbanPlanWidget(CASE.mine())


def waiting() -> Drawing:
    """When each job is done, in the order at the start."""
    return plot.waiting(CASE.start)


@exercise("mean", lambda: Number("The mean time until a job is done, in the order at the start", "days"))
def exercise_mean(now: str, _start: None) -> Reply:
    """Work out the mean of the case."""
    truth = CASE.start.mean_days
    typed = number(now)
    return right() if typed is not None and abs(typed - truth) <= 0.01 * truth else not_yet()


@exercise("order", board, about=lambda work: work.ids)
def exercise_order(now: KanbanPlan, _start: KanbanPlan) -> list[Finding]:
    """Find an order in which jobs wait little."""
    return checks.waste(now)
