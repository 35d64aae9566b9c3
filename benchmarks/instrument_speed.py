"""What one step of a learner's costs in the kernel, in each instrument of the lessons: computed, drawn and saved.

Goal: under 100 ms. Printed is the median of some steps, each with another setting, beside one plain picture of
matplotlib (a line, as SVG) in the same run. Run: python benchmarks/instrument_speed.py [PART OF A NAME ...]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from itertools import cycle
from statistics import median
from time import perf_counter
from typing import Any

from matplotlib.figure import Figure

GOAL, ROUNDS = 100, 9  # milliseconds; steps of each instrument
Step = Callable[[], object]


def plain() -> None:
    """What matplotlib itself takes for a picture."""
    figure = Figure()
    figure.add_subplot().plot(range(10))
    figure.savefig(BytesIO(), format="svg")


def made(lesson: str, name: str) -> Any:
    """A widget of a lesson: an instrument, or that of an exercise."""
    widget = getattr(import_module(f"pmcourse.{lesson}.lesson"), name)()
    return getattr(widget, "widget", widget)


def moved(control: Any, *values: Any) -> Step:
    """A step that gives a control the next of `values`."""
    turn = cycle(values)
    return lambda: setattr(control, "value", next(turn))


def pressed(*buttons: Any) -> Step:
    """A step that presses the next of some buttons."""
    turn = cycle(buttons)
    return lambda: next(turn).click()


def refreshed(move: Step, press: Step) -> Step:
    """A step that changes a setting and runs it."""

    def step() -> None:
        move()
        press()

    return step


def instruments() -> Iterator[tuple[str, Step]]:
    """Each instrument's name, and what makes one step in it."""
    quarter = made("role", "exercise_quarter")
    yield "01 quarter: work a week", pressed(quarter.week)
    yield "01 quarter: move an hour", moved(next(iter(quarter.sliders.values())), *range(10))
    coders = made("discovery", "lab")
    yield "02 coders: move a slider", moved(coders.agrees, *range(20, 100, 5))
    screens = made("discovery", "exercise_form")
    yield "02 screens: change a label", moved(screens.form.fields["label"], *map("Label {}".format, range(ROUNDS)))
    plan = made("experiments", "exercise_plan")
    plan.guess.value = "500"
    people = moved(plan.people, *range(1000, 3000, 130))
    yield "03 plan: watch one test", refreshed(people, plan.one.click)
    yield "03 plan: a thousand worlds", refreshed(people, plan.many.click)
    rule = made("experiments", "exercise_rule")
    yield "03 rule: change a count", moved(rule.fields["go_from"], *map(str, range(10, 30)))
    year = made("market", "exercise_machine")
    year.guess.value = "800"
    yield "04 machine: run a year", refreshed(moved(year.sliders["growth"], *range(20)), year.go.click)
    gates = made("pipeline", "exercise_policy")
    gates.guess.value = "100"
    yield "05 gates: 500 worlds", refreshed(moved(gates.gates["first"], *range(1, 12)), gates.many.click)
    gate = made("pipeline", "exercise_gate")
    gate.slots["measure"].value = next(iter(gate._shares))
    yield "05 one gate: change the count", moved(gate.least, *map(str, range(3, 20)))
    game = made("pipeline", "exercise_play")
    yield "05 quarters: end one", pressed(game.next)
    sprint = made("agile", "exercise_sprint")
    yield "06 sprint: take an item", moved(next(iter(sprint.boxes.values())), True, False)
    forecast = made("agile", "exercise_interval")
    forecast.guess.value = "800"
    yield "06 forecast: a thousand teams", refreshed(moved(forecast.sprints, *range(8, 18)), forecast.many.click)
    weeks = made("agile", "exercise_rhythm")
    weeks.guess.value = weeks.guess.options[1][1]
    yield "06 weeks: watch a season", pressed(weeks.one)
    yield "06 weeks: a thousand seasons", pressed(weeks.many)
    board = made("kanban", "exercise_play")
    yield "10 board: end a day", pressed(*[board.end] * 10, board.again)
    limits = made("kanban", "exercise_limits")
    worlds = moved(limits.limits["build"], 2, 3, 4, 5, 6, 7, 8, 9)
    yield "10 limits: 100 days", refreshed(worlds, limits.once.click)
    yield "10 limits: 40 worlds", refreshed(worlds, limits.many.click)
    tests = made("usability", "lab")
    yield "11 tests: move the people", moved(tests.people, *range(3, 20))
    watch = made("usability", "exercise_watch")
    yield "11 sessions: mark an event", moved(next(iter(watch.boxes.values())), True, False)
    machine = made("building", "exercise_examples")
    row = machine.rows[0]
    for control in row.values():
        control.value = "no" if hasattr(control, "options") else "4"
    yield "12 machine: change a cell", moved(row[""], *map(str, range(2, 12)))
    yield "12 tracer: run a line", pressed(made("building", "tracer").next)
    pipeline = made("delivery", "exercise_build")
    uses = list(pipeline.uses.values())
    for control in uses[:3]:
        control.value = "use"
    yield "13 queue: move the batch", moved(pipeline.batch, *range(2, 12))
    yield "13 queue: 200 changes", refreshed(moved(pipeline.batch, *range(2, 12)), pipeline.watch.click)
    flag = made("delivery", "exercise_flag")
    for control in flag.parts.values():
        control.value = control.options[1][1]
    place = next(iter(flag.parts.values()))
    yield "13 flags: change a part", moved(place, *(id for _, id in reversed(place.options) if id))
    trial = made("delivery", "exercise_trial")
    yield "13 trial: move the mark", moved(trial.count, *range(2, 12))


def milliseconds(step: Step) -> float:
    """The median of some steps, after one that loads what is loaded once."""
    step()
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        step()
        times.append(1000 * (perf_counter() - began))
    return median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as desk:
        os.chdir(desk)
        picture = milliseconds(plain)
        print(f"{'a plain picture':<32} {picture:6.0f} ms")
        for name, step in instruments():
            if not sys.argv[1:] or any(part in name for part in sys.argv[1:]):
                took = milliseconds(step)
                late = f"  over the goal of {GOAL} ms" * (took > GOAL)
                print(f"{name:<32} {took:6.0f} ms ({took / picture:.1f} plain pictures){late}", flush=True)
        os.chdir("/")


if __name__ == "__main__":
    main()
