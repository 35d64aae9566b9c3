"""The exercises of the first lesson."""

import pytest

from pmcourse.artifact import read
from pmcourse.backlog.model import Backlog
from pmcourse.start.lesson import exercise_row, exercise_save

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
    exercise.widget.rows[0].cells["reach"].value = "500"
    assert "✓ Right" in reply(exercise) and "answers/first-steps.json" in exercise.reply.value
    assert read(tmp_path / "answers/first-steps.json", Backlog).find("A").reach == 500
    assert exercise_save().widget.rows[0].cells["reach"].value == "500"
