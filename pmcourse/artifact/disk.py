"""Artefacts on disk: read without changing anything, written so that no moment shows half a file."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from pmcourse.artifact.data import A, Artifact, Missing, Unreadable, dumps, loads

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

LARGEST_ANSWER = 1_000_000  # bytes; the largest file that a grader reads
LARGEST = 20_000_000  # bytes; the largest file that is opened for editing: no person's work comes near it
NOT_PLAIN, TOO_LARGE = errno.EINVAL, errno.EFBIG  # why something in a file's place is not even read
_DRAFT_SECONDS = 3600  # no save takes an hour: an older draft was left behind by a killed kernel


def read(path: Path | str, cls: type[A]) -> A:
    """The artefact in the file at `path`; changes nothing. Raises an ArtifactError that says what is wrong."""
    path = Path(path)
    try:
        raw = read_raw(path)
    except FileNotFoundError:
        raise Missing(f"{path.name} is not there yet. It is made when the exercise is first changed.") from None
    except OSError as error:
        advice = "Check the file's permissions."
        if error.errno in (NOT_PLAIN, TOO_LARGE):
            advice = "Remove it, then open the exercise again and make a change."
        raise Unreadable(f"{path.name} cannot be opened ({error.strerror or error}). {advice}") from None
    return parse(raw, cls, path.name)


def read_raw(path: Path) -> bytes:
    """The bytes at `path`; raises OSError, with NOT_PLAIN or TOO_LARGE for what is no file of the course.

    Never waits, as a named pipe would have it, and never reads more than LARGEST.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):  # before it is opened: a device may do something then
        raise OSError(NOT_PLAIN, "it is not a plain file", str(path))
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(NOT_PLAIN, "it is not a plain file", str(path))
        if about.st_size > LARGEST or len(raw := file.read(LARGEST + 1)) > LARGEST:
            raise OSError(TOO_LARGE, f"it is larger than {LARGEST // 1_000_000} MB", str(path))
    return raw


def parse(raw: bytes, cls: type[A], name: str) -> A:
    """The artefact in the bytes of a file called `name`; raises as `loads`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is not UTF-8 text (byte {error.start}). It was damaged or is another file.") from None
    return loads(text, cls, name)


def answer(name: str, cls: type[A], folder: Path | str = "answers") -> A:
    """The artefact that a learner handed in as `folder`/`name`: what test cells read.

    Raises an ArtifactError in the learner's words; files over 1 MB, links and folders are refused.
    """
    path = Path(folder) / name
    if path.is_symlink() or path.parent.is_symlink() or (path.exists() and not path.is_file()):
        raise Unreadable(
            f"{name} must be a plain file. Open the exercise again and make a change, so that it is saved."
        )
    if path.exists() and path.stat().st_size > LARGEST_ANSWER:
        raise Unreadable(
            f"{name} must be at most {LARGEST_ANSWER:,} bytes (got {path.stat().st_size:,}). Take out what you can."
        )
    try:
        return read(path, cls)
    except Missing:
        raise Missing(
            f"Nothing was done here when this was looked at: there was no {path}. Make a change in the exercise above: "
            "it is saved there, and Validate looks anew."
        ) from None


def save(path: Path | str, artifact: Artifact) -> None:
    """Write `artifact` to `path` so that at every moment the file is the old or the new one.

    Raises OSError where the disk refuses or the file is read-only; the old file is then as it was.
    """
    path = Path(path)
    text = dumps(artifact)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_raw(path, text.encode())


def write_raw(path: Path, raw: bytes) -> None:
    """Put `raw` into a draft in the same folder, force it to disk, and let it take the file's place in one step."""
    path = Path(os.path.realpath(path))  # a linked file stays linked
    if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, "the file is read-only", str(path))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        with open(draft, "xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:  # an interrupted kernel leaves no draft either
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError), _opened(path.parent) as folder:
        os.fsync(folder)  # the new name lasts; some network drives and Windows cannot be asked to


def remove_old_drafts(path: Path) -> None:
    """Remove what killed kernels left behind of saving `path`."""
    with contextlib.suppress(OSError):
        for draft in path.parent.glob(f".{path.name}.*.draft"):
            if draft.stat().st_mtime < time.time() - _DRAFT_SECONDS:
                draft.unlink()


def free_name(path: Path, word: str) -> Path:
    """The first name such as `backlog.word-1.json` beside `path` that nothing has."""
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")):
        number += 1
    return kept


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold off other kernels that save in `folder`; where the system has no such lock, go on without it."""
    with contextlib.ExitStack() as stack:
        if fcntl is not None:
            with contextlib.suppress(OSError):
                fcntl.flock(stack.enter_context(_opened(folder)), fcntl.LOCK_EX)  # ends when the folder is closed
        yield


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)
