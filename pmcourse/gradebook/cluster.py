"""Workers on a Dask cluster. Whatever happens to it is said after seconds: nothing here waits for ever."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from typing import Any

from pmcourse.gradebook.pool import WorkerProblem

CONNECT_SECONDS = 10
SILENT_SECONDS = 20  # without a sign of life of any worker
_LOOK_SECONDS = 1.0
# These log connections that end, with tracebacks and until the process ends; here it is said in a sentence.
_TALKATIVE = ("distributed", "distributed.client", "tornado.application", "asyncio")
_KEPT = "then give the same command again: what has been graded is kept."


class Cluster:
    """A connection to the scheduler at `address`. Raises WorkerProblem where it is not there or has no workers."""

    def __init__(self, address: str) -> None:
        from distributed import Client

        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self.address = address
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TypeError) as error:
            raise WorkerProblem(
                f"The cluster {address} cannot be reached ({error}). Start a scheduler and workers there, or grade on "
                "this machine with --workers."
            ) from None
        self._comm = self._client.scheduler_comm
        self._alive: dict[str, Any] = {}  # by worker: its last sign of life, as the scheduler dates it
        self._alive_at = time.monotonic()
        self.count = sum(self._client.nthreads().values())
        if not self.count:
            self.close()
            raise WorkerProblem(f"The cluster {address} has no workers. Start some with: dask worker {address}")
        self._executor = self._client.get_executor()

    def submit(self, fn: Any, *args: Any) -> Future:
        return self._executor.submit(fn, *args)

    def first_of(self, futures: Iterable[Future]) -> set[Future]:
        """Those of `futures` that are done, at least one. Raises WorkerProblem where none can be any more.

        A scheduler that is lost while a result is fetched leaves futures that never end, and after a reconnect the
        client looks as before: only its connection is another one.
        """
        self._alive_at = time.monotonic()
        while not (done := wait(futures, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED).done):
            self._check()
        return done

    def _check(self) -> None:
        comm = self._client.scheduler_comm
        if comm is None or comm is not self._comm:
            raise self.lost_scheduler()
        with suppress(Exception):  # no answer: no sign of life
            info = self._client.sync(self._client.scheduler.identity, callback_timeout=5)
            alive = {name: about["last_seen"] for name, about in info["workers"].items()}
            if any(self._alive.get(name) != seen for name, seen in alive.items()):
                self._alive, self._alive_at = alive, time.monotonic()
        if time.monotonic() - self._alive_at > SILENT_SECONDS:
            raise WorkerProblem(
                f"No worker of the cluster {self.address} has given a sign of life for {SILENT_SECONDS} seconds. Start "
                f"workers with: dask worker {self.address}, {_KEPT}"
            )

    def lost_scheduler(self) -> WorkerProblem:
        """What to raise where the connection to the scheduler is gone."""
        return WorkerProblem(f"The cluster's scheduler was lost. Start it again, {_KEPT}")

    def close(self) -> None:
        self._client.close(timeout=2)
