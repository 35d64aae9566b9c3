"""The notebooks are in order, and each check sees the fault that it is there for."""

import json
import shutil
from pathlib import Path

import pytest

from pmcourse.authoring.notebooks import problems, stale
from pmcourse.course import load

ROOT = Path(__file__).parents[2]
LESSON = "notebooks/08-backlog.ipynb"
PICTURES = "notebooks/09-roadmap.ipynb"
SOURCE = "source/08-backlog/08-backlog.ipynb"
NOT_THE_PROJECT = (
    ".git",
    ".venv",
    "*cache*",
    ".hypothesis",
    ".ipynb_checkpoints",
    "answers",
    "work",
    "exchange",
    "reports",
    "*.db",
)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT, tmp_path / "copy", ignore=shutil.ignore_patterns(*NOT_THE_PROJECT))
    return tmp_path / "copy"


def edit(path: Path, change) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def replace_everywhere(old, new):
    def change(notebook):
        for cell in notebook["cells"]:
            cell["source"] = [line.replace(old, new) for line in cell["source"]]

    return change


def widget_view(notebook):
    cell = next(cell for cell in notebook["cells"] if cell.get("outputs"))
    cell["outputs"][0]["data"]["application/vnd.jupyter.widget-view+json"] = {"model_id": "x"}


def no_alt(notebook):
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                output["data"]["text/html"] = ['<img src="x">']


def question(notebook):
    return next(cell for cell in notebook["cells"] if "Prediction(" in "".join(cell["source"]))


def only_svg(notebook):
    output = next(o for cell in notebook["cells"] for o in cell.get("outputs", ()) if "image/png" in o["data"])
    output["data"] = {"image/svg+xml": ["<svg/>"], "text/plain": ["<Figure>"]}


def stored_error(notebook):
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "error", "ename": "NameError", "evalue": "name 'x'", "traceback": []}]


def first_graded(notebook):
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade"))


MUTATIONS = {
    "stray metadata 'widgets'": (LESSON, lambda nb: nb["metadata"].update(widgets={})),
    "stray metadata 'collapsed'": (LESSON, lambda nb: nb["cells"][0]["metadata"].update(collapsed=True)),
    "stray metadata 'jupyter'": (
        LESSON,
        lambda nb: nb["cells"][0]["metadata"].update(jupyter={"outputs_hidden": True}),
    ),
    "its code shows the answer": (LESSON, lambda nb: question(nb)["metadata"].pop("jupyter")),
    "stored widget view": (LESSON, widget_view),
    "a figure without alt text": (PICTURES, no_alt),
    "a picture without alt text": (LESSON, lambda nb: nb["cells"][0]["source"].append("\n![](../LICENSE)")),
    "a figure without alt text; show": (PICTURES, only_svg),
    "a picture without alt text; give": (LESSON, lambda nb: nb["cells"][0]["source"].append('<img src="a.png">')),
    "a stored error (NameError)": (LESSON, stored_error),
    "a lesson needs summary": (LESSON, replace_everywhere("## Summary", "## End")),
    "a lesson needs goals": (LESSON, replace_everywhere("**Goals.**", "")),
    "a lesson needs recall": (LESSON, replace_everywhere("Recall(", "print(")),
    "a lesson needs prediction": (LESSON, replace_everywhere("Prediction(", "print(")),
    "a lesson needs minutes": (LESSON, replace_everywhere("minutes", "hours")),
    "a lesson needs worked example": (LESSON, replace_everywhere("Worked example", "Example")),
    "a lesson needs exercise with an instant check": (LESSON, replace_everywhere("exercise_", "task_")),
    "a lesson needs hints": (LESSON, replace_everywhere("Hints(", "print(")),
    "a lesson needs sources": (LESSON, replace_everywhere("## Sources", "## Books")),
    "broken link to 00-start-here-not.ipynb": (LESSON, replace_everywhere("(00-start-here", "(00-start-here-not")),
    "must carry a tag such as skill:kanban": (SOURCE, lambda nb: first_graded(nb)["metadata"].pop("tags")),
    "names no skill": (SOURCE, lambda nb: first_graded(nb)["metadata"].update(tags=["skill:flying"])),
}


def test_the_notebooks_of_the_course_are_in_order(copy):
    assert problems(copy) == []


@pytest.mark.parametrize("expected", MUTATIONS)
def test_a_broken_notebook_is_refused(copy, expected):
    name, change = MUTATIONS[expected]
    edit(copy / name, change)
    found = problems(copy)
    assert any(expected in line for line in found), found


def test_a_lesson_and_the_course_must_know_each_other(copy):
    (copy / "notebooks/08-backlog.ipynb").rename(copy / "notebooks/08-wishes.ipynb")
    (copy / "source/08-backlog").rename(copy / "source/08-wishes")
    found = problems(copy)
    assert "course_config.py: lesson '08-backlog' has no notebook; write notebooks/08-backlog.ipynb" in found
    assert "notebooks/08-wishes.ipynb: no lesson of that name in course_config.py; add it there" in found
    missing = "course_config.py: lesson '08-backlog' has a due date and no assignment; "
    assert missing + "write source/08-backlog/08-backlog.ipynb" in found
    assert not any("08-backlog" in line for line in stale(load(copy)))  # it is said above
    assert "source/08-wishes: no lesson of that name with a due date in course_config.py; add it there" in found


def test_the_release_is_what_nbgrader_makes_of_the_source_today():
    assert stale(load(ROOT)) == []


def test_a_release_that_was_edited_by_hand_is_stale(copy):
    edit(copy / "release/08-backlog/08-backlog.ipynb", replace_everywhere("Lantern", "Lampion"))
    assert stale(load(copy)) == ["release/08-backlog is stale; run: pmcourse release 08-backlog"]
