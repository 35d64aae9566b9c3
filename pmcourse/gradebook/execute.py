"""Where nbgrader would run a submission beside its tests, grade it apart: for `nbgrader autograde` and formgrader."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader.converters import NbGraderException

from pmcourse.course import load
from pmcourse.errors import CourseError
from pmcourse.gradebook import batch, handed_in
from pmcourse.gradebook.run import Run
from pmcourse.rooms import sandbox


class GradeApart(NotebookExporter):
    """What nbgrader's Autograde makes the graded notebook with.

    nbgrader would read the submission, run it in a kernel together with the tests and take the points from what the
    kernel says. This hands the submission's bytes to the locked rooms instead, as `pmcourse grade` does, and writes
    the same into the gradebook; nbgrader's lists of preprocessors are therefore empty. Where there is no locked room
    it refuses before anything is changed.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._root = Path(self.parent.coursedir.root)
        try:
            sandbox.require()
            self._run = Run(load(self._root), self.parent.coursedir.assignment_id)
            self._open = ExitStack()
            self._crew = self._open.enter_context(batch.crew([self._run.key]))  # one worker, kept for all submissions
        except CourseError as problem:
            self.log.error("%s", problem)
            raise NbGraderException(str(problem)) from None
        for learner, submitted in self._run.submitted.items():
            folder = self._run.record.folder(learner)
            for place in (submitted, folder):
                _set_aside_odd_time(place)
            if folder.is_dir() and not self._run.record.is_whole(learner):
                shutil.rmtree(folder)  # cut off while it was graded; nbgrader would take it for finished

    def from_filename(self, filename: str, resources: Any = None, **_: Any) -> tuple[str, Any]:
        """nbgrader asks twice: for the submission, and for the notebook that was made of it, which is graded then."""
        path = Path(filename)
        _, resources = self.from_notebook_node(new_notebook(), resources)
        about = resources["nbgrader"]
        if path.parent != self._root / "submitted" / about["student"] / about["assignment"]:
            return path.read_text(encoding="utf-8"), resources
        submission = self._run.read(about["student"])
        ((_, result),) = self._crew.grade_all([(about["student"], submission)], self._run.key)
        self._run.keep(about["student"], result, handed_in.digest(submission), lay_out=False)
        self.log.info("%s: %s. %s", about["student"], result.state, result.reason)
        return result.notebook.decode(), resources

    def close(self) -> None:
        """End the worker, and give gradebook and lock back."""
        self._open.close()
        self._run.close()


def _set_aside_odd_time(folder: Path) -> None:
    """nbgrader would end the whole run at a time that it cannot read, or wait for ever for a pipe."""
    stamp = folder / handed_in.STAMP
    if os.path.lexists(stamp) and handed_in.timestamp(folder) is None:
        stamp.rename(stamp.with_name(f"{stamp.name}.unreadable"))


def take_folder(assignment: str, student: str, notebooks: list[str]) -> None:
    """Let nbgrader grade the folder whatever the notebook in it is called, and neither follow links nor stop in it.

    nbgrader calls this before it grades one submission; `notebooks` are the paths it is going to grade, and the grader
    looks for the right notebook itself.
    """
    folder = Path(notebooks[0]).parent
    for path in folder.rglob("*"):
        if path.is_symlink():
            path.unlink()  # handed in by nothing that nbgrader offers; it would be followed with our rights
    notebooks[:] = [str(folder / f"{folder.name}.ipynb")]
