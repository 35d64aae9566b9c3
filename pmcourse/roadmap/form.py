"""One outcome or one initiative, field by field, in words that a person can type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from pmcourse.errors import CourseError
from pmcourse.roadmap.exchange.cells import from_cells, to_cells
from pmcourse.roadmap.model import Horizon, Initiative, Outcome, Phase, Roadmap

NEW = ":new"  # no id has a colon
_LABELS = {
    "title": "Title", "name": "What is to change", "metric": "Measured by", "unit": "Unit", "baseline": "Today",
    "target": "Target", "by": "By (such as 2027-06-30)", "outcome": "Outcome", "hypothesis": "Hypothesis",
    "effort": "Effort (person-weeks)", "pieces": "Size (stories)",
    "teams": "Teams", "start": "Not before", "after": "Waits for", "phase": "Phase", "confidence": "How sure (0 to 1)",
    "items": "Backlog items", "promise": "Promised for", "promised_to": "Promised to", "done": "Done (yes or no)",
}  # fmt: skip
_LONG = {"title", "name", "hypothesis", "metric"}
_WIDE = {"description_width": "initial"}


class Form(widgets.VBox):
    """Fields of one outcome or initiative of a roadmap, chosen from a list; with buttons to add and to remove one.

    `record` is Outcome or Initiative. `on_change(new, said)` gets the changed roadmap and what was done, in words;
    `guard` wraps a callback so that a CourseError is told. What breaks a rule is not taken, is said, and stays in its
    field to be put right.
    """

    def __init__(
        self,
        record: type[Outcome] | type[Initiative],
        roadmap: Roadmap,
        on_change: Callable[[Roadmap, str], None],
        guard: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> None:
        self._record, self._on_change = record, on_change
        self._word = "outcome" if record is Outcome else "initiative"
        self._roadmap = roadmap
        self._quiet = False
        self._typed: dict[tuple[str, str], str] = {}  # (id, field) -> what was refused, and stays to be put right
        self.which = widgets.Dropdown(description=f"Look into this {self._word}", style=_WIDE)
        self.which.layout.width = "auto"
        self.fields: dict[str, widgets.Text | widgets.Dropdown] = {}
        for name in record.model_fields:
            if name in _LABELS:
                self.fields[name] = self._field(name)
                self.fields[name].observe(guard(lambda change, name=name: self._edited(name)), names="value")
        self.add = widgets.Button(description=f"Add one more {self._word}", layout=widgets.Layout(width="auto"))
        self.remove = widgets.Button(description=f"Take this {self._word} off", layout=widgets.Layout(width="auto"))
        self.which.observe(lambda _: self._quiet or self._fill(), names="value")
        self.add.on_click(guard(lambda _: self._add()))
        self.remove.on_click(guard(lambda _: self._remove()))
        bar = widgets.Box([self.which, self.add, self.remove])
        grid = widgets.Box(list(self.fields.values()))
        for part in (bar, grid):
            part.add_class("pmc-bar")
        super().__init__([bar, grid])
        self.show(roadmap)

    def show(self, roadmap: Roadmap) -> None:
        """Show `roadmap`; the one that was chosen stays chosen, if it is still there."""
        self._roadmap = roadmap
        options = [(f"{one.id} {self._title(one)}"[:70], one.id) for one in self._all()]
        self._quiet = True
        try:
            kept = self.which.value
            if list(self.which.options) != options:
                self.which.options = options
                ids = [id for _, id in options]
                self.which.value = kept if kept in ids else ids[0] if ids else None
        finally:
            self._quiet = False
        self._fill()

    def _all(self) -> tuple[Any, ...]:
        return self._roadmap.outcomes if self._record is Outcome else self._roadmap.ahead

    def _title(self, one: Any) -> str:
        return one.name if self._record is Outcome else one.title

    def _field(self, name: str) -> widgets.Text | widgets.Dropdown:
        label = _LABELS[name]
        if name in ("outcome", "phase"):
            field = widgets.Dropdown(options=[(one.value, one.value) for one in Phase], description=label, style=_WIDE)
        else:
            field = widgets.Text(description=label, continuous_update=False, style=_WIDE)
        field.layout.width = "100%" if name in _LONG else "22rem"
        return field

    @property
    def _one(self) -> Any:
        return next((one for one in self._all() if one.id == self.which.value), None)

    def _fill(self) -> None:
        one = self._one
        self._quiet = True
        try:
            cells = to_cells(one) if one else {}
            if "outcome" in self.fields:
                options = [("none", ""), *((o.name[:60], o.id) for o in self._roadmap.outcomes)]
                if list(self.fields["outcome"].options) != options:
                    self.fields["outcome"].options = options
                if cells and self._roadmap.outcome(cells["outcome"]) is None:
                    cells["outcome"] = ""
            cells |= {name: text for (id, name), text in self._typed.items() if one and id == one.id}
            for name, field in self.fields.items():
                field.disabled = one is None
                if field.value != cells.get(name, ""):
                    field.value = cells.get(name, "" if name != "phase" else Phase.DEVELOPMENT.value)
        finally:
            self._quiet = False
        self.remove.disabled = one is None

    def _edited(self, name: str) -> None:
        if self._quiet or self._one is None:
            return
        before, typed = self._one, self.fields[name].value
        self._typed[before.id, name] = typed
        changed = self._read(to_cells(before) | {name: typed}, name)
        self._refuse_unknown(name, changed)
        del self._typed[before.id, name]
        with_one = self._roadmap.with_outcome if self._record is Outcome else self._roadmap.with_initiative
        self._on_change(with_one(changed), f"{before.id}: {_LABELS[name]} is changed.")

    def _read(self, cells: Mapping[str, str], name: str) -> Any:
        changed, notes = from_cells(self._record, cells, 1, ())
        bad = next((note for note in notes if note.column == name), notes[0] if notes else None)
        if bad or changed is None:
            problem = bad.problem if bad else "breaks a rule"
            raise CourseError(
                f"{cells['id']}: {_LABELS[name]} {problem} (got {cells[name][:60]!r}). The old value still counts. "
                "Type it once more."
            )
        return changed

    def _refuse_unknown(self, name: str, changed: Any) -> None:
        """Waits and teams must name what is there: here a slip of the keyboard can be told at once."""
        known = {
            "after": [i.id for i in self._roadmap.initiatives],
            "teams": [team.id for team in self._roadmap.teams],
        }.get(name)
        for id in getattr(changed, name) if known is not None else ():
            if id not in known:
                raise CourseError(
                    f"{changed.id}: {_LABELS[name]} must be of {', '.join(known)} (got {id!r}). The old value still "
                    "counts. Put a semicolon between two of them."
                )

    def _add(self) -> None:
        taken = {one.id for one in (*self._roadmap.outcomes, *self._roadmap.initiatives)}
        letter = "O" if self._record is Outcome else "R"
        id = next(id for n in range(1, len(taken) + 2) if (id := f"{letter}-{n:02}") not in taken)
        if self._record is Outcome:
            new = self._roadmap.with_outcome(Outcome(id=id, name="A change for people"))
        else:
            new = self._roadmap.with_initiative(Initiative(id=id, title="A new initiative", horizon=Horizon.LATER))
        self._on_change(new, f"{id} is added. Fill in its fields.")
        self.which.value = id
        self.fields["name" if self._record is Outcome else "title"].focus()

    def _remove(self) -> None:
        one = self._one
        if one is None:
            return
        without = self._roadmap.without_outcome if self._record is Outcome else self._roadmap.without
        self._on_change(without(one.id), f"{one.id} is taken off. Undo brings it back.")
