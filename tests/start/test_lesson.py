"""The exercises of the first lesson."""

import pytest

from pmcourse.artifact import read
from pmcourse.start.lesson import exercise_row, exercise_save
from pmcourse.start.wishes import Wishes

pytestmark = pytest.mark.usefixtures("desk")


@pytest.mark.parametrize(
    ("chosen", "verdict"), [(None, "○ Not attempted"), ("Delivery", "✗ Not yet"), ("A reminder", "✓ Right")]
)
def test_the_wish_that_helps_most_people_a_week_is_right(chosen, verdict, reply):
    exercise = exercise_row()
    wishes = [value for _, value in exercise.widget.choice.options]
    exercise.widget.choice.value = next((wish for wish in wishes if chosen and wish.startswith(chosen)), None)
    assert verdict in reply(exercise)


def test_a_change_is_right_once_it_is_on_the_disk(tmp_path, reply):
    exercise = exercise_save()
    assert "○ Not attempted" in reply(exercise)
    exercise.widget.weeks["delivery"].value = "2,5"
    assert "✓ Right" in reply(exercise) and "answers/wishes.json" in exercise.reply.value
    assert read(tmp_path / "answers/wishes.json", Wishes).delivery == 2.5
    assert exercise_save().widget.weeks["delivery"].value == "2.5"


def test_the_sentence_follows_what_is_typed_and_undo_brings_the_old_one_back():
    widget = exercise_save().widget
    assert "A reminder" in widget.result.value and "200 people a week" in widget.result.value
    widget.weeks["delivery"].value = "4"
    assert "Delivery" in widget.result.value and "250 people a week" in widget.result.value
    widget.undo.click()
    assert "A reminder" in widget.result.value and widget.weeks["delivery"].value == "10"


@pytest.mark.parametrize("typed", ["0", "-1", "101", "many", "", "1.200"])
def test_what_is_no_number_of_weeks_is_said_and_changes_nothing(typed):
    widget = exercise_save().widget
    widget.weeks["map"].value = typed
    assert "A map" in widget.status.value and "at most 100" in widget.status.value
    assert widget.value == Wishes()
