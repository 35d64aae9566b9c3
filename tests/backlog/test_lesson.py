"""The lesson's exercises judge what a learner does, and what the lesson's text says of the case is so."""

import json
from pathlib import Path

import pytest

from pmcourse.backlog import lesson
from pmcourse.backlog.kano import class_of, evaluate
from pmcourse.backlog.methods import METHODS, Quadrant, quadrants, rank, shifts
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.kit import progress

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "08-backlog.ipynb"
CLASSES = {"must": ("T-02", "T-03", "T-07", "T-14"), "should": ("T-13", "T-04"), "could": ("T-12", "T-11", "T-23")}


@pytest.fixture
def case():
    return lesson.CASE.start


def text():
    return "\n".join("".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"])


def test_the_estimate_is_right_once_t07_leads_by_numbers_that_can_be_believed(reply):
    exercise = lesson.exercise_estimate()
    row = next(row for row in exercise.widget.editor.rows if row.item_id == "T-07")
    assert "○ Not attempted" in reply(exercise)
    row.cells["reach"].value = "1000"
    assert "✗ Not yet" in reply(exercise) and "T-04 still leads" in exercise.reply.value
    row.cells["effort"].value = "0.1"
    assert "✗ Not yet" in reply(exercise) and "Nobody will believe 0.1 person-weeks" in exercise.reply.value
    row.cells["effort"].value = "1"
    row.cells["reach"].value = "1200"
    assert "✓ Right" in reply(exercise)
    assert progress.progress_file().value.right == {"08-estimate": "backlog-management"}


def test_an_estimate_is_not_judged_while_a_field_of_the_table_shows_what_was_refused(reply):
    exercise = lesson.exercise_estimate()
    cells = next(row for row in exercise.widget.editor.rows if row.item_id == "T-07").cells
    cells["reach"].value = "1200"
    cells["effort"].value = "a few"
    assert "! Cannot be graded – T-07: effort must be a number (got 'a few')" in reply(exercise)
    cells["effort"].value = "1"
    assert "✓ Right" in reply(exercise)


@pytest.mark.parametrize("change", [{"reach": 99_999_999}, {"reach": 99_999_999, "effort": 1}, {"effort": 0.01}])
def test_numbers_that_nobody_would_believe_are_doubted_though_they_lead(case, change, reply):
    exercise = lesson.exercise_estimate()
    lesson.CASE.mine().put(case.change("T-07", **change))
    assert "✗ Not yet" in reply(exercise) and "Nobody will believe" in exercise.reply.value


def test_the_dependencies_are_right_in_any_order_that_keeps_them(case, reply):
    exercise = lesson.exercise_dependencies()
    assert "○ Not attempted" in reply(exercise)
    lesson.CASE.mine().put(case.move("T-24", 0))
    assert "✗ Not yet" in reply(exercise) and "Too early still: T-03" in exercise.reply.value
    assert "needs T-07" not in exercise.reply.value  # the table says it, and a finding is said once
    lesson.CASE.mine().put(case.reorder(best_order(case).order))
    assert "✓ Right" in reply(exercise)


@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "✓ Right"), (1.04, "✓ Right"), (1.06, "✗ Not yet")])
def test_an_order_is_right_within_5_percent_of_the_least_cost(case, factor, verdict, reply):
    exercise = lesson.exercise_order()
    lesson.CASE.mine().put(case.reorder(order_near(case, factor)))
    assert verdict in reply(exercise)


def order_near(case, factor):
    """An order that keeps the dependencies and costs just under `factor` times the least (and over 1% less)."""
    least = best_order(case)
    order = list(least.order)
    while True:
        dearer = [
            other
            for at in range(len(order) - 1)
            if not case.reorder(other := [*order[:at], order[at + 1], order[at], *order[at + 2 :]]).broken()
            and cost_of_order(case, order) < cost_of_order(case, other) <= least.cost * factor
        ]
        if not dearer:
            assert cost_of_order(case, order) > least.cost * (factor - 0.01)
            return order
        order = dearer[0]


def test_the_cheapest_order_by_number_alone_is_not_right_where_it_breaks_dependencies(case, reply):
    exercise = lesson.exercise_order()
    lesson.CASE.mine().put(case.reorder(row.id for row in rank(case, "wsjf")))
    assert "✗ Not yet" in reply(exercise) and "Too early still: T-03" in exercise.reply.value
    assert "needs T-07" not in exercise.reply.value  # the table says it, and a finding is said once


def test_the_classes_are_asked_for_counted_and_then_judged_by_the_rules(case, reply):
    exercise = lesson.exercise_moscow()
    assert "○ Not attempted" in reply(exercise)
    lesson.CASE.mine().put(case.change("T-02", moscow="must"))
    assert "✗ Not yet" in reply(exercise) and "23 of 24 items have no class yet: T-01" in exercise.reply.value
    lesson.CASE.mine().put(classed(case, {"must": case.ids}))
    assert "✗ Not yet" in reply(exercise) and "All 24 items are Must" in exercise.reply.value
    lesson.CASE.mine().put(classed(case, CLASSES))
    assert "✓ Right" in reply(exercise), exercise.reply.value


def test_what_fits_no_release_is_not_right_however_well_it_is_shared(case, reply):
    exercise = lesson.exercise_moscow()
    more = {"must": CLASSES["must"], "should": (*CLASSES["should"], "T-01"), "could": CLASSES["could"]}
    lesson.CASE.mine().put(classed(case, more))
    assert "Must, Should and Could take 29 person-weeks, and there are 26" in reply(exercise)


@pytest.mark.parametrize(
    ("exercise", "truth"),
    [
        (lesson.exercise_urgency, {id: shape.value for id, shape in lesson.SHAPE_OF.items()}),
        (lesson.exercise_kano, {id: evaluate(*pair) for id, pair in lesson.SURVEY.items()}),
    ],
)
def test_a_choice_for_each_is_right_when_all_are_and_names_those_that_are_not(exercise, truth, reply):
    it = exercise()
    same = next(iter(truth.values()))
    for control in it.widget.choices.values():
        control.value = same
    wrong = ", ".join(id for id, right in truth.items() if right != same)
    assert f"Look again at {wrong}" in reply(it)
    for id, control in it.widget.choices.items():
        control.value = truth[id]
    assert "✓ Right" in reply(it)


def classed(backlog, classes):
    for id in backlog.ids:
        backlog = backlog.change(id, moscow=next((name for name, ids in classes.items() if id in ids), "wont"))
    return backlog


def test_the_quadrants_are_right_as_the_map_shows_them(case, reply):
    exercise = lesson.exercise_quadrant()
    assert "○ Not attempted" in reply(exercise)
    boxes = exercise.widget.choices.values()
    for choice in boxes:
        choice.value = "time sink"
    assert "✗ Not yet" in reply(exercise) and "T-04" in exercise.reply.value
    for choice in boxes:
        choice.value = quadrants(case)[choice.description.split()[0]].value
    assert "✓ Right" in reply(exercise)


def test_the_model_backlog_of_the_case_has_the_tensions_that_the_lesson_needs(case):
    leaders = {rank(case, by)[0].id for by in ("rice", "wsjf", "safe", "value-effort", "opportunity")}
    assert len(case.items) >= 20 and len(leaders) >= 4
    assert len(case.broken()) >= 3


def test_what_the_text_says_of_the_case_is_what_the_numbers_say(case):
    said = text()
    place = {by: {row.id: row.rank for row in rank(case, by)} for by in METHODS}
    score = {row.id: row.score.value for row in rank(case, "rice")}
    assert "There are 24 items" in said and len(case.items) == 24
    assert "T-04, the reminder: 3,000 people × 1 × 90% ÷ 1.5 weeks = 1,800" in said and score["T-04"] == 1800
    assert "T-05, late fees: 600 × 2 × 50% ÷ 3 =\n200" in said and score["T-05"] == 200
    assert "T-24, the payment provider, reaches nobody by itself, so it scores 0" in said and score["T-24"] == 0
    assert "although two other items wait for it" in said
    assert sum("T-24" in item.depends_on for item in case.items) == 2
    assert "Booking for everyone stands for 6,500 a week" in said and case.find("T-02").cost_of_delay == 6500
    assert "T-02 takes 5 weeks, so it must begin in week 21 of 26" in said
    assert lesson.ROOM - case.find("T-02").duration == 21
    assert "the dark theme for 60" in said and case.find("T-22").cost_of_delay == 60
    assert "so RICE puts it 23rd" in said and place["rice"]["T-03"] == 23 and case.find("T-03").reach == 12
    assert shifts(case, "rice", "wsjf")[0][0].id == "T-03"
    by_rice = [row.id for row in rank(case, "rice")]
    assert "It also breaks three dependencies" in said and len(case.reorder(by_rice).broken()) == 3
    assert "more than half" in said and cost_of_order(case, by_rice) > 1.5 * best_order(case).cost
    assert class_of(case.find("T-16").kano) == "reverse"
    assert "RICE puts it second, and value ÷ effort first" in said
    assert place["rice"]["T-16"] == 2 and place["value-effort"]["T-16"] == 1
    assert "stands 20th or lower in RICE, WSJF and value ÷ effort" in said
    assert min(place[by]["T-20"] for by in ("rice", "wsjf", "value-effort")) == 20
    assert "nine weeks of work, 30% sure" in said
    assert (case.find("T-20").effort, case.find("T-20").confidence) == (9, 0.3)


def test_most_of_the_founders_wishes_are_big_bets_as_the_prediction_says(case):
    wishes = [quadrants(case)[id] for id in ("T-01", "T-20", "T-23", "T-09", "T-10")]
    assert wishes.count(Quadrant.BIG_BET) > len(wishes) / 2


def test_the_two_kano_questions_are_answered_in_the_words_that_the_lesson_teaches():
    asked = str(lesson._surveyed())
    assert "without it “I do not mind”" in asked and "“I neutral”" not in asked and "” it" not in asked
    assert "“I like it”" in text() and "“I do not mind”" in text()
