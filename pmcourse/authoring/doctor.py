"""What a machine lacks for the course, and how to get it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from pmcourse.course import Course
from pmcourse.gradebook.collect import same_account
from pmcourse.rooms import sandbox


def looked_at(course: Course) -> tuple[list[str], list[str]]:
    """What is missing, and what is worth a note, each as one sentence or two that say what to do."""
    missing, notes = [], []
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        missing.append(f"Python {sys.version.split()[0]} is not supported. Install Python 3.11, 3.12 or 3.13.")
    if not course.check_owner:
        notes.append("check_owner=False in course_config.py, so everybody can hand in as anybody.")
    elif sys.platform != "win32" and (problem := same_account(course.exchange_folder, course.id)):
        missing.append(problem)
    there = course.exchange_folder
    while not there.exists() and there.is_relative_to(course.root.absolute()):  # it is made when it is needed
        there = there.parent
    if not os.access(there, os.W_OK):
        missing.append(
            f"The exchange {course.exchange_folder} cannot be written. Set PMCOURSE_EXCHANGE to another folder."
        )
    for guard in (course.root / "nbgrader_config.py", Path(sys.prefix) / "etc" / "jupyter" / "nbgrader_config.py"):
        if not guard.is_file():
            missing.append(
                f"{guard} is missing, which keeps nbgrader from grading outside the locked rooms. Restore it from the "
                "repository, or run: pip install --no-deps -e ."
            )
    if shutil.which("alembic") is None:
        missing.append("alembic is not on the PATH, and nbgrader needs it. Run: pip install -r requirements.txt")
    if shutil.which("chromium") is None and shutil.which("chrome") is None:
        notes.append("no Chromium, so the browser tests cannot run. On Debian: apt install chromium")
    if problem := sandbox.available():
        missing.append(f"Submissions cannot be graded here, which only instructors need. {problem}")
    return missing, notes
