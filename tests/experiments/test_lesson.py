"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from pmcourse.experiments import checks, lesson
from pmcourse.experiments.case import CAME_BACK, CASE, CATS, GOOD, POOR, SETTING
from pmcourse.experiments.model import Boundary, Kind, Method, Plan
from pmcourse.experiments.shares import difference, quantile, size, split
from pmcourse.experiments.worlds import bounds, crossing, hidden, promise, run
from pmcourse.kit import progress
from pmcourse.kit.shares import at_least

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
RULE = {
    "share": "30",
    "shelve_from": "0",
    "shelve_to": "7",
    "pivot_from": "8",
    "pivot_to": "11",
    "go_from": "12",
    "go_to": "40",
}


def words(lesson="03-experiments"):
    cells = json.loads((NOTEBOOKS / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


def fill(fields, values):
    for name, text in values.items():
        fields[name].value = text


def test_a_hypothesis_is_right_when_each_slot_fits_and_else_the_first_that_does_not_is_told(reply):
    exercise = lesson.exercise_slots()
    assert "○ Not attempted" in reply(exercise)
    fill(exercise.widget.slots, lesson.FITS | {"whom": "w1"})
    assert "○ Not attempted" in reply(exercise)
    exercise.widget.about.value = Kind.JOB.value
    assert "✗ Not yet" in reply(exercise) and "“Everybody” cannot be proved wrong" in exercise.reply.value
    exercise.widget.slots["whom"].value = "w4"
    assert "✗ Not yet" in reply(exercise) and "do they have the problem, or would they act" in exercise.reply.value
    exercise.widget.about.value = Kind.DEMAND.value
    exercise.widget.undo.click()
    exercise.widget.redo.click()
    assert "✓ Right" in reply(exercise)
    assert "they order a delivery and pay 6 for it" in exercise.widget.sentence.value
    assert progress.progress_file().value.right == {"03-slots": "hypothesis-driven-development"}


def test_every_phrase_that_does_not_fit_has_its_own_reason():
    texts = lesson.exercise.texts("slots")
    for slot, phrases in CASE.start.phrases.items():
        assert {id for id in phrases if id not in texts} == {lesson.FITS[slot]}


def test_assumptions_are_placed_by_what_stands_in_them_and_the_riskiest_comes_first(reply):
    exercise = lesson.exercise_risk()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    for id, (harm, evidence) in lesson.PLACES.items():
        editor.controls[id, "harm"].value, editor.controls[id, "evidence"].value = harm.value, evidence.value
    editor.first.value = "A-1"
    assert "✗ Not yet" in reply(exercise) and "has least behind it" in exercise.reply.value
    editor.controls["A-4", "harm"].value = "the idea is dead"
    assert "Look at A-4 again: what would you do" in reply(exercise)
    editor.undo.click()
    editor.first.value = "A-2"
    assert "✓ Right" in reply(exercise)
    assert "A-2: if it is false, the idea is dead; nobody has looked" in editor.picture.value


def test_a_count_and_a_share_are_read_among_words():
    editor = lesson.exercise_rule().widget
    fill(editor.fields, {"go_from": "twelve", "go_to": "40 people", "share": "30 percent", "pivot_from": "20% of them"})
    assert (editor.rule.go_from, editor.rule.go_to, editor.rule.share, editor.rule.pivot_from) == (12, 40, 30, 8)
    editor.fields["go_from"].value = "12 weeks"
    assert "12 weeks" in editor.status.value and "in another unit" in editor.status.value


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("tests", lesson.TEST_FOR),
        ("stop", {id: lesson.NEXT_STEPS[step] for id, step in lesson.STEP_FOR.items()}),
        ("cats", lesson.READING_OF),
    ],
)
def test_a_choice_for_each_is_right_when_all_are_and_says_of_each_wrong_one_where_to_look(name, truth, reply):
    exercise = getattr(lesson, f"exercise_{name}")()
    texts = lesson.exercise.texts(name)
    by_label = {id: dict(control.options) for id, control in exercise.widget.choices.items()}

    def choose(answers):
        for id, control in exercise.widget.choices.items():
            control.value = by_label[id][answers[id]]

    for id in truth:
        choose(truth | {id: next(other for other in truth.values() if other != truth[id])})
        assert texts[id].split("?")[0][:40] in " ".join(reply(exercise).split())
    choose(truth)
    assert "✓ Right" in reply(exercise)


def test_a_rule_is_right_when_each_count_has_one_decision_and_chance_seldom_makes_it_wrong(reply):
    exercise = lesson.exercise_rule()
    assert "○ Not attempted" in reply(exercise)
    fill(exercise.widget.fields, RULE | {"pivot_from": "9"})
    exercise.widget.test.value = Method.SMOKE.value
    assert "if you ride out yourself" in reply(exercise)
    exercise.widget.test.value = Method.CONCIERGE.value
    assert "✗ Not yet" in reply(exercise) and "No decision for 8." in exercise.reply.value
    exercise.widget.fields["pivot_from"].value = "7"
    assert "Two decisions for 7." in reply(exercise)
    fill(exercise.widget.fields, {"pivot_from": "8", "share": "20"})
    assert "You go on from 12 on, and that is not where 20% of 40 people begin" in reply(exercise)
    fill(exercise.widget.fields, {"pivot_to": "7", "go_from": "8", "pivot_from": "5", "shelve_to": "4"})
    assert "If only 20% would pay, you would still go on in 56% of all such tries" in reply(exercise)
    fill(exercise.widget.fields, RULE | {"shelve_to": "0", "pivot_from": "1"})
    assert "you would shelve it in only 1% of all such tries" in reply(exercise)
    fill(exercise.widget.fields, RULE)
    assert "✓ Right" in reply(exercise), exercise.reply.value
    exercise.widget.fields["seen"].value = "10"
    assert "10 of 40: the rule says change and try again" in exercise.widget.shown.value


def test_other_rules_than_the_hinted_one_are_right_too(reply):
    exercise = lesson.exercise_rule()
    exercise.widget.test.value = Method.CONCIERGE.value
    fill(exercise.widget.fields, RULE | {"share": "32,5", "pivot_to": "12", "go_from": "13"})
    assert "✓ Right" in reply(exercise), exercise.reply.value


def test_what_is_no_count_is_said_and_the_old_value_stays(reply):
    editor = lesson.exercise_rule().widget
    editor.fields["go_from"].value = "many"
    assert "is not a number" in editor.status.value and editor.rule.go_from is None
    editor.fields["go_from"].value = "12.5"
    assert "People are counted whole (got 12.5)" in editor.status.value
    editor.fields["share"].value = "30 %"
    assert editor.rule.share == 30 and "People are counted whole (got 12.5)" in editor.status.value
    editor.fields["share"].value = "0.3"
    assert "Type 30% or 0.3%, with the sign." in editor.status.value and editor.rule.share == 30
    editor.fields["go_from"].value = "30%"
    assert editor.rule.go_from == 12
    editor.fields["share"].value = "30"
    editor.fields["go_from"].value = "12"
    assert editor.rule.go_from == 12 and editor.status.value == ""


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("shelve_from", "-1", "40 people are asked, so a count lies between 0 and 40 (got -1)"),
        ("go_to", "4000", "so a count lies between 0 and 40 (got 4000)"),
        ("seen", "50", "so a count lies between 0 and 40 (got 50)"),
        ("share", "300", "A share lies between 0% and 100% (got 300)"),
        ("share", "-5%", "A share lies between 0% and 100% (got -5%)"),
    ],
)
def test_a_number_that_nobody_can_count_is_refused_in_the_words_of_its_field(name, typed, said):
    editor = lesson.exercise_rule().widget
    editor.fields[name].value = typed
    assert said in editor.status.value and "_" not in editor.status.value.split("(got")[0].split(">")[-1]
    assert getattr(editor.rule, name) is None


def test_counts_with_two_decisions_are_named_below_the_shares_that_they_are_in_twice():
    editor = lesson.exercise_rule().widget
    fill(editor.fields, RULE)
    assert "Two decisions" not in editor.shown.value
    fill(editor.fields, {"pivot_from": "3"})
    assert "a line adds up to more than 100%" in editor.shown.value


@pytest.mark.parametrize("typed", ["abc", "-5", "3 weeks", "2.500"])
def test_a_rule_in_which_something_was_not_taken_is_not_judged_and_each_such_field_is_named(reply, typed):
    exercise = lesson.exercise_rule()
    editor = exercise.widget
    editor.test.value = Method.CONCIERGE.value
    fill(editor.fields, RULE)
    assert "✓ Right" in reply(exercise)
    editor.fields["share"].value = "300"
    assert "✓ Right" not in exercise.reply.value, "it was said of another rule"
    editor.fields["go_to"].value = typed
    editor.fields["pivot_to"].value = "11"
    assert editor.fields["share"].value == "300" and editor.fields["go_to"].value == typed
    for told in (editor.status.value, reply(exercise)):
        assert "Go on from this share on" in told and "Go on: to: " in told
    assert "Cannot be graded" in exercise.reply.value
    editor.undo.click()
    assert "“300”" in editor.status.value and editor.fields["share"].value == "30"


@pytest.mark.parametrize(
    ("typed", "said"), [("385", "✓ Right"), ("about 370 people", "✓ Right"), ("770", "both arms"), ("49", "0.49")]
)
def test_the_size_is_right_near_the_truth(typed, said, reply):
    exercise = lesson.exercise_size()
    exercise.widget.fill(typed)
    assert said in reply(exercise)


@pytest.mark.parametrize(
    ("people", "looks", "boundary", "said"),
    [
        (3000, 14, Boundary.NAIVE, "still finds one in 22% of all worlds"),
        (1000, 4, Boundary.OBRIEN, "is found in only 36% of all worlds"),
        (6000, 4, Boundary.OBRIEN, "more than the cheapest that does the same"),
        (3020, 20, Boundary.OBRIEN, "more than the cheapest that does the same"),
        (2960, 1, Boundary.NAIVE, "Noor wants to look four times or more"),
        (3010, 4, Boundary.OBRIEN, "✓ Right"),  # two whole weeks
        (3060, 6, Boundary.OBRIEN, "✓ Right"),
        (3620, 4, Boundary.POCOCK, "✓ Right"),
    ],
)
def test_any_plan_that_holds_is_right_and_one_that_does_not_says_why(people, looks, boundary, said, reply):
    exercise = lesson.exercise_plan()
    editor = exercise.widget
    editor.people.value, editor.looks.value, editor.boundary.value = people, looks, boundary.value
    assert said in reply(exercise), exercise.reply.value


def test_a_thousand_worlds_are_drawn_after_a_guess_and_told_in_words(reply):
    editor = lesson.exercise_plan().widget
    editor.many.click()
    assert "Guess first" in editor.status.value and editor.shown.value == ""
    editor.guess.value = "50"
    editor.many.click()
    assert "You guessed" in editor.shown.value and "50 of 1,000" in editor.shown.value
    seen = run(editor.plan, 0.2, hidden(SETTING, 1000, 1), 1000, 1)
    assert f"{np.count_nonzero(seen.said)} of 1,000" in editor.shown.value
    assert "worlds, truth +0.0 points" in editor.shown.value and "Lost if nobody ever builds" in editor.shown.value
    editor.effect.value = "none"
    editor.many.click()
    assert f"{np.count_nonzero(run(editor.plan, 0.2, 0.2, 1000, 1).said)} of 1,000" in editor.shown.value
    assert 'role="img"' in editor.shown.value and "Left out" in editor.shown.value
    editor.looks.value = 3
    assert editor.shown.value == ""  # worlds of another plan would be a false picture
    editor.one.click()
    assert (
        "of 3, with a difference of" in editor.shown.value
        and "The truth of this world: no effect" in editor.shown.value
    )


def test_the_loop_is_planned_from_its_end(reply):
    exercise = lesson.exercise_loop()
    assert "○ Not attempted" in reply(exercise)
    exercise.widget.lines.value = ["build", *(id for id in lesson.LOOP_ORDER if id != "build")]
    assert "begins by making something" in reply(exercise)
    exercise.widget.lines.value = lesson.LOOP_ORDER
    assert "✓ Right" in reply(exercise)


def test_an_exercise_is_taken_up_again_where_it_was_left(reply):
    editor = lesson.exercise_plan().widget
    editor.people.value = 2960
    assert lesson.exercise_plan().widget.people.value == 2960


@pytest.mark.parametrize("draw", [lesson.by_chance, lesson.alarms, lesson.winners, lesson.cats])
def test_a_picture_says_in_words_what_it_shows_and_is_the_same_each_time(draw):
    assert draw().alt == draw().alt and re.search(r"\d", draw().alt)
    assert draw().png == draw().png


CLAIMS = [  # what the text says, and what the model says of it
    ("7.85 is (1.96 + 0.84)²", lambda: round((quantile(0.95) + quantile(0.6)) ** 2, 2) == 7.85),
    ("7.85 × 0.1126 ÷ 0.0004 = 2,210 in each arm", lambda: size(0.05, 0.07) == round(7.85 * 0.1126 / 0.0004) == 2210),
    ("4,420 people in two arms, at 1,100 a month", lambda: 2 * size(0.05, 0.07) == 4420 and 3.9 < 4420 / 1100 < 4.1),
    ("In 44% of them", lambda: round(100 * (1 - at_least(12, 40, 0.3))) == 44),
    ('"22%"', lambda: round(100 * sum(map(sum, crossing(bounds(Boundary.NAIVE, 14), 0.0)))) == 22),
    ("with five looks Pocock (1977) asks for 2.41 at each", lambda: round(bounds(Boundary.POCOCK, 5)[0], 2) == 2.41),
    ("4.56 at the first, and only 2.04 at the last", lambda: [round(one, 2) for one in bounds(Boundary.OBRIEN, 5)][::4]
     == [4.56, 2.04]),
    ("430 people a day, and 20% book", lambda: (SETTING.a_day, SETTING.before) == (430, 0.2)),
    ("people in each arm the noise is √(2 × 0.2 × 0.8 ÷ 3,010) = 1.03 points, so 3 points more are a z of 2.9",
     lambda: 14 * SETTING.a_day == 2 * 3010 and round(100 * math.sqrt(0.32 / 3010), 2) == 1.03),
    ("3 points more are a z of 2.9", lambda: round(3 / 1.03, 1) == 2.9),
    ("if it brought 3 points more", lambda: round(SETTING.points, 6) == 3),
    ("+6.3, three times the truth. Only 12%", lambda: "12% of the tests say" in lesson.winners().alt
     and "+6.3 points" in lesson.winners().alt),
    ("44,700 players a gate at level 30 and 45,489 one at level 40", lambda: CATS == (44_700, 45_489)),
    ("8,502 against 8,279: 19.0% and 18.2%", lambda: CAME_BACK["after 7 days"] == (8502, 8279)
     and [round(100 * one, 1) for one in difference((8502, 8279), CATS).shares] == [19.0, 18.2]),
    ("z = -3.16", lambda: round(difference(CAME_BACK["after 7 days"], CATS).z, 2) == -3.16),
    ("0.82 points (95% interval -1.33 to -0.31)", lambda: "-0.82 points, 95% from -1.33 to -0.31" in lesson.cats().alt),
    ("After 1 day z is -1.78", lambda: round(difference(CAME_BACK["after 1 day"], CATS).z, 2) == -1.78),
    ("789 ÷ √90,189 = 2.63", lambda: CATS[1] - CATS[0] == 789 and round(789 / math.sqrt(sum(CATS)), 2) == 2.63),
    ("(p = .0086)", lambda: round(split(CATS), 4) == 0.0086),
    ("25% of 20 is 5. Go on from 5 to 20", lambda: checks.first_count(25, 20) == 5),
    ("3,400 members and twelve lending points", lambda: "3,400 members borrow a drill, a tent or a sewing machine from"
     " twelve lending points" in words("08-backlog")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "holds"), CLAIMS)
def test_what_the_text_says_is_what_the_numbers_say(text, holds):
    assert text in words() and holds()


def test_what_the_exercises_say_is_what_the_numbers_say():
    said = {
        name: " ".join(str(text) for text in lesson.exercise.texts(name).values())
        for name in ("rule", "size", "stop", "plan")
    }
    assert "About 385, six times fewer" in said["size"] and size(0.4, 0.5) == 385 and 5.5 < 2210 / 385 < 6
    assert "pays from 20% on, and Noor hopes for 40%" in said["rule"] and (POOR, GOOD) == (0.2, 0.4)
    assert "10 of 100 such tries at most" in said["rule"] and "in at least 80; and" in said["rule"]
    assert (checks.FALSE_GO, checks.SEEN_GO, checks.SHELVED) == (0.10, 0.80, 0.50)
    assert "√6,000 is 77. 400 ÷ 77 is more than 5" in said["stop"] and 400 / math.sqrt(6000) > 5
    assert "800 of 1,000 worlds" in said["plan"] and "finds +3 points in 80%" in said["plan"]


def test_the_hidden_effect_that_the_stop_exercise_tells_of_fits_its_interval():
    half = 1.96 * math.sqrt(2 * 0.2 * 0.8 / 3010) * 100
    assert pytest.approx(half, abs=0.1) == (7.2 - 3.2) / 2 and pytest.approx(half, abs=0.1) == (2.1 + 1.9) / 2


def test_the_bold_plan_at_the_start_is_not_yet_right_and_the_lesson_needs_it_so():
    start = promise(Plan(people=1000, looks=14), SETTING)
    assert CASE.start.find("E-2").plan == Plan(people=1000, looks=14)
    assert start.false_alarm > 0.2 and start.power < 0.6


def test_a_guess_in_percent_is_no_number_of_worlds():
    editor = lesson.exercise_plan().widget
    editor.guess.value = "40%"
    editor.many.click()
    assert "Guess first: type a number from 0 to 1,000" in editor.status.value and editor.shown.value == ""
