"""The widgets that edit the artefact, one for each part of it; they hold no rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Radios, Slider
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.block import WIDE, bar, button, dropdown, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.days import in_full
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, table_html
from pmcourse.kit.quantity import count, doubt, quantities
from pmcourse.kit.refused import Refused
from pmcourse.kit.shares import wilson
from pmcourse.market import plot
from pmcourse.market.growth import Year
from pmcourse.market.model import Group, Market, Measure, NextStep, World
from pmcourse.market.survey import MARK, passes

LEFT_OUT = "Left out: seasons, chance, people who come back after a pause, and friends whom members bring."


class SegmentEditor(Editor[Market]):
    """One group of a survey, chosen by its share and interval; with `second`, tried on the other half of the answers.

    `second` gives (very disappointed, all) by a group's id. Each group that is tried makes the interval wider.
    """

    called = "Survey"

    def __init__(self, file: ArtifactFile[Market], second: Mapping[str, tuple[int, int]] | None = None) -> None:
        super().__init__(file)
        self._second = second
        some = file.value.groups
        self.choice = Radios({one.id: one.name for one in some}, "Which group needs the product? Those who …")
        self.choice.observe(self._chosen, names="value")
        self.test = button("Test this group on the other half", self._tested)
        self.shown, self.told = Html(), Html()
        self.shown.value = plot.groups(some, "Half of the answers").svg() + groups_html(some)
        parts = [self.test, self.told] if second else []
        self.begin(bar(self.undo, self.redo), self.shown, self.choice, *parts, self.status)

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.choice.value = self.value.segment if self.value.group(self.value.segment) else None
        if self._second:
            self.told.value = tried_html(self.value, self._second)

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.model_copy(update={"segment": self.choice.value or ""}))

    @said
    def _tested(self, _button: Any) -> None:
        if self.value.group(self.value.segment) is None:
            raise CourseError("Choose a group first.")
        opened = tuple(dict.fromkeys((*self.value.opened, self.value.segment)))
        self.put(self.value.model_copy(update={"opened": opened}))


class YearEditor(Editor[Market]):
    """Settings of the cohort machine; the year runs after a guess."""

    called = "Cohort machine"

    def __init__(self, file: ArtifactFile[Market]) -> None:
        super().__init__(file)
        self.sliders: dict[str, Slider] = {}
        for name, one in about(World).items():
            ends = {end: getattr(rule, key) for rule in World.model_fields[name].metadata
                    for end, key in (("min", "ge"), ("max", "le")) if hasattr(rule, key)}  # fmt: skip
            self.sliders[name] = Slider(
                **ends, value=getattr(World(), name), description=one.title, unit=f" {one.unit}"
            )
            self.sliders[name].observe(self._moved, names="value")
        text = "My guess: active members at the end of month 12, with 100 sign-ups in month 1"
        self.guess = field(widgets.Text(description=text, style=WIDE), "pmc-wide")
        self.go = button("Run the year", self._run)
        self.shown = Html()
        self.begin(bar(self.undo, self.redo), *self.sliders.values(), bar(self.guess), self.go, self.shown, self.status)

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for name, slider in self.sliders.items():
                slider.value = getattr(self.value.world, name)
        if self.value.guess is None:
            self.shown.value = ""
        elif not self.shown.value:
            self._show(self.value.guess)

    def _show(self, guess: float) -> None:
        year = self.value.world.run()
        self.shown.value = plot.totals(year).svg() + plot.returns(year).svg() + year_html(year, guess)

    @said
    def _moved(self, _change: Any) -> None:
        if not self._filling:
            world = World(**{name: slider.value for name, slider in self.sliders.items()})
            self.put(self.value.model_copy(update={"world": world, "guess": None}))

    @said
    def _run(self, _button: Any) -> None:
        guess = count(self.guess.value, "members")
        if guess is None:
            raise CourseError("Guess first: type a number such as 800. A wrong guess teaches most.")
        self.say("")
        if guess == self.value.guess:
            return
        self.shown.value = ""
        self.put(self.value.model_copy(update={"guess": guess}))


class NextStepEditor(Editor[Market]):
    """The next step by its five fields. What cannot be read is not taken, is said, and stays to be put right.

    A day without a year is one of the year in which it is `decided`.
    """

    called = "Next step"

    def __init__(self, file: ArtifactFile[Market], measures: Mapping[str, Measure], decided: date) -> None:
        super().__init__(file)
        self._decided = decided
        self._measures, self._typed = measures, Refused()
        self.refused = [self._typed]
        self.fields: dict[str, Any] = {}
        for name, one in about(NextStep).items():
            if name == "measure":
                control = dropdown(one.title, {id: of.text for id, of in measures.items()})
            else:
                control = field(
                    widgets.Text(description=one.title, continuous_update=False, style=WIDE), "pmc-question"
                )
            control.observe(lambda _change, name=name: self._edited(name), names="value")
            self.fields[name] = control
        self.begin(bar(self.undo, self.redo), *self.fields.values(), self.status)

    @property
    def missing(self) -> list[str]:
        """The fields that are open."""
        return [one.description for one in self.fields.values() if not one.value.strip()]

    def refresh(self) -> None:
        super().refresh()
        step = self.value.next_step
        with self.filling_in():
            for name, control in self.fields.items():
                if name not in self._typed:
                    control.value = _shown(getattr(step, name))

    @said
    def _edited(self, name: str) -> None:
        if self._filling:
            return
        text = self.fields[name].value.strip()
        try:
            new = self.value.with_next(**{name: self._read(name, text)})
        except CourseError as error:
            self._typed[name] = (text, str(error))
            raise
        self._typed.pop(name, None)
        self.say(self.unread, RED)
        self.put(new)

    def _read(self, name: str, text: str) -> Any:
        """What was typed into a field, None where it is empty. Raises CourseError where it is no number or no day."""
        if name == "mark" and text:
            of = self._measures.get(self.fields["measure"].value)
            unit = "%" if of is None or of.share or "%" in text else ""  # 40% stays 40, whatever is chosen later
            if not (read := quantities(text, unit)):
                raise CourseError(f"{doubt(text, unit)} The old value still counts.")
            return max(read)  # 5,000 people are not five
        if name == "day" and text:
            year = self._decided.year
            if (day := readers.day(text) or readers.day(f"{text} {year}")) is None:
                raise CourseError(
                    f"“{text[:40]}” cannot be read as one day. Type it such as 5 March {year}, with the name of the "
                    "month. What stood there before still counts."
                )
            return day
        return text if name not in ("mark", "day") else None


def _shown(value: Any) -> str:
    """A value of a next step as it stands in its field."""
    if isinstance(value, date):
        return in_full(value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else value


def groups_html(some: tuple[Group, ...]) -> Markup:
    """Each group's share and interval as a table."""
    rows = []
    for one in some:
        low, high = one.interval()
        told = f"{one.very} of {one.people} very disappointed: {one.share:.0%}, interval {low:.1%} to {high:.1%}"
        rows.append((one.name, told))
    return box(table_html(f"Those who … (the mark is {MARK:.0%})", rows))


def tried_html(work: Market, second: Mapping[str, tuple[int, int]]) -> Markup:
    """What the other half said of each group that was tried; the interval widens with their number."""
    tries, rows = len(work.opened), []
    for id in work.opened:
        if (one := work.group(id)) and id in second:
            very, people = second[id]
            low, high = wilson(very, people, 1 - 0.05 / tries)
            end = "it holds" if passes(very, people, tries) else "it does not hold: the lower end is below 40%"
            rows.append((one.name, f"{very} of {people}: {very / people:.0%}, interval {low:.1%} to {high:.1%}: {end}"))
    if not rows:
        return Markup()
    sure = f"{100 - 5 / tries:.3g}%"
    return box(
        table_html(f"The other half of the answers; groups tried: {tries}, so the interval is one of {sure}", rows),
        role="status",
    )


def year_html(year: Year, guess: float) -> Markup:
    """The year as a table, beside the guess."""
    rows = [("You guessed", f"{guess:,.0f}"), ("In fact", f"{year.totals[-1]:,.0f} active members after month 12")]
    for at, (new, total, share) in enumerate(zip(year.sign_ups, year.totals, year.returns, strict=True), 1):
        rows.append(
            (
                f"Month {at}",
                f"{new:,.0f} sign up; {total:,.0f} are active; {share:.0%} of these newcomers are there in month 3",
            )
        )
    return box(table_html("The year", rows) + Markup("<small>{}</small>").format(LEFT_OUT), role="status")
