"""The lesson's exercises judge what a learner does, and what the lesson's text says is so."""

import json
import random
import re
from pathlib import Path

import pytest

from pmcourse.board import Refused
from pmcourse.discovery import agreement, checks, lesson
from pmcourse.discovery.case import CASE, FORM, MOST_SECONDS
from pmcourse.discovery.critic import critic
from pmcourse.discovery.instruments import ScreensWidget
from pmcourse.discovery.model import Persona, Problem, Role
from pmcourse.discovery.screens import Element, Kind, contrast, difficulty, seconds
from pmcourse.discovery.widget import BoardWidget
from pmcourse.kit import progress

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02-discovery.ipynb"
JOB = "When I bring a thing back on Saturday, I want to be gone soon, so that my hour is not lost."
LINE = {"S-01": Role.EVIDENCE, "S-03": Role.EVIDENCE, "S-04": Role.ALTERNATIVE, "S-05": Role.ALTERNATIVE,
        "I-1": Role.PROPOSITION}  # fmt: skip
BOOKING = {"S-07": Role.EVIDENCE, "S-09": Role.EVIDENCE, "S-08": Role.ALTERNATIVE, "S-14": Role.ALTERNATIVE,
           "I-2": Role.PROPOSITION}  # fmt: skip
BETTER = {
    "book": "What happened the last time you wrote a return into the book?",
    "form": "Tell me about the last time you used the booking form.",
    "find": "How did you find the drill last time?",
    "bike": "How did you bring the last thing home?",
    "late": "What happened when you last brought a thing back late?",
}


def text():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


def on_board(used, quoted=("S-02", "S-03", "S-01", "S-05")):
    work = CASE.start
    for id, role in used.items():
        work = work.put(id, problem="PR-01", role=role)
    parts = dict(zip(("think", "see", "feel", "do"), quoted, strict=True))
    work = work.changed(Persona(id="PE-01", name="Bram", **parts))
    return work.changed(Problem(id="PR-01", job=JOB, persona="PE-01"))


def test_five_questions_are_right_when_nothing_is_heard_in_them(reply):
    exercise = lesson.exercise_questions()
    assert "○ Not attempted" in reply(exercise)
    exercise.widget.fill(BETTER | {"bike": "Would you take a bike home?"})
    assert "✗ Not yet" in reply(exercise) and "Would you use a cargo bike" in exercise.reply.value
    exercise.widget.fields["bike"].value = BETTER["bike"]
    assert "Nothing to hear" in exercise.widget.heard["bike"].value
    assert "✓ The checks pass" in reply(exercise)


@pytest.mark.parametrize("id", lesson.QUESTIONS)
def test_each_of_the_lessons_questions_has_a_fault_and_nonsense_does_not_mend_it(id):
    assert critic(lesson.QUESTIONS[id], topic=lesson.TOPICS[id])
    for nonsense in ("What did the banana eat last?", "book book book book book book", "Tell me about you, last?"):
        assert critic(nonsense, topic=lesson.TOPICS[id])
    assert not critic(BETTER[id], topic=lesson.TOPICS[id])


def test_codes_are_compared_with_the_nearer_expert_and_kept_with_the_quotations(reply):
    exercise = lesson.exercise_codes()
    assert "○ Not attempted" in reply(exercise)
    for id, control in exercise.widget.codes.items():
        control.value = lesson.experts()[1][id]
    assert "✓ Right" in reply(exercise) and "1.00" in exercise.reply.value and "0.84" in exercise.reply.value
    exercise.widget.codes["S-11"].value = "wish"
    exercise.widget.codes["S-06"].value = exercise.widget.codes["S-01"].value = "opinion"
    assert "✗ Not yet" in reply(exercise) and "S-11: you say wish, they say opinion" in exercise.reply.value
    assert CASE.mine().value.find("S-11").code == "wish"
    exercise.widget.undo.click()
    assert exercise.widget.codes["S-01"].value == "trouble"


@pytest.mark.parametrize(("used", "quoted"), [
    (LINE, ("S-02", "S-03", "S-01", "S-05")), (BOOKING, ("S-10", "S-07", "S-09", "S-14"))])  # fmt: skip
def test_either_of_the_two_troubles_that_happened_to_two_people_makes_a_right_board(used, quoted, reply):
    exercise = lesson.exercise_board()
    assert "○ Not attempted" in reply(exercise)
    CASE.mine().put(on_board(used, quoted))
    assert "✓ Right" in reply(exercise)
    assert progress.progress_file().value.right == {"02-board": "design-thinking"}


@pytest.mark.parametrize(
    ("used", "said"),
    [
        ({**LINE, "S-11": Role.EVIDENCE}, "S-11 is said by Noor"),
        ({**LINE, "S-09": Role.EVIDENCE}, "S-09 is about another trouble"),
        ({**LINE, "S-02": Role.EVIDENCE}, "S-02 is no trouble that happened"),
        ({id: role for id, role in LINE.items() if id != "I-1"} | {"I-4": Role.PROPOSITION}, "I-4 would not end"),
    ],
)
def test_what_does_not_belong_to_the_trouble_is_named(used, said, reply):
    exercise = lesson.exercise_board()
    CASE.mine().put(on_board(used))
    assert "✗ Not yet" in reply(exercise) and said in exercise.reply.value


def test_cards_are_moved_undone_and_go_home_when_they_are_laid_aside():
    widget = BoardWidget(CASE.mine())
    widget.board.move("S-04", "PR-01", "alternative", 0)
    assert widget.value.find("S-04").problem == "PR-01" and widget.value.find("S-04").role is Role.ALTERNATIVE
    widget.board.move("S-04", "aside:", "proposition", 0)
    card = next(card for card in widget.board.cards if card["id"] == "S-04")
    assert (card["lane"], card["column"]) == ("aside:", "evidence")
    widget.undo.click()
    assert widget.value.find("S-04").problem == "PR-01"
    widget.personas.fields["do"].value = "S-05"
    assert widget.value.find("PE-01").do == "S-05"
    widget.problems.fields["job"].value = JOB
    assert JOB in widget.board.lanes[0]["note"]
    widget.problems.remove.click()
    assert widget.value.problems == () and "There is no problem" in widget.findings.value
    with pytest.raises((Refused, Exception), match="not on the board"):
        widget.board.move("S-04", "PR-01", "evidence", 0)


def test_a_card_aside_that_is_pushed_across_stays_and_says_what_to_do_first():
    widget = BoardWidget(CASE.mine())
    with pytest.raises(Refused, match="Move it up to a problem first"):
        widget.board.move("S-04", "aside:", "alternative", 0)
    assert not widget.file.value.find("S-04").problem


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("6,25", "✓ Right"),
        ("6.25 s", "✓ Right"),
        ("6.3", "✗ Not yet"),
        ("5.85", "The hand also goes back"),
        ("x", "“x” is not a number"),
    ],
)
def test_the_seconds_are_judged_as_people_type_them(typed, verdict, reply):
    exercise = lesson.exercise_time()
    exercise.widget.fill(typed)
    assert verdict in reply(exercise)


@pytest.mark.parametrize("exercise", [lesson.exercise_stages, lesson.exercise_tasks])
def test_a_choice_for_each_is_right_when_all_are(exercise, reply):
    it = exercise()
    for id, control in it.widget.choices.items():
        control.value = id
    assert "✓ Right" in reply(it)
    first = next(iter(it.widget.choices))
    it.widget.choices[first].value = list(it.widget.choices)[1]
    assert "Not right yet: 1 of them" in reply(it)


@pytest.mark.parametrize("exercise", [lesson.exercise_stages, lesson.exercise_tasks])
def test_choosing_the_options_in_their_order_is_not_right(exercise, reply):
    it = exercise()
    for control, (_, option) in zip(
        it.widget.choices.values(), next(iter(it.widget.choices.values())).options[1:], strict=True
    ):
        control.value = option
    assert "✗ Not yet" in reply(it)
    assert sum(id == control.value for id, control in it.widget.choices.items()) <= 1


@pytest.mark.parametrize(
    ("job", "quoted", "said"),
    [
        ("x x x x x x x x", ("S-02", "S-03", "S-01", "S-05"), "PR-01 is not written down"),
        ("When I come there I want an app with a big green button", ("S-02", "S-03", "S-01", "S-05"), "names what"),
        (JOB, ("S-07", "S-09", "S-10", "S-14"), "about another trouble"),
    ],
)
def test_a_board_of_nonsense_is_not_right(job, quoted, said, reply):
    exercise = lesson.exercise_board()
    CASE.mine().put(on_board(LINE, quoted).changed(Problem(id="PR-01", job=job, persona="PE-01")))
    assert "✗ Not yet" in reply(exercise) and said in exercise.reply.value


def test_the_form_is_mended_field_by_field_and_its_seconds_follow(reply):
    exercise = lesson.exercise_form()
    widget = exercise.widget
    assert "○ Not attempted" in reply(exercise) and "70.4 seconds" in widget.result.value
    for id in ("E-06", "E-08", "E-09"):
        widget.form.which.value = id
        widget.form.remove.click()
    for id, name, value in (
        ("E-01", "fails", "what"), ("E-02", "kind", Kind.CHOICE.value), ("E-03", "kind", Kind.CHOICE.value),
        ("E-05", "kind", Kind.KNOWN.value), ("E-07", "kind", Kind.KNOWN.value), ("E-10", "ink", "#595959"),
        ("E-11", "ink", "#595959"), ("E-16", "leads", "what"),
    ):  # fmt: skip
        widget.form.which.value = id
        widget.form.fields[name].value = value
    assert "✓ Right" in reply(exercise)  # nobody comes to “Error 17” any more: a list and an account mistype nothing
    assert "28.6 seconds, readable" in exercise.reply.value
    widget.form.add.click()
    new = widget.form.which.value
    assert widget.value.element(new).kind is Kind.BUTTON
    widget.form.fields["ink"].value = "grey"
    assert "six signs" in widget.status.value and widget.value.element(new).ink == "#000000"
    widget.undo.click()
    assert widget.value.element(new) is None


def test_what_is_typed_is_shown_as_it_was_typed():
    file = FORM.mine()
    file.put(FORM.start.changed(Element(id="N-01", label="<b onclick=x>", screen="what", ink="#999999")))
    shown = ScreensWidget(file, FORM.start, MOST_SECONDS).result.value
    assert "<b onclick" not in shown and "&lt;b onclick" in shown
    board = BoardWidget(CASE.mine())
    board.problems.fields["job"].value = "<img src=x> is what I typed as a job for somebody"
    assert (
        "<img" not in board.findings.value and "<img" in board.board.lanes[0]["note"]
    )  # which the board shows as text


def test_the_pictures_say_in_words_what_they_show():
    assert "the cargo bike: it happened to nobody, and 1 of the makers" in lesson.voices().alt
    assert "24 quotations: from 0.6" in lesson.coders().alt and "Who you are: 40.3 seconds" in lesson.walk().alt
    assert all(one().png.startswith(b"\x89PNG") for one in (lesson.voices, lesson.coders, lesson.walk))


def test_the_lab_draws_anew_for_each_number_of_quotations():
    lab = lesson.lab()
    before = lab.shown.value
    lab.number.value = 24
    assert lab.shown.value != before and "24 quotations each" in lab.shown.value
    lab.agrees.value = 20
    assert "0 of 1,000" in lab.shown.value


def test_screens_without_a_way_say_so_and_draw_all_the_same():
    file = FORM.mine()
    file.put(FORM.start.without("E-13"))
    widget = ScreensWidget(file, FORM.start, MOST_SECONDS)
    assert "No way leads to the goal" in widget.result.value


def guessers(n, experts, seed=1):
    """Kappas of 1,000 people who guess, with the nearer of two experts who agree in a share `experts`."""
    luck, codes, weights = random.Random(seed), list(agreement.SHARES), list(agreement.SHARES.values())
    for _ in range(1000):
        first = luck.choices(codes, weights, k=n)
        second = [code if luck.random() < experts else luck.choice(codes) for code in first]
        guess = [luck.choice(codes) for _ in range(n)]
        yield max(agreement.kappa(guess, first), agreement.kappa(guess, second))


def test_what_the_text_says_is_what_the_models_say():
    said, start = text(), FORM.start
    assert "1.35 + 1.10 + 0.20 + 0.40 + 3.92 + 0.40 = 7.37 seconds" in said
    assert start.element("E-01").seconds == pytest.approx(7.37) and start.element("E-01").letters == 14
    assert "To choose from a list is M P B P B: 3.95 seconds" in said and seconds("MPBPB") == pytest.approx(3.95)
    assert "Booking takes 70 seconds today" in said and round(start.seconds) == 70
    keys = sum(one.operators.count("K") for one in start.steps())
    assert keys * 0.28 > 0.4 * start.seconds  # typing takes most
    assert (
        "16 pixels wide, 256 pixels away, has 4.09 bits (in the form of 1954 it has 5). One of 64 pixels has 2.32"
        in said
    )
    assert (difficulty(256, 16), difficulty(256, 64)) == pytest.approx((4.09, 2.32), abs=0.005)
    assert contrast("#767676", "#ffffff") >= 4.5 > contrast("#777777", "#ffffff")
    assert "at most 29 seconds" in lesson.exercise.texts("form")["task"] and MOST_SECONDS == 29
    assert start.least() < 24
    assert "They agree on 35, so 70%" in said and "Kappa is (0.70 - 0.50) ÷ (1 - 0.50) = 0.4" in said
    assert ".5 × .6 + .5 × .4 = 50%" in said
    assert "To tick, or to press a button, is M P B: 2.65" in said and seconds("MPB") == pytest.approx(2.65)
    yes, other = ["y"] * 25 + ["n"] * 25, ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert agreement.kappa(yes, other) == pytest.approx(0.4)
    first, second = lesson.experts()
    assert "one code more that differs costs about .17" in said
    assert 1 - agreement.nearest({**first, "S-11": "wish"}, (first, second)) == pytest.approx(0.17, abs=0.005)
    assert "Most from about .5 to 1" in said
    few = sorted(agreement.worlds(8, 0.85))
    assert few[50] == pytest.approx(0.5, abs=0.03) and few[949] == 1
    assert "reaches .4 in 2 of 100" in said and "of 1,000 who guess nobody does" in said
    assert sum(k >= 0.4 for k in guessers(8, 0.85)) == pytest.approx(20, abs=6)
    assert sum(k >= 0.4 for k in guessers(24, 0.85)) == 0
    assert "At 20% a coder does no better than luck" in said
    assert abs(sum(agreement.worlds(48, 0.2)) / 1000) < 0.03
    heard = [card for card in CASE.start.cards if card.who]
    assert "fourteen quotations" in said and len(heard) == 14
    assert "You talked to ten people" in said and len({card.who for card in heard}) == 10
    assert len(checks.people(heard)) == 8
    assert "it said what we meant in 25" in said  # tests/discovery/test_variant.py counts them
    assert "one long screen beats three short ones" in said
    one_screen = mended_on_one_screen()
    assert one_screen.seconds == pytest.approx(start.least()) and start.least() < 28


def mended_on_one_screen():
    work = FORM.start
    for id in ("E-06", "E-08", "E-09"):
        work = work.without(id)
    kinds = {"E-02": Kind.CHOICE, "E-03": Kind.CHOICE, "E-05": Kind.KNOWN, "E-07": Kind.KNOWN}
    for one in work.elements:
        changes = {"kind": kinds.get(one.id, one.kind)}
        if one.id in FORM.start.needed:
            changes["screen"] = "what"
        work = work.changed(one.model_copy(update=changes))
    return work.without("E-04").changed(Element(id="N", label="Book", screen="what", kind=Kind.BUTTON, leads="booked"))


def test_every_sentence_of_the_text_is_short():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    words = [len(re.findall(r"\w+", "".join(cell["source"]))) for cell in cells if cell["cell_type"] == "markdown"]
    assert sum(words) < 2000


@pytest.mark.parametrize("typed", ["6.250", "6,250 s", "6.25 sec."])
def test_seconds_are_read_in_each_way_in_which_they_may_have_been_meant(reply, typed):
    exercise = lesson.exercise_time()
    exercise.widget.text.value = typed
    assert "✓ Right" in reply(exercise)
