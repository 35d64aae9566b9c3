"""The learners' version of an assignment, made by nbgrader from the instructor's, and handed to the exchange."""

from __future__ import annotations

import logging
import sys
import warnings
from datetime import UTC
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.exchange import ExchangeError
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from pmcourse.course import Course
from pmcourse.errors import CourseError
from pmcourse.gradebook.database import Gradebook
from pmcourse.gradebook.guard import tie
from pmcourse.skills import graded_cells


def api(course: Course) -> NbGraderAPI:
    """nbgrader's own programming interface, with the course's settings."""
    tie()
    config = Config()
    course.configure(config)
    grader = NbGraderAPI(config=config)
    grader.log.setLevel(logging.ERROR)
    # nbgrader compares rows before it adds them, and SQLAlchemy says so on every screen; nobody can act on it
    warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")
    return grader


def succeeded(result: dict, what: str) -> None:
    """Raise CourseError with nbgrader's own words where it says that something did not work."""
    if not result["success"]:
        reason = (result.get("error") or result.get("log") or "no reason was given").strip().splitlines()[-1]
        raise CourseError(f"nbgrader could not {what}: {reason}")


def release(course: Course, name: str) -> Path:
    """Make release/`name` from source/`name`, set its due date, and put it into the exchange. Returns the folder.

    Raises CourseError where there is no such assignment or a trial run left answers in source/, and SkillError where a
    graded cell has no skill.
    """
    lesson = course.lesson(name)
    source = course.root / "source" / name
    if lesson.due is None or not source.is_dir():
        raise CourseError(f"{name} has no assignment: it needs a due date in course_config.py and a folder {source}.")
    left = source / "answers"
    if left.exists():
        raise CourseError(f"{left} is what a trial run left; learners would get it. Remove it and release again.")
    graded_cells(course.root / "source")
    grader = api(course)
    succeeded(grader.generate_assignment(name, force=True), f"make the release of {name}")
    with Gradebook(course.database, course.id) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=lesson.due.astimezone(UTC).replace(tzinfo=None))
    if sys.platform != "win32":  # nbgrader has no exchange on Windows; learners open release/ there
        succeeded(grader.release_assignment(name), f"put {name} into the exchange")
    return course.root / "release" / name


def collect(course: Course, name: str) -> tuple[list[str], list[str]]:
    """Fetch what was handed in for `name` from the exchange, newer work in place of older; nothing if none is there.

    Returns what could not be taken, in sentences, and what else is worth a look. Raises CourseError where nothing can
    be collected, Busy where somebody else does it.
    """
    if not (course.exchange_folder / course.id / "inbound").is_dir():
        return [], []
    grader = api(course)
    grader.log.setLevel(logging.CRITICAL + 1)  # what it says is handed back instead
    grader.coursedir.assignment_id = name
    collector = grader.exchange.Collect(coursedir=grader.coursedir, authenticator=grader.authenticator, parent=grader)
    collector.update = True
    try:
        collector.start()
    except ExchangeError as error:
        if not (told := getattr(collector, "problems", [])):
            raise CourseError(f"{name} could not be collected: {error}") from None
        return told, collector.notes
    return [], collector.notes
