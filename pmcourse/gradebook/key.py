"""An assignment's key: the instructor's cells, as plain data that can travel to any worker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pmcourse.course import Limits
from pmcourse.errors import CourseError
from pmcourse.rooms.hidden import without_hidden_tests
from pmcourse.rooms.symbols import wanted

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from traitlets.config import Config

GRADER_VERSION = 29  # raised by every change that can change a grade


class KeyProblem(CourseError):
    """The instructor's side of an assignment cannot be used for grading. The text says which part and what to do."""


@dataclass(frozen=True)
class KeyCell:
    """One cell that nbgrader knows: `source` is what the gradebook holds (stubs for solutions, tests with their hidden
    part), `points` the most it can earn (0 unless it is graded)."""

    grade_id: str
    cell_type: str
    source: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0

    @property
    def is_test(self) -> bool:
        """A locked code cell that gives points."""
        return self.grade and not self.solution and self.cell_type == "code"

    @property
    def by_hand(self) -> bool:
        """A person reads the answer and gives the points."""
        return self.task or (self.grade and self.solution)

    @cached_property
    def released(self) -> str:
        """The source as learners have it: without the hidden tests."""
        return without_hidden_tests(self.source)

    @cached_property
    def checksum(self) -> str:
        """What nbgrader computes for this cell as it was released."""
        m = hashlib.md5(usedforsecurity=False)
        parts = [self.source, self.cell_type, str(self.grade), str(self.solution), str(self.locked), self.grade_id]
        for part in [*parts, *([str(float(self.points))] if self.grade else [])]:
            m.update(part.encode())
        return m.hexdigest()

    def metadata(self) -> dict[str, Any]:
        """The cell's metadata in a notebook, in nbgrader's third schema."""
        about = {
            "cell_type": self.cell_type, "checksum": self.checksum, "grade": self.grade, "grade_id": self.grade_id,
            "locked": self.locked, "schema_version": 3, "solution": self.solution, "task": self.task,
        }  # fmt: skip
        if self.grade or self.task:
            about["points"] = self.points
        return {"nbgrader": about}


@dataclass(frozen=True)
class AssignmentKey:
    """All that a worker needs to know of an assignment: plain data, picklable, the same wherever it was made.

    `notebook` is the notebook's name without `.ipynb`. `files` are the instructor's files beside it (a data set, say).
    """

    assignment: str
    notebook: str
    cells: tuple[KeyCell, ...]
    limits: Limits = field(default_factory=Limits)
    files: Mapping[str, bytes] = field(default_factory=dict)
    kernelspec: Mapping[str, str] = field(
        default_factory=lambda: {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that can change a grade, the grader's version among it."""
        files = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(self.files.items())}
        cells = [asdict(cell) for cell in self.cells]
        parts = [GRADER_VERSION, self.assignment, self.notebook, cells, self.limits.model_dump(), files]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def max_points(self) -> dict[str, float]:
        """The most that each graded cell can earn, by grade_id."""
        return {cell.grade_id: cell.points for cell in self.cells if cell.grade}


@lru_cache(maxsize=8)
def names_read(cells: tuple[KeyCell, ...]) -> dict[str, tuple[str, ...]]:
    """The learner's names that each locked code cell reads, by grade_id."""
    return {
        cell.grade_id: wanted(cell, cells[:at])
        for at, cell in enumerate(cells)
        if cell.locked and cell.cell_type == "code"
    }


def key_from_gradebook(
    gradebook: Gradebook, assignment: str, notebook: str, limits: Limits, files: Mapping[str, bytes] | None = None
) -> AssignmentKey:
    """The key as `nbgrader generate_assignment` recorded it; raises KeyProblem where it did not."""
    from nbgrader.api import MissingEntry

    try:
        found = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        raise KeyProblem(
            f"The gradebook does not know {assignment}/{notebook}. Run: pmcourse release {assignment}"
        ) from None
    # GradeCell and TaskCell both carry max_score; a cell may be a grade and a solution cell at once.
    points = {cell.name: float(cell.max_score) for cell in [*found.grade_cells, *found.task_cells]}
    grades = {cell.name for cell in found.grade_cells}
    solutions = {cell.name for cell in found.solution_cells}
    tasks = {cell.name for cell in found.task_cells}
    cells = tuple(
        KeyCell(c.name, c.cell_type, c.source or "", c.name in grades, c.name in solutions, bool(c.locked),
                c.name in tasks, points.get(c.name, 0.0))
        for c in found.source_cells
    )  # fmt: skip
    kernelspec = json.loads(found.kernelspec or "{}")
    key = AssignmentKey(assignment, notebook, _checked(cells, assignment), limits, dict(files or {}))
    return AssignmentKey(**{**vars_of(key), "kernelspec": kernelspec}) if kernelspec else key


def key_from_source(
    raw: bytes, assignment: str, notebook: str, limits: Limits, files: Mapping[str, bytes] | None = None,
    config: Config | None = None,
) -> AssignmentKey:  # fmt: skip
    """The key from the bytes of the instructor's notebook, with solutions replaced by stubs as a release does.

    With the course's nbgrader settings as `config`, gives the same cells as `key_from_gradebook` does after that
    notebook's release; raises KeyProblem.
    """
    import nbformat
    from nbgrader.preprocessors import CheckCellMetadata, ClearSolutions, LockCells

    try:
        nb = nbformat.reads(raw.decode("utf-8"), as_version=4)
    except Exception as error:
        raise KeyProblem(f"source/{assignment}/{notebook}.ipynb cannot be read: {error}") from None
    for step in (ClearSolutions, LockCells, CheckCellMetadata):
        nb, _ = step(config=config).preprocess(nb, {"language": "python"})
    cells = []
    for cell in nb.cells:
        about = cell.metadata.get("nbgrader", {})
        grade, solution = bool(about.get("grade")), bool(about.get("solution"))
        locked = not solution and (grade or bool(about.get("locked")))
        task = bool(about.get("task"))
        if grade or solution or locked or task:
            points = float(about.get("points", 0)) if grade or task else 0.0
            cells.append(KeyCell(about["grade_id"], cell.cell_type, cell.source, grade, solution, locked, task, points))
    return AssignmentKey(assignment, notebook, _checked(cells, assignment), limits, dict(files or {}))


def vars_of(key: AssignmentKey) -> dict[str, Any]:
    """The key's fields by name, without copying them."""
    return {name: getattr(key, name) for name in AssignmentKey.__dataclass_fields__}


def _checked(cells: Iterable[KeyCell], assignment: str) -> tuple[KeyCell, ...]:
    cells = tuple(cells)
    names = [cell.grade_id for cell in cells]
    for name in names:
        if names.count(name) > 1:
            raise KeyProblem(f"{assignment}: two cells are called {name!r}. Rename one in source/ and release again.")
    if not cells:
        raise KeyProblem(f"{assignment} has no cells that nbgrader knows. Mark them in source/ and release again.")
    return cells
