"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import class_facts
from pmcourse.roadmap import variant
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.forecast import forecast

CLASS = class_facts(Path(__file__).parents[2], "09-roadmap")
SEEDS = st.integers(0, 10**9)
MANY = settings(max_examples=60, deadline=None)
FORECAST = settings(max_examples=25, deadline=None)


@FORECAST
@given(SEEDS)
def test_one_plan_keeps_every_rule_and_both_promises_on_every_seed(seed):
    plan = CLASS["board"](seed)
    grave = {one.criterion for one in check(plan) if one.severity != "look"}
    assert grave <= {"estimate_missing"}
    seen = forecast(plan)
    assert all(seen.chance(day, id) >= variant.SURE for id, day in variant.PROMISED.items())


@FORECAST
@given(SEEDS)
def test_every_start_has_the_faults_that_the_tasks_ask_about(seed):
    case = variant.case(seed)
    assert sorted(one.id for one in case.initiatives) == sorted(one.id for one in CASE.assignment.initiatives)
    assert {one.criterion for one in check(case)} >= {
        "output_as_outcome", "outcome_unmeasured", "initiative_without_outcome", "capacity_exceeded",
        "dependency_circular", "dependency_broken", "false_precision", "launch_without_packaging",
    }  # fmt: skip
    assert variant.at_start(seed).chance(variant.PROMISED["N-03"], "N-03") < 0.3


@FORECAST
@given(SEEDS)
def test_one_initiative_drives_the_rooms_most_and_their_days_are_three(seed):
    first, second = sorted(variant.drivers(seed).values(), reverse=True)[:2]
    assert first > second + 0.02
    days = [*variant.days(seed).values(), variant.PROMISED["N-03"]]
    assert len(set(days)) == 4


@MANY
@given(SEEDS)
def test_the_ferry_can_be_solved_and_neither_as_it_stands_nor_by_the_nearest_promise(seed):
    case = variant.ferry(seed)
    good = [order for order in permutations(case.jobs) if case.is_possible(order) and case.kept(order) == 2]
    assert 1 <= len(good) <= 4
    assert tuple(case.jobs) not in good
    assert not case.is_possible(sorted(case.jobs, key=lambda id: case.promises.get(id, 99)))


@FORECAST
@given(SEEDS)
def test_slips_give_other_numbers_than_the_truth(seed):
    trials = variant.trials(seed)
    assert len(set(trials.ends)) == 20 and trials.day in trials.ends
    assert 55 <= trials.kept <= 75 and trials.by(0.5) < trials.by(0.85)
    whole, _ = variant.estimated(seed)
    effort = variant.case(seed).initiative(whole).effort
    assert abs(effort.expected - effort.likely) > 0.01 * effort.expected
    assert abs(effort.expected - (effort.low + effort.likely + effort.high) / 3) > 0.01 * effort.expected


@given(SEEDS)
def test_neither_the_costly_job_first_nor_the_short_one_first_is_right_everywhere(seed):
    pairs = variant.recall(seed).values()
    right = [variant.first(pair) for pair in pairs]
    assert set(right) == {"A", "B"}
    assert ["A" if a[0] > b[0] else "B" for a, b in pairs] != right
    assert ["A" if a[1] < b[1] else "B" for a, b in pairs] != right


@given(SEEDS)
def test_the_ticket_office_has_every_sort_of_answer(seed):
    assert {say for _, say in variant.desk(seed).values()} == set(variant.SAY)


def test_over_two_thousand_seeds_every_sentence_comes_up_and_none_too_often():
    drawn = [id for seed in range(2000) for id in variant.sentences(seed)]
    assert set(drawn) == set(variant.SENTENCES) == set(CLASS["KINDS"]) and len(variant.SENTENCES) >= 25
    assert all(290 < drawn.count(id) < 460 for id in variant.SENTENCES)
    kinds = list(CLASS["KINDS"].values())
    assert {kinds.count(kind) for kind in variant.KINDS} == {9}


def test_over_many_seeds_cases_are_alike_in_work_and_not_the_same():
    cases = [variant.case(seed) for seed in range(200)]
    work = [sum(one.effort.expected for one in case.initiatives if one.effort) for case in cases]
    assert max(work) <= 1.25 * min(work)
    assert len({tuple(one.id for one in case.initiatives) for case in cases}) > 195
    solutions = [
        sum(ferry.kept(order) == 2 and ferry.is_possible(order) for order in permutations(ferry.jobs))
        for ferry in map(variant.ferry, range(500))
    ]
    assert all(solutions.count(count) > 25 for count in (1, 2, 3, 4))


@pytest.mark.parametrize("seed", [0, 1, 20270104])
def test_one_seed_makes_the_same_case_again(seed):
    assert variant.case.__wrapped__(seed) == variant.case.__wrapped__(seed)
    assert variant.ferry.__wrapped__(seed) == variant.ferry.__wrapped__(seed)
    assert variant.trials(seed) == variant.trials(seed)


@FORECAST
@given(SEEDS)
def test_three_initiatives_serve_what_they_cannot_move_or_nothing_and_the_rest_what_they_can(seed):
    usual = {one.id: one.outcome for one in CASE.assignment.initiatives}
    astray = [one.id for one in variant.case(seed).initiatives if one.outcome != usual[one.id] or not one.outcome]
    assert len(astray) == 3 and "N-10" in astray
    assert {one.outcome for one in variant.case(seed).initiatives} >= {one.id for one in CASE.assignment.outcomes}
