"""The lesson on the screen: its exercises, its picture and its widget."""

import pytest

from pmcourse.building import lesson
from pmcourse.building.case import CASE
from pmcourse.findings import Verdict

pytestmark = pytest.mark.usefixtures("desk")


def test_the_mean_is_judged_as_people_type_it():
    exercise = lesson.exercise_mean()
    assert exercise.judge().verdict is Verdict.NOT_ATTEMPTED
    exercise.widget.fill("4,25")
    assert exercise.judge().verdict is Verdict.NOT_YET
    exercise.widget.fill("13,0")
    assert exercise.judge().verdict is Verdict.RIGHT


def test_the_order_is_judged_undone_and_kept():
    exercise = lesson.exercise_order()
    board = exercise.widget
    assert exercise.judge().verdict is Verdict.NOT_ATTEMPTED
    board.lines.value = list(CASE.start.shortest_first().ids)
    assert exercise.judge().verdict is Verdict.RIGHT
    board.undo.click()
    assert board.lines.value == list(CASE.start.ids)
    board.redo.click()
    assert lesson.board().lines.value == list(CASE.start.shortest_first().ids)


def test_the_picture_says_in_words_what_it_shows():
    assert "A new booking page is done after 8 days" in lesson.waiting().alt
    assert lesson.waiting().png.startswith(b"\x89PNG")
