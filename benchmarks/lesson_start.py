"""How soon a lesson is there: loading its module, and making its first widget, each in a fresh Python.

Printed as seconds, and as a ratio to loading ipywidgets alone in the same run. Run: python benchmarks/lesson_start.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).parents[1] / "pmcourse"
LESSONS = sorted(path.parent.name for path in PACKAGE.glob("*/lesson.py"))
ROUNDS = 5
STOCK = "import ipywidgets"
OPEN = "from pmcourse.{0} import lesson"
FIRST = OPEN + "\nnext(make for name, make in vars(lesson).items() if name.startswith('exercise_'))()"


def seconds(code: str) -> float:
    """The median of some fresh runs of `code`, without the start of Python itself."""
    timed = f"import time\nbegan = time.perf_counter()\n{code}\nprint(time.perf_counter() - began)"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            run = subprocess.run([sys.executable, "-c", timed], cwd=folder, capture_output=True, text=True, check=True)
            found.append(float(run.stdout.split()[-1]))
    return median(found)


def main() -> None:
    stock = seconds(STOCK)
    print(f"{'ipywidgets alone':<20} {stock:6.2f} s")
    for lesson in LESSONS:
        opened, first = seconds(OPEN.format(lesson)), seconds(FIRST.format(lesson))
        print(f"{lesson:<20} {opened:6.2f} s ({opened / stock:.1f}), first widget {first:6.2f} s ({first / stock:.1f})")


if __name__ == "__main__":
    main()
