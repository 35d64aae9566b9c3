"""`pmcourse backlog`: rank and convert a backlog exported from a tracker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pmcourse.artifact import dumps
from pmcourse.artifact.disk import parse
from pmcourse.backlog import methods, ranking
from pmcourse.backlog.model import FIELDS, Backlog
from pmcourse.backlog.trackers import READ, links_of, read_bytes, with_links, write_csv, write_jira
from pmcourse.backlog.trackers.trello import is_board
from pmcourse.backlog.trackers.understanding import Understood, understood
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.command import (
    Columns,
    Encoding,
    Force,
    Map,
    MapFile,
    Rows,
    Unit,
    mapping_text,
    opened,
    pair,
    put,
    refuse_existing,
    said_of_columns,
    say,
    say_aside,
)
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    help="Rank and convert backlogs exported from Jira, GitHub, GitLab or a spreadsheet.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse backlog rank export.csv --method wsjf",
)

Method = StrEnum("Method", [(id.replace("-", "_"), id) for id in (*methods.METHODS, "sequence")])
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A CSV file, a board of Trello's, a backlog.json of the course, or -.")
]
LinkFile = Annotated[Path | None, typer.Option(help="A CSV of issue links, or -: issuekey, linkedIssueKey, name.")]


class Shape(StrEnum):
    """What `--to` takes."""

    JIRA = "jira"
    CSV = "csv"
    JSON = "json"


@app.command(
    epilog="Examples: pmcourse backlog rank export.csv --method rice · "
    "pmcourse backlog rank export.csv --weight 'Value=3' --weight 'Risk=-1' · "
    "pmcourse backlog rank - --method wsjf --unit 'Duration=days' --format csv < export.csv"
)
def rank(
    file: File,
    method: Annotated[
        Method | None,
        typer.Option(help="How to rank; `sequence` is the order with least cost of delay.", case_sensitive=False),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=NUMBER", help="Instead of a method: a criterion of your own, and its weight."),
    ] = None,
    format: Rows = Format.TEXT,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    links: LinkFile = None,
    encoding: Encoding = None,
) -> None:
    """Rank the items of FILE, best first. Ends with status 1 where a row, a circle or a missing value is in the way."""
    if (method is None) is not bool(weight):
        raise CourseError("Say how to rank: either --method, such as rice, or --weight for each criterion of your own.")
    weights = _weights(weight or ())
    backlog, short, sizes = _read(file, said_of_columns(map, unit, mapping), links, encoding)
    if method is Method.sequence:
        rows, needed = ranking.in_sequence(backlog)
    elif method:
        rows, needed = ranking.by_method(backlog, method.value, sizes)
    else:
        rows, needed = ranking.by_weights(backlog, weights, sizes)
    print_rows(rows, ("rank", "id", "title", "score", "why"), format)
    if needed:
        how, needs = method.value if method else "weighted scoring", ", ".join(needed)
        say(f"No item could be scored: {how} needs {needs}. Fill these in, or say with --map which columns hold them.")
        if others := ranking.methods_for(backlog):
            say(f"The file has what these need: --method {', --method '.join(others)}.")
    raise typer.Exit(1 if short or needed else 0)


@app.command(epilog="Examples: pmcourse backlog convert export.csv for-jira.csv --to jira · … export.csv - --to json")
def convert(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write, or - for the output.")],
    to: Annotated[
        Shape,
        typer.Option(
            help="jira: as Jira imports it; csv: a plain table; json: as the course reads it.", case_sensitive=False
        ),
    ],
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    links: LinkFile = None,
    encoding: Encoding = None,
    force: Force = False,
) -> None:
    """Write the items of FILE to OUT in another shape. Ends with status 1 where a row or a circle is in the way."""
    refuse_existing(out, force)
    backlog, short, sizes = _read(file, said_of_columns(map, unit, mapping), links, encoding)
    text = dumps(backlog) if to is Shape.JSON else (write_jira if to is Shape.JIRA else write_csv)(backlog, sizes)
    # Excel takes a CSV for UTF-8 only if it begins with the mark; Jira would take the mark for a part of the heading.
    name = put(out, text.encode("utf-8-sig" if to is Shape.CSV else "utf-8"), force)
    say(f"{len(backlog.items)} items written to {name}.")
    if to is Shape.JSON and sizes:
        said = ", ".join(f"{FIELDS[name].title} ({size})" for name, size in sizes.items())
        say(f"JSON does not say that these are no amounts in the usual unit: {said}.")
    if to is Shape.JIRA and "effort" not in sizes and any(item.effort is not None for item in backlog.items):
        say(f"“Story Points” holds the effort, in {FIELDS['effort'].unit}: Jira has no other field for it.")
    raise typer.Exit(1 if short else 0)


@app.command("map", epilog="Example: pmcourse backlog map export.csv --save map.toml, then … --mapping map.toml")
def map_command(
    file: File,
    save: Annotated[
        Path | None, typer.Option(metavar="MAP", help="Write what is said here into a file for --mapping.")
    ] = None,
    format: Rows = Format.TEXT,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    encoding: Encoding = None,
    force: Force = False,
) -> None:
    """Show what each column of FILE is taken for, before anything is computed.

    Ends with status 1 where no column holds titles, or the scale of one must be said."""
    if save:
        refuse_existing(save, force)
    said = said_of_columns(map, unit, mapping)
    with opened(file) as (raw, name):
        found = understood(raw, name, said.fields, encoding, said.units)
        taken = _taken_for(found)
        _refuse_empty(found.rows, name)
    print_rows(taken, ("column", "is", "unit", "filled", "example", "read as"), format)
    for note in found.notes:
        say(f"{name}: {note}")
    aside = [one.heading for one in found.amounts.values() if one.aside]
    titled = any(column.role in ("title", "link") for column in found.columns)
    if not titled:
        say(f"{name}: no column holds titles. Say which one does: --map 'COLUMN=title'.")
    if save:
        roles = {column.heading: column.role for column in found.columns if column.role in READ}
        kept = Columns(roles | dict(said.fields), said.units)
        say(f"Written to {put(save, mapping_text(kept, name).encode(), force)}. Next time: --mapping {save}")
    raise typer.Exit(1 if aside or not titled else 0)


def _taken_for(found: Understood) -> list[dict[str, Any]]:
    """A row for each column: what it is, its unit, how many cells are filled, and how the first of them is read."""
    rows = []
    for at, column in enumerate(found.columns):
        field, taken = READ.get(column.role), found.taken(at)
        rows.append(
            {
                "column": column.heading,
                "is": field.title if field else "link" if column.role == "link" else "kept",
                "unit": (found.amounts[at].size if at in found.amounts else "") or (field.unit if field else ""),
                "filled": taken.filled,
                "example": taken.example,
                "read as": taken.read_as,
            }
        )
    return rows


def _weights(given: Iterable[str]) -> dict[str, float]:
    weights = {}
    for text in given:
        heading, number = pair("--weight", "COLUMN=NUMBER", text)
        value = readers.number(number)
        if value is None:
            raise CourseError(f"--weight must give a number such as 3 or -1 (got {text!r}).")
        weights[heading] = value
    return weights


def _read(
    file: Path, said: Columns, links: Path | None, encoding: str | None
) -> tuple[Backlog, bool, Mapping[str, str]]:
    """The backlog of FILE, whether anything was in the way, which is said on standard error, and `Reading.sizes`."""
    short, sizes, reading = False, {}, None
    with opened(file) as (raw, name):
        if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and not is_board(raw):
            if said:
                why = f"--map and --unit are for CSV files; {name} is JSON, whose fields have names already."
                raise CourseError(why)
            backlog = parse(raw, Backlog, name)
        else:
            reading = read_bytes(raw, name, said.fields, encoding, said.units)
            _refuse_empty(reading.backlog.items or reading.set_aside, name)
    if reading:
        backlog, sizes = reading.backlog, reading.sizes
        for note in reading.notes:
            say(f"{name}: {note}")
        short = say_aside(name, reading.set_aside)
    if links:
        with opened(links) as (raw, name):
            table = links_of(raw, name, encoding)
        short |= say_aside(name, table.set_aside)
        for note in (*table.notes, *table.missing(backlog.ids)):
            say(f"{name}: {note}")
        backlog = with_links(backlog, table)
    return backlog, _say_circles(backlog) or short, sizes


def _refuse_empty(rows: Sequence[object], name: str) -> None:
    if not rows:
        raise CourseError(f"{name} has headings, but no rows. Export it again.")


_SHOWN = 10  # circles, and items of one, that are named


def _say_circles(backlog: Backlog) -> bool:
    """Name items that wait for each other, and say of long circles how long they are; whether there are any."""
    circles = backlog.circles()
    for circle in circles[:_SHOWN]:
        way = [*reversed(circle), circle[-1]]
        if len(circle) > _SHOWN:
            way = [*way[: _SHOWN // 2], f"… ({len(way) - _SHOWN:,} more) …", *way[-_SHOWN // 2 :]]
        say(f"These items wait for each other: {' needs '.join(way)}.")
    if len(circles) > _SHOWN:
        say(f"{len(circles) - _SHOWN:,} more such circles are there.")
    return bool(circles)
