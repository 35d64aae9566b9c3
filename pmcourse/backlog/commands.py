"""`pmcourse backlog`: rank and convert a backlog exported from a tracker."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmcourse.errors import CourseError
from pmcourse.rows import Format, print_rows

if TYPE_CHECKING:
    from pmcourse.backlog.model import Backlog

app = typer.Typer(help="Rank and convert backlogs exported from Jira, GitHub, GitLab or a spreadsheet.")

Method = StrEnum(
    "Method", ["rice", "wsjf", "safe", "cd3", "value-effort", "moscow", "kano", "opportunity", "sequence"]
)  # fmt: skip
File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file, or a backlog.json made in the course.")]
Map = Annotated[list[str] | None, typer.Option("--map", help="COLUMN=FIELD, where a heading is not recognised.")]
LinkFile = Annotated[Path | None, typer.Option(help="A CSV of issue links: issuekey, linkedIssueKey, name.")]
Encoding = Annotated[str | None, typer.Option(help="The CSV's encoding, such as cp1252, where the guess is wrong.")]


class Shape(StrEnum):
    """What `--to` takes."""

    JIRA = "jira"
    CSV = "csv"
    JSON = "json"


@app.command()
def rank(
    file: File,
    method: Annotated[Method, typer.Option(help="How to rank; `sequence` is the order with least cost of delay.")],
    format: Annotated[Format, typer.Option(help="How to print the rows.")] = Format.TEXT,
    map: Map = None,
    links: LinkFile = None,
    encoding: Encoding = None,
) -> None:
    """Rank the items of FILE, best first. Ends with status 1 where a row, a circle or a missing value is in the way."""
    backlog, short = _read(file, map, links, encoding)
    rows, needed = _sequence(backlog) if method is Method.sequence else _ranking(backlog, method.value)
    print_rows(rows, ("rank", "id", "title", "score", "why"), format)
    if needed:
        _say(f"No item could be scored: {method.value} needs {', '.join(needed)}. Fill these in, or say with --map "
             "which columns hold them.")  # fmt: skip
    raise typer.Exit(1 if short or needed else 0)


@app.command()
def convert(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    to: Annotated[
        Shape, typer.Option(help="jira: as Jira imports it; csv: a plain table; json: as the course reads it.")
    ],
    map: Map = None,
    links: LinkFile = None,
    encoding: Encoding = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it exists.")] = False,
) -> None:
    """Write the items of FILE to OUT in another shape. Ends with status 1 where a row or a circle is in the way."""
    from pmcourse.artifact import dumps
    from pmcourse.backlog.trackers import write_csv, write_jira

    if out.exists() and not force:
        raise CourseError(f"{out} exists and is not replaced. Choose another name, or say --force.")
    backlog, short = _read(file, map, links, encoding)
    write = {Shape.JIRA: write_jira, Shape.CSV: write_csv, Shape.JSON: dumps}[to]
    # Excel takes a CSV for UTF-8 only if it begins with the mark; Jira would take the mark for a part of the heading.
    _write(out, write(backlog).encode("utf-8-sig" if to is Shape.CSV else "utf-8"), force)
    _say(f"{len(backlog.items)} items written to {out}.")
    raise typer.Exit(1 if short else 0)


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _ranking(backlog: Backlog, method: str) -> tuple[list[dict], list[str]]:
    """The rows to print and, where nothing has a score, what the method needs."""
    from pmcourse.backlog import methods

    ranking = methods.rank(backlog, method)
    rows = [
        {
            "rank": None if row.score.value is None else row.rank,
            "id": row.id,
            "title": row.title,
            "score": row.score.value,
            "why": row.score.why,
        }
        for row in ranking
    ]
    scored = any(row.score.value is not None for row in ranking)
    return rows, [] if scored else [methods.WORDS[field] for field in methods.METHODS[method].fields]


def _sequence(backlog: Backlog) -> tuple[list[dict], list[str]]:
    """The same for the order that costs least in delay; what is known of its cost goes to standard error."""
    from pmcourse.backlog.sequence import best_order

    plan = best_order(backlog)
    _say(f"Cost of delay {plan.cost:,.0f}, {plan.method}; no order can cost less than {plan.bound:,.0f}.")
    items, unknown = {item.id: item for item in backlog.items}, set(plan.unknown)
    rows = []
    for place, id in enumerate(plan.order, 1):
        item = items[id]
        score = item.cost_of_delay / item.duration if id not in unknown and item.duration else None
        why = "cost of delay or duration unknown" if id in unknown else "least cost of delay"
        if item.depends_on:
            why += f", after {', '.join(item.depends_on)}"
        rows.append({"rank": place, "id": id, "title": item.title, "score": score, "why": why})
    return rows, ["cost of delay", "duration"] if len(unknown) == len(rows) else []


def _write(out: Path, content: bytes, force: bool) -> None:
    """Put `content` into `out`; with `force` in place of what was there, in one step."""
    draft = out.with_name(f".{out.name}.draft")
    try:
        if force:
            draft.write_bytes(content)
            draft.replace(out)
        else:
            with out.open("xb") as file:
                file.write(content)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CourseError(f"{out} cannot be written: {error.strerror}. Check the folder, or choose another.") from None


def _read(file: Path, map: list[str] | None, links: Path | None, encoding: str | None) -> tuple[Backlog, bool]:
    """The backlog of FILE with what was in the way said on standard error, and whether anything was."""
    from pmcourse.artifact import read
    from pmcourse.backlog.model import Backlog
    from pmcourse.backlog.trackers import read_csv, read_links, with_links

    mapping = {}
    for pair in map or ():
        column, _, field = pair.rpartition("=")
        if not column:
            raise CourseError(f"--map must look like COLUMN=FIELD (got {pair!r}).")
        mapping[column] = field.strip()
    short = False
    if file.suffix.casefold() == ".json":
        if mapping:
            raise CourseError(f"--map is for CSV files; {file} is JSON, whose fields have their names already.")
        backlog = read(file, Backlog)
    else:
        reading = read_csv(file, mapping, encoding)
        backlog = reading.backlog
        for note in reading.notes:
            _say(f"{file}: {note}")
        short = _aside(file, reading.set_aside)
    if links:
        table = read_links(links, encoding)
        short |= _aside(links, table.set_aside)
        for note in (*table.notes, *table.missing(backlog.ids)):
            _say(f"{links}: {note}")
        backlog = with_links(backlog, table)
    for circle in backlog.circles():
        _say(f"These items wait for each other: {' needs '.join([*reversed(circle), circle[-1]])}.")
        short = True
    return backlog, short


def _aside(file: Path, rows: tuple) -> bool:
    """Name the rows of `file` that were kept aside; whether there were any."""
    for row in rows:
        _say(f"{file}, line {row.line}: kept aside. The row {row.reason}.")
    return bool(rows)
