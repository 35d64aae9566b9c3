"""One grading run of one assignment: what was handed in, through the workers, into the gradebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from traitlets.config import Config

from pmcourse.course import Course
from pmcourse.gradebook import autograded, batch, handed_in
from pmcourse.gradebook.database import Gradebook
from pmcourse.gradebook.faults import in_words
from pmcourse.gradebook.key import AssignmentKey, KeyProblem, key_from_gradebook, key_from_source
from pmcourse.gradebook.lock import Lock
from pmcourse.gradebook.record import Change, Record
from pmcourse.gradebook.states import State
from pmcourse.gradebook.submission import Result, Submission
from pmcourse.rooms import sandbox


@dataclass(frozen=True)
class Graded:
    """One submission of a run. `state` is None where nothing had changed, so that it was left as it stands."""

    learner: str
    state: State | None
    changes: tuple[Change, ...] = ()


class Run:
    """Grading `assignment`; a context manager, for it holds the gradebook open and the assignment's lock.

    Raises Busy where somebody else holds that lock, KeyProblem where the gradebook does not know the assignment or it
    has not one notebook.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self.course = course
        with in_words(course.root):
            self._lock = Lock(course.root, assignment)
            try:
                self._gradebook = Gradebook(course.database, course.id)
            except BaseException:
                self._lock.close()
                raise
            try:
                self._lock.hold_in(self._gradebook.engine, course.id)
                self.key = _key(self._gradebook, course, assignment)
                self.record = Record(course, self._gradebook, self.key)
            except BaseException:
                self.close()
                raise
            self.submitted = handed_in.folders(course.root, assignment)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give gradebook and lock back."""
        self._lock.close()
        self._gradebook.close()
        self._gradebook.engine.dispose()

    def grade(
        self, workers: int = 1, cluster: str | None = None, force: bool = False, crew: batch.Crew | None = None
    ) -> Iterator[Graded]:
        """Grade what is new or changed, or everything with `force`; yields each submission as it ends.

        With a `crew`, by its workers, which stay for the next assignment; else by `workers` or `cluster` of its own.
        Each is in the gradebook before it is yielded, so a run that is cut off loses nothing: the next one goes on.
        Raises SandboxProblem where there is no locked room, WorkerProblem as `batch.grade_all`, CourseError where the
        gradebook cannot be written.
        """
        if cluster is None and crew is None:
            with in_words(self.course.root):
                sandbox.require()
        hashes: dict[str, str] = {}
        skipped: list[str] = []

        def wanted() -> Iterator[tuple[str, Submission]]:
            for learner in self.submitted:
                submission = self.read(learner)
                hashes[learner] = handed_in.digest(submission)
                if force or not self.record.is_current(learner, hashes[learner]):
                    yield learner, submission
                else:
                    skipped.append(learner)

        results = crew.grade_all(wanted(), self.key) if crew else batch.grade_all(wanted(), self.key, workers, cluster)
        for learner, result in results:
            changes = self.keep(learner, result, hashes.pop(learner), lay_out=True)
            yield Graded(learner, result.state, tuple(changes))
        yield from (Graded(learner, None) for learner in skipped)

    def read(self, learner: str) -> Submission:
        """What `learner` handed in."""
        with in_words(self.course.root):
            return handed_in.read(self.submitted[learner], self.key.limits.file_mb)

    def keep(self, learner: str, result: Result, submission: str, lay_out: bool) -> list[Change]:
        """Write one result down: autograded/ (with `lay_out`), then the gradebook. `submission` is its hash."""
        folder = self.submitted[learner]
        with in_words(self.course.root):
            if result.state is State.LOST:
                self.record.write_lost(learner, result)
                return []
            if lay_out:
                autograded.lay_out(self.record.folder(learner), folder, self.key, result.notebook)
            return self.record.write(learner, result, submission, handed_in.timestamp(folder))

    def outdated(self) -> str | None:
        """That source/ holds other tests than those that were released, in a sentence; None where it does not."""
        name = self.key.assignment
        source = self.course.root / "source" / name / f"{self.key.notebook}.ipynb"
        config = Config()
        self.course.configure(config)
        try:
            now = key_from_source(source.read_bytes(), name, self.key.notebook, self.key.limits, config=config)
        except (OSError, KeyProblem) as error:
            return f"{source} cannot be read ({error}). Grading uses {name} as it was released."
        if now.cells == self.key.cells:
            return None
        return (
            f"source/{name} was changed after its release, and grading uses what was released. To use the change, run: "
            f"pmcourse release {name}"
        )

    def rows(self) -> list[dict[str, Any]]:
        """How every submission in the gradebook ended, as `Record.rows` tells it."""
        with in_words(self.course.root):
            return self.record.rows()


def _key(gradebook: Gradebook, course: Course, assignment: str) -> AssignmentKey:
    try:
        notebooks = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
    except MissingEntry:
        notebooks = []
    if len(notebooks) != 1:
        has = f"has {len(notebooks)} notebooks, and must have one" if notebooks else "is not in the gradebook yet"
        raise KeyProblem(f"{assignment} {has}. Mend source/{assignment}, then run: pmcourse release {assignment}")
    source = course.root / "source" / assignment
    return key_from_gradebook(gradebook, assignment, notebooks[0], course.limits, _own_files(source))


def _own_files(source: Path) -> dict[str, bytes]:
    """The instructor's files beside the notebook, without answers/: that is what a trial run left."""
    return {
        name: path.read_bytes()
        for name, path in handed_in.files(source)
        if not name.endswith(".ipynb") and not name.startswith("answers/")
    }
