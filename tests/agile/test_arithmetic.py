"""Sprints, forecasts and seasons against brute force, simulation and what was published."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.agile import checks
from pmcourse.agile.case import DESK, DONE, PAST, SCOPE, SPRING
from pmcourse.agile.choosing import KEYS, best, greedy, most, needed_for, simple_lists
from pmcourse.agile.drift import RHYTHMS, Market, clairvoyant, good, means, play
from pmcourse.agile.forecast import (
    burned,
    cheapest,
    inside,
    interval,
    kept,
    mean_interval,
    price,
    promise,
    sprints_left,
    teams,
    tried,
)
from pmcourse.agile.model import Item, Rule, Sprint, SprintError


@st.composite
def sprints(draw):
    count = draw(st.integers(1, 8))
    items = []
    for at in range(count):
        needs = draw(st.sets(st.integers(0, at - 1), max_size=2)) if at else set()
        points, value, goal = draw(st.integers(1, 9)), draw(st.integers(0, 20)), draw(st.integers(0, 5)) == 0
        ids = tuple(f"i{one}" for one in sorted(needs))
        items.append(Item(id=f"i{at}", points=points, value=value, needs=ids, goal=goal))
    return items, draw(st.integers(1, 40))


def by_brute_force(items, capacity):
    """The value of the best allowed set, None where even the goal does not fit."""
    values = []
    for size in range(len(items) + 1):
        for some in combinations(items, size):
            ids = {item.id for item in some}
            if (
                sum(item.points for item in some) <= capacity
                and all(set(item.needs) <= ids for item in some)
                and all(item.id in ids for item in items if item.goal)
            ):
                values.append(sum(item.value for item in some))
    return max(values, default=None)


@settings(max_examples=60)
@given(sprints())
def test_the_best_sprint_is_as_good_as_the_best_of_all_sets(made):
    items, capacity = made
    truth = by_brute_force(items, capacity)
    if truth is None:
        with pytest.raises(SprintError, match="Make the goal smaller"):
            best(items, capacity)
        return
    found = best(items, capacity)
    chosen = [item for item in items if item.id in found]
    assert sum(item.value for item in chosen) == pytest.approx(truth) == most(items, capacity)
    assert sum(item.points for item in chosen) <= capacity
    assert all(set(item.needs) <= set(found) for item in chosen)


@settings(max_examples=60)
@given(sprints(), st.sampled_from(sorted(KEYS)))
def test_a_list_taken_from_the_top_is_never_better_and_never_without_what_is_needed(made, key):
    items, capacity = made
    taken = greedy(items, capacity, KEYS[key])
    forced = needed_for([item.id for item in items if item.goal], items)
    assert all(set(item.needs) <= set(taken) for item in items if item.id in taken)
    if sum(item.points for item in items if item.id in forced) <= capacity:
        assert sum(item.value for item in items if item.id in taken) <= by_brute_force(items, capacity) + 1e-9


def test_simple_lists_are_nineteen_and_some_leave_the_best_item_out():
    items = [Item(id="a", points=2, value=9), Item(id="b", points=3, value=3), Item(id="c", points=1, value=1)]
    found = list(simple_lists(items, 5))
    assert len(found) == 19 and found[0] == ("a", "b") and ("b", "c") in found


def test_what_is_done_already_is_needed_no_more():
    items = [Item(id="a", points=5, value=1), Item(id="b", points=3, value=9, needs=("a",), goal=True)]
    assert needed_for(["b"], items) == ["a", "b"] and needed_for(["b"], items, done=["a"]) == ["b"]


def test_the_lowest_of_six_is_reached_in_six_of_seven_and_ranks_are_as_wilks_says():
    assert kept(6, 1) == pytest.approx(6 / 7) and kept(8, 2) == pytest.approx(7 / 9)
    assert inside(Rule(sprints=6)) == pytest.approx(5 / 7) and inside(Rule(sprints=9)) == pytest.approx(0.8)
    assert promise(PAST, 0.85) == 9 and promise(PAST, 0.70) == 14 and promise(DESK, 7 / 9) == 11
    assert promise(PAST, 0.9) is None  # six sprints are too few for that


@pytest.mark.parametrize(("sprints", "leave"), [(4, 0), (6, 0), (9, 0), (9, 1), (15, 2), (20, 3)])
def test_where_sprints_are_alike_the_interval_holds_as_often_as_the_formula_says(sprints, leave):
    luck, rule = np.random.default_rng(sprints), Rule(sprints=sprints, leave=leave)
    past, seen = luck.lognormal(3, 0.5, (40_000, 20)), luck.lognormal(3, 0.5, 40_000)
    low, high = interval(past, rule)
    assert np.mean((low <= seen) & (seen <= high)) == pytest.approx(inside(rule), abs=0.01)


def test_the_price_of_an_interval_is_its_width_and_a_fine_and_is_least_for_the_true_quantiles():
    assert price(np.array(10.0), np.array(20.0), np.array(15.0), 0.8) == 10
    assert price(np.array(10.0), np.array(20.0), np.array(23.0), 0.8) == pytest.approx(10 + 10 * 3)
    seen = np.random.default_rng(1).normal(0, 1, 100_000)
    prices = {q: price(np.array(-q), np.array(q), seen, 0.8).mean() for q in (0.9, 1.1, 1.2816, 1.5, 1.8)}
    assert min(prices, key=prices.get) == 1.2816


def test_a_made_up_team_changes_so_a_long_look_back_costs_more_at_the_same_chance():
    assert tried(Rule(sprints=9), 0.8, 20_000, 3)[0] == pytest.approx(0.8, abs=0.03)
    assert tried(Rule(sprints=19, leave=1), 0.8, 20_000, 3)[1] > 1.05 * tried(Rule(sprints=9), 0.8, 20_000, 3)[1]
    assert cheapest(0.8, 5000, 3)[0].sprints <= 10
    past, seen = teams(50, 7)
    assert past.shape == (50, 20) and seen.shape == (50,) and (past >= 0).all()


def test_a_bootstrap_of_the_mean_is_far_narrower_than_the_sprints_and_seldom_holds_the_next_one():
    low, high = mean_interval(PAST, 0.8)
    assert min(PAST) < low < np.mean(PAST) < high < max(PAST)
    past, seen = teams(300, 5)
    ends = [mean_interval(one[-6:], 0.8, draws=300) for one in past]
    assert np.mean([low <= one <= high for (low, high), one in zip(ends, seen, strict=True)]) < 0.5


@given(st.floats(0, 500), st.floats(0.1, 60), st.floats(0, 60))
def test_sprints_left_close_the_gap_or_never_do(left, pace, growth):
    sprints = sprints_left(left, pace, growth)
    if pace > growth:
        assert left + growth * sprints == pytest.approx(pace * sprints, rel=1e-6, abs=1e-6)
    else:
        assert sprints == math.inf


def test_the_burn_up_of_the_lesson():
    assert burned(DONE, SCOPE) == {"added": 24, "left": 68, "still": pytest.approx(4.163, abs=0.01),
                                   "growing": pytest.approx(5.514, abs=0.01)}  # fmt: skip
    assert tuple(np.diff(DONE)) == PAST
    assert sprints_left(30, 10) == 3 and sprints_left(30, 10, 4) == 5  # the worked example


def test_without_news_planning_once_is_best_and_with_news_the_best_lies_between():
    still, moving = means(Market(0.0, 0.6), 500, 3), means(SPRING, 500, 3)
    assert max(still, key=still.get) == 12
    assert max(moving, key=moving.get) in (2, 3, 4) and moving[12] < 0.9 * moving[3] and moving[1] < 0.98 * moving[3]
    assert {1, 6, 12}.isdisjoint(good(SPRING))


def test_no_rhythm_is_best_wherever_one_works():
    markets = [Market(change, planning) for change in (0.0, 0.1, 0.25, 0.35, 0.5) for planning in (0.1, 0.6, 1.5, 3.0)]
    wins = [max((found := means(market, 500, 4)), key=found.get) for market in markets]
    assert len(set(wins)) >= 4 and max(wins.count(every) for every in RHYTHMS) <= len(markets) / 2


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from(RHYTHMS), st.sampled_from([0.0, 0.2, 0.5]), st.sampled_from([0.1, 1.0]))
def test_nobody_delivers_more_than_somebody_who_knows_everything(seed, every, change, planning):
    season = play(every, Market(change, planning), 3, seed)
    assert (season.total <= clairvoyant(Market(change, planning), 3, seed) + 1e-9).all()
    assert sum(season.items) <= 36 and season.value.shape == (3, 12)


def test_planning_takes_time_and_what_is_begun_is_not_lost():
    assert play(12, Market(0.0, 0.6), 2).items == (2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3)
    assert sum(play(1, Market(0.0, 0.6), 2).items) == 28  # 12 × 2.4 = 28.8
    assert sum(play(1, Market(0.0, 3.0), 2).items) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "4.2",
        "4,2",
        "4.16",
        "5",
        "5 sprints",
        "about 5",
        "4.2 sprints",
        "5 sprints (10 weeks)",
        "5 (4.2)",
        "68/16.3 = 4.2",
        "5.0",
        5,
        "≈ 4.2",
    ],
)
def test_sprints_may_be_typed_with_a_decimal_or_rounded_up_with_words_around(typed):
    assert checks.is_near(typed, 4.163, whole=True)


@pytest.mark.parametrize("typed", ["4", "6", "", None, "five or six", "4 to 5", "-5", "4.5"])
def test_other_sprints_are_not_right(typed):
    assert not checks.is_near(typed, 4.163, whole=True)


@pytest.mark.parametrize("typed", [
    "-1300", "–1300", "−1.300", "–1,300", "minus 1300", "Minus 1.300 Euro", "- 1.300 €", "- 1,300", "-€1,300", "(1300)",
    "-1.3k", "-1300 (loss)", "about -1300", "-1 300", "-1300.0", -1300,
])  # fmt: skip
def test_a_minus_is_read_however_it_is_typed(typed):
    assert checks.is_near(typed, -1300) and not checks.is_near(typed, 1300)


@given(st.integers(-99_999, 99_999), st.sampled_from(["{}", "about {}", "{} points", "{} €", "= {}", "{}.0"]))
def test_a_number_with_words_around_is_the_number(number, form):
    assert checks.is_near(form.format(number), number)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_not_and_never_an_error(typed):
    checks.is_near(typed, 5.0, whole=True)
    checks.lines((typed,))


def test_a_sprint_refuses_what_is_no_sprint_and_says_why():
    with pytest.raises(ValueError, match="ids must differ"):
        Sprint(items=[Item(id="a", points=1, value=1), Item(id="a", points=1, value=1)])
    with pytest.raises(ValueError, match="must need an item that is there"):
        Sprint(items=[Item(id="a", points=1, value=1, needs=("b",))])
    with pytest.raises(SprintError, match="At least two sprints must be left"):
        Sprint().but(rule={"sprints": 5, "leave": 2})
    with pytest.raises(SprintError, match="must be among the items"):
        Sprint().choose(["x"])
