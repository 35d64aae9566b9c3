"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key`, or with `judge`, says only how much is answered as long as it has none. The board's cells are
in `board_marking`.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each, unmoved
from pmcourse.kit.marks import Marks
from pmcourse.kit.quantity import quantities
from pmcourse.roadmap import variant


@account(2.5)
def kinds(key: Mapping[str, str] | None = None) -> Marks:
    """Output, outcome or impact: five sentences of the bank."""
    next = "Who does what differently? Nobody: an output. People: an outcome. The books of those who build: impact."
    return chosen_each(2.5, "kinds", variant.sentences(HandedIn().seed), key, next, chance=0)


@account(2)
def expected() -> Marks:
    """Two expected efforts, a point each."""
    work, marks = HandedIn(), Marks()
    case, given = variant.case(work.seed), work.table("expected")
    for id, parts in zip(variant.estimated(work.seed), (1, 2), strict=True):
        effort = case.initiative(id).effort
        mean = (effort.low + effort.likely + effort.high) / 3
        slips = {"The middle number counts four times; divide by six.": mean / parts}
        if parts > 1:
            slips["That is all of it: two teams share it in equal parts."] = effort.expected
        marks.number(1, id, given[id].get("weeks"), effort.expected / parts, slips=slips,
                     told=(effort.low, effort.likely, effort.high), unit="person-weeks",
                     next="(low + 4 × likely + high) ÷ 6, then the part of one team.")  # fmt: skip
    return marks


@account(2)
def kept() -> Marks:
    """The chance of the promise and P85, a point each."""
    work = HandedIn()
    seen, given = variant.trials(work.seed), work.table("kept")["trials"]
    slips = {"An end on the promised day itself keeps the promise.": seen.kept - 100 / len(seen.ends),
             "That is the share that breaks it.": 100 - seen.kept}  # fmt: skip
    marks = Marks().number(1, "Chance", given.get("chance"), seen.kept, slips=slips, unit="%",
                           next="Count the trials that end on that day or before; divide by all.")  # fmt: skip
    slips = {"That is the day of half of the trials: P50.": seen.by(0.5),
             "That is 85% of the way to the last day; P85 counts trials.": 0.85 * max(seen.ends)}  # fmt: skip
    typed = given.get("p85")
    slipped = [day for day in quantities(typed, "day") if any(abs(day - slip) < 0.5 for slip in slips.values())]
    fine = [day for day in quantities(typed, "day") if _is_p85(seen, day) and day not in slipped]
    return marks.number(1, "P85", typed, fine[0] if fine else seen.by(0.85), tolerance=1e-6, slips=slips, unit="day",
                        told=(seen.day, max(seen.ends)),
                        next="Sort the twenty days. By which have 17 ended?")  # fmt: skip


@account(1)
def together() -> Marks:
    """The chance that several independent promises are all kept."""
    work = HandedIn()
    count, chance = variant.together(work.seed)
    return Marks().number(
        1, "All kept", work.answer("together"), 100 * (chance / 100) ** count, tolerance=0.06, unit="%",
        slips={"That is the chance of two of them.": chance**2 / 100}, told=(count, chance, chance / 100),
        next="Multiply the chances, once for each promise.",
    )  # fmt: skip


@account(2)
def reading(judge: bool = False) -> Marks:
    """The day that 85% of the trials keep, and what moves it most, a point each."""
    work = HandedIn()
    given = {"day": work.answer("day"), "driver": work.answer("driver")}
    if not judge:
        return answered(2, {id: one for id, one in given.items() if one}, 2)
    found = variant.drivers(work.seed)
    most = max(abs(value) for value in found.values())
    strongest = [id for id, value in found.items() if abs(value) > most - 0.02]
    truth = {"day": str(variant.days(work.seed)["P85"]), "driver": strongest}
    texts = {"day": "The day", "driver": "Whose size"}
    return Marks().each(2, given, truth, texts, "Read the two tables again: P85, and the largest correlation.")


@account(2)
def desk(judge: bool = False) -> Marks:
    """What a ticket office may say of five things."""
    rows = {id: (text.split(":")[0], say) for id, (text, say) in variant.desk(HandedIn().seed).items()}
    return judged_each(2, "desk", rows, judge, "Is a day promised? Is its chance at least 85%?", chance=0)


@account(2)
def ferry() -> Marks:
    """The order of a product never seen: both promises, and nothing before what it waits for."""
    work = HandedIn()
    case = variant.ferry(work.seed)
    if (given := work.order("ferry", case.jobs)) is None:
        return unmoved(2)
    if not case.is_possible(given):
        return Marks().add(2, 0, "One job comes before what it waits for.", "Move what is waited for up.")
    kept = case.kept(given)
    return Marks().add(2, kept / 2, f"{kept} of 2 promises are kept.", "Add up the weeks to the end of each job.")


@account(1)
def recall(judge: bool = False) -> Marks:
    """Which of two jobs goes first: three pairs."""
    pairs = variant.recall(HandedIn().seed)
    drawn = {id: (f"Pair {id[1:]}", variant.first(pair)) for id, pair in pairs.items()}
    next = "Divide the cost of delay by the weeks; the larger goes first."
    return judged_each(1, "recall", drawn, judge, next, chance=0)


def _is_p85(seen: variant.Trials, day: float) -> bool:
    """Whether 85% of the trials, and no trial more, have ended by `day`.

    Between two ends each day is one, and spreadsheets differ in which they say (Hyndman & Fan 1996).
    """
    first = seen.by(0.85)
    return first <= day < min((end for end in seen.ends if end > first), default=first + 1)
