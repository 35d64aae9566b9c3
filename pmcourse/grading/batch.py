"""Many submissions at once: on this machine's own worker processes, or on a Dask cluster, by the same code.

A worker gets bytes and gives bytes back; it needs no disk, no gradebook and no exchange.
"""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import pickle
import queue
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from pmcourse.errors import CourseError
from pmcourse.grading import worker
from pmcourse.grading.key import GRADER_VERSION, AssignmentKey
from pmcourse.grading.states import State
from pmcourse.grading.worker import Result, Submission

ATTEMPTS = 3  # how often a submission is tried whose worker was lost
CLUSTER_SECONDS = 10  # to reach a cluster
IN_FLIGHT = 2  # submissions a worker: one that runs, one that waits. The others are not in memory


class WorkerProblem(CourseError):
    """The workers cannot be used. The text says why and what to do."""


def grade_all(
    submissions: Iterable[tuple[str, Submission]], key: AssignmentKey, workers: int = 1, cluster: str | None = None
) -> Iterator[tuple[str, Result]]:
    """Grade each named submission; yields its name and Result once, in the order in which they end.

    workers: processes on this machine; cluster: instead, the address of a Dask scheduler such as `tls://host:8786`.
    `submissions` is read as workers become free, so only a few are in memory. A submission whose worker was lost is
    graded by another one; if that happens every time, it ends as crashed. Raises WorkerProblem where the cluster
    cannot be reached, is lost or runs another version of the grader, SandboxProblem where a worker has no locked room.
    """
    raw_key = pickle.dumps(key)
    running: dict[Future[Result], str] = {}
    one = grade_one if cluster is None else grade_one_on_cluster
    with _workers(workers, cluster, worker.longest(key.limits)) as (executor, count):
        try:
            for name, submission in submissions:
                running[executor.submit(one, raw_key, submission, GRADER_VERSION)] = name
                if len(running) >= IN_FLIGHT * count:
                    yield from _ended(running, key)
            while running:
                yield from _ended(running, key)
        finally:
            for future in running:
                future.cancel()


def grade_one(raw_key: bytes, submission: Submission, version: int) -> Result:
    """What a worker does: grade one submission by the pickled key of its assignment."""
    if version != GRADER_VERSION:
        raise WorkerProblem(
            f"A worker of the cluster has version {GRADER_VERSION} of the grader, and {version} is needed. "
            "Install the same release of the course on every machine of the cluster."
        )
    return graded(submission, _key(raw_key))


def graded(submission: Submission, key: AssignmentKey) -> Result:
    """Grade one submission in this process; its notebook begins with a cell that tells how it ended."""
    return _with_ending(worker.grade(submission, key))


def grade_one_on_cluster(raw_key: bytes, submission: Submission, version: int) -> Result:
    """`grade_one` where nobody can end this process from outside: the kernel does, when it takes longer than it may.

    Dask's nanny starts another one then.
    """
    with _ALONE:
        signal.setitimer(signal.ITIMER_REAL, worker.longest(_key(raw_key).limits))
        try:
            return grade_one(raw_key, submission, version)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def grade_apart(submission: Submission, key: AssignmentKey) -> Result:
    """Grade one submission in a worker process, which is kept for the next one."""
    pool = _kept_pool(worker.longest(key.limits))
    running = {pool.submit(grade_one, pickle.dumps(key), submission, GRADER_VERSION): ""}
    try:
        return next(_ended(running, key))[1]
    except BaseException:  # an interrupt must not wait for what runs
        _kept_pool.cache_clear()
        pool.shutdown()
        raise


def _with_ending(result: Result) -> Result:
    """`result` with a first cell in its notebook that tells the learner how grading ended and what was put back."""
    notebook = json.loads(result.notebook)
    told = [f"**How grading ended: {result.state}.** {result.reason}", *(f"- {line}" for line in result.repairs)]
    taken = {cell.get("id") for cell in notebook["cells"]}
    name = "how-grading-ended"
    while name in taken:
        name += "-"
    text = "\n\n".join([told[0], "\n".join(told[1:])]).strip()
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": name, "metadata": {}, "source": text})
    return dataclasses.replace(result, notebook=json.dumps(notebook, indent=1).encode())


@lru_cache(maxsize=4)
def _key(raw: bytes) -> AssignmentKey:
    return pickle.loads(raw)


def _ended(running: dict[Future[Result], str], key: AssignmentKey) -> Iterator[tuple[str, Result]]:
    """Wait for one or more of `running`, take them out and yield what they came to."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        name = running.pop(future)
        try:
            result = future.result()
        except CancelledError:
            raise WorkerProblem(
                "The cluster's scheduler was lost. Start it again, then give the same command again: what has been "
                "graded is kept."
            ) from None
        except _TooLong:
            result = _not_run(key, State.TIMED_OUT)
        except Exception as error:
            if not isinstance(error, _Lost) and type(error).__name__ != "KilledWorker":  # Dask's name for the same
                raise
            result = _not_run(key, State.CRASHED)
        yield name, result


def _not_run(key: AssignmentKey, state: State) -> Result:
    """For a submission that ended or held up the workers it was given to: no points, and a notebook that says why."""
    nothing = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    scores = dict.fromkeys(key.max_points(), 0.0)
    return _with_ending(Result(json.dumps(nothing).encode(), scores, state, state.reason))


@contextmanager
def _workers(count: int, cluster: str | None, seconds: float) -> Iterator[tuple[Executor, int]]:
    if cluster is None:
        executor = _Processes(count, seconds)
        try:
            yield executor, count
        finally:
            executor.shutdown()
        return
    from distributed import Client

    try:
        client = Client(cluster, timeout=CLUSTER_SECONDS)
    except (OSError, ValueError, TypeError) as error:
        raise WorkerProblem(
            f"The cluster {cluster} cannot be reached ({error}). Start a scheduler and workers there, or grade on this "
            "machine with --workers."
        ) from None
    with client:
        count = sum(client.nthreads().values())
        if not count:
            raise WorkerProblem(f"The cluster {cluster} has no workers. Start some with: dask worker {cluster}")
        yield client.get_executor(), count


class _Lost(Exception):
    """A worker process ended before it answered."""


class _TooLong(Exception):
    """A worker process did not answer in the time that any submission needs at most."""


class _Processes(ThreadPoolExecutor):
    """Threads that each have a worker process; a lost process is replaced and its submission tried again.

    The processes talk through pipes, not through a port that anybody on the machine could reach, and end with this
    one. concurrent.futures' own pool of processes gives all its work up when one of them is lost. A process that has
    not answered after `seconds` is ended, whatever it is doing.
    """

    def __init__(self, count: int, seconds: float) -> None:
        super().__init__(count, thread_name_prefix="grading")
        self._seconds = seconds
        self._closing = False
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all = [_Process() for _ in range(count)]
        for process in self._all:
            self._idle.put(process)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future:
        return super().submit(self._run, fn, args)

    def _run(self, fn: Any, args: tuple) -> Any:
        process = self._idle.get()
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    answer = process.ask(fn, args, self._seconds)
                    break
                except (EOFError, OSError):
                    if self._closing or attempt == ATTEMPTS:
                        raise _Lost from None
                    process.start()
        finally:
            self._idle.put(process)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the processes, also in the middle of a submission."""
        self._closing = True
        for process in self._all:
            process.stop()
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        for process in self._all:  # one may have been started anew meanwhile
            process.stop()


class _Process:
    """One worker process and the pipe to it; opened when it is first asked."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None

    def start(self) -> None:
        self.stop()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, fn: Any, args: tuple, seconds: float) -> Any:
        """What `fn` gives back in the process; ends it and raises _TooLong if that takes more than `seconds`."""
        if self._process is None:
            self.start()
        self._pipe.send((fn, args))
        if not self._pipe.poll(seconds):
            self.stop()
            raise _TooLong
        return self._pipe.recv()

    def stop(self) -> None:
        """End the process; its rooms end with it."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


@lru_cache(maxsize=1)
def _kept_pool(seconds: float) -> _Processes:
    return _Processes(1, seconds)


_ALONE = threading.Lock()


def _serve(pipe: Any) -> None:
    """A worker process: answer until the pipe closes; end at once if the process at its other end does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    parent = multiprocessing.parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()
    while True:
        try:
            fn, args = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = fn(*args)
        except Exception as error:
            answer = error
        pipe.send(answer)
