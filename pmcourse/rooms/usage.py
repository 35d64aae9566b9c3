"""What the processes of a locked room use, as its process 1 sees it: processor, memory and scratch files."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import time
from typing import Any

SCRATCH = ("/tmp", "/dev/shm")
CHECK_SECONDS = 0.05  # how often process 1 looks
_TICKS = os.sysconf("SC_CLK_TCK")


class Usage:
    """Seconds in which a submission's processes had a processor (`cpu`), and in which all of them slept (`asleep`).

    Process 1 needs a processor to look, as they do to run: while the machine is too busy, or stopped, neither grows.
    """

    def __init__(self) -> None:
        self.cpu = self.asleep = 0.0
        self._at, self._earlier = time.monotonic(), _reaped()

    def look(self) -> None:
        passed = time.monotonic() - self._at
        if passed < CHECK_SECONDS / 2:
            return
        self._at += passed
        cpu, awake = _reaped() - self._earlier, False
        for name in os.listdir("/proc"):
            if name.isdigit() and name != "1":
                with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
                    state, *numbers = file.read().rsplit(b")", 1)[1].split()
                    cpu += sum(map(int, numbers[10:14])) / _TICKS  # its own and that of children it has waited for
                    awake = awake or state in (b"R", b"D")
        grown = max(0.0, cpu - self.cpu)  # of children that nobody waits for the time is lost
        self.cpu += grown
        if not awake:
            self.asleep += max(0.0, min(passed, 2 * CHECK_SECONDS) - grown)


def _reaped() -> float:
    """Seconds of processor time of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(pid: str, source: str) -> int:
    """Bytes of memory that a process holds, files not counted; 0 if it has ended.

    source: `status` is quick and counts what processes share once for each; `smaps_rollup` divides it among them.
    """
    marks = (b"RssAnon", b"RssShmem") if source == "status" else (b"Pss_Anon", b"Pss_Shmem")
    try:
        with open(f"/proc/{pid}/{source}", "rb") as file:
            found = [int(line.split()[1]) * 1024 for line in file if line.startswith(marks)]
    except PermissionError:  # it hides how much it shares
        return memory(pid, "status")
    except OSError:
        found = []
    if found or "/" in pid:
        return sum(found)
    try:  # its first thread has ended, with which nothing is told under the process's own name; another may go on
        return max((memory(f"{pid}/task/{thread}", source) for thread in os.listdir(f"/proc/{pid}/task")), default=0)
    except OSError:
        return 0


def is_over(most: float) -> bool:
    """Whether all processes of the room but this one and their scratch files hold more than so many bytes."""
    others = [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    files = sum(_used(folder) for folder in SCRATCH)
    return all(files + sum(memory(pid, source) for pid in others) > most for source in ("status", "smaps_rollup"))


def _used(folder: str) -> int:
    about = os.statvfs(folder)
    return (about.f_blocks - about.f_bfree) * about.f_frsize


def has_more_files(most: int) -> bool:
    return any((about := os.statvfs(folder)).f_files - about.f_ffree > most for folder in SCRATCH)


def wipe() -> bool:
    """Empty the scratch folders; False if something would not go."""
    for folder in SCRATCH:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                _remove(entry.path)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)
    return is_clean()


def _remove(folder: str) -> None:
    def open_up(_: Any, path: str, __: Any) -> None:
        for each in (os.path.dirname(path), path):
            with contextlib.suppress(OSError):
                if not os.path.islink(each):
                    os.chmod(each, 0o700)

    for _ in range(20):  # each round opens what the one before could not look into
        if not os.path.lexists(folder):
            return
        with contextlib.suppress(OSError, RecursionError, NotImplementedError):
            shutil.rmtree(folder, onerror=open_up)


def is_clean() -> bool:
    return not any(os.listdir(folder) for folder in SCRATCH)
