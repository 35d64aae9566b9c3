"""One artefact and its file, kept in step: what widgets edit."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from pmcourse.artifact.data import A, ArtifactError, Invalid, dumps, loads
from pmcourse.artifact.disk import (
    LARGEST,
    NOT_PLAIN,
    TOO_LARGE,
    alone,
    free_name,
    parse,
    read_raw,
    remove_old_drafts,
    write_raw,
)

Key = TypeVar("Key")
Merge = Callable[[A, A, A], A]


class ArtifactFile(Generic[A]):
    """One artefact and its file.

    `value` is the artefact now; it begins as the file's, or as `start` where there is no file or it cannot be used.
    `start` is the artefact before any edit.
    `put` replaces it and saves at once; `undo` and `redo` step through what was put since the file was opened.
    `notice` is the last thing that the learner must know, or "". Nothing here raises because of the disk: the edit
    stays in memory, `notice` says so, and the next change tries again.

    Where another kernel has saved the file meanwhile, both works are kept in two files; with `merge(common, mine,
    theirs)` they become one instead. `common` is what was last the same here and on disk.
    """

    def __init__(self, path: Path | str, cls: type[A], start: A, merge: Merge[A] | None = None) -> None:
        self.path = Path(path).absolute()  # the learner's own code may change the current folder
        self.start = start
        self.notice = ""
        self._cls = cls
        self._merge = merge
        self._undo: list[A] = []
        self._redo: list[A] = []
        self._observers: list[Callable[[], None]] = []
        self._seen: set[str] = set()  # digests of what this kernel read from the file or wrote to it
        self._in_the_way = False  # what is on disk cannot be used, and could not be moved aside yet
        self._unsaved = False
        remove_old_drafts(self.path)
        self.value: A = self._open(start)
        self._common = self.value

    def put(self, value: A) -> None:
        """Make `value` the artefact, save it, and tell the observers; an equal value changes nothing.

        Raises Invalid, and changes nothing, where `value` could not be read back from its file or is too large for it.
        """
        if value == self.value and not self._unsaved:
            return
        text = dumps(value)
        if len(text.encode()) > LARGEST:
            raise Invalid(
                f"This {self._cls.kind} must be at most {LARGEST:,} bytes (got {len(text.encode()):,}). Take out what "
                "you can."
            )
        loads(text, self._cls, f"This {self._cls.kind}")
        if value != self.value:
            self._undo.append(self.value)
            self._redo.clear()
        self._set(value)

    def undo(self) -> None:
        """Go back to the artefact before the last change, if there is one."""
        if self._undo:
            self._redo.append(self.value)
            self._set(self._undo.pop())

    def redo(self) -> None:
        """Take back the last undo, if there is one."""
        if self._redo:
            self._undo.append(self.value)
            self._set(self._redo.pop())

    def refresh(self) -> None:
        """Take in what another kernel has saved; only a file with `merge` does."""
        if self._merge is None or self._in_the_way:
            return
        try:
            value = self._merged(read_raw(self.path))
        except (OSError, ArtifactError):
            return  # the next save deals with it, and says so
        if value != self.value:
            self.value = value
            self._tell()

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def observe(self, callback: Callable[[], None]) -> None:
        """Call `callback()` after each change."""
        self._observers.append(callback)

    def unobserve(self, callback: Callable[[], None]) -> None:
        """Call it no more."""
        if callback in self._observers:
            self._observers.remove(callback)

    def _set(self, value: A) -> None:
        self.value = value
        self.notice = ""
        self._unsaved = True
        self._save()
        self._tell()

    def _tell(self) -> None:
        for callback in tuple(self._observers):
            callback()

    def _open(self, start: A) -> A:
        try:
            raw = read_raw(self.path)
            value = parse(raw, self._cls, self.path.name)
        except FileNotFoundError:
            return start
        except OSError as error:
            self._start_afresh(f"{self.path.name} cannot be opened ({error.strerror or error}).")
            return start
        except ArtifactError as error:
            self._start_afresh(str(error))
            return start
        self._seen = {_digest(raw)}
        return value

    def _start_afresh(self, reason: str) -> None:
        self._in_the_way = True
        try:
            with alone(self.path.parent):
                kept = self._move_aside()
        except OSError as trouble:
            self.notice = (
                f"{reason} You start afresh. The file could not be moved aside ({trouble.strerror or trouble}), so it "
                "is left as it is and nothing is saved yet. Check the folder's permissions, then make any change."
            )
        else:
            self.notice = f"{reason} It is kept as {kept.name}, nothing is lost, and you start afresh."

    def _move_aside(self) -> Path:
        kept = free_name(self.path, "unreadable")
        os.rename(self.path, kept)
        self._in_the_way = False
        return kept

    def _save(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with alone(self.path.parent):
                told = self._make_room()
                raw = dumps(self.value).encode()
                self._seen.add(_digest(raw))  # before it is written: an interrupt may come right after
                write_raw(self.path, raw)
        except OSError as error:
            self.notice = (
                f"Not saved: {self.path.name} could not be written ({error.strerror or error}). Your change is kept in "
                "this window. Free some space or ask for permission to write, then make any change and all is saved."
            )
            return
        self._seen = {_digest(raw)}
        self._common = self.value
        self._unsaved = False
        self.notice = told

    def _make_room(self) -> str:
        """Keep what is on disk if this kernel has not seen it; returns what the learner must know of that, or ""."""
        try:
            if self._in_the_way:
                return f"Your change is saved. The file that could not be used is kept as {self._move_aside().name}."
            raw = read_raw(self.path)
        except FileNotFoundError:
            self._in_the_way = False
            return ""
        except OSError as error:
            if error.errno not in (NOT_PLAIN, TOO_LARGE):
                raise
            return (
                f"Your change is saved. Something else was in the place of {self.path.name} ({error.strerror}); it is "
                f"kept as {self._move_aside().name}. Remove that if you do not need it."
            )
        if _digest(raw) in self._seen or raw == dumps(self.value).encode():
            return ""
        if self._merge is not None:
            try:
                self.value = self._merged(raw)
            except ArtifactError:
                pass  # what cannot be read cannot be merged, but it is kept
            else:
                return ""
        kept = free_name(self.path, "other")
        write_raw(kept, raw)
        return (
            f"{self.path.name} was also changed somewhere else, perhaps in a second window. Both are kept: what you "
            f"see here is in {self.path.name}, the other is in {kept.name}. Close one of the windows."
        )

    def _merged(self, raw: bytes) -> A:
        if self._merge is None or _digest(raw) in self._seen:
            return self.value
        theirs = parse(raw, self._cls, self.path.name)
        value = self._merge(self._common, self.value, theirs)
        self._seen.add(_digest(raw))
        self._common = theirs
        return value


def merged(common: Mapping[Key, Any], mine: Mapping[Key, Any], theirs: Mapping[Key, Any]) -> dict[Key, Any]:
    """Their entries; but what was set or taken out in `mine`, which began as `common`, is as in mine."""
    nothing = object()
    kept = {key for key in {*common, *mine} if common.get(key, nothing) != mine.get(key, nothing)}
    return {key: value for key, value in theirs.items() if key not in kept} | {
        key: value for key, value in mine.items() if key in kept
    }


_open: dict[Path, ArtifactFile[Any]] = {}


def opened(name: str, cls: type[A], start: A, merge: Merge[A] | None = None) -> ArtifactFile[A]:
    """The learner's file answers/`name` beside the notebook: one and the same object for all widgets of this kernel."""
    path = (Path("answers") / name).absolute()
    if path not in _open:
        _open[path] = ArtifactFile(path, cls, start, merge)
    return _open[path]


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
