"""How people's files name one thing in the row of another: by id, title or address; and rows that are no thing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_LAST = re.compile(r"https?://(?:[^\s?#]*/|\S*[?&]\w+=)((?:[A-Za-z][A-Za-z0-9_]*-)?\d+)/?(?:[?#]\S*)?")
_WITH_ADDRESS = re.compile(r"(.*?)\s*[(<\[]?(https?://[^\s)>\]]+)[)>\]]?", re.DOTALL)
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_SUMS = re.compile(
    r"(?:(?:grand |sub|sub |overall )?totals?|sums?|averages?|avg|means?|median|count"
    r"|(?:gesamt|zwischen|end)?summe|gesamt|insgesamt|durchschnitt|mittelwert|anzahl"
    r"|(?:sous|total)[- ](?:total|général)|somme|moyenne)(?:\s*\(.*\)|\s*:.*)?",
    re.DOTALL,
)


def values(text: str) -> list[str]:
    """The values of a cell that holds a list: JSON as `gh` writes it, or parts between commas, semicolons or lines, as
    ClickUp does also in brackets: `[a,b]`."""
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
            return [part["name"] if isinstance(part, dict) else part for part in found if part]
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    if bare := _BRACKETS.fullmatch(text.strip()):
        text = bare[1]
    return [part.strip() for part in re.split(r"[,;\r\n]", text) if part.strip()]


def is_address(text: str) -> bool:
    """Whether `text` is an address that ends in an id."""
    return bool(_LAST.fullmatch(text.strip()))


def is_sum(title: str, cells: Sequence[str]) -> bool:
    """Whether a row without an id is the last line of a spreadsheet: a title such as Total, and else only numbers."""
    words = [cell for cell in cells if cell.strip() and not any(sign.isdigit() for sign in cell)]
    return len(words) <= 1 and bool(_SUMS.fullmatch(title.strip(" :").casefold()))


def id_in(text: str) -> str:
    """The id in a cell, of an address what it ends in: `https://…/issues/42` is 42."""
    said = text.strip()
    address = _LAST.fullmatch(said)
    return address[1] if address else said


class Named:
    """Items by what links call them: id, another id, `#7`, title, `Title (address)`, an address that ends in the id."""

    def __init__(self, items: Sequence[tuple[str, str, Sequence[str]]]) -> None:
        """`items`: of each its id, its title and its other ids."""
        self._ids = {id: id for id, _, _ in items}
        self._others: dict[str, str] = {}
        self._titles: dict[str, list[str]] = {}
        for id, title, others in items:
            for other in others:
                self._others.setdefault(other, id)
            self._titles.setdefault(_said(title), []).append(id)
        self._by_title = 0
        self._doubtful: dict[str, None] = {}

    def one(self, text: str) -> str | None:
        """The id of the item that `text` names, None where there is none or it could be two."""
        found = self._ids.get(text) or self._others.get(text)
        if found or not text:
            return found
        if text[0] == "#" and text[1:] in self._ids:
            return text[1:]
        address = _WITH_ADDRESS.fullmatch(text)
        for said in (text, address[1] if address else ""):
            if titled := self._titles.get(_said(said)) if said else None:
                if len(titled) > 1:
                    self._doubtful[said] = None
                    return None
                self._by_title += 1
                return titled[0]
        last = id_in(address[2] if address else text) if address or is_address(text) else ""
        return self._ids.get(last) or self._others.get(last)

    def all(self, parts: Sequence[str]) -> list[str]:
        """The ids that the parts of a cell name; what is not known stays as it is. A title may hold commas itself."""
        found, at = [], 0
        while at < len(parts):
            for end in (at + 1,) if parts[at] in self._ids else range(min(len(parts), at + 8), at, -1):
                if id := self.one(", ".join(parts[at:end])):
                    found.append(id)
                    break
            else:
                end = at + 1
                found.append(parts[at])
            at = end
        return found

    def notes(self) -> list[str]:
        notes = []
        if self._by_title:
            notes.append(f"Links that name an item by its title were read so: {self._by_title}.")
        if self._doubtful:
            some = next(iter(self._doubtful))
            notes.append(
                f"{len(self._doubtful)} links name a title that several items have, such as “{some}”, and go nowhere. "
                "Name its id."
            )
        return notes


def _said(title: str) -> str:
    return " ".join(title.casefold().split())
