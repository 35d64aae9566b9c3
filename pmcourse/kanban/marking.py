"""What each graded cell of the assignment earns: one function a cell, one account of points each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.artifact import answer
from pmcourse.kanban import checks, variant
from pmcourse.kanban.case import CASE
from pmcourse.kanban.model import KanbanPlan
from pmcourse.kit.handed_in import HandedIn, account, answered, unmoved
from pmcourse.kit.marks import Marks

HALF_WAY = 1.25  # times the least mean


@account(2)
def mean() -> Marks:
    """The mean of three jobs, half for the mean of their sizes."""
    work = HandedIn()
    first, second, third = variant.strange(work.seed)
    truth = (3 * first + 2 * second + third) / 3
    slips = {"That is how long a job takes; it also waits for those before it.": (first + second + third) / 3}
    return Marks().number(
        2, "The mean", work.answer("mean"), truth, next="When is each of the three done?", slips=slips
    )


@account(5)
def situations(key: Mapping[str, str] | None = None) -> Marks:
    """Five situations, a point each."""
    work = HandedIn()
    given = work.answer("situations")
    drawn = variant.situations(work.seed)
    if key is None:
        return answered(5, given, len(drawn))
    return Marks().each(5, given, {id: key[id] for id in drawn}, drawn, "Who waits for whom, before and after?")


@account(4)
def order() -> Marks:
    """The order of jobs: all within 5% of the least mean. The sizes are the variant's, whatever was handed in."""
    case, mine = variant.case(HandedIn().seed), answer(CASE.filename, KanbanPlan)
    if sorted(mine.ids) != sorted(case.ids):
        return Marks().add(4, 0, "These are not the jobs of the assignment.", "Use the list of the assignment.")
    if mine.ids == case.ids:
        return Marks().add(4, 0, "The order is as it was at the start.", "Move the jobs.")
    judged = case.reorder(mine.ids)
    findings = checks.waste(judged)
    if not findings:
        return Marks().add(4, 1, "Nothing waits longer than it must.")
    near = judged.mean_days <= HALF_WAY * case.shortest_first().mean_days
    return Marks().add(4, 0.5 if near else 0, findings[0].message, findings[0].hint)


@account(2)
def steps(key: Sequence[str] | None = None) -> Marks:
    """The steps in order; half where one of them stands elsewhere."""
    work = HandedIn()
    if key is None:
        return answered(2, work.answer("steps"), len(variant.STEPS))
    if (given := work.order("steps", key)) is None:
        return unmoved(2)
    if given == list(key):
        return Marks().add(2, 1, "Right.")
    one_off = any([id for id in given if id != one] == [id for id in key if id != one] for one in key)
    why = "One step stands elsewhere." if one_off else "Several steps stand elsewhere."
    return Marks().add(2, 0.5 if one_off else 0, why, "What must be known before each step?")


@account(1)
def recall(key: Mapping[str, str] | None = None) -> Marks:
    """Four questions of an earlier lesson."""
    given = HandedIn().answer("recall")
    if key is None:
        return answered(1, given, len(variant.RECALL))
    return Marks().each(1, given, key, variant.RECALL, "Who looks at why, and who at time and budget?")
