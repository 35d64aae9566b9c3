"""The widget that plans an A/B test and tries the plan in worlds that are drawn; it holds no rules."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Slider
from pmcourse.errors import CourseError
from pmcourse.experiments import plot
from pmcourse.experiments.model import Boundary, Experiments, Plan
from pmcourse.experiments.panels import drawn_html, plan_html, worlds_html
from pmcourse.experiments.worlds import HIDDEN, Setting, hidden, run
from pmcourse.kit.block import WIDE, bar, button, dropdown, field, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.quantity import quantity

WORLDS = 1000
_EFFECTS = {
    "hidden": "hidden, another in each world",
    "none": "no effect at all",
    "small": "a third of what you look for",
    "whole": "just what you look for",
}


class PlanEditor(Editor[Experiments]):
    """A plan of an A/B test, tried in a thousand worlds after a guess. Worlds are not kept; the plan is."""

    called = "Test plan"

    def __init__(self, file: ArtifactFile[Experiments], experiment: str, setting: Setting) -> None:
        super().__init__(file)
        self.id, self._setting, self._drawn = experiment, setting, 0
        self._planned_for: Plan | None = None
        fields = about(Plan)
        self.people = Slider(min=100, max=6000, step=10, description=fields["people"].title)
        self.looks = Slider(min=1, max=20, description=fields["looks"].title)
        self.boundary = dropdown(fields["boundary"].title, Boundary, None, "pmc-wide")
        self.effect = dropdown("The truth", _EFFECTS, None, "pmc-wide")
        self.guess = field(
            widgets.Text(
                description="My guess: the test will say “better” or “worse” in so many of 1,000 worlds", style=WIDE
            ),
            "pmc-wide",
        )
        for control in (self.people, self.looks, self.boundary):
            control.observe(self._planned, names="value")
        self.one = button("Watch one test", self._one)
        self.many = button("Draw a thousand worlds", self._many)
        self.facts, self.shown = Html(), Html()
        self.begin(bar(self.undo, self.redo), self.people, self.looks, bar(self.boundary), self.facts,
                   bar(self.effect, self.guess), bar(self.one, self.many), self.shown, self.status)  # fmt: skip

    @property
    def plan(self) -> Plan:
        """The plan now."""
        return self.value.find(self.id).plan

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.people.value = min(max(self.plan.people, self.people.min), self.people.max)
            self.looks.value = min(self.plan.looks, self.looks.max)
            self.boundary.value = self.plan.boundary
        if self.plan != self._planned_for:  # worlds of another plan would be a false picture
            self._planned_for = self.plan
            self.facts.value = plan_html(self.plan, self._setting)
            self.shown.value = ""

    def truths(self, worlds: int, seed: int) -> Any:
        """The share of the new arm in each of the worlds that are drawn next, as an array."""
        parts = {"none": (0,), "small": (1 / 3,), "whole": (1,)}.get(self.effect.value, HIDDEN)
        return hidden(self._setting, worlds, seed, parts)

    @said
    def _planned(self, _change: Any) -> None:
        if not self._filling:
            new = {"people": self.people.value, "looks": self.looks.value, "boundary": self.boundary.value}
            self.put(self.value.change(self.id, "plan", **new))

    @said
    def _one(self, _button: Any) -> None:
        self._drawn += 1
        after = self.truths(1, 1000 + self._drawn)
        seen = run(self.plan, self._setting.before, after, 1, 1000 + self._drawn)
        told = drawn_html(seen, self.plan, self._setting, float(after[0]))
        self.shown.value = plot.paths(seen, self.plan, f"Test {self._drawn}").svg() + told
        self.say("")

    @said
    def _many(self, _button: Any) -> None:
        guess = quantity(self.guess.value, "worlds")
        if guess is None or not 0 <= guess <= WORLDS:
            raise CourseError(f"Guess first: type a number from 0 to {WORLDS:,}. A wrong guess teaches most.")
        after = self.truths(WORLDS, 1)
        seen = run(self.plan, self._setting.before, after, WORLDS, 1)
        picture = plot.paths(seen, self.plan, f"The first 40 of {WORLDS:,} worlds").svg()
        self.shown.value = picture + worlds_html(seen, self.plan, self._setting, after, guess)
        self.say("")
