"""A run that is cut off anywhere, and the same command again: the same gradebook as if nothing had happened."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook

from pmcourse.gradebook import record
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.submission import Result

PMCOURSE = Path(sys.executable).with_name("pmcourse")
SLOW = "import time; time.sleep(0.2)\ndef double(x):\n    return 2 * x"


def grade(classroom, **options):
    with Run(classroom.course, classroom.name) as run:
        return {one.learner: one for one in run.grade(**options)}


def written(classroom):
    """How many submissions the gradebook holds a state of."""
    with closing(sqlite3.connect(f"file:{classroom.root}/gradebook.db?mode=ro", uri=True)) as db:
        try:
            return db.execute("select count(*) from pmcourse_grading").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def wait_until(what, seconds=120):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.01)


def test_killed_again_and_again_it_ends_with_the_gradebook_of_an_undisturbed_run(classroom, tmp_path):
    for number in range(8):
        classroom.hand_in(f"s{number}", SLOW, why="So.", late_hours=20 * number - 1)
    undisturbed = classroom.copy_to(tmp_path / "undisturbed")
    grade(undisturbed, workers=2)
    command = [PMCOURSE, "grade", classroom.name, "--workers", "2", "--format", "csv"]
    for least in (1, 5):
        running = subprocess.Popen(command, cwd=classroom.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda least=least: written(classroom) >= least)
        left_behind = psutil.Process(running.pid).children(recursive=True)
        running.kill()
        running.wait()
        assert written(classroom) < 8
        assert left_behind, "there were workers and rooms"
        _, alive = psutil.wait_procs(left_behind, timeout=30)
        assert alive == []
    assert subprocess.run(command, cwd=classroom.root, capture_output=True, check=False).returncode == 0
    assert classroom.gradebook() == undisturbed.gradebook()
    assert classroom.autograded() == undisturbed.autograded()
    assert not list(classroom.root.glob("autograded/*/.*"))


class Killed(BaseException):
    """Ends a run where it stands, as a kill does; nothing in the grader catches it."""


@pytest.mark.parametrize("step", ["before the old folder goes", "between the two folders", "before the gradebook",
                                  "within the gradebook", "after the gradebook"])  # fmt: skip
def test_cut_off_at_any_step_of_writing_nothing_is_lost_or_there_twice(classroom, tmp_path, monkeypatch, step):
    classroom.hand_in("ada")
    first, second = (
        Result(b'{"cells": [], "n": %d}' % n, {"double-test": float(n), "why": None}, "graded", "Fine.") for n in (1, 2)
    )

    def keep(room, result):
        with Run(room.course, room.name) as run:
            run.keep("ada", result, "the-same", lay_out=True)

    keep(classroom, first)
    undisturbed = classroom.copy_to(tmp_path / "undisturbed")
    keep(undisturbed, second)

    with monkeypatch.context() as broken, pytest.raises(Killed):
        rename, write = Path.rename, record.Record.write

        def stop(*_):
            raise Killed

        def stop_between(path, target):
            if path.name.endswith("-new"):
                raise Killed
            return rename(path, target)

        def stop_after(*arguments):
            write(*arguments)
            raise Killed

        target, name, breaks = {
            "before the old folder goes": (Path, "rename", stop),
            "between the two folders": (Path, "rename", stop_between),
            "before the gradebook": (record.Record, "write", stop),
            "within the gradebook": (record.Record, "_write_comments", stop),
            "after the gradebook": (record.Record, "write", stop_after),
        }[step]
        broken.setattr(target, name, breaks)
        keep(classroom, second)

    with Run(classroom.course, classroom.name) as run:
        knows = run.record.is_current("ada", "the-same")
        assert knows == (step in ("before the old folder goes", "after the gradebook"))
    keep(classroom, second)
    assert classroom.gradebook() == undisturbed.gradebook()
    assert classroom.autograded() == undisturbed.autograded()
    assert [path.name for path in (classroom.root / "autograded" / "ada").iterdir()] == [classroom.name]


def test_what_has_not_changed_is_left_alone_and_what_has_is_graded_again(classroom):
    for name in ("ada", "bob", "cleo"):
        classroom.hand_in(name)
    assert {one.state for one in grade(classroom).values()} == {"graded"}
    assert {one.state for one in grade(classroom).values()} == {None}

    classroom.hand_in("bob", "def double(x):\n    return 0")
    (classroom.root / "autograded" / "cleo" / classroom.name / f"{classroom.name}.ipynb").unlink()
    again = grade(classroom)
    assert {name: one.state for name, one in again.items()} == {"ada": None, "bob": "graded", "cleo": "graded"}
    assert again["bob"].changes == (("double-test", 2.0, 0.0),)

    forced = grade(classroom, force=True)
    assert {one.state for one in forced.values()} == {"graded"}
    assert {one.changes for one in forced.values()} == {()}


def test_an_extension_takes_the_penalty_away_without_being_asked_to(classroom):
    from datetime import timedelta

    classroom.hand_in("ada", late_hours=30)
    grade(classroom)
    assert ("notebook", "ada", classroom.name, pytest.approx(0.4)) in classroom.gradebook()
    with Gradebook(classroom.course.database, classroom.course.id) as book:
        book.find_submission(classroom.name, "ada").extension = timedelta(days=3)
        book.db.commit()
    assert grade(classroom)["ada"].state == "graded"
    assert ("notebook", "ada", classroom.name, None) in classroom.gradebook()
