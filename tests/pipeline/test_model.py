"""What a bet is worth, which bets to buy, what gates do: worked examples, brute force, worlds that are drawn."""

import math
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from pmcourse.errors import CourseError
from pmcourse.kit.shares import at_least
from pmcourse.pipeline import checks, gates, portfolio
from pmcourse.pipeline.case import CASE, THREE, TWO
from pmcourse.pipeline.model import Bet, Order, Pipeline, Policy, Stage
from pmcourse.pipeline.value import committed, from_here, staged, with_test
from pmcourse.pipeline.worlds import QUARTERS, Setting, Year, best, draw, play

CHANCES, MONEY = st.floats(0, 1), st.floats(0, 200)
STAGES = st.lists(st.tuples(MONEY, CHANCES), min_size=1, max_size=4)


def stages(*pairs):
    return [Stage(cost=cost, chance=chance) for cost, chance in pairs]


def every_plan(pairs, payoff):
    """The worth of each plan by enumeration: go on as far as some stage, then stop, whatever that brings."""
    for last in range(len(pairs) + 1):
        reached, total = 1.0, 0.0
        for cost, chance in pairs[:last]:
            total -= reached * cost
            reached *= chance
        yield total + reached * payoff * (last == len(pairs))


def test_two_and_three_stages_are_solved_from_the_end():
    assert from_here(*TWO) == [20, 60, 200] and committed(*TWO) == 0
    assert from_here(*THREE) == pytest.approx([23, 70, 180, 400])
    assert committed(*THREE) == pytest.approx(-37)


@given(STAGES, MONEY)
def test_the_right_to_stop_is_worth_as_much_as_the_best_of_all_plans_and_never_less_than_none(pairs, payoff):
    whole = staged(stages(*pairs), payoff)
    assert whole == pytest.approx(max(every_plan(pairs, payoff)), abs=1e-9)
    assert whole >= max(0, committed(stages(*pairs), payoff)) - 1e-9


def test_a_test_that_errs_is_worth_what_its_passers_bring():
    assert with_test(0.3, 0.8, 100, 300).worth == pytest.approx(34)
    assert with_test(0.3, 0.8, 100, 300).good == pytest.approx(0.24 / 0.38)
    assert with_test(0.3, 1, 100, 300).worth == pytest.approx(60)
    assert with_test(0.3, 0.5, 100, 300).worth == 0


@given(CHANCES, CHANCES, MONEY, MONEY)
def test_a_test_is_worth_the_better_deed_in_each_of_its_four_cases(prior, right, build, payoff):
    cases = {(good, passes): (prior if good else 1 - prior) * (right if good == passes else 1 - right)
             for good, passes in product((True, False), repeat=2)}  # fmt: skip
    rules = product((True, False), repeat=2)  # build those that pass, build those that fail
    worth = max(
        sum(share * (payoff * good - build) for (good, passes), share in cases.items() if (yes if passes else no))
        for yes, no in rules
    )
    assert with_test(prior, right, build, payoff).worth == pytest.approx(worth, abs=1e-9)


def keeps_rules(work, bets):
    return checks.rules(work.model_copy(update={"funded": tuple(bet.id for bet in bets)})) == []


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12), CHANCES, st.integers(0, 60)), min_size=3, max_size=7),
    st.integers(5, 40),
    st.integers(0, 8),
)
def test_no_choice_that_keeps_the_rules_is_worth_more_than_the_best(rows, budget, long):
    bets = tuple(
        Bet(id=f"B-{at}", title="A bet", horizon=h, cost=c, chance=p, payoff=v, needs=("B-0",) if at == 2 else ())
        for at, (h, c, p, v) in enumerate(rows)
    )
    work = Pipeline(budget=budget, long=long, bets=bets)
    allowed = [
        portfolio.value(some)
        for size in range(len(bets) + 1)
        for some in combinations(bets, size)
        if keeps_rules(work, some)
    ]
    found = portfolio.best(work)
    assert portfolio.value(found) == pytest.approx(max(allowed, default=0), abs=1e-5)
    assert keeps_rules(work, found) or not allowed


def test_in_the_case_sorting_misses_what_is_worth_more_together_and_the_horizon_rule_binds():
    work = CASE.start
    least = 0.9 * portfolio.value(portfolio.best(work))
    assert portfolio.value(portfolio.greedy(work)) < least
    assert portfolio.cost(portfolio.best(work, long=False), 3) < work.long
    assert [bet.id for bet in portfolio.best(work)] == ["B-2", "B-3", "B-4", "B-5", "B-8"]


@given(st.integers(-1, 22), st.integers(1, 20), CHANCES)
def test_counts_have_the_chances_of_the_binomial_distribution(count, people, share):
    assert at_least(count, people, share) == pytest.approx(binom.sf(count - 1, people, share), abs=1e-9)


def test_a_gate_that_tells_good_from_bad_lies_between_the_two():
    assert gates.good_counts(20, (0.5, 0.25), 0.7, 0.3) == [7, 8, 9]
    assert gates.good_counts(20, (0.8, 0.8), 0.7, 0.3) == []


def gain(setting=None, worlds=500, seed=1, **policy):
    return float(play(Policy(**policy), draw(setting or Setting(), worlds, seed)).gain.mean())


def test_over_500_worlds_the_simple_policies_stand_in_this_order():
    never, loud, strict = gain(), gain(order=Order.LOUDEST), gain(first=8, second=16)
    early, gated = gain(first=5, second=10), gain(first=4, second=8)
    assert abs(never) < 30  # like doing nothing
    assert loud < never - 30 and strict < 0
    assert gated > early > never and gated > 250
    assert gain(first=4, second=8, order=Order.LOUDEST) > 0.9 * gated  # behind gates the order matters little


def test_no_one_pair_of_gates_is_best_in_all_settings():
    pairs = {best(Setting(acts=acts, asked=asked))[0].model_dump_json()
             for acts, asked in product(((0.5, 0.25), (0.6, 0.3)), ((10, 20), (14, 30)))}  # fmt: skip
    assert len(pairs) == 4


@settings(max_examples=20)
@given(st.integers(0, 10), st.integers(0, 20), st.sampled_from(list(Order)), st.integers(0, 10**6))
def test_nobody_gains_more_than_who_knows_the_truth_and_no_money_is_made_or_lost_on_the_way(first, second, order, seed):
    worlds = draw(Setting(), 40, seed)
    year = play(Policy(first=first, second=second, order=order), worlds)
    assert (year.gain <= worlds.most + 1e-6).all() and (year.money >= 0).all()
    paid = np.array([0, *np.cumsum(worlds.setting.costs)])[year.stage].sum(axis=1)
    assert np.allclose(paid, year.spent)


def test_a_policy_sees_counts_only():
    worlds = draw(Setting(), 50, 3)
    turned = type(worlds)(worlds.setting, ~worlds.good, worlds.brings * 2, worlds.counts, worlds.loud)
    policy = Policy(first=4, second=8)
    assert (play(policy, worlds).stage == play(policy, turned).stage).all()


def test_nothing_is_begun_that_cannot_end():
    worlds = draw(Setting(), 3, 1)
    year = Year(worlds)
    for _ in range(QUARTERS):
        year.begin()
    assert not year.open[:, :].any() or (year.stage[year.open] == 2).all()


def test_what_good_bets_bring_has_the_median_that_is_said():
    worlds = draw(Setting(), 2000, 9)
    assert float(np.median(worlds.brings)) == pytest.approx(150, rel=0.02)
    assert float(worlds.good.mean()) == pytest.approx(0.22, abs=0.01)
    assert math.isclose(float(np.log(worlds.brings).std()), 0.5, abs_tol=0.01)


def test_bad_values_are_refused_with_their_rule():
    with pytest.raises(CourseError, match="The old value still counts"):
        CASE.start.change("gate", least=-1)
    with pytest.raises(ValueError, match="ids must differ"):
        Pipeline(bets=(CASE.start.bets[0], CASE.start.bets[0]))
    with pytest.raises(ValueError, match="needs must be of B-4 "):
        Pipeline(bets=(CASE.start.bets[3],))
