"""How much a test finds, what it measures, who found what: published examples, brute force, drawn worlds."""

import math
from itertools import product
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.usability import checks, measures, watching, worlds
from pmcourse.usability.case import EVALUATORS, LEWIS, PROBLEMS, SESSIONS, TEXTS
from pmcourse.usability.found import Seen, people_for, seen, share_found
from pmcourse.usability.model import Rating, Usability
from pmcourse.usability.variant import swaps

SHARES = st.floats(0.01, 0.99)
TABLES = st.integers(2, 9).flatmap(
    lambda people: st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=people, max_size=people)
)
ANSWERS = st.lists(st.integers(1, 5), min_size=10, max_size=10)
LABELS = ["Slot", "Reserve", "Sign up", "Settle", "Notify"]


def test_lewis_example_comes_out_to_the_last_digit():
    assert (LEWIS.people, len(LEWIS.met), sum(LEWIS.met), LEWIS.once) == (6, 12, 20, 8)
    assert LEWIS.counted == pytest.approx(20 / 72)
    assert LEWIS.normalised == pytest.approx(0.0926, abs=5e-5)
    assert LEWIS.discounted == pytest.approx(0.1667, abs=5e-5)
    assert LEWIS.adjusted == pytest.approx(0.1296, abs=5e-5)
    assert share_found(LEWIS.adjusted, 6) == pytest.approx(0.57, abs=0.005)
    assert LEWIS.all_problems(LEWIS.adjusted) == pytest.approx(21, abs=0.3)
    assert people_for(0.85, LEWIS.adjusted) == 14 and people_for(0.85, LEWIS.counted) == 6


def test_five_people_find_84_percent_where_each_meets_31():
    assert share_found(0.31, 5) == pytest.approx(0.8436, abs=1e-4)


@given(SHARES, st.integers(1, 6))
def test_the_share_found_is_that_of_all_ways_in_which_people_meet_a_problem(p, people):
    ways = product((True, False), repeat=people)
    chance = sum(math.prod(p if met else 1 - p for met in way) for way in ways if any(way))
    assert share_found(p, people) == pytest.approx(chance)


@given(SHARES, st.floats(0.05, 0.95))
def test_so_many_people_are_enough_and_one_less_is_not(p, share):
    people = people_for(share, p)
    assert share_found(p, people) >= share - 1e-6
    assert people == 1 or share_found(p, people - 1) < share + 1e-6


@given(TABLES)
def test_a_table_counts_what_somebody_met_and_p_is_never_adjusted_upwards(table):
    if not any(any(row) for row in table):
        with pytest.raises(ValueError, match="must be met"):
            seen(table)
        return
    one = seen(table)
    assert one.met == tuple(n for n in map(sum, zip(*table, strict=True)) if n)
    assert 0 < one.adjusted <= one.counted <= 1


@pytest.mark.parametrize("met", [(), (0, 1), (5,)])
def test_a_problem_is_met_by_somebody_and_by_nobody_twice(met):
    with pytest.raises(ValueError, match="must be met by 1 to 4 people"):
        Seen(4, met)


@pytest.mark.parametrize(("share", "p"), [(0, 0.3), (1, 0.3), (0.5, 0), (0.5, 1)])
def test_shares_that_cannot_be_are_refused(share, p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        people_for(share, p)


def test_in_uneven_worlds_lewis_p_is_near_the_truth_and_in_even_ones_too_low():
    uneven, even = worlds.tests(6), worlds.tests(6, "even")
    assert uneven.p == pytest.approx(0.23, abs=0.005)
    assert uneven.counted == pytest.approx(0.40, abs=0.01)
    assert uneven.adjusted == pytest.approx(0.24, abs=0.01)
    assert (even.p, even.adjusted) == (pytest.approx(0.33, abs=0.01), pytest.approx(0.25, abs=0.01))
    assert uneven.found < uneven.adjusted_found < uneven.counted_found


@pytest.mark.parametrize("kind", worlds.KINDS)
def test_more_people_find_more_and_count_less_falsely(kind):
    some = [worlds.tests(people, kind) for people in (2, 4, 8, 16)]
    assert [one.found for one in some] == sorted(one.found for one in some)
    assert [one.counted - one.p for one in some] == sorted((one.counted - one.p for one in some), reverse=True)


@given(ANSWERS)
def test_sus_is_the_distance_from_the_worst_answers(answers):
    worst = (1, 5) * 5
    assert measures.sus(answers) == 2.5 * sum(abs(one - bad) for one, bad in zip(answers, worst, strict=True))
    assert 0 <= measures.sus(answers) <= 100


def test_known_scores():
    assert measures.sus([5, 1] * 5) == 100 and measures.sus([1, 5] * 5) == 0
    assert measures.sus([5] * 10) == measures.sus([3] * 10) == 50


@pytest.mark.parametrize("answers", [[3] * 9, [3] * 9 + [6], [0] + [3] * 9])
def test_answers_that_are_none_are_refused(answers):
    with pytest.raises(ValueError, match="ten answers from 1 to 5"):
        measures.sus(answers)


@pytest.mark.parametrize(
    ("answers", "said"), [([5, 4] * 5, True), ([1, 2] * 5, True), ([3] * 10, True), ([4, 2] * 5, False)]
)
def test_who_agrees_with_praise_and_complaint_has_not_turned_round(answers, said):
    assert measures.same_way(answers) is said


@given(st.lists(st.floats(1, 1000), min_size=1, max_size=8))
def test_the_geometric_mean_lies_below_the_mean_and_between_the_ends(times):
    found = measures.geometric_mean(times)
    assert min(times) * (1 - 1e-9) <= found <= mean(times) * (1 + 1e-9)
    assert found ** len(times) == pytest.approx(math.prod(times), rel=1e-6)


@pytest.mark.parametrize("times", [[], [3, 0]])
def test_times_must_be_above_0(times):
    with pytest.raises(ValueError, match="above 0"):
        measures.geometric_mean(times)


@given(st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))), st.integers(1, 4))
def test_a_problem_that_more_people_meet_is_never_less_grave(counts, impact):
    met, people = counts
    assert measures.often(met, people) == min(3, max(1, math.ceil(3 * met / people)))
    assert measures.severity(met, people, impact, 2) >= measures.severity(1, people, impact, 2)


EVENTS = [event for session in SESSIONS for event in session.events]


@given(st.sets(st.sampled_from([event.id for event in EVENTS])))
def test_a_score_grows_with_each_problem_found_and_falls_with_each_false_alarm(marks):
    now = watching.found(SESSIONS, marks, PROBLEMS)
    for event in EVENTS:
        more = watching.found(SESSIONS, marks | {event.id}, PROBLEMS)
        if event.piece in PROBLEMS:
            assert more.score >= now.score
        else:
            assert more.score <= now.score
    whole = set(watching.occurrences(SESSIONS, PROBLEMS))
    assert now.hits <= whole and len(whole) == 11


def test_a_harmless_thing_that_is_ticked_twice_is_one_false_alarm():
    made = (watching.Session("L1", "x", tuple(watching.Event(f"e{at}", at, "List", "x", "harmless") for at in (1, 2))),)
    assert len(watching.found(made, ("e1", "e2"), ("other",)).alarms) == 1


def test_all_marks_and_no_marks_are_worth_nothing_and_the_words_do_not_matter():
    assert watching.found(SESSIONS, {event.id for event in EVENTS}, PROBLEMS).score == 0
    assert watching.found(SESSIONS, (), PROBLEMS).score == 0
    assert watching.found(SESSIONS, ("S9-01",), PROBLEMS).score == 0


def test_no_evaluator_finds_all_and_together_they_do():
    found = [watching.found(SESSIONS, marks, PROBLEMS) for marks in EVALUATORS.values()]
    assert [one.score for one in found] == [6, 8, 6, 3, 5] and watching.middle([6, 8, 6, 3, 5]) == 6
    assert max(len(one.hits) for one in found) == 8 and len(frozenset.union(*(one.hits for one in found))) == 11
    assert watching.any_two([one.hits for one in found]) == pytest.approx(0.45, abs=0.005)
    assert watching.any_two([{1, 2}, {2, 3}]) == pytest.approx(1 / 3)


def test_the_facts_of_the_problems_are_those_of_the_sessions():
    met = {problem: sum(one == problem for _, one in watching.occurrences(SESSIONS, PROBLEMS)) for problem in PROBLEMS}
    assert met == {problem: one["met"] for problem, one in TEXTS["facts"].items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("On Saturday you want to hang up a shelf, and you have no drill. Please get one.", []),
        ("You need a tent for the school's trip in May. See to it that you have one.", []),
        ("You want a tent. Please reserve one.", ["task_label"]),
        ("You want a tent. Make a reservation for Saturday.", ["task_label"]),
        ("You want to learn Greek. Signing a friend up is up to you.", []),
        ("You want to learn Greek. Signing yourself up is up to you.", ["task_label"]),
        ("You want to learn Greek. Please sign up for a class.", ["task_label"]),
        ("Your bill came today. It must be settled by Friday.", ["task_label"]),
        ("You want a tent. Click on the first and take it.", ["task_steps"]),
        ("You have used our page. How easy do you find it?", ["task_opinion"]),
        ("You need a tent. Get one and then give back the drill.", ["task_two"]),
        ("Get a tent.", ["task_nobody"]),
        ("tent tent tent tent tent tent tent", ["task_nobody"]),
        ("Get hold of some tent for Saturday please", ["task_reason"]),
        ("You want to sew a curtain and lack a machine.", ["task_topic"]),
    ],
)
def test_the_check_of_a_task_hears_what_gives_something_away(text, said):
    topic = ["tent"] if "tent" in text or "curtain" in text else []
    assert [one.criterion for one in checks.task(text, LABELS, topic)] == said


@given(st.text(max_size=200))
def test_the_check_of_a_task_takes_any_text(text):
    for one in checks.task(text, LABELS, ["tent"]):
        assert one.message and one.why and one.hint


def test_marks_are_kept_once_and_ratings_in_their_range():
    work = Usability().marked(["S1-02", "S1-02"]).rated("P1", Rating(impact=1))
    assert work.marks == ("S1-02",) and not work.ratings["P1"].whole
    with pytest.raises(ValueError, match="less than or equal to 4"):
        Rating(impact=5)


@given(st.permutations(list("ABCDEF")))
def test_swaps_are_the_pairs_that_stand_the_other_way_round(order):
    truth = sorted(order)
    assert swaps(truth, truth) == 0 and swaps(truth[::-1], truth) == 15
    assert swaps(order, truth) + swaps(order[::-1], truth) == 15
