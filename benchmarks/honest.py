"""What honest learners get from nbgrader as it comes, where ours gives every one of them all that is right.

Run: python benchmarks/honest.py    all learners of tests/honest: about 2 minutes, all of it nbgrader's

Ends with 1 where nbgrader gives anybody other points than tests/honest/learners.py says.
"""

from __future__ import annotations

import runpy
import sys
import tempfile
import warnings
from pathlib import Path

from courses import StockCourse, files_in, hand_in
from rich.progress import track

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "tests" / "hostile" / "99-target"
LEARNERS = runpy.run_path(str(ROOT / "tests" / "honest" / "learners.py"))["LEARNERS"]


def main() -> int:
    warnings.simplefilter("ignore")
    lost, wrong = [], []
    with tempfile.TemporaryDirectory() as folder:
        course = StockCourse(Path(folder), TARGET)
        released = files_in(course.root / "release" / TARGET.name)
        for learner in track(LEARNERS, description="nbgrader as it comes"):
            hand_in(course.root, learner.name, TARGET.name, learner.files_of(released))
            points = course.grade(learner.name, TARGET.name) or dict.fromkeys(learner.points, 0)
            if points != {**learner.points, **learner.stock}:
                wrong.append(f"{learner.name}: {points}, and not as tests/honest/learners.py says")
            elif learner.stock:
                lost.append(f"{learner.name}: {learner.because}")
    print(f"{len(lost)} of {len(LEARNERS)} get other points than with us:", *lost, sep="\n")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
