"""One editor for a whole lesson, which stands where the learner works: each exercise has a place for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Landing
from pmcourse.kit.block import Block, button, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import box


class _Desk:
    """The one editor on a file, and the place that has it now."""

    def __init__(self) -> None:
        self.editor: Any = None
        self.place: Here | None = None
        self.told: list[Callable[[], None]] = []

    def renew(self, make: Callable[[], Editor]) -> None:
        """Make the editor anew: a browser that was opened later does not know the one that was made before."""
        if self.editor is not None:
            self.editor.close()
        self.editor = make()
        self.editor.on_change(lambda: [tell() for tell in self.told])


_DESKS: WeakKeyDictionary[ArtifactFile, _Desk] = WeakKeyDictionary()


class Here(Block):
    """A place for the editor of `file`. The first one that is made has it; the others have a button that brings it.

    `make` builds the editor for all places, and `fit(editor)` sets it up for this one, called `name`: a cell that runs
    again is the same place, and makes the editor anew if it has it. Stands in an exercise as the editor itself would.
    """

    called = "Editor"

    def __init__(self, name: str, file: ArtifactFile, make: Callable[[], Editor], fit: Callable[[Any], None]) -> None:
        self.name, self._fit = name, fit
        self._told: list[Callable[[], None]] = []
        self._desk = _DESKS.setdefault(file, _Desk())
        mine = self._desk.place is None or self._desk.place.name == name
        if mine:
            self._desk.renew(make)
        self.called = self.editor.called
        self.bring = button(f"Bring the {self.called.lower()} here", self._bring)
        self._trouble = widgets.HTML()
        self.landing, self.place = Landing(), widgets.VBox()
        self.begin(self.landing, self.place, self._trouble)
        if mine:
            self._take()
        else:
            self._leave()

    @property
    def editor(self) -> Any:
        """The one editor, wherever it stands."""
        return self._desk.editor

    @property
    def value(self) -> Any:
        """The artefact now."""
        return self.editor.value

    @property
    def start(self) -> Any:
        """The artefact before any edit."""
        return self.editor.start

    @property
    def missing(self) -> list[str]:
        """What is not answered yet."""
        return self.editor.missing

    @property
    def unread(self) -> str:
        """Why what stands in its fields is not taken, "" where all of it is."""
        return self.editor.unread

    def flush(self) -> None:
        """Save what is typed and not yet saved."""
        self.editor.flush()

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call `callback()` after each change of the artefact."""
        self._told.append(callback)
        self._desk.told.append(callback)

    def close(self) -> None:
        """Close this place. The editor stays open, for the other places."""
        if self.comm is not None:
            self.place.children = ()
            for callback in self._told:
                self._desk.told.remove(callback)
        super().close()

    def trouble(self, words: str) -> None:
        self._trouble.value = box(words, RED)

    @said
    def _bring(self, _button: Any) -> None:
        self._take()
        self.landing.lead()

    def _take(self) -> None:
        before, self._desk.place = self._desk.place, self
        if before is not None and before is not self:
            before._leave()
        self._fit(self.editor)
        self.place.children = [self.editor]

    def _leave(self) -> None:
        words = f"Your {self.called.lower()} stands where you used it last. What you make there counts here too."
        self.place.children = [widgets.HTML(box(words)), self.bring]
