"""The roadmap, edited by hand: it calls the model, the checks and the forecast, and holds no rules of its own."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.board import Board
from pmcourse.controls import Html
from pmcourse.findings import Finding
from pmcourse.kit.block import WIDE, bar, button, said
from pmcourse.kit.colours import RED
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.editor import Editor, loader
from pmcourse.kit.form import Form
from pmcourse.kit.look import box
from pmcourse.roadmap import panels, plot
from pmcourse.roadmap.arrangement import Across, Arrangement, Down
from pmcourse.roadmap.audience import Audience, View, view, view_markdown
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.exchange import read_bytes, to_csv, to_markdown, to_mermaid
from pmcourse.roadmap.forecast import Forecast, ForecastError, forecast
from pmcourse.roadmap.form import INITIATIVES, OUTCOMES
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.sliders import Sliders
from pmcourse.roadmap.what_if import what_if

_OF_ROADMAP = {"board": plot.board, "capacity": plot.heat_map}
_OF_FORECAST = {"timeline with P50 to P85": plot.timeline, "fan of finish dates": plot.fan}
_PICTURES = ("none", "board", "timeline with P50 to P85", "capacity", "fan of finish dates")


class Section(StrEnum):
    """What a roadmap's widget can be made of."""

    BOARD = "board"
    OUTCOMES = "outcomes"
    INITIATIVES = "initiatives"
    FORECAST = "forecast"
    VIEWS = "views"  # pictures and audiences
    FILES = "files"


class RoadmapWidget(Editor[Roadmap]):
    """A board on which initiatives move between times and lanes, what is wrong in words, forecast, forms, files.

    Edits the roadmap of `file`; `parts` are those that are shown, all of them by default. Undo goes with every part.
    """

    called = "Roadmap"

    def __init__(
        self, file: ArtifactFile[Roadmap], parts: Sequence[Section | str] = tuple(Section), down: Down = Down.OUTCOMES
    ) -> None:
        super().__init__(file)
        self.parts = tuple(Section(part) for part in parts)
        self._found: Sequence[Finding] = check(file.value)
        self._seen: tuple[Roadmap, Forecast | None] | None = None
        self._build(down)
        self.begin(*self._laid_out())

    def refresh(self) -> None:
        """Show the roadmap as it is now."""
        super().refresh()
        roadmap = self.file.value
        self._found = check(roadmap)
        if Section.BOARD in self.parts:
            layout = self.arrangement
            self.board.show(layout.columns(roadmap), layout.lanes(roadmap), layout.cards(roadmap, self._found))
            self.findings.value = panels.findings_panel(roadmap, self._found)
        for form in self.forms:
            form.show(roadmap)
        if Section.FORECAST in self.parts:
            self.sliders.fit(roadmap)
            self.promises.value = self._promises()
        if Section.VIEWS in self.parts:
            self.drawing.value = self._drawing()
            seen = self._view()
            self.seen.value = panels.view_panel(seen) if seen else ""
            self.save_view.disabled = seen is None

    @property
    def arrangement(self) -> Arrangement:
        return Arrangement(Across(self.across.value), Down(self.down.value))

    def forecast(self) -> Forecast | None:
        """The forecast of the roadmap as it is now, None where nothing can be forecast; made once for each change."""
        roadmap = self.file.value
        if self._seen is None or self._seen[0] is not roadmap:
            try:
                self._seen = (roadmap, forecast(roadmap))
            except ForecastError:
                self._seen = (roadmap, None)
        return self._seen[1]

    def _build(self, down: Down) -> None:
        roadmap = self.file.value
        self.across = widgets.Dropdown(options=[a.value for a in Across], description="Columns are", style=WIDE)
        self.down = widgets.Dropdown(
            options=[d.value for d in Down], value=down.value, description="Lanes are", style=WIDE
        )
        self.findings, self.promises, self.drawing, self.seen = (Html() for _ in range(4))
        self.board = Board([], [], label=f"Roadmap of {roadmap.title}", column_word="time")
        self.board.on_move(self._move)
        self.forms: list[Form] = [
            Form(records, roadmap, self._put, self.guarded)
            for part, records in ((Section.OUTCOMES, OUTCOMES), (Section.INITIATIVES, INITIATIVES))
            if part in self.parts
        ]
        self.refused = [form.refused for form in self.forms]
        self.sliders = Sliders(roadmap, self._refreshed)
        self.picture = widgets.Dropdown(options=list(_PICTURES), description="Picture", style=WIDE)
        self.audience = widgets.Dropdown(
            options=["nobody", *(a.value for a in Audience)], description="As seen by", style=WIDE
        )
        self.upload = loader("Load CSV, Markdown or JSON", ".csv,.md,.json", self._load)
        self.saves = {
            ending: button(f"Save as {name}", lambda _, ending=ending: self._save(ending))
            for ending, name in ((".csv", "CSV"), (".md", "Markdown"), (".mmd", "Mermaid"))
        }
        self.save_view = button("Save this view as Markdown", self._save_view)
        for choice in (self.across, self.down, self.picture, self.audience):
            choice.observe(lambda _: self._refreshed(), names="value")

    def _laid_out(self) -> list[widgets.Widget]:
        has = self.parts.__contains__
        choices = [self.across, self.down] if has(Section.BOARD) else []
        shown: list[widgets.Widget] = [bar(*choices, self.undo, self.redo), self.status]
        shown += [self.board, self.findings] if has(Section.BOARD) else []
        shown += self.forms
        shown += [self.sliders, self.promises] if has(Section.FORECAST) else []
        shown += (
            [bar(self.picture, self.audience, self.save_view), self.drawing, self.seen] if has(Section.VIEWS) else []
        )
        shown += [bar(self.upload, *self.saves.values())] if has(Section.FILES) else []
        return shown

    def _promises(self) -> str:
        now = self.forecast()
        if now is None:
            return box("Nothing can be forecast yet: give an initiative a team with capacity, and an estimate.")
        if not self.sliders.active:
            return panels.promises_panel(now)
        try:
            return panels.promises_panel(what_if(self.file.value, self.sliders.change(self.file.value)), now)
        except ForecastError as error:
            return box(str(error), RED)

    def _drawing(self) -> str:
        chosen, shown = self.picture.value, None
        if chosen in _OF_ROADMAP:
            shown = _OF_ROADMAP[chosen](self.file.value)
        elif chosen in _OF_FORECAST:
            now = self.forecast()
            if now is None:
                return box("Nothing can be forecast yet, so there is nothing to draw.")
            shown = _OF_FORECAST[chosen](now)
        return shown.svg() if isinstance(shown, Drawing) else ""

    def _view(self) -> View | None:
        if self.audience.value == "nobody":
            return None
        return view(self.file.value, Audience(self.audience.value), self.forecast())

    def _put(self, new: Roadmap, words: str) -> None:
        """Save `new`, show it, and say what was done, what that broke and what it mended."""
        before = self._found
        if new == self.file.value:
            self.refresh()
            return
        self.file.put(new)
        self.say(words + panels.news_of(before, self._found))

    def _move(self, id: str, lane: str, column: str, position: int) -> None:
        new = self.arrangement.moved(self.file.value, id, lane, column, position)
        self._put(new, f"{id} is moved.")

    @said
    def _refreshed(self) -> None:
        self.refresh()

    @said
    def _save(self, ending: str) -> None:
        roadmap = self.file.value
        text = {
            ".csv": lambda: to_csv(roadmap),
            ".md": lambda: to_markdown(roadmap),
            ".mmd": lambda: to_mermaid(roadmap, self.forecast()),
        }[ending]()
        self.save(text, ending)

    @said
    def _save_view(self, _button: Any) -> None:
        if seen := self._view():
            self.save(view_markdown(self.file.value, seen), f"-for-{seen.audience}.md")

    @said
    def _load(self, content: bytes, name: str) -> None:
        imported = read_bytes(content, name)
        self.file.put(imported.roadmap)
        self.say(panels.loaded_html(imported, name))
