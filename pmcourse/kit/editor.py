"""The base of every widget that edits an artefact: file, undo and redo, news read aloud, load and save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.artifact.data import A
from pmcourse.controls import News
from pmcourse.kit.block import Block, button, hand_on, said
from pmcourse.kit.colours import BLUE, RED
from pmcourse.kit.download import saved_html
from pmcourse.kit.look import box, joined
from pmcourse.kit.refused import Refused


class Editor(Block, Generic[A]):
    """A widget that edits the artefact of `file`; several on one file follow each other.

    A subclass builds its controls, hands them to `begin`, shows the artefact in `refresh`, and saves with `put`.
    """

    def __init__(self, file: ArtifactFile[A]) -> None:
        self.file = file
        self.refused: Sequence[Refused] = ()  # what stands in its fields, or in its forms', and was not taken
        self.status = News()
        self.undo = button("Undo", self._undone)
        self.redo = button("Redo", self._redone)
        self._told: list[Callable[[], None]] = []

    def begin(self, *parts: widgets.Widget) -> None:
        super().begin(*parts)
        self.file.observe(self._changed)
        self.refresh()
        if self.file.notice:
            self.say("")

    def close(self) -> None:
        """Save what is typed, let the file go and close all parts; the file lives on."""
        if self.comm is not None:
            self._flushed()
            self.file.unobserve(self._changed)
        super().close()

    @property
    def value(self) -> A:
        """The artefact now."""
        return self.file.value

    @property
    def start(self) -> A:
        """The artefact before any edit."""
        return self.file.start

    @property
    def missing(self) -> list[str]:
        """What is not answered yet; an artefact has no such thing."""
        return []

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call `callback()` after each change of the artefact, as long as this widget is open."""
        self._told.append(callback)

    def say(self, message: str, colour: str = BLUE) -> None:
        """Show `message`, a text or markup, and have it read aloud; a trouble with the file stays beside it."""
        told = ((message, colour), (self.file.notice, RED))
        self.status.value = joined(box(words, shown) for words, shown in told if words)

    def trouble(self, words: str) -> None:
        self.say(words, RED)
        if self.unread:  # a verdict on what stood in the field before is none on what stands there now
            self._tell()

    def refresh(self) -> None:
        """Show the artefact as it is now."""
        self.undo.disabled, self.redo.disabled = not self.file.can_undo, not self.file.can_redo

    def flush(self) -> None:
        """Save what is typed and not yet saved."""

    @property
    def unread(self) -> str:
        """Why what stands in the fields is not taken, "" where all of it is."""
        return " ".join(why for one in self.refused if (why := one.unread))

    def forget(self) -> str:
        """Drop what was typed and refused; returns the words that say so, or ""."""
        return "".join(one.forget() for one in self.refused)

    def put(self, new: A) -> None:
        """Save `new` and show it; also where nothing changes but the way in which something was typed."""
        if new == self.file.value:
            self.refresh()
        self.file.put(new)

    def edited(self, new: A, words: str) -> None:
        """Save `new`, and say in `words` what was done."""
        self.put(new)
        self.say(words)

    def save(self, text: str, ending: str) -> None:
        """Write `text` beside the artefact, in a file of its name with `ending`, and offer it for download."""
        self.say(saved_html(text, self.file.path.with_name(self.file.path.stem + ending)))

    @said
    def _flushed(self) -> None:
        self.flush()

    @said
    def _changed(self) -> None:
        if self.comm is None:
            return  # closed by an observer that was told before
        self.refresh()
        if self.file.notice:
            self.say("")
        self._tell()

    def _tell(self) -> None:
        for callback in tuple(self._told):
            callback()

    @said
    def _undone(self, _button: Any) -> None:
        self.flush()
        told = "The last change is undone." + self.forget()
        self.file.undo()
        self.say(told)
        hand_on(self.undo, self.redo)

    @said
    def _redone(self, _button: Any) -> None:
        self.flush()
        told = "The change is made again." + self.forget()
        self.file.redo()
        self.say(told)
        hand_on(self.redo, self.undo)


def loader(description: str, accept: str, chosen: Callable[[bytes, str], None]) -> widgets.FileUpload:
    """A button to choose a file: calls `chosen(content, name)`, then is ready for the next, even the same one again."""
    upload = widgets.FileUpload(description=description, accept=accept, multiple=False)
    upload.layout.width = "auto"

    def taken(_change: Any) -> None:
        if upload.value:
            file, upload.value = upload.value[0], ()
            chosen(bytes(file["content"]), file["name"])

    upload.observe(taken, names="value")
    return upload
