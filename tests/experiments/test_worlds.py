"""Looking several times: against published constants, and theory against worlds that are drawn."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.experiments.lesson import SETTING
from pmcourse.experiments.model import Boundary, Plan
from pmcourse.experiments.shares import size
from pmcourse.experiments.worlds import (
    bounds,
    cheapest,
    cost,
    crossing,
    hidden,
    least_people,
    promise,
    regret,
    run,
    spent,
)


def plan(people=2940, looks=1, boundary=Boundary.NAIVE):
    return Plan(people=people, looks=looks, boundary=boundary)


@pytest.mark.parametrize(
    ("looks", "chance"), [(1, 0.05), (2, 0.083), (5, 0.142), (10, 0.193), (14, 0.220), (20, 0.248)]
)
def test_looking_again_and_again_at_196_lifts_false_alarms_as_armitage_mcpherson_and_rowe_1969_found(looks, chance):
    up, down = crossing(bounds(Boundary.NAIVE, looks), 0.0)
    assert sum(up) + sum(down) == pytest.approx(chance, abs=0.0006)
    assert sum(up) == pytest.approx(sum(down))


@pytest.mark.parametrize(("looks", "height"), [(2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413), (10, 2.555)])
def test_pococks_heights_are_the_published_ones(looks, height):  # Jennison & Turnbull 2000, table 2.1
    assert bounds(Boundary.POCOCK, looks) == pytest.approx([height] * looks, abs=0.001)


def test_obrien_and_flemings_heights_are_the_published_ones():  # Jennison & Turnbull 2000, table 2.3
    assert bounds(Boundary.OBRIEN, 5) == pytest.approx((4.562, 3.226, 2.634, 2.281, 2.040), abs=0.001)
    assert bounds(Boundary.OBRIEN, 2)[-1] == pytest.approx(1.977, abs=0.001)
    assert bounds(Boundary.OBRIEN, 10)[-1] == pytest.approx(2.087, abs=0.001)


def test_one_look_at_the_end_needs_as_many_people_as_the_formula_says():
    assert least_people(Boundary.OBRIEN, 1, SETTING) == pytest.approx(size(SETTING.before, SETTING.after), abs=2)


@settings(max_examples=12)
@given(st.sampled_from(Boundary), st.integers(1, 12), st.sampled_from((0.10, 0.2, 0.4)), st.integers(0, 10**6))
def test_the_theory_says_what_worlds_do_that_know_nothing_of_it(boundary, looks, before, seed):
    one, setting = plan(3000, looks, boundary), replace(SETTING, before=before, after=before + 0.03)
    said, many = promise(one, setting), 6000
    still, moved = (run(one, before, after, many, seed) for after in (before, setting.after))
    near = 4.5 * 0.5 / math.sqrt(many)  # four and a half standard errors, and a little for counts that are whole
    assert np.mean(still.said != 0) == pytest.approx(said.false_alarm, abs=4.5 * math.sqrt(0.2 * 0.8 / many) + 0.006)
    assert np.mean(moved.said > 0) == pytest.approx(said.power, abs=near + 0.01)
    assert (still.looks.mean() + moved.looks.mean()) / 2 == pytest.approx(said.looks, abs=0.05 * looks + 0.02)


@settings(max_examples=20)
@given(st.sampled_from((0.05, 0.1, 0.2, 0.3)), st.sampled_from((0.03, 0.04, 0.05)), st.integers(5, 40))
def test_the_cheapest_plan_keeps_its_promise_and_no_looks_of_a_plan_cost_less(before, lift, per_look):
    setting = replace(SETTING, before=before, after=before + lift, per_look=per_look)
    best, price = cheapest(setting)
    promised = promise(best, setting)
    assert promised.false_alarm <= 0.0501 and promised.power >= 0.799
    assert price == pytest.approx(cost(promised, setting))
    fixed = promise(plan(least_people(Boundary.OBRIEN, 1, setting)), setting)
    assert price <= cost(fixed, setting) + 1e-9 <= 1.2 * price + 1e-9  # who plans one look is never far off


def test_the_same_seed_draws_the_same_worlds_and_another_one_others():
    same, other = run(plan(looks=3), 0.2, 0.2, 200, 7), run(plan(looks=3), 0.2, 0.2, 200, 8)
    assert (run(plan(looks=3), 0.2, 0.2, 200, 7).paths == same.paths).all()
    assert (same.paths != other.paths).any()


def test_winners_of_a_small_test_promise_three_times_too_much():
    found = run(plan(500), 0.20, 0.22, 40_000, 3)
    assert np.mean(found.said > 0) == pytest.approx(0.12, abs=0.01)
    assert 100 * found.seen[found.said > 0].mean() == pytest.approx(6.3, abs=0.1)


def regrets(worlds=4000, seed=3):
    """Mean regret of simple policies over worlds of which half have no effect, a quarter +1 and a quarter +3 points."""
    after = hidden(SETTING, worlds, seed)
    found = {
        name: regret(np.full(worlds, going), after, SETTING) for name, going in (("never", False), ("always", True))
    }
    for name, one in (
        ("one look", plan()),
        ("14 looks at 1.96", plan(2940, 14)),
        ("O'Brien & Fleming", plan(3010, 4, Boundary.OBRIEN)),
        ("small", plan(500)),
        ("small, 14 looks at 1.96", plan(1000, 14)),
    ):
        seen = run(one, SETTING.before, after, worlds, seed)
        found[name] = regret(seen.said > 0, after, SETTING, spent(seen, one, SETTING))
    return found


def test_no_simple_policy_is_best_in_all_worlds_and_careful_tests_are_best_in_the_mean():
    of = regrets()
    mean = {name: one.mean() for name, one in of.items()}
    best = np.argmin(np.stack(list(of.values())), axis=0)[:500]
    shares = {name: np.mean(best == at) for at, name in enumerate(of)}
    assert shares["never"] < 0.8 and shares["always"] < 0.4
    assert mean["never"] == pytest.approx(2250, rel=0.1) and mean["always"] == pytest.approx(5250, rel=0.1)
    assert max(mean["one look"], mean["O'Brien & Fleming"]) < mean["14 looks at 1.96"] < mean["small"] < mean["never"]
    assert mean["small, 14 looks at 1.96"] > 1.4 * mean["one look"]
