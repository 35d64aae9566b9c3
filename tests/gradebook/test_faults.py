"""Disks and gradebooks that fail, for real: each is said in one sentence that helps, and nothing is lost."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from pmcourse.errors import CourseError
from pmcourse.gradebook import faults
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.states import State
from pmcourse.rooms import bubblewrap

PMCOURSE = Path(sys.executable).with_name("pmcourse")


def grade_where(classroom, *mounts):
    """Run `pmcourse grade` where parts of the disk are other ones, as bubblewrap's options say."""
    command = [
        bubblewrap.program(),
        "--dev-bind",
        "/",
        "/",
        *map(str, mounts),
        "--",
        str(PMCOURSE),
        "grade",
        "01-role",
    ]
    return subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, check=False)


def in_one_sentence(done, *parts):
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    for part in (*parts, "it goes on where it stopped"):
        assert part in last


def test_a_read_only_folder_of_graded_work_is_named_and_afterwards_grading_goes_on(classroom):
    classroom.hand_in("ada")
    graded = classroom.root / "autograded"
    graded.mkdir()
    done = grade_where(classroom, "--ro-bind", graded, graded)
    in_one_sentence(done, str(graded), "may not be written", "Give yourself the right")
    with Run(classroom.course, classroom.name) as run:
        assert [one.state for one in run.grade()] == [State.GRADED]


def test_a_full_disk_is_named_and_afterwards_grading_goes_on(classroom):
    classroom.hand_in("ada")
    graded = classroom.root / "autograded"
    graded.mkdir()
    done = grade_where(classroom, "--size", 4096, "--tmpfs", graded)
    in_one_sentence(done, "disk is full", str(graded), "Delete what is not needed")
    with Run(classroom.course, classroom.name) as run:
        assert [one.state for one in run.grade()] == [State.GRADED]


def test_a_read_only_gradebook_is_named(classroom):
    classroom.hand_in("ada")
    database = classroom.root / "gradebook.db"
    done = grade_where(classroom, "--ro-bind", database, database)
    in_one_sentence(done, "The gradebook cannot be written", "may only be read", "Give yourself the right")


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("max_page_count = 1", "its disk is full.*Delete what is not needed"), ("query_only = 1", "may only be read")],
)
def test_a_gradebook_that_takes_no_more_says_which_kind_of_fault_it_is(classroom, pragma, words):
    for number in range(3):
        classroom.hand_in(f"s{number}", files={"notes.txt": "x" * 1000})
    with Run(classroom.course, classroom.name) as run:
        event.listen(run._gradebook.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
        run._gradebook.engine.dispose()  # the next connection is a new one
        with pytest.raises(CourseError, match=words) as said:
            for learner in run.submitted:
                run.keep(learner, big_result(), "hash", lay_out=False)
    assert "\n" not in str(said.value)


def big_result():
    from pmcourse.gradebook.submission import Result

    return Result(b"{}", {"double-test": 2.0}, State.GRADED, "Fine." * 10_000)


def test_a_damaged_gradebook_is_named(classroom):
    (classroom.root / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(CourseError, match=r"damaged.*Put a copy of it in its place"):
        Run(classroom.course, classroom.name)


def test_a_gradebook_server_that_is_not_there_is_named(classroom, tmp_path):
    classroom.course = classroom.course.model_copy(update={"db_url": f"postgresql+psycopg:///x?host={tmp_path}"})
    with pytest.raises(CourseError, match=r"server does not answer.*Start it again"):
        Run(classroom.course, classroom.name)


def test_a_disk_without_inodes_is_named_and_afterwards_grading_goes_on(classroom):
    classroom.hand_in("ada")
    graded = classroom.root / "autograded"
    graded.mkdir()
    rights, back = [], ""
    if user := os.geteuid():  # who is not root may mount something only where they play root
        rights, back = ["--user", "--map-root-user"], f"unshare --user --map-user={user} --map-group={os.getegid()}"
    small = f"mount -t tmpfs -o nr_inodes=3 none '{graded}' && exec {back} '{PMCOURSE}' grade 01-role"
    command = ["unshare", *rights, "--mount", "sh", "-c", small]
    done = subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, check=False)
    in_one_sentence(done, "no inodes", str(graded), "Delete files there")
    with Run(classroom.course, classroom.name) as run:
        assert [one.state for one in run.grade()] == [State.GRADED]


def test_a_disk_without_inodes_is_told_from_one_that_is_full(tmp_path, monkeypatch):
    for free, words in ((0, "no inodes"), (10, "The disk is full")):
        monkeypatch.setattr(os, "statvfs", lambda _, free=free: SimpleNamespace(f_bavail=5, f_favail=free))
        with pytest.raises(CourseError, match=words), faults.in_words(tmp_path):
            raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "not" / "there"))
