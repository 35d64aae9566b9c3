"""The gradebook on a real PostgreSQL server, started for these tests where one is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from pmcourse.authoring.release import release
from pmcourse.errors import CourseError
from pmcourse.gradebook.lock import Busy
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.states import State

FOUND = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *Path("/opt/homebrew/bin").glob("initdb")]
BIN = FOUND[0] if FOUND else Path(shutil.which("initdb") or "/none/initdb").parent


class Server:
    """A server that listens on a socket in `folder`, in which its data lie too."""

    def __init__(self, folder):
        self.folder, self.data = folder, f"{folder}/data"
        self.address = f"postgresql+psycopg://course@/postgres?host={folder}"
        self.options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "nobody")
            self.options["user"] = "nobody"
        make = [BIN / "initdb", "-D", self.data, "-U", "course", "--auth=trust", "--no-sync"]
        subprocess.run(make, check=True, **self.options)
        self.start()

    def start(self):
        import psycopg

        command = [BIN / "postgres", "-D", self.data, "-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=off"]
        self.process = subprocess.Popen(command, **self.options)
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(host=self.folder, user="course", dbname="postgres").close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None and time.monotonic() < until, "the server did not start"
                time.sleep(0.1)

    def stop(self, number=signal.SIGINT):  # a kinder signal would wait for open connections
        self.process.send_signal(number)
        self.process.wait(timeout=60)


@pytest.fixture
def server():
    if not (BIN / "initdb").is_file():
        pytest.skip("NOT TRIED: PostgreSQL is not installed. On Debian or Ubuntu: sudo apt install postgresql")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop()


def test_on_postgresql_the_gradebook_is_the_same_as_in_a_file(classroom, server, tmp_path):
    in_file = classroom.copy_to(tmp_path / "in-file")
    classroom.course = classroom.course.model_copy(update={"db_url": server.address})
    release(classroom.course, classroom.name)
    for room in (classroom, in_file):
        room.hand_in_all_kinds()
        with Run(room.course, room.name) as run:
            assert {one.learner for one in run.grade(workers=1)} == set(run.submitted)
            listed = run.rows()
            assert {one.state for one in run.grade(workers=1)} == {None}
            assert {one.changes for one in run.grade(workers=1, force=True)} == {()}
            assert run.rows() == listed
    assert classroom.gradebook() == in_file.gradebook()


def test_two_graders_with_one_postgresql_and_two_copies_of_the_course_take_turns(classroom, server, tmp_path):
    classroom.course = classroom.course.model_copy(update={"db_url": server.address})
    release(classroom.course, classroom.name)
    other = classroom.copy_to(tmp_path / "other")
    other.course = other.course.model_copy(update={"db_url": server.address})
    for room in (classroom, other):
        room.hand_in("ada")
    with Run(classroom.course, classroom.name) as run:
        with pytest.raises(Busy, match="on another machine"):
            Run(other.course, other.name)
        list(run.grade(workers=1))
    with Run(other.course, other.name) as run:
        assert [one.learner for one in run.grade(workers=1)] == ["ada"]


def test_a_server_lost_in_the_middle_of_a_class_costs_nothing_and_grading_goes_on(classroom, server):
    classroom.course = classroom.course.model_copy(update={"db_url": server.address})
    release(classroom.course, classroom.name)
    learners = {f"s{number:02}" for number in range(12)}
    for learner in learners:
        classroom.hand_in(learner)
    kept = []
    with Run(classroom.course, classroom.name) as run, pytest.raises(CourseError, match=r"Start it again .* goes on"):
        for one in run.grade(workers=2):
            kept.append(one.learner)
            if len(kept) == 4:
                server.stop(signal.SIGQUIT)  # at once, as in a power cut
    server.start()
    with Run(classroom.course, classroom.name) as run:
        states = {one.learner: one.state for one in run.grade(workers=2)}
        assert states == {learner: None if learner in kept else State.GRADED for learner in learners}
        assert [row["points"] for row in run.rows()] == [2] * 12
