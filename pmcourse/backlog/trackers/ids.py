"""Ids of items where no column is called so, and items that are named by something else than their id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pmcourse.backlog.trackers.columns import Column
from pmcourse.kit.fields import plain
from pmcourse.sheets import Row

_ID_HEADING = re.compile(r".+ (?:id|key|no|number)|url|link|permalink")
_LAST = re.compile(r"https?://(?:[^\s?#]*/|\S*[?&]\w+=)((?:[A-Za-z][A-Za-z0-9_]*-)?\d+)/?(?:[?#]\S*)?")
_WITH_ADDRESS = re.compile(r"(.*?)\s*[(<\[]?(https?://[^\s)>\]]+)[)>\]]?", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """Where the ids of a file's items stand: in the column at `at`, else they are counted."""

    at: int | None = None
    notes: tuple[str, ...] = ()

    def of(self, texts: Sequence[str], place: int) -> str:
        return str(place) if self.at is None else id_in(texts[self.at])


def id_in(text: str) -> str:
    """The id in a cell, of an address what it ends in: `https://…/issues/42` is 42."""
    said = text.strip()
    address = _LAST.fullmatch(said)
    return address[1] if address else said


def with_ids(columns: Sequence[Column], rows: Sequence[Row]) -> Found:
    """The column that can serve as ids where none is called so: filled and different in every row that has a title."""
    if any(column.role == "id" for column in columns):
        return Found()
    title = next(at for at, column in enumerate(columns) if column.role == "title")
    filled = [row.cells for row in rows if not row.fault and title < len(row.cells) and row.cells[title].strip()]
    for at, column in enumerate(columns):
        if column.role != "extra" or not _ID_HEADING.fullmatch(plain(column.heading)) or not filled:
            continue
        texts = [cells[at] if at < len(cells) else "" for cells in filled]
        is_address = [bool(_LAST.fullmatch(text.strip())) for text in texts]
        if "://" in texts[0] and not all(is_address):
            continue
        ids = {id_in(text) for text in texts}
        if "" not in ids and len(ids) == len(texts):
            return Found(at, (f"Ids were taken from the column “{column.heading}”.",))
    return Found(None, ("No column holds ids, so the rows were numbered from 1.",))


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
        last = id_in(address[2]) if address else ""
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
