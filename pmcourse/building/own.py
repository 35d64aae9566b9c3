"""What who programs hands in: functions of their own, called across the border of their room, data in and data out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmcourse.building.machine import Program
from pmcourse.building.model import MOST_ROWS, Example

Own = Callable[[], Any]  # gives the learner's function; it may be gone


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
