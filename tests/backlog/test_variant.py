"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.backlog import variant
from pmcourse.backlog.case import CASE
from pmcourse.backlog.kano import evaluate
from pmcourse.backlog.methods import rank, shifts
from pmcourse.backlog.sequence import best_order, cost_of_order

SEEDS = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_every_seed_gives_a_case_that_can_be_solved_and_asks_the_same(seed):
    case = variant.case(seed)
    assert sorted(case.ids) == sorted(CASE.assignment.ids)
    moves = [abs(old.rank - new.rank) for old, new in shifts(case, "rice", "wsjf")]
    assert moves[0] > moves[1]  # one item moves farthest, and only one
    assert len(case.broken()) >= 2
    assert 1.35 <= cost_of_order(case) / best_order(case).cost <= 1.8
    assert 3 <= len(variant.refusable(case)) <= 6
    assert not case.reorder(best_order(case).order).broken()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_law_and_what_it_needs_fit_into_sixty_percent_of_the_time(seed):
    case, room = variant.case(seed), variant.capacity(seed)
    must = {need for id in variant.LAW for need in (id, *case.find(id).depends_on)}
    assert sum(case.find(id).effort for id in must) <= 0.6 * room < sum(item.effort for item in case.items)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_clinic_has_one_cheapest_order_and_sorting_by_the_quotient_breaks_its_need(seed):
    clinic = variant.clinic(seed)
    after, first = clinic.needs
    kept = [order for order in permutations(clinic.jobs) if order.index(first) < order.index(after)]
    costs = sorted(cost_of_order(clinic.backlog, order) for order in kept)
    assert costs[0] < costs[1]
    assert list(best_order(clinic.backlog).order) != list(clinic.jobs)  # or nothing would have to be moved
    by_quotient = [row.id for row in rank(clinic.backlog, "wsjf")]
    assert by_quotient.index(after) < by_quotient.index(first)


@given(SEEDS)
def test_the_survey_holds_each_class_once(seed):
    assert {evaluate(*pair) for pair in variant.survey(seed).values()} == set(variant.CLASSES)


def test_over_two_thousand_seeds_every_answer_comes_up_and_none_too_often():
    farthest = [variant.farthest(variant.case(seed)) for seed in range(300)]
    assert max(farthest.count(id) for id in set(farthest)) < 0.7 * len(farthest) and len(set(farthest)) >= 3
    drawn = [id for seed in range(2000) for id in variant.situations(seed)]
    assert set(drawn) == set(variant.SITUATIONS) and len(variant.SITUATIONS) >= 25
    assert all(300 < drawn.count(id) < 500 for id in variant.SITUATIONS)


@pytest.mark.parametrize("seed", [0, 1, 20261125])
def test_one_seed_makes_the_same_case_again(seed):
    assert variant.case(seed) == variant.case(seed)
    assert variant.clinic(seed) == variant.clinic(seed) and variant.scored(seed) == variant.scored(seed)
