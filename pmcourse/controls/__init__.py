"""Small controls that ipywidgets lacks: a slider and radio buttons that have names, lines to order, news read aloud.

ipywidgets' own sliders and radio buttons have no accessible name, and what its HTML widget shows is a new element each
time, which many screen readers pass over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets
from markupsafe import Markup, escape

__all__ = ["Html", "Landing", "Lines", "News", "Radios", "Slider"]

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


class Html(widgets.HTML):
    """ipywidgets' HTML, in which only markup (`markupsafe.Markup`) is HTML: a plain text is escaped."""

    @traitlets.validate("value")
    def _markup(self, proposal: Any) -> Markup:
        return escape(proposal["value"])


class News(anywidget.AnyWidget):
    """A region (role "status") whose HTML is read aloud when it changes. A plain text is escaped."""

    _esm = _STATIC / "news.js"

    value = traitlets.Unicode("").tag(sync=True)

    @traitlets.validate("value")
    def _markup(self, proposal: Any) -> Markup:
        return escape(proposal["value"])


class Landing(anywidget.AnyWidget):
    """Nothing to see: the place before what a press brings, for the focus of a button that is then greyed or gone."""

    _esm = _STATIC / "landing.js"

    def lead(self) -> None:
        """Bring the keyboard's focus to what stands behind this, or nothing would have it."""
        self.send({"do": "focus"})


class Radios(anywidget.AnyWidget):
    """One of several `options` under the question `description`; `value` is None until one is chosen.

    `options` are texts, or a mapping from values to the texts that are shown. Raises traitlets.TraitError where a
    value is none of them.
    """

    _esm = _STATIC / "radios.js"
    _css = _STATIC / "radios.css"

    options = traitlets.List().tag(sync=True)
    value = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    description = traitlets.Unicode("").tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, options: Sequence[str] | Mapping[str, str], description: str = "") -> None:
        texts = options if isinstance(options, Mapping) else {text: text for text in options}
        super().__init__(options=[[text, value] for value, text in texts.items()], description=description)

    @traitlets.validate("value")
    def _known(self, proposal: Any) -> str | None:
        known = [value for _, value in self.options]
        if proposal["value"] is not None and proposal["value"] not in known:
            raise traitlets.TraitError(f"{self.description or 'it'} must be one of {known} (got {proposal['value']!r})")
        return proposal["value"]


class Lines(anywidget.AnyWidget):
    """Lines of text that are put in order by mouse or keyboard: `value` lists their ids, `lines` gives their texts.

    `code`: shown with a fixed width, white space kept. Raises traitlets.TraitError where an order does not name every
    line exactly once.
    """

    _esm = _STATIC / "lines.js"
    _css = _STATIC / "lines.css"

    lines = traitlets.Dict().tag(sync=True)
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)
    description = traitlets.Unicode("").tag(sync=True)
    code = traitlets.Bool(False).tag(sync=True)

    def __init__(self, lines: Mapping[str, str], description: str = "", code: bool = False) -> None:
        super().__init__(lines=dict(lines), value=list(lines), description=description, code=code)

    @traitlets.validate("value")
    def _each_once(self, proposal: Any) -> list[str]:
        if sorted(proposal["value"]) != sorted(self.lines):
            raise traitlets.TraitError(
                f"{self.description or 'an order'} must name each of {list(self.lines)} once (got {proposal['value']})"
            )
        return proposal["value"]
