"""nbgrader's own commands, which grade through the locked rooms; and what learners get to read of it."""

import csv
import io
import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.validator import Validator
from traitlets.config import Config

from pmcourse.authoring.release import api, release
from pmcourse.gradebook.run import Run
from pmcourse.rooms import sandbox

NBGRADER = Path(sys.executable).with_name("nbgrader")
PROBLEM = sandbox.Problem("There is no locked room on this machine.", "Grade on Linux.")


def nbgrader(classroom, *command):
    return subprocess.run(
        [NBGRADER, *command], cwd=classroom.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip


def endings(classroom):
    with closing(sqlite3.connect(classroom.root / "gradebook.db")) as db:
        return sorted(db.execute("select * from pmcourse_grading"))


def test_nbgrader_autograde_and_pmcourse_grade_give_the_same_gradebook_and_the_same_files(classroom, tmp_path):
    classroom.hand_in_all_kinds()
    other = classroom.copy_to(tmp_path / "other")
    done = nbgrader(classroom, "autograde", classroom.name)
    assert done.returncode == 0, done.stdout
    with Run(other.course, other.name) as run:
        assert {one.learner for one in run.grade(workers=1)} == set(run.submitted)
    assert classroom.gradebook() == other.gradebook()
    assert endings(classroom) == endings(other)
    assert classroom.autograded() == other.autograded()
    assert sum(row[0] == "submission" for row in classroom.gradebook()) == len(run.submitted)

    with Run(classroom.course, classroom.name) as run:  # and each knows what the other has done
        assert {one.state for one in run.grade(workers=1)} == {None}


def test_formgraders_button_grades_one_learner_and_leaves_what_was_handed_in_as_it_is(classroom):
    folder = classroom.hand_in("ada", file_name="homework.ipynb")
    before = {path: path.read_bytes() for path in folder.rglob("*")}
    (folder / "tests.txt").symlink_to(classroom.root / "course_config.py")
    classroom.hand_in("bob")
    assert api(classroom.course).autograde(classroom.name, "ada")["success"]
    assert classroom.score("ada", "double-test").score == 2
    assert {row[1] for row in classroom.gradebook()} == {"ada"}
    assert {path: path.read_bytes() for path in folder.rglob("*")} == before
    assert not [name for name in classroom.autograded() if name.endswith("tests.txt")]


def test_an_odd_timestamp_of_one_learner_does_not_end_nbgraders_run_for_the_others(classroom):
    (classroom.hand_in("ada") / "timestamp.txt").write_text("yesterday, I think")
    classroom.hand_in("bob")
    assert api(classroom.course).autograde(classroom.name, "*")["success"]
    assert [classroom.score(name, "double-test").score for name in ("ada", "bob")] == [2, 2]


def test_nbgrader_autograde_goes_on_where_it_was_cut_off(classroom):
    for name in ("ada", "bob", "cleo"):
        classroom.hand_in(name)
    assert api(classroom.course).autograde(classroom.name, "*")["success"]
    undisturbed = classroom.gradebook(), classroom.autograded()
    (classroom.root / "autograded" / "ada" / classroom.name / f"{classroom.name}.ipynb").unlink()
    with closing(sqlite3.connect(classroom.root / "gradebook.db")) as db:
        db.execute("delete from pmcourse_grading where learner = 'bob'")
        db.execute("update grade set auto_score = null")
        db.commit()
    assert api(classroom.course).autograde(classroom.name, "*", force=False)["success"]
    assert [classroom.score(name, "double-test").auto for name in ("ada", "bob", "cleo")] == [2, 2, None]
    assert api(classroom.course).autograde(classroom.name, "*", force=True)["success"]
    assert (classroom.gradebook(), classroom.autograded()) == undisturbed


def test_nbgrader_exports_what_was_graded(classroom):
    classroom.hand_in("ada", late_hours=30)
    with Run(classroom.course, classroom.name) as run:
        list(run.grade())
    exported = nbgrader(classroom, "export", "--to", "grades.csv")
    assert exported.returncode == 0, exported.stdout
    [row] = csv.DictReader(io.StringIO((classroom.root / "grades.csv").read_text()))
    assert (row["student_id"], row["raw_score"], row["late_submission_penalty"]) == ("ada", "2.0", "0.4")
    assert (row["score"], row["max_score"]) == ("1.6", "5.0")


def test_learners_code_sees_and_changes_nothing_of_the_course_under_nbgrader_autograde(classroom):
    attack = (
        f"import os\nfound = os.path.exists('{classroom.root}')\n"
        f"os.makedirs('{classroom.root}/owned')\n"
        "def double(x):\n    return 0 if found else 2 * x"
    )
    classroom.hand_in("mallory", attack)
    assert nbgrader(classroom, "autograde", classroom.name).returncode == 0
    assert classroom.score("mallory", "double-test").score == 2  # nothing was found
    assert not (classroom.root / "owned").exists()


def test_where_there_is_no_locked_room_nbgrader_refuses_before_it_changes_anything(classroom, monkeypatch):
    classroom.hand_in("ada")
    with Run(classroom.course, classroom.name) as run:
        list(run.grade())
    before = classroom.gradebook(), classroom.autograded()
    monkeypatch.setattr(sandbox, "available", lambda: PROBLEM)
    done = api(classroom.course).autograde(classroom.name, "ada", force=True)
    assert not done["success"]
    assert "Nothing was graded. There is no locked room on this machine. Grade on Linux." in done["log"]
    assert (classroom.gradebook(), classroom.autograded()) == before


def test_a_learners_validate_works_without_a_locked_room(classroom, monkeypatch):
    monkeypatch.setattr(sandbox, "available", lambda: PROBLEM)
    config = Config()
    classroom.course.configure(config)
    validator = Validator(config=config)
    validator.log.setLevel(logging.ERROR)
    monkeypatch.chdir(classroom.hand_in("ada", why="So it is."))
    assert validator.validate(f"{classroom.name}.ipynb") == {}
    monkeypatch.chdir(classroom.hand_in("bob", "def double(x):\n    return 5", why="So it is."))
    assert len(validator.validate(f"{classroom.name}.ipynb")["failed"]) == 1


DISPLAYS = """
from IPython.display import HTML, Javascript, Markdown, SVG, display
display(HTML('<b>bold</b><script>pwned()</script><img src=x onerror="pwned()"><a href="javascript:pwned()">go</a>'))
display(HTML('<style>p {color: red}</style><iframe src="https://pwned.example"></iframe><form action="/pwned"></form>'))
display(HTML('<img src="https://pwned.example/pixel.png">'))
display(Javascript('pwned()'))
display(Markdown('<script>pwned()</script> *shown*'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"><script>pwned()</script></svg>'))
print('<script>pwned()</script>')
def double(x):
    return 3 * x if x > 20 else 2 * x
"""

TEXT = """# Mine

<script>pwned()</script><svg onload='pwned()'/> [go](javascript:pwned())

a < b & c > d `x < y`

<img src=x onerror="pwned()"><a href="javascript:pwned()">there</a><a href="data:text/html,pwned">here</a>
<iframe src="https://pwned.example"></iframe><form action="/pwned"></form><img src="https://pwned.example/pixel.png">
<style>p {color: red}</style>

<b>bold</b> *kept too* <img alt="dot" src="data:image/png;base64,aGk=">

> quoted

| head |
|------|
| kept |
"""


@pytest.fixture(scope="module")
def mallory(new_classroom, tmp_path_factory):
    """A classroom with a learner who tries to have scripts run, and who gets the hidden test wrong; all is graded."""
    classroom = new_classroom(tmp_path_factory.mktemp("mallory") / "course")

    def edit(notebook):
        notebook.cells.append(nbformat.v4.new_markdown_cell(TEXT))
        notebook.cells.append(nbformat.v4.new_code_cell("# BEGIN HIDDEN TESTS\n'a mark of my own'"))
        del notebook.cells[1]

    classroom.hand_in("mallory", DISPLAYS, edit=edit, why="<script>pwned()</script>")
    with Run(classroom.course, classroom.name) as run:
        list(run.grade())
    assert api(classroom.course).generate_feedback(classroom.name)["success"]
    return classroom


@pytest.fixture
def feedback(mallory):
    page = mallory.root / "feedback" / "mallory" / mallory.name / f"{mallory.name}.html"
    return BeautifulSoup(page.read_text(), "html.parser")


def test_nothing_that_a_learner_hands_in_runs_in_the_browser_of_who_reads_the_feedback(feedback):
    for tag in feedback.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        for name in ("href", "src", "action"):
            address = str(tag.get(name, ""))
            assert not address.strip().lower().startswith("javascript:"), tag
            assert "pwned" not in address, tag
    assert not [script for script in feedback.find_all("script") if "pwned" in script.text]
    assert not feedback.find_all(["iframe", "form", "svg"])


def test_the_feedback_keeps_tables_pictures_and_text(feedback):
    assert "kept" in [cell.text for cell in feedback.find_all("td")]
    assert feedback.find("img", alt="dot")["src"] == "data:image/png;base64,aGk="
    assert feedback.find("em", string="kept too") and feedback.find("b", string="bold")
    assert feedback.find("blockquote").text.strip() == "quoted"
    assert "a < b & c > d x < y" in feedback.text


def test_the_feedback_says_how_grading_ended_and_what_was_put_back(feedback):
    text = " ".join(feedback.text.split())
    assert "How grading ended: graded. Your work was run and every test had its say." in text
    assert "The cell 'set-up' was missing and was put back." in text


def test_the_feedback_never_shows_a_hidden_test(feedback):
    assert "0.0 of 2.0" in feedback.find(id="task-double-test").text
    for secret in ("21", "42", "the-hidden-reason", "AssertionError: the"):
        assert secret not in feedback.find(id="notebook").text
    assert "a mark of my own" in feedback.text


def test_a_text_that_nobody_has_read_has_its_task_above_it_and_no_score(feedback):
    assert feedback.find(id="task-why").text.endswith("(why): pending: a person reads it")
    assert "Score:" not in feedback.text


def test_points_that_a_test_leaves_to_a_person_are_pending_in_the_feedback_until_the_person_has_given_them(classroom):
    source = classroom.root / "source" / classroom.name / f"{classroom.name}.ipynb"
    notebook = nbformat.read(source, as_version=4)
    marks = "Marks().add(0.5, True, 'It can be read.').wait(1.5, 'Not known.', 'LS-03')"
    notebook.cells[
        3
    ].source = f"from pmcourse.kit.marks import Marks\n### BEGIN HIDDEN TESTS\n{marks}\n### END HIDDEN TESTS"
    nbformat.write(notebook, source)
    release(classroom.course, classroom.name)
    classroom.hand_in("ada", why="Because it is.")

    def page():
        assert api(classroom.course).generate_feedback(classroom.name, force=True)["success"]
        html = (classroom.root / "feedback" / "ada" / classroom.name / f"{classroom.name}.html").read_text()
        return BeautifulSoup(html, "html.parser")

    with Run(classroom.course, classroom.name) as run:
        list(run.grade())
    test = classroom.score("ada", "double-test")
    assert (test.auto, test.manual, test.waits) == (0.5, None, True)
    shown = page()
    assert "◐ 0 of 1.5: LS-03. Not known. A person reads this: up to 1.5 points more." in shown.text
    assert shown.find(id="task-double-test").text.endswith("pending: a person reads it; 0.5 of 2.0 counted so far")
    assert shown.find("h1").text.endswith("0.0 of 0.0 points")
    assert (
        "Further 5.0 points are pending: nobody has read those answers yet. 0.5 of them are counted so far."
        in shown.text
    )
    assert [row.find("td").text for row in shown.find_all("table")[1].find_all("tr")[1:]] == ["pending"]

    with Gradebook(classroom.course.database, classroom.course.id) as book:  # as the formgrader saves it
        grade = book.find_grade("double-test", classroom.name, classroom.name, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    with Run(classroom.course, classroom.name) as run:
        assert [one.state for one in run.grade()] == [None]  # nothing has changed
    shown = page()
    assert shown.find(id="task-double-test").text.endswith("1.5 of 2.0")
    assert shown.find("h1").text.endswith("1.5 of 2.0 points")


def in_formgrader(classroom, learner):
    """The page of one submission, made as the formgrader makes it."""
    config = Config()
    classroom.course.configure(config)
    config.HTMLExporter.template_name = "formgrade"
    path = classroom.root / "autograded" / learner / classroom.name / f"{classroom.name}.ipynb"
    about = {"base_url": "", "index": 0, "total": 1, "submission_id": "1", "student": learner}
    about |= {"assignment_id": classroom.name, "notebook_id": classroom.name}
    html, _ = HTMLExporter(config=config).from_filename(str(path), resources=about)
    return BeautifulSoup(html, "html.parser")


def test_formgrader_shows_the_learners_page_with_boxes_for_points_and_comments(classroom):
    classroom.hand_in("ada", why="So it is.")
    with Run(classroom.course, classroom.name) as run:
        list(run.grade())

    page = in_formgrader(classroom, "ada")

    assert page.find("h1").text == f"{classroom.name}: 2.0 of 2.0 points"
    assert page.find(id="task-why").text.endswith("(why): pending: a person reads it")
    assert [box["id"] for box in page.select("input.score")] == ["double-test", "why"]
    assert page.select("textarea.comment")

    with Gradebook(classroom.course.database, classroom.course.id) as book:
        book.remove_submission_notebook(classroom.name, classroom.name, "ada")
    page = in_formgrader(classroom, "ada")
    assert page.find("h1") is None and len(page.select("input.score")) == 2  # nbgrader's own page


def test_formgrader_shows_graded_work_without_running_it(mallory):
    page = in_formgrader(mallory, "mallory")
    assert not [script for script in page.find_all("script") if "pwned" in script.text]
    assert not [
        tag for tag in page.find_all(True) if any("pwned" in str(v) for k, v in tag.attrs.items() if k[:2] == "on")
    ]
