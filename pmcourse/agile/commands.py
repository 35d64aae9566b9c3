"""`pmcourse sprint`: the best sprint from a table of items, and what past sprints allow to promise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmcourse.agile.choosing import best, needed_for, odd_needs
from pmcourse.agile.forecast import promise
from pmcourse.agile.reading import items, sprints
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.command import Encoding, Map, Rows, Unit, opened, said_of_columns, say, say_aside, working
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    help="Plan a sprint, and promise what past sprints allow.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse sprint plan backlog.csv --capacity 16",
)
MOST_ASIDE = 20  # rows named one by one
_PLANNED = ("id", "title", "points", "value", "needs", "why")
_VELOCITY = ("board", "sprints", "empty", "mean", "promise", "low", "high", "tried", "kept", "inside")


@app.command(
    epilog="Examples: pmcourse sprint plan items.csv --capacity 16 · … --goal S-02 · … --done S-01 · … - < items.csv"
)
def plan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with id, points, value; needs and goal; or -.")],
    capacity: Annotated[float, typer.Option(help="Points that fit into the sprint.", min=0.1)],
    goal: Annotated[list[str] | None, typer.Option(metavar="ID", help="An item that the goal needs.")] = None,
    done: Annotated[list[str] | None, typer.Option(metavar="ID", help="An item that is done already.")] = None,
    map: Map = None,
    unit: Unit = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """The items with the most value that fit, with all that they need; what the goal needs comes first.

    Ends with status 1 where a row is kept aside, needs an item that is not there, or waits for one that waits for it.
    """
    said = said_of_columns(map, unit)
    with opened(file) as (raw, name):
        found, table = items(raw, name, said.fields, said.units, encoding)
    known, over = {item.id for item in found}, set(done or ())
    if unknown := [id for id in (*(goal or ()), *(done or ())) if id not in known]:
        raise CourseError(f"No item has the id {', '.join(unknown)}. The ids are in the column of {name} taken for id.")
    found = [item.model_copy(update={"goal": item.goal or item.id in (goal or ())}) for item in found]
    left = [item for item in found if item.id not in over]
    with working("Looking for the best sprint"):
        chosen = best(left, capacity)
    forced = needed_for([item.id for item in left if item.goal], left, over)
    rows = [
        {"id": item.id, "title": item.title, "points": item.points, "value": item.value, "needs": ", ".join(item.needs),
         "why": "the goal" if item.id in forced else "value"}
        for item in left if item.id in chosen
    ]  # fmt: skip
    print_rows(rows, _PLANNED, format)
    points, value = (sum(row[key] for row in rows) for key in ("points", "value"))
    say(f"{len(rows)} of {len(left)} items, {points:g} of {capacity:g} points, value {value:g}. No other set has more.")
    if not forced:
        say("No item is marked as needed by a sprint goal: say --goal ID, or add a column goal with yes.")
    odd = list(odd_needs(found, name, over))
    for one in odd:
        say(one)
    short = _tell(name, table) or odd
    raise typer.Exit(1 if short else 0)


@app.command(epilog="Examples: pmcourse sprint velocity sprints.csv · … --chance 90% --last 9 · … - < sprints.csv")
def velocity(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with a row for each sprint, or -.")],
    chance: Annotated[str, typer.Option(metavar="SHARE", help="How often the promise shall be kept.")] = "85%",
    last: Annotated[int, typer.Option(help="How many sprints to look back.", min=2, max=100)] = 6,
    map: Map = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """What the last sprints of each board allow to promise for the next one, and how often that held before.

    Sprints with nothing done are left out. `promise` is one of the last sprints, or empty where they are too few;
    `kept` of the `tried` past sprints reached the promise from those before them, `inside` lay between their ends.
    """
    with opened(file) as (raw, name):
        boards, table = sprints(raw, name, said_of_columns(map, None).fields, encoding)
    share = readers.number(chance)
    if share is None or not 0 < share < 1:
        raise CourseError(f"--chance must be a share between 0 and 1, such as 85% or 0.85 (got {chance!r}).")
    rows = [_row(board, done, last, share) for board, done in boards.items()]
    print_rows(rows, _VELOCITY, format)
    tried, kept, inside = (sum(row[key] for row in rows) for key in ("tried", "kept", "inside"))
    if tried:
        say(f"Looking back: of {tried} sprints with {last} before them, {kept} ({kept / tried:.0%}) reached what would "
            f"have been promised; {inside} ({inside / tried:.0%}) lay between the lowest and the highest.")  # fmt: skip
    if empty := sum(row["empty"] for row in rows):
        say(f"{empty} of {sum(len(done) for done in boards.values())} sprints had nothing done and are left out.")
    if not any(row["promise"] is not None for row in rows):
        say(f"{chance} cannot be promised from so few sprints: n sprints allow n ÷ (n + 1) at most.")
    raise typer.Exit(1 if _tell(name, table) else 0)


def _row(board: str, done: list[float], last: int, chance: float) -> dict[str, object]:
    """What one board's sprints say, and what the same rule would have said before each of them."""
    full = [one for one in done if one > 0]
    recent = full[-last:]
    tries = [(full[at - last : at], full[at]) for at in range(last, len(full))]
    pledges = [(promise(past, chance), seen) for past, seen in tries]
    pledged = [(pledge, seen) for pledge, seen in pledges if pledge is not None]
    return {
        "board": board or "all",
        "sprints": len(full),
        "empty": len(done) - len(full),
        "mean": round(sum(recent) / len(recent), 1) if recent else None,
        "promise": promise(recent, chance) if recent else None,
        "low": min(recent, default=None),
        "high": max(recent, default=None),
        "tried": len(pledged),
        "kept": sum(seen >= pledge for pledge, seen in pledged),
        "inside": sum(min(past) <= seen <= max(past) for past, seen in tries) if pledged else 0,
    }


def _tell(name: str, table: object) -> bool:
    for note in table.notes:
        say(f"{name}: {note}")
    return say_aside(name, table.aside, MOST_ASIDE)
