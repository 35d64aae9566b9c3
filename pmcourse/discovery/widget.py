"""What was heard, sorted and used: codes for quotations, and the board from people to propositions. No rules here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.board import Board, Refused, problem
from pmcourse.controls import Html
from pmcourse.discovery import checks
from pmcourse.discovery.forms import PERSONAS, PROBLEMS
from pmcourse.discovery.model import Code, Discovery, Role
from pmcourse.findings import Finding
from pmcourse.kit.block import bar, dropdown, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.form import Form
from pmcourse.kit.look import findings_html

_ASIDE = "aside:"  # stands on the board for no problem
_COLUMNS = [
    {"id": Role.EVIDENCE.value, "title": "What happened", "note": "evidence, in their words"},
    {"id": Role.ALTERNATIVE.value, "title": "What they do today", "note": "alternatives; doing nothing is one"},
    {"id": Role.PROPOSITION.value, "title": "What we could make", "note": "ideas, the team's"},
]


class CodesWidget(Editor[Discovery]):
    """One code for each of some quotations, kept with them."""

    called = "Quotations"

    def __init__(self, file: ArtifactFile[Discovery], ids: Sequence[str]) -> None:
        super().__init__(file)
        cards = [file.value.find(id) for id in ids]
        self.codes = {
            card.id: dropdown(f"{card.who.split(',')[0]}: “{card.text}”", Code) for card in cards if card is not None
        }
        for id, control in self.codes.items():
            control.observe(lambda change, id=id: self._chosen(id, change["new"]), names="value")
        self.begin(bar(self.undo, self.redo), *self.codes.values(), self.status)

    @property
    def missing(self) -> list[str]:
        return [control.description for control in self.codes.values() if not control.value]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for id, control in self.codes.items():
                card = self.value.find(id)
                control.value = card.code.value if card and card.code else ""

    @said
    def _chosen(self, id: str, code: str) -> None:
        if not self._filling:
            self.put(self.value.put(id, code=Code(code) if code else None))


class BoardWidget(Editor[Discovery]):
    """The board: cards are quotations and ideas, lanes are problems, columns what a card is used as.

    Below it stand the words of the problems and the personas; what is missing is said at once.
    """

    called = "Board"

    def __init__(self, file: ArtifactFile[Discovery]) -> None:
        super().__init__(file)
        self.board = Board(**_parts(file.value), label=f"What {file.value.title} heard", lane_word="problem")
        self.board.on_move(self._move)
        self.problems = Form(PROBLEMS, file.value, self.edited, self.guarded)
        self.personas = Form(PERSONAS, file.value, self.edited, self.guarded)
        self.refused = [self.problems.refused, self.personas.refused]
        self.findings = Html()
        self.begin(bar(self.undo, self.redo), self.status, self.board, self.problems, self.personas, self.findings)

    def refresh(self) -> None:
        super().refresh()
        parts = _parts(self.value)
        if any(getattr(self.board, name) != value for name, value in parts.items()):
            self.board.show(**parts)
        for form in (self.problems, self.personas):
            form.show(self.value)
        on_cards = {card.id for card in self.value.cards}
        seen = [one for one in checks.graph(self.value) if not one.where or one.where.item not in on_cards]
        self.findings.value = findings_html(seen)

    def _move(self, id: str, lane: str, column: str, _position: int) -> None:
        if lane == _ASIDE and column != (home := _home(self.value, id)):
            if self.value.find(id).problem in [one.id for one in self.value.problems]:
                column = home
            else:
                raise Refused("what lies aside is used for nothing yet. Move it up to a problem first, then across.")
        self.put(self.value.put(id, problem="" if lane == _ASIDE else lane, role=Role(column)))
        self.board.show(**_parts(self.value))


def _home(work: Discovery, id: str) -> str:
    """The column in which a card lies aside: quotations on the left, ideas on the right."""
    return (Role.EVIDENCE if work.find(id).who else Role.PROPOSITION).value


def _parts(work: Discovery) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[Finding]] = {}
    for one in checks.graph(work):
        if one.where:
            found.setdefault(one.where.item, []).append(one)
    lanes = [
        {"id": one.id, "title": one.id, "note": one.job or "not written down yet"}
        for one in work.problems
    ]  # fmt: skip
    cards = [
        {
            "id": card.id, "title": card.text, "lane": card.problem or _ASIDE, "column": card.role.value,
            "note": card.who or "the team", "badges": [card.code.value] if card.code else [],
            "problems": [problem(one) for one in found.get(card.id, ())],
        }
        for card in work.cards
    ]  # fmt: skip
    known = {lane["id"] for lane in lanes}
    for card in cards:
        if card["lane"] not in known:
            card["lane"] = _ASIDE
    return {"columns": _COLUMNS, "lanes": [*lanes, {"id": _ASIDE, "title": "Aside", "note": ""}], "cards": cards}
