"""What each prioritization method makes of one item: a number and the reason in words, or what is missing.

A value of 0 is known and counts: reach 0 scores 0. A value of None is unknown, and so is the score. A divisor of 0 is
a mistake in the data, not an endless score, so there is no score and the words say why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pmcourse.backlog.kano import class_of
from pmcourse.backlog.model import FIELDS, Item, Moscow


@dataclass(frozen=True)
class Score:
    """What a method says of one item: the value (higher comes first) or None, and why, in words."""

    value: float | None
    why: str


def _unknown(item: Item, *fields: str) -> Score | None:
    lacking = [FIELDS[field].title for field in fields if getattr(item, field) is None]
    return Score(None, f"cannot be scored yet: {' and '.join(lacking)} unknown") if lacking else None


def finite(value: float, formula: str) -> Score:
    """The score `value`; one that no computer can hold is none."""
    if not math.isfinite(value):
        return Score(None, f"cannot be scored: {formula} is beyond all numbers. Look for a slip in its units")
    return Score(value, formula)


def _divided(top: float, bottom: float, what: str, formula: str) -> Score:
    if bottom == 0:
        return Score(None, f"cannot be scored: {what} is 0, and nothing is done for nothing. Estimate it again")
    return finite(top / bottom, formula)


def rice(item: Item) -> Score:
    """RICE: reach x impact x confidence / effort, in impact-weighted people a quarter for each person-week.

    Source: Sean McBride, "RICE: Simple prioritization for product managers", Intercom, 2016.
    """
    return _unknown(item, "reach", "impact", "confidence", "effort") or _divided(
        item.reach * item.impact * item.confidence,
        item.effort,
        "effort",
        f"{item.reach:g} people × {item.impact:g} impact × {item.confidence:.0%} sure ÷ {item.effort:g} person-weeks",
    )


def wsjf(item: Item) -> Score:
    """WSJF after Reinertsen: cost of delay / duration, in money a week for each week.

    Source: Donald Reinertsen, "The Principles of Product Development Flow", 2009, principle F17 (weighted shortest
    job first). It measures cost of delay in money; the SAFe form (`safe`) adds up three relative guesses instead.
    """
    return _unknown(item, "cost_of_delay", "duration") or _divided(
        item.cost_of_delay,
        item.duration,
        "duration",
        f"{item.cost_of_delay:,.0f} a week of delay ÷ {item.duration:g} weeks",
    )


def safe(item: Item) -> Score:
    """WSJF in the SAFe form: (business value + time criticality + risk or opportunity) / job size, no unit.

    Source: Scaled Agile Framework, "Weighted shortest job first". The three are relative numbers, and so is the job
    size (here: effort). Because it adds guesses on different scales, it can order items unlike money would.
    """
    return _unknown(item, "business_value", "time_criticality", "risk_opportunity", "effort") or _divided(
        item.business_value + item.time_criticality + item.risk_opportunity,
        item.effort,
        "effort (job size)",
        f"({item.business_value:g} value + {item.time_criticality:g} urgency + {item.risk_opportunity:g} risk or "
        f"opportunity) ÷ {item.effort:g} size",
    )


def cd3(item: Item) -> Score:
    """CD3: cost of delay divided by duration, in money a week for each week.

    Source: Joshua Arnold & Özlem Yüce, "Black Swan Farming using cost of delay", Agile Conference 2013. The same
    quotient as Reinertsen's WSJF; the name says that the cost is estimated in money for every item.
    """
    return wsjf(item)


def value_effort(item: Item) -> Score:
    """Value divided by effort: business value for each person-week, no unit. `quadrant` names the four fields.

    Source: the impact and effort matrix, Gray, Brown & Macanufo, "Gamestorming", 2010; here as a quotient.
    """
    return _unknown(item, "business_value", "effort") or _divided(
        item.business_value,
        item.effort,
        "effort",
        f"{item.business_value:g} value ÷ {item.effort:g} person-weeks",
    )


def moscow(item: Item) -> Score:
    """MoSCoW class as a number: Must 3, Should 2, Could 1, Won't this time 0.

    Source: Dai Clegg & Richard Barker, "CASE Method Fast-Track: A RAD Approach", 1994; DSDM handbook.
    """
    words = {
        Moscow.MUST: (3, "Must: without it the release makes no sense"),
        Moscow.SHOULD: (2, "Should: painful to leave out"),
        Moscow.COULD: (1, "Could: nice, and the first to go"),
        Moscow.WONT: (0, "Won't this time: agreed not to do it now"),
    }
    if item.moscow is None:
        return Score(None, "cannot be scored yet: MoSCoW class unknown")
    value, why = words[item.moscow]
    return Score(value, why)


def opportunity(item: Item) -> Score:
    """Opportunity score: importance + max(importance - satisfaction, 0), from 0 to 20.

    Source: Anthony Ulwick, "Turn customer input into innovation", Harvard Business Review, January 2002. A need that
    is more than satisfied counts as satisfied, never less than its importance.
    """
    return _unknown(item, "importance", "satisfaction") or Score(
        item.importance + max(item.importance - item.satisfaction, 0),
        f"{item.importance:g} importance + {max(item.importance - item.satisfaction, 0):g} unmet",
    )


def kano(item: Item) -> Score:
    """Kano class as a number: must-be 4, one-dimensional 3, attractive 2, indifferent 1, reverse 0.

    Source: Kano, Seraku, Takahashi & Tsuji, "Attractive quality and must-be quality", 1984; the order M > O > A > I
    after Berger et al., "Kano's methods for understanding customer-defined quality", 1993.
    """
    if not item.kano:
        return Score(None, "cannot be scored yet: nobody has answered the two Kano questions")
    name = class_of(item.kano)
    value = {"must-be": 4, "one-dimensional": 3, "attractive": 2, "indifferent": 1, "reverse": 0}.get(name)
    if value is None:
        return Score(None, "cannot be scored: most answers contradict themselves. Ask again, in other words")
    return Score(value, f"{name}, by most of {len(item.kano)} answers")
