"""Collecting what was handed in, for `pmcourse grade`, `nbgrader collect` and formgrader's button: one way for all."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import shutil
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from traitlets import Float

from pmcourse.errors import CourseError
from pmcourse.gradebook import handed_in, inbound
from pmcourse.gradebook.database import Gradebook
from pmcourse.gradebook.inbound import HandIn, Refused
from pmcourse.gradebook.lock import locked

_MOST_TOLD = 20  # sentences of one kind; a learner can make a million entries


class CollectWithOwners(ExchangeCollect):
    """nbgrader's collect, which believes no name and no link.

    A hand-in is taken only if its folder belongs to the account of the learner whom it names, and of its files only
    those that do; `check_owner = False` is for exchanges in which all have one account. The newest that can be taken is
    taken. Each entry stands for itself: what cannot be taken is told in `problems`, stays where it is, and at the end
    nbgrader is told that not all went well; what is only remarkable is told in `notes`.
    """

    file_mb = Float(16, help="Megabytes of one file that is no notebook.").tag(config=True)

    def init_src(self) -> None:
        """Look through inbound."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.problems: list[str] = []
        self.notes: list[str] = []
        self._inbound = self._open_inbound()
        try:
            found, self.problems = inbound.hand_ins(self._inbound, self.coursedir.assignment_id)
        except OSError as error:
            os.close(self._inbound)
            self.fail(f"{self._place} cannot be read ({error.strerror}).")
        self._wanted: dict[str, list[HandIn]] = defaultdict(list)
        wanted = self.coursedir.student_id or "*"
        for one in sorted(found, key=lambda one: (one.time, one.name), reverse=True):
            if fnmatch.fnmatchcase(one.learner, wanted):
                self._wanted[one.learner].append(one)

    def copy_files(self) -> None:
        """Take over what is new; raises ExchangeError at the end where something was left."""
        taken = 0
        try:
            with locked(Path(self.coursedir.root), self.coursedir.assignment_id):
                due = self._due() if self.before_duedate else None
                for learner, found in sorted(self._only_owners().items()):
                    if due:
                        found = sorted(found, key=lambda one: one.time <= due, reverse=True)
                    taken += self._take_newest(learner, found)
        except CourseError as error:
            self.problems = []  # nothing was looked at
            self.fail(str(error))
        finally:
            os.close(self._inbound)
        self.log.info("%s: %d new hand-ins collected from %s", self.coursedir.assignment_id, taken, self._place)
        for line in _some(self.notes):
            self.log.warning("%s", line)
        for line in _some(self.problems):
            self.log.error("%s", line)
        if self.problems:
            self.fail(f"Collected, but for {len(self.problems)} entries of {self._place} (see above).")

    @property
    def _place(self) -> Path:
        return Path(self.root) / self.coursedir.course_id / "inbound"

    def _open_inbound(self) -> int:
        """inbound by descriptor; it must be the instructors', or somebody made it to see and change what is in it."""
        try:
            course = inbound.opened(self._place.parent)
            try:
                folder = inbound.opened("inbound", course)
                owners = {os.fstat(course).st_uid, os.fstat(folder).st_uid}
            finally:
                os.close(course)
        except OSError as error:
            self.fail(f"{self._place} cannot be opened ({error.strerror}). Release the assignment, and it is made.")
        strangers = owners - {0, os.geteuid(), os.stat(self.coursedir.root).st_uid}
        if strangers and not self.coursedir.groupshared:
            os.close(folder)
            who = " and ".join(inbound.account(uid) for uid in sorted(strangers))
            self.fail(
                f"{self._place} must belong to you, or to the owner of {self.coursedir.root} (it belongs to {who}). "
                "Move it away and release again. With several instructors, set groupshared=True in course_config.py."
            )
        return folder

    def _only_owners(self) -> dict[str, list[HandIn]]:
        """What is whose it says; the rest is told."""
        if not self.check_owner:
            return self._wanted
        own: dict[str, list[HandIn]] = {}
        foreign: list[HandIn] = []
        for learner, found in self._wanted.items():
            uid = inbound.number(learner)
            own[learner] = [one for one in found if one.owner == uid]
            foreign += [one for one in found if one.owner != uid]
        if not any(own.values()) and len({one.learner for one in foreign}) > 1 and len({o.owner for o in foreign}) == 1:
            self.problems.append(_one_account(foreign))
        else:
            self.problems += [
                f"{inbound.shown(one.name)} says that {one.learner} hands in, but it belongs to "
                f"{inbound.account(one.owner)}; it is not taken and left where it is."
                for one in foreign
            ]
        return own

    def _due(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    def _take_newest(self, learner: str, found: list[HandIn]) -> bool:
        """Take the first of these that can be taken, unless it is there already. Returns whether anything was taken."""
        for one in found:
            try:
                return self._take(learner, one)
            except Refused as reason:
                self.problems.append(f"{inbound.shown(one.name)} {reason}; it is left where it is.")
            except OSError as error:
                self.problems.append(
                    f"{inbound.shown(one.name)} could not be written into submitted/ ({error.strerror}); it is left "
                    "where it is."
                )
        return False

    def _take(self, learner: str, one: HandIn) -> bool:
        place = self.coursedir.format_path(self.coursedir.submitted_directory, learner, self.coursedir.assignment_id)
        to = Path(place)
        with inbound.folder_of(self._inbound, one) as folder:
            when, note = inbound.handed_in_at(folder, one)
            if to.is_dir() and not self._is_wanted(handed_in.timestamp(to), when):
                return False
            to.parent.mkdir(parents=True, exist_ok=True)
            new, old = (to.with_name(f".{to.name}-{what}") for what in ("new", "old"))
            for left in (new, old):  # of a run that was cut off
                shutil.rmtree(left, ignore_errors=True)
            try:
                left_out = inbound.copy(folder, new, self._caps())
                inbound.write_stamp(new, when)
                self._share(new)
                if to.exists():
                    to.rename(old)
                new.rename(to)
            finally:
                shutil.rmtree(new, ignore_errors=True)
                shutil.rmtree(old, ignore_errors=True)
                with contextlib.suppress(OSError):
                    to.parent.rmdir()  # where nothing came of it
        self.notes += [f"{learner}: {note}."] if note else []
        self.problems += [f"{learner}: {line}; it is left out, the rest is taken." for line in left_out]
        return True

    def _is_wanted(self, there: datetime | None, new: datetime) -> bool:
        if there is None or there > datetime.now(UTC).replace(tzinfo=None) + inbound.CLOCKS_DIFFER:
            return self.update or self.before_duedate
        return (self.update and new > there) or (self.before_duedate and new != there)

    def _caps(self) -> inbound.Caps:
        directory = self.coursedir
        return inbound.Caps(
            int(self.file_mb * 1e6), directory.max_file_size * 1000, directory.max_dir_size * 1000,
            tuple(directory.ignore), tuple(directory.include),
        )  # fmt: skip

    def _share(self, folder: Path) -> None:
        """What is copied is writable for other instructors, if the course has several."""
        if self.coursedir.groupshared:  # as nbgrader does it
            for place, _, names in os.walk(folder):
                os.chmod(place, (os.stat(place).st_mode | 0o2770) & 0o2777)
                for path in (os.path.join(place, name) for name in names):
                    os.chmod(path, (os.stat(path).st_mode | 0o660) & 0o777)


def same_account(exchange: Path, course_id: str) -> str | None:
    """Why accounts cannot tell learners apart in this exchange, as far as can be seen; None where they can."""
    people = defaultdict(set)
    with contextlib.suppress(OSError):
        folder = inbound.opened(exchange / course_id / "inbound")
        try:
            for name in os.listdir(folder):
                if "+" in name:
                    with contextlib.suppress(OSError):
                        people[os.lstat(name, dir_fd=folder).st_uid].add(name.split("+")[0])
        finally:
            os.close(folder)
    if len(people) == 1:
        [(owner, names)] = people.items()
        if len(names) > 1:
            return _cannot_tell(len(names), owner)
    return None


def _one_account(foreign: list[HandIn]) -> str:
    names = {one.learner for one in foreign}
    return f"{_cannot_tell(len(names), foreign[0].owner)} Nothing of it was taken."


def _cannot_tell(learners: int, owner: int) -> str:
    return (
        f"Hand-ins of {learners} learners all belong to {inbound.account(owner)}, so nobody can see who handed in. "
        "Give each learner an account of their own; or, where something else vouches for the names in the exchange, "
        "set check_owner=False in course_config.py."
    )


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_TOLD
    return [*lines[:_MOST_TOLD], f"… and {more} more of this kind."] if more > 0 else lines
