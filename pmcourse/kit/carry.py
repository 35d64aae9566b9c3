"""What was made in an earlier lesson, carried into this one at the press of a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmcourse.artifact import Artifact, ArtifactError, ArtifactFile, Missing, read
from pmcourse.controls import News
from pmcourse.kit.block import Block, button, said
from pmcourse.kit.colours import BLUE, RED
from pmcourse.kit.look import box


@dataclass(frozen=True)
class Earlier:
    """An artefact of an earlier lesson: its class, the lesson in words, and `bring(now, earlier)`.

    `bring` returns this lesson's artefact with what is carried over, and a sentence that says what that was.
    """

    cls: type[Artifact]
    where: str
    bring: Callable[[Any, Any], tuple[Any, str]]


class Carry(Block):
    """A button that brings what was made before into the artefact of `file`; what is missing is said and left."""

    def __init__(self, label: str, file: ArtifactFile[Any], earlier: Sequence[Earlier]) -> None:
        self._file, self._earlier = file, earlier
        self.bring = button(label, self._bring)
        self.reply = News()
        self.begin(self.bring, self.reply)

    def trouble(self, words: str) -> None:
        self.reply.value = box(words, RED)

    @said
    def _bring(self, _button: Any) -> None:
        now, told = self._file.value, []
        for one in self._earlier:
            try:
                now, words = one.bring(now, read(Path("answers") / f"{one.cls.kind}.json", one.cls))
            except Missing:
                words = f"Nothing from {one.where} yet, so the case's own stays."
            except ArtifactError as error:
                words = f"{error} So the case's own stays."
            told.append(words)
        if now != self._file.value:
            self._file.put(now)
            told.append("Undo takes it back.")
        self.reply.value = box(" ".join([*told, self._file.notice]).strip(), BLUE)
