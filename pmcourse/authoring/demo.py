"""The whole way once: release, hand in, collect, grade, feedback and skills, with a made-up class."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection
from concurrent.futures import Executor
from datetime import UTC, timedelta
from itertools import repeat
from pathlib import Path
from unittest.mock import patch

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeSubmit
from traitlets.config import Config

from pmcourse.authoring.release import api, release, succeeded
from pmcourse.authoring.submissions import Learner
from pmcourse.course import CONFIG, Course, load
from pmcourse.errors import CourseError
from pmcourse.gradebook.batch import Crew
from pmcourse.gradebook.mastery import Grade, grades
from pmcourse.gradebook.run import Run

Tick = Callable[[str], None]


def playground(root: Path, folder: Path) -> Course:
    """A fresh copy of the course's assignments in `folder`, so that a real gradebook is never touched."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for name in (CONFIG, "nbgrader_config.py"):
        shutil.copy(root / name, folder / name)
    shutil.copytree(root / "source", folder / "source", ignore=shutil.ignore_patterns("answers", ".ipynb_checkpoints"))
    return load(folder)


def grade_class(
    course: Course, name: str, learners: list[Learner], tick: Tick = lambda _: None, crew: Crew | None = None,
    writers: Executor | None = None,
) -> list[Grade]:  # fmt: skip
    """Release `name`, hand in for all `learners` through nbgrader's submit and collect, grade, write feedback.

    Grades with nbgrader's own autograde, or as the course's own command does, by a `crew`. Feedback is written by
    nbgrader too, here or by the processes of `writers`.
    """
    tick(f"{name}: releasing")
    folder = release(course, name)
    for learner in learners:
        tick(f"{name}: {learner.name} hands in")
        hand_in(course, folder, learner)
    grader = api(course)
    grader.config.ExchangeCollect.check_owner = False
    succeeded(grader.collect(name), f"collect {name}")
    if due := course.lesson(name).due:
        for learner in learners:  # an hour before, so that a class is in time in whatever year it is made
            when = due.astimezone(UTC) + timedelta(hours=learner.late_hours or -1)
            stamp = course.root / "submitted" / learner.name / name / "timestamp.txt"
            stamp.write_text(when.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
    tick(f"{name}: grading")
    if crew:
        with Run(course, name) as run:
            list(run.grade(force=True, crew=crew))
    else:
        succeeded(grader.autograde(name, "*", force=True), f"grade {name}")
    tick(f"{name}: writing feedback")
    if writers:
        names, parts = [learner.name for learner in learners], os.cpu_count() or 1
        left_out = [set(names) - set(names[at::parts]) for at in range(parts)]
        list(writers.map(write_feedback, repeat(course.root), repeat(name), left_out))
    else:
        write_feedback(course.root, name)
    return grades(course)


def write_feedback(root: Path, name: str, left_out: Collection[str] = ()) -> None:
    """Have nbgrader write the feedback on `name`, for all learners but those left out."""
    grader = api(load(root))
    grader.coursedir.student_id_exclude = ",".join(left_out)
    succeeded(grader.generate_feedback(name, force=True), "write feedback")


def hand_in(course: Course, release_folder: Path, learner: Learner) -> None:
    """Make the learner's work and submit it with nbgrader's own submit, under the learner's name."""
    desk = course.root / "work" / learner.name
    shutil.rmtree(desk, ignore_errors=True)
    learner.write(release_folder, desk / release_folder.name)
    config = Config()
    course.configure(config)
    config.CourseDirectory.assignment_id = release_folder.name
    config.Exchange.assignment_dir = str(desk)
    config.Exchange.cache = str(course.root / "work" / ".cache" / learner.name)
    before = Path.cwd()
    # nbgrader asks the operating system who hands in; here one user plays the whole class
    with patch("nbgrader.exchange.default.submit.get_username", lambda: learner.name):
        try:
            os.chdir(course.root)
            directory = CourseDirectory(config=config)
            ExchangeSubmit(coursedir=directory, authenticator=Authenticator(config=config), config=config).start()
        finally:
            os.chdir(before)


def differences(learners: list[Learner], found: list[Grade]) -> list[str]:
    """Where a made-up learner did not get the points that the recipe says, or what waits differs, in words."""
    by_key = {(g.learner, g.cell.grade_id): g for g in found}
    wrong = []
    for learner in learners:
        for grade_id, points in learner.points.items():
            grade = by_key.get((learner.name, grade_id))
            if grade is None:
                raise CourseError(f"{learner.name} has no grade for {grade_id!r}. Was the submission graded?")
            if abs(grade.points - points) > 1e-9:
                wrong.append(
                    f"{learner.name}, {grade_id}: {grade.points:g} points, should be {points:g} ({learner.why})"
                )
            if not grade.cell.by_hand and grade.pending != (grade_id in learner.pending):
                waits = "waits for a person, and should not" if grade.pending else "should wait for a person"
                wrong.append(f"{learner.name}, {grade_id}: {waits} ({learner.why})")
    return wrong
