"""Made-up learners: small recipes that turn the released notebook into what somebody might hand in."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from pmcourse.errors import CourseError


@dataclass(frozen=True)
class Learner:
    """One made-up learner: what they hand in, the points each graded cell must earn, and why.

    cells: new sources by grade_id. files: text by name, beside the notebook. edit: any other change of the notebook.
    file_name: what they called the notebook. late_hours: hours after the due date.
    """

    name: str
    why: str
    points: Mapping[str, float]
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    edit: Callable[[NotebookNode], None] | None = None
    file_name: str | None = None
    late_hours: float = 0

    def write(self, release: Path, folder: Path) -> None:
        """Lay out this learner's work in `folder`, from the released assignment in `release`."""
        shutil.copytree(release, folder)
        path = folder / f"{release.name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        known = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
        for grade_id, source in self.cells.items():
            known[grade_id].source = source
        if self.edit:
            self.edit(notebook)
        nbformat.write(notebook, folder / (self.file_name or path.name))
        if self.file_name:
            path.unlink()
        for name, text in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")


def without_cell(grade_id: str) -> Callable[[NotebookNode], None]:
    """An `edit` that deletes the cell called `grade_id`."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != grade_id]

    return edit


def add_cells(notebook: NotebookNode) -> None:
    """An `edit` that puts ten cells of the learner's own between the others."""
    for at in range(0, 40, 4):
        notebook.cells.insert(at, nbformat.v4.new_code_cell("print('trying things out')"))


def made_up_class(root: Path, assignment: str) -> list[Learner]:
    """The learners in tests/submissions/`assignment`.py of the project at `root`."""
    path = root / "tests" / "submissions" / f"{assignment}.py"
    if not path.is_file():
        raise CourseError(f"{path} is missing: it holds the made-up class of {assignment}.")
    return runpy.run_path(str(path))["LEARNERS"]
