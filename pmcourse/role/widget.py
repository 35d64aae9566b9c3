"""What the learner works with: fields of the artefact, cards to sort and people to place, a quarter to play.

No widget holds a rule; what follows from the artefact is worked out in model, quarter and checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup
from pydantic import ValidationError

from pmcourse.artifact import ArtifactFile, broken_rule
from pmcourse.board import Board, Refused
from pmcourse.controls import Html, News, Slider
from pmcourse.errors import CourseError
from pmcourse.kit.block import WIDE, bar, button, dropdown, field, hand_on, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.questions import Question
from pmcourse.role import panels, plot
from pmcourse.role.model import DUTIES, WEEK, WEEKS, Hours, Levels, Much, Role
from pmcourse.role.quarter import play, world

_OPEN = "open"  # the column of what is not placed yet


class Fields(Editor[Role]):
    """The fields of some parts of the artefact, with what `told` says of it below.

    `parts` maps parts to what stands before each of their fields' titles; `offered` gives a field's choices.
    """

    called = "Fields"

    def __init__(
        self,
        file: ArtifactFile[Role],
        parts: Mapping[str, str],
        told: Callable[[Role], Markup],
        offered: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        super().__init__(file)
        self._told_below = told
        self.controls: dict[tuple[str, str], Any] = {}
        for part, before in parts.items():
            for name, said_of in about(type(getattr(file.value, part))).items():
                title = f"{before}{said_of.heading}"
                control = self._control(part, title, (offered or {}).get(name))
                control.observe(lambda change, at=(part, name): self._typed(at, change["new"]), names="value")
                self.controls[part, name] = control
        self.below = News()
        rows = (bar(*(one for (of, _), one in self.controls.items() if of == part)) for part in parts)
        self.begin(*rows, bar(self.undo, self.redo), self.status, self.below)

    def _control(self, part: str, title: str, offered: Mapping[str, str] | None) -> Any:
        if isinstance(getattr(self.file.value, part), Levels):
            offered = {str(level): str(level) for level in range(1, 6)}
        if offered is None:
            return field(widgets.Text(description=title, continuous_update=False, style=WIDE), "pmc-wide")
        return dropdown(title, offered, width="pmc-short")

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for (part, name), control in self.controls.items():
                value = getattr(getattr(self.value, part), name)
                control.value = "" if value is None else str(value)
        self.below.value = self._told_below(self.value)

    @said
    def _typed(self, at: tuple[str, str], text: str) -> None:
        if self._filling:
            return
        part, name = at
        now = getattr(self.value, part)
        value = (int(text) if text else None) if isinstance(now, Levels) else text
        try:
            changed = type(now).model_validate(now.model_dump() | {name: value})
        except ValidationError as error:
            title = about(type(now))[name].heading
            raise CourseError(f"{title} {broken_rule(error.errors()[0])}. The old text stays.") from None
        self.say("")
        self.put(self.value.model_copy(update={part: changed}))


class People(Editor[Role]):
    """The grid of power and interest: a card for each person, with what is known of them."""

    called = "Grid of people"

    def __init__(self, file: ArtifactFile[Role]) -> None:
        super().__init__(file)
        columns = {_OPEN: "Not placed yet", Much.LITTLE: "Little interest", Much.MUCH: "Much interest"}
        lanes = {Much.MUCH: "Much power", Much.LITTLE: "Little power"}
        self.board = Board(
            [{"id": id, "title": title} for id, title in columns.items()],
            [{"id": id, "title": title} for id, title in lanes.items()],
            label="People by power and interest",
            column_word="interest",
            lane_word="power",
        )
        self.board.on_move(self._moved)
        self.below = News()
        self.begin(bar(self.undo, self.redo), self.status, self.board, self.below)

    def refresh(self) -> None:
        super().refresh()
        self.board.cards = [
            {
                "id": one.id,
                "title": one.name,
                "lane": one.power or Much.MUCH,
                "column": one.interest or _OPEN,
                "note": one.fact,
            }
            for one in self.value.people
        ]
        self.below.value = panels.people_html(self.value)

    def _moved(self, id: str, lane: str, column: str, _position: int) -> None:
        if column == _OPEN:
            self.put(self.value.place(id, None, None))
        else:
            self.put(self.value.place(id, Much(lane), Much(column)))


class Sort(Question):
    """Cards to sort into columns, in lanes that they do not leave. The answer maps each sorted card to its column."""

    start: Mapping[str, str] = {}

    def __init__(self, label: str, cards: Mapping[str, tuple[str, str]], columns: Mapping[str, str]) -> None:
        super().__init__()
        heads = {_OPEN: "To be sorted", **columns}
        lanes = dict.fromkeys(lane for lane, _ in cards.values())
        self.board = Board(
            [{"id": id, "title": title} for id, title in heads.items()],
            [{"id": lane, "title": lane} for lane in lanes],
            [{"id": id, "title": text, "lane": lane, "column": _OPEN} for id, (lane, text) in cards.items()],
            label=label,
            lane_word="day",
        )
        self.board.on_move(self._moved)
        self.board.observe(self._answered, names="cards")
        self.begin(self.board, self.status)

    @property
    def value(self) -> dict[str, str]:
        return {card["id"]: card["column"] for card in self.board.cards if card["column"] != _OPEN}

    @property
    def missing(self) -> list[str]:
        return [card["title"] for card in self.board.cards if card["column"] == _OPEN]

    def fill(self, value: Any) -> None:
        known = [column["id"] for column in self.board.columns]
        given = value.items() if isinstance(value, Mapping) else ()
        columns = {id: column for id, column in given if column in known}
        with self.filling_in():
            self.board.cards = [card | {"column": columns.get(card["id"], _OPEN)} for card in self.board.cards]

    def _moved(self, id: str, lane: str, _column: str, _position: int) -> None:
        if lane != next(card["lane"] for card in self.board.cards if card["id"] == id):
            raise Refused("A card stays on its day; only its column counts.")


class QuarterWidget(Editor[Role]):
    """A quarter on the job: hours by sliders, a week at the press of a button, the stocks as picture and as table."""

    called = "Quarter on the job"

    def __init__(self, file: ArtifactFile[Role]) -> None:
        super().__init__(file)
        self.sliders = {
            name: Slider(max=WEEK, description=title, unit=" h", value=getattr(file.value.hours, name))
            for name, title in DUTIES.items()
        }
        for name, slider in self.sliders.items():
            slider.observe(lambda change, name=name: self._given(name, change["new"]), names="value")
        self.news, self.picture, self.tables = News(), Html(), Html()
        self._drawn: Any = None  # of which weeks the picture is
        self.week = button("Work this week", lambda _: self._work(1), button_style="primary")
        self.rest = button("Work on like this until there is news", lambda _: self._work(self._quiet_weeks))
        self.again = button("Begin another quarter", self._again)
        self.begin(
            self.news,
            widgets.VBox(list(self.sliders.values())),
            bar(self.week, self.rest, self.again, self.undo, self.redo),
            self.status,
            self.picture,
            self.tables,
        )

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for name, slider in self.sliders.items():
                slider.value = getattr(self.value.hours, name)
        done = len(self.value.weeks) == WEEKS
        self.week.disabled = self.rest.disabled = done
        self.week.description = "The quarter is over" if done else f"Work week {len(self.value.weeks) + 1}"
        self.news.value = panels.news_html(self.value)
        if (now := (self.value.quarter, self.value.weeks)) != self._drawn:
            self._drawn, run = now, play(*now)
            self.picture.value = plot.stocks(run, world(self.value.quarter)).svg() if self.value.weeks else ""
            self.tables.value = panels.quarter_html(self.value, run) if self.value.weeks else ""

    @said
    def _given(self, name: str, hours: int) -> None:
        if not self._filling:
            self.say("")
            self.put(self.value.model_copy(update={"hours": self.value.hours.model_copy(update={name: hours})}))

    @property
    def _quiet_weeks(self) -> int:
        """How many weeks can be worked until something else is announced, or nothing any more."""
        this, week = world(self.value.quarter), len(self.value.weeks) + 1
        ahead = (at for at in range(week + 1, WEEKS + 1) if this.announced(at) != this.announced(week))
        return next(ahead, WEEKS + 1) - week

    @said
    def _work(self, weeks: int) -> None:
        hours: Hours = self.value.hours
        if hours.total > WEEK:
            raise CourseError(f"A week has {WEEK} hours (got {hours.total}). Take {hours.total - WEEK} away somewhere.")
        self.say("")
        played = (*self.value.weeks, *(hours for _ in range(weeks)))[:WEEKS]
        self.put(self.value.model_copy(update={"weeks": played}))
        hand_on(self.week, self.again)

    @said
    def _again(self, _button: Any) -> None:
        self.say("Another quarter begins, with other events. Undo brings the last one back.")
        self.put(self.value.model_copy(update={"quarter": self.value.quarter + 1, "weeks": ()}))
