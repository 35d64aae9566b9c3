"""The gradebook on a real PostgreSQL server, started for these tests where one is installed."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from pmcourse.grading.release import release
from pmcourse.grading.run import Run

FOUND = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *Path("/opt/homebrew/bin").glob("initdb")]
BIN = FOUND[0] if FOUND else Path(shutil.which("initdb") or "/none/initdb").parent


@pytest.fixture
def server(tmp_path_factory):
    """The address of a server that listens on a socket in a folder of its own."""
    if not (BIN / "initdb").is_file():
        pytest.skip("NOT TRIED: PostgreSQL is not installed. On Debian or Ubuntu: sudo apt install postgresql")
    import psycopg

    folder = tmp_path_factory.mktemp("pg", numbered=True)
    user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = {"user": "nobody", "group": None}
        for place in (folder, *folder.parents):
            if place.stat().st_uid == 0 and place.is_relative_to("/tmp/pytest-of-root"):
                place.chmod(place.stat().st_mode | 0o011)
        shutil.chown(folder, "nobody")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **user}
    subprocess.run(
        [BIN / "initdb", "-D", folder / "data", "-U", "course", "--auth=trust", "--no-sync"], check=True, **quiet
    )
    process = subprocess.Popen(
        [BIN / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"], **quiet
    )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(f"host={folder} user=course dbname=postgres").close()
                break
            except (OSError, psycopg.OperationalError):
                assert time.monotonic() < until, "the server did not start"
                time.sleep(0.1)
        yield f"postgresql+psycopg://course@/postgres?host={folder}"
    finally:
        process.terminate()
        process.wait()


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
