"""The rows of the backlog's table. The same widgets show one item after another, and change only where it differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from pmcourse.backlog.methods import METHODS
from pmcourse.backlog.model import FIELDS, Item, Moscow
from pmcourse.kit.colours import RED, TEXT, ink, tint

_MOSCOW = [("not chosen", ""), ("Must", "must"), ("Should", "should"), ("Could", "could"), ("Won't now", "wont")]
_SHOWN = tuple(dict.fromkeys(field for method in METHODS.values() for field in method.fields))  # those of any column
_BREAKS = {"Confidence": "Confi\xaddence", "Importance": "Impor\xadtance", "Satisfaction": "Satis\xadfaction"}
# A row is sent to the browser part by part, and a message too many at once is dropped on the way, and the part with it.
# So all rows share these (each Layout and each style is a message), and a part is born with what it shows.
_PLAIN, _AUTO = widgets.Layout(), widgets.Layout(width="auto")
_KINDS = {
    **dict.fromkeys(("head", "score", "rank", "note"), widgets.HTML),
    **dict.fromkeys(("up", "down"), widgets.Button),
    "moscow": widgets.Dropdown,
}
_FIXED: dict[type[widgets.DOMWidget], dict[str, Any]] = {
    widgets.HTML: {"layout": _PLAIN, "style": widgets.HTML().style},
    widgets.Button: {"layout": _PLAIN, "style": widgets.ButtonStyle()},
    widgets.Text: {"layout": _AUTO, "style": widgets.Text().style, "continuous_update": False},
    widgets.Dropdown: {"layout": _AUTO, "style": widgets.Dropdown().style, "options": _MOSCOW},
}

STYLE = (
    "<style>"
    + (Path(__file__).parent / "static" / "table.css").read_text(encoding="utf-8")
    + "@container (max-width: 37rem) {"
    + "".join(f'.pmc-backlog .pmc-{field}::before {{ content: "{FIELDS[field].heading}" }}' for field in _SHOWN)
    + "}</style>"
)


def header_html(fields: Sequence[str]) -> Markup:
    """The row of column names above the rows."""
    columns = Markup("").join(
        Markup('<span class="pmc-number">{}{}</span>').format(
            _BREAKS.get(FIELDS[field].heading, FIELDS[field].heading),
            Markup("<br><small>{}</small>").format(FIELDS[field].unit) if FIELDS[field].unit else "",
        )
        for field in fields
    )
    return Markup(
        '<div class="pmc-row pmc-head"><span>Place</span><span>Item</span><span>Move</span>'
        f'{columns}<span class="pmc-number">Score</span><span class="pmc-number">Rank</span></div>'
    )


@dataclass(frozen=True)
class Shown:
    """What a row shows: `item` at `place`, counted from 0; `last` if there is none after it.

    `title`, `score` and `rank` are markup; `problems` are sentences; `typed` gives, by the field, a text that was
    typed and is not the field's value.
    """

    item: Item
    place: int
    last: bool
    title: str
    score: str
    rank: str
    problems: Sequence[str]
    typed: Mapping[str, str]


class TableRow(widgets.Box):
    """An item's place, title, fields, score and rank, with buttons to move it and a line for what is wrong.

    `on_edit(id, field, text)` is called for a typed value, where "place" is a field too; `on_move(id, steps)` for a
    button, steps -1 or 1.
    """

    def __init__(
        self,
        fields: tuple[str, ...],
        shown: Shown,
        on_edit: Callable[[str, str, str], None],
        on_move: Callable[[str, int], None],
    ) -> None:
        self.item_id = shown.item.id
        self._filling = False
        self._on_edit = on_edit
        self._parts: dict[str, widgets.DOMWidget] = {}
        self._fill(fields, shown)
        part = self._parts
        self.place, self.head, self.up, self.down = part["place"], part["head"], part["up"], part["down"]
        self.score, self.rank, self.note = part["score"], part["rank"], part["note"]
        self.up.on_click(lambda _: on_move(self.item_id, -1))
        self.down.on_click(lambda _: on_move(self.item_id, 1))
        self._buttons = widgets.Box([self.up, self.down], layout=_PLAIN, _dom_classes=("pmc-buttons",))
        super().__init__(self._in_order(), layout=_PLAIN, _dom_classes=("pmc-row",))

    def show(self, fields: tuple[str, ...], shown: Shown) -> None:
        """Show another item or the same one anew, with these `fields`; only what differs is sent to the browser."""
        self.item_id = shown.item.id
        self._filling = True
        try:
            self._fill(fields, shown)
        finally:
            self._filling = False
        if self.children != tuple(self._in_order()):
            self.children = self._in_order()

    def _in_order(self) -> list[widgets.DOMWidget]:
        return [self.place, self.head, self._buttons, *self.cells.values(), self.score, self.rank, self.note]

    def _fill(self, fields: tuple[str, ...], shown: Shown) -> None:
        for name, traits in _traits(fields, shown).items():
            part = self._parts.get(name)
            if part is None:
                self._parts[name] = self._made(name, traits)
                continue
            new = {trait: value for trait, value in traits.items() if getattr(part, trait) != value}
            if new:
                with part.hold_sync():
                    for trait, value in new.items():
                        setattr(part, trait, value)
        self.cells = {field: self._parts[field] for field in fields}

    def _made(self, name: str, traits: dict[str, Any]) -> widgets.DOMWidget:
        kind = _KINDS.get(name, widgets.Text)
        part = kind(**traits, **_FIXED[kind])
        if kind in (widgets.Text, widgets.Dropdown):
            part.observe(lambda change: self._edited(name, change["new"]), names="value")
        return part

    def _edited(self, field: str, text: str) -> None:
        if not self._filling:
            self._on_edit(self.item_id, field, text)


def _traits(fields: tuple[str, ...], shown: Shown) -> dict[str, dict[str, Any]]:
    """The traits of each part of a row."""
    item, typed = shown.item, shown.typed
    up, down = f"Move {item.id} up", f"Move {item.id} down"
    note = "".join(_problem(problem) for problem in shown.problems)
    traits: dict[str, dict[str, Any]] = {
        "place": {
            "value": typed.get("place", str(shown.place + 1)),
            "description": f"Place of {item.id} in the order: type another number to move it there",
            "_dom_classes": ("pmc-place", *_refused("place" in typed)),
        },
        "head": {"value": shown.title, "_dom_classes": ("pmc-title",)},
        "up": {"description": up, "tooltip": up, "disabled": shown.place == 0, "_dom_classes": ("pmc-up",)},
        "down": {"description": down, "tooltip": down, "disabled": shown.last, "_dom_classes": ("pmc-down",)},
        "score": {"value": shown.score, "_dom_classes": ("pmc-number", "pmc-score")},
        "rank": {"value": shown.rank, "_dom_classes": ("pmc-number", "pmc-rank")},
        "note": {"value": note, "_dom_classes": ("pmc-note", *(() if note else ("pmc-none",)))},
    }
    for field in fields:
        unit = f", {FIELDS[field].unit}" if FIELDS[field].unit else ""
        traits[field] = {
            "value": typed.get(field, _typed(getattr(item, field))),
            "description": f"{FIELDS[field].heading} of {item.id}{unit}",
            "_dom_classes": (f"pmc-{field}", "pmc-field", *_refused(field in typed)),
        }
    return traits


def _refused(refused: bool) -> tuple[str, ...]:
    return ("pmc-refused",) if refused else ()


def _problem(text: str) -> Markup:
    return Markup(
        f'<div style="background:{tint(RED)};color:{TEXT};padding:2px 8px;margin:2px 0;'
        f'border-left:4px solid {ink(RED)}">'
        f'<strong style="color:{ink(RED)}" aria-hidden="true">✗</strong> {{}}</div>'
    ).format(text)


def _typed(value: float | Moscow | None) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    return value.value if isinstance(value, Moscow) else f"{value:.10g}"
