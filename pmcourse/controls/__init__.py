"""Small controls that ipywidgets lacks: a slider that has a name, and a place where news is read aloud.

ipywidgets' own sliders have no accessible name, and what its HTML widget shows is a new element each time, which many
screen readers pass over in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from pmcourse.errors import CourseError
from pmcourse.look import RED

__all__ = ["FollowsFile", "News", "Slider", "said"]

_STATIC = Path(__file__).parent / "static"


class Slider(anywidget.AnyWidget):
    """A whole number between `min` and `max` in steps of `step`, set by mouse, touch or arrow keys.

    `value` changes when the handle is let go, so that nothing is worked out on the way. `description` is its visible
    name; `unit` follows the number. Raises traitlets.TraitError where a value lies outside.
    """

    _esm = _STATIC / "slider.js"
    _css = _STATIC / "slider.css"

    value = traitlets.Int(0).tag(sync=True)
    min = traitlets.Int(0).tag(sync=True)
    max = traitlets.Int(100).tag(sync=True)
    step = traitlets.Int(1).tag(sync=True)
    description = traitlets.Unicode("").tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)

    @traitlets.validate("value")
    def _within(self, proposal: Any) -> int:
        if not self.min <= proposal["value"] <= self.max:
            raise traitlets.TraitError(
                f"{self.description or 'value'} must be from {self.min} to {self.max} (got {proposal['value']})"
            )
        return proposal["value"]


class News(anywidget.AnyWidget):
    """A region (role "status") whose HTML is read aloud when it changes. `value` must be safe HTML."""

    _esm = _STATIC / "news.js"

    value = traitlets.Unicode("").tag(sync=True)


def said(method: Callable[..., None]) -> Callable[..., None]:
    """Wrap a widget's callback: what goes wrong is told by its `say(message, colour)`; ipywidgets would swallow it."""

    @wraps(method)
    def guarded(self: Any, *args: Any) -> None:
        try:
            method(self, *args)
        except CourseError as error:
            self.say(str(error), RED)
        except Exception as error:
            self.say(
                f"That did not work ({type(error).__name__}: {error}). Nothing that you made is lost. Try once more; "
                "if it happens again, run this cell again.",
                RED,
            )

    return guarded


class FollowsFile:
    """For a widget that shows an artefact's `file`: observe the file with `_changed`.

    The widget has `refresh()`, which shows the artefact as it is now, and `say(message, colour)`.
    """

    @said
    def _changed(self) -> None:
        if self.comm is None:
            return  # closed; the file lives on
        self.refresh()
        if self.file.notice:
            self.say(self.file.notice, RED)
