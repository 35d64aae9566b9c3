"""Items as `gh issue list --json` and many interfaces write them, as CSV: a list in JSON, with an object for each."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from pmcourse.sheets import CONTROLS, SheetError

_NAMES = ("name", "title", "login", "key", "id")  # what of an object within an object is its name, the best first


def are_records(raw: bytes) -> bool:
    """Whether `raw` is a list in JSON."""
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") and isinstance(_json(raw), list)


def rows_as_csv(raw: bytes, name: str) -> bytes:
    """The objects as rows, a column for each key. Raises SheetError where there is none, or where one is no object."""
    found = _json(raw)
    if not found:
        raise SheetError(f"{name} holds an empty list. Export it again.")
    if wrong := next((one for one in found if not isinstance(one, dict)), None):
        raise SheetError(f"{name} must be a list of objects, one for each item (got {json.dumps(wrong)[:60]}).")
    headings = list(dict.fromkeys(key for one in found for key in one))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(headings)
    writer.writerows([_cell(one.get(key)) for key in headings] for one in found)
    return CONTROLS.sub("", stream.getvalue()).encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps([_cell(one) for one in value], ensure_ascii=False) if value else ""
    if isinstance(value, dict):
        return next((_cell(value[key]) for key in _NAMES if value.get(key)), "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
