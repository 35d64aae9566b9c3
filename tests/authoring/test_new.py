"""A new lesson is whole from its first minute; a name that cannot be taken leaves everything as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pmcourse
from pmcourse.authoring import new
from pmcourse.course import load
from pmcourse.errors import CourseError

ROOT = Path(__file__).parents[2]
RULES = "sailing or floor or upwards or circle or rooms"


def run(root, *command):
    # as if the copy were the installed project
    environment = os.environ | {"PYTHONPATH": str(root), "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"}
    shown = subprocess.run([sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    return shown.stdout


def course_command(root, *arguments):
    return run(root, "-c", "from pmcourse.cli import main; main()", *arguments)


def tree(root):
    return {path: path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_new_lesson_passes_all_that_is_asked_of_a_lesson_and_its_class_earns_what_it_should(copy):
    last = load(copy).lessons[-1]
    written = course_command(copy, "new", "90-sailing", "--skill", "kanban").split()
    assert {"course_config.py", "README.md", "CHANGELOG.md", "notebooks/90-sailing.ipynb"} < set(written)
    assert all((copy / path).exists() for path in written)
    assert course_command(copy, "check", "90-sailing") == "90-sailing is in order.\n"
    for other in ("00-start-here", last.name):  # which show it: all outputs stay true
        assert f"notebooks/{other}.ipynb" in written
        assert "Sailing" in (copy / "notebooks" / f"{other}.ipynb").read_text()
    assert "14" in course_command(copy, "demo", "90-sailing")  # which ends with 1 where a learner earns anything else
    tests = ("tests/sailing", "tests/test_architecture.py", "-k", RULES)
    assert "passed" in run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    python = [path for path in written if path.endswith(".py")]
    run(
        copy,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
        *python,
    )
    lesson = load(copy).lesson("90-sailing")
    assert (lesson.title, lesson.skills) == ("Sailing", ("kanban",))
    assert lesson.due > last.due


@pytest.fixture
def own(copy, monkeypatch):
    """The copy, taken for the project that this program belongs to; its lesson is neither released nor run."""

    def released(course, name, folder):
        return shutil.copytree(course.root / "source" / name, folder / name)

    monkeypatch.setattr(pmcourse, "__file__", str(copy / "pmcourse" / "__init__.py"))
    monkeypatch.setattr(new, "made_apart", released)
    monkeypatch.setattr(new, "run_and_store", lambda path: None)
    return copy


def test_what_still_says_what_the_example_says_is_named_until_it_is_replaced(own):
    new.new_lesson(load(own), "90-sailing", skills=("kanban",))
    lesson = load(own).lesson("90-sailing")
    left = new.unreplaced(own, lesson)
    assert {"pmcourse/sailing/model.py", "tests/submissions/90-sailing.py", "README.md, the row of 90-sailing"} < {
        *left
    }
    cells = {path: told.split(", ") for path, _, told in (line.partition(", cells ") for line in left) if told}
    assert {f"cell-{number}" for number in ("00", "04", "05", "07", "17")} < {*cells["notebooks/90-sailing.ipynb"]}
    assert "order-task" in cells["source/90-sailing/90-sailing.ipynb"]
    assert not any(line.endswith(("case.py", "__init__.py")) for line in left)
    for path in (own / "pmcourse/sailing").iterdir():
        path.write_text(path.read_text().replace("job", "card"))
    for path in (own / "README.md", own / "notebooks/90-sailing.ipynb"):
        path.write_text(path.read_text().replace("to be written", "flow").replace("Toolshed's team has", "We have"))
    still = new.unreplaced(own, lesson)
    assert not {"README.md, the row of 90-sailing", "pmcourse/sailing/model.py"} & {*still}
    assert not any("cell-05" in line for line in still) and any("cell-07" in line for line in still)


@pytest.mark.parametrize("lesson", load(ROOT).lessons, ids=lambda lesson: lesson.name)
def test_no_lesson_of_the_course_says_what_the_example_says(lesson):
    assert new.unreplaced(ROOT, lesson) == []


REFUSED = {
    "10_sailing": "match pattern",
    "sailing": "match pattern",
    "08-sailing": "The number 08 is taken by 08-backlog",
    "08-backlog": "The number 08 is taken by 08-backlog",
    "90-backlog": "pmcourse/backlog is there already",
    "90-backlog-again": "pmcourse/backlog is there already",
    "90-errors": "errors.py is there already",
    "90-hostile": "tests/hostile is there already",
    "90-class": "a word of Python",
    "90-sheet": "would save its work as sheet.json",
    "90-sailing": "This program belongs to the project",  # and not to the copy
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_cannot_be_taken_is_refused_and_nothing_is_touched(copy, name):
    before = tree(copy)
    with pytest.raises(CourseError, match=REFUSED[name]):
        new.new_lesson(load(copy), name, skills=("kanban",))
    assert tree(copy) == before


def test_a_lesson_must_train_a_skill_that_the_course_knows(copy):
    before = tree(copy)
    with pytest.raises(CourseError, match="90-flow must train a skill"):
        new.new_lesson(load(copy), "90-flow")
    with pytest.raises(CourseError, match="got 'flying'"):
        new.new_lesson(load(copy), "90-flow", skills=("flying",))
    assert tree(copy) == before


def test_what_was_written_is_taken_back_where_the_lesson_cannot_be_run(own, monkeypatch):
    before = tree(own)

    def broken(path):
        assert path.is_file()
        raise KeyboardInterrupt

    monkeypatch.setattr(new, "run_and_store", broken)
    with pytest.raises(KeyboardInterrupt):
        new.new_lesson(load(own), "90-sailing", skills=("kanban",))
    assert tree(own) == before
    assert not (own / "pmcourse" / "sailing").exists()


def test_entry_and_row_stand_where_the_number_puts_them_and_keep_what_a_title_holds(own):
    there = [lesson.name[:2] for lesson in load(own).lessons]
    free = next(f"{number:02}" for number in range(1, 99) if f"{number:02}" not in there)
    new.new_lesson(load(own), f"{free}-roles", title='"Roles" \\ and more', skills=("product-management", "agile"))
    course = load(own)
    assert [lesson.name[:2] for lesson in course.lessons] == sorted([*there, free])
    assert course.lesson(f"{free}-roles").title == '"Roles" \\ and more'
    assert course.lesson(f"{free}-roles").skills == ("product-management", "agile")
    rows = [
        line for line in (own / "README.md").read_text().splitlines() if "](notebooks/" in line and line[:3] == "| ["
    ]
    assert [row[3:5] for row in rows] == sorted([*there, free])


@pytest.mark.parametrize("there", ["course_config.py", "README.md", "CHANGELOG.md"])
def test_a_file_that_cannot_take_the_lesson_is_named_and_nothing_is_touched(own, there):
    text = (own / there).read_text()
    spoilt = {
        "course_config.py": text.replace("lessons=(", "lessons=tuple([").replace(
            "    ),\n    late", "    ]),\n    late"
        ),
        "README.md": text.replace("](notebooks/", "](./notebooks/"),
        "CHANGELOG.md": text.replace("\n## ", "\n"),
    }
    (own / there).write_text(spoilt[there])
    before = tree(own)
    with pytest.raises(CourseError, match=there):
        new.new_lesson(load(own), "90-sailing", skills=("kanban",))
    assert tree(own) == before
