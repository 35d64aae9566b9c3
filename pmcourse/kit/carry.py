"""What was made in an earlier lesson, carried into this one at the press of a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmcourse.artifact import Artifact, ArtifactError, ArtifactFile, Missing, read
from pmcourse.artifact.data import A
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


def made_before(cls: type[A], where: str) -> tuple[A | None, str]:
    """What was made in the earlier lesson `where`, and ""; or None, and words that say why the case's own stays."""
    try:
        return read(Path("answers") / f"{cls.kind}.json", cls), ""
    except Missing:
        return None, f"Nothing from {where} yet, so the case's own stays."
    except ArtifactError as error:
        return None, f"{error} So the case's own stays."


class Brought(Block):
    """A button that shows here what `told()` makes of earlier work, read anew at each press; nothing is changed."""

    def __init__(self, label: str, told: Callable[[], str]) -> None:
        self._told = told
        self.bring = button(label, self._bring)
        self.shown = News()
        self.begin(self.bring, self.shown)

    def trouble(self, words: str) -> None:
        self.shown.value = box(words, RED)

    @said
    def _bring(self, _button: Any) -> None:
        self.shown.value = self._told()


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
            earlier, words = made_before(one.cls, one.where)
            if earlier is not None:
                now, words = one.bring(now, earlier)
            told.append(words)
        if now != self._file.value:
            self._file.put(now)
            told.append("Undo takes it back.")
        self.reply.value = box(" ".join([*told, self._file.notice]).strip(), BLUE)
