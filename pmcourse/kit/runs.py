"""What each cell of the notebook shows: what it showed before it ran again is closed, and redrawn for nobody."""

from __future__ import annotations

import sys
from typing import Any, Protocol


class Closable(Protocol):
    def close(self) -> None: ...


class Runs:
    """The blocks shown by the last run of each cell of one IPython `shell`.

    A cell is known by the id that the notebook's page sends with it (JupyterLab and VS Code do); without one, what is
    shown stays open.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._cells: dict[str, list[Closable]] = {}
        self._now: list[Closable] = []
        shell.events.register("pre_run_cell", self._starts)
        shell.events.register("post_run_cell", self._ends)

    def shows(self, block: Closable) -> None:
        """The cell that runs now shows `block`."""
        self._now.append(block)

    def _starts(self, _info: Any) -> None:
        self._now = []

    def _ends(self, _result: Any) -> None:
        cell = getattr(self._shell, "get_parent", dict)().get("metadata", {}).get("cellId")
        if cell is None:
            return
        before = self._cells.get(cell, [])
        self._cells[cell] = self._now
        open_ones = {id(block) for shown in self._cells.values() for block in shown}
        for block in before:
            if id(block) not in open_ones:
                block.close()


_RUNS: dict[int, Runs] = {}


def shows(block: Closable) -> None:
    """Tell the notebook's kernel, if there is one, that the cell that runs now shows `block`."""
    python = sys.modules.get("IPython")
    shell = python.get_ipython() if python else None
    if shell is not None:
        if id(shell) not in _RUNS:
            _RUNS[id(shell)] = Runs(shell)
        _RUNS[id(shell)].shows(block)
