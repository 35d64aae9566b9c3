"""Validate says of each task what its account says, by its name, in a shell as in JupyterLab."""

import logging
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.validator import Validator
from traitlets.config import Config

from pmcourse.authoring.submissions import made_up_class
from pmcourse.course import load
from pmcourse.gradebook.guard import tie

ROOT = Path(__file__).parents[2]
NAME = "08-backlog"


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A folder with the work of somebody who typed a number of the question in place of a score."""
    folder = tmp_path_factory.mktemp("validate") / NAME
    learner = next(one for one in made_up_class(ROOT, NAME) if one.name == "copies-the-reach")
    learner.write(ROOT / "release" / NAME, folder)
    return folder


def read(folder):
    return nbformat.read(folder / f"{NAME}.ipynb", as_version=4)


def cell(grade_id, notebook):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


@pytest.fixture
def failed():
    """What Validate shows as not yet whole in a notebook that has run: source and words of each."""
    tie()
    config = Config()
    load(ROOT).configure(config)
    validator = Validator(config=config)
    validator.log.setLevel(logging.ERROR)

    def look(notebook):
        return [(each.source, validator._extract_error(each)) for each in validator._get_failed_cells(notebook)]

    return look


def test_the_command_names_each_task_and_says_what_its_account_says(work):
    done = subprocess.run(
        [Path(sys.executable).with_name("nbgrader"), "validate", f"{NAME}.ipynb"],
        cwd=work, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert said.startswith("Graded cells that have not earned all their points yet: 1. Each says why.")
    assert "RICE (rice)" in said and "stands in the question, and is not the answer. Next: Reach × impact" in said
    assert "marking." not in said and "Partial credit" not in said and "Traceback" not in said
    assert "Kano" not in said  # that is answered


def test_a_cell_that_ends_with_an_error_says_it_in_one_line(failed):
    notebook = nbformat.v4.new_notebook(metadata={"pmcourse": {"starts": True}})
    error = nbformat.v4.new_output("error", ename="NameError", evalue="name 'marking' is not defined", traceback=["x"])
    about = {"nbgrader": {"grade_id": "sum", "grade": True, "locked": True, "points": 2, "solution": False}}
    notebook.cells = [
        nbformat.v4.new_markdown_cell("## 3. The sum (2 points)"),
        nbformat.v4.new_code_cell("marking.sum()", metadata=about, outputs=[error]),
    ]

    assert failed(notebook) == [("The sum (sum)", "NameError: name 'marking' is not defined")]


def test_a_warning_costs_nothing_as_when_it_is_graded(failed, work):
    notebook = read(work)
    notebook.cells = [cell("kano", notebook)]
    result = nbformat.v4.new_output("execute_result", data={"text/plain": "2.5", "text/html": "<ul><li>✓</li></ul>"})
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stderr", text="careful"), result]
    assert failed(notebook) == []

    result.data["text/plain"] = "2.0"
    assert failed(notebook) == [("kano", "✓")]


def test_a_notebook_of_another_course_is_shown_as_nbgrader_shows_it(failed, work):
    notebook = read(work)
    notebook.cells = [cell("kano", notebook)]
    notebook.cells[0].outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "2.0"})]
    del notebook.metadata["pmcourse"]

    assert failed(notebook) == [(notebook.cells[0].source, "Partial credit; passed some but not all of the tests")]


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("Write your answer here.", "Nothing is written here."),
        ("Photos later.", "It has 2 words; about 120 are asked for. A person reads it when there is more."),
        ("Dear Ms Duarte, first the message when a class is cancelled, for every week 1,800 people wait for it.", ""),
    ],
)
def test_a_letter_that_nobody_would_read_says_why(failed, work, letter, words):
    notebook = read(work)
    task, answer = cell("letter-task", notebook), cell("letter", notebook)
    answer.source = letter
    notebook.cells = [task, answer]

    found = failed(notebook)
    assert [(name, " ".join(said.split())) for name, said in found] == ([("A letter (letter)", words)] if words else [])
