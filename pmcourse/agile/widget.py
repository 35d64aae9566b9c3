"""The widgets that edit the artefact, one for each part of it; they hold no rules."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from pmcourse.agile import plot
from pmcourse.agile.checks import lines
from pmcourse.agile.drift import RHYTHMS, Market, clairvoyant, means, play
from pmcourse.agile.forecast import cheapest, interval, teams, tried
from pmcourse.agile.model import Action, Rule, Sprint
from pmcourse.agile.panels import action_html, market_html, rule_html, seasons_html, sprint_html, teams_html
from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Slider
from pmcourse.errors import CourseError
from pmcourse.kit.block import WIDE, bar, button, choose, dropdown, field, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import findings_html, question_html
from pmcourse.kit.quantity import count

TEAMS, SHOWN = 1000, 24
SEASONS = 1000


class SprintEditor(Editor[Sprint]):
    """The items of a sprint: each one is taken in or left out."""

    called = "Sprint"

    def __init__(self, file: ArtifactFile[Sprint]) -> None:
        super().__init__(file)
        self.boxes: dict[str, widgets.Checkbox] = {}
        self._drawn: Any = None
        for item in file.value.items:
            needs = f", needs {', '.join(item.needs)}" if item.needs else ""
            goal = ", for the sprint goal" if item.goal else ""
            size = f"{item.points:g} point{'s' if item.points != 1 else ''}, value {item.value:g}"
            name = f"{item.id} {item.title}: {size}{needs}{goal}"
            self.boxes[item.id] = widgets.Checkbox(description=name, indent=False, style=WIDE)
            self.boxes[item.id].layout.width = "auto"
            self.boxes[item.id].observe(self._chosen, names="value")
        self.shown = Html()
        goal = Html(question_html(f"Sprint goal: {file.value.goal}. It needs the item marked “for the sprint goal”."))
        self.begin(goal, bar(self.undo, self.redo), *self.boxes.values(), self.shown, self.status)

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for id, control in self.boxes.items():
                control.value = id in self.value.chosen
        now = (self.value.items, self.value.chosen, self.value.capacity)
        if now != self._drawn:
            self._drawn = now
            self.shown.value = plot.sprint_bar(self.value).svg() + sprint_html(self.value)

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.choose(id for id, control in self.boxes.items() if control.value))


class ForecastEditor(Editor[Sprint]):
    """A rule for intervals, tried on a thousand made-up teams after a guess."""

    called = "Forecast"

    def __init__(self, file: ArtifactFile[Sprint], level: float, seed: int = 1) -> None:
        super().__init__(file)
        self._level, self._seed, self._refused = level, seed, False
        fields = about(Rule)
        self.sprints = Slider(min=3, max=20, description=fields["sprints"].title)
        self.leave = Slider(min=0, max=4, description=fields["leave"].title)
        for control in (self.sprints, self.leave):
            control.observe(self._ruled, names="value")
        self.guess = field(
            widgets.Text(description=f"My guess: the interval holds the next sprint of so many of {TEAMS:,} teams",
                         continuous_update=False, style=WIDE)
        )  # fmt: skip
        self.many = button(f"Try {TEAMS:,} teams", self._many)
        self.facts, self.shown = Html(), Html()
        self.begin(bar(self.undo, self.redo), self.sprints, self.leave, self.facts, self.guess, self.many, self.shown,
                   self.status)  # fmt: skip

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.sprints.value, self.leave.value = self.value.rule.sprints, self.value.rule.leave
        self.facts.value = rule_html(self.value.rule)
        self.shown.value = ""

    @said
    def _ruled(self, _change: Any) -> None:
        if not self._filling:
            try:
                self.put(self.value.but(rule={"sprints": self.sprints.value, "leave": self.leave.value}))
                if self._refused:  # a slider's last step may arrive after a click: what that said must stay
                    self.say("")
                self._refused = False
            except CourseError:
                self._refused = True
                self.refresh()
                raise

    @said
    def _many(self, _button: Any) -> None:
        guess = count(self.guess.value, "teams", TEAMS)
        if guess is None:
            raise CourseError(f"Guess first: type a number of teams, from 0 to {TEAMS:,}. A wrong guess teaches most.")
        rule = self.value.rule
        held, price = tried(rule, self._level, TEAMS, self._seed)
        past, seen = teams(TEAMS, self._seed)
        low, high = interval(past[:SHOWN], rule)
        self.say("")
        self.shown.value = plot.intervals(low, high, seen[:SHOWN]).svg() + teams_html(
            self._level, held, price, cheapest(self._level, TEAMS, self._seed)[1], TEAMS, guess
        )


class RhythmEditor(Editor[Sprint]):
    """How often all is planned again, tried in seasons of twelve weeks. Without `market` that is set by sliders."""

    called = "Rhythm"

    def __init__(self, file: ArtifactFile[Sprint], market: Market | None = None) -> None:
        super().__init__(file)
        self._fixed, self._season = market, 0
        offered = [(plot.rhythm(every), every) for every in RHYTHMS]
        self.every = field(widgets.Dropdown(options=offered, description="Plan", style=WIDE), "pmc-short")
        self.guess = field(
            widgets.Dropdown(
                options=[("choose", 0), *offered], description="My guess: the most comes from", style=WIDE
            ),
            "pmc-short",
        )
        self.change = Slider(min=0, max=60, step=5, value=35, description="Worth moves in a week by", unit=" %")
        self.hours = Slider(min=1, max=30, value=6, description="One planning takes", unit=" h")
        self.every.observe(self._planned, names="value")
        for control in (self.change, self.hours):
            control.observe(self._moved, names="value")
        self.one = button("Watch one season", self._one)
        self.many = button("Draw a thousand seasons", self._many)
        self.facts, self.shown = Html(), Html()
        sliders = [] if market else [self.change, self.hours]
        self.begin(bar(self.undo, self.redo), *sliders, self.facts, bar(self.every, self.guess),
                   bar(self.one, self.many), self.shown, self.status)  # fmt: skip

    @property
    def market(self) -> Market:
        """Where it is tried."""
        return self._fixed or Market(self.change.value / 100, self.hours.value / 10)

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.every.value = self.value.every if self.value.every in RHYTHMS else RHYTHMS[-1]
        self.facts.value = market_html(self.market)

    @said
    def _planned(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.but(every=self.every.value))

    @said
    def _moved(self, _change: Any) -> None:
        self.refresh()
        self.shown.value = ""

    @said
    def _one(self, _button: Any) -> None:
        self._season += 1
        mine = self.every.value
        ways = {f"planned {plot.rhythm(every)}": play(every, self.market, 1, self._season).value[0]
                for every in dict.fromkeys((mine, 12))}  # fmt: skip
        best = float(clairvoyant(self.market, 1, self._season)[0])
        self.shown.value = plot.season(ways).svg()
        self.say(f"Season {self._season}. Somebody who knew all worths beforehand would deliver {best:.0f}.")

    @said
    def _many(self, _button: Any) -> None:
        if not self.guess.value:
            raise CourseError("Guess first: which rhythm brings the most? A wrong guess teaches most.")
        found = means(self.market, SEASONS)
        self.say("")
        self.shown.value = plot.rhythms(found).svg() + seasons_html(found, self.guess.value, self.every.value)


class DoneEditor(Editor[Sprint]):
    """A definition of done in one's own lines; vague words are asked about, and cost nothing."""

    called = "Definition of done"

    def __init__(self, file: ArtifactFile[Sprint]) -> None:
        super().__init__(file)
        self.lines = field(
            widgets.Textarea(description="Our definition of done, one sentence a line", rows=5,
                             continuous_update=False, style=WIDE)
        )  # fmt: skip
        self.lines.observe(self._typed, names="value")
        self.shown = Html()
        self.begin(bar(self.undo, self.redo), self.lines, self.shown, self.status)

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.lines.value = "\n".join(self.value.done)
        self.shown.value = findings_html(lines(self.value.done))

    @said
    def _typed(self, _change: Any) -> None:
        if not self._filling:
            typed = (line.strip(" -*•\t") for line in self.lines.value.splitlines())
            self.put(self.value.but(done=tuple(line for line in typed if line)))


class ActionEditor(Editor[Sprint]):
    """What a retrospective decides, by its four slots, and the whole sentence."""

    called = "Action"

    def __init__(self, file: ArtifactFile[Sprint]) -> None:
        super().__init__(file)
        self.slots: dict[str, widgets.Dropdown] = {}
        for name, one in about(Action).items():
            self.slots[name] = dropdown(one.heading, file.value.phrases.get(name, {}))
            self.slots[name].observe(self._chosen, names="value")
        self.sentence = Html()
        self.begin(bar(self.undo, self.redo), *self.slots.values(), self.sentence, self.status)

    @property
    def missing(self) -> list[str]:
        """The slots that are open."""
        return [control.description for control in self.slots.values() if not control.value]

    def refresh(self) -> None:
        super().refresh()
        now, phrases = dict(self.value.action), self.value.phrases
        with self.filling_in():
            for name, control in self.slots.items():
                choose(control, now[name])
        self.sentence.value = action_html({name: phrases.get(name, {}).get(id, id) for name, id in now.items()})

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.but(action={name: control.value or "" for name, control in self.slots.items()}))
