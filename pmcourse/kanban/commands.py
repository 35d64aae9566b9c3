"""`pmcourse flow`: how long cards take, what is open and how old it is, from a tracker's log."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pmcourse.errors import CourseError
from pmcourse.kanban import flow
from pmcourse.kanban.reading import Log, read
from pmcourse.kit import readers
from pmcourse.kit.command import Encoding, Map, Rows, opened, said_of_columns, say, say_aside
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    help="How long cards take, what is open, and when what is left may be done.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse flow report changes.csv",
)
MOST_ASIDE, NAMED = 20, 5  # rows, and cards, that are named one by one
WEEKS = 12  # that a forecast looks back
_MEASURES, _CARDS = ("measure", "value", "unit", "from"), ("id", "started", "done", "days", "older than")


@app.callback()
def _flow() -> None: ...


@app.command(
    epilog="Examples: pmcourse flow report changes.csv · … --left 20 · … --cards --format csv · … --order dmy - < t.csv"
)
def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A change log, or a table of starts and ends; or -.")],
    cards: Annotated[bool, typer.Option("--cards", help="A row for each card.")] = False,
    left: Annotated[int | None, typer.Option(help="Forecast the weeks for so many cards.", min=1, max=10_000)] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day of the report; else the last in the file.")
    ] = None,
    order: Annotated[str | None, typer.Option(metavar="dmy|mdy", help="How days such as 3/4/2027 are meant.")] = None,
    started: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="A status in which work is on.")] = None,
    done: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="A status that means done.")] = None,
    last_done: Annotated[
        bool, typer.Option("--last-done", help="What was done and is open again counts as done.")
    ] = False,
    map: Map = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """Cycle times (first start to last done, calendar days), what is open and how old, and cards done a week.

    Cards without a cycle time are left out; how many, and why, is told. Ends with status 1 where a row is kept aside.
    """
    if order not in (None, "dmy", "mdy"):
        raise CourseError(f"--order must be dmy or mdy (got {order!r}).")
    with opened(file) as (raw, name):
        log = read(raw, name, said_of_columns(map, None).fields, encoding, order, started or (), done or (), last_done)
    last = max(day for pair in log.cards.values() for day in pair if day is not None) if log.cards else 0.0
    if until is not None:
        if (day := readers.day(until)) is None:
            raise CourseError(f"--until must be a day such as 2027-03-31 (got {until!r}).")
        last = float(day.toordinal() - date(1970, 1, 1).toordinal() + 1)
        log.cards = {
            id: (start, end if end is not None and end <= last else None)
            for id, (start, end) in log.cards.items() if start <= last
        }  # fmt: skip
    print_rows(*((_card_rows(log, last), _CARDS) if cards else (_measures(log, last, left), _MEASURES)), format)
    raise typer.Exit(1 if _tell(name, log, left is not None, last, last_done) else 0)


def weekly(log: Log, last: float) -> list[int]:
    """Cards done in each of the last whole weeks before the end of the log, the oldest first; at most twelve."""
    ends = [end for _, end in log.cards.values() if end is not None]
    first = min((start for start, _ in log.cards.values()), default=last)
    weeks = min(WEEKS, int((last - first) // 7))
    return [sum(last - 7 * (week + 1) < end <= last - 7 * week for end in ends) for week in reversed(range(weeks))]


def _measures(log: Log, last: float, left: int | None) -> list[dict[str, Any]]:
    took = sorted(end - start for start, end in log.cards.values() if end is not None)
    ages = sorted(last - start for start, end in log.cards.values() if end is None)
    rows = [
        _row("cards in the file", log.seen, "cards", log.seen),
        _row("cycle time, half at most", _median(took), "days", len(took)),
        _row("cycle time, 85% at most", flow.percentile(took, 0.85), "days", len(took)),
        _row("cycle time, mean", sum(took) / len(took) if took else None, "days", len(took)),
        _row("open now", len(ages), "cards", len(log.cards)),
        _row("oldest open card", max(ages, default=None), "days", len(ages)),
        _row("open longer than 85% took", sum(flow.rank(age, took) >= 0.85 for age in ages) if took else None, "cards",
             len(ages)),
    ]  # fmt: skip
    weeks = weekly(log, last)
    rows.append(_row("done in a week", sum(weeks) / len(weeks) if weeks else None, "cards", len(weeks)))
    for share in (0.5, 0.85, 0.95) if left else ():
        rows.append(
            _row(f"weeks for {left} more, {share:.0%} sure", flow.weeks_for(weeks, left, share), "weeks", len(weeks))
        )
    return rows


def _row(measure: str, value: float | None, unit: str, of: int) -> dict[str, Any]:
    return {"measure": measure, "value": None if value is None else round(value, 2), "unit": unit, "from": of}


def _median(values: list[float]) -> float | None:
    middle = len(values) // 2
    return (values[middle] + values[~middle]) / 2 if values else None


def _card_rows(log: Log, last: float) -> list[dict[str, Any]]:
    took = [end - start for start, end in log.cards.values() if end is not None]
    return [
        {"id": id, "started": _day(start), "done": _day(end), "days": round((last if end is None else end) - start, 2),
         "older than": f"{flow.rank((last if end is None else end) - start, took):.0%}"}
        for id, (start, end) in log.cards.items()
    ]  # fmt: skip


def _day(moment: float | None) -> str:
    return "" if moment is None else datetime.fromtimestamp(moment * 86_400, UTC).strftime("%Y-%m-%d")


def _tell(name: str, log: Log, forecast: bool, last: float, last_done: bool) -> bool:
    for note in log.notes:
        say(f"{name}: {note}")
    for why, ids in log.left_out.items():
        say(f"Left out, {why}: {len(ids)} ({_some(ids)}).")
    if log.twice:
        say(f"Done more than once: {len(log.twice)} ({_some(log.twice)}). The first start and the last end count.")
    if log.reopened:
        how = "done as it was at last" if last_done else "open; --last-done takes the last end"
        say(f"Done, and open again: {len(log.reopened)} ({_some(log.reopened)}). Counted as {how}.")
    if forecast and (few := len(weekly(log, last))) < flow.FEW:
        say(f"The forecast stands on {few} weeks; under {flow.FEW} its far end is hardly known.")
    say("Days are calendar days, nights and weekends too.")
    return say_aside(name, sorted(log.aside, key=lambda row: row.line), MOST_ASIDE)


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if len(ids) > NAMED else "")
