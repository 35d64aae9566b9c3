"""`pmcourse market`: who comes back, from purchases, and who would miss a product, from a survey."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.command import Encoding, Map, MapFile, Rows, Unit, opened, said_of_columns, say, say_aside
from pmcourse.kit.shares import at_least
from pmcourse.market.periods import Period, in_periods
from pmcourse.market.reading import Purchases, purchases
from pmcourse.market.reading import survey as read_survey
from pmcourse.market.retention import Triangle, flattens
from pmcourse.market.survey import MARK, holm
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    help="Product/market fit from your own files: retention from purchases, and the survey of disappointment.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse market retention orders.csv",
)
MOST_ASIDE = 20  # rows named one by one
AGES = 12  # columns that fit on a page


class Shown(StrEnum):
    """What `--show` takes."""

    SHARE = "share"
    PEOPLE = "people"
    AMOUNT = "amount"


class Order(StrEnum):
    """What `--order` takes."""

    DMY = "dmy"
    MDY = "mdy"


@app.command(
    epilog="Examples: pmcourse market retention orders.csv · … --period week --show people --format csv · "
    "… --map 'Buyer=customer' · … - < orders.csv"
)
def retention(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with a row for each purchase or visit, or -.")],
    period: Annotated[Period, typer.Option(help="How long a period is.", case_sensitive=False)] = Period.MONTH,
    show: Annotated[
        Shown, typer.Option(help="Share of the cohort, people, or amount for each of the cohort.", case_sensitive=False)
    ] = Shown.SHARE,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="The last day that the file covers, if not that of its last row.")
    ] = None,
    order: Annotated[Order | None, typer.Option(help="Where 3/4/2027 could be two days.", case_sensitive=False)] = None,
    map: Map = None,
    unit: Unit = None,
    mapping: MapFile = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """The retention triangle: of those who came first in a period, who came again in each period after.

    What is not over is left out, and its cells are empty. Ends with status 1 where a row is kept aside.
    """
    with opened(file) as (raw, name):
        found = purchases(raw, name, said_of_columns(map, unit, mapping), encoding, order, show is Shown.AMOUNT)
        end = _end(until, found)
        at = {day: period.of(day) for day in {day for _, day, _ in found.rows}}
        made = in_periods(found.rows, period, end)
        if not made.counts:
            raise CourseError(
                f"{name} ends on {end}, before its first {period} is over. Say --period week, or --until."
            )
        amounts = _amounts(found, at, made) if show is Shown.AMOUNT else {}
    ages = max(len(row) for row in made.counts.values())
    columns = (
        "cohort",
        "customers",
        *(str(age) for age in range(1, min(ages, AGES + 1 if format is Format.TEXT else ages))),
    )
    print_rows([_row(made, cohort, period, show, amounts, format) for cohort in made.counts], columns, format)
    for note in found.notes:
        say(f"{name}: {note}")
    _told(found, made, period, end, sum(at[day] > made.last for _, day, _ in found.rows), ages, format)
    raise typer.Exit(1 if say_aside(name, found.set_aside, MOST_ASIDE) else 0)


@app.command(
    epilog="Examples: pmcourse market survey answers.csv --by 'Why do you use it' --by plan · "
    "… --answer Q1 · … - --format json < answers.csv"
)
def survey(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV with a row for each person, or counts for each group, or -.")
    ],
    answer: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column of answers.")] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column that makes groups; may be said again.")
    ] = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """Very disappointed, of those who still use it, with Wilson's interval; groups are held against 40% by Holm.

    `p` is the exact chance of so many or more where the truth is 40%. Ends with status 1 where a row is kept aside.
    """
    with opened(file) as (raw, name):
        groups, aside, notes = read_survey(raw, name, answer, by or (), encoding)
    values = [at_least(one.very, one.people, MARK) for one in groups]
    tried = [at for at, one in enumerate(groups) if one.people and (one.name != "all" or len(groups) == 1)]
    counts = dict(zip(tried, holm([values[at] for at in tried]), strict=True))
    rows = []
    for at, one in enumerate(groups):
        row: dict[str, Any] = {"group": one.name, "very": one.very, "of": one.people, "no longer use it": one.gone}
        if one.people:
            shares = dict(zip(("share", "from", "to"), (one.share, *one.interval()), strict=True))
            text = format is Format.TEXT
            row |= {key: f"{value:.1%}" if text else value for key, value in shares.items()}
            row |= {"p": f"{values[at]:.4f}" if text else values[at]}
            below = one.interval()[1] < MARK
            row |= {"above 40%": "yes" if counts.get(at) else "no" if below else "open" if at in counts else ""}
        rows.append(row)
    columns = ("group", "very", "of", "share", "from", "to", "p", "above 40%", "no longer use it")
    print_rows(rows, columns, format)
    for note in notes:
        say(f"{name}: {note}")
    if len(tried) > 1:
        say(f"{len(tried)} groups were tried, so “above 40%” is Holm's (1979). Test the best one on new answers.")
    say("40% is a convention (Ellis). Ask those who used the product at least twice, and lately.")
    raise typer.Exit(1 if say_aside(name, aside, MOST_ASIDE) else 0)


def _row(
    made: Triangle, cohort: int, period: Period, show: Shown, amounts: dict[tuple[int, int], float], format: Format
) -> dict[str, Any]:
    people = made.counts[cohort]
    row: dict[str, Any] = {"cohort": period.named(cohort), "customers": people[0]}
    for age in range(1, len(people)):
        if show is Shown.PEOPLE:
            row[str(age)] = people[age]
        elif show is Shown.AMOUNT:
            value = amounts.get((cohort, age), 0.0) / people[0]
            row[str(age)] = f"{value:,.2f}" if format is Format.TEXT else value
        else:
            value = people[age] / people[0]
            row[str(age)] = f"{value:.1%}" if format is Format.TEXT else value
    return row


def _amounts(found: Purchases, at: Mapping[date, int], made: Triangle) -> dict[tuple[int, int], float]:
    """What each cohort spent at each age; `at` is the period of each day."""
    first: dict[str, int] = {}
    for who, day, _ in found.rows:
        first[who] = min(at[day], first.get(who, at[day]))
    sums: dict[tuple[int, int], float] = {}
    for who, day, amount in found.rows:
        if at[day] <= made.last:
            key = first[who], at[day] - first[who]
            sums[key] = sums.get(key, 0.0) + amount
    return sums


def _end(until: str | None, found: Purchases) -> date:
    last = max(day for _, day, _ in found.rows)
    if until is None:
        return last
    day = readers.day(until)
    if day is None:
        raise CourseError(f"--until must be a day such as 2027-03-31 (got {until!r}).")
    return day


def _told(found: Purchases, made: Triangle, period: Period, end: date, late: int, ages: int, format: Format) -> None:
    """What the average curve says, and what was left out."""
    say(f"{len(found.rows):,} rows of {len({who for who, _, _ in found.rows}):,} customers, up to {end}.")
    if late:
        say(
            f"{late:,} {'row lies' if late == 1 else 'rows lie'} in a {period} that was not over on that day, and "
            f"{'is' if late == 1 else 'are'} left out. --until says another day."
        )
    if ages > AGES + 1 and format is Format.TEXT:
        say(f"Shown are {AGES} of {ages - 1} {period}s; --format csv has all.")
    curve = made.average()
    flat = flattens(curve)
    said = {None: "too short to say whether it flattens", True: "flat", False: "not flat"}[flat]
    shares = ", ".join(f"{share:.1%}" for share in curve[1 : AGES + 1])
    say(f"All cohorts that are old enough, together: {shares or 'nothing yet'}. By the rule (less than 5% of those "
        f"left is lost in each of the last three {period}s) the curve is {said}.")  # fmt: skip
