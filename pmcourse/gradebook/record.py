"""What grading came to, written down in nbgrader's gradebook.

One submission is one transaction. Beside nbgrader's tables there is one of ours, which keeps how each submission ended
and what it was graded from, so that a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, Connection, MetaData, String, Table, Text, and_, bindparam, insert, select, update

from pmcourse.course import Course
from pmcourse.gradebook.key import AssignmentKey
from pmcourse.gradebook.late import late_share
from pmcourse.gradebook.mastery import is_pending
from pmcourse.gradebook.states import is_verdict
from pmcourse.gradebook.submission import Result

_STUDENTS, _SUBMISSIONS = Student.__table__, SubmittedAssignment.__table__
_NOTEBOOKS, _GRADES, _COMMENTS = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__
_ENDINGS = Table(
    "pmcourse_grading",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("state", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("repairs", Text, nullable=False),  # JSON, a list of sentences
    Column("details", Text, nullable=False),  # JSON, for the instructor: what went wrong inside a test, by grade_id
    Column("basis", String(64), nullable=False),
    Column("notebook", String(64), nullable=False),  # SHA-256 of the graded notebook
)
NO_BASIS = ""  # not what any submission is graded from, so that the next run grades it again
NO_RESPONSE = "No response."  # nbgrader's comment on an answer that is as it was released


class Change(NamedTuple):
    """A grade that another one has replaced; None stands for one that waits for a person."""

    grade_id: str
    before: float | None
    after: float | None


class _Known(NamedTuple):
    """What the gradebook holds of a submission: the extension, what it was graded from, and the notebook's hash."""

    extension: timedelta | None
    basis: str
    notebook: str


class Record:
    """The gradebook's part that belongs to one assignment. `gradebook` stays the caller's, who closes it."""

    def __init__(self, course: Course, gradebook: Gradebook, key: AssignmentKey) -> None:
        self.course, self.key = course, key
        self._engine = gradebook.engine
        assignment = gradebook.find_assignment(key.assignment)
        notebook = gradebook.find_notebook(key.notebook, key.assignment)
        self._assignment_id, self._notebook_id = assignment.id, notebook.id
        self._due: datetime | None = assignment.duedate
        tasks = {cell.name: cell.id for cell in notebook.task_cells}
        self._graded = {cell.name: cell.id for cell in notebook.grade_cells} | tasks
        self._commented = {cell.name: cell.id for cell in notebook.solution_cells} | tasks
        self._tasks = set(tasks)
        gradebook.db.rollback()  # reading has opened a transaction
        _ENDINGS.create(self._engine, checkfirst=True)
        self._known = self._read_known()

    def _basis(self, submission: str, extension: timedelta | None) -> str:
        """SHA-256 of all that decides a grade: `submission`'s own hash, the key, the grader, the rules of lateness."""
        parts = [submission, self.key.digest, str(self._due), str(extension), self.course.late.model_dump()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def is_current(self, learner: str, submission: str) -> bool:
        """Whether the gradebook and autograded/ hold what grading this submission would come to."""
        known = self._known.get(learner)
        return known is not None and known.basis == self._basis(submission, known.extension) and self.is_whole(learner)

    def is_whole(self, learner: str) -> bool:
        """Whether the graded notebook in autograded/ is the one that the gradebook's points belong to."""
        known = self._known.get(learner)
        try:
            graded = (self.folder(learner) / f"{self.key.notebook}.ipynb").read_bytes()
        except OSError:
            return False
        return known is not None and known.notebook == hashlib.sha256(graded).hexdigest()

    def folder(self, learner: str) -> Path:
        """Where nbgrader looks for the graded work of `learner`."""
        return self.course.root / "autograded" / learner / self.key.assignment

    def write(self, learner: str, result: Result, submission: str, timestamp: datetime | None) -> list[Change]:
        """Put one result into the gradebook, in one transaction. Returns the grades that it replaced by others.

        Points that a person has given stay, and ask to be looked at again, as nbgrader does it. `submission` is the
        hash of what was handed in, `timestamp` when (UTC without a zone); both go with the result.
        """
        with self._engine.begin() as db:
            extension, notebook_id, seconds_late = self._rows_for(db, learner, timestamp)
            changes, points = self._write_grades(db, notebook_id, result.scores, set(result.waiting))
            self._write_comments(db, notebook_id, dict.fromkeys(result.unanswered, NO_RESPONSE) | dict(result.refused))
            penalty = min(points, points * late_share(seconds_late, self.course.late)) or None
            db.execute(update(_NOTEBOOKS).where(_NOTEBOOKS.c.id == notebook_id).values(late_submission_penalty=penalty))
            ending = {
                "state": str(result.state),
                "reason": _storable(result.reason),
                "repairs": json.dumps(result.repairs),
                "details": json.dumps(dict(result.details)),
                "basis": self._basis(submission, extension) if is_verdict(result.state, result.undecided) else NO_BASIS,
                "notebook": hashlib.sha256(result.notebook).hexdigest(),
            }
            self._write_ending(db, learner, ending)
        self._known[learner] = _Known(extension, ending["basis"], ending["notebook"])
        return changes

    def write_lost(self, learner: str, result: Result) -> None:
        """Note that the machine lost this submission. Grades and autograded/ stay, and the next run grades it again."""
        ending = {"state": str(result.state), "reason": result.reason, "repairs": "[]", "details": "{}"}
        ending |= {"basis": NO_BASIS, "notebook": ""}
        with self._engine.begin() as db:
            extension, *_ = self._rows_for(db, learner, None)
            self._write_ending(db, learner, ending)
        self._known[learner] = _Known(extension, NO_BASIS, "")

    def _write_ending(self, db: Connection, learner: str, ending: dict[str, str]) -> None:
        mine = and_(_ENDINGS.c.assignment == self.key.assignment, _ENDINGS.c.learner == learner)
        if not db.execute(update(_ENDINGS).where(mine).values(**ending)).rowcount:
            db.execute(insert(_ENDINGS).values(assignment=self.key.assignment, learner=learner, **ending))

    def rows(self) -> list[dict[str, Any]]:
        """How each learner's submission ended: assignment, learner, state, points, pending, reason, repairs, details.

        Points are what counts: with those that a person gave, and without what lateness costs. `pending` are those of
        the cells that a person has not read yet, of which some may be in `points` already.
        """
        with self._engine.connect() as db:
            scores = db.execute(
                select(_SUBMISSIONS.c.student_id, _GRADES)
                .join(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == _SUBMISSIONS.c.id)
                .join(_GRADES, _GRADES.c.notebook_id == _NOTEBOOKS.c.id)
                .where(_SUBMISSIONS.c.assignment_id == self._assignment_id)
            ).all()
            penalties = db.execute(
                select(_SUBMISSIONS.c.student_id, _NOTEBOOKS.c.late_submission_penalty)
                .join(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == _SUBMISSIONS.c.id)
                .where(_SUBMISSIONS.c.assignment_id == self._assignment_id)
            ).all()
            endings = db.execute(
                select(_ENDINGS).where(_ENDINGS.c.assignment == self.key.assignment).order_by(_ENDINGS.c.learner)
            ).all()
        points = {learner: -(penalty or 0.0) for learner, penalty in penalties}
        pending = dict.fromkeys(points, 0.0)
        cells = {self._graded[cell.grade_id]: cell for cell in self.key.cells if cell.grade_id in self._graded}
        for row in scores:
            points[row.student_id] += _score(row.auto_score, row.manual_score, row.extra_credit)
            cell = cells.get(row.cell_id)
            if cell and is_pending(row.needs_manual_grade, row.manual_score, cell.by_hand):
                pending[row.student_id] += cell.points
        return [
            {
                "assignment": self.key.assignment,
                "learner": ending.learner,
                "state": ending.state,
                "points": points[ending.learner],
                "pending": pending[ending.learner],
                "reason": ending.reason,
                "repairs": json.loads(ending.repairs),
                "details": json.loads(ending.details),
            }
            for ending in endings
            if ending.learner in points
        ]

    def _read_known(self) -> dict[str, _Known]:
        """What is there, by learner."""
        mine = and_(_ENDINGS.c.learner == _SUBMISSIONS.c.student_id, _ENDINGS.c.assignment == self.key.assignment)
        with self._engine.connect() as db:
            rows = db.execute(
                select(_SUBMISSIONS.c.student_id, _SUBMISSIONS.c.extension, _ENDINGS.c.basis, _ENDINGS.c.notebook)
                .join(_ENDINGS, mine)
                .where(_SUBMISSIONS.c.assignment_id == self._assignment_id)
            ).all()
        return {learner: _Known(*known) for learner, *known in rows}

    def _rows_for(self, db: Connection, learner: str, timestamp: datetime | None) -> tuple[Any, str, float]:
        """Make sure that learner, submission and notebook are there. Returns extension, notebook's id, seconds late."""
        if db.execute(select(_STUDENTS.c.id).where(_STUDENTS.c.id == learner)).first() is None:
            db.execute(insert(_STUDENTS).values(id=learner))
        mine = and_(_SUBMISSIONS.c.assignment_id == self._assignment_id, _SUBMISSIONS.c.student_id == learner)
        wanted = select(_SUBMISSIONS.c.id, _SUBMISSIONS.c.timestamp, _SUBMISSIONS.c.extension).where(mine)
        if db.execute(wanted).first() is None:
            db.execute(insert(_SUBMISSIONS).values(assignment_id=self._assignment_id, student_id=learner))
        if timestamp is not None:
            db.execute(update(_SUBMISSIONS).where(mine).values(timestamp=timestamp))
        submission = db.execute(wanted).one()
        notebook = and_(_NOTEBOOKS.c.assignment_id == submission.id, _NOTEBOOKS.c.notebook_id == self._notebook_id)
        if db.execute(select(_NOTEBOOKS.c.id).where(notebook)).first() is None:
            db.execute(insert(_NOTEBOOKS).values(assignment_id=submission.id, notebook_id=self._notebook_id))
        notebook_id = db.execute(select(_NOTEBOOKS.c.id).where(notebook)).scalar_one()
        late = 0.0
        if submission.timestamp and self._due:
            due = self._due + submission.extension if submission.extension else self._due
            late = max(0.0, (submission.timestamp - due).total_seconds())
        return submission.extension, notebook_id, late

    def _write_grades(
        self, db: Connection, notebook_id: str, scores: Mapping[str, float | None], waiting: set[str]
    ) -> tuple[list[Change], float]:
        """Write the points; returns what they replaced, and the sum with what persons have given."""
        found = db.execute(select(_GRADES).where(_GRADES.c.notebook_id == notebook_id)).all()
        before = {row.cell_id: row for row in found}
        rows, changes, points = [], [], 0.0
        for name, cell_id in self._graded.items():
            score = scores.get(name, 0.0)
            old = before.get(cell_id)
            by_hand = old.manual_score if old else None
            review = score is None or by_hand is not None or name in waiting
            rows.append({"cell": cell_id, "auto_score": score, "needs_manual_grade": review, "notebook": notebook_id})
            points += _score(score, by_hand, old.extra_credit if old else None)
            if old and old.auto_score != score:
                changes.append(Change(name, old.auto_score, score))
        _put(db, _GRADES, rows, before, ("auto_score", "needs_manual_grade"))
        return changes, points

    def _write_comments(self, db: Connection, notebook_id: str, comments: Mapping[str, str]) -> None:
        found = db.execute(select(_COMMENTS.c.cell_id).where(_COMMENTS.c.notebook_id == notebook_id)).all()
        rows = [
            {
                "cell": cell_id,
                "notebook": notebook_id,
                "auto_comment": None if name in self._tasks else comments.get(name),
            }
            for name, cell_id in self._commented.items()
        ]
        _put(db, _COMMENTS, rows, {row.cell_id for row in found}, ("auto_comment",))


def _put(db: Connection, table: Table, rows: list[dict], present: Any, names: tuple[str, ...]) -> None:
    """Insert the rows whose cell is not `present`, update `names` of the others."""
    new = [row for row in rows if row["cell"] not in present]
    old = [row for row in rows if row["cell"] in present]
    if new:
        fields = [{n: row[n] for n in names} | {"cell_id": row["cell"], "notebook_id": row["notebook"]} for row in new]
        db.execute(insert(table), fields)
    if old:
        mine = and_(table.c.cell_id == bindparam("cell"), table.c.notebook_id == bindparam("notebook"))
        db.execute(update(table).where(mine).values({name: bindparam(name) for name in names}), old)


def _score(auto: float | None, by_hand: float | None, extra: float | None) -> float:
    """What nbgrader counts: a person's points before the grader's, and extra credit if there are any."""
    counted = by_hand if by_hand is not None else auto
    return 0.0 if counted is None else counted + (extra or 0.0)


def _storable(text: str) -> str:
    """`text` without what a database refuses: null characters and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
