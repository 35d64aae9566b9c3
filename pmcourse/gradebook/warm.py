"""The two warm rooms that one process grades in: opened when they are first needed, closed when it ends."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import sys
from collections.abc import Iterable

from pmcourse.gradebook.key import AssignmentKey, KeyCell
from pmcourse.rooms.sandbox import GRACE_SECONDS, Room, deadline
from pmcourse.rooms.symbols import imports
from pmcourse.rooms.wire import Closed, TooLate, packed

_COMMON = "numpy"  # what learners import most
_SLOW = ("matplotlib.pyplot", "ipywidgets")  # so do many with these, which load as long as all the rest
_Opened = tuple[Room, dict[bool, Room], frozenset[str]]  # judge; learners' without and with those; what is loaded
_open: dict[tuple[int, float], _Opened] = {}  # by process and size
_idle: dict[tuple[KeyCell, ...], frozenset[str]] = {}


def rooms(key: AssignmentKey, files: Iterable[bytes] = ()) -> tuple[Room, Room]:
    """The learner's room and the judge's, with all that the assignment imports loaded; if need be, new ones.

    Pictures and widgets are loaded for a hand-in (`files`) that names them, and for an assignment that shows a lesson's
    own: so what a submission finds depends on itself and on the assignment, and not on who came before. Raises
    SandboxProblem where the rooms do not open.
    """
    wanted = frozenset().union(*(imports(cell.source) for cell in key.cells if cell.cell_type == "code"))
    modules = frozenset(name for name in wanted if name.split(".")[0] not in sys.stdlib_module_names)
    slow = any(re.fullmatch(r"pmcourse\.\w+\.assignment", name) for name in modules) or _names_slow(files)
    kind = (os.getpid(), key.limits.file_mb)
    if kind not in _open or not modules <= _open[kind][2]:
        close_rooms()
        _open[kind] = Room("judge", tuple(sorted(modules)), key.limits.file_mb), {}, modules
    judge, learners, loaded = _open[kind]
    if slow not in learners:
        often = (_COMMON, *(_SLOW if slow else ()))
        learners[slow] = Room("learner", (*often, *sorted(loaded)), key.limits.file_mb)
    return learners[slow], judge


def _names_slow(files: Iterable[bytes]) -> bool:
    packages = [name.partition(".")[0].encode() for name in _SLOW]
    return any(package in data for data in files for package in packages)


def close_rooms() -> None:
    """End this process's warm rooms; the next submission opens new ones."""
    for (process, _), (judge, learners, _) in list(_open.items()):
        if process == os.getpid():  # a forked process leaves its parent's rooms alone
            for room in (judge, *learners.values()):
                room.close()
    _open.clear()


def idle(key: AssignmentKey, judge: Room) -> frozenset[str]:
    """Set-up cells, by grade_id, that only show a widget: found out once for a key, by running them as they are.

    They are not run while grading, for nobody looks there, and a widget takes longer than all tests together.
    """
    if key.cells not in _idle:
        (channel,) = judge.start(key.limits.model_dump())
        nothing = packed({"values": {}, "files": {}, "gone": [], "problems": [], "line": -1})
        found = []
        with contextlib.suppress(Closed, TooLate):
            channel.send_files(key.files, deadline(key.limits.submission_seconds))
            for cell in key.cells:
                if cell.locked and cell.cell_type == "code" and not cell.is_test:
                    about = {"name": cell.grade_id, "source": cell.source, "is_test": False, "names": ()}
                    end = deadline(key.limits.cell_seconds + GRACE_SECONDS)
                    channel.send({**about, "seconds": key.limits.cell_seconds}, end)
                    channel.send_raw(nothing, end)
                    if channel.receive(end).get("only_shows") is True:
                        found.append(cell.grade_id)
        judge.end()
        _idle[key.cells] = frozenset(found)
    return _idle[key.cells]


atexit.register(close_rooms)
