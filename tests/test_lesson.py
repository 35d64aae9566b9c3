import errno
import os
import shutil
from pathlib import Path

import ipywidgets as widgets
import pytest

from pmcourse import lesson, progress
from pmcourse.errors import CourseError
from pmcourse.findings import Finding, Severity, Verdict
from pmcourse.skills import SkillError

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def exercise(check):
    return lesson.Exercise("x-1", "Do it.", widgets.Text(), check, "kanban", ("Look.", "Look again."))


def test_a_right_answer_says_so_in_sign_and_word_and_grows_the_skill():
    it = exercise(lambda: (Verdict.RIGHT, "Well done.", ()))
    it.check.click()
    assert "✓" in it.reply.value and "Right" in it.reply.value and 'role="status"' in it.reply.value
    assert progress.progress_file().value.right == {"x-1": "kanban"}
    assert "Kanban" in lesson.progress().html and "1 exercise right" in lesson.progress().html


def test_an_answer_that_is_not_there_yet_says_what_why_and_next():
    finding = Finding(skill="kanban", criterion="c", severity=Severity.MUST, message="WHAT <b>", why="WHY", hint="NEXT")
    it = exercise(lambda: lesson.judged([finding], "right", "not yet"))
    it.check.click()
    assert all(word in it.reply.value for word in ("✗", "Not yet", "WHAT &lt;b&gt;", "WHY", "NEXT"))
    assert progress.progress_file().value.right == {}


def test_a_finding_that_is_only_a_guess_does_not_stop_a_right_answer():
    finding = Finding(skill="kanban", criterion="c", severity=Severity.LOOK, message="m", why="w", hint="h")
    assert lesson.judged([finding], "right", "not yet")[0] is Verdict.RIGHT


def test_a_check_that_breaks_says_so_and_that_nothing_is_lost():
    def broken():
        raise RuntimeError("boom")

    it = exercise(broken)
    it.check.click()
    assert "Cannot be graded" in it.reply.value and "Nothing you made is lost" in it.reply.value


def test_hints_come_one_at_a_time():
    hints = lesson.Hints("first", "second")
    assert "first" not in hints.text.value
    hints.more.click()
    assert "first" in hints.text.value and "second" not in hints.text.value
    hints.more.click()
    assert "second" in hints.text.value and hints.more.disabled


def test_a_prediction_is_locked_before_the_truth_is_shown_and_remembered():
    guess = lesson.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    guess.lock.click()
    assert "Because" not in guess.reply.value
    guess.choice.value = "a"
    guess.lock.click()
    assert "Because" in guess.reply.value and guess.choice.disabled
    again = lesson.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    assert again.choice.value == "a" and again.choice.disabled and "Because" in again.reply.value


def test_a_recall_question_answers_at_once_and_may_be_tried_again():
    recall = lesson.Recall("Who?", ["x", "y"], "y", "y does it.")
    recall.choice.value = "x"
    assert "Not yet" in recall.reply.value
    recall.choice.value = "y"
    assert "Right" in recall.reply.value


def test_a_question_whose_answer_is_no_option_is_refused():
    with pytest.raises(ValueError, match="must be one of"):
        lesson.Recall("Who?", ["x"], "y", "")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project with one released assignment; the current folder is its notebooks/."""
    shutil.copy(ROOT / "course_config.py", tmp_path)
    for folder in ("notebooks", "release/08-backlog"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "release/08-backlog/08-backlog.ipynb").write_text("released")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def test_an_assignment_is_laid_out_and_linked_from_the_notebook(project):
    html = lesson.assignment("08-backlog").html
    assert 'href="../work/08-backlog/08-backlog.ipynb"' in html
    assert "Validate" in html and "hand it in" in html
    assert (project / "work/08-backlog/08-backlog.ipynb").read_text() == "released"
    assert [path.name for path in (project / "work").iterdir()] == ["08-backlog"]


def test_an_assignment_that_was_begun_is_never_overwritten_and_the_words_are_the_same(project):
    first = lesson.assignment("08-backlog").html
    mine = project / "work/08-backlog/08-backlog.ipynb"
    mine.write_text("my work")
    (project / "release/08-backlog/08-backlog.ipynb").write_text("released anew")
    assert lesson.assignment("08-backlog").html == first
    assert mine.read_text() == "my work"


def test_a_copy_that_broke_off_leaves_no_half_assignment(project, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copytree", full)
        assert "No space left on device" in lesson.assignment("08-backlog").html
    assert list((project / "work").iterdir()) == []
    lesson.assignment("08-backlog")
    assert (project / "work/08-backlog/08-backlog.ipynb").exists()


@pytest.mark.parametrize("call", [lesson.assignment, lesson.goals])
def test_an_unknown_name_or_a_missing_course_is_said_in_words_and_not_as_a_traceback(call, project, monkeypatch):
    assert "99-none" in call("99-none").html
    monkeypatch.chdir(project.parent)
    assert "course_config.py" in call("08-backlog").html


def test_goals_name_the_lesson_its_minutes_and_its_skills(project):
    html = lesson.goals("08-backlog").html
    assert all(words in html for words in ("Backlog prioritization", "60 minutes", "backlog management"))


def test_without_a_right_exercise_progress_says_how_it_grows():
    assert "No exercise is right yet" in lesson.progress().html


def test_progress_counts_in_words_and_as_a_table_with_row_headers():
    for id, skill in (("a", "kanban"), ("b", "kanban"), ("c", "xp")):
        progress.remember_right(id, skill)
    html = lesson.progress().html
    assert "3 exercises right" in html and "2 exercises right" in html and "1 exercise right" in html
    assert html.count('<th scope="row"') == 2 and "<caption" in html


def test_what_was_right_before_is_shown_when_the_lesson_is_opened_again():
    exercise(lambda: (Verdict.RIGHT, "", ())).check.click()
    assert "You have done this one before" in exercise(lambda: None).reply.value


def test_trouble_with_the_disk_is_said_where_the_learner_looks(monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    it = exercise(lambda: (Verdict.RIGHT, "Well done.", ()))
    monkeypatch.setattr(os, "fsync", full)
    it.check.click()
    assert "Well done." in it.reply.value and "No space left on device" in it.reply.value


def test_a_damaged_progress_is_told_in_the_first_part_that_opens_and_only_there():
    progress.PATH.parent.mkdir()
    progress.PATH.write_text("damaged")
    first, second = exercise(lambda: None), exercise(lambda: None)
    assert "progress.unreadable-1.json" in first.reply.value
    assert second.reply.value == ""


def test_a_courses_own_error_is_shown_as_it_is():
    def refused():
        raise CourseError("T-07 is gone. Press undo.")

    it = exercise(refused)
    it.check.click()
    assert "T-07 is gone. Press undo." in it.reply.value and "fault in the lesson" not in it.reply.value


def test_a_right_answer_that_cannot_be_remembered_says_so(monkeypatch):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(lesson.memory, "remember_right", broken)
    it = exercise(lambda: (Verdict.RIGHT, "", ()))
    it.check.click()
    assert "boom" in it.reply.value and "Traceback" not in it.reply.value


def test_a_prediction_that_cannot_be_remembered_says_so(monkeypatch):
    def broken(*_):
        raise RuntimeError("boom")

    guess = lesson.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    monkeypatch.setattr(lesson.memory, "remember_prediction", broken)
    guess.choice.value = "a"
    guess.lock.click()
    assert "boom" in guess.reply.value and "Nothing you made is lost" in guess.reply.value


def test_an_exercise_for_an_unknown_skill_is_refused():
    with pytest.raises(SkillError, match="juggling"):
        lesson.Exercise("x", "Do it.", widgets.Text(), lambda: None, "juggling", ("Look.",))


def test_what_authors_and_checks_write_is_never_html():
    nasty = "<script>alert(1)</script> & <b>"
    it = exercise(lambda: (Verdict.RIGHT, nasty, ()))
    it.check.click()
    guess = lesson.Prediction("p-1", nasty, [nasty, "b"], nasty, nasty)
    guess.choice.value = nasty
    guess.lock.click()
    hints = lesson.Hints(nasty)
    hints.more.click()
    shown = [it.reply.value, guess.reply.value, guess.children[0].value, hints.text.value]
    assert all("<script" not in html and "&lt;script&gt;" in html for html in shown)


def parts():
    return (
        lesson.Recall("Who?", ["x", "y"], "y", "why"),
        lesson.Prediction("p-1", "Which?", ["a", "b"], "b", "Because."),
        lesson.Hints("one"),
        exercise(lambda: (Verdict.RIGHT, "", ())),
    )


def controls(widget):
    if isinstance(widget, widgets.Box):
        return [found for child in widget.children for found in controls(child)]
    return [] if isinstance(widget, widgets.HTML) else [widget]


def test_every_control_of_a_part_has_a_visible_name():
    found = [control for part in parts() for control in controls(part) if not isinstance(control, widgets.Text)]
    assert len(found) == 6
    assert all(control.description.strip() for control in found)


def test_what_a_part_leaves_in_the_file_is_the_same_at_every_run_and_in_every_state():
    first = [repr(part) for part in parts()]
    progress.remember_right("x-1", "kanban")
    progress.remember_prediction("p-1", "a")
    assert [repr(part) for part in parts()] == first
    assert all("open this lesson in JupyterLab" in text and len(text) < 110 for text in first)
