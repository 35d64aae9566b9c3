"""nbgrader grades a course in the locked rooms or not at all, whatever it was told and wherever it was started.

nbgrader takes settings from files in several folders, the environment and the command line, and goes on with its own
where a file is missing or wrong: then it would run submissions as the instructor. So it is not the settings that are
guarded but the act: what nbgrader is about to do is looked at in the moment in which it would begin.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from nbgrader.converters import Autograde, NbGraderException
from sqlalchemy import make_url
from traitlets.config import Config

from pmcourse.course import Course, find_root, load
from pmcourse.errors import CourseError
from pmcourse.gradebook import validating
from pmcourse.gradebook.execute import GradeApart, take_folder

_start = Autograde.start


def configure(c: Config, root: Path) -> None:
    """Write the settings of the course at `root` into `c`, for nbgrader_config.py, and tie nbgrader to the rooms.

    What is wrong in course_config.py ends the program. In a Jupyter server, where learners may have work that is not
    saved, it is only said, and said again when somebody wants to grade.
    """
    tie()
    own = Config()
    try:
        course = load(root, own)
        course.configure(c)
    except CourseError as problem:
        if not _in_server():
            raise SystemExit(str(problem)) from None
        print(problem, file=sys.stderr)
        return
    c.merge(own)
    course.lock(c)


def tie() -> None:
    """Have every `nbgrader autograde` in this process looked at before it begins, and Validate speak in words."""
    Autograde.start = _start_tied
    validating.tie()


def _start_tied(self: Autograde) -> None:
    problem = _problem(self)
    if problem:
        self.log.error("%s", problem)
        raise NbGraderException(problem)
    try:
        _start(self)
    finally:
        if self.trait_has_value("exporter") and isinstance(self.exporter, GradeApart):
            self.exporter.close()


def _problem(converter: Autograde) -> str | None:
    """Why nbgrader must not begin, in words; None where it may, as with courses that are not of this kind."""
    root = next(_courses(converter), None)
    if root is None:
        return None
    try:
        course = load(root)
    except CourseError as problem:
        return str(problem)
    for what, found, wanted in _ties(converter, course):
        if found != wanted:
            return (
                f"Nothing was graded: nbgrader's {what} is {_short(found)}, and has to be {_short(wanted)}, or "
                f"submissions would not be graded in the locked rooms of {root}. Take it out of the command or of the "
                f"settings that were read, see that nbgrader_config.py is in {root} as it came, and grade there."
            )
    return None


def _courses(converter: Autograde) -> Iterator[Path]:
    """The folders of the courses that grading would read or write."""
    directory = converter.coursedir
    places = [directory.root]
    for step in (directory.submitted_directory, directory.autograded_directory, directory.source_directory):
        places.append(directory.format_path(step, "nobody", "nothing"))
    if (address := make_url(directory.db_url)).drivername.startswith("sqlite") and address.database:
        places.append(address.database)
    for place in places:
        try:
            yield find_root(Path(place).resolve())
        except CourseError:
            continue


def _ties(converter: Autograde, course: Course) -> Iterator[tuple[str, object, object]]:
    directory = converter.coursedir
    yield "Autograde.exporter_class", converter.exporter_class, GradeApart
    yield "Autograde.pre_convert_hook", converter.pre_convert_hook, take_folder
    for name in ("sanitize_preprocessors", "autograde_preprocessors", "preprocessors"):
        yield f"Autograde.{name}", list(getattr(converter, name)), []
    yield "CourseDirectory.root", Path(directory.root).resolve(), course.root.resolve()
    for step in ("source", "submitted", "autograded"):
        place = directory.format_path(getattr(directory, f"{step}_directory"), "learner", "assignment")
        yield f"folder {step}", Path(place), Path(directory.root) / step / "learner" / "assignment"
    yield "CourseDirectory.course_id", directory.course_id, course.id
    yield "CourseDirectory.db_url", make_url(directory.db_url), make_url(course.database)


def _short(value: object) -> str:
    text = value.__qualname__ if hasattr(value, "__qualname__") else str(value)
    return text if len(text) <= 200 else text[:199] + "…"


def _in_server() -> bool:
    server = sys.modules.get("jupyter_server.serverapp")
    return server is not None and server.ServerApp.initialized()
