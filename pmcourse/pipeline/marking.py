"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case are the
variant's, whatever was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pmcourse.artifact import answer
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each
from pmcourse.kit.marks import HALF, Marks
from pmcourse.kit.quantity import quantities
from pmcourse.pipeline import checks, portfolio, variant
from pmcourse.pipeline import value as values
from pmcourse.pipeline.case import CASE
from pmcourse.pipeline.gates import lets_through
from pmcourse.pipeline.model import Pipeline, Policy
from pmcourse.pipeline.worlds import best, draw, play

WORLDS = 500  # that nobody has seen


@account(3)
def tree() -> Marks:
    """Worth of a bet at its last stage, at its start, and without the right to stop; what follows from an own number
    is right."""
    work, marks = HandedIn(), Marks()
    one = variant.tree(work.seed)
    worth, first = values.from_here(one.stages, one.payoff), work.answer("last")
    _number(marks, 1, "Before stage 3", first, worth[2], "Chance × what it brings - what stage 3 costs.", one.numbers)
    own = [values.staged(one.stages[:2], seen) for seen in _meant(first) if seen > 0 and seen not in one.numbers]
    truth = _own(work.answer("staged"), worth[0], [value for value in own if value > 0])
    _number(marks, 1.5, "Stage by stage", work.answer("staged"), truth, "From the end; each stage once.", one.numbers)
    hint = "All three chances multiplied, times what it brings, less all three costs."
    at_once = values.committed(one.stages, one.payoff)
    return _number(marks, 0.5, "All at once", work.answer("committed"), at_once, hint, one.numbers)


@account(3)
def pool() -> Marks:
    """How many pass a test, and what one idea is then worth; what follows from an own number that could be is right."""
    work, marks = HandedIn(), Marks()
    one, given = variant.pool(work.seed), work.answer("passing")
    told, least = (one.good, one.right, one.build, one.payoff), one.good * one.right / 100
    hint = "The good ones that pass, and the bad ones that pass too."
    _number(marks, 1, "Ideas that pass", given, one.passing, hint, told)
    own = [one.worth_if(seen) for seen in _meant(given) if least < seen < 100 and seen not in told]
    hint = "All that pass are built; only the good ones bring something. Then divide by 100."
    truth = _own(work.answer("worth"), one.worth, own)
    return _number(marks, 2, "Worth of one idea", work.answer("worth"), truth, hint, told)


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
        f"It brings {max(0, share):.0%} of what the best choice brings.",
        "Compare whole sets, with what they need.",
    )
    if need := broken.get("needs"):
        why, next = f"{need.message} {why}", need.hint
    if long := broken.get("long"):
        part, why, next = part * HALF, f"{long.message} {why}", long.hint
    return marks.add(4, part, why, next)


@account(4)
def gate(key: Mapping[str, Mapping[str, str]] | None = None) -> Marks:
    """Whom, what and when, and the count; `key`: topic -> part -> phrase that fits."""
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
    people, shares = variant.gate(work.seed)
    tried = lets_through(mine.least, people, shares)
    wrong = checks.separates(tried)
    why = f"It lets through {tried.good:.0%} of good bets and {tried.bad:.0%} of bad ones."
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
    part = 1.0 if share >= checks.NEAR else 0.75 if share >= 0.8 else HALF if share >= 0.65 else 0.0
    why = (
        f"In {WORLDS} worlds that you have not seen your gates gain {gain:+.0f} on average: {max(0, share):.0%} of "
        f"what the best gates gain. Who stops nothing gains {never:+.0f}."
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


def _meant(given: object) -> tuple[float, ...]:
    """The numbers that may be meant; the unit of the question (thousands, of 100) may stand behind them."""
    if isinstance(given, str):
        given = re.sub(r"(?i)(?<=\d)\s*(?:k|thousands?|(?:out )?of 100|/ ?100)\b", "", given)
    return quantities(given)


def _near(one: float, truth: float) -> bool:
    """Whether a number is right to half of the last digit that is asked for, or to 1%; written out, it is right too."""
    return any(abs(value - truth) <= max(0.06, 0.01 * abs(truth)) for value in (one, one / 1000))


def _own(given: object, truth: float, own: Collection[float]) -> float:
    """What follows from an own number, where that is what was given; else the truth."""
    return next((value for value in own if any(_near(one, value) for one in _meant(given))), truth)


def _number(
    marks: Marks, most: float, what: str, given: object, truth: float, hint: str, told: Collection[float]
) -> Marks:
    read = _meant(given)
    if any(_near(one, truth) for one in read):
        return marks.add(most, 1, "Right.", what=what)
    return marks.number(most, what, read[0] if len(read) == 1 else given, truth, next=hint, told=told)
