"""What the widgets of this lesson share: a file of stories, undo and redo, news read aloud, and the look of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import FollowsFile, News, said
from pmcourse.look import BLUE, RED, box
from pmcourse.stories.model import StorySet

_CHOOSE = "choose"
_STYLE = "<style>" + (Path(__file__).parent / "static" / "stories.css").read_text(encoding="utf-8") + "</style>"


class Desk(FollowsFile, widgets.VBox):
    """A widget that edits the stories of `file`."""

    def __init__(self, file: ArtifactFile[StorySet]) -> None:
        self.file = file
        self.status = News()
        self.undo = button("Undo", self._undone)
        self.redo = button("Redo", self._redone)

    def __repr__(self) -> str:
        return f"[{type(self).__name__}: open this lesson in JupyterLab and run this cell to use it]"

    def _begin(self, *parts: widgets.Widget) -> None:
        super().__init__([widgets.HTML(_STYLE, layout=widgets.Layout(display="none")), *parts])
        self.add_class("pmc-stories")
        self.file.observe(self._changed)
        self.refresh()
        if self.file.notice:
            self.say(self.file.notice, RED)

    def say(self, message: str, colour: str = BLUE) -> None:
        """Show `message`, and have it read aloud."""
        self.status.value = box(escape(message), colour) if message else ""

    def refresh(self) -> None:
        """Show the stories as they are now."""
        self.undo.disabled, self.redo.disabled = not self.file.can_undo, not self.file.can_redo

    def flush(self) -> None:
        """Save what is typed and not yet saved."""

    @said
    def _undone(self, _button: Any) -> None:
        self.flush()
        self.say("The last change is undone.")
        self.file.undo()

    @said
    def _redone(self, _button: Any) -> None:
        self.flush()
        self.say("The change is made again.")
        self.file.redo()


class Choices(widgets.VBox):
    """Texts with a choice below each; `truth` gives the right one by the text."""

    def __init__(self, truth: Mapping[str, str], options: Sequence[str]) -> None:
        self._truth = truth
        self.boxes = {
            text: widgets.Dropdown(
                options=[_CHOOSE, *options],
                description=f"Choice {number}",
                tooltip=text,
                style={"description_width": "initial"},
            )
            for number, text in enumerate(truth, 1)
        }
        rows = [(widgets.HTML(box(f"{n}. {escape(text)}")), self.boxes[text]) for n, text in enumerate(truth, 1)]
        super().__init__([part for row in rows for part in row])

    @property
    def unanswered(self) -> int:
        return sum(control.value == _CHOOSE for control in self.boxes.values())

    @property
    def wrong(self) -> list[str]:
        """The texts whose choice is not the right one."""
        return [text for text, control in self.boxes.items() if control.value != self._truth[text]]


def button(description: str, pressed: Callable[[Any], None]) -> widgets.Button:
    """A button that calls `pressed`."""
    control = widgets.Button(description=description)
    control.on_click(pressed)
    return control


def field(control: widgets.DOMWidget, width: str = "") -> Any:
    """A control below its name."""
    control.add_class("pmc-field")
    if width:
        control.add_class(width)
    return control


def bar(*controls: widgets.Widget) -> widgets.Box:
    """Controls beside each other, in several lines where there is no room."""
    row = widgets.Box(controls)
    row.add_class("pmc-bar")
    return row
