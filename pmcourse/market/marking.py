"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case are the
variant's, whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcourse.artifact import answer
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each
from pmcourse.kit.marks import Marks
from pmcourse.kit.quantity import unread
from pmcourse.market import checks, variant
from pmcourse.market.case import CASE
from pmcourse.market.checks import counted, near
from pmcourse.market.funnel import Funnel
from pmcourse.market.funnel import payback as payback_of
from pmcourse.market.model import Market
from pmcourse.market.survey import holm as holm_of

POINTS = 0.6  # of a percentage: whole percent are near enough


@account(2)
def share() -> Marks:
    """The share of very disappointed, without those who no longer use it."""
    work = HandedIn()
    one = variant.answers(work.seed)
    truth = 100 * one["very"] / (one["very"] + one["somewhat"] + one["little"])
    return _number(Marks(), 2, "", work.answer("share"), truth, "Who leaves the denominator?")


@account(2)
def segment(judge: bool = False) -> Marks:
    """The group whose lower end reaches 40% on answers that nobody has seen."""
    seed, given = HandedIn().seed, answer(CASE.filename, Market).segment
    if not judge:
        return answered(2, given or None, 1)
    next = "Which interval lies wholly above 40%? A large share of a few people, and a large group, say little."
    group, hit = variant.case(seed).group(given), given == variant.survey(seed).need
    if group is None:
        return Marks().add(2, 0, "Not answered yet.", next)
    holds = "holds" if hit else "does not hold"
    return Marks().add(2, hit, f"You chose those who {group.name}. It {holds} on the other half of the answers.", next)


@account(1.5)
def holm(judge: bool = False) -> Marks:
    """How many of seven groups count."""
    work = HandedIn()
    given, truth = work.answer("holm"), sum(holm_of(variant.p_values(work.seed)))
    if not judge:
        return answered(1.5, given, 1)
    next = "Sort them; the smallest against .05 ÷ 7, the next against .05 ÷ 6. Which is the first that fails?"
    return _number(Marks(), 1.5, "", counted(given), truth, next, 0.01, "groups")


@account(3)
def retention(key: str | None = None) -> Marks:
    """Five cells of the triangle; with `key` also what stands in a cell whose month is not over."""
    work, marks = HandedIn(), Marks()
    made, given = variant.cells(work.seed), work.table("triangle")
    cells = [given[f"{cohort}{age}"].get("share") for cohort, age in variant.CELLS]
    read = [checks.first(one, "%") for one in cells]
    if None not in read and len(set(read)) == 1:
        marks.add(2.5, 0, "The same number stands in all cells.", "Count for each cohort and month.")
    else:
        for (cohort, age), one in zip(variant.CELLS, cells, strict=True):
            what = f"{variant.MONTHS[cohort]} cohort, month {age}"
            _number(marks, 0.5, what, one, 100 * made.share(cohort, age), "Of the whole cohort, each person once.")
    if key is None:
        marks.lines += answered(0.5, work.answer("blank"), 1).lines
        return marks
    return marks.one(0.5, work.answer("blank"), key, "February's month 3 is May.")


@account(2.5)
def curves(judge: bool = False) -> Marks:
    """What five curves say."""
    next = "Leave out what is not over; the last three losses, each of what was left; then the height."
    return judged_each(2.5, "curves", variant.curves(HandedIn().seed), judge, next, chance=0)


@account(2.5)
def funnel(judge: bool = False) -> Marks:
    """What 5 points bring at each step, half a point each; then the step to mend, where one's own numbers lead.

    One slip costs once: all three by one factor too large or too small, or all three as totals, lose half a point.
    """
    work, marks = HandedIn(), Marks()
    one, given = variant.funnel(work.seed), work.table("funnel")
    cells = [checks.first(given[str(at)].get("more"), "learners") for at in range(len(one.more))]
    slip = _slip(cells, one)
    if slip:
        marks.add(1.5, 2 / 3, slip, "Those at the end × 0.05 ÷ the share of the step.")
    else:
        for at, (step, truth) in enumerate(zip(variant.STEPS, one.more, strict=True)):
            next = "Those at the end × 0.05 ÷ the share of the step."
            cell = given[str(at)].get("more") if cells[at] is None else cells[at]
            _number(marks, 0.5, f"“{step}”", cell, truth, next, 0.03 * truth + 0.06, "learners")
    if not judge:
        marks.lines += answered(1, work.answer("mend"), 1).lines
        return marks
    chosen, right = work.answer("mend"), any(line.share for line in marks.lines)
    near_enough = None not in cells and all(
        more / 2 <= cell <= 2 * more for cell, more in zip(cells, one.more, strict=True)
    )
    own = [cost / cell for cost, cell in zip(one.costs, cells, strict=True)] if near_enough else []
    if chosen is not None and not right and not own:
        return marks.add(1, 0, "The step counts only with numbers that lead to it.", "Work out the numbers first.")
    fits = {str(one.best)} if right else set()
    fits |= {str(own.index(min(own)))} if own else set()
    why = "Right." if chosen in fits else "Not right." if chosen else "Not answered yet."
    return marks.add(1, chosen in fits, why, "What 5 points cost there, divided by what they bring there.")


def _slip(cells: list[float | None], one: Funnel) -> str:
    """The one slip that explains all three numbers, in words; "" where there is none."""
    if None in cells or min(cells) <= 0:
        return ""
    if all(abs(cell - one.customers - more) <= 0.03 * more + 0.06 for cell, more in zip(cells, one.more, strict=True)):
        return "These are all who then book a second class; asked for is how many more they are."
    ratios = [cell / more for cell, more in zip(cells, one.more, strict=True)]
    if max(ratios) <= 1.03 * min(ratios) and min(ratios) >= 0.5 and max(ratios) <= 2 and not 0.96 < ratios[0] < 1.04:
        return "All three are wrong by one and the same factor: look at those at the end of the funnel."
    return ""


@account(2)
def payback(judge: bool = False) -> Marks:
    """The month of payback if all stayed, and as they stay; a fraction of the last month is that month."""
    work, marks = HandedIn(), Marks()
    cost, pays, costs, keep = variant.bill(work.seed)
    table = work.table("payback")
    if not judge:
        return answered(2, [one for one in table.values() if one] or None, 2)
    for row, what, stay in (("simple", "If all stayed", 1), ("real", "As they stay", keep)):
        given = table[row].get("months")
        truth, typed = payback_of(cost, pays - costs, stay), checks.first(given, "month")
        hit = typed is not None and truth - 1 < typed <= truth
        next = (
            "Cost ÷ contribution, up to a whole month."
            if stay == 1
            else "Add month by month, each with fewer learners."
        )
        if typed is None and str(given or "").strip():
            marks.add(1, 0, *unread(str(given)[:40], "month"), what)
            continue
        why = f"Right: {str(given)[:40]}." if hit else "Not right." if typed is not None else "Not answered yet."
        marks.add(1, hit, why, next, what)
    return marks


@account(2.5)
def metrics(key: Mapping[str, str] | None = None) -> Marks:
    """Five numbers or sayings."""
    next = "Can it fall? Does it name one group? Is it a number?"
    return chosen_each(2.5, "metrics", variant.metrics(HandedIn().seed), key, next, chance=0)


@account(2.5)
def stages(key: Mapping[str, str] | None = None) -> Marks:
    """Five things, each at a stage."""
    next = "Which comes first of what is not shown: problem, deed, or fit?"
    return chosen_each(2.5, "stages", variant.stages(HandedIn().seed), key, next, chance=0)


@account(2.5)
def gates(key: Mapping[str, str] | None = None) -> Marks:
    """Five pieces of evidence."""
    next = "What does this gate ask for? Did people do it, which people, how many, and are the months over?"
    return chosen_each(2.5, "gates", variant.gates(HandedIn().seed), key, next, chance=0)


@account(1)
def recall(judge: bool = False) -> Marks:
    """Three results of A/B tests."""
    next = "First the arms: difference ÷ √(all people) beyond 2.6? Then where 0 lies."
    return judged_each(1, "recall", variant.recall(HandedIn().seed), judge, next, chance=0)


def _number(
    marks: Marks, most: float, what: str, given: Any, truth: float, next: str, within: float = POINTS, unit: str = "%"
) -> Marks:
    """A number in `unit` within `within` of the truth."""
    if near(given, truth, within, unit):
        return marks.add(most, 1, f"Right: {str(given)[:40]}.", what=what)
    return marks.number(most, what, given, truth, next=next, unit=unit)
