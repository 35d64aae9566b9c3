"""What files that are there already say of a new lesson: course_config.py, README.md, CHANGELOG.md."""

from __future__ import annotations

import ast
import re
import tempfile
from pathlib import Path

from pmcourse.course import CONFIG, Course, Lesson, load
from pmcourse.errors import CourseError

README, CHANGELOG = "README.md", "CHANGELOG.md"
_ROW = re.compile(r"^\| \[(\d\d) .*\]\(notebooks/")


def with_entry(course: Course, lesson: Lesson) -> str:
    """course_config.py with the lesson in its place, by number; what the text then says is tried before it is kept."""
    text = (course.root / CONFIG).read_text(encoding="utf-8")
    call = next((node for node in ast.walk(ast.parse(text)) if _is_call(node, "Course")), None)
    listed = next((word.value for word in call.keywords if word.arg == "lessons"), None) if call else None
    entries = listed.elts if isinstance(listed, ast.Tuple | ast.List) else []
    before = [entry for entry in entries if _is_call(entry, "Lesson") and _name(entry) < lesson.name]
    if not before:
        raise CourseError(
            f"{CONFIG} must list its lessons as lessons=(Lesson(name=…), …). Write the entry there first."
        )
    lines = text.splitlines(keepends=True)
    last = before[-1]
    margin, at = " " * last.col_offset, last.end_lineno
    tail = lines[at - 1].encode()[last.end_col_offset :].decode()
    if not re.match(r"\s*,?\s*(#.*)?$", tail):
        raise CourseError(f"{CONFIG}, line {at}: each Lesson(…) must stand on lines of its own. Break the line first.")
    if "," not in tail.partition("#")[0]:
        cut = len(lines[at - 1].encode()[: last.end_col_offset].decode())
        lines[at - 1] = f"{lines[at - 1][:cut]},{tail}"
    skills = ", ".join(f'"{one}"' for one in lesson.skills) + ("," if len(lesson.skills) == 1 else "")
    due = lesson.due
    entry = [
        "Lesson(",
        f'    name="{lesson.name}",',
        f"    title={_quoted(lesson.title)},",
        f"    minutes={lesson.minutes},",
        f"    skills=({skills}),",
        f"    due=datetime({due.year}, {due.month}, {due.day}, {due.hour}, {due.minute}, tzinfo=UTC),",
        "),",
    ]
    new = "".join([*lines[:at], *(f"{margin}{line}\n" for line in entry), *lines[at:]])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / CONFIG).write_text(new, encoding="utf-8")
        if load(Path(folder)).lesson(lesson.name) != lesson:
            raise CourseError(f"{CONFIG} cannot take the entry of {lesson.name} by itself. Write it there first.")
    return new


def _is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _name(entry: ast.Call) -> str:
    return next((str(word.value.value) for word in entry.keywords if word.arg == "name"), "")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def with_row(path: Path, lesson: Lesson) -> str:
    """The README with a row about the lesson in the table of lessons, by number."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    before = [at for at, line in enumerate(lines) if (row := _ROW.match(line)) and row[1] < lesson.name[:2]]
    if not before:
        raise CourseError(
            f"{path.name} must have a table whose rows begin with “| [00 Start here](notebooks/…”. Mend it."
        )
    return "".join([*lines[: before[-1] + 1], row_of(lesson), *lines[before[-1] + 1 :]])


def row_of(lesson: Lesson) -> str:
    title = lesson.title.replace("|", "\\|")
    return f"| [{lesson.name[:2]} {title}](notebooks/{lesson.name}.ipynb) | to be written | {lesson.name} |\n"


def with_line(path: Path, lesson: Lesson) -> str:
    """The changelog with a line about the lesson at the end of its newest part."""
    parts = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
    if len(parts) < 2:
        raise CourseError(f"{path.name} must have a part that begins with “## ” and a version. Add it.")
    parts[1] = f"{parts[1].rstrip()}\n- {lesson.title}: a lesson and its assignment, {lesson.name}.\n" + (
        "\n" if len(parts) > 2 else ""
    )
    return "".join(parts)
