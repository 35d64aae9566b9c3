"""Two shares: against published examples, statsmodels, exact sums and counting."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportion_effectsize,
    proportions_ztest,
)

from pmcourse.experiments.shares import (
    SharesError,
    difference,
    power_of,
    quantile,
    size,
    split,
    two_sided,
    wilson,
)
from pmcourse.kit.shares import at_least

COOKIE_CATS = (44_700, 45_489)  # players of Cookie Cats with a gate at level 30 and at level 40
shares = st.floats(0.01, 0.99)


@st.composite
def arms(draw):
    people = draw(st.tuples(st.integers(5, 3000), st.integers(5, 3000)))
    return tuple(draw(st.integers(1, one - 1)) for one in people), people


def test_the_real_game_gives_the_z_the_interval_and_the_split_that_the_lesson_tells():
    week = difference((8502, 8279), COOKIE_CATS)
    assert week.z == pytest.approx(-3.164, abs=0.001) and week.p == pytest.approx(0.00155, abs=0.00001)
    assert [round(100 * one, 2) for one in (week.difference, week.low, week.high)] == [-0.82, -1.33, -0.31]
    assert difference((20034, 20119), COOKIE_CATS).z == pytest.approx(-1.784, abs=0.001)
    assert split(COOKIE_CATS) == pytest.approx(0.0086, abs=0.0001)


def test_the_interval_of_a_difference_is_that_of_newcombes_example():
    found = difference((48, 56), (80, 70))  # Newcombe 1998, table II (a), method 10
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_an_arm_in_which_nobody_or_everybody_did_it_still_has_an_interval():
    assert difference((0, 10), (10, 10)).low == pytest.approx(0.6075, abs=0.0001)  # Newcombe 1998, table II (h)
    assert difference((0, 0), (10, 10)).z == 0


@given(arms())
def test_z_interval_and_wilson_are_those_of_statsmodels(both):
    hits, people = both
    found = difference(hits, people)
    z, p = proportions_ztest(hits[::-1], people[::-1])
    assert found.z == pytest.approx(z, abs=1e-9) and found.p == pytest.approx(p, abs=1e-9)
    low, high = confint_proportions_2indep(hits[1], people[1], hits[0], people[0], method="newcomb")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
    assert wilson(hits[0], people[0]) == pytest.approx(proportion_confint(hits[0], people[0], method="wilson"))


@given(arms())
def test_the_second_less_the_first_is_the_first_less_the_second_turned_round(both):
    hits, people = both
    one, other = difference(hits, people), difference(hits[::-1], people[::-1])
    assert (one.difference, one.low, one.high) == pytest.approx((-other.difference, -other.high, -other.low))
    assert one.low <= one.difference <= one.high


def test_the_sizes_that_the_lesson_names():
    assert size(0.05, 0.07) == 2210
    assert size(0.20, 0.22) == 6507
    assert size(0.20, 0.23) == 2940


@given(shares, shares, st.floats(0.55, 0.99))
def test_a_test_of_that_size_has_the_power_asked_for_and_one_person_less_has_not(before, after, power):
    if abs(before - after) < 0.02:
        return
    people = size(before, after, power)
    assert power_of(before, after, people) >= power - 1e-9
    if people > 3:
        assert power_of(before, after, people - 1) < power


@pytest.mark.parametrize(("before", "after"), [(0.05, 0.07), (0.2, 0.23), (0.4, 0.5), (0.1, 0.13)])
def test_the_size_is_near_that_of_statsmodels_arcsine(before, after):
    arcsine = NormalIndPower().solve_power(proportion_effectsize(after, before), alpha=0.05, power=0.8)
    assert size(before, after) == pytest.approx(arcsine, rel=0.02)


@given(st.integers(1, 120), shares, st.data())
def test_the_chance_of_so_many_is_the_binomial_one(people, share, data):
    hits = data.draw(st.integers(0, people))
    assert at_least(hits, people, share) == pytest.approx(binom.sf(hits - 1, people, share), abs=1e-12)


def test_the_chance_of_so_many_is_what_counting_all_outcomes_gives():
    outcomes = [
        math.prod(0.3 if did else 0.7 for did in all_of) for all_of in product((0, 1), repeat=8) if sum(all_of) >= 3
    ]
    assert at_least(3, 8, 0.3) == pytest.approx(sum(outcomes))


def test_an_even_split_is_no_alarm_and_a_planned_uneven_one_neither():
    assert split((500, 500)) == 1
    assert split((300, 700), planned=0.3) == 1
    assert split((600, 400)) < 1e-9


def test_quantiles_are_those_of_the_tables():
    assert quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert two_sided(1.959964) == pytest.approx(0.05, abs=1e-6)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: size(5, 7), "must lie between 0 and 1 (got 5); 5% is 0.05"),
        (lambda: size(0.2, 0.2), "must differ (got 0.2 twice)"),
        (lambda: size(0.2, 0.3, power=80), "from 0.5 to under 1 (got 80)"),
        (lambda: difference((5, 1), (4, 4)), "at most as many hits (got 5 of 4)"),
        (lambda: difference((0, 0), (0, 4)), "An arm needs people"),
        (lambda: split((0, 0)), "A split needs people"),
    ],
)
def test_numbers_that_are_no_shares_are_refused_with_the_rule_and_the_value(wrong, words):
    with pytest.raises(SharesError) as told:
        wrong()
    assert words in str(told.value)
