"""The kernel's half of the board. The page asks for a move, this half decides, and the page shows what was decided."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from pmcourse.errors import CourseError
from pmcourse.findings import Finding

Card = dict[str, Any]
Header = dict[str, Any]
OnMove = Callable[[str, str, str, int], None]

_STATIC = Path(__file__).parent / "static"
_LOG = logging.getLogger(__name__)
_TEXTS = {"header": ("id", "title", "note"), "card": ("id", "title", "lane", "column", "note")}
_LISTS = {"header": ("fills",), "card": ("badges", "problems")}
_OPTIONAL = ("note", "fills", "badges", "problems")


class BoardError(CourseError):
    """The columns, lanes or cards given to a board do not fit together."""


class Refused(CourseError):
    """Raised by a callback of `Board.on_move`: the move breaks a rule. Its text is shown and read aloud."""


def problem(finding: Finding) -> str:
    """A finding as a line for a card's `problems`: symbol, word, message and next step."""
    return f"{finding.severity.symbol} {finding.severity.word}: {finding.message} {finding.hint}".strip()


def moved(cards: Iterable[Mapping[str, Any]], card_id: str, lane: str, column: str, position: int) -> list[Card]:
    """The cards with one of them in another place; all others keep their order.

    `position` counts from 0 among the other cards of that lane and column; beyond either end it means that end.
    The order of cards within a cell is their order in the list. Raises BoardError where there is no such card.
    """
    cards = [dict(card) for card in cards]
    chosen = next((card for card in cards if card["id"] == card_id), None)
    if chosen is None:
        raise BoardError(f"no card has the id {card_id!r}. The ids are: {', '.join(c['id'] for c in cards) or 'none'}.")
    others = [card for card in cards if card is not chosen]
    neighbours = [at for at, card in enumerate(others) if (card["lane"], card["column"]) == (lane, column)]
    position = max(0, position)
    after_last = neighbours[-1] + 1 if neighbours else len(others)
    at = neighbours[position] if position < len(neighbours) else after_last
    return [*others[:at], {**chosen, "lane": lane, "column": column}, *others[at:]]


class Board(anywidget.AnyWidget):
    """Cards in lanes (rows) and columns.

    `columns` and `lanes` are lists of {"id", "title", "note", "fills": [...]}; `cards` a list of {"id", "title",
    "lane", "column", "note", "badges": [...], "problems": [...]}. What comes after the title (a card: the column)
    may be left out; all are plain text, never HTML. A fill is {"words", "share"}, "Desk 8 of 16" and 0.5: a bar
    drawn beside its words, where more than 1 is too much. `label` names the board to screen readers; `column_word`
    and `lane_word` say what a column and a lane are ("quarter", "team"), and are used in what is read aloud.

    Raises BoardError where an id is used twice, a key is missing or unknown, or a card lies in no lane or column.
    Set several of the three at once with `show`.
    """

    # The two files become one module: what can be reasoned about without a page is in moves.js, and tested there.
    _esm = (_STATIC / "moves.js").read_text(encoding="utf-8") + (_STATIC / "board.js").read_text(encoding="utf-8")
    _css = (_STATIC / "board.css").read_text(encoding="utf-8")

    columns = traitlets.List().tag(sync=True)
    lanes = traitlets.List().tag(sync=True)
    cards = traitlets.List().tag(sync=True)
    label = traitlets.Unicode("Board").tag(sync=True)
    column_word = traitlets.Unicode("column").tag(sync=True)
    lane_word = traitlets.Unicode("lane").tag(sync=True)

    def __init__(
        self,
        columns: Iterable[Mapping[str, Any]],
        lanes: Iterable[Mapping[str, Any]],
        cards: Iterable[Mapping[str, Any]] = (),
        label: str = "Board",
        column_word: str = "column",
        lane_word: str = "lane",
    ) -> None:
        self._callbacks: list[OnMove] = []
        parts = _fitting(columns, lanes, cards)
        super().__init__(**parts, label=label, column_word=column_word, lane_word=lane_word)
        self.on_msg(self._asked)

    def on_move(self, callback: OnMove, remove: bool = False) -> None:
        """Call `callback(card_id, lane, column, position)` when the learner asks for a move, before any card moves.

        A callback that returns lets the move happen. One that raises Refused (or any CourseError) stops it, and the
        text is shown. One that sets `cards` (or calls `show`) has decided for itself where things are now.
        """
        if remove:
            self._callbacks.remove(callback)
        else:
            self._callbacks.append(callback)

    def show(
        self,
        columns: Iterable[Mapping[str, Any]] | None = None,
        lanes: Iterable[Mapping[str, Any]] | None = None,
        cards: Iterable[Mapping[str, Any]] | None = None,
    ) -> None:
        """Change several parts in one step, so that the page never shows half of a change."""
        parts = _fitting(
            self.columns if columns is None else columns,
            self.lanes if lanes is None else lanes,
            self.cards if cards is None else cards,
        )
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in parts.items():
                setattr(self, name, value)

    def move(self, card_id: str, lane: str, column: str, position: int) -> None:
        """Move a card as if by hand: callbacks first, then the card. Raises Refused or BoardError and moves nothing."""
        if not any(card["id"] == card_id for card in self.cards):
            raise BoardError(f"The card {card_id!r} is no longer on the board. Run the cell again to see what is.")
        self._known("lane", lane, self.lanes)
        self._known("column", column, self.columns)
        before = self.cards
        for callback in tuple(self._callbacks):
            callback(card_id, lane, column, position)
        if self.cards is before:
            self.cards = moved(before, card_id, lane, column, position)

    @staticmethod
    def _known(kind: str, wanted: str, headers: list[Header]) -> None:
        if wanted not in [header["id"] for header in headers]:
            ids = ", ".join(header["id"] for header in headers)
            raise BoardError(f"The {kind} {wanted!r} is not on the board. Choose one of: {ids}.")

    @traitlets.validate("columns", "lanes", "cards")
    def _check(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        now = {"columns": self.columns, "lanes": self.lanes, "cards": self.cards, name: proposal["value"]}
        return _fitting(**now)[name]

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer the page. It waits for this answer before it says that a card has moved."""
        if not isinstance(content, dict) or content.get("type") != "move":
            return
        answer = {"type": "answer", "ask": content.get("ask"), "refused": ""}
        try:
            card, lane, column, position = (content.get(key) for key in ("card", "lane", "column", "position"))
            self.move(str(card), str(lane), str(column), int(position))
        except CourseError as error:
            answer["refused"] = str(error)
        except Exception as error:  # it would vanish inside the comm; the learner is waiting for an answer
            _LOG.exception("the board's move failed: %r", content)
            answer["refused"] = f"this is a fault in the course, not yours ({type(error).__name__}: {error})."
        self.send(answer)


def _fitting(columns: Iterable[Any], lanes: Iterable[Any], cards: Iterable[Any]) -> dict[str, list[Card]]:
    """The three parts, made whole and checked against each other."""
    parts = {
        "columns": [_whole("header", "column", entry) for entry in columns],
        "lanes": [_whole("header", "lane", entry) for entry in lanes],
        "cards": [_whole("card", "card", entry) for entry in cards],
    }
    for name, entries in parts.items():
        seen: set[str] = set()
        for entry in entries:
            if entry["id"] in seen:
                raise BoardError(f"{name}: ids must be different (got {entry['id']!r} twice). Rename one of them.")
            seen.add(entry["id"])
    for card in parts["cards"]:
        for kind in ("lane", "column"):
            known = [header["id"] for header in parts[f"{kind}s"]]
            if card[kind] not in known:
                raise BoardError(f"card {card['id']!r}: its {kind} must be one of {known!r} (got {card[kind]!r}).")
    return parts


def _whole(shape: str, kind: str, entry: Any) -> Card:
    """One column, lane or card with every key in place."""
    if not isinstance(entry, Mapping):
        raise BoardError(f"a {kind} must be a mapping with the keys {_TEXTS[shape]!r} (got {entry!r}).")
    keys = (*_TEXTS[shape], *_LISTS[shape])
    for key in entry:
        if key not in keys:
            raise BoardError(f"{kind} {entry.get('id')!r}: keys must be in {keys!r} (got {key!r}).")
    whole: Card = {}
    for key in keys:
        if key not in entry and key not in _OPTIONAL:
            raise BoardError(f"{kind} {entry.get('id')!r}: the key {key!r} is missing.")
        if key in _LISTS[shape]:
            value = entry.get(key, [])
            fits, sort = (_is_fill, "fills") if key == "fills" else (lambda each: isinstance(each, str), "texts")
            if isinstance(value, str) or not all(map(fits, value)):
                raise BoardError(f"{kind} {entry.get('id')!r}: {key} must be a list of {sort} (got {value!r}).")
            whole[key] = list(value)
        else:
            value = entry.get(key, "")
            if not isinstance(value, str):
                raise BoardError(f"{kind} {entry.get('id')!r}: {key} must be a text (got {value!r}).")
            whole[key] = value
    return whole


def _is_fill(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() == {"words", "share"}
        and isinstance(value["words"], str)
        and isinstance(value["share"], int | float)
        and 0 <= value["share"] < math.inf
    )
