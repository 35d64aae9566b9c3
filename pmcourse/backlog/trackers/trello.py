"""A board as Trello exports it, in JSON, as the table that Trello's own CSV would be: one row a card."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from pmcourse.sheets import CONTROLS, SheetError

_HEADINGS = ("Card ID", "Card Name", "Card Description", "Labels", "List Name", "Due Date", "Card URL")


def is_board(raw: bytes) -> bool:
    """Whether `raw` is JSON with lists and cards."""
    found = _json(raw)
    return isinstance(found, dict) and isinstance(found.get("cards"), list) and isinstance(found.get("lists"), list)


def as_csv(raw: bytes) -> tuple[bytes, list[str]]:
    """The cards that are not archived, their order kept, as CSV with a column for each custom field; and notes.

    Raises SheetError where a card is none.
    """
    board = _json(raw)
    try:
        lists = {one["id"]: one["name"] for one in board["lists"]}
        closed = {one["id"] for one in board["lists"] if one.get("closed")}
        customs = {one["id"]: one for one in board.get("customFields", ())}
        cards = [card for card in board["cards"] if not card.get("closed") and card.get("idList") not in closed]
        rows = [_row(card, lists, customs) for card in cards]
    except (KeyError, TypeError, AttributeError) as error:
        raise SheetError(f"The board has a card or a list that cannot be read ({error}). Export it again.") from None
    headings = [*_HEADINGS, *(one["name"] for one in customs.values())]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([headings, *rows])
    gone = len(board["cards"]) - len(cards)
    text = CONTROLS.sub("", stream.getvalue())  # signs that nobody sees are no reason to refuse a board
    return text.encode(), [f"{gone} archived cards were left out."] if gone else []


def _row(card: Mapping[str, Any], lists: Mapping[str, str], customs: Mapping[str, Any]) -> list[str]:
    labels = [label.get("name") or label.get("color") or "" for label in card.get("labels", ())]
    given = {item["idCustomField"]: _custom(item, customs) for item in card.get("customFieldItems", ())}
    number = card.get("idShort", card["id"])
    row = [number, card["name"], card.get("desc", ""), json.dumps(labels), lists.get(card.get("idList"), "")]
    row += [card.get("due") or "", card.get("shortUrl", "")]
    return [str(cell) for cell in (*row, *(given.get(id, "") for id in customs))]


def _custom(item: Mapping[str, Any], customs: Mapping[str, Any]) -> str:
    """The value of a custom field: a number, a text, a day, or the option that was chosen."""
    if chosen := item.get("idValue"):
        options = customs.get(item["idCustomField"], {}).get("options", ())
        return next((option["value"]["text"] for option in options if option["id"] == chosen), "")
    return str(next(iter((item.get("value") or {}).values()), ""))


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
