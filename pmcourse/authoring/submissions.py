"""Made-up learners: small recipes that turn the released notebook into what somebody might hand in."""

from __future__ import annotations

import ast
import json
import re
import runpy
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat
from nbformat import NotebookNode

from pmcourse.errors import CourseError

CLASS_SIZE = 20  # learners, at least


@dataclass(frozen=True)
class Learner:
    """One made-up learner: what they hand in, the points each graded cell must earn, and why.

    cells: new sources by grade_id. files: text by name, beside the notebook. edit: any other change of the notebook.
    file_name: what they called the notebook. late_hours: hours after the due date. pending: the test cells that leave
    a part of their points to a person.
    """

    name: str
    why: str
    points: Mapping[str, float]
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    edit: Callable[[NotebookNode], None] | None = None
    file_name: str | None = None
    late_hours: float = 0
    pending: Collection[str] = ()

    def write(self, release: Path, folder: Path) -> None:
        """Lay out this learner's work in `folder`, from the released assignment in `release`."""
        shutil.copytree(release, folder)
        path = folder / f"{release.name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        known = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
        for grade_id, source in self.cells.items():
            known[grade_id].source = source
        if self.edit:
            self.edit(notebook)
        nbformat.write(notebook, folder / (self.file_name or path.name))
        if self.file_name:
            path.unlink()
        for name, text in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")


_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?")
# The share of the machine's points that they may earn at most, or must earn at least.
MOST = {"empty": 0.0, "stuffer": 0.25}
LEAST = {"model": 1.0, "non-native": 0.95, "programmer": 0.95, "numpy": 0.95}


def unfair(learners: Sequence[Learner]) -> list[str]:
    """What a made-up class does not prove of its grader, in sentences: who earns too much or too little, or is missing.

    Points are those of the recipes; that graders give them is `demo.differences`.
    """
    by_name = {learner.name: learner for learner in learners}
    if missing := [name for name in (*MOST, *LEAST) if name not in by_name]:
        return [f"The class has no learner called {name!r}." for name in missing]
    whole = sum(by_name["model"].points.values())
    share = {name: sum(one.points.values()) / whole for name, one in by_name.items()}
    return [
        *(f"{name} earns {share[name]:.0%} of the machine's points, and may earn {most:.0%}."
          for name, most in MOST.items() if share[name] > most),
        *(f"{name} earns {share[name]:.0%} of the machine's points, and must earn {least:.0%}."
          for name, least in LEAST.items() if share[name] < least),
    ]  # fmt: skip


def without_cell(grade_id: str) -> Callable[[NotebookNode], None]:
    """An `edit` that deletes the cell called `grade_id`."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != grade_id]

    return edit


def add_cells(notebook: NotebookNode) -> None:
    """An `edit` that puts ten cells of the learner's own between the others."""
    for at in range(0, 40, 4):
        notebook.cells.insert(at, nbformat.v4.new_code_cell("print('trying things out')"))


def usual_learners(model: Learner, test: str, sheet: str = "answers/sheet.json") -> list[Learner]:
    """The learners that every class has, made from one who is right in everything.

    `test` is a graded cell of the machine's; it is deleted by one of them.
    """
    none = {id: 0.0 for id in model.points}
    of_sheet = {name: text for name, text in model.files.items() if name != sheet}
    return [
        replace(model, name="numpy", why="fills in the sheet by a program, in the types of Python and numpy",
                files=model.files | {sheet: by_program(model.files[sheet])}),
        replace(model, name="late", why="a day and a half late: full points, then the late policy", late_hours=36),
        replace(model, name="renamed", why="calls the notebook my-homework.ipynb", file_name="my-homework.ipynb"),
        replace(model, name="extra-cells", why="adds ten cells of own trials", edit=add_cells),
        replace(model, name="deleted-test", why="deletes a test cell, which is put back", edit=without_cell(test)),
        replace(model, name="early-error", why="a cell of their own that fails stops nothing", edit=add_error),
        replace(model, name="warns", why="cells of their own that print and warn cost nothing", edit=add_noise),
        replace(model, name="no-sheet", why="without an answer sheet nothing is known", points=none, files={}),
        replace(
            model, name="torn-sheet", why="the answer sheet was cut off: it is called damaged", points=none,
            files=of_sheet | {sheet: model.files[sheet][:40]},
        ),
        replace(
            model, name="no-seed", why="a sheet without a seed has no case", points=none,
            files=of_sheet | {sheet: '{"kind": "sheet", "version": 1}'},
        ),
    ]  # fmt: skip


def by_program(sheet: str) -> str:
    """The text of a `sheet` whose answers were written by a program: numbers as JSON has them or as Python and numpy
    print them, a name also as the set or list of one that json.dumps makes of it."""
    data, turn = json.loads(sheet), count()

    def written(answer: Any) -> Any:
        if isinstance(answer, dict):
            return {key: written(value) for key, value in answer.items()}
        if not isinstance(answer, str):
            return answer
        forms = _number_forms(answer) if _NUMBER.fullmatch(answer) else (answer, [answer], f"{{{answer!r}}}")
        return forms[next(turn) % len(forms)]

    return json.dumps(data | {"answers": {id: written(answer) for id, answer in data["answers"].items()}})


def _number_forms(text: str) -> tuple[Any, ...]:
    exact = Fraction(text)
    whole = (int(exact), f"np.int64({exact})") if exact.denominator == 1 else (str(exact),)
    return (float(text), f"np.float64({text})", f"Decimal('{text}')", repr(exact), *whole)


def add_error(notebook: NotebookNode) -> None:
    """An `edit` that puts a cell which fails in front of all others."""
    notebook.cells.insert(0, nbformat.v4.new_code_cell("1 / 0"))


def add_noise(notebook: NotebookNode) -> None:
    """An `edit` that adds a cell which prints and warns."""
    noise = "import sys, warnings\nprint('hello')\nwarnings.warn('careful')\nprint('to stderr', file=sys.stderr)"
    notebook.cells.insert(1, nbformat.v4.new_code_cell(noise))


def hidden_key(root: Path, assignment: str, cell: str) -> Any:
    """The key that the hidden part of the graded `cell` gives its marking function, as source/ has it."""
    notebook = nbformat.read(root / "source" / assignment / f"{assignment}.ipynb", as_version=4)
    [source] = [c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == cell]
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    return ast.literal_eval(calls[0].args[0])


def with_comma(text: str) -> str:
    """A number as most of Europe types it."""
    return text.replace(".", ",")


def class_file(root: Path, assignment: str) -> Path:
    """Where the made-up class of an assignment stands."""
    return root / "tests" / "submissions" / f"{assignment}.py"


def made_up_class(root: Path, assignment: str) -> list[Learner]:
    """The learners in tests/submissions/`assignment`.py of the project at `root`."""
    return list(class_facts(root, assignment)["LEARNERS"])


def class_facts(root: Path, assignment: str) -> Mapping[str, Any]:
    """All that the file of a made-up class defines: its LEARNERS, and what they are made of."""
    path = class_file(root, assignment)
    if not path.is_file():
        raise CourseError(f"{path} is missing: it holds the made-up class of {assignment}.")
    return _made(path, path.stat().st_mtime_ns)


@cache
def _made(path: Path, _changed: int) -> Mapping[str, Any]:
    """What `path` defines, made once as long as the file stays as it is: some classes draw for seconds."""
    return MappingProxyType(runpy.run_path(str(path)))
