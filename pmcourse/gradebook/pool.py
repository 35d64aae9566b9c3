"""Worker processes on this machine: each with a pipe of its own, replaced when it is lost, ended when this one ends.

They talk through pipes, not through a port that anybody on the machine could reach. The pools of concurrent.futures and
Pebble give up, or leave to us, what matters here: a lost process costs its own piece of work alone, and one that ends
before it was ready to work costs none.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from pmcourse.errors import CourseError

STARTS = 3  # how many processes in a row may be lost before they were ready
START_SECONDS = 300  # to import everything and open the rooms, on a slow and busy machine


class WorkerProblem(CourseError):
    """The workers cannot be used. The text says why and what to do."""


class Lost(Exception):
    """The process that had this piece of work ended, or fell silent, before it answered."""


class TooLong(Lost):
    """The process that had this piece of work did not answer in the time that any piece needs at most; it was ended."""


class Processes(ThreadPoolExecutor):
    """Threads that each ask a worker process of their own, which starts when it is first needed.

    prepare: what a process does before it is ready; a CourseError that it raises again and again is raised here.
    seconds: after which a process that has not answered is ended and its work is lost.
    """

    def __init__(self, count: int, prepare: Callable[[], None], seconds: float) -> None:
        super().__init__(count, thread_name_prefix="grading")
        self._seconds = seconds
        self._closing = False
        self._lost_starts = 0
        self._all = [_Process(prepare) for _ in range(count)]
        self._idle = deque(self._all)  # those that are ready at the right end

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future:
        return super().submit(self._run, fn, args)

    def _run(self, fn: Any, args: tuple) -> Any:
        process = self._idle.pop()
        try:
            self._make_ready(process)
            answer = process.ask((fn, args), self._seconds)
        except (EOFError, OSError) as problem:
            process.stop()
            raise (TooLong if isinstance(problem, TimeoutError) else Lost) from None
        finally:
            (self._idle.append if process.is_ready else self._idle.appendleft)(process)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _make_ready(self, process: _Process) -> None:
        while not process.is_ready:
            if self._closing:
                raise Lost
            try:
                process.start()
                self._lost_starts = 0
            except (EOFError, OSError, CourseError) as problem:
                process.stop()
                self._lost_starts += 1
                if self._lost_starts < STARTS:
                    continue
                if isinstance(problem, CourseError):
                    raise
                raise WorkerProblem(
                    f"{STARTS} worker processes in a row ended before they were ready, so grading was stopped. "
                    f"Something on this computer ends them, often because memory is short. {ADVICE}"
                ) from None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the processes, also in the middle of a piece of work."""
        self._closing = True
        for process in self._all:
            process.stop()
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        for process in self._all:  # one may have been started anew meanwhile
            process.stop()


ADVICE = (
    "Look for it with: journalctl -k | grep -i 'out of memory'. Close other programs or take fewer --workers, then "
    "give the same command again: it goes on where it stopped."
)


_PROGRAM = "import sys; sys.path[:] = {path!r}; from pmcourse.gradebook.pool import serve; serve({pipe})"


class _Process:
    """One worker process and the pipe to it. It loads what it is asked to do, and not what this one has loaded."""

    def __init__(self, prepare: Callable[[], None]) -> None:
        self._prepare = prepare
        self._process: subprocess.Popen | None = None
        self.is_ready = False

    def start(self) -> None:
        """Start the process and wait until it is ready; raises EOFError where it ends before, or what stopped it."""
        self._pipe, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            program = _PROGRAM.format(path=sys.path, pipe=number)
            command = [sys.executable, "-c", program]
            self._process = subprocess.Popen(command, pass_fds=[number], stdin=subprocess.DEVNULL)
        self._pipe.send(self._prepare)
        said = self._hear(START_SECONDS)
        if isinstance(said, BaseException):
            raise said
        self.is_ready = True

    def ask(self, what: Any, seconds: float) -> Any:
        """The answer to `what`; raises EOFError or OSError where the process ends, or is silent for `seconds`."""
        self._pipe.send(what)
        return self._hear(seconds)

    def _hear(self, seconds: float) -> Any:
        if not self._pipe.poll(seconds):
            raise TimeoutError
        return self._pipe.recv()

    def stop(self) -> None:
        """End the process; its rooms end with it."""
        self.is_ready = False
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()


def serve(number: int) -> None:
    """A worker process: answer until the pipe closes; end at once if the process at its other end does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    threading.Thread(target=_end_with, args=(number,), daemon=True).start()
    pipe = Connection(number)
    try:
        prepare = pipe.recv()
        prepare()
        pipe.send(None)
    except Exception as error:
        pipe.send(_portable(error))
    while True:
        try:
            fn, args = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = fn(*args)
        except Exception as error:
            answer = _portable(error)
        pipe.send(answer)


def _end_with(number: int) -> None:
    """End this process, whatever it does, when the other end of the pipe is gone."""
    waiting = select.poll()
    waiting.register(number, 0)  # nothing but the hang-up
    waiting.poll()
    os._exit(1)


def _portable(error: Exception) -> Exception:
    """`error`, but no OSError: that would look like a broken pipe."""
    return WorkerProblem(f"A worker process failed: {error}") if isinstance(error, OSError | EOFError) else error
