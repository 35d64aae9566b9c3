"""`pmcourse usability`: scores of the System Usability Scale, and how many finish tasks, and how fast."""

from __future__ import annotations

from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist, mean, median, stdev
from typing import Annotated, Any

import typer

from pmcourse.kit.command import Encoding, Map, Rows, opened, said_of_columns, say, say_aside
from pmcourse.kit.shares import adjusted_wald
from pmcourse.kit.tables import Table
from pmcourse.rows import Format, print_rows
from pmcourse.usability import measures, reading

app = typer.Typer(
    help="Usability tests from your own files: SUS scores, and who finished which task, with intervals.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse usability sus answers.csv",
)
MOST_ASIDE = 20  # rows named one by one
USUAL = 68  # of SUS, over many products (Sauro 2011)


@app.command(
    epilog="Examples: pmcourse usability sus answers.csv · … --map 'Frage 1=q1' --format csv · … - < answers.csv"
)
def sus(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with a row for each person, ten answers, or -.")],
    map: Map = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """The score of each person (Brooke 1996); mean, standard deviation and interval stand on stderr.

    Who agrees with praise and with complaint alike is named. Ends with status 1 where a row is kept aside.
    """
    with opened(file) as (raw, name):
        found, table = reading.sus(raw, name, said_of_columns(map, None).fields, encoding)
    scores = [measures.sus(one.answers) for one in found]
    unturned = [measures.same_way(one.answers) for one in found]
    rows = [
        {"person": one.person, "line": one.line, "score": score, "look": "agrees or disagrees with all" if same else ""}
        for one, score, same in zip(found, scores, unturned, strict=True)
    ]
    print_rows(rows, ("person", "line", "score", "look"), format)
    _notes(name, table)
    say(f"{_people(scores)}: {_told(scores)}. {USUAL} is usual (Sauro 2011); SUS is no percentage.")
    if any(unturned):
        others = [score for score, same in zip(scores, unturned, strict=True) if not same]
        without = f"{_people(others)}: {_told(others)}" if others else "nobody is left"
        verb = "agrees or disagrees" if sum(unturned) == 1 else "agree or disagree"
        say(f"{sum(unturned)} {verb} with praise and complaint alike. Without them {without}.")
    raise typer.Exit(1 if say_aside(name, table.aside, MOST_ASIDE) else 0)


@app.command(epilog="Examples: pmcourse usability tasks test.csv · … --map 'OK=done' --format json · … - < test.csv")
def tasks(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV with a row for each try: task, person, done, time; or -.")
    ],
    map: Map = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """For each task who finished, with the adjusted Wald interval (95%), and the geometric mean of their times.

    Times are in seconds, of those who finished. Ends with status 1 where a row is kept aside.
    """
    with opened(file) as (raw, name):
        found, table = reading.tries(raw, name, said_of_columns(map, None).fields, encoding)
    text, rows, tasks = format is Format.TEXT, [], {}
    for one in found:
        tasks.setdefault(one.task, []).append(one)
    for task, some in tasks.items():
        done = sum(one.done for one in some)
        low, high = adjusted_wald(done, len(some))
        shares = {"share": done / len(some), "from": low, "to": high}
        times = [one.time for one in some if one.done and one.time]
        row: dict[str, Any] = {"task": task, "done": done, "of": len(some), "timed": len(times)}
        row |= {key: f"{value:.0%}" if text else value for key, value in shares.items()}
        seconds = _times(times)
        rows.append(row | {key: f"{value:.1f}" if text else value for key, value in seconds.items()})
    columns = ("task", "done", "of", "share", "from", "to", "timed", "time", "time from", "time to")
    print_rows(rows, columns, format)
    _notes(name, table)
    say("from, to: 95%, adjusted Wald. time: geometric mean of who finished, in seconds; its interval: t on logs.")
    raise typer.Exit(1 if say_aside(name, table.aside, MOST_ASIDE) else 0)


def _people(scores: list[float]) -> str:
    return "1 person" if len(scores) == 1 else f"{len(scores)} people"


def _told(scores: list[float]) -> str:
    """Mean, spread and interval in words."""
    told = f"mean {mean(scores):.2f}, median {median(scores):g}"
    if len(scores) < 2:
        return told
    half = _t(len(scores)) * stdev(scores) / sqrt(len(scores))
    low, high = max(0, mean(scores) - half), min(100, mean(scores) + half)
    return f"{told}, standard deviation {stdev(scores):.2f}, 95% of the mean {low:.1f} to {high:.1f}"


def _times(times: list[float]) -> dict[str, float]:
    """The geometric mean of times and its interval, by t on their logarithms (Sauro & Lewis 2010)."""
    if not times:
        return {}
    found = {"time": measures.geometric_mean(times)}
    if len(times) > 1:
        logs = [log(one) for one in times]
        half = _t(len(logs)) * stdev(logs) / sqrt(len(logs))
        found |= {"time from": exp(mean(logs) - half), "time to": exp(mean(logs) + half)}
    return found


def _t(count: int) -> float:
    """Student's t for 95% and so many values."""
    from scipy.stats import t

    return float(t.ppf(0.975, count - 1)) if count < 10_000 else NormalDist().inv_cdf(0.975)


def _notes(name: str, table: Table) -> None:
    for note in table.notes:
        say(f"{name}: {note}")
