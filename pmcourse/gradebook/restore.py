"""From what was handed in to a notebook that can be graded: the instructor's cells put back, the learner's kept.

Nothing of the submission is believed but the text of its cells. What was put right is told in sentences.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmcourse.errors import CourseError
from pmcourse.gradebook.key import AssignmentKey, KeyCell

MAX_CELLS = 2_000
MAX_SOURCE = 1_000_000  # characters in one cell
MAX_ATTACHMENTS = 5_000_000  # characters of pictures in one text cell
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RESUBMIT = "Open it in JupyterLab, save it, and hand in again."


class Malformed(CourseError):
    """What was handed in cannot be graded. The text says why and what to do, in the learner's words."""


@dataclass
class GradedCell:
    """One cell of the notebook to grade. `key` is the instructor's cell that it is, or None for the learner's own."""

    cell_type: str
    source: str
    key: KeyCell | None = None
    cell_id: str = ""
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    outputs: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self, number: int) -> dict[str, Any]:
        """The cell as it stands in a notebook file; `number` is its place, and the execution count of code."""
        cell: dict[str, Any] = {"cell_type": self.cell_type, "id": self.cell_id}
        cell["metadata"] = self.key.metadata() if self.key else {}
        cell["source"] = self.source
        if self.cell_type == "code":
            cell |= {"execution_count": number, "outputs": self.outputs}
        elif self.attachments:
            cell["attachments"] = self.attachments
        return cell


@dataclass(frozen=True)
class Restored:
    """The notebook to grade. `repairs` are sentences; `tampered` is true where a locked cell had been changed."""

    cells: list[GradedCell]
    repairs: tuple[str, ...]
    tampered: bool


def restore(files: Mapping[str, bytes], key: AssignmentKey) -> Restored:
    """Find the notebook in what was handed in and put the instructor's cells back. Raises Malformed."""
    repairs: list[str] = []
    name = find_notebook(files, key)
    if name != f"{key.notebook}.ipynb":
        repairs.append(f"The notebook was called {name!r}; it was taken as {key.notebook}.ipynb.")
    notebook = read_notebook(files[name], key.limits.file_mb)
    kernel = notebook["metadata"].get("kernelspec")
    if isinstance(kernel, dict) and kernel.get("name") != key.kernelspec.get("name"):
        repairs.append("The notebook asked for another kernel; it was run with the course's own.")
    return _arranged(notebook["cells"], key, repairs)


def find_notebook(files: Mapping[str, bytes], key: AssignmentKey) -> str:
    """The name of the notebook to grade: the assignment's, or else the only one that can be meant. Raises Malformed."""
    wanted = f"{key.notebook}.ipynb"
    if wanted in files:
        return wanted
    found = [name for name in files if name.lower().endswith(".ipynb") and "checkpoint" not in name.lower()]
    if len(found) > 1:
        ids = [f'"{cell.grade_id}"'.encode() for cell in key.cells]
        fits = {name: sum(each in files[name] for each in ids) for name in found}
        best = max(fits.values())
        found = [name for name in found if fits[name] == best and best > 0]
    if len(found) != 1:
        many = "several notebooks, and none is" if found else "no notebook among the files that you handed in, such as"
        raise Malformed(
            f"There is {many} {wanted}. Put your answers into {wanted} and hand in again. A notebook that has printed "
            "very much is too large to be taken: clear its outputs first (Kernel, Restart and clear outputs)."
        )
    return found[0]


def read_notebook(raw: bytes, largest_mb: float) -> dict[str, Any]:
    """The notebook in `raw`, checked as far as grading needs it. Raises Malformed, naming what is wrong."""
    if len(raw) > largest_mb * 1e6:
        raise Malformed(
            f"The notebook has {len(raw) / 1e6:.1f} MB, and at most {largest_mb:g} MB are allowed. Clear its outputs "
            "(Kernel, Restart and clear outputs), save it, and hand in again."
        )
    if b"\0" in raw:
        raise Malformed(f"The notebook contains null bytes, which no notebook has: the file is damaged. {_RESUBMIT}")
    try:
        notebook = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Malformed(f"The notebook is not UTF-8 text: the file is damaged. {_RESUBMIT}") from None
    except (ValueError, RecursionError):
        raise Malformed(f"The notebook is not a whole notebook file: part of it is missing. {_RESUBMIT}") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("metadata", {}), dict):
        raise Malformed(f"The file is not a notebook. {_RESUBMIT}")
    if notebook.get("nbformat") != 4 or type(notebook.get("nbformat")) is not int:
        version = notebook.get("nbformat")
        said = f"format {version}" if type(version) is int else "no known format"
        raise Malformed(f"The notebook has {said}, and format 4 is needed. {_RESUBMIT}")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Malformed(f"The notebook has no list of cells. {_RESUBMIT}")
    if len(cells) > MAX_CELLS:
        raise Malformed(
            f"The notebook has {len(cells):,} cells, and at most {MAX_CELLS:,} are allowed. Delete those that you "
            "do not need and hand in again."
        )
    return {"metadata": notebook.get("metadata", {}), "cells": [_read_cell(c, i + 1) for i, c in enumerate(cells)]}


def _read_cell(cell: Any, number: int) -> dict[str, Any]:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise Malformed(f"Cell {number} of the notebook is neither code nor text. {_RESUBMIT}")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Malformed(f"Cell {number} of the notebook has no text. {_RESUBMIT}")
    if len(source) > MAX_SOURCE or "\0" in source:
        what = "null characters" if "\0" in source else f"more than {MAX_SOURCE:,} characters"
        raise Malformed(f"Cell {number} of the notebook has {what}. Delete or shorten it and hand in again.")
    # Half a pair of surrogates cannot be written to any file or run as code; Windows ends its lines in another way.
    source = source.encode("utf-8", "replace").decode().replace("\r\n", "\n")
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    about = about if isinstance(about, dict) else {}
    name = about.get("grade_id")
    return {
        "cell_type": cell["cell_type"],
        "source": source,
        "about": about,
        "name": name if isinstance(name, str) else "",
        "skips": isinstance(metadata, dict) and "skip-execution" in _tags(metadata),
        "id": cell.get("id") if isinstance(cell.get("id"), str) else "",
        "attachments": _attachments(cell.get("attachments")),
    }


def _tags(metadata: dict[str, Any]) -> list[Any]:
    tags = metadata.get("tags")
    return tags if isinstance(tags, list) else []


def _attachments(found: Any) -> dict[str, dict[str, str]]:
    if not isinstance(found, dict):
        return {}
    kept = {
        name: {kind: data for kind, data in bundle.items() if kind.startswith("image/") and isinstance(data, str)}
        for name, bundle in found.items()
        if isinstance(bundle, dict)
    }
    return kept if sum(len(data) for bundle in kept.values() for data in bundle.values()) <= MAX_ATTACHMENTS else {}


def _arranged(cells: list[dict[str, Any]], key: AssignmentKey, repairs: list[str]) -> Restored:
    """Each of the learner's own cells stays behind the instructor's cell that it followed."""
    by_id = {cell.grade_id: cell for cell in key.cells}
    place = {cell.grade_id: i for i, cell in enumerate(key.cells)}
    last: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = cell["name"]
        if name in by_id:
            if name in last:
                repairs.append(f"The cell {name!r} was there more than once; the last one counts.")
            last[name] = at
    _adopt(cells, key, last, repairs)
    holder = {at: name for name, at in last.items()}
    _report_moved([place[holder[at]] for at in sorted(holder)], key, repairs)

    own: dict[str | None, list[GradedCell]] = {}
    behind: str | None = None
    for at, cell in enumerate(cells):
        if at in holder:
            behind = holder[at]
        else:
            mine = GradedCell(cell["cell_type"], cell["source"], None, cell["id"], cell["attachments"])
            own.setdefault(behind, []).append(mine)
    tampered = False
    arranged = list(own.get(None, []))
    for wanted in key.cells:
        found = cells[last[wanted.grade_id]] if wanted.grade_id in last else None
        changes = _changes(found, wanted)
        if found is None:
            repairs.append(f"The cell {wanted.grade_id!r} was missing and was put back.")
        elif changes:
            repairs.append(f"The cell {wanted.grade_id!r} had another {changes}; the instructor's was put back.")
            raw = found["cell_type"] == "raw" and changes == "kind"  # a slip of the keyboard: R makes a cell raw
            tampered = tampered or wanted.locked or ("text" not in changes and not raw)
        arranged += [_restored(found, wanted), *own.get(wanted.grade_id, [])]
    _name_cells(arranged)
    return Restored(arranged, tuple(repairs), tampered)


def _adopt(cells: list[dict[str, Any]], key: AssignmentKey, last: dict[str, int], repairs: list[str]) -> None:
    """Recognise cells that lost or changed their name, by their text or by the cells around them."""
    taken = set(last.values())
    names = {cell.grade_id for cell in key.cells}
    locked_first = sorted(enumerate(key.cells), key=lambda pair: not pair[1].locked)  # they are known by their text
    for i, wanted in locked_first:
        if wanted.grade_id in last:
            continue
        before = max((last[c.grade_id] for c in key.cells[:i] if c.grade_id in last), default=-1)
        after = min((last[c.grade_id] for c in key.cells[i + 1 :] if c.grade_id in last), default=len(cells))
        kinds = (wanted.cell_type,) if wanted.locked else (wanted.cell_type, "raw")
        free = [
            at
            for at in range(before + 1, after)
            if at not in taken and cells[at]["cell_type"] in kinds and cells[at]["name"] not in names
        ]
        for at in free:
            cell = cells[at]
            same_text = wanted.locked and cell["source"].strip() == wanted.released.strip()
            renamed = not wanted.locked and bool(cell["about"].get("solution"))
            rewritten = wanted.by_hand and not wanted.locked and cell["cell_type"] in ("markdown", "raw")
            alone = not wanted.locked and free == [at] and not cell["about"]  # another tool took what was known of it
            if same_text or renamed or rewritten or alone:
                last[wanted.grade_id] = at
                taken.add(at)
                repairs.append(f"The cell {wanted.grade_id!r} had lost its name and was recognised.")
                break


def _report_moved(places: list[int], key: AssignmentKey, repairs: list[str]) -> None:
    """Name the cells that do not belong to the longest run of cells in the instructor's order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(places):
        spot = bisect_left(tails, value)
        tails[spot : spot + 1] = [value]
        ends[spot : spot + 1] = [at]
        before.append(ends[spot - 1] if spot else -1)
    kept, at = set(), ends[-1] if ends else -1
    while at >= 0:
        kept.add(places[at])
        at = before[at]
    for value in places:
        if value not in kept:
            repairs.append(f"The cell {key.cells[value].grade_id!r} had been moved and was put back in its place.")


def _changes(found: dict[str, Any] | None, wanted: KeyCell) -> str:
    """What of an instructor's cell is not as it was released, in words; empty if nothing that matters is."""
    if found is None:
        return ""
    about, changed = found["about"], []
    if found["cell_type"] != wanted.cell_type:
        changed.append("kind")
    if wanted.locked and found["source"].strip() not in (wanted.released.strip(), wanted.source.strip()):
        changed.append("text")
    marks = ("grade", "solution", "task") if about else ()
    points = about.get("points")
    other_points = bool(about) and wanted.grade and not (type(points) in (int, float) and points == wanted.points)
    if other_points or any(bool(about.get(mark)) != getattr(wanted, mark) for mark in marks):
        changed.append("marking")
    if wanted.locked and found["skips"]:
        changed.append("tag")
    return " and ".join(changed)


def _restored(found: dict[str, Any] | None, wanted: KeyCell) -> GradedCell:
    if found is None:
        return GradedCell(wanted.cell_type, wanted.source if wanted.locked or wanted.by_hand else "", wanted)
    source = wanted.source if wanted.locked else found["source"]
    return GradedCell(wanted.cell_type, source, wanted, found["id"], found["attachments"])


def _name_cells(cells: list[GradedCell]) -> None:
    """Give every cell an id that the notebook format allows and that no other has."""
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if not _CELL_ID.fullmatch(cell.cell_id) or cell.cell_id in seen:
            cell.cell_id = f"cell-{number}"
            while cell.cell_id in seen:
                cell.cell_id += "-"
        seen.add(cell.cell_id)
