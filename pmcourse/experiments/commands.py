"""`pmcourse experiment`: how many people a test needs, and what its result says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmcourse.errors import CourseError
from pmcourse.experiments.model import Boundary
from pmcourse.experiments.reading import read as read_result
from pmcourse.experiments.shares import SPLIT_ALARM, difference, split
from pmcourse.experiments.shares import size as size_of
from pmcourse.experiments.worlds import Setting, bounds, least_people
from pmcourse.kit import readers
from pmcourse.kit.command import Encoding, Rows, opened, say, say_aside
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    help="How many people an A/B test needs, and what its result says.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse experiment size --before 5% --after 7%",
)
MOST_ASIDE = 20  # rows named one by one
Bar = StrEnum("Bar", [("pocock", "pocock"), ("obrien", "obrien-fleming")])
_BARS = {Bar.pocock: Boundary.POCOCK, Bar.obrien: Boundary.OBRIEN}
Share = Annotated[str, typer.Option(metavar="SHARE", help="A share, such as 5% or 0.05.")]


@app.command(
    epilog="Examples: pmcourse experiment size --before 5% --after 7% --a-day 36 · … --looks 5 --boundary pocock"
)
def size(
    before: Share,
    after: Share,
    power: Share = "80%",
    sure: Annotated[str, typer.Option(metavar="SHARE", help="One less the rate of false alarms.")] = "95%",
    a_day: Annotated[
        float | None, typer.Option(help="People a day, both arms together: says the days.", min=0.001)
    ] = None,
    looks: Annotated[int, typer.Option(help="How often you look, the last time included.", min=1, max=30)] = 1,
    boundary: Annotated[
        Bar,
        typer.Option(
            help="The bar at each of several looks; it keeps false alarms at 5% in all.", case_sensitive=False
        ),
    ] = Bar.obrien,
    format: Rows = Format.TEXT,
) -> None:
    """How many people each of two arms needs to show the share --after instead of --before."""
    shares = {name: _share(f"--{name}", text) for name, text in
              (("before", before), ("after", after), ("power", power), ("sure", sure))}  # fmt: skip
    people, heights = size_of(*shares.values()), None
    if looks > 1:
        if (shares["power"], shares["sure"]) != (0.8, 0.95):
            raise CourseError(
                "Several looks are worked out for a power of 80% and 5% false alarms. Leave --power and --sure."
            )
        setting = Setting(shares["before"], shares["after"], 1, 0, 0)
        people, heights = least_people(_BARS[boundary], looks, setting), bounds(_BARS[boundary], looks)
    row = {"people in each arm": people, "both arms": 2 * people}
    if a_day:
        row["days"] = round(2 * people / a_day, 1)
    print_rows([row], tuple(row), format)
    if heights:
        say(f"Stop early only where z is beyond {', '.join(f'{one:.2f}' for one in heights)}, look by look.")
    if a_day and row["days"] > 7:
        say("Plan whole weeks: people differ by the day of the week.")


@app.command(
    epilog="Examples: pmcourse experiment read players.csv · … --group version --outcome retention_7 · "
    "… --arms gate_30,gate_40 · … - --format json < players.csv"
)
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with a row for each person or each arm, or -.")],
    group: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that names the arm.")] = None,
    outcome: Annotated[list[str] | None, typer.Option(metavar="COLUMN", help="What counts; may be said again.")] = None,
    arms: Annotated[str | None, typer.Option(metavar="OLD,NEW", help="Which arms, the old one first.")] = None,
    planned: Annotated[str, typer.Option(metavar="SHARE", help="The share of people planned for the old arm.")] = "50%",
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """What the test in FILE says of each outcome: the new arm less the old one, in points, with 95% interval, z and p.

    Ends with status 1 where a row is kept aside, or where the arms were not filled as planned.
    """
    with opened(file) as (raw, name):
        found = read_result(raw, name, group, outcome or (), _arms(arms), encoding)
    rows = []
    for one, hits in found.hits.items():
        seen = difference(hits, found.people)
        points = [100 * value for value in (seen.difference, seen.low, seen.high)]
        if format is Format.TEXT:
            told = [
                f"{k:,} of {n:,} ({share:.2%})" for k, n, share in zip(hits, found.people, seen.shares, strict=True)
            ]
            numbers = [*(f"{value:+.2f}" for value in points), f"{seen.z:.2f}", f"{seen.p:.4f}"]
            rows.append(dict(zip(_columns(found.arms), [one, *told, *numbers], strict=True)))
        else:
            values = [one, *found.arms, *found.people, *hits, *points, seen.z, seen.p]
            rows.append(dict(zip(_ALL, values, strict=True)))
    print_rows(rows, _columns(found.arms) if format is Format.TEXT else _ALL, format)
    for note in found.notes:
        say(f"{name}: {note}")
    say(f"“{found.arms[0]}” counts as the old arm, “{found.arms[1]}” as the new one; --arms turns them round.")
    odd = split(found.people, _share("--planned", planned))
    if odd < SPLIT_ALARM:
        say(f"The arms have {found.people[0]:,} and {found.people[1]:,} people. Chance alone fills them so "
            f"unevenly in {odd:.2%} of tests (p = {odd:.4f}). Find out how people came into them first.")  # fmt: skip
    if len(rows) > 1:
        say(f"{len(rows)} outcomes: the more there are, the likelier one stands out by chance. Which one was planned?")
    short = say_aside(name, found.set_aside[:MOST_ASIDE])
    if len(found.set_aside) > MOST_ASIDE:
        say(f"{name}: {len(found.set_aside) - MOST_ASIDE:,} more rows are kept aside.")
    raise typer.Exit(1 if short or odd < SPLIT_ALARM else 0)


_ALL = (
    "outcome",
    "old",
    "new",
    "old people",
    "new people",
    "old hits",
    "new hits",
    "difference",
    "low",
    "high",
    "z",
    "p",
)


def _columns(arms: tuple[str, str]) -> tuple[str, ...]:
    return ("outcome", *arms, "points", "from", "to", "z", "p")


def _share(option: str, text: str) -> float:
    value = readers.number(text)
    if value is None or not 0 < value < 1:
        raise CourseError(f"{option} must be a share between 0 and 1, such as 5% or 0.05 (got {text!r}).")
    return value


def _arms(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        raise CourseError(f"--arms must name two arms, the old one first, such as control,new (got {text!r}).")
    return parts[0], parts[1]
