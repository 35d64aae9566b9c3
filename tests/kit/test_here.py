"""One editor serves a whole lesson: it stands where the learner works, and all exercises judge the same work."""

import pytest

from pmcourse.backlog.lesson import exercise_dependencies, exercise_moscow, exercise_order, table


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pmcourse.artifact.file._open", {})


def stands_in(place):
    return place.editor in place.place.children


def test_the_first_place_has_the_editor_and_the_others_a_button_that_brings_it():
    first, order, moscow = table("rice", "wsjf"), exercise_order().widget, exercise_moscow().widget
    assert first.editor is order.editor is moscow.editor
    assert [stands_in(place) for place in (first, order, moscow)] == [True, False, False]

    moscow.bring.click()
    assert [stands_in(place) for place in (first, order, moscow)] == [False, False, True]
    assert first.bring in first.place.children and "Bring the backlog table here" in first.bring.description


def test_the_editor_is_set_up_for_the_place_that_it_comes_to():
    first, moscow = table("rice", "wsjf"), exercise_moscow().widget
    assert first.editor.method.value == "rice" and len(first.editor.method.options) == 2
    moscow.bring.click()
    assert moscow.editor.method.value == "moscow" and set(moscow.editor.rows[0].cells) == {"effort", "moscow"}
    assert "moved farthest" not in moscow.editor.status.value


def test_a_cell_that_runs_again_is_the_same_place_and_makes_the_editor_anew_for_a_browser_that_came_later():
    first, order = table("rice"), exercise_order().widget
    order.bring.click()
    before = order.editor
    again, order_again = table("rice"), exercise_order().widget
    assert stands_in(order_again) and not stands_in(again) and not stands_in(first)
    assert order_again.editor is not before and order_again.editor is first.editor


def test_what_is_done_elsewhere_counts_and_takes_an_old_verdict_away():
    first, exercise = table("rice"), exercise_dependencies()
    first.editor.rows[0].down.click()
    exercise.check.click()
    assert "Not yet" in exercise.reply.value
    first.editor.rows[0].down.click()
    assert exercise.reply.value == ""


def test_what_could_not_be_done_when_it_comes_is_said():
    place = table("rice")
    place.trouble("It broke.")
    assert "It broke." in place.children[-1].value
