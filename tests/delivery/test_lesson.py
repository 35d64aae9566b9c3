"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.artifact import save
from pmcourse.delivery import checks, lesson, line, rollout
from pmcourse.delivery.case import BAD, CASE, FAILED, FEW, LEAD, ONE, SIZES, TEAM, TEXTS, THROUGH, USUAL
from pmcourse.delivery.model import Rollout, Step
from pmcourse.findings import Verdict
from pmcourse.kanban.case import TEAM as BOARD
from pmcourse.kanban.model import Flow
from pmcourse.kanban.worlds import tried

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "13-delivery.ipynb"


def words():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("22", "✓ Right"),
        ("21,6 %", "✓ Right"),
        ("22 percent", "✓ Right"),
        ("24", "counts batches with two faults twice"),
        ("78", "batch is green"),
        ("3", "all eight are without a fault"),
    ],
)
def test_a_red_batch_is_judged_as_people_type_it(typed, said, reply):
    exercise = lesson.exercise_red()
    assert exercise.judge().verdict is Verdict.NOT_ATTEMPTED
    exercise.widget.fill(typed)
    assert said in reply(exercise)


def test_stages_are_right_in_every_order_that_is_as_quick(reply):
    exercise = lesson.exercise_order()
    assert "○ Not attempted" in reply(exercise)
    for right in (["unit", "style", "contract", "browser", "load"], ["unit", "contract", "style", "browser", "load"]):
        exercise.widget.lines.value = right
        assert "✓ Right" in reply(exercise)
    exercise.widget.lines.value = ["style", "unit", "contract", "load", "browser"]
    assert "Divide the minutes of each stage" in reply(exercise)


def build(editor, batch, *used):
    for id, control in editor.uses.items():
        control.value = "use" if id in used else ""
    if used:
        editor.order.value = list(used)
    editor.batch.value = batch


def test_a_pipeline_is_judged_by_its_limits_first_and_then_by_its_cost(reply):
    exercise = lesson.exercise_build()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise) and editor.watch.disabled
    build(editor, 8, "unit", "browser")
    assert "28% of faults come through" in reply(exercise)
    build(editor, 1, "unit", "contract", "browser")
    assert "More comes than the pipeline can take" in reply(exercise) and "falls behind" in editor.result.value
    build(editor, 20, "unit", "contract", "browser")
    assert "hours to its release" in reply(exercise)
    build(editor, 3, "unit", "contract", "browser")
    assert "more minutes than it must" in reply(exercise)
    build(editor, 9, "unit", "contract", "browser")
    assert "✓ Right" in reply(exercise)
    build(editor, 8, "unit", "contract", "browser")
    assert "✓ Right" in reply(exercise)


def test_200_changes_travel_and_their_picture_goes_with_their_pipeline():
    editor = lesson.exercise_build().widget
    build(editor, 8, "unit", "contract", "browser")
    editor.watch.click()
    assert "200 changes in one world" in editor.picture.value and "Left out" in editor.picture.value
    editor.batch.value = 9
    assert editor.picture.value == ""
    editor.undo.click()
    assert editor.batch.value == 8 and lesson.exercise_build().widget.order.value == ["unit", "contract", "browser"]


@pytest.mark.parametrize("name", ["policy", "improves"])
def test_a_choice_for_each_is_all_right_and_says_of_each_wrong_one_where_to_look(name, all_right):
    all_right(lesson, name, TEXTS[name]["right"])


def test_the_policy_of_the_main_line_is_kept_with_pipeline_flag_and_trial():
    id, choice = next(iter(TEXTS["policy"]["right"].items()))
    lesson.exercise_policy().widget.choices[id].value = choice
    fill(lesson.exercise_trial().widget, {"1": {"stop_from": "6"}})
    assert CASE.mine().value.policy == {id: choice} and CASE.mine().value.rollout.mark == 6


def test_the_whole_way_takes_the_limits_of_the_kanban_lesson_and_the_learners_pipeline():
    way = lesson.whole()
    way.bring.click()
    assert "Build a pipeline" in way.shown.value
    CASE.mine().put(CASE.mine().value.changed(used=("unit", "contract"), batch=3))
    way.bring.click()
    assert "Nothing from the lesson on kanban (10) yet" in way.shown.value and "limits 2, 3, 1" in way.shown.value
    assert "2 stages, batches of 3" in way.shown.value and "hardly any of it" in way.shown.value
    save("answers/flow.json", Flow(limits={"analyse": 2, "build": 4, "test": 1}))
    way.bring.click()
    board = tried(BOARD.setting, (2, 4, 1), 0)
    assert "Nothing from" not in way.shown.value and "your board, limits 2, 4, 1" in way.shown.value
    assert f"within {board.half:.0f} days, 85% within {board.most:.0f}" in way.shown.value
    hours = line.mean_lead(CASE.mine().value.pipeline, 3, TEAM)
    assert f"{hours:.1f} hours on average, or {hours / 8:.1f} days" in way.shown.value
    Path("answers/flow.json").write_text("{", encoding="utf-8")
    way.bring.click()
    assert "is not JSON" in way.shown.value and "limits 2, 3, 1" in way.shown.value


def test_a_flag_is_right_when_it_does_nobody_harm(reply):
    exercise = lesson.exercise_flag()
    editor = exercise.widget
    editor.parts["place"].value = "visit"
    assert "Not answered yet" in reply(exercise) and "Choose all three" in editor.console.value
    editor.parts["grows"].value, editor.parts["off"].value = "stay", "new"
    assert "see something else on their next visit" in reply(exercise)
    assert (
        "100 people, the same in each row" in editor.console.value and "Tried on 3,000 people" in editor.console.value
    )
    editor.parts["place"].value = "person"
    assert "The same people are first" in reply(exercise)
    editor.parts["place"].value = "flag"
    assert "still see it" in reply(exercise)
    editor.parts["off"].value = "beats"
    assert "✓ Right" in reply(exercise)


GROWS = {
    "1": {"share": "5 %", "stop_from": "6"}, "2": {"share": "25", "stop_from": "6 faults"},
    "3": {"share": "100%", "stop_from": "11"},
}  # fmt: skip


def fill(editor, steps=GROWS, **parts):
    for id, fields in steps.items():
        editor.form.which.value = id
        for name, text in fields.items():
            editor.form.fields[name].value = text
    for name, id in parts.items():
        editor.parts[name].value = id


def test_a_roll_out_that_grows_by_steps_with_marks_and_knows_what_follows_is_right_and_kept(reply):
    exercise = lesson.exercise_trial()
    editor = exercise.widget
    assert "Not answered yet: the mark of step 1" in reply(exercise)
    fill(editor)
    assert "Not answered yet: What is counted" in reply(exercise)
    fill(editor, {}, **TEXTS["plan"]["right"])
    assert "✓ Right" in reply(exercise)
    kept = CASE.mine().value.rollout
    assert [(one.share, one.visits, one.stop_from) for one in kept.steps] == [(5, 300, 6), (25, 300, 6), (100, 600, 11)]
    editor.form.which.value = "1"
    assert "Step 1, 5% of people" in editor.picture.value and "89 are stopped" in editor.picture.value
    editor.undo.click()
    assert editor.parts["act"].value == ""


@pytest.mark.parametrize(
    ("steps", "parts", "said"),
    [({"1": {"stop_from": "3"}}, {}, "The mark of step 1 stops 58% of good releases"),
     ({"2": {"stop_from": "8"}}, {}, "step 2 stops only 68%"),
     ({"3": {"stop_from": "6"}}, {}, "of good releases"), ({"1": {"share": "20"}}, {}, "to 20% of people; at most 10%"),
     ({"2": {"share": "5"}}, {}, "Step 2 shows it to 5%"), ({"3": {"share": "90"}}, {}, "ends at 90%"),
     ({"2": {"visits": "40", "stop_from": "2"}}, {}, "40 visits no mark"), ({}, {"measure": "m1"}, "in time"),
     ({}, {"informs": "w2"}, "told who can do nothing"), ({}, {"act": "a1"}, "meet the fault for longer")],
)  # fmt: skip
def test_each_hole_of_a_roll_out_is_named(steps, parts, said, reply):
    exercise = lesson.exercise_trial()
    fill(exercise.widget, **TEXTS["plan"]["right"])
    fill(exercise.widget, steps, **parts)
    assert said in reply(exercise)


@pytest.mark.parametrize(
    ("name", "typed"), [("share", "many"), ("share", "120"), ("visits", "0"), ("stop_from", "2.5")]
)
def test_what_breaks_a_rule_of_a_step_is_refused_in_words_and_stays_to_be_put_right(name, typed):
    editor = lesson.exercise_trial().widget
    before = CASE.mine().value
    fill(editor, {"2": {name: typed}})
    assert "The old value still counts" in editor.status.value and CASE.mine().value == before
    assert editor.form.fields[name].value == typed
    assert not [word for word in ("stop_from", "valid integer", "fractional") if word in editor.status.value]
    assert editor.status.value.count("(got") == 1


@pytest.mark.parametrize("typed", ["2.5", "40%"])
def test_a_mark_that_is_no_whole_number_is_told_so(typed):
    editor = lesson.exercise_trial().widget
    fill(editor, {"2": {"stop_from": typed}})
    assert "should be a whole number" in editor.status.value


def test_a_first_step_of_one_percent_is_taken_as_the_field_says(reply):
    exercise = lesson.exercise_trial()
    fill(exercise.widget, **TEXTS["plan"]["right"])
    fill(exercise.widget, {"1": {"share": "1"}})
    assert CASE.mine().value.rollout.steps[0].share == 1 and "✓ Right" in reply(exercise)


def test_a_plan_is_not_judged_while_a_field_shows_what_was_refused(reply):
    exercise = lesson.exercise_trial()
    fill(exercise.widget, **TEXTS["plan"]["right"])
    fill(exercise.widget, {"1": {"share": "0"}})
    assert "! Cannot be graded" in reply(exercise) and "People who see it (%)" in reply(exercise)
    exercise.widget.undo.click()
    assert "is gone" in exercise.widget.status.value and "Cannot be graded" not in reply(exercise)


@given(st.lists(st.sampled_from([2.0, 5.0, 10.0, 11.0, 40.0, 100.0]), max_size=5), st.sampled_from([5, 6, 7, None]))
def test_a_plan_passes_just_when_its_shares_grow_from_few_to_all_and_each_mark_fits(shares, mark):
    steps = tuple(Step(id=str(at), share=one, visits=300, stop_from=mark) for at, one in enumerate(shares))
    grows = bool(shares) and shares[0] <= 10 and shares[-1] == 100 and shares == sorted(set(shares))
    work = Rollout(steps=steps, **TEXTS["plan"]["right"])
    assert (not checks.plan(work, USUAL, BAD, TEXTS["plan"]["right"])) == (grows and mark == 6)


def test_five_keys_are_read_each_by_its_own_hint(reply):
    exercise = lesson.exercise_keys()
    right = {"lead": "14 hours", "a_week": "2,0", "fail": "28.6%", "recovery": "14,5 h", "rework": "14"}
    wrong = {"lead": "20", "a_week": "2.33", "fail": "14", "recovery": "8", "rework": "29"}
    said = {"lead": "all nine changes in order", "a_week": "three weeks", "fail": "two of seven",
            "recovery": "only releases that failed", "rework": "all seven"}  # fmt: skip
    for id in right:
        exercise.widget.fill({"log": right | {id: wrong[id]}})
        assert said[id] in reply(exercise)
    exercise.widget.fill({"log": right})
    assert "✓ Right" in reply(exercise)


def lead(batch, minutes=30):
    return line.mean_lead([ONE[0].model_copy(update={"minutes": minutes})], batch, FEW)


CLAIMS = [
    ("22, 27 and 31 changes", lambda: [SIZES[at] for at in FAILED] == sorted(SIZES)[-3:] == [22, 27, 31]),
    ("the last 24 releases", lambda: len(SIZES) == 24),
    ("94% are green, so 6% are **red**", lambda: round(100 * line.red(2, 0.03)) == 6),
    ("22 times is 51%, so 49% are red", lambda: round(100 * line.red(22, 0.03)) == 49),
    ("8 changes take 3 more runs", lambda: line.halvings(8) == 3),
    ("About 1.0 hours", lambda: f"{lead(2):.1f}" == "1.0"),
    ("With 8 it takes 2.7 hours, with 20 more than 6", lambda: f"{lead(8):.1f}" == "2.7" and 6 < lead(20) < 7),
    ("With 1 the pipeline is always busy", lambda: line.busy(ONE, 1, FEW) > 1),
    ("With tests of 8 minutes a batch of 1 would take 0.2 hours", lambda: f"{lead(1, 8):.1f}" == "0.2"),
    ("Two changes come in an hour, and 6% have a fault", lambda: (TEAM.rate, TEAM.fault) == (2, 0.06)),
    ("28 pairs: 1 - 0.95 multiplied 28 times is 76%", lambda: round(100 * rollout.collide(8, 0.05)) == 76),
    ("With four it is 26%", lambda: round(100 * rollout.collide(4, 0.05)) == 26),
    ("1 of 100 visits ends in a fault. A bad release makes 3 of 100",
     lambda: (USUAL, BAD) == (0.01, 0.03)),
    ('"58"', lambda: round(100 * rollout.stops(3, 300, USUAL, BAD).good) == 58),
]  # fmt: skip


@pytest.mark.parametrize(("told", "holds"), CLAIMS, ids=[told for told, _ in CLAIMS])
def test_numbers_in_the_text_are_the_models(told, holds):
    assert told in words() and holds()


def test_numbers_in_the_exercises_are_the_models():
    texts = lesson.exercise.texts
    assert round(100 * line.red(8, FEW.fault)) == 22 and "is 22%" in texts("red")["right"]
    assert line.red(8, FEW.fault) > 1 / 5 and "More than every fifth batch stops" in texts("red")["right"]
    assert (
        f"{THROUGH:.0%} of faults may come through" in texts("build")["task"]
        and f"{LEAD:g} hours" in texts("build")["task"]
    )
    known = {stage.id: stage for stage in CASE.start.stages}
    for id, minutes, catches in (("unit", 4, 0.45), ("style", 1, 0.05), ("browser", 22, 0.5), ("load", 20, 0.1)):
        assert (known[id].minutes, known[id].catches) == (minutes, catches)
        assert f"{minutes} ÷ {catches:g} = {round(minutes / catches, 1):g}" in " ".join(texts("order")["hints"])
    assert rollout.good_counts(300, USUAL, BAD) == [6]
    leads = sorted(hours for row in TEXTS["keys"] for hours in row["lead"])
    assert ", ".join(f"{hours:g}" for hours in leads) in texts("keys")["hints"][0]


def test_pictures_say_in_words_what_they_show():
    assert "Those with 22, 27, 31 changes failed" in lesson.releases().alt
    assert "2: 1.0" in lesson.batches().alt and lesson.batches().png.startswith(b"\x89PNG")
