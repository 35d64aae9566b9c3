"""The rules of a board on one sheet: limits, classes of service, what is pulled next, and rules in one's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html
from pmcourse.kanban import checks
from pmcourse.kanban.model import COLUMNS, Flow
from pmcourse.kit.block import WIDE, bar, button, field, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import box, findings_html, joined, table_html


class RulesEditor(Editor[Flow]):
    """A rule against each of some `complaints`, typed; below it all rules of the board as they stand, to take along.

    `cards` are the words of the cards that were given a class, `options` those that were ordered.
    """

    called = "Rules of a board"

    def __init__(
        self, file: ArtifactFile[Flow], complaints: Mapping[str, str], cards: Mapping[str, str],
        options: Mapping[str, str],
    ) -> None:  # fmt: skip
        super().__init__(file)
        self._cards, self._options = cards, options
        self.fields = {
            id: field(
                widgets.Text(description=f"Your rule instead of {text}", continuous_update=False, style=WIDE),
                "pmc-question",
            )
            for id, text in complaints.items()
        }
        for id, control in self.fields.items():
            control.observe(lambda _change, id=id: self._typed(id), names="value")
        self.take = button("Take the rules along (text)", self._taken)
        self.heard, self.sheet = Html(), Html()
        self.begin(bar(self.undo, self.redo), *self.fields.values(), self.heard, self.sheet, self.take, self.status)

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for id, control in self.fields.items():
                control.value = self.value.policies.get(id, "")
        found = [one for id, text in self.value.policies.items() for one in checks.rule(id, text)]
        self.heard.value = joined([findings_html(found)]) if found else ""
        rules = self.rules()
        shown = table_html("The rules of your board", rules) if rules else "Nothing is decided for your board yet."
        self.sheet.value = box(shown, role="status")

    def rules(self) -> Sequence[tuple[str, str]]:
        """All rules as they stand: what each is about, and the rule."""
        work = self.value
        limits = zip(COLUMNS, work.limits, strict=True) if work.limits != self.file.start.limits else ()
        rows = [(name, f"{limit} at most") for name, limit in limits]
        rows += [(text, f"class of service: {work.classes[id]}") for id, text in self._cards.items()
                 if id in work.classes]  # fmt: skip
        rows += [(f"Pulled as number {at}", self._options.get(id, id)) for at, id in enumerate(work.order, 1)]
        return [*rows, *(("Rule", text) for text in work.policies.values())]

    @said
    def _typed(self, id: str) -> None:
        if not self._filling:
            text = self.fields[id].value.strip()
            others = {other: rule for other, rule in self.value.policies.items() if other != id}
            new = others | ({id: text} if text else {})
            kept = {one: new[one] for one in self.fields if one in new}
            self.edited(self.value.but(policies=kept), "Your rules are noted.")

    @said
    def _taken(self, _button: Any) -> None:
        self.save("".join(f"{what}: {rule}\n" for what, rule in self.rules()), "-rules.txt")
