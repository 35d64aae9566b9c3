"""What a lesson still lacks beside its notebooks: package, made-up class, tests, a row in the README."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pmcourse.authoring.submissions import CLASS_SIZE, class_file
from pmcourse.course import Lesson
from pmcourse.errors import CourseError
from pmcourse.kit.bones import folder_of

_MODULES = ("lesson", "assignment", "marking")  # what notebooks import
# Runs apart, from the project's own folder: what is there is looked at, and not what this process has loaded before.
_LOOK = """
import contextlib, importlib, io, json, runpy, sys

def tried(look):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return look()
    except BaseException as error:
        return f"{type(error).__name__}: {error}"

modules, classes = json.loads(sys.argv[1])
found = [
    {name: tried(lambda: importlib.import_module(name) and None) for name in modules},
    {path: tried(lambda: len(runpy.run_path(path)["LEARNERS"])) for path in classes},
]
print(json.dumps(found))
"""


def missing(root: Path, lessons: Sequence[Lesson]) -> list[str]:
    """What `lessons` of the project at `root` lack, each as one sentence that names the place and the next step."""
    modules = [module for lesson in lessons for module in _modules(root, lesson.name)]
    classes = [class_file(root, lesson.name) for lesson in lessons if lesson.due is not None]
    errors, sizes = _looked_at(root, modules, [str(path) for path in classes if path.is_file()])
    found = [f"{name} does not import ({error}); mend it" for name, error in errors.items() if error]
    for lesson in lessons:
        found += _missing_files(root, lesson)
        if lesson.due is not None:
            found += _class_problems(root, lesson.name, sizes)
    return found


def _modules(root: Path, name: str) -> list[str]:
    folder = folder_of(name)
    there = root / "pmcourse" / folder
    return [f"pmcourse.{folder}.{module}" for module in _MODULES if (there / f"{module}.py").is_file()]


def _missing_files(root: Path, lesson: Lesson) -> Iterator[str]:
    folder = folder_of(lesson.name)
    wanted = _MODULES if lesson.due is not None else _MODULES[:1]
    for module in wanted:
        if not (root / "pmcourse" / folder / f"{module}.py").is_file():
            yield f"{lesson.name}: no module that its notebooks import; write pmcourse/{folder}/{module}.py"
    if not any((root / "tests" / folder).glob("test_*.py")):
        yield f"{lesson.name}: no tests; write some in tests/{folder}/"
    readme = root / "README.md"
    lines = readme.read_text(encoding="utf-8").splitlines() if readme.is_file() else []
    if not any(line.startswith("| [") and f"](notebooks/{lesson.name}.ipynb) |" in line for line in lines):
        yield f"README.md: no row about {lesson.name} in the table of lessons; add one that links its notebook"


def _class_problems(root: Path, name: str, sizes: dict[str, int | str]) -> Iterator[str]:
    path = class_file(root, name)
    size = sizes.get(str(path))
    place = path.relative_to(root)
    if size is None:
        yield f"{name}: no made-up class, which proves its grader; write {place}"
    elif isinstance(size, str):
        yield f"{place}: the made-up class cannot be made ({size}); mend it"
    elif size < CLASS_SIZE:
        yield f"{place}: a made-up class needs at least {CLASS_SIZE} learners (got {size}); add one for each mistake"


def _looked_at(root: Path, modules: list[str], classes: list[str]) -> tuple[dict[str, str], dict[str, int | str]]:
    """What went wrong with each module, if anything; how large each class is, or what went wrong with it."""
    wanted = json.dumps([modules, classes])
    run = subprocess.run(
        [sys.executable, "-B", "-c", _LOOK, wanted], cwd=root, capture_output=True, text=True, encoding="utf-8"
    )
    try:
        errors, sizes = json.loads(run.stdout)
    except ValueError:
        last = (run.stderr.strip().splitlines() or [f"status {run.returncode}"])[-1]
        raise CourseError(
            f"The lessons' packages could not be looked at ({last}). Mend that, then check again."
        ) from None
    return errors, sizes
