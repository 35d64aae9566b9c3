"""What hostile hand-ins cost the others, and whether a long-lived grader grows.

Run: python benchmarks/endurance.py                10,000 hand-ins, twice, and 20 forced runs; about an hour
     python benchmarks/endurance.py --number 1000  about 8 minutes

An honest class, and the same class in which every tenth hand-in is an attack of tests/hostile, are graded in turns by
the same workers, so that whatever else the machine does slows both. Honest points must be the same, and the mixed class
must be graded at 70% of the honest one's rate or faster. Then one process grades a class 20 times with `force`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import psutil
from courses import files_in, hand_in, own_course
from forgery import LIMITS, RECIPES, TARGET

from pmcourse.course import Course
from pmcourse.gradebook import batch
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.submission import Submission

TURNS, EVERY, RATE, FORCED = 5, 10, 0.70, 20


def class_of(
    number: int, released: dict[str, bytes], attacks: Iterator[Submission] | None = None
) -> Iterator[tuple[str, Submission]]:
    """`number` hand-ins: the model solution, or, if there are `attacks`, for every tenth the next of them."""
    model = Submission({**released, "99-target.ipynb": (TARGET / "99-target.ipynb").read_bytes()})
    for count in range(number):
        is_attack = attacks is not None and count % EVERY == EVERY - 1
        yield ("attack" if is_attack else "honest"), next(attacks) if is_attack else model


def beside_attacks(course: Course, number: int) -> None:
    """The honest and the mixed class in turns."""
    released = files_in(course.root / "release" / TARGET.name)
    attacks = cycle(Submission(attack.files_of(released)) for attack in RECIPES["ATTACKS"])
    seconds: Counter[bool] = Counter()
    points, states = set(), Counter()
    with Run(course, TARGET.name) as run, batch.crew([run.key], workers=2) as crew:
        list(crew.grade_all(class_of(4, released), run.key))  # the start is not what is asked here
        for turn in range(2 * TURNS):
            hostile = turn % 2 == 1
            start = time.perf_counter()
            submissions = class_of(number // TURNS, released, attacks if hostile else None)
            for name, result in crew.grade_all(submissions, run.key):
                states[name, str(result.state)] += 1
                if name == "honest":
                    points.add((str(result.state), *sorted(result.scores.items(), key=str)))
            seconds[hostile] += time.perf_counter() - start
    for (name, state), count in sorted(states.items()):
        print(f"{count:>8,} {name}: {state}")
    print(f"honest points and states: {'all the same' if len(points) == 1 else points}")
    print(f"every tenth hostile: {seconds[False] / seconds[True]:.0%} of the honest rate; the goal is {RATE:.0%}\n")


def forced_runs(course: Course, number: int) -> None:
    """What one process holds after the second forced run and after the last."""
    released = files_in(course.root / "release" / TARGET.name)
    for count, (_, submission) in enumerate(class_of(number, released)):
        hand_in(course.root, f"learner-{count:02}", TARGET.name, submission.files)
    me, held = psutil.Process(), []
    for _ in range(FORCED):
        with Run(course, TARGET.name) as run:
            list(run.grade(workers=2, force=True))
        held.append((me.memory_info().rss / 1e6, me.num_fds(), me.num_threads(), len(me.children(recursive=True))))
    print(f"One process after forced runs 2 and {FORCED}:")
    for what, early, late in zip(("MB", "open files", "threads", "child processes"), held[1], held[-1], strict=True):
        print(f"{what:>16}{early:>10,.0f}{late:>10,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=10_000, help="hand-ins of each class")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        course = own_course(Path(folder, "course"), TARGET, limits=LIMITS)
        beside_attacks(course, options.number)
        forced_runs(course, 10)


if __name__ == "__main__":
    main()
