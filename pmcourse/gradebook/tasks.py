"""The name of the task to which each cell of an assignment belongs: the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat.notebooknode import NotebookNode

_HEADING = re.compile(r"^#{2,3} (?:\d+\. )?(.+?)(?: \([\d.]+ points?\))?\s*$", re.MULTILINE)


def task_names(cells: Iterable[NotebookNode]) -> dict[str, str]:
    """The name of each cell that nbgrader knows, by its grade_id; empty above the first heading."""
    names, heading = {}, ""
    for cell in cells:
        if cell.cell_type == "markdown" and (found := _HEADING.search(cell.source)):
            heading = found[1]
        if name := cell.metadata.get("nbgrader", {}).get("grade_id"):
            names[name] = heading
    return names
