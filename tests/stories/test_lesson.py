import json
import re
import tomllib
from pathlib import Path

import pytest

from pmcourse.artifact import read
from pmcourse.findings import Verdict, costly
from pmcourse.kit.sheet import my_seed
from pmcourse.stories import assignment, lesson, variant
from pmcourse.stories import case as cases
from pmcourse.stories.model import StorySet
from pmcourse.stories.splitting import patterns

pytestmark = pytest.mark.usefixtures("desk")
ROOT = Path(__file__).parents[2]
NOTEBOOK = json.loads((ROOT / "notebooks" / "07-stories.ipynb").read_text(encoding="utf-8"))
OPEN = "As a member, I want to see when a lending point closes, so that I find the door open."
FAILS = """

Scenario: The drill is taken
  Given the drill is not free on Saturday
  When Amara books it with her screen reader
  Then she hears on which day it is free next
"""


def answer(exercise):
    exercise.check.click()
    words = {f"</span> {verdict.value.capitalize()}</strong>": verdict for verdict in Verdict}
    words["</span> The checks pass</strong>"] = Verdict.RIGHT
    return next(verdict for word, verdict in words.items() if word in exercise.reply.value)


def edit(exercise, id, text):
    exercise.widget.show(id)
    exercise.widget.text.value = text


def put(change):
    file = lesson.CASE.mine()
    file.put(change(file.value))


@pytest.mark.parametrize("name", [name for name in vars(lesson) if name.startswith("exercise_")])
def test_an_untouched_exercise_is_not_attempted_and_has_hints(name):
    exercise = getattr(lesson, name)()
    assert answer(exercise) is Verdict.NOT_ATTEMPTED
    assert len(exercise.hints._steps) == 3


def choices(exercise):
    return list(exercise.widget.choices.values())


def test_the_missing_parts_are_right_when_all_four_are_named():
    exercise = lesson.exercise_parts()
    boxes = choices(exercise)
    for box, value in zip(boxes, ("who wants it", "nothing", "what is wanted", "it is no story yet"), strict=True):
        box.value = value
    assert answer(exercise) is Verdict.NOT_YET
    assert "see what is in stock" in exercise.reply.value
    boxes[2].value = "what it is good for"
    assert answer(exercise) is Verdict.RIGHT


def test_vague_words_are_put_right_by_words_that_can_be_tested():
    exercise = lesson.exercise_repair()
    edit(exercise, "TS-06", "As a member, I want a nice and simple page, so that it is good.")
    assert answer(exercise) is Verdict.NOT_YET
    edit(exercise, "TS-06", OPEN)
    assert answer(exercise) is Verdict.RIGHT


def test_words_that_pass_every_check_and_are_nonsense_are_not_called_right():
    exercise = lesson.exercise_repair()
    edit(exercise, "TS-06", "As a member, I want to eat the opening hours, so that the moon is open.")
    exercise.check.click()
    assert "The checks pass</strong>" in exercise.reply.value and "Read it aloud" in exercise.reply.value
    assert "Right" not in exercise.reply.value


@pytest.mark.parametrize("end", ["I can see the opening hours", "I know the opening hours"])
def test_an_end_that_says_the_wish_again_is_no_reason(end):
    exercise = lesson.exercise_repair()
    edit(exercise, "TS-06", f"As a member, I want to see the opening hours, so that {end}.")
    assert answer(exercise) is Verdict.NOT_YET and "comes back after" in exercise.reply.value
    edit(exercise, "TS-06", "As a member, I want to see when the desk is open, so that I come when it is open.")
    assert answer(exercise) is Verdict.RIGHT


def test_one_finding_alone_does_not_fail_a_story_and_is_shown():
    exercise = lesson.exercise_repair()
    edit(exercise, "TS-06", OPEN.replace("closes", "closes (in winter)"))
    assert answer(exercise) is Verdict.RIGHT
    assert "You may have a good reason" in exercise.reply.value and "aside in brackets" in exercise.reply.value


@pytest.mark.parametrize(
    "text",
    [
        "As a banana, I want to eat the moon, so that it is night.",
        "As a xyz, I want foo, so that bar.",
        "As an engineer, I want to see when a lending point is open, so that I find the door open.",
        "As a member, I want to learn to juggle, so that I have fun.",
    ],
)
def test_another_wish_or_another_persons_is_not_right_however_well_it_is_formed(text):
    exercise = lesson.exercise_repair()
    edit(exercise, "TS-06", text)
    assert answer(exercise) is Verdict.NOT_YET
    wall = lesson.exercise_wall()
    for id in ("TS-05", "TS-07", "TS-10"):
        edit(wall, id, text)
    assert answer(wall) is Verdict.NOT_YET


def test_a_scenario_that_repeats_one_line_is_not_right():
    exercise = lesson.exercise_criteria()
    start = lesson.CASE.mine().value.find("TS-03").criteria
    exercise.widget.criteria.value = start + "\n\nGiven no drill\nWhen no drill\nThen no drill\n"
    assert answer(exercise) is Verdict.NOT_YET


def test_parts_of_size_one_and_parts_about_nothing_are_not_right():
    exercise = lesson.exercise_split()
    for text in ("see my shifts, so that I come", "give a shift back, so that others can take it"):
        exercise.widget.show("TS-16")
        exercise.widget.part.click()
        exercise.widget.text.value = f"As a volunteer, I want to {text}."
        exercise.widget.size.value = "1"
    assert answer(exercise) is Verdict.NOT_YET
    assert "makes no work smaller" in exercise.reply.value
    exercise.widget.size.value = "5"
    assert answer(exercise) is Verdict.RIGHT
    exercise.widget.text.value = "As a volunteer, I want to eat the moon, so that it is night."
    assert answer(exercise) is Verdict.NOT_YET


def test_a_map_that_moves_stories_to_other_steps_or_forgets_the_council_is_not_right():
    exercise = lesson.exercise_map()
    for id, step in (("TS-14", "pick"), ("TS-04", "return"), ("TS-11", "look"), ("TS-15", "book")):
        exercise.widget.board.move(id, "march", step, 0)
    for id in ("TS-02", "TS-13"):
        exercise.widget.board.move(id, "none:", "book", 0)
    assert answer(exercise) is Verdict.NOT_YET
    assert "TS-03" in exercise.reply.value
    exercise.widget.board.move("TS-04", "march", "look", 0)
    assert answer(exercise) is Verdict.NOT_YET
    assert "It belongs to “Bring it back”" in exercise.reply.value


def test_three_notes_put_right_are_enough_and_one_of_them_may_go():
    exercise = lesson.exercise_wall()
    edit(exercise, "TS-05", "As a desk volunteer, I want to check a thing in, so that the queue moves on.")
    edit(exercise, "TS-09", OPEN)
    assert answer(exercise) is Verdict.NOT_YET
    assert "2 of 3" in exercise.reply.value
    put(lambda stories: stories.remove("TS-15"))
    assert answer(exercise) is Verdict.RIGHT


def test_taking_notes_off_the_wall_does_not_put_them_right():
    exercise = lesson.exercise_wall()
    put(lambda stories: stories.remove("TS-05").remove("TS-07").remove("TS-09"))
    assert answer(exercise) is Verdict.NOT_YET
    assert "one may go" in exercise.reply.value


def test_criteria_need_a_day_on_which_things_go_wrong():
    exercise = lesson.exercise_criteria()
    start = lesson.CASE.mine().value.find("TS-03").criteria
    exercise.widget.criteria.value = start.replace("A free thing", "The drill")
    assert answer(exercise) is Verdict.NOT_YET
    assert "when it does not go well" in exercise.reply.value
    exercise.widget.criteria.value = start + FAILS
    assert answer(exercise) is Verdict.RIGHT


def test_the_patterns_are_right_when_all_six_are_recognised():
    exercise = lesson.exercise_patterns()
    names = {pattern.id: pattern.name for pattern in patterns()}
    for box, id in zip(choices(exercise), lesson.QUIZ, strict=True):
        box.value = names[id]
    assert answer(exercise) is Verdict.RIGHT
    choices(exercise)[0].value = names["spike"]
    assert answer(exercise) is Verdict.NOT_YET


def test_a_split_into_two_smaller_stories_is_right_and_a_copy_is_not():
    exercise = lesson.exercise_split()
    for text, size in (
        ("see my shifts, so that I know when I am expected", "3"),
        ("see my shifts, so that I come", "2"),
    ):
        exercise.widget.show("TS-16")
        exercise.widget.part.click()
        exercise.widget.text.value = f"As a volunteer, I want to {text}."
        exercise.widget.size.value = size
    assert answer(exercise) is Verdict.NOT_YET
    assert "wants the same as" in exercise.reply.value
    exercise.widget.text.value = "As a volunteer, I want to give a shift back, so that somebody else can take it."
    assert answer(exercise) is Verdict.RIGHT


def test_any_skeleton_that_fits_is_right():
    for skeleton in (("TS-03", "TS-14", "TS-04", "TS-12"), ("TS-03", "TS-09", "TS-04", "TS-11")):
        lesson.CASE.mine().put(lesson.CASE.start)
        exercise = lesson.exercise_map()
        for id in skeleton:
            story = lesson.CASE.mine().value.find(id)
            exercise.widget.board.move(id, "march", story.step, 0)
        assert answer(exercise) is Verdict.NOT_YET  # 8 points and more too many
        for id in ("TS-02", "TS-13"):
            exercise.widget.board.move(id, "summer", "book", 0)
        assert answer(exercise) is Verdict.RIGHT


def test_the_assignments_stories_do_not_solve_the_lessons_exercises():
    lesson.CASE.mine().put(lesson.CASE.assignment)
    for name in [name for name in vars(lesson) if name.startswith("exercise_")]:
        assert answer(getattr(lesson, name)()) is not Verdict.RIGHT, name


def test_what_was_made_is_in_the_file_for_the_next_lessons_by_backlog_item():
    lesson.CASE.mine().put(lesson.CASE.start.change("TS-06", text=OPEN, links=("T-12",)))
    assert "See when a lending point closes" in lesson.carried().html
    kept = read(Path("answers/stories.json"), StorySet)
    assert "TS-06" in kept.by_item()["T-12"]


def test_every_question_of_the_assignment_opens_on_the_learners_own_desk_and_is_kept():
    seed = my_seed()
    for name in ("missing", "rules", "scenarios", "twins", "stranger", "recall"):
        assert getattr(assignment, name)().missing, name
    for name in ("drafts", "criteria", "split", "release"):
        assert "LS-" in getattr(assignment, name)().html
    editor = assignment.editor()
    assert editor.value == variant.case(seed) and assignment.story_map().board.label == "Story map: Lantern"
    assignment.recall().choice.value = "b"
    assert assignment.recall().value == "b" and my_seed() == seed


def test_a_new_story_never_gets_an_id_that_a_story_had_before():
    editor = assignment.editor()
    last = editor.value.ids[-1]
    editor.show(last)
    editor.delete.click()
    editor.new.click()
    assert editor.value.ids[-1] == "LS-11" and last not in editor.value.ids


# --- what the notebook says of the case is true


def source(containing):
    cell = next(cell for cell in NOTEBOOK["cells"] if containing in "".join(cell["source"]))
    return "".join(cell["source"])


def test_the_lesson_tells_the_true_number_of_notes_with_findings():
    low, high = (int(number) for number in re.search(r'\], "(\d+) or (\d+)",', source('"07-wall"')).groups())
    flawed = [id for id, findings in cases.found(lesson.CASE.start).items() if costly(findings)]
    assert low <= len(flawed) <= high


def test_the_engineers_note_has_no_finding_as_the_lesson_says():
    assert "TS-08 has no finding" in source("TS-08 has no finding")
    assert cases.found(lesson.CASE.start)["TS-08"] == []


def test_the_hint_of_the_map_adds_up():
    hint = lesson.exercise_map().hints._steps[-1]
    ids = re.findall(r"TS-\d\d", hint)
    assert sum(lesson.CASE.start.find(id).size for id in ids) == int(re.search(r"(\d+) points", hint)[1]) <= 24


def test_a_sentence_is_taken_apart_while_it_is_typed_and_what_it_lacks_is_named():
    block = lesson.take_apart("in order to sleep well, as an engineer I need backups")
    assert "Not said" not in block.children[-1].value
    block.words.value = "As a member, I want to see the <stock>."
    assert "Not said:</strong> what for." in block.children[-1].value
    assert "&lt;stock&gt;" in block.children[-1].value


def criteria_of(text):
    exercise = lesson.exercise_criteria()
    start = lesson.CASE.start.find("TS-03").criteria
    exercise.widget.criteria.value = f"{start}\n\n{text}"
    return answer(exercise), exercise.reply.value


def test_each_hint_copied_is_right_and_the_praise_denies_no_note_below_it():
    hint = tomllib.loads((lesson.HERE / "lesson.toml").read_text(encoding="utf-8"))["criteria"]["hints"][-1]
    verdict, words = criteria_of(hint.replace(" / ", "\n"))
    assert verdict is Verdict.RIGHT and "No word for trouble" not in words
    verdict, words = criteria_of("Given Ben books the drill\nWhen Amara asks for it\nThen she hears of a second one")
    assert verdict is Verdict.RIGHT and "no program can say" in words and "No word for trouble" in words


@pytest.mark.parametrize(
    "ending", ["nothing happens", "the taken flag is set to true", "she hears that the drill is hers on Saturday"]
)
def test_an_ending_that_nobody_sees_or_that_stands_above_is_not_right(ending):
    verdict, _ = criteria_of(f"Given the drill is not free\nWhen Amara asks for Saturday\nThen {ending}")
    assert verdict is Verdict.NOT_YET


def test_opening_hours_may_be_about_who_is_there_and_a_vague_word_is_never_right():
    exercise = lesson.exercise_repair()
    wish = "check whether the café is staffed before I leave"
    edit(exercise, "TS-06", f"As a member, I want to {wish}, so that I do not walk in vain.")
    assert answer(exercise) is Verdict.RIGHT
    edit(exercise, "TS-06", "As a member, I want the opening hours to be good, so that they are good.")
    assert answer(exercise) is Verdict.NOT_YET


@pytest.mark.parametrize(
    "text",
    [
        "I want a clear page with the opening hours, so that it is easy.",
        "I want a pretty, helpful page of the opening hours, so that all is clear.",
        "I want opening hours to be quick to read.",
        "I want to see when a lending point opens, so that it is handy.",
    ],
)
def test_a_word_that_each_reader_fills_in_is_named_and_never_praised_as_gone(text):
    exercise = lesson.exercise_repair()
    edit(exercise, "TS-06", f"As a member, {text}")
    assert answer(exercise) is Verdict.NOT_YET and "No vague word" not in exercise.reply.value
    edit(exercise, "TS-06", OPEN)
    assert answer(exercise) is Verdict.RIGHT and "No vague word that this program knows" in exercise.reply.value


def split_off(exercise, text, size, role="a volunteer"):
    exercise.widget.show("TS-16")
    exercise.widget.part.click()
    exercise.widget.text.value = f"As {role}, I want to {text}."
    exercise.widget.size.value = size


def test_a_part_that_is_a_layer_by_name_is_not_right():
    exercise = lesson.exercise_split()
    for text in ("have a database of shifts, so that it knows them", "see the screen for the shifts, so that I come"):
        split_off(exercise, text, "5")
    assert answer(exercise) is Verdict.NOT_YET and "layer" in exercise.reply.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("manage my shifts one, so that I come", "manage my shifts two, so that I help"),
        ("manage all my shifts, so that I come", "see my shifts, so that I help"),
        ("see my shifts on a foo, so that I come", "give a shift back, so that somebody can take it"),
    ],
)
def test_a_part_that_is_as_large_as_the_whole_is_not_right(one, other):
    exercise = lesson.exercise_split()
    split_off(exercise, one, "5")
    split_off(exercise, other, "5")
    assert answer(exercise) is Verdict.NOT_YET and "TS-16" in exercise.reply.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("have shifts on Monday, so that I come", "have shifts on the moon, so that I help"),
        ("open the page of my shifts, so that I come", "press save below my shifts, so that they stay"),
    ],
)
def test_parts_in_words_that_no_program_knows_are_left_to_the_learners_own_judgement(one, other):
    exercise = lesson.exercise_split()
    split_off(exercise, one, "5")
    split_off(exercise, other, "5")
    answer(exercise)
    assert "parts that differ" not in exercise.reply.value
    for id, text in (("TS-16a", "see my shifts, so that I come"), ("TS-16b", "give a shift back, so that I am free")):
        edit(exercise, id, f"As a volunteer, I want to {text}.")
    assert answer(exercise) is Verdict.RIGHT and "2 parts that differ" in exercise.reply.value


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("Lucía", "see who comes on Thursday, so that I need not telephone"),
        ("a volunteer", "say that I cannot come, so that somebody else is found"),
        ("a volunteer", "tell Lucía that I am ill, so that nobody waits"),
        ("a volunteer", "find somebody who stands there in my place, so that I can be at home"),
    ],
)
def test_parts_to_which_the_hints_lead_are_right(role, text):
    exercise = lesson.exercise_split()
    split_off(exercise, text, "5", role)
    split_off(exercise, "take a free shift, so that I help when I can", "5")
    assert answer(exercise) is Verdict.RIGHT


def test_another_role_and_other_words_are_told_apart():
    exercise = lesson.exercise_split()
    split_off(exercise, "see my shifts, so that I come", "5", "a mayor")
    assert answer(exercise) is Verdict.NOT_YET and "is told by “mayor”" in exercise.reply.value
    split_off(exercise, "eat the moon, so that it is night", "5")
    exercise.widget.show("TS-16a")
    exercise.widget.text.value = "As a volunteer, I want to eat the moon, so that it is night."
    assert answer(exercise) is Verdict.NOT_YET and "No word of shifts" in exercise.reply.value


def test_a_size_that_is_no_number_is_called_that():
    exercise = lesson.exercise_split()
    for text, size in (("see my shifts, so that I come", "M"), ("take a free shift, so that I help", "3-5")):
        split_off(exercise, text, size)
    answer(exercise)
    assert "no number of points" in exercise.reply.value and "“M” and “3-5” are no number" in exercise.reply.value


def test_sizes_are_read_with_their_unit_and_a_missing_one_is_not_called_nothing():
    exercise = lesson.exercise_split()
    split_off(exercise, "see my shifts, so that I come", "3 points")
    split_off(exercise, "say on which Saturdays I cannot come, so that nobody waits", "")
    assert answer(exercise) is Verdict.RIGHT and "have 0 points" not in exercise.reply.value
    split_off(exercise, "take a free shift, so that I help when I can", "~5")
    sizes = [part.size for part in exercise.widget.file.value.parts_of("TS-16")]
    assert sizes == [3, None, 5]


def test_a_card_that_belongs_to_no_step_takes_nobody_through_one():
    exercise = lesson.exercise_map()
    board = exercise.widget.board
    for id in ("TS-02", "TS-13"):
        board.move(id, "none:", "book", 0)
    for id, step in (("TS-03", "book"), ("TS-14", "pick"), ("TS-04", "return"), ("TS-12", "look")):
        board.move(id, "march", step, 0)
    assert answer(exercise) is Verdict.RIGHT
    board.move("TS-14", "none:", "pick", 0)
    board.move("TS-07", "march", "pick", 0)
    assert answer(exercise) is Verdict.NOT_YET
