"""What can go wrong with the disk and the gradebook while grading, each kind in one sentence that says what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from pmcourse.errors import CourseError

_AGAIN = "then give the same command again: it goes on where it stopped."
_GRADEBOOK = {  # what SQLite says: what it means, and what to do
    "disk is full": ("its disk is full", "Delete what is not needed there"),
    "readonly": ("it may only be read", "Give yourself the right to write to it and its folder"),
    "unable to open": ("it cannot be opened", "Give yourself the right to read and write it and its folder"),
    "locked": ("something else is writing to it", "Close what else is writing to it"),
    "not a database": ("it is damaged", "Put a copy of it in its place"),
    "malformed": ("it is damaged", "Put a copy of it in its place"),
    "disk I/O": ("its disk does not answer as it should", "Look at the disk"),
}


@contextmanager
def in_words(root: Path) -> Iterator[None]:
    """Turn errors of the disk and of the gradebook into a CourseError; `root` is the course's folder."""
    try:
        yield
    except DBAPIError as error:
        raise CourseError(_of_gradebook(error)) from None
    except BrokenPipeError:  # whoever read what was printed has gone
        raise
    except OSError as error:
        raise CourseError(_of_disk(error, root)) from None


def _of_gradebook(error: DBAPIError) -> str:
    said = " ".join(str(error.orig).split())
    for mark, (meaning, advice) in _GRADEBOOK.items():
        if mark in said:
            return f"The gradebook cannot be written, for {meaning} ({said}). {advice}, {_AGAIN}"
    if type(error.orig).__module__.startswith("psycopg"):
        return f"The gradebook's server does not answer ({said}). Start it again or wait until it is back, {_AGAIN}"
    return f"The gradebook cannot be used ({said}). Mend that, {_AGAIN}"


def _of_disk(error: OSError, root: Path) -> str:
    where = error.filename2 or error.filename or root  # of two, the one that is written
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        place = next(path for path in (Path(where), *Path(where).absolute().parents, root) if path.exists())
        free = os.statvfs(place)
        if error.errno == errno.ENOSPC and free.f_bavail and not free.f_favail:
            return f"The disk has no room for one file more (no inodes), at {where}. Delete files there, {_AGAIN}"
        return f"The disk is full, or your share of it, at {where}. Delete what is not needed there, {_AGAIN}"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{where} may not be written ({error.strerror}). Give yourself the right to write there, {_AGAIN}"
    return f"{where} cannot be read or written ({error.strerror or error}). Mend that, {_AGAIN}"
