"""What nbgrader's Validate, in a shell and in JupyterLab, says of an assignment of the course.

nbgrader shows a cell's code and a traceback, or "partial credit". Here each cell that has not earned everything is
named by its task and says what its account says; a warning on stderr costs nothing, as when it is graded.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from bs4 import BeautifulSoup
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader import utils
from nbgrader.validator import Validator

from pmcourse.gradebook.tasks import task_names
from pmcourse.kit.letters import refusal

_WIDTH = 80  # characters; nbgrader cuts what is longer than its own lines
_LEAD = "Graded cells that have not earned all their points yet: {num_failed}. Each says why."
_failed: Callable[[Validator, NotebookNode], list[NotebookNode]] = Validator._get_failed_cells


def tie() -> None:
    """Have Validate speak so of every notebook of the course in this process; others are left alone."""
    Validator._get_failed_cells = _failed_in_words


def _failed_in_words(self: Validator, notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that nbgrader is to show: the task's name where it shows code, an account where it shows an error."""
    if self.validate_all or "pmcourse" not in notebook.metadata:
        return _failed(self, notebook)
    self.failed_warning = _LEAD
    names = task_names(notebook.cells)
    shown, tasks = [], []
    for cell in notebook.cells:
        if utils.is_grade(cell) and (words := _missing(cell, tasks)):
            name = cell.metadata.nbgrader.grade_id
            lines = [line for word in words for line in textwrap.wrap(word, _WIDTH, subsequent_indent="    ")]
            title = f"{names[name]} ({name})" if names[name] else name
            shown.append(new_code_cell(title, outputs=[new_output("error", ename="", evalue="", traceback=lines)]))
        if cell.cell_type == "markdown" and not utils.is_solution(cell):
            tasks.append(cell.source)
    return shown


def _missing(cell: NotebookNode, tasks: list[str]) -> list[str]:
    """What this graded cell has to say as long as it has not earned all its points; nothing where it has, or waits for
    a person. `tasks` are the assignment's texts above it."""
    if utils.is_solution(cell):
        unwritten = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        refused = refusal("" if unwritten else cell.source, tasks) if cell.cell_type == "markdown" else ""
        return [refused] if refused else []
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            said = output.evalue if output.ename == "AssertionError" else f"{output.ename}: {output.evalue}"
            return [said.rstrip(": ") or "The test does not hold, and says no more."]
        if output.output_type == "execute_result":
            most = float(cell.metadata.nbgrader.points)
            return _account(output) if utils.get_partial_grade(output, most) < most else []
    return []


def _account(result: NotebookNode) -> list[str]:
    """The lines of the account that a test cell ended with."""
    lines = [line.get_text() for line in BeautifulSoup(result.data.get("text/html", ""), "html.parser").find_all("li")]
    return lines or ["Some of its tests hold, and some do not."]
