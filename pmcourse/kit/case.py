"""What a lesson and its assignment start from, and the learner's own file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic

from pmcourse.artifact import ArtifactFile, opened, read
from pmcourse.artifact.data import A


@dataclass(frozen=True)
class Case(Generic[A]):
    """The case of one kind of artefact: `folder` holds case.json (the lesson's start) and assignment.json.

    The learner's file is answers/<kind>.json beside the notebook, in a lesson and in its assignment alike.
    """

    cls: type[A]
    folder: Path

    @cached_property
    def start(self) -> A:
        """The artefact as the lesson begins."""
        return read(self.folder / "case.json", self.cls)

    @cached_property
    def assignment(self) -> A:
        """The artefact as the assignment begins."""
        return read(self.folder / "assignment.json", self.cls)

    def mine(self) -> ArtifactFile[A]:
        """The learner's file in the lesson."""
        return opened(self.filename, self.cls, self.start)

    def answer(self) -> ArtifactFile[A]:
        """The learner's file in the assignment."""
        return opened(self.filename, self.cls, self.assignment)

    @property
    def filename(self) -> str:
        return f"{self.cls.kind}.json"
