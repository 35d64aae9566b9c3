"""The notebooks are in order, and each check sees the fault that it is there for."""

import json
import shutil
from pathlib import Path

import pytest

from pmcourse.authoring.notebooks import notebook_problems, problems, stale
from pmcourse.course import load
from pmcourse.errors import CourseError
from pmcourse.kit.bones import assignment as lay_out

pytestmark = pytest.mark.xdist_group("authoring")  # each look imports every lesson, and remembers

ROOT = Path(__file__).parents[2]
LESSON = "notebooks/08-backlog.ipynb"
PICTURES = "notebooks/09-roadmap.ipynb"
STORIES = "tests/submissions/07-stories.py"
SOURCE = "source/08-backlog/08-backlog.ipynb"


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


def stored_panel(notebook):
    """What the foot of a lesson shows where its assignment was not released when the outputs were stored."""
    cell = next(cell for cell in notebook["cells"] if "".join(cell["source"]).startswith("assignment("))
    html = lay_out("08-wishes")._repr_mimebundle_()["text/html"]
    assert "is not released yet" in html
    cell["outputs"][0]["data"]["text/html"] = [html]


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
    "a stored error (The assignment '08-wishes' is not released yet": (LESSON, stored_panel),
    "a lesson needs summary": (LESSON, replace_everywhere("## Summary", "## End")),
    "a lesson needs goals": (LESSON, replace_everywhere("**Goals.**", "")),
    "a lesson needs recall": (LESSON, replace_everywhere("Recall(", "print(")),
    "a lesson needs prediction": (LESSON, replace_everywhere("Prediction(", "print(")),
    "a lesson needs minutes": (LESSON, replace_everywhere("goals(", "print(")),
    "a lesson needs worked example": (LESSON, replace_everywhere("Worked example", "Example")),
    "a lesson needs exercise with an instant check": (LESSON, replace_everywhere("exercise_", "task_")),
    "a lesson needs hints": (LESSON, replace_everywhere("Hints(", "print(")),
    "a lesson needs sources": (LESSON, replace_everywhere("## Sources", "## Books")),
    "broken link to 00-start-here-not.ipynb": (LESSON, replace_everywhere("(00-start-here", "(00-start-here-not")),
    "must carry a tag such as skill:kanban": (SOURCE, lambda nb: first_graded(nb)["metadata"].pop("tags")),
    "names no skill": (SOURCE, lambda nb: first_graded(nb)["metadata"].update(tags=["skill:flying"])),
}


def test_the_notebooks_of_the_course_are_in_order():
    assert problems(ROOT) == []


@pytest.mark.parametrize("expected", MUTATIONS)
def test_a_broken_notebook_is_refused(shared, expected):
    name, change = MUTATIONS[expected]
    whole = (shared / name).read_bytes()
    edit(shared / name, change)
    found = notebook_problems(shared, Path(name).stem)
    (shared / name).write_bytes(whole)
    assert any(expected in line for line in found), found


def rewritten(name, old, new):
    def change(root):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


# What each change of a copy makes `problems` say, in one lesson or another; all are made at once, for each look imports
# every lesson and makes every class.
LACKS = {
    "pmcourse.backlog.lesson does not import (ModuleNotFoundError: No module named 'pmcourse.backlog.widgets'); mend": (
        rewritten("pmcourse/backlog/lesson.py", "backlog.widget import", "backlog.widgets import")
    ),
    "09-roadmap: no module that its notebooks import; write pmcourse/roadmap/assignment.py": (
        lambda root: (root / "pmcourse/roadmap/assignment.py").unlink()
    ),
    "09-roadmap: no made-up class, which proves its grader; write tests/submissions/09-roadmap.py": (
        lambda root: (root / "tests/submissions/09-roadmap.py").unlink()
    ),
    "07-stories.py: a made-up class needs at least 20 learners (got 19)": (
        lambda root: (root / STORIES).write_text((root / STORIES).read_text() + "\nLEARNERS = LEARNERS[:19]\n")
    ),
    "08-backlog.py: the made-up class cannot be made (KeyError: 'rice'); mend it": (
        rewritten("tests/submissions/08-backlog.py", '"rice": {id: {"score"', '"cost": {id: {"score"')
    ),
    "08-backlog: no tests; write some in tests/backlog/": lambda root: shutil.rmtree(root / "tests/backlog"),
    "README.md: no row about 08-backlog in the table of lessons": (
        rewritten("README.md", "| [08 Backlog prioritization](notebooks/08-backlog.ipynb) |", "| Backlogs |")
    ),
    "pmcourse/backlog/marking.py: eval runs a text as a program": (
        rewritten(
            "pmcourse/backlog/marking.py", "work, marks = HandedIn(), Marks()", 'work, marks = eval("1"), Marks()'
        )
    ),
    "notebooks/08-backlog.ipynb: a lesson needs summary": (
        lambda root: edit(root / LESSON, replace_everywhere("## Summary", "## End"))
    ),
    "README.md: broken link to notebooks/no.ipynb": (
        rewritten("README.md", "(notebooks/07-stories.ipynb)", "(notebooks/no.ipynb)")
    ),
    "README.md: no row about 07-stories in the table of lessons": lambda root: None,  # for its link is broken
}


def test_what_a_lesson_lacks_is_named_and_nothing_else_is(copy):
    for change in LACKS.values():
        change(copy)
    found = problems(copy)
    assert {expected: sum(expected in line for line in found) for expected in LACKS} == dict.fromkeys(LACKS, 1), found
    assert len(found) == len(LACKS)
    assert problems(copy, "00-start-here") == []  # a fault in one lesson is no fault of another


def test_a_lesson_that_is_not_there_cannot_be_checked(copy):
    with pytest.raises(CourseError, match="No lesson is called '08-backlogs'"):
        problems(copy, "08-backlogs")


RUNNERS = {
    'exec(open("answers/x.py").read())': "exec",
    "run = eval": "eval",
    "import builtins; builtins.exec('1')": "exec",
    "from runpy import run_path": "run_path",
    "get_ipython().run_cell(answer)": "run_cell",
    "code = compile(answer, 'answer', 'exec')": "compile",
    "%matplotlib inline\neval('1')": "eval",
}
HARMLESS = ("import re; re.compile('a')", "ast.literal_eval('1')", "model.evaluate(1)", "1 +")


def test_a_test_cell_that_runs_a_text_as_a_program_is_refused_and_one_that_only_looks_so_is_not(copy):
    def change(notebook):
        graded = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]
        for cell, line in zip(graded, [*RUNNERS, *HARMLESS], strict=False):
            cell["metadata"]["nbgrader"]["grade_id"] = line
            cell["source"].append("\n" + line)

    edit(copy / SOURCE, change)
    found = "\n".join(notebook_problems(copy, "08-backlog"))
    for line, runner in RUNNERS.items():
        assert f"cell {line!r}: {runner} runs a text as a program" in found
    assert found.count("as a program") == len(RUNNERS)


def test_a_lesson_and_the_course_must_know_each_other(copy, monkeypatch):
    monkeypatch.setattr("pmcourse.authoring.notebooks.missing", lambda root, lessons: [])  # what the test above is of
    (copy / "notebooks/08-backlog.ipynb").rename(copy / "notebooks/08-wishes.ipynb")
    (copy / "source/08-backlog").rename(copy / "source/08-wishes")
    found = problems(copy)
    assert "course_config.py: lesson '08-backlog' has no notebook; write notebooks/08-backlog.ipynb" in found
    assert "notebooks/08-wishes.ipynb: no lesson of that name in course_config.py; add it there" in found
    missing = "course_config.py: lesson '08-backlog' has a due date and no assignment; "
    assert missing + "write source/08-backlog/08-backlog.ipynb" in found
    assert stale(load(copy), "08-backlog") == []  # it is said above
    assert "source/08-wishes: no lesson of that name with a due date in course_config.py; add it there" in found


def test_the_release_is_what_nbgrader_makes_of_the_source_today():
    assert stale(load(ROOT)) == []


def test_a_release_that_was_edited_by_hand_is_stale(copy):
    edit(copy / "release/08-backlog/08-backlog.ipynb", replace_everywhere("Lantern", "Lampion"))
    assert stale(load(copy), "07-stories") == []
    assert stale(load(copy), "08-backlog") == ["release/08-backlog is stale; run: pmcourse release 08-backlog"]
