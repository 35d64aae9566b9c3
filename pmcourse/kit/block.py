"""What every widget of a lesson is: it says in words what went wrong, and what it is where it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from pmcourse.errors import CourseError
from pmcourse.kit import runs

WIDE = {"description_width": "initial"}
_STYLE = "<style>" + (Path(__file__).parent / "static" / "kit.css").read_text(encoding="utf-8") + "</style>"


class Block(widgets.VBox):
    """A part of a lesson on the screen. `called` is its name where widgets cannot be shown, such as on GitHub.

    What goes wrong in a callback wrapped by `said` is handed to `trouble(words)`; ipywidgets would swallow it.
    """

    called = ""
    _filling = False

    def __repr__(self) -> str:
        return f"[{self.called or type(self).__name__}: open this lesson in JupyterLab and run this cell to use it]"

    def begin(self, *parts: widgets.Widget) -> None:
        """Show `parts` below each other, in the kit's look."""
        style = widgets.HTML(_STYLE, layout=widgets.Layout(display="none"))
        super().__init__([style, *parts])
        self.add_class("pmc-kit")

    def close(self) -> None:
        """Close this part of a lesson, and all that is in it."""
        if self.comm is not None:
            for child in self.children:
                _close(child)
        super().close()

    def _repr_mimebundle_(self, **given: Any) -> Any:
        runs.shows(self)
        return super()._repr_mimebundle_(**given)

    def trouble(self, words: str) -> None:
        """Tell the learner what went wrong; each kind of block has its own place for it."""
        raise NotImplementedError

    def guarded(self, action: Callable[..., None]) -> Callable[..., None]:
        """`action`, for a part that calls back: what goes wrong in it is told here."""

        @said
        def told(_block: Block, *given: Any) -> None:
            action(*given)

        return lambda *given: told(self, *given)

    @contextmanager
    def filling_in(self) -> Iterator[None]:
        """While the program fills in fields, what they report is nobody's edit: `self._filling` says so."""
        before, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = before


def hand_on(pressed: widgets.Button, to: widgets.DOMWidget) -> None:
    """Give `to` the keyboard's focus where a button's own press has greyed it, or nothing would have it."""
    if pressed.disabled:
        to.focus()


def said(method: Callable[..., None]) -> Callable[..., None]:
    """Wrap a block's callback, so that what goes wrong in it is told by the block's `trouble`."""

    @wraps(method)
    def guarded(self: Block, *args: Any) -> None:
        try:
            method(self, *args)
        except CourseError as error:
            self.trouble(str(error))
        except Exception as error:
            self.trouble(
                f"That did not work, because of a fault in the lesson ({type(error).__name__}: {error}). Nothing that "
                "you made is lost. Try once more; if it happens again, choose Run, Run All Cells in the menu, and tell "
                "your instructor what it says then."
            )

    return guarded


def _close(widget: widgets.Widget) -> None:
    if not isinstance(widget, Block):  # which closes its own
        for child in getattr(widget, "children", ()):
            _close(child)
    widget.close()


def button(description: str, pressed: Callable[[Any], None], **traits: Any) -> widgets.Button:
    """A button as wide as its words that calls `pressed(button)`."""
    layout = widgets.Layout(width="auto", align_self="flex-start")
    control = widgets.Button(description=description, layout=layout, **traits)
    control.on_click(pressed)
    return control


def field(control: widgets.DOMWidget, width: str = "") -> Any:
    """A control below its name; `width` is a class of the kit's look, such as `pmc-short`."""
    control.add_class("pmc-field")
    if width:
        control.add_class(width)
    return control


def dropdown(
    description: str,
    options: Mapping[str, str] | type[StrEnum],
    first: str | None = "choose",
    width: str = "pmc-question",
) -> widgets.Dropdown:
    """A list of `options` (id -> text, or the values of an enumeration), with an open one before them, if any."""
    texts = options if isinstance(options, Mapping) else {one.value: one.value for one in options}
    offered = [*([] if first is None else [(first, "")]), *((text, id) for id, text in texts.items())]
    return field(widgets.Dropdown(options=offered, description=description, style=WIDE), width)


def choose(control: widgets.Dropdown, value: str) -> None:
    """Show `value` in a list of texts; one that is not offered is added, for words of somebody's own stay."""
    if value not in [id for _, id in control.options]:
        control.options = [*control.options, (value, value)]
    control.value = value


def bar(*controls: widgets.Widget) -> widgets.Box:
    """Controls beside each other, in several lines where there is no room."""
    row = widgets.Box(controls)
    row.add_class("pmc-bar")
    return row
