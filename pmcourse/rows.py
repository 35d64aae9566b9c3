"""Rows for people and for machines: one way to print a table for every command."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """What `--format` takes."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], format: Format, title: str = "") -> None:
    """Print `rows` to standard output, their values in the order of `columns`.

    Text is a table fitted to the terminal, or wider where numbers would be cut; CSV has a header and makes
    formula-like cells harmless; JSON is a list of objects that keeps numbers as numbers.
    """
    if format is Format.JSON:
        json.dump([{c: row.get(c) for c in columns} for row in rows], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif format is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([harmless(row.get(c)) for c in columns] for row in rows)
    else:
        from rich.console import Console  # here, because lessons load this file and print no table
        from rich.table import Table
        from rich.text import Text

        table = Table(title=Text(seen(title)) if title else None, title_justify="left")
        cells = [[_text(row.get(c)) for c in columns] for row in rows]
        for at, column in enumerate(columns):  # on a narrow screen titles are wrapped, and days and numbers stay whole
            widest = max(map(len, [column, *(row[at] for row in cells)]))
            table.add_column(column, no_wrap=widest <= _SHORT, min_width=min(widest, _SHORT), overflow="fold")
        for row in cells:
            table.add_row(*(Text(seen(cell)) for cell in row))  # plain: brackets in it are no markup
        piped = not (sys.stdout.isatty() or "COLUMNS" in os.environ)
        least = 1 + sum(3 + column.min_width for column in table.columns)  # too wide is seen, and a cut number is not
        Console(width=max(_PIPED if piped else Console().width, least)).print(table)


_SHORT = 12  # characters: an id, a day, a number
_PIPED = 140  # characters a line where nobody says how wide the page is: a CI log, a file
_FORMULA = re.compile(r"'*(\s*[=+\-@]|[\t\r])")


def harmless(value: Any) -> Any:
    """`value` as a cell that no spreadsheet runs: text that begins like a formula gets a leading apostrophe.

    Source: OWASP, "CSV Injection". Numbers stay numbers, so a negative number is not changed. `restored` undoes it.
    """
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


_COMMANDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")


def seen(text: str) -> str:
    """`text` without what would command a terminal instead of being shown: colours, a title, letters reversed."""
    return _COMMANDS.sub("\ufffd", text)


def restored(cell: str) -> str:
    """The text that `harmless` made `cell` of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)
