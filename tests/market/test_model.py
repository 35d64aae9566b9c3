"""The lesson's arithmetic: published examples, brute force, and what must hold whatever is typed."""

import random
from collections import defaultdict
from itertools import accumulate, combinations, pairwise
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kit.shares import at_least, wilson
from pmcourse.market.funnel import Funnel, drawn, payback, rules
from pmcourse.market.growth import falls, kept, rises, year
from pmcourse.market.model import Group, Market
from pmcourse.market.retention import flattens, reading, triangle
from pmcourse.market.survey import holm, luck, passes


@pytest.mark.parametrize(
    ("hits", "people", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_intervals_that_newcombe_published(hits, people, low, high):
    # R. Newcombe, Statistics in Medicine 17, 1998, table I, method 3
    assert wilson(hits, people) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share_and_widens_with_the_number_of_tries(people, data):
    hits = data.draw(st.integers(0, people))
    low, high = wilson(hits, people)
    assert 0 <= low <= hits / people <= high <= 1
    wide = wilson(hits, people, 1 - 0.05 / 3)
    assert wide[0] <= low and high <= wide[1]
    assert not passes(hits, people, 3) or passes(hits, people)


def test_an_interval_of_nobody_is_refused():
    with pytest.raises(ValueError, match="got 3 of 0"):
        wilson(3, 0)
    assert not passes(0, 0)


def test_luck_is_what_a_simulation_of_groups_gives():
    dice = random.Random(1)
    hits = sum(any(sum(dice.random() < 0.25 for _ in range(20)) >= 8 for _ in range(12)) for _ in range(3000))
    assert hits / 3000 == pytest.approx(luck(12, 20, 0.25, 8), abs=0.03)
    assert at_least(0, 5, 0.3) == pytest.approx(1)


@given(st.lists(st.floats(0, 0.1), min_size=1, max_size=5))
def test_holm_counts_what_every_set_of_groups_with_it_counts_by_bonferroni(values):
    # the closed test: a group counts only if each set that holds it has a p-value of at most .05 ÷ its size
    def closed(at):
        others = [other for other in range(len(values)) if other != at]
        sets = (set(some) | {at} for size in range(len(values)) for some in combinations(others, size))
        return all(min(values[one] for one in some) <= 0.05 / len(some) for some in sets)

    assert holm(values) == [closed(at) for at in range(len(values))]


def brute(purchases, last):
    """The triangle by looking at each customer and each period."""
    months = defaultdict(set)
    for customer, period in purchases:
        if period <= last:
            months[customer].add(period)
    counts = {}
    for cohort in sorted({min(some) for some in months.values()}):
        members = [some for some in months.values() if min(some) == cohort]
        counts[cohort] = [sum(cohort + age in some for some in members) for age in range(last - cohort + 1)]
    return counts


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 8)), max_size=60), st.integers(0, 8))
def test_the_triangle_is_what_counting_by_hand_gives(purchases, last):
    made = triangle(purchases, last)
    assert made.counts == brute(purchases, last)
    for cohort, row in made.counts.items():
        assert made.share(cohort, 0) == 1 and made.share(cohort, last - cohort + 1) is None
        assert all(count <= row[0] for count in row)


def test_the_average_counts_only_cohorts_that_are_old_enough():
    made = triangle([("a", 0), ("a", 1), ("b", 0), ("c", 1), ("d", 2)], 2)
    assert made.average() == [1.0, pytest.approx(1 / 3), 0.0]


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([1, 0.40, 0.39, 0.38, 0.375], "high"),
        ([1, 0.40, 0.36, 0.33, 0.30], "falls"),
        ([1, 0.6, 0.45], "early"),
        ([1, 0.13, 0.125, 0.122, 0.12], "low"),
        ([1, 0.40, 0.38, 0.37, 0.36], "falls"),  # 5% is not under 5%
        ([1, 0.2, 0.0, 0.0, 0.0], "falls"),  # nobody is left
    ],
)
def test_a_curve_is_read_by_the_rule(shares, says):
    assert reading(shares) == says
    assert flattens(shares) is {"high": True, "low": True, "falls": False, "early": None}[says]


@given(st.floats(0, 1), st.floats(0, 0.99), st.integers(1, 24))
def test_a_cohort_never_grows_and_never_falls_below_those_who_stay(stay, fade, months):
    shares = kept(stay, fade, months)
    assert shares[0] == pytest.approx(1) and shares[-1] >= stay - 1e-9
    assert all(after <= before + 1e-9 for before, after in pairwise(shares))


def test_totals_rise_while_every_later_cohort_lies_below():
    one = year(100, 0.2, 0.38, -0.03, 0.5)
    assert rises(one.totals) and falls(one.returns)
    for age in range(1, 12):  # the whole curve of each later cohort, not only month 3
        assert falls([shares[age] for shares in one.shares])
    newspaper = year(100, 0.6, 0.4, -0.1, 0.5, months=4)
    assert rises(newspaper.totals) and falls(newspaper.returns)


@pytest.mark.parametrize("seed", range(20))
def test_merging_groups_can_turn_the_sign_round(seed):
    dice = random.Random(seed)
    low, high = dice.uniform(0.1, 0.25), dice.uniform(0.5, 0.7)
    before = [(100, low), (100, high)]
    after = [(400, low + 0.04), (100, high + 0.04)]

    def merged(groups):
        return sum(people * share for people, share in groups) / sum(people for people, _ in groups)

    assert all(new > old for (_, old), (_, new) in zip(before, after, strict=True)) and merged(after) < merged(before)


def test_active_members_are_what_a_simulation_of_people_gives():
    dice, stay, fade, active = random.Random(3), 0.38, 0.5, 0
    for cohort in range(12):
        for _ in range(2000):
            active += dice.random() < stay or all(dice.random() < fade for _ in range(11 - cohort))
    assert active / 20 == pytest.approx(year(100, 0, stay, 0, fade).totals[-1], rel=0.03)


@given(st.integers(0, 10**6))
def test_five_points_more_are_worth_what_the_longer_product_gives(seed):
    one = drawn(random.Random(seed))
    for at, more in enumerate(one.more):
        shares = [share + 0.05 * (step == at) for step, share in enumerate(one.shares)]
        assert one.visitors * prod(shares) - one.customers == pytest.approx(more)
    assert one.each[one.best] == min(one.each)


def test_the_notes_example_gives_5_3_and_7_and_a_half():
    assert Funnel(1000, (0.3, 0.5, 0.2), (1, 1, 1)).more == pytest.approx([5, 3, 7.5])


def test_no_simple_rule_finds_the_step_to_mend_in_most_of_500_worlds():
    found = rules(500, 7)
    assert max(found.values()) < 0.75 and found["narrowest"] > 0.5 > found["first"] > found["widest"]


@given(st.integers(1, 200), st.integers(1, 40), st.integers(10, 99))
def test_payback_is_the_first_month_in_which_the_sum_is_there(cost, contribution, keep):
    months = payback(cost, contribution, keep / 100)
    sums = list(accumulate((contribution * (keep / 100) ** age for age in range(500)), initial=0))
    first = next((at for at, total in enumerate(sums) if total >= cost - 1e-9), None)
    if months is not None and first is not None:
        assert months == first
    assert payback(cost, contribution) == -(-cost // contribution)


@pytest.mark.parametrize(("cost", "contribution", "keep", "months"),
                         [(24, 3, 1, 8), (24, 3, 0.9, 16), (24, 3, 0.8, None), (24, 0, 1, None), (0, 3, 1, 0)]
                         )  # fmt: skip
def test_payback_of_the_worked_examples(cost, contribution, keep, months):
    assert payback(cost, contribution, keep) == months


def test_who_no_longer_uses_it_leaves_the_denominator():
    one = Group(id="g", name="garden", very=36, somewhat=30, little=14, gone=8)
    assert (one.people, one.share) == (80, 0.45)
    assert Group(id="n", name="nobody", very=0, somewhat=0, little=0).share is None
    with pytest.raises(ValueError, match="must differ"):
        Market(groups=(one, one))
