"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import json
import re
from pathlib import Path

import pytest

from pmcourse.findings import Verdict
from pmcourse.kit.shares import wilson
from pmcourse.market.case import CASES as MARKET
from pmcourse.pipeline import lesson
from pmcourse.pipeline.case import CASE, PEOPLE, SETTING, SHARES, TEXTS, THREE, TWO
from pmcourse.pipeline.gates import good_counts
from pmcourse.pipeline.model import Order, Policy
from pmcourse.pipeline.value import committed, from_here, staged, with_test
from pmcourse.pipeline.worlds import draw, play

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "05-pipeline.ipynb"


def words():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("tree", "23", "✓ Right"),
        ("tree", "23,0", "✓ Right"),
        ("tree", "23 thousand", "✓ Right"),
        ("tree", "23k", "✓ Right"),
        ("tree", "= 23", "✓ Right"),
        ("tree", "23 (thousands)", "✓ Right"),
        ("tree", "twenty-three", "✓ Right"),
        ("tree", "23,000.00", "✓ Right"),
        ("tree", "a loss of 37", "all stages are paid at once"),
        ("tree", "minus 37", "all stages are paid at once"),
        ("tree", "37", "all stages are paid at once"),
        ("tree", "90", "Begin with stage 3"),
        ("tree", "70", "when stage 2 begins"),
        ("tree", "-37", "all stages are paid at once"),
        ("tree", "180", "when stage 3 begins"),
        ("tree", "dear", "is not a number"),
        ("test", "25 thousand", "✓ Right"),
        ("test", "25 000", "✓ Right"),
        ("test", "25 per idea", "✓ Right"),
        ("test", "25", "✓ Right"),
        ("test", "2500", "What is it for one?"),
        ("test", "45", "how many bad ones?"),
    ],
)
def test_numbers_are_judged_as_people_type_them(name, typed, said, reply):
    exercise = getattr(lesson, f"exercise_{name}")()
    assert exercise.judge().verdict is Verdict.NOT_ATTEMPTED
    exercise.widget.fill(typed)
    assert said in reply(exercise)


def test_the_evidence_for_scaling_is_not_of_what_has_other_figures_elsewhere():
    names = [text.partition(":")[0] for text in TEXTS["fit"]["texts"].values() if "users" in text]
    before = " ".join(map(str, MARKET["stages"].values())) + " ".join(bet.title for bet in CASE.start.bets)
    assert len(names) == 3 and not [name for name in names if name.casefold() in before.casefold()]


@pytest.mark.parametrize("name", ["sunk", "newness", "fit"])
def test_a_choice_for_each_is_right_when_all_are_and_says_of_each_wrong_one_where_to_look(name, all_right):
    all_right(lesson, name, TEXTS[name]["right"])


def test_what_is_not_answered_yet_is_named_with_one_full_stop(reply):
    exercise = lesson.exercise_sunk()
    exercise.widget.fill({id: said for id, said in TEXTS["sunk"]["right"].items() if id != "s4"})
    assert "it brings 3." in reply(exercise) and ".." not in reply(exercise).replace("…", "")


def test_what_is_spent_is_no_reason_either_way(reply):
    exercise = lesson.exercise_sunk()
    exercise.widget.fill(TEXTS["sunk"]["right"] | {"s1": "stop_spent"})
    assert "The cargo bike: what is spent" in reply(exercise)
    assert "no reason to go on, and no reason to stop" in reply(exercise)


def test_a_gate_is_right_when_nobody_can_bend_it_and_it_can_fail(reply):
    exercise = lesson.exercise_gate()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    for slot, phrase in (lesson.GATE | {"measure": "m1"}).items():
        editor.slots[slot].value = phrase
    assert "Not answered yet: The gate opens from this count on" in reply(exercise)
    editor.least.value = "8"
    assert "alike for good and bad bets" in reply(exercise) and "100 good bets" in editor.shown.value
    editor.slots["measure"].value = "m3"
    assert "✓ Right" in reply(exercise)
    assert "A gate from 8 of 20 people on: 87% of good bets pass and 10% of bad bets pass" in editor.shown.value
    for count, said in (
        ("0", "lets every bet through"),
        ("20", "lets nothing through"),
        ("11", "Only 41%"),
        ("6", "38% of bad"),
    ):
        editor.least.value = count
        assert said in reply(exercise)
    editor.least.value = "a few"
    assert "The old value, 6, still counts" in editor.status.value and editor.value.gate.least == 6
    assert "“a few” is not a number" in reply(exercise)
    editor.undo.click()
    assert editor.least.value == "11" and "was not taken is gone: “a few”" in editor.status.value


def test_a_count_that_cannot_be_read_keeps_back_nothing_else_and_stays_to_be_put_right(reply):
    exercise = lesson.exercise_gate()
    editor = exercise.widget
    for slot in ("whom", "measure"):
        editor.slots[slot].value = lesson.GATE[slot]
    for typed in ("some", "8.5", "30", "-1", "10%"):
        editor.least.value = typed
        assert "No count is saved yet" in editor.status.value and editor.value.gate.least is None
    editor.least.value = "some"
    editor.slots["day"].value = lesson.GATE["day"]
    assert dict(editor.value.gate) == lesson.GATE | {"least": None} and editor.least.value == "some"
    assert "No count is saved yet" in editor.status.value and "No count is saved yet" in reply(exercise)
    assert dict(lesson.exercise_gate().widget.value.gate) == lesson.GATE | {"least": None}
    editor.least.value = "8"
    assert "✓ Right" in reply(exercise)


@pytest.mark.parametrize(
    "typed",
    [
        "8",
        "8 schools",
        "8 of 20",
        "8 of 20 schools",
        "8 out of 20",
        "8/20",
        "eight",
        "from 8 on",
        "at least 8",
        "8 or more",
    ],
)
def test_a_count_is_read_as_people_type_it(typed):
    editor = lesson.exercise_gate().widget
    editor.least.value = typed
    assert editor.value.gate.least == 8 and editor.status.value == ""


def test_a_portfolio_is_judged_by_its_rules_first_and_then_by_its_worth(reply):
    exercise = lesson.exercise_portfolio()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)

    def fund(*ids):
        for id, control in editor.bets.items():
            control.value = "fund" if id in ids else ""

    fund("B-4", "B-8")
    assert "B-4 needs B-3" in reply(exercise)
    fund("B-1", "B-2", "B-7", "B-8", "B-9")
    assert "77% of what the best one brings" in reply(exercise)
    fund("B-3", "B-4", "B-5", "B-7")
    assert "Horizon 3 gets 0" in reply(exercise)
    fund(*editor.bets)
    assert "These bets cost 48" in reply(exercise) and "which is too much" in editor.total.value
    fund("B-2", "B-3", "B-4", "B-5", "B-8")
    assert "✓ Right" in reply(exercise)


def test_a_game_is_played_quarter_by_quarter_and_compared_in_the_same_world(reply):
    exercise = lesson.exercise_play()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    for quarter in range(8):
        assert f"quarter {quarter + 1} of 8" in editor.facts.value
        year = editor.year
        for bet, control in editor.choices.items():
            counts, stage = year.worlds.counts[:, 0, int(bet)], year.stage[0, int(bet)]
            passed = stage == 0 or (counts[0] >= 4 and (stage < 2 or counts[1] >= 8))
            control.value = "fund" if passed else "kill"
        editor.next.click()
        if quarter == 0:
            assert "The game is in quarter 2 of 8" in reply(exercise)
    assert editor.next.disabled and "Who knows the truth" in editor.result.value and "at 4" not in editor.result.value
    assert "✓ Right" in reply(exercise)
    assert lesson.exercise_play().widget.result.value == editor.result.value
    editor.again.click()
    assert "Game 2, quarter 1 of 8" in editor.facts.value


def played(game, decide):
    """The exercise after eight quarters of one game; `decide(bet, year)` says what is done with each open bet."""
    exercise = lesson.exercise_play()
    editor = exercise.widget
    while editor.value.game < game or editor.value.moves:
        editor.again.click()
    for _ in range(8):
        year, left = editor.year, editor.year.money[0]
        for bet, control in sorted(editor.choices.items(), key=lambda one: -year.stage[0, int(one[0])]):
            said = decide(int(bet), year)
            price = year.price[0, int(bet)]
            control.value = said if said != "fund" or price <= left else ""
            left -= price if control.value == "fund" else 0
        editor.next.click()
    return exercise


def gates(first, second, otherwise):
    def decide(bet, year):
        counts, stage = year.worlds.counts[:, 0, bet], year.stage[0, bet]
        return "fund" if stage == 0 or (counts[0] >= first and (stage < 2 or counts[1] >= second)) else otherwise

    return decide


@pytest.mark.parametrize("otherwise", ["", "kill"])
def test_a_bet_that_is_held_at_its_gate_to_the_end_is_stopped_like_one_that_is_killed(otherwise, reply):
    assert "✓ Right" in reply(played(0, gates(4, 7, otherwise)))


@pytest.mark.parametrize("game", range(6))
def test_who_kills_everything_gains_nothing_and_is_not_right_in_any_world(game, reply):
    assert "Who funds nothing finds nothing" in reply(played(game, lambda bet, year: "kill"))


def test_who_stops_nothing_has_not_gained_more_than_somebody_who_stops_nothing(reply):
    assert "Who never stops a bet has no money" in reply(played(0, lambda bet, year: "fund"))


def test_money_that_is_not_there_is_not_spent():
    editor = lesson.exercise_play().widget
    for _ in range(4):
        for control in editor.choices.values():
            control.value = "fund"
        editor.next.click()
    assert "Hold or kill one of them" in editor.status.value
    assert len(editor.value.moves) < 4


def test_gates_are_judged_in_500_worlds_after_a_guess(reply):
    exercise = lesson.exercise_policy()
    editor = exercise.widget
    editor.gates["first"].value = 9
    assert "✗ Not yet" in reply(exercise)
    editor.many.click()
    assert "Guess first" in editor.status.value
    editor.gates["first"].value, editor.gates["second"].value, editor.guess.value = 4, 7, "200"
    assert "✓ Right" in reply(exercise)
    editor.many.click()
    assert "Your gates: +325" in editor.shown.value.replace("your", "Your") and "Cost per success" in editor.shown.value
    editor.gates["second"].value = 8
    assert editor.shown.value == ""


@pytest.mark.parametrize(
    "typed", ["300", "300 thousand", "about 300", "300k", "300 000", "three hundred", "a gain of 300"]
)
def test_a_guess_is_read_in_thousands_as_people_type_it(typed):
    editor = lesson.exercise_policy().widget
    editor.guess.value = typed
    editor.many.click()
    assert "+300</td>" in editor.shown.value and editor.status.value == ""


@pytest.mark.parametrize("typed", ["40%", "3 weeks", "lots"])
def test_a_guess_that_is_no_money_runs_no_worlds(typed):
    editor = lesson.exercise_policy().widget
    editor.guess.value = typed
    editor.many.click()
    assert "Guess first" in editor.status.value and editor.shown.value == ""


def test_gates_that_miss_the_mark_are_never_told_that_they_reach_it(reply):
    exercise = lesson.exercise_policy()
    editor = exercise.widget
    for first in range(2, 6):
        for second in range(6, 10):
            editor.gates["first"].value, editor.gates["second"].value = first, second
            said = reply(exercise)
            assert "✓ Right" in said or ((told := re.search(r"(\d+)% of what", said)) and int(told[1]) < 90)


def run(**policy):
    worlds = draw(SETTING, 500, 1)
    year = play(Policy(**policy), worlds)
    return year, float(year.gain.mean()), float(((year.stage == 3) & worlds.good).sum()) / 500


def test_numbers_in_the_text_are_the_models():
    text, said = words(), lesson.exercise.texts("policy")["right"]
    never, gain, good = run()
    assert round(gain) == -3 and "-3: as much as doing nothing" in text
    assert round(run(order=Order.LOUDEST)[1]) == -82 and "it is -82" in text
    gated, much, better = run(first=4, second=7)
    costs = [round(float(year.spent.mean()) / won) for year, won in ((never, good), (gated, better))]
    assert (
        costs == [175, 58]
        and "Without gates a success costs 175; with gates at 4 and 7 it costs 58" in said
        and "costs 58" not in text
    )
    assert 0.4 < run(first=5, second=10)[1] / much < 0.6 and "gates at 5 and 10 gain half as much" in said
    assert from_here(*TWO)[:2] == [20, 60] and committed(*TWO) == 0 and "0.5 × 60 - 10 = **20**" in text
    assert staged(*THREE) == pytest.approx(23) and "23. Paid all at once" in lesson.exercise.texts("tree")["right"]
    one = with_test(0.3, 0.8, 100, 300)
    assert round(100 * one.good) == 63 and one.worth == pytest.approx(34) and "That is **34** for each idea" in text
    assert round(100 * one.passing) == 38 and with_test(0.3, 1, 100, 300).worth == pytest.approx(60)
    assert f"{1 - 0.9**8:.0%}" == "57%" and "how often does at least one" in text.lower()
    assert good_counts(PEOPLE, SHARES, 0.7, 0.3) == [7, 8, 9] and "half of the people act" in text
    assert (SETTING.budget, SETTING.costs, SETTING.payoff) == (30, (2, 8, 24), 150)
    assert "A concept test (2) counts ten people, a fledgling (8) counts twenty, scaling (24)" in text
    for hits, people, told in ((20, 40, "35% to 65%"), (121, 220, "48% to 61%"), (99, 180, "48% to 62%")):
        low, high = wilson(hits, people)
        assert told == f"{low:.0%} to {high:.0%}" and told in " ".join(TEXTS["fit"]["texts"].values())


def test_pictures_say_in_words_what_they_show():
    assert "stage 1 costs 10, goes well in 50%, and is worth 20 at its start" in lesson.tree().alt
    assert "nothing is stopped: -3" in lesson.without_gates().alt
    assert lesson.tree().png.startswith(b"\x89PNG")
