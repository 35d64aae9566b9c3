"""A small course of one assignment, released once; each test gets a copy of its own, with learners who hand in."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from pmcourse.authoring.release import release
from pmcourse.course import Course, load

ROOT = Path(__file__).parents[2]
NAME = "01-role"
DUE = datetime(2027, 1, 10, 12, tzinfo=UTC)
CONFIG = f"""
from datetime import datetime, UTC
from pathlib import Path
from pmcourse.course import Course, Lesson, Limits

course = Course(
    id="tiny", title="A tiny course", root=Path(__file__).parent,
    lessons=(Lesson(name="{NAME}", title="The role", minutes=10, skills=("agile",), due={DUE!r}),),
    limits=Limits(cell_seconds=3, submission_seconds=8, memory_mb=400, file_mb=2),
)
c = get_config()
course.configure(c)
""".replace("datetime.datetime", "datetime").replace("datetime.timezone.utc", "UTC")


def _cell(make, grade_id, source, **about):
    about = {"grade": False, "solution": False, "locked": False, "task": False} | about
    metadata = {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **about}}
    if about["grade"]:
        metadata["tags"] = ["skill:agile"]
    return make(source, metadata=metadata, id=grade_id)


def _assignment():
    hidden = "### BEGIN HIDDEN TESTS\nassert double(21) == 42, 'the-hidden-reason'\n### END HIDDEN TESTS"
    solution = "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION"
    cells = [
        new_markdown_cell("Double a number, and write why.", id="task"),
        _cell(new_code_cell, "set-up", "import math", locked=True),
        _cell(new_code_cell, "double", solution, solution=True),
        _cell(new_code_cell, "double-test", f"assert double(2) == 4\n{hidden}", grade=True, locked=True, points=2),
        _cell(new_markdown_cell, "why", "Because.", grade=True, solution=True, points=3),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="session")
def _released(tmp_path_factory):
    root = tmp_path_factory.mktemp("released") / "course"
    (root / "source" / NAME).mkdir(parents=True)
    (root / "course_config.py").write_text(CONFIG)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "source" / NAME / "prices.csv").write_text("price\n1\n")
    nbformat.write(_assignment(), root / "source" / NAME / f"{NAME}.ipynb")
    release(load(root), NAME)
    return root


@dataclass
class Classroom:
    """The small course in a folder of its own."""

    course: Course
    name: str = NAME

    @property
    def root(self) -> Path:
        return self.course.root

    def hand_in(self, learner, double="def double(x):\n    return 2 * x", *, why=None, late_hours=-1.0, edit=None,
                file_name=f"{NAME}.ipynb", raw=None, files=None):  # fmt: skip
        """Lay what `learner` hands in into submitted/, as nbgrader's collect does."""
        folder = self.root / "submitted" / learner / NAME
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root / "release" / NAME, folder)
        notebook = nbformat.read(folder / f"{NAME}.ipynb", as_version=4)
        (folder / f"{NAME}.ipynb").unlink()
        cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
        if double is not None:
            cells["double"].source = double
        if why is not None:
            cells["why"].source = why
        if edit:
            edit(notebook)
        (folder / file_name).write_bytes(json.dumps(notebook).encode() if raw is None else raw)
        stamp = DUE + timedelta(hours=late_hours)
        (folder / "timestamp.txt").write_text(stamp.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
        for name, text in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return folder

    def hand_in_all_kinds(self):
        """One learner for each kind of ending that costs no waiting."""

        def tamper(notebook):
            notebook.cells[3].source = "assert True"

        def lose_test(notebook):
            del notebook.cells[3]

        self.hand_in("ada", why="It is the rule.")
        self.hand_in("blank", double=None)
        self.hand_in("bob", "def double(x):\n    return 4")
        self.hand_in("late", why="Sorry.", late_hours=30)
        self.hand_in("renamed", file_name="my homework.ipynb")
        self.hand_in("damaged", raw=b'{"cells": [')
        self.hand_in("tamperer", "def double(x): return 0", edit=tamper)
        self.hand_in("loser", edit=lose_test, files={"notes/plan.txt": "do it"})
        self.hand_in("quitter", "import os; os._exit(0)")

    def copy_to(self, folder):
        """The same course, with all that was handed in and graded, in another folder."""
        shutil.copytree(self.root, folder)
        return Classroom(load(folder))

    def gradebook(self):
        """Everything that the gradebook says, by names: each row once, without ids."""
        with Gradebook(self.course.database, self.course.id) as book:
            found = []
            for submission in book.assignment_submissions(NAME):
                found.append(("submission", submission.student.id, submission.timestamp, submission.extension))
                for notebook in submission.notebooks:
                    found.append(("notebook", submission.student.id, notebook.name, notebook.late_submission_penalty))
                    for g in notebook.grades:
                        points = (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                        found.append(("grade", submission.student.id, g.name, *points))
                    for c in notebook.comments:
                        found.append(("comment", submission.student.id, c.name, c.auto_comment, c.manual_comment))
            found += [("student", student.id) for student in book.students]
            book.engine.dispose()
        return sorted(found, key=repr)

    def autograded(self):
        """Every file in autograded/, with its content and its mode."""
        folder = self.root / "autograded"
        return {
            str(path.relative_to(folder)): (path.read_bytes(), oct(path.stat().st_mode))
            for path in folder.rglob("*")
            if path.is_file()
        }

    def score(self, learner, grade_id):
        """The grade of one cell, as nbgrader has it."""
        with Gradebook(self.course.database, self.course.id) as book:
            g = book.find_grade(grade_id, NAME, NAME, learner)
            book.engine.dispose()
            return SimpleNamespace(auto=g.auto_score, manual=g.manual_score, score=g.score, waits=g.needs_manual_grade)


@pytest.fixture(scope="session")
def new_classroom(_released):
    """A function that makes a fresh copy of the small course in a new folder."""

    def make(root):
        shutil.copytree(_released, root)
        return Classroom(load(root))

    return make


@pytest.fixture
def classroom(new_classroom, tmp_path):
    return new_classroom(tmp_path / "course")
