"""The rows of the backlog's table. The same widgets show one item after another, and change only where it differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

import ipywidgets as widgets

from pmcourse.backlog.methods import WORDS
from pmcourse.backlog.model import Item, Moscow
from pmcourse.look import INK, RED, TINTS

_MOSCOW = [("not chosen", ""), ("Must", "must"), ("Should", "should"), ("Could", "could"), ("Won't now", "wont")]
_HEADINGS = {"risk_opportunity": "Risk or chance"}  # where the whole name is too wide for a column
_BREAKS = {"Confidence": "Confi\xaddence", "Importance": "Impor\xadtance", "Satisfaction": "Satis\xadfaction"}
_UNITS = {
    "reach": "people a quarter",
    "impact": "0.25 to 3",
    "confidence": "0 to 1",
    "effort": "person-weeks",
    "cost_of_delay": "money a week",
    "duration": "weeks",
    "importance": "0 to 10",
    "satisfaction": "0 to 10",
}


def heading(field: str) -> str:
    """The column's name: Cost of delay."""
    return _HEADINGS.get(field, WORDS[field][0].upper() + WORDS[field][1:])


STYLE = (
    "<style>"
    + (Path(__file__).parent / "static" / "table.css").read_text(encoding="utf-8")
    + "@container (max-width: 37rem) {"
    + "".join(f'.pmc-backlog .pmc-{field}::before {{ content: "{heading(field)}" }}' for field in WORDS)
    + "}</style>"
)


def header_html(fields: Sequence[str]) -> str:
    """The row of column names above the rows."""
    columns = "".join(
        f'<span class="pmc-number">{_BREAKS.get(heading(field), heading(field))}'
        + (f"<br><small>{escape(_UNITS[field])}</small>" if field in _UNITS else "")
        + "</span>"
        for field in fields
    )
    return (
        '<div class="pmc-row pmc-head"><span>Place</span><span>Item</span><span>Move</span>'
        f'{columns}<span class="pmc-number">Score</span><span class="pmc-number">Rank</span></div>'
    )


class TableRow(widgets.Box):
    """An item's place, title, fields, score and rank, with buttons to move it and a line for what is wrong.

    `on_edit(id, field, text)` is called for a typed value, where "place" is a field too; `on_move(id, steps)` for a
    button, steps -1 or 1.
    """

    def __init__(
        self,
        fields: tuple[str, ...],
        on_edit: Callable[[str, str, str], None],
        on_move: Callable[[str, int], None],
    ) -> None:
        self.item_id = ""
        self._filling = False
        self._on_edit = on_edit
        self.place = self._cell("place")
        self.head = _html("pmc-title")
        self.up, self.down = widgets.Button(), widgets.Button()
        self.up.add_class("pmc-up")
        self.down.add_class("pmc-down")
        self.up.on_click(lambda _: on_move(self.item_id, -1))
        self.down.on_click(lambda _: on_move(self.item_id, 1))
        self.buttons = widgets.Box([self.up, self.down])
        self.buttons.add_class("pmc-buttons")
        self.cells = {field: self._cell(field) for field in fields}
        self.score, self.rank, self.note = _html("pmc-number"), _html("pmc-number"), _html("pmc-note")
        self.score.add_class("pmc-score")
        self.rank.add_class("pmc-rank")
        parts = [self.place, self.head, self.buttons, *self.cells.values(), self.score, self.rank, self.note]
        super().__init__(parts)
        self.add_class("pmc-row")

    def _cell(self, field: str) -> widgets.Text | widgets.Dropdown:
        if field == "moscow":
            cell = widgets.Dropdown(options=_MOSCOW, layout=widgets.Layout(width="auto"))
        else:
            cell = widgets.Text(continuous_update=False, layout=widgets.Layout(width="auto"))
        cell.add_class(f"pmc-{field}")
        if field != "place":
            cell.add_class("pmc-field")
        cell.observe(lambda change: self._edited(field, change["new"]), names="value")
        return cell

    def _edited(self, field: str, text: str) -> None:
        if not self._filling and self.item_id:
            self._on_edit(self.item_id, field, text)

    def show(
        self,
        item: Item,
        place: int,
        last: bool,
        title: str,
        score: str,
        rank: str,
        problems: Sequence[str],
        typed: Mapping[str, str],
    ) -> None:
        """Show `item` at `place`, counted from 0; `last` if there is none after it.

        `title`, `score` and `rank` are safe HTML; `problems` are sentences; `typed` gives, by the field, a text that
        was typed and is not the field's value.
        """
        self.item_id = item.id
        self._filling = True
        try:
            _set(self.head, title)
            _set(self.score, score)
            _set(self.rank, rank)
            _set(self.note, "".join(_problem(problem) for problem in problems))
            self.note.layout.display = None if problems else "none"
            self.place.value = typed.get("place", str(place + 1))
            self.place.tooltip = f"Place of {item.id} in the order: type another number to move it there"
            self.up.description = self.up.tooltip = f"Move {item.id} up"
            self.down.description = self.down.tooltip = f"Move {item.id} down"
            self.up.disabled, self.down.disabled = place == 0, last
            for field, cell in self.cells.items():
                unit = f", {_UNITS[field]}" if field in _UNITS else ""
                cell.tooltip = f"{heading(field)} of {item.id}{unit}"
                cell.value = typed.get(field, _typed(getattr(item, field)))
                _mark(cell, field in typed)
            _mark(self.place, "place" in typed)
        finally:
            self._filling = False


def _html(name: str) -> widgets.HTML:
    part = widgets.HTML()
    part.add_class(name)
    return part


def _set(part: widgets.HTML, html: str) -> None:
    if part.value != html:
        part.value = html


def _mark(cell: widgets.DOMWidget, refused: bool) -> None:
    if refused != ("pmc-refused" in cell._dom_classes):
        (cell.add_class if refused else cell.remove_class)("pmc-refused")


def _problem(text: str) -> str:
    return (
        f'<div style="background:{TINTS["must"]};color:{INK};padding:2px 8px;margin:2px 0;border-left:4px solid {RED}">'
        f'<strong style="color:{RED}" aria-hidden="true">✗</strong> {escape(text)}</div>'
    )


def _typed(value: float | Moscow | None) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    return value.value if isinstance(value, Moscow) else f"{value:.10g}"
