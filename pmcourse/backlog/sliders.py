"""What-if sliders: they change a copy of the backlog, never the backlog, until the learner keeps it."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from pmcourse.backlog.methods import METHODS, what_if
from pmcourse.backlog.model import Backlog
from pmcourse.controls import Slider


class WhatIf(widgets.Box):
    """Two sliders, a button to keep what they show and one to set them back. Sliders without effect are hidden.

    `on_change()` is called after each change of a slider, `on_keep()` for the button.
    """

    def __init__(self, method: str, on_change: Callable[[], None], on_keep: Callable[[], None]) -> None:
        self._on_change = on_change
        self._quiet = False
        self.overrun = Slider(max=200, step=10, unit="%", description="What if big items take longer by")
        self.doubt = Slider(max=90, step=10, unit="%", description="What if we are less sure by")
        self.keep = widgets.Button(description="Keep what-if", tooltip="Make the what-if numbers the backlog's own")
        self.back = widgets.Button(description="End what-if", tooltip="Set the sliders back to 0")
        for slider in (self.overrun, self.doubt):
            slider.observe(lambda _: self._quiet or on_change(), names="value")
        self.keep.on_click(lambda _: on_keep())
        self.back.on_click(lambda _: self._end())
        for button in (self.keep, self.back):
            button.layout.width = "auto"
        super().__init__([self.overrun, self.doubt, self.keep, self.back])
        self.add_class("pmc-bar")
        self.fit(method)

    @property
    def active(self) -> bool:
        return bool(self.overrun.value or self.doubt.value)

    def fit(self, method: str) -> None:
        """Offer the sliders that can change what `method` says; the others go back to 0."""
        fields = METHODS[method].fields
        useful = {self.overrun: "effort" in fields or "duration" in fields, self.doubt: "confidence" in fields}
        for slider, is_useful in useful.items():
            slider.layout.display = None if is_useful else "none"
            if not is_useful:
                self._set(slider, 0)
        self.layout.display = None if any(useful.values()) else "none"

    def applied(self, backlog: Backlog) -> Backlog:
        """`backlog` as the sliders would have it; the same object where they stand at 0."""
        shown = what_if(backlog, self.overrun.value / 100, self.doubt.value / 100) if self.active else backlog
        self.keep.disabled = self.back.disabled = not self.active
        return shown

    def reset(self) -> None:
        """All sliders to 0, without a call of `on_change`."""
        self._set(self.overrun, 0)
        self._set(self.doubt, 0)

    def _end(self) -> None:
        self.reset()
        self._on_change()

    def _set(self, slider: Slider, value: int) -> None:
        self._quiet = True
        try:
            slider.value = value
        finally:
            self._quiet = False
