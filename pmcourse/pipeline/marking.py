"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case are the
variant's, whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pmcourse.artifact import answer
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each
from pmcourse.kit.marks import HALF, Marks
from pmcourse.kit.quantity import quantities
from pmcourse.kit.shares import beside
from pmcourse.pipeline import checks, portfolio, variant
from pmcourse.pipeline import value as values
from pmcourse.pipeline.case import CASE
from pmcourse.pipeline.checks import MONEY, OF_100, is_near, readings
from pmcourse.pipeline.gates import lets_through
from pmcourse.pipeline.model import Pipeline, Policy
from pmcourse.pipeline.worlds import best, draw, play

WORLDS = 500  # that nobody has seen
STEPS = {checks.NEAR: 1.0, 0.8: 0.75, 0.65: HALF}  # of what the best gates gain -> of the points


@account(3)
def tree() -> Marks:
    """Worth of a bet at its last stage, at its start, and without the right to stop; what follows from an own number
    is right, and half where it is 0, for that needs no sum."""
    work, marks = HandedIn(), Marks()
    one = variant.tree(work.seed)
    worth, first = values.from_here(one.stages, one.payoff), work.answer("last")
    _number(marks, 1, "Before stage 3", first, worth[2], "Chance × what it brings - what stage 3 costs.", one.numbers)
    own = [values.staged(one.stages[:2], max(0.0, seen)) for seen in readings(first, MONEY)]
    hint = "From the end; each stage once."
    _follows(marks, 1.5, "Stage by stage", work.answer("staged"), worth[0], own, hint, one.numbers)
    hint = "All three chances multiplied, times what it brings, less all three costs."
    at_once = values.committed(one.stages, one.payoff)
    return _number(marks, 0.5, "All at once", work.answer("committed"), at_once, hint, one.numbers)


@account(3)
def pool() -> Marks:
    """How many pass a test, and what one idea is then worth; what follows from an own number that could be is right."""
    work, marks = HandedIn(), Marks()
    one, given = variant.pool(work.seed), work.answer("passing")
    told = (one.good, one.right, one.build, one.payoff)
    if any(is_near(seen, one.good * one.right / 100) for seen in readings(given, OF_100)):
        marks.add(1, 0, "These are the good ones that pass.", "Bad ones pass too: add them.", "Ideas that pass")
    else:
        hint = "The good ones that pass, and the bad ones that pass too."
        _number(marks, 1, "Ideas that pass", given, one.passing, hint, told, OF_100)
    own = [one.worth_if(seen) for seen in readings(given, OF_100) if 0 < seen <= 100]
    hint = "All that pass are built; only the good ones bring something. Then divide by 100."
    return _follows(marks, 2, "Worth of one idea", work.answer("worth"), one.worth, own, hint, told)


@account(3)
def sunk(judge: bool = False) -> Marks:
    """Four decisions with their reasons."""
    drawn = variant.sunk(HandedIn().seed)
    return judged_each(3, "sunk", drawn, judge, "Chance × what it brings, against what is still to pay.", chance=2)


@account(2.5)
def newness(key: Mapping[str, str] | None = None) -> Marks:
    """Five ideas."""
    next = "Have we had such customers? Such technology?"
    return chosen_each(2.5, "newness", variant.newness(HandedIn().seed), key, next)


@account(4)
def choice() -> Marks:
    """The portfolio: what it is worth beside the best one. A bet without what it needs brings nothing."""
    seed, marks = HandedIn().seed, Marks()
    given = answer(CASE.filename, Pipeline).funded
    work = variant.case(seed).model_copy(update={"funded": given})
    bets = portfolio.chosen(work)
    if not bets:
        return marks.add(4, 0, "Nothing is funded yet.", "Choose bets.")
    broken = {one.criterion: one for one in checks.rules(work)}
    if over := broken.get("budget"):
        return marks.add(4, 0, over.message, over.hint)
    ids = {bet.id for bet in bets}
    brings = sum(bet.value if ids.issuperset(bet.needs) else -bet.cost for bet in bets)
    share = brings / portfolio.value(portfolio.best(work))
    part = 1.0 if share >= checks.NEAR - 1e-9 else HALF if share >= variant.WORTHLESS else 0.0
    why, next = (
        f"It brings {_beside(share, checks.NEAR, variant.WORTHLESS):.0%} of what the best choice brings.",
        "Compare whole sets, with what they need.",
    )
    if need := broken.get("needs"):
        why, next = f"{need.message} {why}", need.hint
    if long := broken.get("long"):
        part, why, next = part * HALF, f"{long.message} {why}", long.hint
    return marks.add(4, part, why, next)


@account(4)
def gate(key: Mapping[str, Mapping[str, str]] | None = None) -> Marks:
    """Whom, what and when, and the count; `key`: topic -> part -> phrase that fits.

    A count of what good and bad bets bring alike separates nothing, so it counts with a measure that fits.
    """
    work, marks = HandedIn(), Marks()
    mine = answer(CASE.filename, Pipeline).gate
    if key is None:
        return answered(4, [one for one in dict(mine).values() if one not in ("", None)] or None, 4)
    right = key[variant.topic(work.seed)]
    found = {one.criterion: one for one in checks.fits(mine, right)}
    for part, most, name in (("whom", 0.75, "Whom"), ("measure", 1, "What"), ("day", 0.75, "When")):
        wrong = found.get(part)
        why = "Right." if not wrong else wrong.message if getattr(mine, part) else "Not chosen yet."
        marks.add(most, not wrong, why, wrong.hint if wrong else "", name)
    if mine.least is None:
        return marks.add(1.5, 0, "There is no count yet.", "Type one.", "From which count on")
    if "measure" in found:
        why, next = "No count of that can tell good bets from bad ones.", "First choose what is counted."
        return marks.add(1.5, 0, why, next, "From which count on")
    people, shares = variant.gate(work.seed)
    tried = lets_through(mine.least, people, shares)
    wrong = checks.separates(tried)
    good, bad = beside(tried.good, checks.GOOD), beside(tried.bad, checks.BAD)
    why = f"It lets through {good:.0%} of good bets and {bad:.0%} of bad ones."
    return marks.add(1.5, not wrong, why, " ".join(one.hint for one in wrong), "From which count on")


@account(4)
def policy(judge: bool = False) -> Marks:
    """Two gates in 500 worlds that nobody has seen, beside the best gates and beside stopping nothing."""
    work = HandedIn()
    mine, setting = answer(CASE.filename, Pipeline).policy, variant.setting(work.seed)
    if mine == CASE.assignment.policy:
        return Marks().add(4, 0, "The gates are as they were at the start.", "Move a slider.")
    if not judge:
        return answered(4, 1, 1)
    worlds = draw(setting, WORLDS, work.seed % 10**6 + 7)
    gain, most, never = (
        float(play(one, worlds).gain.mean()) for one in (mine, best(setting)[0], Policy(order=mine.order))
    )
    share = gain / most
    part = next((part for least, part in STEPS.items() if share >= least), 0.0)
    much = f"{_beside(share, *STEPS):.0%} of what" if share < 1 else "as much as"  # the best are the best elsewhere
    why = (
        f"In {WORLDS} worlds that you have not seen your gates gain {gain:+.0f} on average: {much} the best gates gain."
        f" Who stops nothing gains {never:+.0f}."
    )
    return Marks().add(
        4, part, why, "Between what good and bad bets bring; then run the worlds and move one gate at a time."
    )


@account(4)
def fit(judge: bool = False) -> Marks:
    """Four pieces of evidence at the scaling gate."""
    next = "Is it about users? Is the lower end 40%? Does each of the last three months lose less than 5%?"
    return judged_each(4, "fit", variant.fit(HandedIn().seed), judge, next)


@account(1.5)
def share() -> Marks:
    """A share without those who no longer use it."""
    work = HandedIn()
    all_, gone, very = variant.answers(work.seed)
    next = "Those who no longer use it leave the denominator."
    given, truth = work.answer("share"), 100 * very / (all_ - gone)
    if any(abs(one - truth) <= 0.6 for one in quantities(given, "%")):
        return Marks().add(1.5, 1, "Right.")
    return Marks().number(1.5, "", given, truth, next=next, told=(all_, gone, very), unit="%")


def _number(
    marks: Marks, most: float, what: str, given: object, truth: float, hint: str, told: Collection[float],
    unit: str = MONEY,
) -> Marks:  # fmt: skip
    """A number in the unit of its question."""
    if any(is_near(one, truth) for one in readings(given, unit)):
        return marks.add(most, 1, "Right.", what=what)
    return marks.number(most, what, given, truth, next=hint, told=told, unit=unit)


def _follows(
    marks: Marks, most: float, what: str, given: object, truth: float, own: Collection[float], hint: str,
    told: Collection[float],
) -> Marks:  # fmt: skip
    """A number that is right, or follows from an `own` one: then it may not be one that stands in the question."""
    read = readings(given, MONEY)
    if not any(is_near(one, truth) for one in read):
        for value in own:
            if any(is_near(one, value) and one not in told for one in read):
                why = "It follows from your own number." if value else "From your own number the bet is not begun."
                return marks.add(most, 1 if value else HALF, why, hint, what)
    return _number(marks, most, what, given, truth, hint, told)


def _beside(share: float, *steps: float) -> float:
    """A share as it is shown: never as a step that it misses."""
    above = [step for step in steps if step > share]
    return beside(max(0.0, share), min(above)) if above else share
