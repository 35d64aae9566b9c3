"""One at a time: whoever collects or grades an assignment holds its lock, whichever way in was taken."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from pmcourse.errors import CourseError

try:
    import fcntl
except ImportError:  # Windows, where nothing is graded
    fcntl = None

_HELD: set[Path] = set()  # by this process, which the system's lock does not keep from itself


class Busy(CourseError):
    """Somebody else collects or grades the same assignment."""


class Lock:
    """The lock of `assignment` in the course at `root`; held until `close`, or the end of the process.

    A file of submitted/, locked as POSIX has it: processes that are forked meanwhile do not hold it, and it works on
    network drives. Raises Busy where somebody holds it, CourseError where the file cannot be written.
    """

    def __init__(self, root: Path, assignment: str) -> None:
        self.path = (root / "submitted" / f".{assignment}.lock").absolute()
        self.assignment = assignment
        self._session: Connection | None = None
        self._file = -1
        if self.path in _HELD:
            raise Busy(_busy(assignment, "this program"))
        try:
            self.path.parent.mkdir(exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o664)
        except OSError as error:
            raise CourseError(
                f"{self.path} cannot be written ({error.strerror}). Mend that, then give the same command again."
            ) from None
        try:
            if fcntl is not None:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            who = os.pread(self._file, 200, 0).decode("utf-8", "replace").strip()
            os.close(self._file)
            raise Busy(_busy(assignment, who)) from None
        _HELD.add(self.path)
        with contextlib.suppress(OSError):  # a full disk: then nobody is named
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"{_me()}\n".encode(), 0)

    def hold_in(self, engine: Engine, course_id: str) -> None:
        """Hold the lock in the gradebook too, if it is a PostgreSQL: for graders on other machines. Raises Busy."""
        if engine.dialect.name != "postgresql":
            return
        number = hashlib.sha256(f"{course_id}/{self.assignment}".encode()).digest()[:8]
        self._session = engine.connect()
        self._session.detach()  # so that it ends with `close`, and the lock with it
        free = self._session.scalar(select(func.pg_try_advisory_lock(int.from_bytes(number, "big", signed=True))))
        self._session.commit()
        if not free:
            raise Busy(_busy(self.assignment, "on another machine, or in another copy of the course"))

    def close(self) -> None:
        """Let the next one in."""
        if self._file >= 0:
            _HELD.discard(self.path)
            os.close(self._file)
            self._file = -1
        if self._session is not None:
            with contextlib.suppress(SQLAlchemyError):  # the server is gone, and the lock with it
                self._session.close()
            self._session = None


@contextlib.contextmanager
def locked(root: Path, assignment: str) -> Iterator[None]:
    """Hold the lock for a while; raises as `Lock`."""
    lock = Lock(root, assignment)
    try:
        yield
    finally:
        lock.close()


def _busy(assignment: str, who: str) -> str:
    return (
        f"Somebody else is grading {assignment} ({who or 'it is not known who'}). Wait until that has ended, then give "
        "the same command again."
    )


def _me() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return f"{name} on {socket.gethostname()}, process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
