"""`pmcourse stories`: check and parse the stories of a real backlog, one a line or in a column of a CSV file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from pmcourse.errors import CourseError
from pmcourse.findings import Severity
from pmcourse.kit.columns import columns_of, ranked
from pmcourse.kit.command import Encoding, Rows, opened, say, say_aside, working
from pmcourse.kit.fields import ID_HEADINGS, About, plain, recognised
from pmcourse.rows import Format, print_rows
from pmcourse.sheets import BadRow, below_headings, decode, rows_of, separator
from pmcourse.stories.checks import check_all
from pmcourse.stories.parse import parse as parsed

app = typer.Typer(
    help="Check and parse user stories: one a line, or in a column of a CSV file.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse stories check backlog.txt",
)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A text file with one story a line or after the other, a CSV file, or -.")
]
Column = Annotated[str | None, typer.Option(help="The heading of the CSV column that holds the stories.")]

_USUAL = {
    "story": About("story", "story", headings=("user story", "userstory", "stories", "text", "summary", "title", "name",
                                               "description", "zusammenfassung", "titel", "résumé", "titre")),
    "id": About("id", "id", headings=ID_HEADINGS),
}  # fmt: skip
_GOES_ON = re.compile(
    r"[\s*_>-]*(?:I|we)\s*(?:['’]d\b|would\b|want|need|wish|can\b)|[\s*_>-]*(?:so\b|in\s+order\b|because\b)", re.I
)
_START = 20_000  # characters in which headings must stand
_COLUMNS = ("story", "criterion", "severity", "start", "end", "message")


@app.command(
    epilog="Examples: pmcourse stories check backlog.txt · "
    "pmcourse stories check export.csv --column Summary --format csv"
)
def check(file: File, format: Rows = Format.TEXT, column: Column = None, encoding: Encoding = None) -> None:
    """Check the stories of FILE, each on its own and all together.

    Ends with status 1 where something is to fix or to improve; what is only worth a second look counts for nothing.
    start and end count the characters of the story.
    """
    stories = _read(file, column, encoding)
    with working(f"Checking {len(stories)} stories"):
        findings = check_all(stories)
    rows = [
        {
            "story": int(finding.where.item),
            "criterion": finding.criterion,
            "severity": finding.severity.word if format is Format.TEXT else finding.severity.value,
            "start": finding.where.start,
            "end": finding.where.end,
            "message": finding.message,
        }
        for finding in findings
    ]
    columns = ("story", "severity", "criterion", "message") if format is Format.TEXT else _COLUMNS
    print_rows(rows, columns, format)
    counts = Counter(finding.severity for finding in findings)
    said = ", ".join(f"{counts[severity]} {severity.word.lower()}" for severity in Severity)
    say(f"{len(stories)} stor{'y' if len(stories) == 1 else 'ies'}: {said}.")
    raise typer.Exit(1 if counts[Severity.MUST] or counts[Severity.SHOULD] else 0)


@app.command(epilog="Example: pmcourse stories parse - --format json < backlog.txt")
def parse(file: File, format: Rows = Format.TEXT, column: Column = None, encoding: Encoding = None) -> None:
    """Take the stories of FILE apart: who wants it, what is wanted, its first verb, and what it is good for."""
    texts = _read(file, column, encoding)
    with working(f"Reading {len(texts)} stories"):
        stories = {number: parsed(text) for number, text in texts.items()}
    rows = [
        {
            "story": int(number),
            "role": story.word("role"),
            "means": story.word("means"),
            "action": story.action,
            "end": story.word("end"),
        }
        for number, story in stories.items()
    ]
    print_rows(rows, ("story", "role", "means", "action", "end"), format)
    others = [number for number, story in stories.items() if not story.is_story]
    if others:
        some = ", ".join(others[:10]) + (" and others" if len(others) > 10 else "")
        say(f"{len(others)} of {len(stories)} do not say who wants what: {some}.")


def _read(file: Path, column: str | None, encoding: str | None) -> dict[str, str]:
    """The stories of FILE by number, from 1: of a CSV the rows below its heading, else the lines that are not empty."""
    with opened(file) as (raw, name):
        text, _, notes = decode(raw, name, encoding)
    for note in notes:
        say(f"{name}: {note}")
    if column is not None or file.suffix.casefold() in {".csv", ".tsv"} or _is_table(text):
        return _cells(text, name, column)
    return {str(number): story for number, story in enumerate(_lines(text), 1)}


def _is_table(text: str) -> bool:
    """Whether a text, whose name does not say what it is, begins with headings, one of them for stories."""
    start = text[:_START]
    first = next((row for row in rows_of(start, separator(start, _known)) if not row.blank), None)
    return first is not None and len(first.cells) > 1 and _column(first.cells, None) is not None


def _known(header: Sequence[str]) -> int:
    return sum(recognised(cell, _USUAL.values()) is not None for cell in header)


def _lines(text: str) -> Iterator[str]:
    """The stories of a text, one a line; a line that begins with the wish or the end goes on with the one before it."""
    story = ""
    for line in re.split(r"\r\n|\r|\n", text):
        if story and line.strip() and _GOES_ON.match(line):
            story += f"\n{line}"
            continue
        if story:
            yield story
        story = line if line.strip() else ""
    if story:
        yield story


def _cells(text: str, name: str, column: str | None) -> dict[str, str]:
    """The stories in one column; rows that do not say anything there keep their number and are left out."""
    known = _known if column is None else lambda header: sum(plain(cell) == plain(column) for cell in header)
    head, rows, notes = below_headings(list(rows_of(text, separator(text, known))), known)
    header = head.cells if head else ()
    at = _column(header, column)
    if at is None:
        said = f"has no column {column!r}" if column is not None else "has no column that is called like stories"
        names = ", ".join(repr(cell.strip()) for cell in header[:30])
        raise CourseError(f"{name} {said}. Say with --column which one holds them: {names}.")
    for note in notes:
        say(f"{name}: {note}")
    say_aside(name, [BadRow(row.line, row.fault, row.cells) for row in rows if row.fault])
    whole = {str(number): row for number, row in enumerate(rows, 1) if not row.fault}
    stories = {number: row.cells[at] for number, row in whole.items() if at < len(row.cells) and row.cells[at].strip()}
    if silent := [str(row.line) for number, row in whole.items() if number not in stories]:
        some = ", ".join(silent[:10]) + (" and others" if len(silent) > 10 else "")
        say(f"{name}: {len(silent)} rows hold no story and were left out, on line {some}.")
    if not stories:
        raise CourseError(f"{name} holds no story below {header[at].strip()!r}. Is it the right column?")
    return stories


def _column(header: Sequence[str], said: str | None) -> int | None:
    """The place of the column of stories: the one that is `said`, else the best of those that are called so."""
    if said is not None:
        return next((at for at, heading in enumerate(header) if plain(heading) == plain(said)), None)
    return ranked(columns_of(header, _USUAL), _USUAL).get("story", [None])[0]
