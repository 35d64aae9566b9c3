"""The same assignments in two courses, each in a folder of its own: one graded by nbgrader as it comes, one by ours."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from pmcourse.authoring.release import api, succeeded
from pmcourse.course import Course, Lesson, Limits

_NOT_COPIED = shutil.ignore_patterns("answers", ".ipynb_checkpoints")


_STUBS = {"code_stub": {"python": "..."}, "text_stub": "Write your answer here."}


def own_course(folder: Path, *sources: Path, limits: Limits | None = None) -> Course:
    """A course in `folder` with copies of the assignment folders `sources`, released and never due."""
    lessons = tuple(
        Lesson(name=source.name, title=source.name, minutes=60, due=datetime(2099, 1, 1, tzinfo=UTC))
        for source in sources
    )
    course = Course(id="own", title="Graded apart", root=folder, lessons=lessons, limits=limits or Limits())
    grader = api(course)
    grader.config.ClearSolutions.update(_STUBS)
    _release(grader, folder, sources)
    return course


class StockCourse:
    """A course in `folder` with copies of the assignment folders `sources`, graded by nbgrader's own preprocessors.

    cell_seconds: the only limit that nbgrader has.
    """

    def __init__(self, folder: Path, *sources: Path, cell_seconds: int = 30) -> None:
        self.root = folder
        self.database = f"sqlite:///{folder}/gradebook.db"
        config = Config()
        config.CourseDirectory.root = str(folder)
        config.CourseDirectory.course_id = "stock"
        config.CourseDirectory.db_url = self.database
        config.ClearSolutions.update(_STUBS)
        config.Execute.timeout = cell_seconds
        config.Execute.extra_arguments = ["--log-level=ERROR"]
        self.api = NbGraderAPI(config=config)
        self.api.log.setLevel(logging.CRITICAL)
        _release(self.api, folder, sources)

    def grade(self, learner: str, assignment: str) -> dict[str, float | None]:
        """Autograde, and return the points by grade_id; None waits for a person. Empty where nbgrader gave up."""
        result = self.api.autograde(assignment, learner, force=True)
        return points_of(self.database, "stock", learner, assignment) if result["success"] else {}


def _release(api: NbGraderAPI, folder: Path, sources: tuple[Path, ...]) -> None:
    for source in sources:
        shutil.copytree(source, folder / "source" / source.name, ignore=_NOT_COPIED)
        succeeded(api.generate_assignment(source.name), f"release {source.name}")


def points_of(database: str, course: str, learner: str, assignment: str) -> dict[str, float | None]:
    """What the gradebook says that a learner has, by grade_id; None waits for a person."""
    with Gradebook(database, course) as gradebook:
        notebook = gradebook.find_submission_notebook(assignment, assignment, learner)
        return {grade.name: None if grade.needs_manual_grade else grade.score for grade in notebook.grades}


def hand_in(root: Path, learner: str, assignment: str, files: Mapping[str, bytes]) -> None:
    """Lay down what `learner` hands in to the course at `root`; names that lead out of the folder are left out."""
    folder = root / "submitted" / learner / assignment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in files.items():
        path = folder / name
        if path.resolve().is_relative_to(folder) and len(path.name) < 256 and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every plain file below `folder`, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
