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
from pmcourse.gradebook.lock import Busy
from pmcourse.gradebook.run import Run

FOUND = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *Path("/opt/homebrew/bin").glob("initdb")]
BIN = FOUND[0] if FOUND else Path(shutil.which("initdb") or "/none/initdb").parent


@pytest.fixture
def server():
    """The address of a server that listens on a socket in a folder of its own."""
    if not (BIN / "initdb").is_file():
        pytest.skip("NOT TRIED: PostgreSQL is not installed. On Debian or Ubuntu: sudo apt install postgresql")
    import psycopg

    with tempfile.TemporaryDirectory() as folder:
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "nobody")
            options["user"] = "nobody"
        data = f"{folder}/data"
        subprocess.run([BIN / "initdb", "-D", data, "-U", "course", "--auth=trust", "--no-sync"], check=True, **options)
        process = subprocess.Popen(
            [BIN / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"], **options
        )
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    psycopg.connect(host=folder, user="course", dbname="postgres").close()
                    break
                except psycopg.OperationalError:
                    assert time.monotonic() < until, "the server did not start"
                    time.sleep(0.1)
            yield f"postgresql+psycopg://course@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)  # a kinder signal would wait for open connections
            process.wait(timeout=60)


def test_on_postgresql_the_gradebook_is_the_same_as_in_a_file(classroom, server, tmp_path):
    in_file = classroom.copy_to(tmp_path / "in-file")
    classroom.course = classroom.course.model_copy(update={"db_url": server})
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
    classroom.course = classroom.course.model_copy(update={"db_url": server})
    release(classroom.course, classroom.name)
    other = classroom.copy_to(tmp_path / "other")
    other.course = other.course.model_copy(update={"db_url": server})
    for room in (classroom, other):
        room.hand_in("ada")
    with Run(classroom.course, classroom.name) as run:
        with pytest.raises(Busy, match="on another machine"):
            Run(other.course, other.name)
        list(run.grade(workers=1))
    with Run(other.course, other.name) as run:
        assert [one.learner for one in run.grade(workers=1)] == ["ada"]
