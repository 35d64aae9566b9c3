"""Sentences to be written better: under each field stands what a check still sees in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from pmcourse.controls import Html
from pmcourse.findings import Finding
from pmcourse.kit.block import WIDE, field
from pmcourse.kit.look import box, findings_html
from pmcourse.kit.questions import Question


class Rewrites(Question):
    """A field for each of the sentences `asked` (by id). The answer maps ids to texts.

    `look(id, text)` says what is wrong with a new sentence; `fine` is shown where nothing is.
    """

    start: Mapping[str, str] = {}

    def __init__(
        self, asked: Mapping[str, str], look: Callable[[str, str], Sequence[Finding]], fine: str = "Nothing to mend."
    ) -> None:
        super().__init__()
        self._asked, self._look, self._fine = asked, look, fine
        self.fields = {
            id: field(
                widgets.Text(description=f"Instead of “{text}”", continuous_update=False, style=WIDE), "pmc-question"
            )
            for id, text in asked.items()
        }
        self.heard = {id: Html() for id in asked}
        for id, control in self.fields.items():
            control.observe(lambda _change, id=id: self._typed(id), names="value")
        self.begin(*(part for id in asked for part in (self.fields[id], self.heard[id])), self.status)

    @property
    def value(self) -> dict[str, str]:
        return {id: text for id, control in self.fields.items() if (text := control.value.strip())}

    @property
    def missing(self) -> list[str]:
        return [text for id, text in self._asked.items() if id not in self.value]

    def fill(self, value: Any) -> None:
        if isinstance(value, Mapping):
            with self.filling_in():
                for id, control in self.fields.items():
                    kept = value.get(id)
                    control.value = kept if isinstance(kept, str) else ""
                    self._hear(id)

    def _typed(self, id: str) -> None:
        self._hear(id)
        self._answered()

    def _hear(self, id: str) -> None:
        text = self.value.get(id)
        self.heard[id].value = (findings_html(self._look(id, text)) or box(self._fine)) if text else ""
