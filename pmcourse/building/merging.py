"""Two people's changes of one program, brought together line by line as version control does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmcourse.building.machine import Program
from pmcourse.building.mutants import Row, holds

CLEAN, STOPS, FAILS = "clean", "stops", "fails"


class Change(NamedTuple):
    """Somebody replaces one line (from 1) by `text`, and may have an example that holds for their own version."""

    line: int
    text: str
    example: Row | None = None


def changed(program: Program, changes: Sequence[Change]) -> Program:
    """The program with all changes in it."""
    lines = list(program.lines)
    for one in changes:
        lines[one.line - 1] = one.text
    return program.having(tuple(lines))


def merge(program: Program, mine: Change, theirs: Change) -> str:
    """What happens when both changes come together.

    `STOPS`: both changed the same line, or lines next to each other, and somebody must decide (git does so, too).
    `FAILS`: the lines come together, but an example of one of them fails then. `CLEAN`: all examples hold.
    """
    if abs(mine.line - theirs.line) <= 1:
        return STOPS
    together = changed(program, (mine, theirs))
    examples = [one.example for one in (mine, theirs) if one.example]
    return CLEAN if holds(together, examples) else FAILS
