"""The widgets that set limits and forecast; they hold no rules."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, News, Slider
from pmcourse.errors import CourseError
from pmcourse.kanban import flow, plot
from pmcourse.kanban.engine import Event, simulate
from pmcourse.kanban.model import COLUMNS, MOST, Flow, Limits
from pmcourse.kanban.worlds import DAYS, WEEK, WORLDS, Team, beside_best
from pmcourse.kit import readers
from pmcourse.kit.block import WIDE, Block, bar, button, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, joined, table_html
from pmcourse.kit.quantity import quantity

RUN = 100  # days
LEFT_OUT = "Left out: people who learn, who are ill or who help each other, and cards of different worth."
MOST_CARDS = 1_000  # that a forecast reads, in a week or left


def csv_of(log: list[Event]) -> str:
    """A log of events as the text of a CSV file."""
    rows = (f"{event.day:.3f},{event.card},{event.what},{event.column}" for event in log)
    return "\n".join(["day,card,event,column", *rows]) + "\n"


def words_of(team: Team) -> str:
    """The people and the work of a team."""
    setting = team.setting
    people = "; ".join(
        f"{name}: {many} {'person' if many == 1 else 'people'}, {days:g} days of work for a card"
        for name, many, days in zip(COLUMNS, setting.people, setting.work, strict=True)
    )
    return (
        f"{people}, all on average. {setting.back:.0%} of tests fail, and the card goes back to Build. A card is "
        f"blocked on {setting.blocked:.0%} of days, for 1 to 3 days. A person's second card makes work "
        f"{setting.switch:.0%} longer, and each further one as much. {LEFT_OUT}"
    )


class LimitsEditor(Editor[Flow]):
    """A limit for each column, run for 100 days in one world, or tried in many.

    The limits are kept, and the world that ran last: its events are the same whenever it runs again.
    """

    called = "Limits of a board"

    def __init__(self, file: ArtifactFile[Flow], team: Team, seed: int = 1) -> None:
        super().__init__(file)
        self._team, self._seed, self._world, self._shown_for = team, seed, file.value.run or 0, None
        self.events: list[Event] = []
        titles = about(Limits)
        self.limits = {
            name: Slider(min=1, max=most, value=1, description=titles[name].title)
            for name, most in zip(titles, MOST, strict=True)
        }
        for control in self.limits.values():
            control.observe(self._chosen, names="value")
        self.once = button(f"Run {RUN} days", self._run)
        self.many = button(f"Try {WORLDS} worlds", self._many)
        self.take = button("Take the event log along (CSV)", self._taken)
        self.shown, self.tried = Html(), Html()
        self.begin(bar(self.undo, self.redo), Html(box(words_of(team))), *self.limits.values(),
                   bar(self.once, self.many, self.take), self.tried, self.shown, self.status)  # fmt: skip

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for (name, control), limit in zip(self.limits.items(), self.value.limits, strict=True):
                control.value = min(limit, MOST[list(self.limits).index(name)])
        limits, run = now = self.value.limits, self.value.run
        if self._shown_for and self._shown_for[0] != limits:
            self.tried.value = ""  # worlds of other limits would be a false picture
        if self._shown_for != now:
            self._shown_for = now
            self._show(run)

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.change(**{name: control.value for name, control in self.limits.items()}))

    @said
    def _run(self, _button: Any) -> None:
        self._world += 1
        self.say("")
        self.put(self.value.model_copy(update={"run": self._world}))

    def _show(self, run: int | None) -> None:
        if run is None:
            self.shown.value, self.events = "", []
            return
        self.events = simulate(self._team.setting, tuple(self.value.limits), self._seed + run, RUN)
        took = flow.cycle_times(self.events)
        rows = [
            ("Cards done", str(len(took))),
            ("Half took at most", f"{flow.percentile(took, 0.5) or 0:.0f} days"),
            ("85% took at most", f"{flow.percentile(took, 0.85) or 0:.0f} days"),
            *plot.told(self.events, RUN),
        ]
        told = table_html(f"One world, {RUN} days; the days: cards so far, in this column or further", rows)
        self.shown.value = joined(
            (plot.cumulative(self.events, RUN).svg(), plot.scatter(self.events, RUN).svg(), box(told, role="status"))
        )

    @said
    def _many(self, _button: Any) -> None:
        mine, share = beside_best(self._team, self.value.limits, self._seed)
        rows = [
            ("Cards done in a week", f"{mine.weekly:.2f}; {share:.1%} of the most that any limits finish"),
            ("Half took at most", f"{mine.half:.0f} days"),
            ("85% took at most", f"{mine.most:.1f} days; {self._team.within} are allowed"),
        ]
        self.tried.value = box(table_html(f"{WORLDS} worlds of {DAYS} days, weeks of {WEEK} days", rows), role="status")
        self.say("")

    @said
    def _taken(self, _button: Any) -> None:
        if not self.events:
            raise CourseError(f"Run {RUN} days first: then there is a log to take along.")
        self.save(csv_of(self.events), "-events.csv")


class Forecaster(Block):
    """When so many cards are done, from what was done in past weeks; nothing is kept."""

    called = "Forecast from past weeks"

    def __init__(self, share: float = 0.85) -> None:
        self._share = share
        self.weeks = field(
            widgets.Text(description="Cards done in each past week, with commas", style=WIDE), "pmc-wide"
        )
        self.items = field(widgets.Text(description="Cards that are left", style=WIDE), "pmc-short")
        self.go = button("Forecast", self._go)
        self.shown, self.status = Html(), News()
        self.begin(self.weeks, self.items, self.go, self.shown, self.status)

    def trouble(self, words: str) -> None:
        self.status.value = box(words, RED) if words else ""

    @said
    def _go(self, _button: Any) -> None:
        self.shown.value = ""
        typed = [one for one in self.weeks.value.replace(";", ",").replace(" ", ",").split(",") if one]
        samples, items = [readers.number(one) for one in typed], quantity(self.items.value, "cards")
        numbers = [*samples, items]
        whole = all(one is not None and one == round(one) and 0 <= one <= MOST_CARDS for one in numbers)
        if not (typed and whole and items):
            raise CourseError(
                f"Type whole numbers: 3, 0, 2 … for the weeks, and how many cards are left, from 1 to {MOST_CARDS:,}."
            )
        found = flow.chances([int(one) for one in samples], int(items))
        if not found:
            raise CourseError("Nothing was done in any of these weeks, so nothing can be forecast from them.")
        weeks = "1 past week" if len(samples) == 1 else f"{len(samples)} past weeks"
        few = f" So few say little: under {flow.FEW} weeks the far end is hardly known." * (len(samples) < flow.FEW)
        rows = [(f"Week {week}", f"{one:.0%}") for week, one in enumerate(found, 1) if 0.01 <= one < 0.995]
        sure = next((week for week, one in enumerate(found, 1) if one >= 0.995), None)
        if not rows and sure:  # past weeks that are all alike: from one week to the next all is done
            rows = [(f"Week {sure}", "100%")]
        told = f"Chance that all {items:g} are done by the end of a week, from {weeks}.{few}"
        self.shown.value = plot.forecast(found[:40], self._share).svg() + box(
            table_html(told, rows[:40]), role="status"
        )
        self.trouble("")
