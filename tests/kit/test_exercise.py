"""An exercise judges only what was touched, says what, why and next, and forgets a verdict when the work changes."""

import tomllib
from pathlib import Path

import pytest

import pmcourse
from pmcourse.artifact import Artifact, ArtifactFile
from pmcourse.errors import CourseError
from pmcourse.findings import Finding, Severity
from pmcourse.kit import progress
from pmcourse.kit.editor import Editor
from pmcourse.kit.exercise import Exercises, judged, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.questions import ChooseEach, Number, ShortText

TOML = """
[one]
skill = "kanban"
task = "Do <it>."
right = "Well done, {who}."
not_yet = "Not there."
other = "Something else is in the way: {what}."
hints = ["Look.", "Look again."]
"""


class Thing(Artifact):
    kind = "thing"
    name: str = "start"
    size: int = 1


class ThingEditor(Editor[Thing]):
    def __init__(self, file):
        super().__init__(file)
        self.begin(self.undo, self.redo, self.status)


@pytest.fixture(autouse=True)
def lesson_toml(desk):
    (desk / "lesson.toml").write_text(TOML)


@pytest.fixture
def file(tmp_path):
    return ArtifactFile(tmp_path / "answers/thing.json", Thing, Thing())


@pytest.fixture
def exercises(tmp_path):
    return Exercises("10-kanban", tmp_path)


def grave(severity=Severity.MUST):
    return Finding(skill="kanban", criterion="c", severity=severity, message="WHAT <b>", why="WHY", hint="NEXT")


def build(exercises, file, check, about=lambda thing: thing.name):
    return exercises("one", lambda: ThingEditor(file), about)(check)()


def test_an_untouched_part_is_not_judged_whatever_else_was_changed(exercises, file):
    it = build(exercises, file, lambda now, start: right(who="you"))
    file.put(Thing(size=9))
    it.check.click()
    assert "Not attempted" in it.reply.value and "Nothing is changed yet" in it.reply.value


def test_a_right_answer_says_so_in_sign_and_word_and_grows_the_skill(exercises, file):
    it = build(exercises, file, lambda now, start: right(who=now.name))
    file.put(Thing(name="Noor"))
    it.check.click()
    assert "✓" in it.reply.value and "Right" in it.reply.value and "Well done, Noor." in it.reply.value
    assert progress.progress_file().value.right == {"10-one": "kanban"}
    assert "You have done this one before" in build(exercises, file, lambda now, start: right(who="x")).reply.value


def test_sentences_that_pass_are_said_to_pass_and_not_to_be_right(exercises, file, desk):
    (desk / "lesson.toml").write_text(TOML + "sentences = true\n")
    build = exercises("one", lambda: ThingEditor(file))(lambda now, start: right(who="you"))
    exercise = build()
    file.put(Thing(name="other"))
    exercise.check.click()
    again = build()
    for reply, words in ((exercise.reply.value, "Well done, you."), (again.reply.value, "done this one before")):
        assert "The checks pass</strong>" in reply and "✓" in reply and words in reply
        assert "Right" not in reply


def test_an_answer_that_is_not_there_yet_says_what_why_and_next(exercises, file):
    it = build(exercises, file, lambda now, start: [grave()])
    file.put(Thing(name="x"))
    it.check.click()
    assert all(word in it.reply.value for word in ("✗", "Not there.", "WHAT &lt;b&gt;", "WHY", "NEXT"))
    assert progress.progress_file().value.right == {}


def test_a_right_answer_after_a_wrong_one_is_called_mended(exercises, file):
    one = build(exercises, file, lambda now, _: right(who=now.name) if now.name == "Ada" else not_yet())
    for name, said in (("Bob", "✗"), ("Ada", "Mended. Well done, Ada."), ("Bob", "✗"), ("Ada", "Mended.")):
        file.put(Thing(name=name))
        one.check.click()
        assert said in one.reply.value
    one.check.click()
    assert "Mended" not in one.reply.value and "Well done, Ada." in one.reply.value


def test_a_finding_that_is_only_a_guess_does_not_stop_a_right_answer():
    assert judged([grave(Severity.LOOK)]).verdict.value == "right"
    assert judged([grave(Severity.SHOULD)]).verdict.value == "not yet"


def test_a_check_may_name_what_is_in_the_way(exercises, file):
    it = build(exercises, file, lambda now, start: not_yet("other", what="the size"))
    file.put(Thing(name="x"))
    it.check.click()
    assert "Something else is in the way: the size." in it.reply.value


def test_an_old_verdict_goes_when_the_work_changes_and_not_when_something_else_does(exercises, file):
    it = build(exercises, file, lambda now, start: not_yet())
    file.put(Thing(name="x"))
    it.check.click()
    file.put(Thing(name="x", size=2))
    assert "Not there." in it.reply.value
    file.put(Thing(name="y", size=2))
    assert it.reply.value == ""


def test_a_check_that_breaks_says_so_and_that_nothing_is_lost(exercises, file):
    it = build(exercises, file, lambda now, start: 1 / 0)
    file.put(Thing(name="x"))
    it.check.click()
    assert "Cannot be graded" in it.reply.value and "Nothing that you made is lost" in it.reply.value


def asked(exercises, question):
    return exercises("one", lambda: question)(lambda now, start: right(who="you"))()


def test_what_was_answered_is_there_again_after_a_restart_and_is_judged_only_when_asked(exercises, other_kernel):
    asked(exercises, ChooseEach(["Noor", "Bram"], ["yes", "no"])).widget.choices["Noor"].value = "no"
    again = other_kernel(asked, exercises, ChooseEach(["Noor", "Bram"], ["yes", "no"]))
    assert again.widget.value == {"Noor": "no"} and again.reply.value.count("✗") == 0
    assert asked(exercises, Number("How many?")).widget.value is None  # the question has changed since


def test_what_was_right_once_and_is_answered_otherwise_now_is_not_called_right(exercises, other_kernel):
    def half(now, start):
        return right(who="you") if now == "50" else not_yet()

    def made():
        return exercises("one", lambda: Number("Half of it"))(half)()

    it = made()
    for typed in ("50", "33", "abc"):
        it.widget.text.value = typed
        it.check.click()
        again = other_kernel(made)
        assert ("done this one before" in again.reply.value) == (typed == "50")
        assert ("another answer" in again.reply.value) == (typed != "50")


def test_an_answer_that_the_artefact_keeps_is_kept_there_alone(exercises, file):
    asked(exercises, kept_in(file, "name", ShortText("Name"))).widget.text.value = "Noor"
    assert file.value.name == "Noor" and progress.progress_file().value.answers == {}
    file.undo()
    assert asked(exercises, kept_in(file, "name", ShortText("Name"))).widget.value == "start"


def test_a_question_with_a_gap_is_not_attempted_and_the_gap_is_named(exercises):
    it = exercises("one", lambda: ChooseEach(["Noor", "Bram"], ["yes", "no"]))(lambda now, start: right(who="you"))()
    it.widget.choices["Noor"].value = "yes"
    it.check.click()
    assert "Not answered yet: Bram." in it.reply.value
    asks = exercises("one", lambda: ChooseEach(["Who pays?"], ["yes", "no"]))(lambda now, start: right(who="you"))()
    asks.check.click()
    assert "Not answered yet: Who pays?<" in asks.reply.value
    it.widget.choices["Bram"].value = "no"
    it.check.click()
    assert "Well done, you." in it.reply.value


def test_a_change_that_a_browser_held_back_until_after_the_press_is_judged_with_it(exercises, monkeypatch):
    monkeypatch.setattr("pmcourse.kit.exercise.JUST", 60.0)
    it = exercises("one", lambda: ShortText("Name"))(
        lambda now, start: right(who=now) if now == "Noor" else not_yet()
    )()
    it.widget.text.value = "Bram"
    it.check.click()
    assert "Not there." in it.reply.value
    it.widget.text.value = "Noor"
    assert "Well done, Noor." in it.reply.value


def test_a_new_answer_to_a_question_takes_the_old_verdict_away(exercises):
    it = exercises("one", lambda: Number("How long?"))(lambda now, start: not_yet())()
    it.widget.text.value = "3"
    it.check.click()
    assert "Not there." in it.reply.value
    it.widget.text.value = "4"
    assert it.reply.value == ""


def test_undo_and_redo_say_what_they_did_and_follow_the_file(exercises, file):
    editor = ThingEditor(file)
    assert editor.undo.disabled
    file.put(Thing(name="x"))
    editor.undo.click()
    assert file.value == Thing() and "undone" in editor.status.value and not editor.redo.disabled
    editor.redo.click()
    assert file.value == Thing(name="x")


def test_the_task_is_escaped_and_a_missing_text_is_named(exercises, tmp_path, file):
    assert "Do &lt;it&gt;." in build(exercises, file, lambda now, start: right()).children[1].value
    (tmp_path / "lesson.toml").write_text(TOML.replace("task", "tusk"))
    with pytest.raises(CourseError, match=r"'task' in \[one\]"):
        build(exercises, file, lambda now, start: right())


def test_what_nobody_can_read_is_asked_for_again_and_is_not_called_wrong(exercises):
    it = exercises("one", lambda: Number("How long", "days"))(lambda now, start: not_yet())()
    it.widget.fill("long")
    it.check.click()
    assert "“long” is not a number" in it.reply.value and "Not there" not in it.reply.value
    it.widget.fill("7")
    it.check.click()
    assert "Not there" in it.reply.value


def test_a_check_that_refuses_what_was_right_once_stops_no_lesson(exercises, other_kernel):
    def refusing(now, start):
        raise CourseError("Nobody can tell.")

    progress.remember_answer("10-one", "50")
    progress.remember_right("10-one", "backlog-management")
    it = exercises("one", lambda: Number("Half of it"))(refusing)()
    assert "another answer" in it.reply.value
    it.check.click()
    assert "Nobody can tell." in it.reply.value


PARTS = {"a": "True", "b": "False"}


@pytest.mark.parametrize(
    ("make", "kept", "told"),
    [
        (lambda: Number("How long", "days"), ["7"], True),
        (lambda: Number("How long", "days"), 7, False),
        (lambda: Number("How long", "days"), "long", False),
        (lambda: Number("How long", "days"), None, False),
        (lambda: ChooseEach(["x", "y"], PARTS), 17, True),
        (lambda: ChooseEach(["x", "y"], PARTS), {"x": ["a"], "y": "b"}, True),
        (lambda: ChooseEach(["x", "y"], PARTS), {"x": "a"}, False),
        (lambda: ChooseEach(["x", "y"], PARTS), {}, False),
    ],
)
def test_an_answer_in_the_file_that_does_not_fit_is_told_and_stops_nothing(exercises, make, kept, told):
    progress.remember_answer("10-one", kept)
    it = exercises("one", make)(lambda now, start: not_yet())()
    assert ("please answer once more" in it.reply.value) is told
    it.check.click()


LESSONS = sorted(Path(pmcourse.__file__).parent.glob("*/lesson.toml"))


@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.parent.name)
def test_no_lesson_says_the_words_of_the_verdict_a_second_time(file):
    texts = tomllib.loads(file.read_text(encoding="utf-8"))
    replies = [text for one in texts.values() if isinstance(one, dict) for key, text in one.items() if key != "task"]
    assert [text for text in replies if isinstance(text, str) and text.lower().startswith("not yet")] == []
