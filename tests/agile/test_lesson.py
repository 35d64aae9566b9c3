"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import json
from pathlib import Path

import pytest

from pmcourse.agile import assignment, lesson, plot
from pmcourse.agile.case import CASE, DESK, PAST, REAL, SPRING, SUMMER
from pmcourse.agile.choosing import KEYS, best, greedy, most
from pmcourse.agile.drift import Market, clairvoyant, good, means
from pmcourse.agile.forecast import kept, promise
from pmcourse.agile.model import Rule
from pmcourse.agile.panels import rule_html
from pmcourse.kit import progress

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "06-agile.ipynb"


def words():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


def fill(question, answers):
    for key, one in answers.items():
        question.choices[key].value = one


@pytest.mark.parametrize(("name", "truth"), [
    ("principles", lesson.BROKEN), ("rules", lesson.WHOSE), ("done", lesson.SORTED),
])  # fmt: skip
def test_a_set_is_right_when_each_line_is_and_each_wrong_line_has_its_own_words(reply, name, truth):
    exercise = getattr(lesson, f"exercise_{name}")()
    assert "○ Not attempted" in reply(exercise)
    fill(exercise.widget, truth)
    assert "✓ Right" in reply(exercise)
    for key, one in truth.items():
        other = next(value for value in truth.values() if value != one)
        fill(exercise.widget, {key: other})
        assert "✗ Not yet" in reply(exercise)
        assert lesson.exercise.texts(name)[key] in exercise.reply.value.unescape()
        fill(exercise.widget, {key: one})


def test_a_sprint_is_judged_by_goal_room_and_value(reply):
    exercise = lesson.exercise_sprint()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    editor.boxes["S-10"].value = True
    assert "The sprint goal is not met: S-01, S-02 missing." in reply(exercise)
    for id in ("S-01", "S-02", "S-05"):
        editor.boxes[id].value = True
    assert "S-05 needs S-04" in reply(exercise) and "18 points are chosen, and 16 fit" in exercise.reply.value
    editor.boxes["S-05"].value = False
    editor.boxes["S-07"].value = True
    assert "93% of the value that could fit" in reply(exercise)  # the dearest first
    for id, taken in {"S-10": False, "S-07": False, "S-04": True, "S-05": True}.items():
        editor.boxes[id].value = taken
    assert "✓ Right" in reply(exercise) and "16 of 16 points" in editor.shown.value
    editor.undo.click()
    assert not editor.boxes["S-05"].value
    assert progress.progress_file().value.right["06-sprint"] == "agile-software-development"


def test_a_promise_is_the_second_lowest_of_eight(reply):
    exercise = lesson.exercise_promise()
    for typed, told in {
        "8": "kept in 8 of 9",
        "13,6 points": "far more seldom",
        "9": "Sort the eight",
        "x": "“x” is not a number",
    }.items():
        exercise.widget.text.value = typed
        assert told in reply(exercise)
    for typed in ("11 points", "eleven", "about 11 (the second lowest)"):
        exercise.widget.text.value = typed
        assert "✓ Right" in reply(exercise)


def test_an_interval_is_tried_on_teams_after_a_guess(reply):
    exercise = lesson.exercise_interval()
    editor = exercise.widget
    editor.many.click()
    assert "Guess first" in editor.status.value
    editor.guess.value = "50%"
    editor.many.click()
    said = editor.shown.value.unescape()
    assert "<td" in said and ">500<" in said and "24 teams: each one's interval" in said
    editor.sprints.value = 20
    assert "An interval that is too wide" in reply(exercise)
    editor.leave.value = 1
    assert "its price is" in reply(exercise)
    editor.sprints.value, editor.leave.value = 9, 0
    assert "✓ Right" in reply(exercise)


@pytest.mark.parametrize("typed", ["1500", "0.75", "150%", "-3", "3 weeks"])
def test_a_guess_that_is_no_number_of_the_teams_tries_none(typed):
    editor = lesson.exercise_interval().widget
    editor.guess.value = typed
    editor.many.click()
    assert "type a number of teams, from 0 to 1,000" in editor.status.value and editor.shown.value == ""


def test_one_sprint_left_out_at_each_end_is_said_without_a_number():
    assert "without the lowest and the highest of them" in rule_html(Rule(sprints=9, leave=1))
    assert "without the 2 lowest and the 2 highest of them" in rule_html(Rule(sprints=9, leave=2))


def test_a_team_of_the_assignment_whose_planning_takes_one_hour_is_told_so(monkeypatch):
    monkeypatch.setattr(assignment, "my_seed", lambda: 133572742)
    told = [control.description for control in assignment.rhythm().choices.values()]
    assert any(each.endswith("one planning takes 1 hour.") for each in told)


def test_sliders_that_leave_no_two_sprints_say_the_rule_and_stay_as_they_were():
    editor = lesson.exercise_interval().widget
    editor.leave.value = 1
    assert editor.leave.value == 0 and "At least two sprints must be left" in editor.status.value


def test_a_burn_up_is_read_with_decimals_or_rounded_up(reply):
    exercise = lesson.exercise_burnup()
    cells = exercise.widget.cells
    for id, text in {"added": "24", "left": "68", "still": "5", "growing": "4,2"}.items():
        cells[id, "n"].value = text
    assert "the goal moves away as well" in reply(exercise)
    cells["growing", "n"].value = "6"
    assert "✓ Right" in reply(exercise)
    cells["growing", "n"].value, cells["still", "n"].value = "5.5", "4.2"
    assert "✓ Right" in reply(exercise)
    cells["growing", "n"].value, cells["still", "n"].value = "6 weeks", "5 weeks"
    assert "✗ Not yet" in reply(exercise)
    cells["growing", "n"].value, cells["still", "n"].value = "11 weeks", "8.3 weeks"
    assert "✓ Right" in reply(exercise)


def test_a_rhythm_is_chosen_after_seasons_were_drawn(reply):
    exercise = lesson.exercise_rhythm()
    editor = exercise.widget
    editor.many.click()
    assert "Guess first" in editor.status.value
    editor.guess.value = 1
    editor.many.click()
    assert "mean of a thousand seasons" in editor.shown.value and "Left out:" in editor.shown.value
    editor.one.click()
    assert "Value delivered in one season" in editor.shown.value and "Somebody who knew" in editor.status.value
    assert "○ Not attempted" in reply(exercise)
    editor.every.value = 2
    assert "costs 15 of the 30 hours" in reply(exercise)
    editor.every.value = 12
    assert "○ Not attempted" in reply(exercise)
    editor.every.value = 3
    assert "✓ Right" in reply(exercise)


def test_an_action_needs_deed_owner_sign_and_day(reply):
    exercise = lesson.exercise_action()
    editor = exercise.widget
    for name, id in dict(lesson.FITS).items():
        editor.slots[name].value = id
    assert "✓ The checks pass" in reply(exercise) and "each change of the database" in editor.sentence.value
    editor.slots["sign"].value = "s3"
    assert "What shows that it helped?" in reply(exercise)


def test_every_phrase_that_does_not_fit_has_its_own_reason():
    texts = lesson.exercise.texts("action")
    for slot, phrases in CASE.start.phrases.items():
        assert {id for id in phrases if id not in texts} == {getattr(lesson.FITS, slot)}


def test_vague_words_in_ones_own_definition_of_done_are_asked_about():
    editor = lesson.own_done()
    editor.lines.value = "- The code is clean\n* All checks pass\nFinished by Friday"
    assert editor.value.done == ("The code is clean", "All checks pass", "Finished by Friday")
    said = editor.shown.value.unescape()
    assert "agree on “clean”" in said and "“by Friday” is a plan" in said and "All checks pass" not in said


def test_what_the_lesson_says_of_sprints_and_promises_is_what_the_model_says():
    text, items = words(), CASE.start.items
    assert "8 points; we finished more in each of the last six" in text and min(PAST) > 8
    assert "21, 14, 18, 9, 20 and 16 points" in text and PAST == (21, 14, 18, 9, 20, 16)
    assert round(sum(PAST) / 6, 1) == 16.3 and sum(one >= 17 for one in PAST) == 3
    assert promise(PAST, 0.86 - 0.01) == 9 and f"{kept(6, 1):.0%}" == "86%" and f"{kept(6, 2):.0%}" == "71%"
    assert promise(DESK, 7 / 9) == 11
    assert most(items, 16) == 28 and set(best(items, 16)) == {"S-01", "S-02", "S-04", "S-05"}
    for key in ("the dearest first", "the best for each point first"):
        assert CASE.start.choose(greedy(items, 16, KEYS[key])).value < 0.95 * 28
    assert sum(count for count, *_ in REAL.values()) == 451 and "In 451 real sprints" in text
    assert "83%, 91% and 91%" in text and [f"{worst:.0%}" for _, worst, _, _ in REAL.values()] == ["83%", "91%", "91%"]


def test_what_the_lesson_says_of_rhythms_is_what_the_seasons_say():
    text, found = words(), means(SPRING)
    assert "About 173, against 167 for every week and 149 for once" in text
    assert [round(found[every]) for every in (2, 3, 4, 1, 12)] == [173, 173, 173, 167, 149]
    still = means(Market(0.0, SPRING.planning))
    assert max(still, key=still.get) == 12 and good(SPRING) == (2, 3, 4) and good(SUMMER) == (3, 4, 6)
    assert "one planning takes a fifth of a week" in text and SPRING.planning / 3 == pytest.approx(0.2)
    assert clairvoyant(SPRING, 20).mean() > max(found.values())


def test_the_pictures_say_in_words_what_they_show():
    assert "after 6: 98 of 166" in lesson.burn_up().alt
    assert "every 2 weeks 173" in lesson.rhythms().alt and "once 149" in lesson.rhythms().alt
    assert plot.sprint_bar(CASE.start).alt == "The sprint: nothing is chosen. 0 of 16 points."
    assert "MongoDB" in lesson.real().html
