import errno
import os
import shutil
from pathlib import Path

import ipywidgets as widgets
import nbformat
import pytest

from pmcourse.controls import Landing
from pmcourse.course import load
from pmcourse.errors import CourseError
from pmcourse.findings import Verdict
from pmcourse.kit import bones, progress
from pmcourse.kit.block import Block
from pmcourse.kit.exercise import Exercise, Reply
from pmcourse.kit.trust import given, trust
from pmcourse.skills import SkillError

ROOT = Path(__file__).parents[2]


pytestmark = pytest.mark.usefixtures("desk")


class Touched(Block):
    """A widget on which something was done."""

    value, start, missing = 1, 0, ()

    def __init__(self):
        self.begin()

    def flush(self): ...
    def on_change(self, callback): ...


def exercise(check, skill="kanban"):
    """An exercise whose check says a verdict and a sentence."""

    def judge(_now, _start):
        verdict, words, _ = check()
        return Reply(verdict, "said", (), {"words": words})

    texts = {"skill": skill, "task": "Do it.", "said": "{words}", "hints": ["Look.", "Look again."]}
    return Exercise("x-1", texts, Touched(), judge)


def test_hints_come_one_at_a_time():
    hints = bones.Hints("first", "second")
    assert "first" not in hints.text.value
    hints.more.click()
    assert "first" in hints.text.value and "second" not in hints.text.value
    hints.more.click()
    assert "second" in hints.text.value and hints.more.disabled


def test_a_prediction_is_locked_before_the_truth_is_shown_and_remembered():
    guess = bones.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    guess.lock.click()
    assert "Because" not in guess.reply.value
    guess.choice.value = "a"
    guess.lock.click()
    assert "Because" in guess.reply.value and guess.choice.disabled
    again = bones.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    assert again.choice.value == "a" and again.choice.disabled and "Because" in again.reply.value


def test_a_choice_that_the_browser_held_back_until_after_the_press_is_the_guess():
    guess = bones.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    guess.choice.value = "a"
    guess.lock.click()
    guess.choice.value = "b"  # as it comes from a browser that was pressed quickly, while the kernel was busy
    assert "As you guessed" in guess.reply.value
    again = bones.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    assert again.choice.value == "b" and "As you guessed" in again.reply.value


def test_a_recall_question_answers_at_once_and_may_be_tried_again():
    recall = bones.Recall("Who?", ["x", "y"], "y", "y does it.")
    recall.choice.value = "x"
    assert "Not yet" in recall.reply.value
    recall.choice.value = "y"
    assert "Right" in recall.reply.value


def test_a_question_whose_answer_is_no_option_is_refused():
    with pytest.raises(ValueError, match="must be one of"):
        bones.Recall("Who?", ["x"], "y", "")


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
    html = bones.assignment("08-backlog").html
    assert 'href="../work/08-backlog/08-backlog.ipynb"' in html
    assert "Validate" in html and "hand it in" in html
    assert (project / "work/08-backlog/08-backlog.ipynb").read_text() == "released"
    assert [path.name for path in (project / "work").iterdir()] == ["08-backlog"]


def test_an_assignment_that_was_begun_is_never_overwritten_and_the_words_are_the_same(project):
    first = bones.assignment("08-backlog").html
    mine = project / "work/08-backlog/08-backlog.ipynb"
    mine.write_text("my work")
    (project / "release/08-backlog/08-backlog.ipynb").write_text("released anew")
    assert bones.assignment("08-backlog").html == first
    assert mine.read_text() == "my work"


@pytest.mark.parametrize(("opened_by_the_course", "starts"), [(True, "10"), (False, "00")])
def test_an_assignment_that_was_laid_out_starts_as_the_released_one_does(
    project, tmp_path, monkeypatch, opened_by_the_course, starts
):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    released = project / "release" / "08-backlog" / "08-backlog.ipynb"
    cells = [nbformat.v4.new_code_cell("marking.rice()"), nbformat.v4.new_markdown_cell("A text")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), released)
    if opened_by_the_course:
        trust([released])
    bones.assignment("08-backlog")
    monkeypatch.chdir(project / "work" / "08-backlog")
    assert given('["marking.rice()", "a stranger\'s"]') == starts


def test_a_copy_that_broke_off_leaves_no_half_assignment(project, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copytree", full)
        assert "No space left on device" in bones.assignment("08-backlog").html
    assert list((project / "work").iterdir()) == []
    bones.assignment("08-backlog")
    assert (project / "work/08-backlog/08-backlog.ipynb").exists()


@pytest.mark.parametrize("call", [bones.assignment, bones.goals])
def test_an_unknown_name_or_a_missing_course_is_said_in_words_and_not_as_a_traceback(call, project, monkeypatch):
    assert "99-none" in call("99-none").html
    monkeypatch.chdir(project.parent)
    assert "course_config.py" in call("08-backlog").html


def test_goals_name_the_lesson_its_minutes_and_its_skills(project):
    html = bones.goals("08-backlog").html
    assert all(words in html for words in ("Backlog prioritization", "60 minutes", "backlog management"))


def test_the_last_lesson_says_that_it_is_the_last(project):
    names = [lesson.name for lesson in load(project).lessons]
    said = ["the last lesson" in bones.goals(name).html for name in names]
    assert said == [name == names[-1] for name in names]


@pytest.fixture
def longer(project):
    """The lesson has a part for those who have more time."""
    config = project / "course_config.py"
    config.write_text(config.read_text().replace('title="Backlog prioritization",\n', 'title="Backlogs", more=20,\n'))


@pytest.fixture
def told(longer, monkeypatch):
    """What the foot of a lesson with two exercises of the core and two beyond says, once those named are right."""
    core, more = {"08-a": "Mean", "08-b": "Order"}, {"08-c": "Ties", "08-d": "Luck or skill?"}
    monkeypatch.setattr(bones, "exercises", lambda _lesson, bonus=False: more if bonus else core)

    def foot(*right):
        for id in right:
            progress.remember_right(id, "kanban")
        return bones.finish("08-backlog")._repr_mimebundle_()["text/plain"]

    return foot


def test_the_foot_of_a_lesson_counts_the_core_and_names_what_is_left(told):
    words = told("08-a", "08-c")
    assert "1 of 2 exercises of this lesson are right. Left: Order." in words
    assert "Right beyond the lesson: Ties." in words
    assert "If you have more time, 20 minutes more stand below: Luck or skill?" in words and "?." not in words


def test_who_has_done_the_core_has_done_the_lesson_and_nothing_is_missing(told):
    words = told("08-a", "08-b")
    assert "All 2 exercises of this lesson are right" in words and "Left" not in words
    assert "If you have more time, 20 minutes more stand below: Ties; Luck or skill?" in words
    assert "beyond the lesson" not in words


def test_the_foot_and_the_skills_follow_what_is_right_while_the_lesson_is_open(longer, monkeypatch):
    monkeypatch.setattr(
        bones, "exercises", lambda _lesson, bonus=False: {} if bonus else {"08-a": "Mean", "08-b": "Order"}
    )
    foot, skills = bones.finish("08-backlog"), bones.progress()
    assert "0 of 2" in foot.html and "No exercise is right yet" in skills.html
    progress.remember_right("08-a", "kanban")
    assert "1 of 2" in foot.html and "Left: Order" in foot.html and "1 exercise right" in skills.html
    progress.remember_right("08-b", "kanban")
    assert "All 2 exercises of this lesson are right" in foot.html
    foot.close()
    skills.close()


def test_who_has_done_more_than_the_core_is_told_so(told):
    words = told("08-a", "08-b", "08-c", "08-d")
    assert "Right beyond the lesson: Ties; Luck or skill?" in words and "If you have more time" not in words


def test_goals_tell_the_minutes_of_the_part_for_who_has_more_time(longer):
    assert "plan about 60 minutes, and 20 more if you like." in bones.goals("08-backlog").html


def test_without_a_right_exercise_progress_says_how_it_grows():
    assert "No exercise is right yet" in bones.progress().html


def test_progress_counts_in_words_and_as_a_table_with_row_headers():
    for id, skill in (("a", "kanban"), ("b", "kanban"), ("c", "xp")):
        progress.remember_right(id, skill)
    html = bones.progress().html
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

    monkeypatch.setattr(bones.memory, "remember_right", broken)
    it = exercise(lambda: (Verdict.RIGHT, "", ()))
    it.check.click()
    assert "boom" in it.reply.value and "Traceback" not in it.reply.value


def test_options_that_are_quotations_are_quoted_once_and_end_once():
    guess = bones.Prediction("06-x", "Which?", ["“Not yet.”", "“No day.”"], "“No day.”", "So it was.")
    guess.choice.value = "“Not yet.”"
    guess.lock.click()
    assert "You guessed “Not yet.”. In fact: <strong>“No day.”</strong> So it was." in guess.reply.value


def test_a_prediction_that_cannot_be_remembered_says_so(monkeypatch):
    def broken(*_):
        raise RuntimeError("boom")

    guess = bones.Prediction("p-1", "Which?", ["a", "b"], "b", "Because.")
    monkeypatch.setattr(bones.memory, "remember_prediction", broken)
    guess.choice.value = "a"
    guess.lock.click()
    assert "boom" in guess.reply.value and "Nothing that you made is lost" in guess.reply.value


def test_an_exercise_for_an_unknown_skill_is_refused():
    with pytest.raises(SkillError, match="juggling"):
        exercise(lambda: None, "juggling")


def test_what_authors_and_checks_write_is_never_html():
    nasty = "<script>alert(1)</script> & <b>"
    it = exercise(lambda: (Verdict.RIGHT, nasty, ()))
    it.check.click()
    guess = bones.Prediction("p-1", nasty, [nasty, "b"], nasty, nasty)
    guess.choice.value = nasty
    guess.lock.click()
    hints = bones.Hints(nasty)
    hints.more.click()
    shown = [it.reply.value, guess.reply.value, hints.text.value]
    assert all("<script" not in html and "&lt;script&gt;" in html for html in shown)


def parts():
    return (
        bones.Recall("Who?", ["x", "y"], "y", "why"),
        bones.Prediction("p-1", "Which?", ["a", "b"], "b", "Because."),
        bones.Hints("one"),
        exercise(lambda: (Verdict.RIGHT, "", ())),
    )


def controls(widget):
    if isinstance(widget, widgets.Box):
        return [found for child in widget.children for found in controls(child)]
    return [] if isinstance(widget, (widgets.HTML, Landing)) else [widget]


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


def test_what_a_prediction_hides_is_not_made_before_the_guess_is_locked():
    made = []

    def panel():
        made.append(True)
        return bones.Panel("<p>The truth</p>")

    guess = bones.Prediction("p-2", "Which?", ["a", "b"], "b", "Because.", panel)
    assert not made and guess.shown.value == ""
    guess.choice.value = "b"
    guess.lock.click()
    assert made and "The truth" in guess.shown.value
    assert "The truth" in bones.Prediction("p-2", "Which?", ["a", "b"], "b", "Because.", panel).shown.value


def test_where_to_look_ends_with_one_full_stop():
    for where in ("Start here, “A worked example”.", "Start here, “A worked example”", "Put them in order. Which?"):
        recall = bones.Recall("How?", ["one", "two"], "two", "it is so.", where=where)
        recall.choice.value = "one"
        assert "”.." not in recall.reply.value and "?." not in recall.reply.value
        assert "Then choose again." in recall.reply.value
