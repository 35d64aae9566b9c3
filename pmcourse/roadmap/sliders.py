"""What-if sliders of a roadmap: they change a copy, never the roadmap itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from pmcourse.controls import Slider
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.what_if import Change

_MOST_TEAMS = 6  # that get a slider each
_WIDE = {"description_width": "initial"}


class Sliders(widgets.Box):
    """How much longer all work takes, how large each team is, what comes first and what is left out.

    `on_change()` is called after each change.
    """

    def __init__(self, roadmap: Roadmap, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._quiet = False
        self.overrun = Slider(max=100, step=10, unit="%", description="What if all work takes longer by")
        self.first = widgets.Dropdown(options=[("nothing", "")], description="What if this comes first", style=_WIDE)
        self.drop = widgets.Dropdown(options=[("nothing", "")], description="What if we leave out", style=_WIDE)
        self.teams: dict[str, Slider] = {}
        self.end = widgets.Button(description="End what-if", layout=widgets.Layout(width="auto"))
        self.end.on_click(lambda _: self.reset())
        for control in (self.overrun, self.first, self.drop):
            control.observe(self._changed, names="value")
        super().__init__()
        self.add_class("pmc-bar")
        self.fit(roadmap)

    def fit(self, roadmap: Roadmap) -> None:
        """Offer the teams and initiatives of `roadmap`; what is chosen stays where it is still there."""
        self._quiet = True
        try:
            options = [("nothing", ""), *((f"{one.id} {one.title}"[:60], one.id) for one in roadmap.ahead)]
            for choice in (self.first, self.drop):
                kept = choice.value
                if list(choice.options) != options:
                    choice.options = options
                    choice.value = kept if kept in [id for _, id in options] else ""
            names = [team.id for team in roadmap.teams if team.capacity][:_MOST_TEAMS]
            if names != list(self.teams) or not self.children:
                self.teams = {name: self.teams.get(name) or self._slider(name) for name in names}
                self.children = [self.overrun, *self.teams.values(), self.first, self.drop, self.end]
        finally:
            self._quiet = False
        self.end.disabled = not self.active

    @property
    def active(self) -> bool:
        return bool(self._moved or self.first.value or self.drop.value)

    def change(self, roadmap: Roadmap) -> Change:
        """What the sliders say."""
        longer = 1 + self.overrun.value / 100
        return Change(
            effort={one.id: longer for one in roadmap.ahead} if self.overrun.value else {},
            capacity={name: slider.value / 100 for name, slider in self.teams.items() if slider.value != 100},
            first=[self.first.value] if self.first.value and self.first.value != self.drop.value else (),
            drop=[self.drop.value] if self.drop.value else (),
        )

    def reset(self) -> None:
        """Everything back to where it changes nothing."""
        if not self.active:
            return
        self._quiet = True
        try:
            self.overrun.value = 0
            self.first.value = self.drop.value = ""
            for slider in self.teams.values():
                slider.value = 100
        finally:
            self._quiet = False
        self._on_change()

    @property
    def _moved(self) -> bool:
        return bool(self.overrun.value) or any(slider.value != 100 for slider in self.teams.values())

    def _slider(self, name: str) -> Slider:
        slider = Slider(value=100, min=0, max=200, step=10, unit="%", description=f"What if {name} is as large as")
        slider.observe(self._changed, names="value")
        return slider

    def _changed(self, _change: Any) -> None:
        if not self._quiet:
            self._on_change()
