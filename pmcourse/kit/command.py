"""What the commands that read and write people's files share: options, standard input and output, notes, mappings."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pmcourse.artifact.disk import LARGEST, write_raw
from pmcourse.errors import CourseError
from pmcourse.rows import Format, seen
from pmcourse.sheets import BadRow, SheetError, load

LARGEST_INPUT = 25 * LARGEST  # bytes; an export of 200,000 issues with their comments has less
_SOON = 1.0  # seconds that anybody waits without asking what goes on
_STDIN, _STDOUT = "the input", "the output"
_NOTHING = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # marks and space: what may stand in a file that holds nothing

Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column holds, where its heading is not recognised."),
]
Unit = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="COLUMN=UNIT", help="The unit or scale of a column's numbers: days, %, 1 to 10."),
]
MapFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="MAP", help="A file with --map and --unit of last time.")
]
Encoding = Annotated[str | None, typer.Option(help="The file's encoding, such as cp1252, where the guess is wrong.")]
Rows = Annotated[Format, typer.Option("--format", help="How to print the rows.", case_sensitive=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are taken for: heading -> field, and heading -> unit of its numbers."""

    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fields or self.units)


def said_of_columns(map: Iterable[str] | None, unit: Iterable[str] | None, mapping: Path | None = None) -> Columns:
    """What the options --map, --unit and --mapping say together; the first two win. Raises CourseError."""
    kept = _kept(mapping) if mapping else Columns()
    fields = dict(pair("--map", "COLUMN=FIELD", one) for one in map or ())
    units = dict(pair("--unit", "COLUMN=UNIT", one) for one in unit or ())
    return Columns({**kept.fields, **fields}, {**kept.units, **units})


def pair(option: str, form: str, text: str) -> tuple[str, str]:
    """The two sides of an option such as `--map COLUMN=FIELD`; the last = divides. Raises CourseError without both."""
    column, _, value = (part.strip() for part in text.rpartition("="))
    if not column or not value:
        raise CourseError(f"{option} must look like {form} (got {text!r}).")
    return column, value


def _kept(path: Path) -> Columns:
    try:
        said = tomllib.loads(load(path).decode())
        columns = Columns(said.pop("columns", {}), said.pop("units", {}))
        texts = [text for part in (columns.fields, columns.units) for pair in part.items() for text in pair]
        if said or not all(isinstance(text, str) for text in texts):
            raise ValueError("only the tables [columns] and [units], of texts, are known")
    except (ValueError, AttributeError) as error:
        raise CourseError(f"{path} is no mapping: {error}. `pmcourse backlog map` writes one.") from None
    return columns


def mapping_text(columns: Columns, name: str) -> str:
    """`columns` as the text of a file for --mapping."""
    lines = [f"# What the columns of {json.dumps(name)} are taken for. Change it, then say --mapping with this file."]
    for table, said in (("columns", columns.fields), ("units", columns.units)):
        quoted = (f"{_quoted(heading)} = {_quoted(text)}" for heading, text in said.items())
        lines += ["", f"[{table}]", *quoted]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def content(file: Path) -> tuple[bytes, str]:
    """What is in `file`, or in standard input for `-`, and what to call it. Raises SheetError where that is nothing."""
    stdin = str(file) == "-"
    raw = sys.stdin.buffer.read(LARGEST_INPUT + 1) if stdin else load(file)
    name = _STDIN if stdin else str(file)
    if len(raw) > LARGEST_INPUT:
        raise SheetError(f"{name} must be at most {LARGEST_INPUT:,} bytes. Export a part of it.")
    if not raw.strip(_NOTHING):
        raise SheetError(f"{name} is empty. Export it again.")
    return raw, name


def refuse_existing(out: Path, force: bool) -> None:
    """Raise CourseError where `out` is there and may not be replaced: before anything long is begun."""
    if str(out) != "-" and out.exists() and not force:
        raise CourseError(f"{out} exists and is not replaced. Choose another name, or say --force.")


def put(out: Path, raw: bytes, force: bool = False) -> str:
    """Write `raw` to `out` in one step, or to standard output for `-`; returns what to call it. Raises CourseError."""
    refuse_existing(out, force)
    if str(out) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return _STDOUT
    try:
        write_raw(out, raw)
    except OSError as error:
        raise CourseError(f"{out} cannot be written: {error.strerror}. Check the folder, or choose another.") from None
    return str(out)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal, from the second second on, that `what` goes on and for how long it has."""
    if not sys.stderr.isatty():
        yield
        return
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    shown.add_task(what, total=None)
    soon = Timer(_SOON, shown.start)
    soon.start()
    try:
        yield
    finally:
        soon.cancel()
        soon.join()
        shown.stop()


@contextmanager
def opened(file: Path) -> Iterator[tuple[bytes, str]]:
    """`content`, for as long as it is read: a terminal shows that this goes on. Nothing is printed meanwhile."""
    raw, name = content(file)
    with working(f"Reading {name}"):
        yield raw, name


def say(text: object) -> None:
    """A note for the person at the screen: rows alone go to standard output."""
    typer.echo(seen(str(text)), err=True)


def say_aside(name: str, rows: Iterable[BadRow], most: int | None = None) -> bool:
    """Name the rows of a file that were kept aside, `most` of them one by one; whether there were any."""
    rows = list(rows)
    for row in rows[:most]:
        say(f"{name}, line {row.line}: kept aside. The row {row.reason}.")
    if most is not None and len(rows) > most:
        say(f"{name}: {len(rows) - most:,} more rows are kept aside.")
    return bool(rows)
