"""What comes of reading somebody's file: a roadmap, and a note by line for whatever could not be used."""

from __future__ import annotations

from dataclasses import dataclass

from pmcourse.errors import CourseError
from pmcourse.roadmap.model import Roadmap


class ExchangeError(CourseError):
    """A file cannot be read as a roadmap at all. The text says why and what to do."""


@dataclass(frozen=True)
class Note:
    """One thing in a file that was not used. `line` counts from 1; `set_aside` is True where the whole row is."""

    line: int
    column: str
    value: str
    problem: str
    set_aside: bool

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= 60 else self.value[:60] + "…"
        what = "row set aside" if self.set_aside else "left out"
        return f"line {self.line}, {self.column}: {self.problem} (got {shown!r}); {what}."


@dataclass(frozen=True)
class Imported:
    """A roadmap read from a file, what was not used of the file, and what a person is told of how it was read."""

    roadmap: Roadmap
    notes: tuple[Note, ...] = ()
    told: tuple[str, ...] = ()
    refused: bool = False  # a column of a known field was not read; `told` says why

    @property
    def set_aside(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.set_aside)
