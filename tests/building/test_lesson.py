"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import json
import random
from html import unescape
from pathlib import Path
from statistics import mean

import pytest

from pmcourse.artifact import save
from pmcourse.building import lesson
from pmcourse.building.case import (
    CASE,
    FEE,
    INTEREST,
    NAIVE,
    PAIRS,
    REWRITES,
    SAVED,
    STORIES,
    TEXTS,
    VELOCITY,
    WEEKEND,
)  # fmt: skip
from pmcourse.building.merging import FAILS, STOPS, changed, merge
from pmcourse.building.model import best, value
from pmcourse.building.mutants import mutants, row, sufficient, survivors
from pmcourse.building.rewriting import rewrites
from pmcourse.findings import Verdict
from pmcourse.stories.model import Story, StorySet

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "12-building.ipynb"
TABLE = [("1", "no", "no", "0"), ("2", "yes", "no", "2"), ("3", "yes", "no", "4,00"), ("4", "no", "no", "2.0"),
         ("12", "yes", "yes", "10")]  # fmt: skip


def words():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


def fill(editor, rows):
    for cells, typed in zip(editor.rows, rows, strict=False):
        for control, text in zip(cells.values(), typed, strict=True):
            control.value = text


def test_a_table_is_right_when_it_catches_all_and_never_fails_the_right_program(reply):
    exercise = lesson.exercise_examples()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    fill(editor, TABLE[:2])
    assert "faulty copies pass all of your rows" in reply(exercise)
    fill(editor, TABLE)
    assert "✓ Right" in reply(exercise) and "5 rows" in reply(exercise)
    assert "26 of 26 caught" in editor.shown.value and "26 faulty copies, 0 not caught" in editor.shown.value
    editor.rows[1][""].value = "3"
    assert "Row 2 fails on the right program" in reply(exercise)
    assert "the right program fails it" in editor.shown.value
    editor.undo.click()
    assert "✓ Right" in reply(exercise)
    editor.rows[5]["days"].value = "many"
    assert "Row 6 cannot be run" in reply(exercise) and "whole number from 0 to 45" in editor.shown.value


def test_a_table_is_there_again_when_the_lesson_is_opened_again():
    fill(lesson.exercise_examples().widget, TABLE)
    again = lesson.exercise_examples().widget
    assert [again.rows[2][name].value for name in ("days", "machine", "volunteer", "")] == list(TABLE[2])


def test_values_on_paper_are_judged_line_by_line(reply):
    exercise = lesson.exercise_trace()
    right = {"m": {"4": "26", "6": "20,0", "8": "10"}}
    exercise.widget.fill(right)
    assert "✓ Right" in reply(exercise)
    for case, cells in right.items():
        for column in cells:
            exercise.widget.fill(right | {case: cells | {column: "7"}})
            assert lesson.exercise.texts("trace")[f"{case}{column}"] in reply(exercise)


def test_lines_are_judged_by_running_them_and_the_reply_names_an_input_that_goes_wrong(reply):
    exercise = lesson.exercise_order()
    assert "○ Not attempted" in reply(exercise)
    for order in (["b5", "b2", "b3", "b4", "b6", "b1"], ["b2", "b5", "b3", "b4", "b6", "b1"]):
        exercise.widget.fill(order)
        assert "✓ Right" in reply(exercise)
    exercise.widget.fill(["b5", "b2", "b3", "b6", "b4", "b1"])
    assert "not lost, broken, clean” it gives 0; the rule says 2" in reply(exercise)
    exercise.widget.fill(["b3", "b5", "b2", "b4", "b6", "b1"])
    assert "stops half way" in reply(exercise)


def test_lines_steps_and_what_was_said_of_rewrites_are_kept_with_the_examples():
    lesson.exercise_order().widget.lines.value = ["b5", "b2", "b3", "b4", "b6", "b1"]
    lesson.exercise_refactor().widget.choices["A"].value = "lower"
    cycle = lesson.exercise_cycle().widget.lines
    cycle.value = list(reversed(cycle.value))
    work = CASE.mine().value
    assert work.order == ("b5", "b2", "b3", "b4", "b6", "b1") and work.rewrites == {"A": "lower"}
    assert work.cycle == tuple(cycle.value) and lesson.exercise_cycle().widget.value == list(work.cycle)


def test_criteria_of_the_lesson_on_stories_are_shown_as_rows_that_might_be():
    shown = lesson.own_criteria()
    shown.bring.click()
    assert "Nothing from the lesson on user stories (07) yet" in shown.shown.value and "TS-03" in shown.shown.value
    stories = [
        Story(id="S-1", text="As a member, I want to see my fee."),
        Story(
            id="S-2",
            text="As Bram, I want to correct a fee.",
            criteria="Given a fee of 4, when <b>I halve it</b>, then it is 2.",
        ),
        Story(
            id="S-3", text="As a member, I want it quick.", criteria="Given a page, when it opens, then it is quick."
        ),
    ]
    save("answers/stories.json", StorySet(stories=tuple(stories[:1])))
    shown.bring.click()
    assert "None of your stories has acceptance criteria yet" in shown.shown.value
    save("answers/stories.json", StorySet(stories=tuple(stories)))
    shown.bring.click()
    text = shown.shown.value
    assert "S-1" not in text and "TS-03" not in text and "<b>" not in text
    assert text.index("It has a number") < text.index("S-3") < text.index("It has no number")


def test_a_rewrite_is_told_by_running_it_and_by_its_complexity(all_right):
    right = {"A": "lower", "B": "other", "C": "same"}
    all_right(lesson, "refactor", right, ["same"])
    assert [WEEKEND.complexity(), REWRITES["A"].complexity(), REWRITES["C"].complexity()] == [3, 2, 3]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("merge", {"m1": "clean", "m2": "stops", "m3": "fails"}),
        ("practices", TEXTS["practices"]["right"]),
    ],
)
def test_a_choice_for_each_is_all_right_and_says_of_each_wrong_one_where_to_look(name, right, all_right):
    all_right(lesson, name, right)


def test_red_comes_before_green_and_tidying_after_it(reply):
    exercise = lesson.exercise_cycle()
    right = TEXTS["cycle"]["right"]
    exercise.widget.fill([right[2], *right[:2], *right[3:]])
    assert "Look at place 1: too early for “Femi writes the least code" in reply(exercise)
    exercise.widget.fill(right)
    assert "✓ Right" in reply(exercise)


def test_a_rota_is_judged_by_its_rules(reply):
    exercise = lesson.exercise_rota()
    editor = exercise.widget
    right = ["Ines+Kofi Joris+Lea", "Femi+Ines Joris+Lea", "Femi+Joris Kofi+Lea", "Femi+Lea Ines+Joris"]
    editor.rounds[0].value = right[0]
    assert "Not answered yet: Round 2; Round 3; Round 4" in reply(exercise)
    for control, one in zip(editor.rounds, right, strict=True):
        control.value = one
    told = reply(exercise)
    assert "The same pair meets twice: Joris + Lea." in told and "Alone more than once: Kofi." in told
    for control, one in zip(
        editor.rounds,
        ["Ines+Kofi Joris+Lea", "Femi+Joris Ines+Lea", "Femi+Lea Joris+Kofi", "Femi+Ines Kofi+Lea"],
        strict=True,
    ):
        control.value = one
    assert "✓ Right" in reply(exercise)
    editor.rounds[1].value = "Femi+Ines Joris+Kofi"
    told = reply(exercise)
    assert "Kofi is away in round 2" in told and "Lea is new, and works alone" in told


def test_stories_are_judged_by_what_was_finished(reply):
    exercise = lesson.exercise_plan()
    editor = exercise.widget

    def take(*ids):
        for id, control in editor.stories.items():
            control.value = "take" if id in ids else ""
        return reply(exercise)

    assert "These stories take 15 points" in take("S-1", "S-2", "S-4")
    assert "S-5 has no estimate" in take("S-1", "S-5")
    assert "S-4 needs S-1" in take("S-2", "S-4")
    assert "These stories are worth 12. Others that fit are worth more." in take("S-2", "S-6")
    assert "✓ Right" in take("S-1", "S-3", "S-4") and "10 points. The values add up to 18." in editor.total.value


def test_a_program_runs_line_by_line_and_says_what_each_name_stands_for():
    tracer = lesson.tracer()
    tracer.case.value = "a machine, 30 days late, a volunteer"
    for _ in range(4):
        tracer.next.click()
    assert "After line 4" in tracer.names.value and "58" in tracer.names.value
    for _ in range(4):
        tracer.next.click()
    assert "gives back" in tracer.names.value and "10" in tracer.names.value and tracer.next.disabled
    tracer.case.value = "a machine, 1 day late"
    tracer.next.click()
    assert tracer.next.disabled and "gives back" in tracer.names.value


def test_numbers_in_the_text_are_the_models():
    text, copies = words(), mutants(FEE)
    assert len(copies) == 26 and "26 faulty copies" in text and "all 26" in lesson.exercise.texts("examples")["task"]
    assert len(survivors(FEE, NAIVE)) == 9 and '["none", "9", "20"], "9"' in text
    assert len(sufficient(FEE)) == 5 and "Five can be enough" in lesson.exercise.texts("examples")["right"]
    volunteer = {"days": 26, "machine": True, "volunteer": True}
    femis = FEE.having((*FEE.lines[:5], FEE.lines[6], FEE.lines[5], FEE.lines[7]))
    assert (FEE.run(volunteer), femis.run(volunteer)) == (10, 20)
    assert "Bram's book said 10. Femi's program said 20" in text
    assert all(one is None or one >= two for one, two in zip(femis.behaviour, FEE.behaviour, strict=True))
    late = [FEE.run(volunteer | {"days": days}) != femis.run(volunteer | {"days": days}) for days in range(46)]
    assert late.index(True) == 12 and all(late[12:]) and "12 days are 22: the book says 20 and then 10" in text
    assert femis.run(volunteer | {"days": 12}) == 11 and FEE.run(volunteer | {"days": 2}) == 1
    assert FEE.run({"days": 2, "machine": True, "volunteer": False}) == 2 and "| 2 | yes | no | 2 |" in text
    assert SAVED / INTEREST == 12 and "6 ÷ 0.5 = 12" in text
    assert value(best(STORIES, VELOCITY)) == 18 and 48 / (8 - 2) == 8


def test_the_guess_about_two_changes_is_what_merging_them_gives():
    femi, ines = PAIRS["m3"]
    assert (femi.line, femi.text, ines.line, ines.text) == (6, "fee = min(fee, 15)", 3, "if machine: rate = 3")
    for one in (femi, ines):
        given, expected = dict(one.example.given), one.example.expected
        assert given["machine"] and f"a machine, {given['days']:g} days, gives {expected:g}" in words()
    assert merge(FEE, femi, ines) == FAILS and changed(FEE, [femi, ines]).run(dict(ines.example.given)) == 15
    assert merge(FEE, femi, ines._replace(line=7)) == STOPS


def test_rows_by_chance_catch_what_the_text_says():
    luck, every = random.Random(1), [row(given, got) for given, got in zip(FEE.grid, FEE.behaviour, strict=True)]
    few, more = (mean(26 - len(survivors(FEE, luck.sample(every, n))) for _ in range(500)) / 26 for n in (5, 8))
    assert few == pytest.approx(0.71, abs=0.015) and more == pytest.approx(0.77, abs=0.015)
    assert "catch 71% of the copies on average, eight catch 77%" in words()


def test_pictures_say_in_words_what_they_show():
    assert "26 faulty copies, 9 not caught. a boundary is off by one: 0 of 1" in lesson.naive().alt
    assert "both are even in week 12" in lesson.debt().alt
    assert lesson.naive().png.startswith(b"\x89PNG")


def test_nothing_is_judged_before_it_is_tried(reply):
    for name in ("examples", "trace", "order", "refactor", "cycle", "merge", "practices", "rota", "plan"):
        assert getattr(lesson, f"exercise_{name}")().judge().verdict is Verdict.NOT_ATTEMPTED


def test_rewrites_can_be_practised_on_one_program_after_another(reply, new_kernel):
    exercise = lesson.exercise_again()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    assert any("lower" in rewrites(number).kinds.values() for number in (1, 2, 3))
    for number in (1, 2, 3):
        made = rewrites(number)
        assert all(line in unescape(editor.program.value) for line in made.today.lines)
        for name, kind in made.kinds.items():
            editor.choices[name].value = kind
        assert "✓ Right" in reply(exercise)
        changed = next(name for name, kind in made.kinds.items() if kind == "other")
        for simpler in (name for name, kind in made.kinds.items() if kind == "lower"):
            editor.choices[simpler].value = "same"
            assert f"Look at {simpler} once more: it does the same" in reply(exercise)
            editor.choices[simpler].value = "lower"
        editor.choices[changed].value = "same"
        assert f"with {changed} it is" in reply(exercise)
        if number < 3:
            editor.again.click()
            assert editor.missing and editor.value.practice == number + 1
    new_kernel()
    assert lesson.exercise_again().widget.value.practice == 3
    editor.again.click()
    editor.undo.click()
    assert editor.choices[changed].value == "same"
