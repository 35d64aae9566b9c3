"""What CI asks of every notebook, and how a lesson's stored outputs are made."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from unittest.mock import patch

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from pmcourse.authoring.complete import missing
from pmcourse.authoring.coverage import PAGE, is_stale
from pmcourse.authoring.parts import misplaced_parts
from pmcourse.authoring.release import release
from pmcourse.course import CONFIG, Course, load
from pmcourse.errors import CourseError
from pmcourse.kit.bones import folder_of
from pmcourse.kit.colours import RED
from pmcourse.kit.look import box

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_STARTS = {"pmcourse": {"starts": True}}  # JupyterLab runs such a notebook when it is opened: jupyter/labextension
_NOTEBOOK_METADATA = {"kernelspec", "language_info", *_STARTS}
_CELL_METADATA = {"tags", "nbgrader", "deletable", "editable"}  # nbgrader locks cells with the last two
_QUESTION = re.compile(r"\b(Recall|Prediction)\(")
# Whatever runs a text as a program: in a test cell that text could be a learner's.
_RUNNERS = {"exec", "eval", "compile", "run_cell", "run_path", "run_module", "InteractiveInterpreter"}
_NO_RUNNER = "{} runs a text as a program, and a learner's text would judge itself; use kit.readers or call a function"
_ERROR_PANEL = box("", RED, tinted=True, role="status").removesuffix("</div>")
_FOLDED = {"source_hidden": True}  # JupyterLab folds such a cell's code away
# What every lesson has: the words or the call by which each bone is known.
BONES = {
    "goals": r"\*\*Goals\.\*\*",
    "minutes": r"(?m)^goals\(",  # which takes them from course_config.py
    "recall": r"\bRecall\(",
    "prediction": r"\bPrediction\(",
    "worked example": r"(?i)worked example",
    "exercise with an instant check": r"\bexercise_\w+\(",
    "hints": r"\bHints\(",
    "summary": r"(?m)^## Summary",
    "sources": r"(?m)(^## Sources|\*\*Sources)",
}


def run_and_store(path: Path) -> None:
    """Run the lesson at `path` as a new learner would, and store its outputs: no widget state, no timings.

    The code of questions is folded away, for it holds the answer.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_for(path, Path(folder))
        NotebookClient(
            notebook, store_widget_state=False, record_timing=False, timeout=120,
            extra_arguments=["--log-level=ERROR"],  # what a kernel warns of concerns nobody here
            resources={"metadata": {"path": str(desk)}},
        ).execute()  # fmt: skip
    notebook.metadata = NotebookNode(
        kernelspec=notebook.metadata.kernelspec,
        language_info=NotebookNode(name=notebook.metadata.language_info.name),
        **_STARTS,
    )
    for cell in notebook.cells:
        if cell.cell_type == "code" and _QUESTION.search(cell.source):
            cell.metadata.jupyter = NotebookNode(_FOLDED)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    nbformat.write(notebook, path)


def desk_for(path: Path, folder: Path) -> Path:
    """Copy into `folder` what the lesson at `path` needs, without anything a learner made; returns its notebooks/."""
    root = path.parent.parent
    shutil.copy(root / CONFIG, folder / CONFIG)
    if (root / "release").is_dir():
        shutil.copytree(root / "release", folder / "release")
    desk = folder / "notebooks"
    desk.mkdir()
    shutil.copy(path, desk / path.name)
    return desk


def problems(root: Path, only: str | None = None) -> list[str]:
    """Everything wrong with the lessons of the project at `root`, each as one sentence that names the place.

    `only` names the one lesson to look at. Raises CourseError where the course has no lesson of that name.
    """
    if only:
        load(root).lesson(only)
    found = notebook_problems(root, only)
    for text in sorted(root.glob("*.md")) if only is None else ():
        found += [f"{text.name}: {problem}" for problem in _broken_links(text.read_text(encoding="utf-8"), text)]
    try:
        course = load(root)
    except CourseError as error:
        return [*found, str(error)]
    lessons = [lesson for lesson in course.lessons if only in (None, lesson.name)]
    found += _misplaced(course, only)
    found += missing(root, lessons)
    for lesson in lessons:
        if (notebook := root / "notebooks" / f"{lesson.name}.ipynb").is_file():
            found += misplaced_parts(root, lesson, json.loads(notebook.read_text(encoding="utf-8"))["cells"])
    for file in (root / "pmcourse" / folder_of(lesson.name) / "marking.py" for lesson in lessons):
        if file.is_file() and (runner := _runner(file.read_text(encoding="utf-8"))):
            found.append(f"{file.relative_to(root)}: {_NO_RUNNER.format(runner)}")
    return found


def notebook_problems(root: Path, only: str | None = None) -> list[str]:
    """What can be seen in the notebooks themselves, of all lessons or of `only` one."""
    found = []
    for path in sorted(p for part in ("notebooks", "source", "release") for p in (root / part).rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts or only not in (None, path.stem, path.parent.name):
            continue
        name = str(path.relative_to(root))
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found += [f"{name}: {problem}" for problem in _problems(notebook, path)]
        if path.parent.name == "notebooks":
            found += [f"{name}: {problem}" for problem in (*_missing_bones(notebook), *_answers_in_sight(notebook))]
        if path.parent.parent.name == "source":
            found += [f"{name}: {problem}" for problem in _runs_texts(notebook)]
    try:
        if is_stale(root):
            found.append(f"{PAGE} is not what source/ says; run: pmcourse check --renew")
    except CourseError as error:
        found.append(str(error))
    return found


def _misplaced(course: Course, only: str | None) -> Iterator[str]:
    """Lessons without a notebook, assignments without a source, and notebooks that the course does not know."""
    notebooks = {path.stem for path in (course.root / "notebooks").glob("*.ipynb")}
    sources = {path.parent.name for path in (course.root / "source").glob("*/*.ipynb")}
    lessons = {lesson.name for lesson in course.lessons}
    assignments = {lesson.name for lesson in course.assignments}
    if only:
        notebooks, sources, lessons, assignments = (n & {only} for n in (notebooks, sources, lessons, assignments))
    for name in sorted(lessons - notebooks):
        yield f"{CONFIG}: lesson {name!r} has no notebook; write notebooks/{name}.ipynb"
    for name in sorted(notebooks - lessons):
        yield f"notebooks/{name}.ipynb: no lesson of that name in {CONFIG}; add it there"
    for name in sorted(assignments - sources):
        yield f"{CONFIG}: lesson {name!r} has a due date and no assignment; write source/{name}/{name}.ipynb"
    for name in sorted(sources - assignments):
        yield f"source/{name}: no lesson of that name with a due date in {CONFIG}; add it there"


def _problems(notebook: dict, path: Path) -> Iterator[str]:
    for key in sorted(set(notebook["metadata"]) - _NOTEBOOK_METADATA):
        yield f"stray metadata {key!r}; remove it"
    if any(notebook["metadata"].get(key) != mark for key, mark in _STARTS.items()):
        yield f"it does not start when it is opened; write {json.dumps(_STARTS)[1:-1]} into the notebook's metadata"
    for cell in notebook["cells"]:
        place = f"cell {cell.get('id')!r}"
        for key in sorted(set(cell["metadata"]) - _CELL_METADATA):
            if (key, cell["metadata"][key]) == ("jupyter", _FOLDED):
                continue
            yield f"{place}: stray metadata {key!r}; remove it"
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from (f"{place}: {problem}" for problem in _broken_links(text, path))
            if re.search(r"!\[\s*\]\(", text):
                yield f"{place}: a picture without alt text; write what it shows between the brackets"
            if _without_alt(text):
                yield f"{place}: a picture without alt text; give its <img> an alt"
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                yield f"{place}: a stored error ({output['ename']}); mend the cell and run `pmcourse check --renew`"
            data = output.get("data", {})
            if WIDGET_VIEW in data:
                yield f"{place}: stored widget view; run `pmcourse check --renew`"
            html = "".join(data.get("text/html", ""))
            pictures = any(kind.startswith("image/") for kind in data)
            if _without_alt(html) or (pictures and "<img " not in html):
                yield f"{place}: a figure without alt text; show it through pmcourse.kit.drawing.Drawing"
            if _ERROR_PANEL in html:
                said = unescape(" ".join(re.sub(r"<[^>]*>", " ", html.partition(_ERROR_PANEL)[2]).split()))
                yield f"{place}: a stored error ({said[:120]}); release first, mend the cell, then check --renew"


def _without_alt(html: str) -> bool:
    return any(not re.search(r"""\balt=(["']).+?\1""", tag) for tag in re.findall(r"<img\b[^>]*", html))


def _broken_links(text: str, path: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
            yield f"broken link to {target}; mend it or add the file"


def _missing_bones(notebook: dict) -> Iterator[str]:
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    for bone, pattern in BONES.items():
        if not re.search(pattern, text):
            yield f"a lesson needs {bone}, and this one has none"


def _answers_in_sight(notebook: dict) -> Iterator[str]:
    for cell in notebook["cells"]:
        question = cell["cell_type"] == "code" and _QUESTION.search("".join(cell["source"]))
        if question and cell["metadata"].get("jupyter") != _FOLDED:
            yield f"cell {cell.get('id')!r}: its code shows the answer; fold it away with `pmcourse check --renew`"


def _runs_texts(notebook: dict) -> Iterator[str]:
    for cell in notebook["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        ours = cell["cell_type"] == "code" and settings and not settings.get("solution")
        if ours and (runner := _runner("".join(cell["source"]))):
            yield f"cell {settings.get('grade_id')!r}: {_NO_RUNNER.format(runner)}"


def _runner(code: str) -> str | None:
    """The first name in `code` that runs a text as a program; None where there is none. Cells may hold magics."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(code))
    except SyntaxError:
        return None  # it cannot run at all, which the made-up class shows
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        if isinstance(node, ast.alias):
            name = node.name
        if name in _RUNNERS and not (name == "compile" and isinstance(node, ast.Attribute)):  # re.compile
            return name
    return None


def stale(course: Course, only: str | None = None) -> list[str]:
    """Assignments (or the one named `only`) whose release/ is not what nbgrader makes of source/ today."""
    lessons = [lesson for lesson in course.assignments if only in (None, lesson.name)]
    there = [lesson.name for lesson in lessons if (course.root / "source" / lesson.name).is_dir()]  # or `problems` says
    with tempfile.TemporaryDirectory() as folder:  # one for all, for the gradebook in it takes a second to make
        return [
            f"release/{name} is stale; run: pmcourse release {name}"
            for name in there
            if _content(made_apart(course, name, Path(folder))) != _content(course.root / "release" / name)
        ]


def made_apart(course: Course, name: str, folder: Path) -> Path:
    """The learners' version of an assignment, made in `folder`: neither exchange nor gradebook hears of it."""
    shutil.copy(course.root / CONFIG, folder / CONFIG)
    shutil.copytree(course.root / "source" / name, folder / "source" / name, ignore=shutil.ignore_patterns("answers"))
    with patch.dict(os.environ):
        os.environ.pop("PMCOURSE_EXCHANGE", None)
        return release(load(folder), name)


def _content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
