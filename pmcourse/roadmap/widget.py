"""The roadmap, edited by hand: it calls the model, the checks and the forecast, and holds no rules of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from html import escape
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.board import Board
from pmcourse.controls import FollowsFile, News, said
from pmcourse.download import saved_html
from pmcourse.findings import Finding
from pmcourse.look import BLUE, RED, box, svg
from pmcourse.roadmap import panels, plot
from pmcourse.roadmap.arrangement import Across, Arrangement, Down
from pmcourse.roadmap.audience import View, view, view_markdown
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.choices import Audience
from pmcourse.roadmap.exchange import read_bytes, to_csv, to_markdown, to_mermaid
from pmcourse.roadmap.forecast import Forecast, ForecastError, forecast
from pmcourse.roadmap.form import Form
from pmcourse.roadmap.model import Initiative, Outcome, Roadmap
from pmcourse.roadmap.sliders import Sliders
from pmcourse.roadmap.what_if import what_if

_STYLE = """<style>
.pmc-roadmap .pmc-bar { display: flex; flex-flow: row wrap; align-items: center; gap: .25rem 1rem; overflow: visible; }
.pmc-roadmap .widget-text, .pmc-roadmap .widget-dropdown { max-width: calc(100% - 4px); }
</style>"""
_PICTURES = {
    "none": None, "board": "board", "timeline with P50 to P85": "timeline", "capacity": "heat_map",
    "fan of finish dates": "fan",
}  # fmt: skip


class Part(StrEnum):
    """What a roadmap's widget can be made of."""

    BOARD = "board"
    OUTCOMES = "outcomes"
    INITIATIVES = "initiatives"
    FORECAST = "forecast"
    VIEWS = "views"  # pictures and audiences
    FILES = "files"


class RoadmapWidget(FollowsFile, widgets.VBox):
    """A board on which initiatives move between times and lanes, what is wrong in words, forecast, forms, files.

    Edits the roadmap of `file`; `parts` are those that are shown, all of them by default. Undo goes with every part.
    """

    def __init__(
        self, file: ArtifactFile[Roadmap], parts: Sequence[Part | str] = tuple(Part), down: Down = Down.OUTCOMES
    ) -> None:
        self.file = file
        self.parts = tuple(Part(part) for part in parts)
        self._found: Sequence[Finding] = check(file.value)
        self._seen: tuple[Roadmap, Forecast | None] | None = None
        self._build(down)
        super().__init__(self._laid_out())
        self.add_class("pmc-roadmap")
        file.observe(self._changed)
        self.refresh()
        if file.notice:
            self.say(file.notice, RED)

    def __repr__(self) -> str:
        return "[Roadmap: open this lesson in JupyterLab and run this cell to use it]"

    def say(self, message: str, colour: str = BLUE) -> None:
        """Show `message`, and have it read aloud."""
        self._say_html(escape(message), colour)

    def refresh(self) -> None:
        """Show the roadmap as it is now."""
        roadmap = self.file.value
        self._found = check(roadmap)
        self.undo.disabled, self.redo.disabled = not self.file.can_undo, not self.file.can_redo
        if Part.BOARD in self.parts:
            layout = self.arrangement
            self.board.show(layout.columns(roadmap), layout.lanes(roadmap), layout.cards(roadmap, self._found))
            self.findings.value = panels.findings_panel(roadmap, self._found)
        for form in self.forms:
            form.show(roadmap)
        if Part.FORECAST in self.parts:
            self.sliders.fit(roadmap)
            self.promises.value = self._promises()
        if Part.VIEWS in self.parts:
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
        wide, auto = {"description_width": "initial"}, widgets.Layout(width="auto")
        roadmap = self.file.value
        self.across = widgets.Dropdown(options=[a.value for a in Across], description="Columns are", style=wide)
        self.down = widgets.Dropdown(
            options=[d.value for d in Down], value=down.value, description="Lanes are", style=wide
        )
        self.undo = widgets.Button(description="Undo", layout=auto)
        self.redo = widgets.Button(description="Redo", layout=auto)
        self.status = News()
        self.findings, self.promises, self.drawing, self.seen = (widgets.HTML() for _ in range(4))
        self.board = Board([], [], label=f"Roadmap of {roadmap.title}", column_word="time")
        self.board.on_move(self._move)
        self.forms: list[Form] = [
            Form(record, roadmap, self._put, self._guarded)
            for part, record in ((Part.OUTCOMES, Outcome), (Part.INITIATIVES, Initiative))
            if part in self.parts
        ]
        self.sliders = Sliders(roadmap, self._refreshed)
        self.picture = widgets.Dropdown(options=list(_PICTURES), description="Picture", style=wide)
        self.audience = widgets.Dropdown(
            options=["nobody", *(a.value for a in Audience)], description="As seen by", style=wide
        )
        self.upload = widgets.FileUpload(accept=".csv,.md,.json", multiple=False, layout=auto)
        self.upload.description = "Load CSV, Markdown or JSON"
        self.saves = {
            ending: widgets.Button(description=f"Save as {name}", layout=auto)
            for ending, name in ((".csv", "CSV"), (".md", "Markdown"), (".mmd", "Mermaid"))
        }
        self.save_view = widgets.Button(description="Save this view as Markdown", layout=auto)
        for button, act in ((self.undo, self._undo), (self.redo, self._redo), (self.save_view, self._save_view)):
            button.on_click(act)
        for ending, button in self.saves.items():
            button.on_click(lambda _, ending=ending: self._save(ending))
        self.upload.observe(self._load, names="value")
        for choice in (self.across, self.down, self.picture, self.audience):
            choice.observe(lambda _: self._refreshed(), names="value")

    def _laid_out(self) -> list[widgets.Widget]:
        has = self.parts.__contains__
        choices = [self.across, self.down] if has(Part.BOARD) else []
        shown: list[widgets.Widget] = [widgets.HTML(_STYLE, layout=widgets.Layout(display="none"))]
        shown += [self._bar(*choices, self.undo, self.redo), self.status]
        shown += [self.board, self.findings] if has(Part.BOARD) else []
        shown += self.forms
        shown += [self.sliders, self.promises] if has(Part.FORECAST) else []
        shown += (
            [self._bar(self.picture, self.audience, self.save_view), self.drawing, self.seen] if has(Part.VIEWS) else []
        )
        shown += [self._bar(self.upload, *self.saves.values())] if has(Part.FILES) else []
        return shown

    @staticmethod
    def _bar(*parts: widgets.Widget) -> widgets.Box:
        bar = widgets.Box(parts)
        bar.add_class("pmc-bar")
        return bar

    def _promises(self) -> str:
        now = self.forecast()
        if now is None:
            return box("Nothing can be forecast yet: give an initiative a team with capacity, and an estimate.")
        if not self.sliders.active:
            return panels.promises_panel(now)
        try:
            return panels.promises_panel(what_if(self.file.value, self.sliders.change(self.file.value)), now)
        except ForecastError as error:
            return box(escape(str(error)), RED)

    def _drawing(self) -> str:
        name, roadmap = _PICTURES[self.picture.value], self.file.value
        if name is None:
            return ""
        draws, words = getattr(plot, name), getattr(plot, f"{name}_alt")
        if name in ("board", "heat_map"):
            return svg(draws(roadmap), words(roadmap))
        now = self.forecast()
        return svg(draws(now), words(now)) if now else box("Nothing can be forecast yet, so there is nothing to draw.")

    def _view(self) -> View | None:
        if self.audience.value == "nobody":
            return None
        return view(self.file.value, Audience(self.audience.value), self.forecast())

    def _say_html(self, html: str, colour: str = BLUE) -> None:
        self.status.value = box(html, colour) if html else ""

    def _put(self, new: Roadmap, words: str) -> None:
        """Save `new`, show it, and say what was done, what that broke and what it mended."""
        before = self._found
        if new == self.file.value:
            self.refresh()
            return
        self.file.put(new)
        if not self.file.notice:
            self.say(words + panels.news_of(before, self._found))

    def _move(self, id: str, lane: str, column: str, position: int) -> None:
        new = self.arrangement.moved(self.file.value, id, lane, column, position)
        self._put(new, f"{id} is moved.")

    def _guarded(self, action: Callable[..., None]) -> Callable[..., None]:
        """`action` with what goes wrong in it said by this widget."""

        @said
        def guarded(_widget: RoadmapWidget, *given: Any) -> None:
            action(*given)

        return lambda *given: guarded(self, *given)

    @said
    def _refreshed(self) -> None:
        self.refresh()

    @said
    def _undo(self, _button: Any) -> None:
        self.say("The last change is undone.")
        self.file.undo()  # last, for a trouble with the file must have the last word

    @said
    def _redo(self, _button: Any) -> None:
        self.say("The change is made again.")
        self.file.redo()

    @said
    def _save(self, ending: str) -> None:
        roadmap = self.file.value
        text = {
            ".csv": lambda: to_csv(roadmap),
            ".md": lambda: to_markdown(roadmap),
            ".mmd": lambda: to_mermaid(roadmap, self.forecast()),
        }[ending]()
        self._say_html(saved_html(text, self.file.path.with_name(self.file.path.stem + ending)))

    @said
    def _save_view(self, _button: Any) -> None:
        if seen := self._view():
            path = self.file.path.with_name(f"{self.file.path.stem}-for-{seen.audience}.md")
            self._say_html(saved_html(view_markdown(self.file.value, seen), path))

    @said
    def _load(self, _change: Any) -> None:
        if not self.upload.value:
            return
        chosen = self.upload.value[0]
        self.upload.value = ()  # ready for the next file, which may be the same one again
        imported = read_bytes(bytes(chosen["content"]), chosen["name"])
        self.file.put(imported.roadmap)
        if not self.file.notice:
            self._say_html(panels.loaded_html(imported, chosen["name"]))
