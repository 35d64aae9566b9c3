"""What who programs hands in: functions of their own, called across the border of their room, data in and data out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from pmcourse.building.machine import Program
from pmcourse.building.model import MOST_ROWS, Example
from pmcourse.building.mutants import near

Own = Callable[[], Any]  # gives the learner's function; it may be gone
NEARLY = 0.9  # of all inputs: where so many agree, what is left is taken for one rule that is not quite right
MOST = 3  # rules that are not followed, with which nothing is earned


class Followed(NamedTuple):
    """What a function makes of a rule: lines (from 0) that it does as if they were not there, and whether it differs
    in a few inputs beyond that. It earns a `share` of the points; each rule that is not followed costs as much."""

    forgotten: tuple[int, ...] = ()
    differs: bool = False

    @property
    def share(self) -> float:
        return max(0.0, 1 - (len(self.forgotten) + self.differs) / MOST)


def followed(rule: Program, results: Sequence[float | None]) -> Followed | None:
    """The fewest lines that the rule must lack to give these `results`, one for each input of its grid.

    One cause costs once, however many inputs it spoils. None where nothing that earns points explains them.
    """
    lines, found = rule.lines, []
    for many in range(MOST):
        for some in combinations(range(len(lines)), many):
            less = rule.having(tuple(line for at, line in enumerate(lines) if at not in some)).behaviour
            if None in less:
                continue
            hits = sum(got is not None and near(got, one) for got, one in zip(results, less, strict=True))
            if hits >= NEARLY * len(less):
                found.append((len(less) - hits, Followed(some, hits < len(less))))
    return max(found, key=lambda one: (one[1].share, -one[0]))[1] if found else None


def called(own: Own | None, *given: Any) -> tuple[Any, str]:
    """What the learner's function gives back, and what went wrong in words; nothing where it is left as it was."""
    if own is None:
        return None, ""
    try:
        return own()(*given), ""
    except NameError:  # the cell was deleted
        return None, ""
    except Exception as error:
        return None, f"Your function ended with {type(error).__name__}: {str(error)[:100]}"


def rows_of(own: Own | None, rule: Program) -> tuple[list[Example] | None, str]:
    """The rows that the learner's function gives back, as if they were typed; None where it gives none."""
    given, told = called(own)
    if not isinstance(given, list | tuple):
        return None, told
    said = {True: "yes", False: "no"}
    rows = []
    if len(given) > MOST_ROWS:
        told = f"Your function gives {len(given)} rows; the first {MOST_ROWS} count. {told}".strip()
    for one in given:
        cells = list(one) if isinstance(one, list | tuple) else []
        texts = [said[cell] if isinstance(cell, bool) else str(cell)[:100] for cell in cells]
        *inputs, expected = texts or [""]
        rows.append(Example(given=dict(zip(rule.inputs, inputs, strict=False)), expected=expected))
    return rows, told
