"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import json
from pathlib import Path

import pytest

from pmcourse.artifact import save
from pmcourse.discovery.model import Discovery, Persona
from pmcourse.findings import Verdict
from pmcourse.kit.shares import adjusted_wald
from pmcourse.usability import lesson, measures, worlds
from pmcourse.usability.case import CASE, EVALUATORS, LEWIS, PROBLEMS, SESSIONS, TEXTS
from pmcourse.usability.found import people_for, share_found
from pmcourse.usability.model import Measure, Question, Who

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "11-usability.ipynb"
MENDED = {
    "reserve": "You want to sleep outside with your children next weekend, and you have no tent. Please get one.",
    "steps": "On Saturday you want to hang up a shelf, and you have no drill. Please get one.",
    "like": "Your curtains are too long, and you have no machine to sew. See what you can do.",
    "give": "Your gutter is full of leaves, and no ladder is there. See to it that you have one as soon as possible.",
}
ALL = [event.id for session in SESSIONS for event in session.events if event.piece]


def words():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("people", "8", "✓ Right"),
        ("people", "8 people", "✓ Right"),
        ("people", "4", "Adjust it first"),
        ("people", "7", "✗ Not yet"),
        ("people", "many", "is not a number"),
        ("enough", "29", "✓ Right"),
        ("enough", "28,9 %", "✓ Right"),
        ("enough", "0.29", "✓ Right"),
        ("enough", "75", "How low may the truth be?"),
        ("enough", "33", "Add two of each kind"),
        ("sus", "67.5", "✓ Right"),
        ("sus", "67,5 of 100", "✓ Right"),
        ("sus", "67.5%", "✓ Right"),
        ("sus", "27", "multiply it"),
        ("sus", "42.5", "complain"),
        ("sus", "70", "✗ Not yet"),
    ],
)
def test_numbers_are_judged_as_people_type_them(name, typed, said, reply):
    exercise = getattr(lesson, f"exercise_{name}")()
    assert exercise.judge().verdict is Verdict.NOT_ATTEMPTED
    exercise.widget.fill(typed)
    assert said in reply(exercise)


@pytest.mark.parametrize("name", ["lines", "items", "wcag"])
def test_a_choice_for_each_is_all_right_and_says_of_a_wrong_one_where_to_look(name, all_right):
    options = TEXTS["items"]["options"] if name == "items" else ()
    all_right(lesson, name, TEXTS[name]["right"], options)


def test_tasks_are_looked_at_while_they_are_written(reply):
    exercise = lesson.exercise_tasks()
    exercise.widget.fields["reserve"].value = "You want a tent. Please reserve one for Saturday."
    assert "“Reserve” stands on the screen" in exercise.widget.heard["reserve"].value
    assert "Not answered yet" in reply(exercise)
    exercise.widget.fill(MENDED | {"like": TEXTS["tasks"]["like"]})
    assert "Something is left to mend in 1 of them" in reply(exercise)
    exercise.widget.fill(MENDED)
    assert "✓ The checks pass" in reply(exercise)
    exercise.widget.fields["steps"].value = "You have a heavy picture and a wall. Put it up."
    assert "heavy picture" in lesson.exercise_tasks().widget.fields["steps"].value


def test_sessions_are_watched_event_by_event_and_judged_beside_the_middle_evaluator(reply):
    exercise = lesson.exercise_watch()
    editor = exercise.widget
    assert "Nothing is marked yet" in reply(exercise) and len(editor.rows.children) == 1
    editor.next.click()
    assert len(editor.rows.children) == 2 and "electric drill" in editor.status.value
    editor.all.click()
    assert editor.next.disabled and len(editor.rows.children) == 13
    editor.boxes["S1-02"].value = editor.boxes["S1-03"].value = editor.boxes["S1-08"].value = True
    assert "Problems found: 1. False alarms: 1. The middle evaluator has 6" in reply(exercise)
    assert "Find 2, Basket 1" in editor.shown.value
    editor.boxes["S1-08"].value = False
    editor.session.value = "S3"
    assert len(editor.rows.children) == 1
    editor.undo.click()
    assert editor.boxes["S1-08"].value and editor.value.marks == ("S1-02", "S1-03", "S1-08")
    for id, box in editor.boxes.items():
        box.value = id in ALL
    assert "✓ Right" in reply(exercise) and "Problems found: 11. False alarms: 0" in reply(exercise)
    assert lesson.exercise_watch().widget.boxes["S3-05"].value
    for box in editor.boxes.values():
        box.value = True
    assert "Fewer ticks" in reply(exercise)


def test_marks_appear_with_their_events_when_the_lesson_is_opened_again():
    editor = lesson.exercise_watch().widget
    editor.all.click()
    editor.boxes["S1-11"].value = True
    again = lesson.exercise_watch().widget
    assert len(again.rows.children) == 11 and again.boxes["S1-11"].value


def test_evaluators_are_shown_beside_the_learner():
    editor = lesson.exercise_watch().widget
    for id in EVALUATORS["B"]:
        editor.boxes[id].value = True
    told = lesson.evaluators().alt
    assert "S2 P4, “Reserve” and" not in told and f"S2 P4, {PROBLEMS['P4']}: C, E" in told
    assert f"S3 P2, {PROBLEMS['P2']}: you, A, B, C, D, E" in told


def test_problems_are_rated_and_their_order_follows(reply):
    exercise = lesson.exercise_severity()
    editor = exercise.widget
    assert "Not answered yet: P1 Impact" in reply(exercise)
    for id, one in lesson.FACTS.items():
        editor.choices[id, "impact"].value, editor.choices[id, "persistence"].value = one["right"]
    assert "✓ Right" in reply(exercise)
    order = [editor.shown.value.index(f"{id}: ") for id in ("P2", "P3", "P4", "P5", "P1", "P6")]
    assert order == sorted(order)
    editor.choices["P1", "impact"].value = 3
    assert "P1: look at the impact once more" in reply(exercise)
    editor.undo.click()
    assert editor.choices["P1", "impact"].value == 1


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("list", "phone", "✓ Right"),
        ("phone", "named", "✓ Right"),
        ("list", "named", "Both change the calendar"),
        ("leaflet", "phone", "leaves the fault"),
        ("phone", "phone", "chosen twice"),
        ("list", "larger", "Amara hears them"),
    ],
)
def test_two_remedies_must_help_and_differ_in_kind(one, other, said, reply):
    exercise = lesson.exercise_remedies()
    exercise.widget.fill({"one": one, "other": other})
    assert said in reply(exercise)


def test_a_thousand_tests_follow_the_sliders():
    lab = lesson.lab()
    assert lab.shown.value == ""  # the prediction above it comes first
    lab.run.click()
    assert "1,000 tests with 6 people" in lab.shown.value and "0.40" in lab.shown.value
    lab.people.value = 12
    assert "with 12 people" in lab.shown.value
    lab.kind.value = "even"
    assert "0.33" in lab.shown.value


def percents(done, people):
    return tuple(f"{end:.0%}" for end in adjusted_wald(done, people))


def test_numbers_in_the_text_are_the_models():
    text = words()
    assert f"{LEWIS.counted:.3f}"[1:] == ".278" and "20 ÷ (6 × 12) = .278" in text
    assert (f"{LEWIS.normalised:.3f}", f"{LEWIS.discounted:.3f}", f"{LEWIS.adjusted:.3f}") == (
        "0.093",
        "0.167",
        "0.130",
    )
    assert "Their mean is **.130**" in text and "1 - .870^6 = 57%" in text
    assert f"{share_found(LEWIS.adjusted, 6):.0%}" == "57%" and people_for(0.85, LEWIS.adjusted) == 14
    assert round(LEWIS.all_problems(LEWIS.adjusted)) == 21 and "12 ÷ .57 = 21 problems, and 85% takes 14 people" in text
    assert f"{share_found(LEWIS.counted, 6):.0%}" == "86%" and "By p = .278 six people found 86%" in text
    assert f"{share_found(0.31, 5):.0%}" == "84%" and "five people find 84%" in text
    assert percents(5, 6) == ("42%", "99%") and "So .42 to .99" in text
    assert percents(100, 120) == ("76%", "89%") and "With 100 of 120 it is 76% to 89%" in text
    assert percents(1, 4) == ("3%", "71%") and "the true share may be 3% to 71%" in text
    assert f"{lesson.agreement():.0%}" == "45%" and '"About 45%", "The best' in text
    assert "The best of the five found 8 of 11" in text
    assert round(measures.geometric_mean([40, 60, 240])) == 83 and "= 83" in text
    assert measures.sus(TEXTS["sus"]["Jonas"]) == 80 and "4, 2, 4, 1, 4, 2, 5, 2, 4, 2:" in text
    assert measures.sus(TEXTS["sus"]["Ruth"]) == 47.5 and measures.same_way(TEXTS["sus"]["Ruth"]) and "47.5" in text
    uneven, even = worlds.tests(6), worlds.tests(6, "even")
    assert (f"{uneven.p:.2f}", f"{uneven.counted:.2f}") == ("0.23", "0.40")
    assert (f"{uneven.found:.0%}", f"{uneven.adjusted_found:.0%}") == ("59%", "80%") and "59% where it says 80%" in text
    assert (f"{even.adjusted:.2f}", f"{even.p:.2f}") == ("0.25", "0.33") and "(.25 for .33)" in text
    assert people_for(0.85, lesson.SEEN.adjusted) == 8 and people_for(0.85, lesson.SEEN.counted) == 4
    hints = " ".join(lesson.exercise.texts("people")["hints"])
    assert f"{lesson.SEEN.counted:.3f}"[1:] in hints and f"{lesson.SEEN.adjusted:.3f}"[1:] in hints
    assert f"{share_found(lesson.SEEN.adjusted, 8):.0%}, {share_found(lesson.SEEN.adjusted, 7):.0%}" == "88%, 84%"
    grades = {id: measures.severity(one["met"], 4, *one["right"]) for id, one in lesson.FACTS.items()}
    assert sorted(grades, key=lambda id: -grades[id]) == ["P2", "P3", "P4", "P5", "P1", "P6"]
    assert (grades["P2"], grades["P1"]) == (12, 3) and len(set(grades.values())) == 6


def test_pictures_say_in_words_what_they_show():
    assert "5 of 6: 42% to 99%" in lesson.shares().alt and lesson.shares().png.startswith(b"\x89PNG")
    assert "is found: 59%" in lesson.plot.tests(worlds.tests(6), 6).alt


def plan(editor, **chosen):
    for name, choice in chosen.items():
        (editor.people if name == "people" else editor.choices[name]).value = choice


SOUND = {"question": Question.STUCK, "who": Who.MIXED, "measure": Measure.EVENTS, "people": 4}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"question": Question.ENOUGH}, "another question than Femi's"),
        ({"people": 3}, "3 new people and the 4 from before find about 84% of the problems; 85% are wanted"),
        ({"people": 9}, "more than twice as many as it takes"),
        ({"who": Who.KNOWN}, "will not meet what stops others"),
        ({"measure": Measure.SUS}, "does not say where people get stuck"),
    ],
)
def test_a_plan_says_of_each_part_that_does_not_fit_what_why_and_next(other, said, reply):
    CASE.mine().put(CASE.mine().value.model_copy(update={"tasks": MENDED}))
    exercise = lesson.exercise_plan()
    assert "Nothing is planned yet" in reply(exercise)
    plan(exercise.widget, **SOUND | other)
    found = exercise.judge().findings
    assert said in reply(exercise) and "✓ Right" not in reply(exercise)
    assert len(found) == 1 and found[0].why and found[0].hint


def test_a_sound_plan_is_right_with_a_word_on_tasks_that_are_not_fair_yet_and_is_kept_with_them(reply, new_kernel):
    exercise = lesson.exercise_plan()
    plan(exercise.widget, **SOUND)
    assert "✓ Right – The plan fits" in reply(exercise) and "4 of the four" in reply(exercise)
    assert "88% of all problems" in exercise.widget.shown.value
    tasks = lesson.exercise_tasks().widget
    for id, text in MENDED.items():
        tasks.fields[id].value = text
    assert "Your tasks: 4 are written" in exercise.widget.shown.value and "✓ Right" in reply(exercise)
    exercise.widget.undo.click()
    assert "1 of the four" in reply(exercise) and len(tasks.value) == 3
    new_kernel()
    assert CASE.mine().value.plan.people == 4 and lesson.exercise_plan().widget.choices["who"].value == Who.MIXED


def test_a_plan_asks_for_people_like_the_personas_of_the_lesson_on_discovery():
    assert "personas" not in lesson.exercise_plan().widget.shown.value
    personas = [Persona(id="PE-1", name="Olga, who hears"), Persona(id="PE-2", name="Tom, who is new")]
    save("answers/discovery.json", Discovery(personas=tuple(personas)))
    assert "(Olga, who hears; Tom, who is new)?" in lesson.exercise_plan().widget.shown.value


def test_a_report_is_asked_for_who_how_sure_and_length_and_is_kept(reply, new_kernel):
    exercise = lesson.exercise_report()
    exercise.widget.text.value = "Three of four could book, that is 75%."
    for words in ("has 8 words", "names nobody", "No interval was found"):
        assert words in reply(exercise)
    exercise.widget.text.value = (
        "You hope that people can book, and three of four could. In the calendar Amara heard seven buttons and no day, "
        "and gave up: whoever hears the page cannot book at all. Three of four may mean anything from 29% to 97%. So "
        "mend the names of the days first, before the word Slot, over which all stumbled and nobody fell. Ruth went on "
        "only with help. What rarer problems there are nobody knows yet."
    )
    assert "✓ The checks pass" in reply(exercise)
    for interval in ("between 28,9 and 96,6 per cent", "[0.29, 0.97]", "at least 15 %, at most 85 %"):
        exercise.widget.text.value = exercise.widget.text.value[:-1] + f". Again: {interval}."
        assert "✓ The checks pass" in reply(exercise)
    good = exercise.widget.text.value
    for heard in ("heard “button, button, button”", "was very, very quiet, and said that that was all"):
        exercise.widget.text.value = good.replace("gave up", heard)
        assert "✓ The checks pass" in reply(exercise)
    exercise.widget.text.value = " ".join(f"{word} {word}" for word in good.split())
    assert "come again and again" in reply(exercise)
    exercise.widget.text.value = "Amara heard no day, from 75% to 76%. " + "blah " * 50
    assert "No interval was found" in reply(exercise) and "come again and again" in reply(exercise)
    exercise.widget.text.value = "x" * 5001
    assert "5,001 characters, and at most 5,000" in exercise.widget.status.value
    exercise.widget.text.value = good
    assert exercise.widget.status.value == ""
    new_kernel()
    assert lesson.exercise_report().widget.value.startswith("You hope")


def test_needs_and_remedies_are_kept_with_the_ratings():
    lesson.exercise_items().widget.choices["P2"].value = "hear"
    lesson.exercise_remedies().widget.choices["one"].value = "list"
    work = CASE.mine().value
    assert work.needs == {"P2": "hear"} and work.remedies == {"one": "list"}


def test_the_guess_about_a_criterion_offers_criteria_as_the_exercises_name_them():
    guess = next(cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
                 if "".join(cell["source"]).startswith('Prediction("11-wcag"'))  # fmt: skip
    offered = [text for text in lesson.WCAG.values() if f'"{text}"' in "".join(guess["source"])]
    assert len(offered) == 4 and lesson.WCAG[TEXTS["wcag"]["right"]["w2"]] in offered
