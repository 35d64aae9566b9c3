"""The two warm rooms that one process grades in: opened when they are first needed, closed when it ends."""

from __future__ import annotations

import atexit
import os
import sys

from pmcourse.grading.key import AssignmentKey
from pmcourse.grading.sandbox import Room
from pmcourse.grading.symbols import imports

_COMMON = ("numpy", "matplotlib.pyplot", "ipywidgets")  # what learners and tests import most
_open: dict[tuple[int, float], tuple[Room, Room, frozenset[str]]] = {}  # by process and size; with what is loaded


def rooms(key: AssignmentKey) -> tuple[Room, Room]:
    """The learner's room and the judge's, with all that the assignment imports loaded; if need be, new ones.

    Raises SandboxProblem where they do not open.
    """
    wanted = frozenset().union(*(imports(cell.source) for cell in key.cells if cell.cell_type == "code"))
    modules = frozenset(name for name in wanted if name.split(".")[0] not in sys.stdlib_module_names)
    kind = (os.getpid(), key.limits.file_mb)
    if kind not in _open or not modules <= _open[kind][2]:
        close_rooms()
        learner, judge = (Room(role, (*_COMMON, *sorted(modules)), key.limits.file_mb) for role in ("learner", "judge"))
        _open[kind] = learner, judge, modules.union(_COMMON)
    return _open[kind][:2]


def close_rooms() -> None:
    """End this process's warm rooms; the next submission opens new ones."""
    for (process, _), (learner, judge, _) in list(_open.items()):
        if process == os.getpid():  # a forked process leaves its parent's rooms alone
            learner.close()
            judge.close()
    _open.clear()


atexit.register(close_rooms)
