"""Many submissions at once, in real locked rooms: on this machine and on Dask workers in processes of their own."""

import contextlib
import ctypes
import dataclasses
import gc
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from pmcourse.gradebook import batch, cluster
from pmcourse.gradebook.key import GRADER_VERSION
from pmcourse.gradebook.states import State

SLOW = "import time; time.sleep(0.3)\ndef double(x):\n    return 2 * x"
KILLS_ITS_WORKER = "kills-its-worker"


def workers():
    """The worker processes of this one that live."""
    found = []
    for one in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it may end while it is looked at
            if "pmcourse.gradebook.pool" in " ".join(one.cmdline()):
                found.append(one)
    return found


def Run(*given):
    """Loaded only here: every worker process that a test puts something into imports this module, too."""
    from pmcourse.gradebook.run import Run

    return Run(*given)


def everybody(run):
    return [(learner, run.read(learner)) for learner in run.submitted]


def points(results):
    return {name: result.scores["double-test"] for name, result in results}


def test_each_submission_ends_once_whatever_the_others_do(classroom):
    classroom.hand_in_all_kinds()
    with Run(classroom.course, classroom.name) as run:
        results = list(batch.grade_all(everybody(run), run.key, workers=2))
    assert sorted(name for name, _ in results) == sorted(run.submitted)
    full, none = ("ada", "late", "renamed", "loser"), ("blank", "bob", "damaged", "tamperer", "quitter")
    assert points(results) == dict.fromkeys(full, 2.0) | dict.fromkeys(none, 0.0)
    states = {name: result.state for name, result in results}
    assert (states["damaged"], states["tamperer"], states["quitter"]) == (
        State.MALFORMED,
        State.TAMPERED,
        State.CRASHED,
    )


def test_only_a_few_submissions_are_read_ahead_of_the_workers(classroom):
    classroom.hand_in("ada")
    with Run(classroom.course, classroom.name) as run:
        read, done, most = 0, 0, 0
        submission = run.read("ada")

        def many():
            nonlocal read, most
            for number in range(12):
                read += 1
                most = max(most, read - done)
                yield str(number), submission

        for _ in batch.grade_all(many(), run.key, workers=1):
            done += 1
    assert (read, done) == (12, 12)
    assert most <= batch.IN_FLIGHT + 1


def test_a_submission_whose_worker_is_killed_is_graded_by_another(classroom):
    for number in range(6):
        classroom.hand_in(f"s{number}", SLOW)
    with Run(classroom.course, classroom.name) as run:
        results = []
        for one in batch.grade_all(everybody(run), run.key, workers=2):
            results.append(one)
            if len(results) == 1:
                os.kill(workers()[0].pid, signal.SIGKILL)
    assert sorted(points(results).items()) == [(f"s{number}", 2.0) for number in range(6)]
    assert {result.state for _, result in results} == {State.GRADED}
    assert workers() == []


def test_a_submission_that_loses_every_worker_is_lost_without_a_verdict_and_the_others_are_graded(
    classroom, monkeypatch
):
    monkeypatch.setattr(batch, "grade_one", end_the_worker)
    classroom.hand_in("ada")
    classroom.hand_in("bad", f"# {KILLS_ITS_WORKER}")
    with Run(classroom.course, classroom.name) as run:
        results = dict(batch.grade_all(everybody(run), run.key, workers=1))
    assert results["ada"].state == State.GRADED
    assert (results["bad"].state, results["bad"].scores["double-test"]) == (State.LOST, None)
    assert b"How grading ended: lost" in results["bad"].notebook


def end_the_worker(raw_key, submission, version):
    """What a worker does, but for a submission that is too much for it."""
    if any(KILLS_ITS_WORKER.encode() in data for data in submission.files.values()):
        os._exit(1)
    return batch.worker.grade(submission, batch._key(raw_key))


def test_a_submission_that_holds_its_worker_up_is_ended_from_outside_and_the_others_are_graded(classroom, monkeypatch):
    monkeypatch.setattr(batch, "grade_one", hold_the_worker_up)
    monkeypatch.setattr(batch, "most_seconds", lambda limits: 10.0)
    classroom.hand_in("ada")
    classroom.hand_in("bad", f"# {KILLS_ITS_WORKER}")
    with Run(classroom.course, classroom.name) as run:
        results = dict(batch.grade_all(everybody(run), run.key, workers=1))
    assert results["ada"].state == State.GRADED
    assert (results["bad"].state, results["bad"].scores["double-test"]) == (State.TIMED_OUT, 0.0)
    assert b"How grading ended: timed out" in results["bad"].notebook
    assert workers() == []


def hold_the_worker_up(raw_key, submission, version):
    """What a worker does, but one submission keeps it in a single call that lets no other thread run."""
    if any(KILLS_ITS_WORKER.encode() in data for data in submission.files.values()):
        ctypes.PyDLL(None).sleep(3600)  # without using the processor, which other tests need
    return batch.worker.grade(submission, batch._key(raw_key))


def test_on_a_cluster_the_kernel_ends_a_process_that_takes_longer_than_it_may():
    code = (
        "from pmcourse.gradebook import batch\nimport pickle, re, threading\nfrom types import SimpleNamespace\n"
        "batch.most_seconds = lambda limits: 0.5\n"
        "batch.worker.grade = lambda *_: re.fullmatch('(a+)+b', 'a' * 60)\n"
        "key = pickle.dumps(SimpleNamespace(limits=None))\n"
        "t = threading.Thread(target=batch.grade_one_on_cluster, args=(key, None, batch.GRADER_VERSION))\n"
        "t.start()\nt.join()\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGALRM


def test_a_worker_with_another_grader_is_refused_before_it_grades(classroom):
    with pytest.raises(batch.WorkerProblem, match=f"has version {GRADER_VERSION} of the grader"):
        batch.grade_one(b"", None, GRADER_VERSION + 1)


def test_a_cluster_that_is_not_there_is_named_with_what_to_do(classroom, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with Run(classroom.course, classroom.name) as run, pytest.raises(batch.WorkerProblem, match="--workers"):
        list(batch.grade_all([], run.key, cluster="tcp://127.0.0.1:9"))


@contextmanager
def dask_cluster(folder, workers=2):
    """A scheduler and workers, each a process of its own with a folder of its own: they share no disk."""
    dask = [sys.executable, "-m", "dask"]
    started = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
                                stderr=subprocess.PIPE, text=True, cwd=folder)]  # fmt: skip
    try:
        for line in started[0].stderr:
            if found := re.search(r"Scheduler at:\s+(tcp://\S+)", line):
                break
        address = found[1]
        for number in range(workers):
            (folder / f"worker-{number}").mkdir()
            started.append(
                subprocess.Popen([*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"],
                                 stderr=subprocess.DEVNULL, cwd=folder / f"worker-{number}")
            )  # fmt: skip
        from distributed import Client

        with Client(address) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
        started[0].stderr.close()


def test_one_of_two_dask_workers_is_killed_and_all_results_arrive_once(classroom, tmp_path):
    for number in range(8):
        classroom.hand_in(f"s{number}", SLOW)
    (tmp_path / "cluster").mkdir()
    with dask_cluster(tmp_path / "cluster") as (address, (_, *workers)), Run(classroom.course, classroom.name) as run:
        began, graded = time.monotonic(), []
        for one in run.grade(cluster=address):
            graded.append(one)
            if len(graded) == 2:
                workers[0].kill()
        assert sorted(one.learner for one in graded) == [f"s{number}" for number in range(8)]
        assert {one.state for one in graded} == {State.GRADED}
        assert workers[0].wait() != 0 and workers[1].poll() is None, f"after {time.monotonic() - began:.0f} s"
    assert [classroom.score(f"s{number}", "double-test").score for number in range(8)] == [2] * 8


def test_a_cluster_that_goes_away_is_named_and_what_was_graded_is_kept(classroom, tmp_path):
    for number in range(4):
        classroom.hand_in(f"s{number}", SLOW)
    with dask_cluster(tmp_path, workers=1) as (address, (scheduler, _)), Run(classroom.course, classroom.name) as run:
        grading = run.grade(cluster=address)
        first = next(grading)
        scheduler.kill()
        with pytest.raises(batch.WorkerProblem, match="what has been graded is kept"):
            list(grading)
    assert classroom.score(first.learner, "double-test").score == 2


def test_workers_that_are_all_killed_before_they_are_ready_stop_the_run_and_nothing_is_stored(classroom):
    for number in range(4):
        classroom.hand_in(f"s{number}")
    killed, ended = set(), threading.Event()

    def kill_on_sight():
        while not ended.wait(0.01):
            for process in workers():
                if process.pid not in killed:
                    killed.add(process.pid)
                    process.kill()

    killer = threading.Thread(target=kill_on_sight)
    killer.start()
    try:
        with (
            Run(classroom.course, classroom.name) as run,
            pytest.raises(batch.WorkerProblem, match=r"ended before they were ready.* memory .*it goes on"),
        ):
            list(run.grade(workers=2))
    finally:
        ended.set()
        killer.join()
    assert len(killed) >= 3
    assert classroom.gradebook() == [] and classroom.autograded() == {}


def test_several_submissions_in_a_row_that_lose_every_worker_stop_the_run_and_nothing_is_said_of_them(
    classroom, monkeypatch
):
    monkeypatch.setattr(batch, "grade_one", end_the_worker)
    monkeypatch.setattr(batch, "_open_rooms", no_rooms)
    classroom.hand_in("ada")
    for number in range(5):
        classroom.hand_in(f"bad-{number}", f"# {KILLS_ITS_WORKER}")
    with Run(classroom.course, classroom.name) as run:
        said = []
        with pytest.raises(batch.WorkerProblem, match=r"in a row .*nothing of them was stored.* memory "):
            said += [one.learner for one in run.grade(workers=1)]
        assert [row["learner"] for row in run.rows()] == ["ada"]


def test_what_a_lost_submission_had_stays_and_the_next_run_grades_it_again(classroom, monkeypatch):
    for learner in ("ada", "bob"):
        classroom.hand_in(learner)
    with Run(classroom.course, classroom.name) as run:
        list(run.grade())
    before, files = classroom.gradebook(), classroom.autograded()
    with monkeypatch.context() as broken, Run(classroom.course, classroom.name) as run:
        broken.setattr(batch, "grade_one", end_the_worker)
        broken.setattr(batch, "_open_rooms", no_rooms)
        classroom.hand_in("ada", f"# ada, {KILLS_ITS_WORKER}\ndef double(x):\n    return 2 * x")
        assert {one.learner: one.state for one in run.grade()} == {"ada": State.LOST, "bob": None}
        row = run.rows()[0]
    assert (row["learner"], row["state"], row["points"]) == ("ada", "lost", 2)
    assert "computer" in row["reason"] and "exit()" not in row["reason"]
    assert (classroom.gradebook(), classroom.autograded()) == (before, files)
    with Run(classroom.course, classroom.name) as run:
        assert {one.learner: one.state for one in run.grade()} == {"ada": State.GRADED, "bob": None}


def no_rooms(raw_key):
    """So that a worker is ready at once."""


def test_fifty_kills_of_workers_and_rooms_while_a_class_is_graded_cost_nobody_a_point(classroom):
    """As an out-of-memory killer does it: whatever process of the run comes under the hand."""
    choose = random.Random(4711)
    for number in range(60):
        classroom.hand_in(f"s{number:02}", SLOW)
    kills, results, ended, until = [], {}, threading.Event(), time.monotonic() + 900
    me = psutil.Process()
    others = me.children()  # a browser, say, that tests after this one use

    def kill_at_random():
        while len(kills) < 50 and not ended.wait(choose.uniform(0.05, 0.5)):
            with contextlib.suppress(psutil.Error, IndexError):  # a process may end while it is looked at
                if len(kills) % 10 == 0:  # seldom a worker, which takes seconds to come back
                    victims = workers()
                else:
                    found = [one for own in me.children() if own not in others for one in own.children(recursive=True)]
                    victims = [one for one in found if one.status() != psutil.STATUS_ZOMBIE]
                victim = choose.choice(victims)
                victim.kill()
                kills.append(victim.pid)

    killer = threading.Thread(target=kill_at_random)
    killer.start()
    try:
        with Run(classroom.course, classroom.name) as run:
            while killer.is_alive():
                assert time.monotonic() < until, f"only {len(kills)} processes were there to be killed"
                with contextlib.suppress(batch.WorkerProblem, batch.SandboxProblem):  # no start: they say to try again
                    for one in run.grade(workers=2, force=True):
                        results[one.learner] = one.state
                # who was hit in each try is told so, and graded anew by the next run, forced or not
                assert set(results.values()) <= {State.GRADED, State.CRASHED, State.LOST}
            results |= {one.learner: one.state for one in run.grade(workers=2) if one.state}  # what a stop left over
    finally:
        ended.set()
        killer.join()
    assert len(kills) == 50
    assert len(results) == 60 and set(results.values()) == {State.GRADED}
    assert [classroom.score(name, "double-test").score for name in results] == [2] * 60


def test_what_ends_by_a_signal_in_every_try_says_so_and_is_graded_again_by_the_next_run(classroom):
    classroom.hand_in("ada", "import os\nos.kill(os.getpid(), 9)")  # nobody can tell whose signal it was
    classroom.hand_in("bob", "import os\nos._exit(1)")
    for bob in (State.CRASHED, None):
        with Run(classroom.course, classroom.name) as run:
            assert {one.learner: one.state for one in run.grade()} == {"ada": State.CRASHED, "bob": bob}
            reasons = {row["learner"]: row["reason"] for row in run.rows()}
        assert "the computer that grades may have ended" in reasons["ada"]
        assert "exit()" in reasons["ada"] and "computer" not in reasons["bob"]


def test_a_submission_whose_process_is_killed_from_outside_is_graded_again_before_anything_is_said(classroom):
    classroom.hand_in("ada", "import time; time.sleep(6)\ndef double(x):\n    return 2 * x")
    killed = []

    def kill_the_first():
        me = psutil.Process()
        while not killed:
            for one in me.children(recursive=True):
                with contextlib.suppress(psutil.Error, AttributeError):  # it or a parent may end meanwhile
                    in_a_room = one.parent().parent().name() == "bwrap"  # a child of its process 1
                    if in_a_room and time.time() - one.create_time() > 0.5:
                        one.kill()
                        killed.append(one.pid)
                        return
            time.sleep(0.02)

    killer = threading.Thread(target=kill_the_first, daemon=True)
    with Run(classroom.course, classroom.name) as run:
        more = run.key.limits.model_copy(update={"cell_seconds": 30, "submission_seconds": 60})  # to be found in
        run.key = dataclasses.replace(run.key, limits=more)
        killer.start()
        assert {one.state for one in run.grade()} == {State.GRADED}
    assert len(killed) == 1


def test_a_scheduler_that_dies_while_results_are_fetched_is_told_soon_and_without_a_traceback(classroom, tmp_path):
    for number in range(40):
        classroom.hand_in(f"s{number:02}")
    command = [Path(sys.executable).with_name("pmcourse"), "grade", classroom.name, "--cluster"]
    with dask_cluster(tmp_path, workers=1) as (address, (scheduler, _)):
        running = subprocess.Popen([*command, address], cwd=classroom.root, stderr=subprocess.PIPE, text=True)
        while not written(classroom):
            assert running.poll() is None
            time.sleep(0.01)
        scheduler.kill()
        said = running.communicate(timeout=120)[1]
    assert running.returncode == 2
    assert "Traceback" not in said
    assert "scheduler was lost" in said.strip().splitlines()[-1]
    assert 0 < written(classroom) < 40


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_cluster_whose_workers_are_all_gone_or_stopped_is_told(classroom, tmp_path, monkeypatch, number):
    for count in range(4):
        classroom.hand_in(f"s{count}", SLOW)
    with dask_cluster(tmp_path, workers=1) as (address, (_, worker)), Run(classroom.course, classroom.name) as run:
        grading = run.grade(cluster=address)
        next(grading)
        monkeypatch.setattr(cluster, "SILENT_SECONDS", 5)
        worker.send_signal(number)
        with pytest.raises(batch.WorkerProblem, match=r"No worker .* sign of life .* what has been graded is kept"):
            list(grading)


def written(classroom):
    """How many submissions the gradebook holds a state of."""
    with contextlib.closing(sqlite3.connect(f"file:{classroom.root}/gradebook.db?mode=ro", uri=True)) as db:
        try:
            return db.execute("select count(*) from pmcourse_grading").fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def test_forced_runs_in_one_process_leave_nothing_behind(classroom):
    """Six of them; benchmarks/endurance.py makes twenty."""
    for number in range(3):
        classroom.hand_in(f"s{number}")

    def held(process):
        return process.num_fds(), process.num_threads(), len(process.children(recursive=True))

    found = []
    with Run(classroom.course, classroom.name) as run:
        key = run.key
    with batch.crew([key], workers=1) as crew:
        for _ in range(6):
            with Run(classroom.course, classroom.name) as again:
                assert {one.state for one in again.grade(force=True, crew=crew)} == {State.GRADED}
            (worker,) = workers()
            gc.collect()  # connections that wait to be closed are no growth
            found.append((held(psutil.Process()), held(worker), classroom.gradebook()))
    assert found[1:] == found[1:2] * 5
