"""`pmcourse roadmap …`: forecast, check, show and convert roadmaps that lie in files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmcourse.errors import CourseError
from pmcourse.findings import Severity
from pmcourse.kit.command import (
    Columns,
    Encoding,
    Force,
    Map,
    MapFile,
    Rows,
    Unit,
    opened,
    put,
    refuse_existing,
    said_of_columns,
    say,
    working,
)
from pmcourse.roadmap.audience import Audience, view
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.draws import Shape
from pmcourse.roadmap.exchange import Imported, as_bytes, read_bytes
from pmcourse.roadmap.forecast import ForecastError, forecast
from pmcourse.roadmap.queue import Method
from pmcourse.roadmap.texts import percent
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Roadmaps: forecast them, check them, show them, change their form.",
    epilog="Example: pmcourse roadmap forecast roadmap.csv",
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A roadmap: .json, .csv, .md, a gantt chart in .mmd, or -.")]


class Form(StrEnum):
    """What `--to` takes."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    MERMAID = "mmd"


@app.command(
    "forecast",
    epilog="Examples: pmcourse roadmap forecast roadmap.csv · "
    "pmcourse roadmap forecast roadmap.csv --unit 'Effort=person-days' --sure 70 --format csv",
)
def forecast_command(
    file: File,
    method: Annotated[
        Method, typer.Option(help="Draw efforts from estimates, or weeks from past throughput.", case_sensitive=False)
    ] = (Method.ESTIMATES),
    shape: Annotated[
        Shape, typer.Option(help="How an effort lies between low and high.", case_sensitive=False)
    ] = Shape.TRIANGULAR,
    trials: Annotated[int, typer.Option(help="How often the roadmap is played through.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same forecast.")] = 1,
    sure: Annotated[float, typer.Option(help="The least chance, in percent, that a promise may have.")] = 85,
    format: Rows = Format.TEXT,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    encoding: Encoding = None,
) -> None:
    """When each initiative ends (P50, P85, P95), the chance of each promise, and what drives the end.

    Exit status 1 where a promise has a smaller chance than --sure or an initiative cannot be forecast.
    """
    if not 0 <= sure <= 100:
        raise CourseError(f"--sure must be from 0 to 100 percent (got {sure:g}).")
    roadmap = _read(file, said_of_columns(map, unit, mapping), encoding).roadmap
    with working("Drawing what may happen"):
        seen = forecast(roadmap, method, shape, trials, seed)
    driving = {driver.id: driver.share for driver in seen.drivers()}
    chances = {(promise.kind, promise.id): promise for promise in seen.promises()}
    rows = []
    for id in [*seen.ids, None]:
        promise = chances.get(("initiative", id))
        rows.append(
            {
                "initiative": id or "everything",
                "title": roadmap.initiative(id).title if id else "",
                **{f"p{share}": _day(seen.day(share / 100, id)) for share in (50, 85, 95)},
                "promised": str(promise.day) if promise else "",
                "chance": round(100 * promise.chance, 1) if promise else None,
                "drives": round(100 * driving[id], 1) if id else None,
            }
        )
    for promise in chances.values():
        if promise.kind == "outcome":
            chance = round(100 * promise.chance, 1)
            row = {"initiative": promise.id, "title": f"all work for: {roadmap.outcome(promise.id).name}"}
            rows.append(row | {"promised": str(promise.day), "chance": chance})
    ends, promised = (
        ("initiative", "title", "p50", "p85", "p95", "drives"),
        ("initiative", "title", "promised", "chance"),
    )
    heading = f"{roadmap.title}: {seen.trials:,} trials, what drives the end in percent"
    if format is Format.TEXT:  # side by side they are too wide for a terminal
        print_rows([row for row in rows if "p50" in row], ends, format, title=heading)
        if kept := [row | {"chance": percent(row["chance"] / 100)} for row in rows if row.get("promised")]:
            print_rows(kept, promised, format, title="Promises, and the chance of each")
    else:
        print_rows(rows, tuple(dict.fromkeys([*ends[:-1], *promised, "drives"])), format)
    for doubt in seen.doubts:
        say(doubt)
    for id, why in seen.left_out.items():
        say(f"{id} is not in the forecast: {why}.")
    if seen.left_out or any(100 * promise.chance < sure for promise in chances.values()):
        raise typer.Exit(1)


@app.command("check", epilog="Example: pmcourse roadmap check roadmap.csv --format json")
def check_command(
    file: File,
    format: Rows = Format.TEXT,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    encoding: Encoding = None,
) -> None:
    """What can be said against a roadmap. Exit status 1 where something must or should be put right."""
    findings = check(_read(file, said_of_columns(map, unit, mapping), encoding).roadmap)
    rows = [
        {
            "item": finding.where.item if finding.where else "",
            "criterion": finding.criterion,
            "severity": finding.severity.value,
            "message": finding.message,
            "why": finding.why,
            "next": finding.hint,
        }
        for finding in findings
    ]
    wide = ("item", "criterion", "severity", "message", "why", "next")
    print_rows(rows, ("severity", "message", "next") if format is Format.TEXT else wide, format)
    if any(finding.severity is not Severity.LOOK for finding in findings):
        raise typer.Exit(1)


@app.command("show", epilog="Example: pmcourse roadmap show roadmap.csv --audience board")
def show_command(
    file: File,
    audience: Annotated[Audience, typer.Option(help="Who looks at it.", case_sensitive=False)] = Audience.TEAM,
    format: Rows = Format.TEXT,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    encoding: Encoding = None,
) -> None:
    """A roadmap for the board, for sales or for the team: the same data, no dates where none are promised."""
    roadmap = _read(file, said_of_columns(map, unit, mapping), encoding).roadmap
    seen = None
    if audience is Audience.TEAM:
        try:
            seen = forecast(roadmap)
        except ForecastError as error:
            say(error)
    shown = view(roadmap, audience, seen)
    print_rows(shown.rows, shown.columns, format, title=shown.note)


@app.command(
    "convert", epilog="Examples: pmcourse roadmap convert roadmap.csv roadmap.mmd · … convert roadmap.csv - --to md"
)
def convert_command(
    file: File,
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Where to: .json, .csv, .md, or .mmd for a Mermaid gantt chart; or -.")
    ],
    to: Annotated[
        Form | None, typer.Option(help="The form, where the name of OUT does not say it.", case_sensitive=False)
    ] = None,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    encoding: Encoding = None,
    force: Force = False,
) -> None:
    """Write a roadmap in another form. Exit status 1 where something in the file could not be used."""
    refuse_existing(out, force)
    if to is None and out.suffix.lower().removeprefix(".") not in set(Form):
        raise CourseError(f"The name must end in .json, .csv, .md or .mmd, or --to say the form (got {str(out)!r}).")
    imported = _read(file, said_of_columns(map, unit, mapping), encoding)
    raw = as_bytes(imported.roadmap, f".{to.value}" if to else out.suffix)
    say(f"{len(imported.roadmap.initiatives)} initiatives written to {put(out, raw, force)}.")
    if imported.notes or imported.refused:
        raise typer.Exit(1)


def _read(file: Path, said: Columns, encoding: str | None) -> Imported:
    """The roadmap in FILE, with what was not used of it, and what was converted, said on standard error."""
    with opened(file) as (raw, name):
        imported = read_bytes(raw, name, said.fields, said.units, encoding)
    for note in (*imported.told, *imported.notes):
        say(f"{name}: {note}")
    return imported


def _day(day: object) -> str:
    return str(day) if day else "not in sight"
