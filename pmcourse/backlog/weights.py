"""Weighted scoring: criteria of one's own, each a column of numbers, with a weight; the score is their weighted sum.

Source: Fishburn, "Additive utilities with incomplete product sets: application to priorities and assignments",
Operations Research 15, 1967. The criteria must be rated on one scale, such as 1 to 5: one with larger numbers weighs
more than its weight says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from pmcourse.backlog.model import FIELDS, Backlog, Item
from pmcourse.backlog.scores import Score, finite
from pmcourse.errors import CourseError
from pmcourse.kit.amount_cells import decimal_sign
from pmcourse.kit.amount_values import Amounts
from pmcourse.kit.fields import About, plain, recognised

_SCALES = (1, 5, 10)  # the most of those that people use; beyond them the powers of ten
_NUMBERS = {name: about for name, about in FIELDS.items() if about.is_number}


def weighted(backlog: Backlog, weights: Mapping[str, float]) -> tuple[Callable[[Item], Score], list[str]]:
    """The score of an item by `weights` (heading -> weight, less than 0 for what counts against it), and notes.

    Raises CourseError where no item has such a column.
    """
    criteria = {heading: _criterion(backlog, heading) for heading in weights}

    def score(item: Item) -> Score:
        values = {heading: value(item) for heading, value in criteria.items()}
        if lacking := [heading for heading, value in values.items() if value is None]:
            return Score(None, f"cannot be scored yet: {' and '.join(lacking)} unknown")
        why = " + ".join(f"{weights[heading]:g} × {value:g} {heading}" for heading, value in values.items())
        return finite(sum(weights[heading] * value for heading, value in values.items()), why)

    largest = {
        heading: max((abs(value(item) or 0) for item in backlog.items), default=0)
        for heading, value in criteria.items()
    }
    low, high = min(largest, key=largest.__getitem__), max(largest, key=largest.__getitem__)
    if largest[low] and _scale(largest[high]) > _scale(largest[low]):
        return score, [
            f"{high} goes up to {largest[high]:g} and {low} to {largest[low]:g}: not one scale, so {high} counts "
            "by more than its weight says. Rate both alike, or change the weights."
        ]
    return score, []


def _scale(most: float) -> float:
    """The most of the scale on which a criterion stands whose largest number is `most`."""
    return next((top for top in _SCALES if most <= top), 10 ** math.ceil(math.log10(most)))


def _criterion(backlog: Backlog, heading: str) -> Callable[[Item], float | None]:
    if found := recognised(heading, _NUMBERS.values()):
        name = found[0]
        if any(getattr(item, name) is not None for item in backlog.items):
            return lambda item: getattr(item, name)
    key = next((key for item in backlog.items for key in item.extra if plain(key) == plain(heading)), None)
    if key is None:
        items = backlog.items
        known = (one.title for name, one in _NUMBERS.items() if any(getattr(item, name) is not None for item in items))
        there = ", ".join(dict.fromkeys([*known, *(key for item in items for key in item.extra)]))
        raise CourseError(f"A criterion must be a column of numbers: {there or 'there is none'} (got {heading!r}).")
    texts = [text for item in backlog.items for text in item.extra.get(key, ())]
    amounts = Amounts(About(key, key), key, decimal=decimal_sign(texts) or ".")

    def value(item: Item) -> float | None:
        try:
            return amounts.value(item.extra.get(key, ("",))[0])
        except ValueError as error:
            raise CourseError(f"{item.id}: {key} {error}. Put a number there, or nothing.") from None

    return value
