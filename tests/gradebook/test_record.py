"""The gradebook and autograded/, written from results that no room has made."""

import json
import os

import pytest
from nbgrader.api import Gradebook

from pmcourse.gradebook.mastery import grades
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.states import State
from pmcourse.gradebook.submission import Result

NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def result(points=2.0, why=None, state=State.GRADED, unanswered=(), notebook=NOTEBOOK, waiting=()):
    return Result(notebook, {"double-test": points, "why": why}, state, state.reason, (), unanswered, waiting)


def keep(classroom, learner, what, submission="hash"):
    with Run(classroom.course, classroom.name) as run:
        return run.keep(learner, what, submission, lay_out=True)


def test_points_go_into_the_gradebook_and_a_written_answer_waits_for_a_person(classroom):
    classroom.hand_in("ada")
    keep(classroom, "ada", result())
    assert (classroom.score("ada", "double-test").auto, classroom.score("ada", "double-test").waits) == (2, False)
    assert (classroom.score("ada", "why").auto, classroom.score("ada", "why").waits) == (None, True)


def test_an_untouched_answer_gets_nbgraders_comment_and_a_changed_one_loses_it(classroom):
    classroom.hand_in("ada")
    keep(classroom, "ada", result(0.0, 0.0, unanswered=("double", "why")))
    comments = [row for row in classroom.gradebook() if row[0] == "comment"]
    assert comments == [("comment", "ada", name, "No response.", None) for name in ("double", "why")]
    keep(classroom, "ada", result())
    assert {row[3] for row in classroom.gradebook() if row[0] == "comment"} == {None}


def test_points_that_a_person_gave_stay_when_the_work_is_graded_again(classroom):
    classroom.hand_in("ada")
    keep(classroom, "ada", result())
    with Gradebook(classroom.course.database, classroom.course.id) as book:
        book.find_grade("why", classroom.name, classroom.name, "ada").manual_score = 2.5
        book.find_grade("double-test", classroom.name, classroom.name, "ada").manual_score = 1
        book.find_comment("why", classroom.name, classroom.name, "ada").manual_comment = "Well said."
        book.db.commit()
    keep(classroom, "ada", result(0.0))
    assert (classroom.score("ada", "why").score, classroom.score("ada", "why").waits) == (2.5, True)
    test = classroom.score("ada", "double-test")
    assert (test.auto, test.score, test.waits) == (0, 1, True)
    assert ("comment", "ada", "why", None, "Well said.") in classroom.gradebook()


def test_a_test_that_leaves_points_to_a_person_is_listed_with_what_is_sure_until_a_person_has_decided(classroom):
    classroom.hand_in("ada")
    keep(classroom, "ada", result(0.5, 1.0, waiting=("double-test",)))
    test = classroom.score("ada", "double-test")
    assert (test.auto, test.score, test.waits) == (0.5, 0.5, True)
    with Run(classroom.course, classroom.name) as run:
        assert [(row["points"], row["pending"]) for row in run.rows()] == [(1.5, 2)]
    [waits] = [grade for grade in grades(classroom.course) if grade.cell.grade_id == "double-test"]
    assert (waits.points, waits.pending) == (0.5, True)

    with Gradebook(classroom.course.database, classroom.course.id) as book:  # as the formgrader saves it
        grade = book.find_grade("double-test", classroom.name, classroom.name, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    keep(classroom, "ada", result(0.5, 1.0, waiting=("double-test",)))
    test = classroom.score("ada", "double-test")
    assert (test.auto, test.score, test.waits) == (0.5, 1.5, True)  # asks for a look, and counts as decided
    with Run(classroom.course, classroom.name) as run:
        assert [(row["points"], row["pending"]) for row in run.rows()] == [(2.5, 0)]
    [decided] = [grade for grade in grades(classroom.course) if grade.cell.grade_id == "double-test"]
    assert (decided.points, decided.pending) == (1.5, False)

    keep(classroom, "ada", result(2.0, 1.0))
    assert classroom.score("ada", "double-test").score == 1.5


def test_a_test_that_waits_no_more_is_taken_off_the_list(classroom):
    classroom.hand_in("ada")
    keep(classroom, "ada", result(0.5, 1.0, waiting=("double-test",)))
    keep(classroom, "ada", result(2.0, 1.0))
    assert (classroom.score("ada", "double-test").auto, classroom.score("ada", "double-test").waits) == (2, False)


@pytest.mark.parametrize(("hours", "penalty"), [(-1, None), (0.5, None), (30, 0.4), (1000, 1.0)])
def test_lateness_costs_what_the_course_says(classroom, hours, penalty):
    classroom.hand_in("ada", late_hours=hours)
    keep(classroom, "ada", result())
    [row] = [row for row in classroom.gradebook() if row[0] == "notebook"]
    assert row[3] == pytest.approx(penalty)
    with Run(classroom.course, classroom.name) as run:
        assert run.rows()[0]["points"] == pytest.approx(2 - (penalty or 0))


def test_a_result_that_replaces_others_says_which_and_each_row_is_there_once(classroom):
    classroom.hand_in("ada")
    assert keep(classroom, "ada", result()) == []
    rows = len(classroom.gradebook())
    assert keep(classroom, "ada", result(0.5)) == [("double-test", 2.0, 0.5)]
    assert keep(classroom, "ada", result(0.5)) == []
    assert len(classroom.gradebook()) == rows


def test_nothing_of_a_result_is_written_when_writing_it_breaks_off(classroom, monkeypatch):
    classroom.hand_in("ada")
    with Run(classroom.course, classroom.name) as run:
        monkeypatch.setattr(run.record, "_write_comments", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run.keep("ada", result(), "hash", lay_out=True)
    assert classroom.gradebook() == []


def test_graded_work_lies_where_nbgrader_looks_for_it_with_the_instructors_own_files(classroom):
    classroom.hand_in("ada", files={"answers/plan.json": "{}", "prices.csv": "price\n1000000\n", "old.ipynb": "{}"})
    keep(classroom, "ada", result())
    folder = classroom.root / "autograded" / "ada" / classroom.name
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert names == [f"{classroom.name}.ipynb", "answers/plan.json", "prices.csv", "timestamp.txt"]
    assert (folder / "prices.csv").read_text() == "price\n1\n"
    assert {oct(path.stat().st_mode & 0o777) for path in folder.rglob("*") if path.is_file()} == {"0o444"}
    assert os.listdir(folder.parent) == [classroom.name]


def test_a_link_in_what_was_handed_in_is_not_followed(classroom, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the tests")
    folder = classroom.hand_in("ada")
    (folder / "data.txt").symlink_to(secret)
    (folder / "more").symlink_to(tmp_path, target_is_directory=True)
    with Run(classroom.course, classroom.name) as run:
        assert set(run.read("ada").files) == {f"{classroom.name}.ipynb", "prices.csv", "timestamp.txt"}
        run.keep("ada", result(), "hash", lay_out=True)
    assert not [path for path in classroom.autograded() if "data.txt" in path or "secret" in path]


def test_odd_names_in_what_was_handed_in_stop_nothing(classroom):
    """A folder where the notebook shall be, a file where the instructor's folder shall be."""
    (classroom.root / "source" / classroom.name / "data").mkdir()
    (classroom.root / "source" / classroom.name / "data" / "x.csv").write_text("x")
    folder = classroom.hand_in("ada", file_name="mine.ipynb", files={f"{classroom.name}.ipynb/x": "", "data": "file"})
    (folder / "timestamp.txt").write_text("yesterday, I think")
    keep(classroom, "ada", result())
    graded = classroom.root / "autograded" / "ada" / classroom.name
    assert (graded / f"{classroom.name}.ipynb").read_bytes() == NOTEBOOK
    assert (graded / "data" / "x.csv").read_text() == "x"
    assert ("submission", "ada", None, None) in classroom.gradebook()


def test_a_course_that_was_not_released_is_told_so(classroom):
    (classroom.root / "gradebook.db").unlink()
    with pytest.raises(Exception, match=r"not in the gradebook yet.*pmcourse release 01-role"):
        Run(classroom.course, classroom.name)
