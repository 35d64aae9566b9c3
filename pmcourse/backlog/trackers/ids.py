"""Ids of items where no column is called so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pmcourse.kit.columns import Column
from pmcourse.kit.fields import plain
from pmcourse.kit.references import id_in, is_address
from pmcourse.sheets import Row

_ID_HEADING = re.compile(r".+ (?:id|key|no|number)|url|link|permalink")


_OWN_ADDRESS = re.compile(r"(?:.+ )?(?:url|permalink)|link")


def names_itself(heading: str, text: str) -> bool:
    """Whether a cell is the address of the item of its row, such as Trello's Card URL."""
    return bool(_OWN_ADDRESS.fullmatch(plain(heading)) and re.fullmatch(r"https?://\S+", text.strip()))


@dataclass(frozen=True)
class Found:
    """Where the ids of a file's items stand: in the column at `at`, else they are counted."""

    at: int | None = None
    notes: tuple[str, ...] = ()

    def of(self, texts: Sequence[str], place: int) -> str:
        return str(place) if self.at is None else id_in(texts[self.at])


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
        addresses = [bool(is_address(text)) for text in texts]
        if "://" in texts[0] and not all(addresses):
            continue
        ids = {id_in(text) for text in texts}
        if "" not in ids and len(ids) == len(texts):
            return Found(at, (f"Ids were taken from the column “{column.heading}”.",))
    return Found(None, ("No column holds ids, so the rows were numbered from 1.",))
