"""The backlog, edited by hand: it calls the model, the methods and the checks, and holds no rules of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.backlog import panels, plot
from pmcourse.backlog.checks import dependencies
from pmcourse.backlog.methods import METHODS, rank
from pmcourse.backlog.model import FIELDS, Backlog
from pmcourse.backlog.sequence import Plan, best_order
from pmcourse.backlog.sliders import WhatIf
from pmcourse.backlog.table import STYLE, Shown, TableRow, header_html
from pmcourse.backlog.trackers import read_bytes, write_csv, write_jira
from pmcourse.controls import Html
from pmcourse.errors import CourseError
from pmcourse.kit.amount_values import Amounts
from pmcourse.kit.block import WIDE, bar, button, said
from pmcourse.kit.editor import Editor, loader
from pmcourse.kit.look import box
from pmcourse.kit.readers import is_ambiguous
from pmcourse.kit.refused import Refused

PAGE = 25  # rows shown at a time
MAP, SHIFT, DELAY = "Value and effort", "Who moves", "Cost of delay"


def _named(methods: Sequence[str]) -> list[tuple[str, str]]:
    return [(METHODS[id].name, id) for id in methods]


def _pictures(methods: Sequence[str]) -> tuple[str, ...]:
    return ("No picture", MAP, *((SHIFT,) if len(methods) > 1 else ()), DELAY)


class BacklogWidget(Editor[Backlog]):
    """An editable table with live scores and ranks, what-if sliders, pictures, undo, CSV in and out.

    Edits the backlog of `file`; `methods` are the ids of the methods to choose from, the first is shown. At most 25
    rows are shown at a time; they are reused, and only what differs is sent to the browser. Raises CourseError where
    there is no such method.
    """

    called = "Backlog table"

    def __init__(self, file: ArtifactFile[Backlog], methods: Sequence[str] = tuple(METHODS)) -> None:
        super().__init__(file)
        self.rows: list[TableRow] = []
        self._before = methods[-1]  # the method that "Who moves" compares with
        self._typed = Refused()  # by item and field
        self.refused = [self._typed]
        self._cheapest: tuple[Any, Plan] | None = None
        self._drawn: Any = None
        self._build_controls(methods)
        self._fit_method()
        self.begin(*self._laid_out())
        self.add_class("pmc-backlog")

    def _build_controls(self, methods: Sequence[str]) -> None:
        self.method = widgets.Dropdown(options=_named(methods), description="Method", style=WIDE)
        self.sort = button("Sort by this method", self._sort)
        self.page = widgets.BoundedIntText(min=1, max=1, value=1, description="Page", style=WIDE)
        self.page.layout.width = "150px"
        self.whatif = WhatIf(methods[0], self._refreshed, self._keep)
        self.picture = widgets.Dropdown(options=_pictures(methods), description="Picture", style=WIDE)
        self.upload = loader("Load a CSV file", ".csv,.tsv,.txt", self._load)
        self.save_jira = button("Save as CSV for Jira", lambda _: self._save(write_jira, "-jira.csv"))
        self.save_plain = button("Save as plain CSV", lambda _: self._save(write_csv, ".csv"))
        self.summary, self.about, self.findings, self.drawing, self.header = (Html() for _ in range(5))
        self.table = widgets.VBox()
        self.method.observe(self._switch, names="value")
        self.page.observe(self._refreshed, names="value")
        self.picture.observe(self._refreshed, names="value")

    @said
    def offer(self, methods: Sequence[str]) -> None:
        """Let the learner choose among `methods`, and show the first. Raises CourseError where there is no such one."""
        self.method.unobserve(self._switch, names="value")
        self.method.options, self.method.value = _named(methods), methods[0]
        self.method.observe(self._switch, names="value")
        self._before = methods[-1]
        chosen, self.picture.options = self.picture.value, _pictures(methods)
        self.picture.value = chosen if chosen in self.picture.options else self.picture.options[0]
        self._fit_method()
        self.refresh()

    def _laid_out(self) -> list[widgets.Widget]:
        style = widgets.HTML(STYLE, layout=widgets.Layout(display="none"))
        head = bar(self.method, self.sort, self.undo, self.redo, self.page)
        files = bar(self.upload, self.save_jira, self.save_plain)
        self.table.add_class("pmc-rows")  # so few at a time that the task above and the check below stay in sight
        parts = [style, head, files, self.about, self.whatif, self.status, self.summary, self.header, self.table]
        return [*parts, self.findings, bar(self.picture), self.drawing]

    def refresh(self) -> None:
        """Show the backlog as it is now; only what differs is sent to the browser."""
        backlog = self.file.value
        shown = self.whatif.applied(backlog)
        self._fit_pages(len(backlog.items))
        self._show_rows(backlog, shown)
        super().refresh()
        summary = panels.summary_html(shown, self.method.value, self._plan(shown), shown is not backlog)
        self.summary.value = box(summary) if summary else ""
        self.findings.value = panels.findings_list_html(dependencies(backlog))
        self._draw(shown)

    def _show_rows(self, backlog: Backlog, shown: Backlog) -> None:
        method, start = self.method.value, (self.page.value - 1) * PAGE
        fields = METHODS[method].fields
        before = {row.id: row for row in rank(backlog, method)}
        now = before if shown is backlog else {row.id: row for row in rank(shown, method)}
        problems = panels.order_problems(backlog)
        looks = []
        for at, item in enumerate(backlog.items[start : start + PAGE], start):
            typed = {field: kept for (id, field), kept in self._typed.items() if id == item.id}
            looks.append(
                Shown(
                    item,
                    at,
                    at == len(backlog.items) - 1,
                    panels.title_html(now[item.id]),
                    panels.score_html(now[item.id], method),
                    panels.rank_html(now[item.id], before[item.id]),
                    [*problems.get(item.id, ()), *(reason for _, reason in typed.values())],
                    {field: text for field, (text, _) in typed.items()},
                )
            )
        for row, look in zip(self.rows, looks, strict=False):
            row.show(fields, look)
        new = looks[len(self.rows) :]
        self.rows = self.rows[: len(looks)] + [TableRow(fields, look, self._edit, self._move) for look in new]
        if list(self.table.children) != self.rows:
            self.table.children = self.rows

    def _fit_pages(self, count: int) -> None:
        pages = max(1, -(-count // PAGE))
        self.page.max = pages
        self.page.description = f"Page of {pages}"
        self.page.layout.display = None if pages > 1 else "none"

    def _fit_method(self) -> None:
        """Columns, sliders and explanation of the method chosen."""
        fields = METHODS[self.method.value].fields
        for count in range(5):
            (self.add_class if count == len(fields) else self.remove_class)(f"pmc-fields-{count}")
        self.header.value = header_html(fields)
        self.about.value = panels.about_html(self.method.value)
        self.whatif.fit(self.method.value)

    def _plan(self, shown: Backlog) -> Plan | None:
        """The cheapest order, where the method asks what waiting costs; found again only when a number changed."""
        if "cost_of_delay" not in METHODS[self.method.value].fields:
            return None
        key = {(item.id, item.cost_of_delay, item.duration, item.depends_on) for item in shown.items}
        if self._cheapest is None or self._cheapest[0] != key:
            self._cheapest = (key, best_order(shown))
        return self._cheapest[1]

    def _draw(self, shown: Backlog) -> None:
        choice = self.picture.value
        pair = (self._before, self.method.value)
        now = (choice, pair, shown.items)
        if now == self._drawn:
            return
        self._drawn = now
        if choice == MAP:
            self.drawing.value = plot.value_effort_map(shown).svg()
        elif choice == SHIFT:
            self.drawing.value = plot.rank_shift(shown, *pair).svg()
        elif choice == DELAY:
            orders = {"Your order": shown.ids, "Cheapest order": best_order(shown).order}
            self.drawing.value = plot.cost_over_time(shown, orders).svg()
        else:
            self.drawing.value = ""

    @said
    def _refreshed(self, _change: Any = None) -> None:
        self.refresh()

    @said
    def _switch(self, change: Any) -> None:
        self._before = change["old"]
        self.forget()
        self._fit_method()
        self.refresh()
        self.say(panels.moved_html(self.file.value, change["old"], change["new"]))

    @said
    def _edit(self, id: str, field: str, text: str) -> None:
        self._typed.pop((id, field), None)
        try:
            if field == "place":
                self._move_to(id, self._place(id, text)).place.focus()
                return
            new = self.file.value.change(id, **{field: self._value(id, field, text)})
        except CourseError as error:
            self._typed[id, field] = (text, str(error))
            self.refresh()
            raise
        doubtful = field != "moscow" and "," in text and is_ambiguous(text)
        kept = getattr(new.find(id), field)
        self.say(f"“{text}” is read as {kept:g}. Type a point for decimals, as in 1.25." if doubtful else "")
        self.put(new)

    def _value(self, id: str, field: str, text: str) -> float | str | None:
        if field == "moscow":
            return text or None
        try:
            return Amounts(FIELDS[field], FIELDS[field].heading).value(text)
        except ValueError as error:
            raise CourseError(
                f"{id}: {FIELDS[field].title} {error}. The old value still counts. Type a number such as 2.5, or "
                "nothing if it is not known."
            ) from None

    def _place(self, id: str, text: str) -> int:
        last = len(self.file.value.items)
        if not text.strip().isdecimal() or not 1 <= int(text) <= last:
            raise CourseError(
                f"{id}: the place must be a whole number from 1 to {last} (got {text!r}). The item stays where it is. "
                "Type another number."
            )
        return int(text) - 1

    @said
    def _move(self, id: str, steps: int) -> None:
        row = self._move_to(id, self.file.value.ids.index(id) + steps)
        first, second = (row.up, row.down) if steps < 0 else (row.down, row.up)
        (second if first.disabled else first).focus()

    def _move_to(self, id: str, place: int) -> TableRow:
        """Move an item and turn to its page; returns its row there, for the keyboard's focus to follow."""
        self.say(f"{id} is now at place {place + 1} of {len(self.file.value.items)}.")
        self.page.value = place // PAGE + 1
        self.put(self.file.value.move(id, place))
        return self.rows[place % PAGE]

    @said
    def _sort(self, _button: Any) -> None:
        how = " with the what-if numbers" if self.whatif.active else ""
        self.say(f"Sorted by {METHODS[self.method.value].name}{how}. Undo brings the old order back.")
        ranking = rank(self.whatif.applied(self.file.value), self.method.value)
        self.file.put(self.file.value.reorder(row.id for row in ranking))

    @said
    def _keep(self) -> None:
        kept = self.whatif.applied(self.file.value)
        self.whatif.reset()
        self.say("The what-if numbers are now the backlog's own. Undo brings the old ones back.")
        self.put(kept)

    @said
    def _save(self, write: Callable[[Backlog], str], ending: str) -> None:
        self.save(write(self.file.value), ending)

    @said
    def _load(self, content: bytes, name: str) -> None:
        reading = read_bytes(content, name)
        self.forget()
        self.say(panels.loaded_html(reading, name))
        self.page.value = 1
        self.file.put(reading.backlog)
