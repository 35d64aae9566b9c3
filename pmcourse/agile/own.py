"""The learner's own table of items: the best sprint from it, as `pmcourse sprint plan` gives it."""

from __future__ import annotations

import ipywidgets as widgets
from markupsafe import Markup

from pmcourse.agile.choosing import best, odd_needs
from pmcourse.agile.reading import items
from pmcourse.controls import Html, News
from pmcourse.errors import CourseError
from pmcourse.kit.block import WIDE, Block, bar, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import loader
from pmcourse.kit.look import box, table_html
from pmcourse.kit.quantity import quantity


class OwnItems(Block):
    """A file and a capacity; the best sprint, and which rows were kept aside. Nothing is kept."""

    called = "Your own items"

    def __init__(self) -> None:
        self.capacity = field(widgets.Text(description="Points that fit", value="16", style=WIDE), "pmc-short")
        self.upload = loader("Choose a CSV file", ".csv,.txt", self._loaded)
        self.status, self.shown = News(), Html()
        self.begin(bar(self.capacity, self.upload), self.shown, self.status)

    def trouble(self, words: str) -> None:
        self.status.value = box(words, RED)

    @said
    def _loaded(self, content: bytes, name: str) -> None:
        self.shown.value = self.status.value = ""
        capacity = quantity(self.capacity.value, "points")
        if capacity is None or capacity <= 0:
            raise CourseError(f"Type how many points fit, such as 16 (got {self.capacity.value[:20]!r}).")
        found, table = items(content, name, {}, {}, None)
        sprint = best(found, capacity)
        chosen = [item for item in found if item.id in sprint]
        told = [f"line {row.line}: kept aside, the row {row.reason}." for row in table.aside[:10]]
        told += odd_needs(found, name)
        rows = [(item.id, f"{item.title}: {item.points:g} points, value {item.value:g}") for item in chosen]
        points, value = sum(item.points for item in chosen), sum(item.value for item in chosen)
        caption = f"{len(chosen)} of {len(found)} items, {points:g} of {capacity:g} points, value {value:g}"
        notes = Markup("<small>{}</small>").format(" ".join(told))
        self.shown.value = box(table_html(caption, rows) + notes, role="status")
