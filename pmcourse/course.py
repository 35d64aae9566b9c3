"""The course's settings: what course_config.py says, checked, and handed on to nbgrader."""

from __future__ import annotations

import os
import runpy
import traceback
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from traitlets.config import Config

from pmcourse import nbgrader_settings
from pmcourse.artifact import broken_rule
from pmcourse.errors import CourseError
from pmcourse.skills import SKILLS

CONFIG = "course_config.py"

Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class SettingError(CourseError):
    """A setting in course_config.py breaks a rule. The text names the setting, the rule and the value."""


class _Settings(BaseModel):
    """Settings that refuse what they do not know, in words that name the setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingError(_in_words(type(self).__name__, error)) from None


class Lesson(_Settings):
    """One lesson of the syllabus; it has an assignment if it has a due date.

    `name` is the name that the lesson's notebook, package folder, assignment and tests share, such as `08-backlog`.
    `minutes` is the time a learner should plan for its core, `more` for the part behind the summary, for those who
    like; 0 where it has none. `due` carries its time zone.
    """

    name: Annotated[str, Field(pattern=r"^\d\d-[a-z]+(-[a-z]+)*$")]
    title: Annotated[str, Field(min_length=3)]
    minutes: Annotated[int, Field(ge=5, le=240)]
    more: Annotated[int, Field(ge=0, le=240)] = 0
    skills: tuple[str, ...] = ()
    due: datetime | None = None

    @property
    def time(self) -> str:
        """The minutes in words."""
        return f"{self.minutes} minutes" + (f", and {self.more} more if you like" if self.more else "")

    @field_validator("skills")
    @classmethod
    def _skills_are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = {skill.id for skill in SKILLS}
        for name in value:
            if name not in known:
                raise ValueError(f"must be skill ids of pmcourse.skills; {name!r} is not one of them")
        return value

    @field_validator("due")
    @classmethod
    def _due_has_a_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("must say its time zone, as in datetime(2027, 1, 31, 23, 59, tzinfo=UTC)")
        return value


class LatePolicy(_Settings):
    """What lateness costs: nothing within the grace, then a share of the points for each day begun, up to a most."""

    grace_hours: Annotated[float, Field(ge=0)] = 1
    penalty_per_day: Share = 0.1
    most: Share = 0.5

    @model_validator(mode="after")
    def _most_holds_a_day(self) -> LatePolicy:
        if self.most < self.penalty_per_day:
            raise ValueError(f"most must be at least penalty_per_day, {self.penalty_per_day:g} (got {self.most:g})")
        return self


class PassMarks(_Settings):
    """The share of points from which a skill counts as mastered, and the course as passed."""

    skill: Share = 0.7
    course: Share = 0.6


class Limits(_Settings):
    """What one submission may use while it is graded.

    Seconds for a cell and for the whole submission, counted while it has a processor or sleeps and not while it waits
    for a processor; seconds of processor time for each process; megabytes of memory for each process and of files,
    kilobytes of output, and the number of processes and threads at one time.
    """

    cell_seconds: Amount = 10
    submission_seconds: Amount = 60
    cpu_seconds: Amount = 60
    memory_mb: Amount = 1024
    output_kb: Amount = 1024
    file_mb: Amount = 16
    processes: Annotated[int, Field(ge=1)] = 64


class Course(_Settings):
    """The whole course in one object: `course_config.py` makes one.

    `exchange` is a folder, relative to `root` or not. `check_owner` says whether a hand-in is taken only if it belongs
    to the account of the learner whom it names; without it everybody can hand in as anybody. `groupshared` makes what
    one instructor writes writable for the group, so that several can work in one project.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    title: Annotated[str, Field(min_length=3)]
    root: Path
    lessons: tuple[Lesson, ...]
    late: LatePolicy = LatePolicy()
    pass_marks: PassMarks = PassMarks()
    limits: Limits = Limits()
    exchange: Path = Path("exchange")
    check_owner: bool = True
    groupshared: bool = False
    db_url: Annotated[str, Field(pattern=r"^(sqlite|postgresql)(\+\w+)?://")] = "sqlite:///gradebook.db"

    @model_validator(mode="after")
    def _db_url_holds_no_password(self) -> Course:
        if self.db_url.startswith("sqlite:///") and "?" not in self.db_url:
            return self  # a file, which has none: a lesson opens this course sooner without SQLAlchemy
        from sqlalchemy import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(self.db_url)
        except (ArgumentError, ValueError):
            raise ValueError(f"db_url must be an address as SQLAlchemy reads it (got {self.db_url!r})") from None
        if url.password is not None or "password" in url.query:  # which is not shown
            raise ValueError("db_url must hold no password, for learners have this file; keep it in ~/.pgpass")
        return self

    @model_validator(mode="after")
    def _lessons_are_named_once(self) -> Course:
        names = [lesson.name for lesson in self.lessons]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"lessons must have different names; {name!r} stands there {names.count(name)} times")
        return self

    def lesson(self, name: str) -> Lesson:
        """The lesson called `name`; raises CourseError where there is none."""
        for lesson in self.lessons:
            if lesson.name == name:
                return lesson
        names = ", ".join(lesson.name for lesson in self.lessons)
        raise CourseError(f"No lesson is called {name!r}. The lessons in {CONFIG} are: {names}.")

    @property
    def assignments(self) -> tuple[Lesson, ...]:
        """The lessons that have an assignment, in learning order."""
        return tuple(lesson for lesson in self.lessons if lesson.due is not None)

    @property
    def exchange_folder(self) -> Path:
        """Where work changes hands between learners and instructors; PMCOURSE_EXCHANGE moves it."""
        return (self.root / os.environ.get("PMCOURSE_EXCHANGE", self.exchange)).absolute()

    @property
    def work_folder(self) -> Path:
        """Where a learner's copies of the assignments lie, and where nbgrader's Assignment List looks for them."""
        return self.root.absolute() / "work"

    @property
    def database(self) -> str:
        """The gradebook's address for SQLAlchemy; a relative SQLite file lies in the project."""
        prefix = "sqlite:///"
        if self.db_url.startswith(prefix):
            return prefix + str((self.root / self.db_url.removeprefix(prefix)).absolute())
        return self.db_url

    def configure(self, c: Config) -> None:
        """Write nbgrader's settings into `c`, and make the folders that nbgrader wants to find."""
        nbgrader_settings.write(self, c)
        self._require_exchange()
        self.work_folder.mkdir(exist_ok=True)
        nbgrader_settings.be_found(self.root)

    def lock(self, c: Config) -> None:
        """Write into `c` that nbgrader grades in the locked rooms, whatever was there."""
        nbgrader_settings.lock(c)

    def _require_exchange(self) -> None:
        """The exchange is made where it lies in the project; another one was meant to be there."""
        folder = self.exchange_folder
        if folder.is_relative_to(self.root.absolute()):
            folder.mkdir(parents=True, exist_ok=True)
        elif not folder.is_dir():
            where = "PMCOURSE_EXCHANGE" if "PMCOURSE_EXCHANGE" in os.environ else f"Course.exchange in {CONFIG}"
            raise SettingError(
                f"{where} must name a folder that is there (got {folder}). Mend the spelling, or make the folder."
            )


def find_root(start: Path | None = None) -> Path:
    """The project's folder: the nearest one at or above `start` (default: the current one) with a course_config.py."""
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise CourseError(f"No {CONFIG} in {start} or above it. Go to the course's folder and try again.")


def load(root: Path | None = None, config: Config | None = None) -> Course:
    """The course of the project at `root` (default: found from the current folder).

    `config` takes the settings for nbgrader that course_config.py makes beside the course. Raises CourseError where
    there is no course_config.py, it is not Python, or a setting in it breaks a rule.
    """
    path = (root or find_root()) / CONFIG
    if not path.is_file():
        raise CourseError(f"{path} is missing. It holds the course's settings; restore it from the repository.")
    own = Config() if config is None else config
    try:
        course = runpy.run_path(str(path), init_globals={"get_config": lambda: own}).get("course")
    except SettingError:
        raise
    except SystemExit as stop:
        raise SettingError(str(stop)) from None
    except Exception as error:
        raise SettingError(_where_it_broke(path, error)) from None
    if not isinstance(course, Course):
        raise SettingError(f"{CONFIG} must set `course = Course(...)` (got {_short(course)}).")
    return course


def _where_it_broke(path: Path, error: Exception) -> str:
    if isinstance(error, SyntaxError):
        line, reason = error.lineno, error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == str(path)), None)
        reason = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    where = f"{CONFIG}, line {line}" if line else CONFIG
    return f"{where}: {reason}. Mend it in {path}, then give the same command again."


def _in_words(owner: str, error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = ".".join([owner, *(str(part) for part in problem["loc"])])
        if problem["type"] == "extra_forbidden":
            lines.append(f"{name} is not a setting. Mend the spelling or remove it.")
        elif problem["type"] == "missing":
            lines.append(f"{name} is missing. Add it.")
        elif not problem["loc"]:  # a rule for several settings, which names them and their values
            lines.append(f"{name}: {broken_rule(problem)}. Change it and run again.")
        else:
            lines.append(f"{name} {broken_rule(problem)} (got {_short(problem['input'])}). Change it and run again.")
    return f"{CONFIG}: " + " ".join(lines)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 100 else text[:99] + "…"
