"""One at a time: two who grade the same assignment, by whichever way, never meet in files or gradebook."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmcourse.authoring.release import api, collect
from pmcourse.gradebook.lock import Busy, Lock
from pmcourse.gradebook.run import Run

BIN = Path(sys.executable).parent
HOLD = """
import os, sys, time
from pathlib import Path
from pmcourse.gradebook.lock import Lock
lock = Lock(Path(sys.argv[1]), sys.argv[2])
if os.fork():  # a worker lives on for a while after the grader
    print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(classroom):
    """Another process that grades the classroom's assignment, with a worker of its own."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, classroom.root, classroom.name], stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert other.stdout.readline() == "held\n"
    yield other
    os.killpg(other.pid, signal.SIGKILL)
    other.wait()


def test_whoever_comes_second_is_told_who_grades_and_changes_nothing(classroom, holder):
    classroom.hand_in("ada")
    inbound = classroom.course.exchange_folder / classroom.course.id / "inbound"
    (inbound / f"bob+{classroom.name}+2026-01-01 00:00:00 UTC+x").mkdir(parents=True)
    for program, command in (("pmcourse", "grade"), ("nbgrader", "autograde"), ("nbgrader", "collect")):
        done = subprocess.run(
            [BIN / program, command, classroom.name], cwd=classroom.root, capture_output=True, text=True, check=False
        )
        told = done.stdout + done.stderr
        assert done.returncode != 0
        assert f"Somebody else is grading {classroom.name}" in told and f"process {holder.pid}" in told, told
        assert "Traceback" not in told
    assert not api(classroom.course).autograde(classroom.name, "ada")["success"]
    assert classroom.gradebook() == [] and classroom.autograded() == {}


def test_a_grader_that_was_killed_keeps_nobody_out_though_its_worker_lives_on(classroom, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    until = time.monotonic() + 60
    while True:  # the system lets go when it has cleared the process away
        try:
            Lock(classroom.root, classroom.name).close()
            return
        except Busy:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_one_program_is_kept_from_grading_twice_at_once_and_free_afterwards(classroom):
    classroom.hand_in("ada")
    with Run(classroom.course, classroom.name):
        with pytest.raises(Busy):
            Run(classroom.course, classroom.name)
        assert not api(classroom.course).autograde(classroom.name, "ada")["success"]
    for _ in range(2):
        assert api(classroom.course).autograde(classroom.name, "ada")["success"]
    with Run(classroom.course, classroom.name) as run:
        list(run.grade())


def test_another_assignment_can_be_graded_meanwhile(classroom):
    with Run(classroom.course, classroom.name):
        Lock(classroom.root, "02-other").close()
        with pytest.raises(Busy):
            Lock(classroom.root, classroom.name)


def test_what_cannot_be_opened_leaves_the_lock_free(classroom):
    with pytest.raises(Exception, match="is not in the gradebook yet"):
        Run(classroom.course, "02-other")
    Lock(classroom.root, "02-other").close()
    collect(classroom.course, classroom.name)
    Lock(classroom.root, classroom.name).close()
