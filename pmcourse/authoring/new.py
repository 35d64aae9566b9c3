"""A new lesson, whole: everything that can be written for it, as a small example to be replaced piece by piece."""

from __future__ import annotations

import keyword
import re
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbformat import NotebookNode

import pmcourse
from pmcourse.authoring.coverage import write_page
from pmcourse.authoring.entries import CHANGELOG, README, row_of, with_entry, with_line, with_row
from pmcourse.authoring.notebooks import made_apart, run_and_store
from pmcourse.course import CONFIG, Course, Lesson, load
from pmcourse.errors import CourseError
from pmcourse.kit.bones import folder_of
from pmcourse.skills import SKILLS, skill

TEMPLATES = Path(__file__).parent / "templates" / "lesson"
_MINUTES = 60
_SHORT = 10  # words: headings and what every lesson says
_KEPT = ("__init__.py", "case.py")  # of a lesson's package, whatever it is about
_QUESTION = re.compile(r"(Recall|Prediction|Hints)\(")
_IMPORTS = re.compile(r"(?m)(^from pmcourse\.\S+ import .*\n)+")
_KINDS = ("sheet", "progress")  # files beside a notebook that every lesson has
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "pmcourse": {"starts": True},  # JupyterLab runs it when it is opened
}


def new_lesson(course: Course, name: str, title: str | None = None, skills: tuple[str, ...] = ()) -> list[Path]:
    """Write the lesson `name` into the project, release its assignment beside it and store the lesson's outputs.

    `title` and `skills` are guessed from the name where they are left out. Returns what was written or changed,
    relative to the project. Raises CourseError, and leaves everything as it was, where the name breaks the rule, is
    taken in any of its places, or something cannot be written.
    """
    lesson = _lesson(course, name, title, skills)
    files = _rendered(lesson) | {
        CONFIG: with_entry(course, lesson),
        README: with_row(course.root / README, lesson),
        CHANGELOG: with_line(course.root / CHANGELOG, lesson),
    }
    others = _show_it(course, name)
    kept = {path: (course.root / path).read_bytes() for path in (CONFIG, README, CHANGELOG, *others)}
    try:
        for path, text in files.items():
            (course.root / path).parent.mkdir(parents=True, exist_ok=True)
            (course.root / path).write_text(text, encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(made_apart(load(course.root), name, Path(folder)), course.root / "release" / name)
        for notebook in (f"notebooks/{name}.ipynb", *others):
            run_and_store(course.root / notebook)
        write_page(course.root)
    except BaseException:
        for path in _places(course.root, name):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for path, content in kept.items():
            (course.root / path).write_bytes(content)
        raise
    return [*map(Path, files), Path("release", name), *map(Path, others)]


def _show_it(course: Course, name: str) -> list[str]:
    """The lessons that show the new one: those before and after it, and the first, which shows the whole way."""
    names = sorted([*(lesson.name for lesson in course.lessons), name])
    at = names.index(name)
    beside = dict.fromkeys(names[:1] + names[max(at - 1, 0) : at] + names[at + 1 : at + 2])
    return [path for other in beside if (course.root / (path := f"notebooks/{other}.ipynb")).is_file()]


def unreplaced(root: Path, lesson: Lesson) -> list[str]:
    """What of the lesson still says what the example says: whole files, and cells of prose in its notebooks."""
    found: list[str] = []
    if not lesson.skills:  # it was not written from the example
        return found
    for path, text in _rendered(lesson).items():
        there = root / path
        if not there.is_file() or there.name in _KEPT:
            continue
        if there.suffix != ".ipynb":
            found += [path] if there.read_text(encoding="utf-8") == text else []
            continue
        example = {cell["source"] for cell in _prose(nbformat.reads(text, as_version=4))}
        cells = _prose(nbformat.read(there, as_version=4))
        if same := [cell["id"] for cell in cells if cell["source"] in example]:
            found.append(f"{path}, cells {', '.join(same)}")
    row = row_of(lesson)
    if row in (root / README).read_text(encoding="utf-8"):
        found.append(f"{README}, the row of {lesson.name}")
    return found


def _prose(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that hold more than a heading and a call: texts, and what a question or a hint says."""
    told = (cell for cell in notebook.cells if len(cell["source"].split()) > _SHORT)
    return [cell for cell in told if cell["cell_type"] == "markdown" or _QUESTION.match(cell["source"])]


def _lesson(course: Course, name: str, title: str | None, skills: tuple[str, ...]) -> Lesson:
    """The lesson's entry in the syllabus, if it may be made."""
    folder = folder_of(name)
    guessed = tuple(one.id for one in SKILLS if one.id == folder)
    for one in skills:
        skill(one)  # before anything else, in words that name all skills
    due = max((one.due for one in course.assignments), default=None)
    if due is None:
        raise CourseError(f"{CONFIG} has no assignment from which to count the due date. Give a lesson one first.")
    lesson = Lesson(
        name=name,
        title=title or name[3:].replace("-", " ").capitalize(),
        minutes=_MINUTES,
        skills=skills or guessed,
        due=due + timedelta(days=7),
    )
    if not lesson.skills:
        raise CourseError(f"{name} must train a skill. Say which: --skill kanban, or another of pmcourse.skills.")
    if keyword.iskeyword(folder):
        raise CourseError(f"{name} would have a package called {folder!r}, which is a word of Python. Choose another.")
    if folder in _KINDS:
        raise CourseError(f"{name} would save its work as {folder}.json, which every lesson has. Choose another name.")
    for other in course.lessons:
        if other.name[:2] == name[:2]:
            raise CourseError(f"The number {name[:2]} is taken by {other.name}. Choose another number.")
    for place in _places(course.root, name):
        if place.exists():
            raise CourseError(f"{place} is there already, and is left as it is. Choose another name.")
    if Path(pmcourse.__file__).parents[1].resolve() != course.root.resolve():
        raise CourseError(
            f"This program belongs to the project {Path(pmcourse.__file__).parents[1]}, not to {course.root}. "
            "Install this one: pip install --no-deps -e ."
        )
    return lesson


def _places(root: Path, name: str) -> list[Path]:
    """Where a lesson's files lie, and where its package would stand in the way of another module."""
    folder = folder_of(name)
    package = root / "pmcourse"
    return [
        package / folder,
        package / f"{folder}.py",
        root / "tests" / folder,
        root / "tests" / "submissions" / f"{name}.py",
        root / "notebooks" / f"{name}.ipynb",
        root / "source" / name,
        root / "release" / name,
    ]


def _rendered(lesson: Lesson) -> dict[str, str]:
    """The new files' texts by their path in the project."""
    name, folder = lesson.name, folder_of(lesson.name)
    room = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False,
        variable_start_string="<<", variable_end_string=">>", block_start_string="<%", block_end_string="%>",
        comment_start_string="<#", comment_end_string="#>",
    )  # fmt: skip
    slots = {
        "name": name,
        "number": name[:2],
        "folder": folder,
        "cls": f"{folder.capitalize()}Plan",  # its second word keeps it apart from what the kit has
        "title": lesson.title,
        "skill": lesson.skills[0],
    }

    def text(template: str) -> str:
        return _IMPORTS.sub(_in_order, room.get_template(template).render(slots))

    files = {
        f"notebooks/{name}.ipynb": _notebook(text("lesson.cells.j2"), ()),
        f"source/{name}/{name}.ipynb": _notebook(text("assignment.cells.j2"), lesson.skills),
        f"tests/submissions/{name}.py": text("class.py.j2"),
    }
    for part, place in (("package", f"pmcourse/{folder}"), ("tests", f"tests/{folder}")):
        for path in sorted((TEMPLATES / part).glob("*.j2")):
            files[f"{place}/{path.stem}"] = text(f"{part}/{path.name}")
    return files


def _in_order(imports: re.Match[str]) -> str:
    """Lines that import from the package, by module: where the lesson's stand depends on its name."""
    return "".join(sorted(imports[0].splitlines(keepends=True), key=lambda line: line.split()[1]))


def _notebook(text: str, skills: tuple[str, ...]) -> str:
    """A notebook from cells that each begin with a line `%% markdown|code text|locked|test|hand id [points]`."""
    cells = []
    for block in text.removeprefix("%% ").split("\n%% "):
        head, _, source = block.partition("\n")
        kind, sort, id, *points = head.split()
        make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        cells.append(make(source.strip("\n"), id=id, metadata=_metadata(kind, sort, id, points, skills)))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
    return nbformat.writes(notebook) + "\n"


def _metadata(kind: str, sort: str, id: str, points: list[str], skills: tuple[str, ...]) -> NotebookNode:
    if sort == "text":
        return NotebookNode()
    by_hand = sort == "hand"
    about = {
        "cell_type": kind, "grade": bool(points), "grade_id": id, "locked": not by_hand, "schema_version": 3,
        "solution": by_hand, "task": False,
    }  # fmt: skip
    metadata = NotebookNode(nbgrader=about | ({"points": float(points[0])} if points else {}))
    if points:
        metadata.tags = [f"skill:{one}" for one in skills]
    if kind == "code":
        metadata.jupyter = {"source_hidden": True}
    return metadata
