"""How long a forecast takes: 10,000 trials of 50 initiatives with dependencies and capacity, on one core.

Run: python benchmarks/roadmap_forecast.py
Prints the median of 15 runs in milliseconds of one processor; the goal is 200.
"""

# ruff: noqa: E402 (the number of threads must be set before numpy is imported)
from __future__ import annotations

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import random
import statistics
import time

from pmcourse.roadmap.draws import Shape
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Estimate, Initiative, Roadmap, Team
from pmcourse.roadmap.queue import Method
from pmcourse.roadmap.what_if import Change, what_if

GOAL = 200  # milliseconds
RUNS = 15


def roadmap_of(initiatives: int, seed: int = 4) -> Roadmap:
    """A made-up roadmap: four teams, each initiative waits for up to two earlier ones, a third need two teams."""
    dice = random.Random(seed)
    names = ("North", "East", "South", "West")
    teams = tuple(
        Team(
            id=name,
            capacity={f"{year}-Q{q}": dice.randint(20, 60) for year in (2027, 2028) for q in (1, 2, 3, 4)},
            throughput=tuple(dice.randint(0, 9) for _ in range(26)),
        )
        for name in names
    )
    made = []
    for number in range(initiatives):
        low = dice.uniform(1, 8)
        likely = low * dice.uniform(1, 2)
        size = dice.randint(2, 8)
        made.append(
            Initiative(
                id=f"I-{number:02}",
                title=f"Initiative {number}",
                effort=Estimate(low=low, likely=likely, high=likely * dice.uniform(1, 3)),
                pieces=Estimate(low=size, likely=2 * size, high=4 * size),
                teams=tuple(dice.sample(names, 2 if number % 3 == 0 else 1)),
                after=tuple(f"I-{n:02}" for n in dice.sample(range(number), min(number, dice.randint(0, 2)))),
                start="2027-06-01" if number % 10 == 9 else None,
                promise="2028-06-30" if number % 5 == 0 else None,
            )
        )
    return Roadmap(as_of="2027-01-01", teams=teams, initiatives=tuple(made))


def median(action) -> float:
    """Milliseconds of processor time (others may use the machine too), the median of runs after one to warm up."""
    action()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        action()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def everything(method: Method, shape: Shape = Shape.TRIANGULAR) -> None:
    """The forecast and all that is read off it: P50, P85, P95 of each, the promises, the drivers."""
    seen = forecast(roadmap, method, shape)
    for id in seen.ids:
        for share in (0.5, 0.85, 0.95):
            seen.day(share, id)
    seen.promises()
    seen.drivers()


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    roadmap = roadmap_of(50)
    rows = [
        ("estimates, triangular", lambda: forecast(roadmap)),
        ("estimates, PERT", lambda: forecast(roadmap, shape=Shape.PERT)),
        ("throughput", lambda: forecast(roadmap, Method.THROUGHPUT)),
        ("what if, estimates", lambda: what_if(roadmap, Change(capacity={"North": 1.2}))),
        ("estimates, with every date, promise and driver", lambda: everything(Method.ESTIMATES)),
        ("throughput, with every date, promise and driver", lambda: everything(Method.THROUGHPUT)),
    ]
    print(f"10,000 trials x {len(roadmap.initiatives)} initiatives, {len(roadmap.teams)} teams, one core")
    for name, action in rows:
        taken = median(action)
        print(f"{name:<50} {taken:7.1f} ms   {taken / GOAL:5.2f} of the goal of {GOAL} ms")
