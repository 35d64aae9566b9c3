"""The exchange's inbound folder, in which every learner can put anything: what is there, and a safe copy of it.

Everything is opened by descriptor from the folder downwards, through no link and without waiting (O_NOFOLLOW,
O_NONBLOCK), and what is checked is what was opened (fstat). So nothing that is put in another's place meanwhile is
read, and nothing but plain files of the learner's own, capped in size and number while they are copied.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pmcourse.gradebook.handed_in import STAMP, TIME, parse_time, read_stamp, stamp_text

_T = TypeVar("_T")
MOST_ENTRIES, DEEPEST = 2000, 20  # files and folders in one hand-in, and how deep they lie
CLOCKS_DIFFER = timedelta(minutes=5)  # between a learner's machine and the exchange's
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"))
_NAME = re.compile(rf"(?P<learner>.+)\+(?P<assignment>[^+]+)\+(?P<time>{TIME})(\+[A-Za-z0-9_=-]*)?")
_LEARNER = re.compile(r"\w[\w.@+=\\ -]{0,127}")
_KINDS = {
    stat.S_IFLNK: "a link", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFREG: "a file",
    stat.S_IFDIR: "a folder",
}  # fmt: skip


class Refused(Exception):
    """This hand-in cannot be taken. The text is a sentence's end: why."""


@dataclass(frozen=True)
class HandIn:
    """One folder in inbound: whose it says it is, whose it is, and when it came (UTC, without a zone).

    `time` is when it was handed in by its name, but never later than it arrived.
    """

    name: str
    learner: str
    owner: int
    time: datetime
    arrived: datetime


@dataclass
class Caps:
    """The most that is copied of one hand-in. `ignore` and `include` are nbgrader's patterns for names.

    file_bytes, notebook_bytes: of one file, and of a notebook with what is stored in it.
    """

    file_bytes: int
    notebook_bytes: int
    all_bytes: int
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ("*",)


def opened(path: Path | str, within: int | None = None) -> int:
    """A descriptor of a folder that is no link; raises OSError."""
    return os.open(path, _FOLDER, dir_fd=within)


def hand_ins(inbound: int, assignment: str) -> tuple[list[HandIn], list[str]]:
    """What was handed in for `assignment`, and a sentence for each entry that cannot be anybody's.

    Entries of other assignments are left out.
    """
    found, odd = [], []
    with os.scandir(inbound) as entries:
        for entry in entries:
            try:
                one = _read(entry, assignment)
            except Refused as reason:
                odd.append(f"{shown(entry.name)} {reason}; it is left where it is.")
            except OSError as error:
                odd.append(f"{shown(entry.name)} cannot be looked at ({error.strerror}); it is left where it is.")
            else:
                found += [one] if one else []
    return found, sorted(odd)


def _read(entry: os.DirEntry[str], assignment: str) -> HandIn | None:
    parts = _NAME.fullmatch(entry.name)
    said = parse_time(parts["time"]) if parts else None
    if parts is None or said is None:
        if assignment in entry.name.split("+") or entry.name.count("+") < 2:
            raise Refused("has not the name of a hand-in, which is learner+assignment+time")
        return None
    if parts["assignment"] != assignment:
        return None
    learner = parts["learner"]
    if not _LEARNER.fullmatch(learner) or unicodedata.normalize("NFC", learner) != learner:
        raise Refused("names a learner as nobody can be called")
    about = entry.stat(follow_symlinks=False)
    if not stat.S_ISDIR(about.st_mode):
        raise Refused(f"is {_kind(about)}, and must be a folder")
    arrived = _changed(about)
    return HandIn(entry.name, learner, about.st_uid, min(said, arrived), arrived)


@contextlib.contextmanager
def folder_of(inbound: int, one: HandIn) -> Iterator[int]:
    """The descriptor of a hand-in's folder; raises Refused where it is not any more what `hand_ins` has seen."""
    try:
        folder = opened(one.name, inbound)
    except OSError as error:
        raise Refused(f"cannot be opened as a folder ({error.strerror})") from None
    try:
        if os.fstat(folder).st_uid != one.owner:
            raise Refused("was replaced while it was collected")
        yield folder
    finally:
        os.close(folder)


def handed_in_at(folder: int, one: HandIn) -> tuple[datetime, str | None]:
    """When the work in `folder` was handed in (UTC, without a zone), and why that is not what it says itself."""
    said = read_stamp(folder)
    if said is None:
        return one.arrived, f"its {STAMP} is missing or no time, so the time of arrival counts"
    if said > one.arrived + CLOCKS_DIFFER:
        return one.arrived, f"its {STAMP} says a time after its arrival, so the time of arrival counts"
    return said, None


def copy(folder: int, to: Path, caps: Caps) -> list[str]:
    """Copy the folder with this descriptor, but not its time, to `to`, which is new. Returns what was left out.

    Raises Refused where it is too much, and OSError where `to` cannot be written.
    """
    work = _Copying(os.fstat(folder).st_uid, caps)
    work.folder(folder, to, "", 0)
    return work.left_out


def write_stamp(folder: Path, when: datetime) -> None:
    """Let `folder`, which is ours, say when it was handed in."""
    (folder / STAMP).write_text(stamp_text(when), encoding="ascii")


def shown(name: str) -> str:
    """A learner's name for something as one line of text, whatever bytes it has; at most 120 characters."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text if len(text) <= 120 else text[:119] + "…"


@dataclass
class _Copying:
    owner: int
    caps: Caps
    left_out: list[str] = field(default_factory=list)
    entries: int = 0
    total: int = 0

    def folder(self, source: int, to: Path, above: str, depth: int) -> None:
        if depth > DEEPEST:
            raise Refused(f"has folders in folders, more than {DEEPEST} deep")
        to.mkdir()
        names = []
        with os.scandir(source) as found:
            for entry in found:
                self.entries += 1
                if self.entries > MOST_ENTRIES:
                    raise Refused(f"holds more than {MOST_ENTRIES:,} files and folders")
                names.append(entry.name)
        for name in sorted(names):
            if not self._matches(name, self.caps.ignore) and (depth or name != STAMP):  # written anew: `write_stamp`
                try:
                    self._entry(source, name, to / name, above + name, depth)
                except _LeftOut as reason:
                    self.left_out.append(f"{shown(above + name)} {reason}")

    def _entry(self, source: int, name: str, to: Path, path: str, depth: int) -> None:
        is_folder = stat.S_ISDIR(_asked(os.lstat, name, source).st_mode)
        opened = _asked(lambda n, dir_fd: os.open(n, _FOLDER if is_folder else _FILE, dir_fd=dir_fd), name, source)
        try:
            about = os.fstat(opened)
            if about.st_uid != self.owner:
                raise _LeftOut(f"belongs to {account(about.st_uid)}")
            if is_folder:
                self.folder(opened, to, f"{path}/", depth + 1)
            elif not stat.S_ISREG(about.st_mode):
                raise _LeftOut(f"is {_kind(about)}")
            elif about.st_nlink > 1:
                raise _LeftOut("is a file with a second name elsewhere")
            elif self._matches(name, self.caps.include):
                self._file(opened, to, about.st_size, self._most(name))
        finally:
            os.close(opened)

    def _most(self, name: str) -> int:
        return self.caps.notebook_bytes if name.endswith(".ipynb") else self.caps.file_bytes

    def _file(self, source: int, to: Path, size: int, most: int) -> None:
        too_large = _LeftOut(f"is larger than {most / 1e6:g} MB")
        if size > most:
            raise too_large
        copied = 0
        with open(to, "xb") as file:
            while data := _read_some(source):
                copied += len(data)
                self.total += len(data)
                if self.total > self.caps.all_bytes:
                    raise Refused(f"holds more than {self.caps.all_bytes / 1e6:g} MB")
                if copied > most:
                    file.close()
                    to.unlink()
                    raise too_large
                file.write(data)

    @staticmethod
    def _matches(name: str, patterns: tuple[str, ...]) -> bool:
        return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


class _LeftOut(Exception):
    """One file or folder of a hand-in is not taken; the rest is."""


def account(uid: int) -> str:
    """The name of the account with this number, or its number in words."""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the account with number {uid}"


def number(learner: str) -> int | None:
    """The number of the account of this name; None where there is none."""
    import pwd

    try:
        return pwd.getpwnam(learner).pw_uid
    except (KeyError, ValueError):
        return None


def _asked(call: Callable[..., _T], name: str, folder: int) -> _T:
    try:
        return call(name, dir_fd=folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            about = os.lstat(name, dir_fd=folder)
            if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
                raise _LeftOut(f"is {_kind(about)}") from None
        raise _LeftOut(f"cannot be opened ({error.strerror})") from None


def _read_some(source: int) -> bytes:
    try:
        return os.read(source, 1 << 20)
    except OSError as error:
        raise _LeftOut(f"cannot be read ({error.strerror})") from None


def _kind(about: os.stat_result) -> str:
    return _KINDS.get(stat.S_IFMT(about.st_mode), "a device")


def _changed(about: os.stat_result) -> datetime:
    """When the folder last changed: unlike other times, its owner cannot set it."""
    return datetime.fromtimestamp(about.st_ctime, UTC).replace(tzinfo=None)
