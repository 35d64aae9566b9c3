"""Many submissions at once, in real locked rooms: on this machine and on Dask workers in processes of their own."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from pmcourse.grading import batch
from pmcourse.grading.key import GRADER_VERSION
from pmcourse.grading.run import Run
from pmcourse.grading.states import State

SLOW = "import time; time.sleep(0.3)\ndef double(x):\n    return 2 * x"
KILLS_ITS_WORKER = "kills-its-worker"


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
                os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
    assert sorted(points(results).items()) == [(f"s{number}", 2.0) for number in range(6)]
    assert {result.state for _, result in results} == {State.GRADED}
    assert multiprocessing.active_children() == []


def test_a_submission_that_ends_every_worker_ends_as_crashed_and_the_others_are_graded(classroom, monkeypatch):
    monkeypatch.setattr(batch, "grade_one", end_the_worker)
    classroom.hand_in("ada")
    classroom.hand_in("bad", f"# {KILLS_ITS_WORKER}")
    with Run(classroom.course, classroom.name) as run:
        results = dict(batch.grade_all(everybody(run), run.key, workers=1))
    assert results["ada"].state == State.GRADED
    assert (results["bad"].state, results["bad"].scores["double-test"]) == (State.CRASHED, 0.0)
    assert b"How grading ended: crashed" in results["bad"].notebook


def end_the_worker(raw_key, submission, version):
    """What a worker does, but for a submission that is too much for it."""
    if any(KILLS_ITS_WORKER.encode() in data for data in submission.files.values()):
        os._exit(1)
    return batch.graded(submission, batch._key(raw_key))


def test_a_submission_that_holds_its_worker_up_is_ended_from_outside_and_the_others_are_graded(classroom, monkeypatch):
    monkeypatch.setattr(batch, "grade_one", hold_the_worker_up)
    monkeypatch.setattr(batch.worker, "longest", lambda limits: 20.0)
    classroom.hand_in("ada")
    classroom.hand_in("bad", f"# {KILLS_ITS_WORKER}")
    with Run(classroom.course, classroom.name) as run:
        results = dict(batch.grade_all(everybody(run), run.key, workers=1))
    assert results["ada"].state == State.GRADED
    assert (results["bad"].state, results["bad"].scores["double-test"]) == (State.TIMED_OUT, 0.0)
    assert b"How grading ended: timed out" in results["bad"].notebook
    assert multiprocessing.active_children() == []


def hold_the_worker_up(raw_key, submission, version):
    """What a worker does, but with one submission it is busy in a single call for longer than anybody lives."""
    if any(KILLS_ITS_WORKER.encode() in data for data in submission.files.values()):
        re.fullmatch("(a+)+b", "a" * 60)
    return batch.graded(submission, batch._key(raw_key))


def test_on_a_cluster_the_kernel_ends_a_process_that_takes_longer_than_it_may():
    code = (
        "from pmcourse.grading import batch\nimport pickle, re, threading\nfrom types import SimpleNamespace\n"
        "batch.worker.longest = lambda limits: 0.5\n"
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
    monkeypatch.setattr(batch, "CLUSTER_SECONDS", 1)
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
