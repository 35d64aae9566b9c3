"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case are the
variant's, whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.artifact import answer
from pmcourse.kanban import records, variant
from pmcourse.kanban.case import CASE
from pmcourse.kanban.model import COLUMNS, DAYS, RATE, ROOM, WEEKS, Flow, Limits
from pmcourse.kanban.worlds import CHANCE, ENOUGH, beside_best, earned
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, unmoved
from pmcourse.kit.marks import Marks
from pmcourse.kit.quantity import quantities


@account(3)
def clocks() -> Marks:
    """Lead time, cycle time and a median, by the right clocks."""
    work, marks = HandedIn(), Marks()
    one = records.clocks(work.seed)
    both = "You count the first day too: from day 3 to day 5 it is 2 days."

    def number(id: str, what: str, truth: float, hint: str) -> None:
        marks.number(1, what, work.answer(id), truth, 0.004, hint, {both: truth + 1}, unit=DAYS)

    number("lead", "Lead time", one.lead.lead, "From the day it is asked for until learners have it.")
    number("cycle", "Cycle time", one.cycle.cycle, "From the first start until it is done.")
    again = work.answer("cycle")
    if one.cycle.anew in quantities(again, DAYS) and one.anew in quantities(work.answer("median"), DAYS):
        return marks.add(1, 1, "Right, by your own cycle times: one mistake costs once.", what="Median")
    hint = "Cards that are not done have none. If one went back, or was done twice: from first start to last “done”."
    number("median", "Median", one.median, hint)
    return marks


@account(3)
def little() -> Marks:
    """Little's law both ways, with hours and minutes."""
    work, marks = HandedIn(), Marks()
    one = variant.office(work.seed)
    told = (one.inside, one.hourly, one.wanted)
    hours = {"These are hours; minutes are asked for.": one.minutes / 60}
    _number(marks, 1.5, "Minutes inside", work.answer("minutes"), one.minutes, "Inside ÷ rate; 60 minutes are an hour.",
            told, hours, "minutes")  # fmt: skip
    hint = "Rate × time, both in hours or in minutes."
    return _number(marks, 1.5, "People inside", work.answer("room"), one.room, hint, told, {}, ROOM)


@account(3)
def picture(judge: bool = False) -> Marks:
    """What stands in a cumulative flow; the column, which three clicks would find, is told by the judge alone."""
    work, marks = HandedIn(), Marks()
    one = variant.picture(work.seed)
    lines, to = one.lines, variant.TO
    told = [counts[to] for counts in lines.values()]
    hint = "All that came to Analyse or further, less all that is done."
    _number(marks, 1.25, "In progress", work.answer("progress"), one.progress, hint, told, {}, "cards")
    hint = "Done on the later day less done on the earlier one, divided by the weeks between."
    daily = {"That is for a day; a week has five.": one.rate / 5}
    _number(marks, 1.25, "Done in a week", work.answer("rate"), one.rate, hint, told, daily, RATE)
    given = readers.choice(work.answer("bottleneck"), COLUMNS)
    if not judge:
        marks.lines += answered(0.5, given, 1).lines
        return marks
    why = "Right." if given == one.bottleneck else "Not right." if given else "Not answered yet."
    hint = "Which band grows from the one day to the other?"
    return marks.add(0.5, given == one.bottleneck, why, hint, "Where cards pile up")


@account(4)
def limits(judge: bool = False) -> Marks:
    """Limits in 40 worlds that nobody has seen, beside the best that are known."""
    seed = HandedIn().seed
    mine = answer(CASE.filename, Flow).limits
    if mine == CASE.assignment.limits:
        return Marks().add(4, 0, "The limits are as they were at the start.", "Move a slider.")
    if not judge:
        return answered(4, 1, 1)
    team = variant.team(seed)
    tried, share = beside_best(team, mine, variant.hidden(seed))
    part = earned(share, tried.most, team.within)
    why = (
        f"In worlds that you have not seen the limits {_named(mine)} finish {tried.weekly:.2f} cards a week, "
        f"{share:.1%} of the most, and 85% of cards take at most {tried.most:.1f} days. Wanted are {ENOUGH:.0%} and "
        f"{team.within} days; luck of {CHANCE[0]:.1%} and {CHANCE[1] - 1:.0%} is allowed for."
    )
    if part < 1:  # for these 40 worlds take as long as those of the learner's limits
        start, _ = beside_best(team, CASE.assignment.limits, variant.hidden(seed))
        why += (
            f" The limits at the start, {_named(CASE.assignment.limits)}, finish {start.weekly:.2f} a week, and take "
            f"{start.most:.0f} days."
        )
    return Marks().add(4, part, why, "Change one limit by one, and try 40 worlds each time.")


@account(3)
def ages(judge: bool = False) -> Marks:
    """What the ages of five cards say."""
    one = records.ages(HandedIn().seed)
    texts = {id: title for id, (title, _, _) in one.cards.items()}
    return chosen_each(3, "ages", texts, one.right if judge else None, "Look at the row of the card's own column.")


@account(3)
def rules(key: Mapping[str, str] | None = None) -> Marks:
    """The rules that would change five complaints."""
    texts = variant.rules(HandedIn().seed)
    return chosen_each(3, "rules", texts, key, "What must the rule keep from happening?")


@account(3)
def classes(key: Mapping[str, str] | None = None) -> Marks:
    """The classes of service of five cards."""
    texts = variant.classes(HandedIn().seed)
    return chosen_each(3, "classes", texts, key, "What does a week of waiting cost now, and what later?")


@account(3)
def order(judge: bool = False) -> Marks:
    """Seven options in the order in which the board's rules pull them."""
    work = HandedIn()
    one = variant.queue(work.seed)
    given = work.order("order", one.options)
    if given is None or given == list(one.options):
        return unmoved(3)
    if not judge:
        return answered(3, 1, 1)
    kept, marks = one.keeps(given), Marks()
    marks.add(0.5, kept["urgent"], _kept(kept["urgent"]), "What is urgent comes first.", "Urgent")
    marks.add(0.5, kept["need"], _kept(kept["need"]), "What a card needs comes right before it.", "What is needed")
    hint = "Is its day further away than the time in which 85% of cards are done?"
    marks.add(0.5, kept["date"], _kept(kept["date"]), hint, "The date that is near, before those that can wait")
    hint = "Cost of delay ÷ work, the largest first; a date that is far away counts like any other card."
    return marks.add(1.5, kept["rest"], _kept(kept["rest"]), hint, "The other four, whatever stands between them")


def _kept(share: float) -> str:
    return "Right." if share == 1 else "One pair stands the wrong way round." if share else "Not right."


def _named(limits: Limits) -> str:
    return ", ".join(map(str, limits))


@account(3)
def forecast() -> Marks:
    """Weeks for 85%, and how likely the mean is kept."""
    work, marks = HandedIn(), Marks()
    one = records.weeks(work.seed)
    told = (one.left, *one.done)
    hint = "Type all twelve weeks into the instrument, the empty ones too, and take the first week with 85% or more."
    slips = {"You left out the weeks in which nothing was done; such weeks can come again.": one.full}
    _number(marks, 2, "Weeks for 85%", work.answer("weeks"), one.right, hint, told, slips, WEEKS, 0.004)
    given = work.answer("chance")
    shown = round(one.chance)  # by the instrument
    if any(abs(value - shown) <= 1 + 1e-9 for value in quantities(given, "%")):
        return marks.add(1, 1, "Right.", what="Chance of the mean")
    hint = "What is left ÷ the mean of all twelve weeks, rounded up; then the row of that week in the table."
    return marks.number(1, "Chance of the mean", given, one.chance, next=hint, told=told, unit="%")


def _number(
    marks: Marks, most: float, what: str, given: object, truth: float, hint: str, told: Sequence[float],
    slips: Mapping[str, float], unit: str, tolerance: float = 0.01,
) -> Marks:  # fmt: skip
    return marks.number(most, what, given, truth, tolerance, hint, slips, [one for one in told if one != truth], unit)
