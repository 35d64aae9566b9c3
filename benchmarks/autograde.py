"""How fast and in how much memory a class is graded: nbgrader as it comes and ours, on the course's own assignments.

Run: python benchmarks/autograde.py                                     about 30 minutes on 2 cores
     python benchmarks/autograde.py --stock 10 --scale 100 1000         about 3 minutes

One run, in which the two take turns: some of nbgrader's, a class of ours, and so on, so that whatever else the machine
does slows both. Each goes its whole way, from the files in submitted/ to the gradebook and autograded/; ours starts
its workers anew each time, once for all assignments, as `pmcourse grade` does, and that is counted; nbgrader is
started once and not counted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
import warnings
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

from courses import StockCourse, files_in, hand_in, own_course

from pmcourse.authoring.submissions import made_up_class
from pmcourse.course import Course
from pmcourse.gradebook import batch, handed_in, worker
from pmcourse.gradebook.run import Run

ROOT = Path(__file__).parents[1]
TURNS = 3
RATIO, MEGABYTES, FLAT, TWO_WORKERS = 35, 1000, 0.20, 1.8  # the goals


def assignments() -> list[Path]:
    """The course's assignments that have a made-up class to hand in."""
    folders = sorted(path.parent for path in (ROOT / "source").glob("*/*.ipynb"))
    return [folder for folder in folders if (ROOT / "tests" / "submissions" / f"{folder.name}.py").is_file()]


def hand_in_class(course: Path, release: Path, number: int) -> list[str]:
    """Let `number` learners hand in: the assignment's made-up learners, over and over. Returns their names."""
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for learner in made_up_class(ROOT, release.name):
            learner.write(release, Path(folder, learner.name))
            made.append(files_in(Path(folder, learner.name)))
    names = [f"learner-{count:05}" for count in range(number)]
    for name, files in zip(names, islice(cycle(made), number), strict=True):
        hand_in(course, name, release.name, files)
    return names


class Memory:
    """The most memory that this process and all that it started held at one time, in megabytes.

    Memory that processes share is counted once: it is the sum of their proportional set sizes (Linux's Pss).
    """

    def __init__(self) -> None:
        self.most = 0.0
        self._stop = threading.Event()

    def __enter__(self) -> Memory:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.25):
            self.most = max(self.most, sum(map(_pss, _family())) / 1000)


def _family() -> set[str]:
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[name] = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
    found = {str(os.getpid())}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _pss(process: str) -> int:
    """Kilobytes; of a process that may not be looked into (the rooms', without root's rights), all that it holds."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        try:
            lines = Path(f"/proc/{process}/status").read_text().splitlines()
            return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0)
        except OSError:
            return 0


def grade(course: Course, assignment: str, workers: int) -> tuple[float, float]:
    """Grade all that was handed in; returns seconds for each submission: of the whole, and after the first result."""
    start = time.perf_counter()
    moments = []
    with Run(course, assignment) as run:
        for _ in run.grade(workers=workers, force=True):
            moments.append(time.perf_counter())
    return (moments[-1] - start) / len(moments), (moments[-1] - moments[0]) / max(1, len(moments) - 1)


def grade_course(course: Course, names: list[str], workers: int) -> tuple[float, dict[str, float]]:
    """Grade all that was handed in for all assignments, as `pmcourse grade` does.

    Returns the seconds of everything, the start of the workers among it, for each submission; and by assignment the
    seconds for each after the first result.
    """
    start = time.perf_counter()
    running, count = {}, 0
    with ExitStack() as stack:
        runs = {name: stack.enter_context(Run(course, name)) for name in names}
        crew = stack.enter_context(batch.crew([run.key for run in runs.values()], workers))
        for name, run in runs.items():
            moments = [time.perf_counter() for _ in run.grade(force=True, crew=crew)]
            running[name] = (moments[-1] - moments[0]) / max(1, len(moments) - 1)
            count += len(moments)
    return (time.perf_counter() - start) / count, running


def against_stock(folder: Path, number: int, stock: int) -> None:
    """nbgrader and ours in turns, for each assignment."""
    sources = assignments()
    theirs, ours = StockCourse(folder / "stock", *sources), own_course(folder / "own", *sources)
    spent: dict[str, list[float]] = {source.name: [] for source in sources}
    own: dict[str, list[float]] = {source.name: [] for source in sources}
    everything = []
    waiting: dict[str, list[str]] = {}
    for source in sources:
        release = ours.root / "release" / source.name
        hand_in_class(ours.root, release, number)
        waiting[source.name] = hand_in_class(theirs.root, release, -(-stock // len(sources)))
    most = 0.0
    for turn in range(TURNS):
        for name, learners in waiting.items():
            for learner in learners[turn::TURNS]:
                start = time.perf_counter()
                theirs.grade(learner, name)
                spent[name].append(time.perf_counter() - start)
        with Memory() as memory:
            whole, running = grade_course(ours, list(waiting), workers=2)
        everything.append(whole)
        for name, seconds in running.items():
            own[name].append(seconds)
        most = max(most, memory.most)
    print(f"Seconds for each submission; {number} of ours in each of {TURNS} turns, {stock} of nbgrader's in all")
    print(f"{'assignment':<16}{'nbgrader':>10}{'ours, running':>16}{'ratio':>8}")
    for name in spent:
        slow, running = statistics.mean(spent[name]), statistics.median(own[name])
        print(f"{name:<16}{slow:>10.2f}{running:>16.4f}{slow / running:>8.1f}")
    slow, whole = statistics.mean(map(statistics.mean, spent.values())), statistics.median(everything)
    print(f"{'with the start':<16}{slow:>10.2f}{whole:>16.4f}{slow / whole:>8.1f}; the goal is {RATIO}")
    print(f"most memory of all our processes: {most:.0f} MB; the goal is less than {MEGABYTES} MB\n")


def by_workers(folder: Path, source: Path, number: int) -> None:
    """One worker and two, in turns."""
    course = own_course(folder / "workers", source)
    hand_in_class(course.root, course.root / "release" / source.name, number)
    rates = {1: [], 2: []}
    for _ in range(3):
        for workers, found in rates.items():
            found.append(grade(course, source.name, workers)[1])
    one, two = (statistics.median(found) for found in rates.values())
    print(f"Seconds for each of {number} submissions of {source.name}, without the start")
    print(f"1 worker {one:.4f}, 2 workers {two:.4f}: {one / two:.2f} times as fast; the goal is {TWO_WORKERS}\n")


def by_size(folder: Path, source: Path, sizes: list[int]) -> None:
    """Classes of several sizes, each in a course of its own."""
    print(f"Seconds for each submission of {source.name}, 2 workers")
    print(f"{'submissions':>12}{'in all':>10}{'without start':>16}{'MB':>8}")
    found = []
    for size in sizes:
        course = own_course(folder / f"size-{size}", source)
        hand_in_class(course.root, course.root / "release" / source.name, size)
        with Memory() as memory:
            whole, running = grade(course, source.name, workers=2)
        found.append(running)
        print(f"{size:>12,}{whole:>10.4f}{running:>16.4f}{memory.most:>8.0f}", flush=True)
    print(f"slowest {max(found) / min(found) - 1:.0%} above fastest; the goal is {FLAT:.0%}\n")


def what_bounds(folder: Path, source: Path) -> None:
    """Where the time of one submission goes."""
    course = own_course(folder / "bounds", source)
    names = hand_in_class(course.root, course.root / "release" / source.name, 40)
    rooms, writing = [], []
    with Run(course, source.name) as run:
        for name in names:
            submission = run.read(name)
            start = time.perf_counter()
            result = worker.grade(submission, run.key)
            middle = time.perf_counter()
            run.keep(name, result, handed_in.digest(submission), lay_out=True)
            rooms.append(middle - start)
            writing.append(time.perf_counter() - middle)
    room, write = 1000 * statistics.median(rooms), 1000 * statistics.median(writing)
    cores = len(os.sched_getaffinity(0))
    print(f"What bounds it: {room:.1f} ms of one processor for the two rooms (two forks, the cells, the tests), and")
    print(f"{write:.1f} ms of the one writer for gradebook and autograded/, on a machine with {cores} processors.")
    print(f"Two workers on two processors: at best {2 / (room + write) * 1000:.0f} submissions a second.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100, help="submissions of ours in each turn")
    parser.add_argument("--stock", type=int, default=100, help="submissions of nbgrader's in all; 0 leaves it out")
    parser.add_argument("--scale", type=int, nargs="*", default=[100, 1000, 10_000], help="sizes of classes to compare")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    backlog = ROOT / "source" / "08-backlog"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.stock:
            against_stock(folder, options.number, options.stock)
        by_workers(folder, backlog, 4 * options.number)
        if options.scale:
            by_size(folder, backlog, options.scale)
        what_bounds(folder, backlog)


if __name__ == "__main__":
    main()
