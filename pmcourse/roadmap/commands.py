"""`pmcourse roadmap …`: forecast, check, show and convert roadmaps that lie in files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmcourse.errors import CourseError
from pmcourse.roadmap.choices import Audience, Method, Shape
from pmcourse.rows import Format, print_rows

if TYPE_CHECKING:
    from pmcourse.roadmap.model import Roadmap

app = typer.Typer(no_args_is_help=True, help="Roadmaps: forecast them, check them, show them, change their form.")

File = Annotated[Path, typer.Argument(help="A roadmap: .json, .csv or .md.")]
Map = Annotated[list[str] | None, typer.Option("--map", help="COLUMN=FIELD, where a heading is not recognised.")]


@app.command("forecast")
def forecast_command(
    file: File,
    method: Annotated[Method, typer.Option(help="Draw efforts from estimates, or weeks from past throughput.")] = (
        Method.ESTIMATES
    ),
    shape: Annotated[Shape, typer.Option(help="How an effort lies between low and high.")] = Shape.TRIANGULAR,
    trials: Annotated[int, typer.Option(help="How often the roadmap is played through.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same forecast.")] = 1,
    sure: Annotated[float, typer.Option(help="The least chance, in percent, that a promise may have.")] = 85,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TEXT,
    map: Map = None,
) -> None:
    """When each initiative ends (P50, P85, P95), the chance of each promise, and what drives the end.

    Exit status 1 where a promise has a smaller chance than --sure or an initiative cannot be forecast.
    """
    from pmcourse.roadmap.forecast import forecast

    if not 0 <= sure <= 100:
        raise CourseError(f"--sure must be from 0 to 100 percent (got {sure:g}).")
    roadmap = _read(file, map)
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
        if kept := [row for row in rows if row.get("promised")]:
            print_rows(kept, promised, format, title="Promises, and the chance of each in percent")
    else:
        print_rows(rows, tuple(dict.fromkeys([*ends[:-1], *promised, "drives"])), format)
    for id, why in seen.left_out.items():
        print(f"{id} is not in the forecast: {why}.", file=sys.stderr)
    if seen.left_out or any(100 * promise.chance < sure for promise in chances.values()):
        raise typer.Exit(1)


@app.command("check")
def check_command(
    file: File,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TEXT,
    map: Map = None,
) -> None:
    """What can be said against a roadmap. Exit status 1 where something must or should be put right."""
    from pmcourse.findings import Severity
    from pmcourse.roadmap.checks import check

    findings = check(_read(file, map))
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


@app.command("show")
def show_command(
    file: File,
    audience: Annotated[Audience, typer.Option(help="Who looks at it.")] = Audience.TEAM,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TEXT,
    map: Map = None,
) -> None:
    """A roadmap for the board, for sales or for the team: the same data, no dates where none are promised."""
    from pmcourse.roadmap.audience import view
    from pmcourse.roadmap.forecast import ForecastError, forecast

    roadmap = _read(file, map)
    seen = None
    if audience is Audience.TEAM:
        try:
            seen = forecast(roadmap)
        except ForecastError as error:
            print(error, file=sys.stderr)
    shown = view(roadmap, audience, seen)
    print_rows(shown.rows, shown.columns, format, title=shown.note)


@app.command("convert")
def convert_command(
    file: File,
    to: Annotated[Path, typer.Argument(help="Where to: .json, .csv, .md, or .mmd for a Mermaid gantt chart.")],
    map: Map = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write a roadmap in another form. Exit status 1 where something in the file could not be used."""
    from pmcourse.roadmap.exchange import read_roadmap, write_roadmap

    if to.exists() and not force:
        raise CourseError(f"{to} exists and is not replaced. Choose another name, or say --force.")
    imported = read_roadmap(file, _fields(map))
    _say(imported.notes)
    write_roadmap(to, imported.roadmap)
    if imported.notes:
        raise typer.Exit(1)


def _read(file: Path, map: list[str] | None) -> Roadmap:
    from pmcourse.roadmap.exchange import read_roadmap

    imported = read_roadmap(file, _fields(map))
    _say(imported.notes)
    return imported.roadmap


def _fields(map: list[str] | None) -> dict[str, str]:
    pairs = [one.rpartition("=") for one in map or ()]
    for column, _, field in pairs:
        if not column:
            raise CourseError(f"--map must look like COLUMN=FIELD (got {field!r}).")
    return {field.strip(): column.strip() for column, _, field in pairs}


def _say(notes: tuple) -> None:
    for note in notes:
        print(note, file=sys.stderr)


def _day(day: object) -> str:
    return str(day) if day else "not in sight"
