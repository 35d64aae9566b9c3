"""Many submissions at once: on this machine's own worker processes, or on a Dask cluster, by the same code.

A worker gets bytes and gives bytes back; it needs no disk, no gradebook and no exchange.
"""

from __future__ import annotations

import dataclasses
import pickle
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

from pmcourse.gradebook import warm, worker
from pmcourse.gradebook.cluster import Cluster
from pmcourse.gradebook.key import GRADER_VERSION, AssignmentKey
from pmcourse.gradebook.pool import ADVICE, Lost, Processes, TooLong, WorkerProblem
from pmcourse.gradebook.states import State, ending
from pmcourse.gradebook.submission import Result, Submission
from pmcourse.rooms.clock import most_seconds
from pmcourse.rooms.outputs import notebook_of
from pmcourse.rooms.sandbox import SandboxProblem

ALONE = 2  # how often a submission of which nothing could be said yet is graded again, with nothing beside it
LOST_IN_A_ROW = 3  # submissions that lost their workers every time, before the run is stopped
IN_FLIGHT = 2  # submissions a worker: one that runs, one that waits. The others are not in memory


class Crew:
    """The workers that grade: `count` processes of this machine, or those of a Dask cluster."""

    def __init__(self, executor: Processes | Cluster, count: int) -> None:
        self.count = count
        self._executor = executor

    def grade_all(self, submissions: Iterable[tuple[str, Submission]], key: AssignmentKey) -> Iterator:
        """As the function `grade_all`, with these workers."""
        return _Pass(self, key).results(submissions)

    def submit(self, *args: Any) -> Future[Result]:
        """Have one submission graded by some worker."""
        one = grade_one_on_cluster if isinstance(self._executor, Cluster) else grade_one
        return self._executor.submit(one, *args)

    def first_of(self, futures: Iterable[Future]) -> set[Future]:
        """Those of `futures` that are done; waits for one, and no longer than something can come."""
        if isinstance(self._executor, Cluster):
            return self._executor.first_of(futures)
        return wait(futures, return_when=FIRST_COMPLETED).done


@contextmanager
def crew(keys: Iterable[AssignmentKey], workers: int = 1, cluster: str | None = None) -> Iterator[Crew]:
    """Workers for the assignments with these keys; they start when they are first needed and end afterwards.

    workers: processes on this machine; cluster: instead, the address of a Dask scheduler such as `tls://host:8786`.
    Raises WorkerProblem where the cluster cannot be reached.
    """
    keys = tuple(keys)
    if cluster is None:
        everything = tuple(dict.fromkeys(cell for key in keys for cell in key.cells))
        prepare = partial(_open_rooms, pickle.dumps(dataclasses.replace(keys[0], cells=everything, files={})))
        with Processes(workers, prepare, max(most_seconds(key.limits) for key in keys)) as executor:
            yield Crew(executor, workers)
        return
    executor = Cluster(cluster)
    try:
        yield Crew(executor, executor.count)
    finally:
        executor.close()


def grade_all(
    submissions: Iterable[tuple[str, Submission]], key: AssignmentKey, workers: int = 1, cluster: str | None = None
) -> Iterator[tuple[str, Result]]:
    """Grade each named submission; yields its name and Result once, in the order in which they end.

    `workers` and `cluster` as for `crew`. `submissions` is read as workers become free, so only a few are in memory.
    A submission whose worker was lost is graded by another one, and one that may have been cut off from outside is
    graded again, alone. If every worker that had it was lost it ends as lost; if that happens to several in a row
    nothing is said of them and WorkerProblem is raised. So it is where no worker gets ready or the cluster cannot be
    reached, is lost or runs another version of the grader; SandboxProblem where a worker has no locked room.
    """
    with crew([key], workers, cluster) as workers_of_one_run:
        yield from workers_of_one_run.grade_all(submissions, key)


class _Pass:
    """Submissions of one assignment on their way through a crew."""

    def __init__(self, workers: Crew, key: AssignmentKey) -> None:
        self._crew, self._key, self._raw_key = workers, key, pickle.dumps(key)
        self._running: dict[Future[Result], tuple[str, Submission]] = {}
        self._unsure: list[tuple[str, Submission]] = []  # of which nothing can be said before they were graded alone
        self._lost: list[str] = []  # in a row; not told before one is graded, for it may be all of them

    def results(self, submissions: Iterable[tuple[str, Submission]]) -> Iterator[tuple[str, Result]]:
        try:
            for one in submissions:
                self._send(*one)
                while self._unsure or len(self._running) >= IN_FLIGHT * self._crew.count:
                    yield from self._next()
            while self._unsure or self._running:
                yield from self._next()
            yield from self._told_lost()
        finally:
            for future in self._running:
                future.cancel()

    def _send(self, name: str, submission: Submission) -> Future[Result]:
        future = self._crew.submit(self._raw_key, submission, GRADER_VERSION)
        self._running[future] = name, submission
        return future

    def _next(self) -> Iterator[tuple[str, Result]]:
        """Yield what has ended; as soon as nothing runs any more, grade alone what is not sure."""
        if self._running:
            for future in self._crew.first_of(self._running):
                one = self._running.pop(future)
                result = _result_of(future)
                if result is None or result.undecided:
                    self._unsure.append(one)
                else:
                    yield from self._told_lost()
                    yield one[0], result
        else:
            name, submission = self._unsure.pop()
            result = self._alone(name, submission)
            if result is not None:
                yield from self._told_lost()
                yield name, result
                return
            self._lost.append(name)
            if len(self._lost) >= LOST_IN_A_ROW:
                raise WorkerProblem(
                    f"{len(self._lost)} submissions in a row ({', '.join(self._lost)}) lost every worker that graded "
                    f"them, so grading was stopped and nothing of them was stored. The workers are ended from outside, "
                    f"often because memory is short. {ADVICE}"
                )

    def _alone(self, name: str, submission: Submission) -> Result | None:
        for left in reversed(range(ALONE)):
            future = self._send(name, submission)
            self._crew.first_of(self._running)
            del self._running[future]
            result = _result_of(future, last=not left, alone=self._key)
            if result is not None and not result.undecided:
                break
        return result

    def _told_lost(self) -> Iterator[tuple[str, Result]]:
        for name in self._lost:
            yield name, lost(self._key)
        self._lost = []


def grade_one(raw_key: bytes, submission: Submission, version: int) -> Result:
    """What a worker does: grade one submission by the pickled key of its assignment."""
    if version != GRADER_VERSION:
        raise WorkerProblem(
            f"A worker of the cluster has version {GRADER_VERSION} of the grader, and {version} is needed. "
            "Install the same release of the course on every machine of the cluster."
        )
    return worker.grade(submission, _key(raw_key))


def grade_one_on_cluster(raw_key: bytes, submission: Submission, version: int) -> Result:
    """`grade_one` where nobody can end this process from outside: the kernel does, when it takes longer than it may.

    Dask's nanny starts another one then.
    """
    with _ALONE:
        signal.setitimer(signal.ITIMER_REAL, most_seconds(_key(raw_key).limits))
        try:
            return grade_one(raw_key, submission, version)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def lost(key: AssignmentKey) -> Result:
    """For a submission that lost every worker: no points are said, neither some nor none."""
    return _not_run(key, State.LOST, None)


def _not_run(key: AssignmentKey, state: State, points: float | None) -> Result:
    """For a submission that no worker brought to an end: a notebook that says why."""
    notebook = notebook_of([ending(state, state.reason)], key.kernelspec)
    return Result(notebook, dict.fromkeys(key.max_points(), points), state, state.reason)


_ALONE = threading.Lock()


def _open_rooms(raw_key: bytes) -> None:
    """What a worker of this machine does before it is ready."""
    for room in warm.rooms(_key(raw_key)):
        room.probe()


@lru_cache(maxsize=16)
def _key(raw: bytes) -> AssignmentKey:
    return pickle.loads(raw)


def _result_of(future: Future[Result], last: bool = False, alone: AssignmentKey | None = None) -> Result | None:
    """What a worker came to; None where it was lost, or, but for the `last` try, a room of it did not open again.

    One that is silent for longer than any submission needs was held up by this one, if it ran `alone`, by its key.
    """
    try:
        return future.result()
    except CancelledError:
        raise WorkerProblem(
            "The cluster's scheduler was lost. Start it again, then give the same command again: what has been graded "
            "is kept."
        ) from None
    except TooLong:
        return alone and _not_run(alone, State.TIMED_OUT, 0.0)
    except Exception as error:
        if isinstance(error, Lost) or type(error).__name__ == "KilledWorker":  # Dask's name for the same
            return None
        if isinstance(error, SandboxProblem) and not last:
            return None
        raise
