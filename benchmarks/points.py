"""What every learner of the made-up classes earns in every assignment: the machine's points, as they are graded.

Learners whom all or many classes have are rows of one table; those of one class stand below it, worst first.
Run: python benchmarks/points.py [ASSIGNMENT …], about 5 minutes for all of them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pmcourse.authoring.submissions import made_up_class
from pmcourse.course import Course, load
from pmcourse.gradebook import batch, handed_in
from pmcourse.gradebook.key import key_from_source

ROOT = Path(__file__).parents[1]
MANY = 3  # classes that have a learner who gets a row


def earned(course: Course, assignment: str, folder: Path) -> dict[str, float]:
    """The points of each learner of the class, handed in below `folder`, by name."""
    learners = made_up_class(ROOT, assignment)
    source = (ROOT / "source" / assignment / f"{assignment}.ipynb").read_bytes()
    key = key_from_source(source, assignment, assignment, course.limits)
    for learner in learners:
        learner.write(ROOT / "release" / assignment, folder / learner.name)
    handed = ((one.name, handed_in.read(folder / one.name, course.limits.file_mb)) for one in learners)
    return {name: sum(filter(None, result.scores.values())) for name, result in batch.grade_all(handed, key)}


def main(names: list[str]) -> None:
    course, console = load(ROOT), Console()
    points: dict[str, dict[str, float]] = {}
    for assignment in names or [lesson.name for lesson in course.assignments]:
        with console.status(assignment), tempfile.TemporaryDirectory() as folder:
            points[assignment] = earned(course, assignment, Path(folder))
    everybody = list(dict.fromkeys(name for of in points.values() for name in of))
    shared = [name for name in everybody if sum(name in of for of in points.values()) >= min(MANY, len(points))]
    table = Table("learner", *(assignment[:2] for assignment in points), title="Points of the machine")
    for name in shared:
        table.add_row(name, *(f"{of[name]:g}" if name in of else "" for of in points.values()))
    console.print(table)
    for assignment, of in points.items():
        own = sorted((score, name) for name, score in of.items() if name not in shared)
        if own:
            console.print(f"{assignment}: " + ", ".join(f"{name} {score:g}" for score, name in own), soft_wrap=True)


if __name__ == "__main__":
    main(sys.argv[1:])
