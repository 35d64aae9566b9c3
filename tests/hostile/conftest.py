"""After every hostile test: is anything left? By looking at the machine, not by asking the grader."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[2])
ROOM = b"from pmcourse.rooms.room import main"  # stands in the command line of all that a room forks
ROOM_USERS = range(0x60000000, 0x61000000)  # where root opens the rooms
PATIENCE = 20  # seconds for what is on its way out


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No process, file, mount, lock or open descriptor that was not there before, once grading has come to its end."""
    before = _mounts() | _files() | _orphans()
    yield
    until = time.monotonic() + PATIENCE
    while found := (_mounts() | _files() | _orphans()) - before | _in_rooms() | _locks():
        assert time.monotonic() < until, f"left behind: {sorted(found)}"
        time.sleep(0.05)


def _processes() -> dict[int, tuple[int, int, bytes]]:
    """Parent, user and command line of every process that has not ended, by its number."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            state, parent = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:2]
            threads = os.listdir(f"/proc/{name}/task")
            if state != "Z" or len(threads) > 1:  # a process goes on when its first thread alone has ended
                command = Path(f"/proc/{name}/cmdline").read_bytes()
                found[int(name)] = int(parent), os.stat(f"/proc/{name}").st_uid, command
        except OSError:
            continue
    return found


def _is_of_a_room(user: int, command: bytes) -> bool:
    return user in ROOM_USERS or (ROOM in command and ROOT.encode() in command)


def _in_rooms() -> set[str]:
    """What runs in this process's own rooms beside the process that waits there for the next submission."""
    processes = _processes()
    builders = {number for number, (parent, _, _) in processes.items() if parent == os.getpid()}
    waiting = {number for number, (parent, _, _) in processes.items() if parent in builders}
    inside: set[int] = set()
    while more := {n for n, (parent, _, _) in processes.items() if parent in waiting | inside} - inside:
        inside |= more
    return {f"process {n}: {processes[n]}" for n in inside if _is_of_a_room(*processes[n][1:])}


def _orphans() -> set[str]:
    """Processes of rooms whose grader is gone."""
    processes = _processes()
    found = set()
    for number, (parent, user, command) in processes.items():
        above = processes.get(parent)
        is_kept = above is not None and (b"bwrap" in above[2] + command or _is_of_a_room(*above[1:]))
        if _is_of_a_room(user, command) and not is_kept:
            found.add(f"orphan {number} of {parent}: {command[:60]!r}")
    return found


def _files() -> set[str]:
    """Files of users that only rooms have, and of the names that attacks give."""
    found = set()
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        for entry in os.scandir(folder):
            try:
                if entry.stat(follow_symlinks=False).st_uid in ROOM_USERS or "owned-by-an-attack" in entry.name:
                    found.add(f"file {entry.path}")
            except OSError:
                continue
    return found


def _mounts() -> set[str]:
    return {f"mount {line}" for line in Path("/proc/self/mountinfo").read_text().splitlines()}


def _locks() -> set[str]:
    """Locks that processes of this process's rooms hold."""
    of_rooms = {number for number, (_, user, command) in _processes().items() if _is_of_a_room(user, command)}
    held = [line.split() for line in Path("/proc/locks").read_text().splitlines() if "->" not in line]
    return {f"lock {' '.join(parts)}" for parts in held if int(parts[4]) in of_rooms}
