"""Pipelines, flags, trial releases and delivery keys: queues that can be computed, brute force, worked examples."""

import functools
import random
from datetime import datetime, timedelta
from itertools import permutations, product
from math import inf
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.stats import binom

from pmcourse.delivery import checks, line, rollout
from pmcourse.delivery.case import CASE, FEW, LEAD, ONE, TEAM, THROUGH
from pmcourse.delivery.keys import Release, keys
from pmcourse.delivery.line import Team
from pmcourse.delivery.model import Delivery, FlagRule, Stage
from pmcourse.errors import CourseError
from pmcourse.kit.shares import at_least, just

STAGES = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 20)), min_size=1, max_size=5).map(
    lambda rows: [stage(f"s{at}", minutes, caught / 20) for at, (minutes, caught) in enumerate(rows)]
)
DAY = datetime(2027, 5, 3, 9)


def stage(id="all", minutes=30, catches=1.0):
    return Stage(id=id, title=id, minutes=minutes, catches=catches)


def queue_hours(stages, team):
    """Mean hours from a change to its release without batches, by the formula of Pollaczek and Khinchine."""
    ways = [(minutes / 60, chance) for minutes, chance in line.runs(stages, 1, team.fault)]
    mean, square = (sum(hours**power * chance for hours, chance in ways) for power in (1, 2))
    load = team.rate * mean
    return inf if load >= 1 else team.rate * square / (2 * (1 - load)) + mean


@given(st.integers(0, 60), st.integers(1, 60), st.just(0.0) | st.floats(1e-9, 1))  # scipy overflows far below
def test_the_chance_of_so_many_or_more_is_the_binomial_one(count, people, share):
    assert at_least(count, people, share) == pytest.approx(binom.sf(count - 1, people, share), abs=1e-9)
    assert just(count, people, share) == pytest.approx(binom.pmf(count, people, share), abs=1e-9)


def test_the_formula_of_the_books_for_runs_of_one_length():
    # M/D/1 with 1.6 an hour and half an hour each: busy .8, waiting .8 / (2 × .2) × .5 = 1 hour
    assert queue_hours([stage()], Team(1.6, 0)) == pytest.approx(1.5)
    assert queue_hours([stage()], Team(2, 0)) == inf


@pytest.mark.parametrize(("minutes", "fault"), [(15, 0), (15, 0.1), (20, 0.03)])
def test_without_batches_the_simulation_meets_the_formula(minutes, fault):
    team, stages = Team(2, fault), [stage(minutes=minutes, catches=0.8)]
    hours = line.lead_hours(stages, 1, team, worlds=400, seed=3, changes=3000)[:, 500:]
    assert float(hours.mean()) == pytest.approx(queue_hours(stages, team), rel=0.03)


def test_a_batch_that_never_waits_for_the_pipeline_takes_its_filling_and_its_run():
    hours = line.lead_hours([stage(minutes=0.01)], 8, Team(2, 0), worlds=2000, changes=80)
    assert float(hours.mean()) == pytest.approx((8 - 1) / (2 * 2), rel=0.02)


def test_the_best_batch_is_neither_one_nor_many_and_grows_with_the_run():
    def best(minutes):
        return min(range(1, 30), key=lambda batch: line.mean_lead([stage(minutes=minutes)], batch, FEW))

    assert best(30) == 2
    found = [best(minutes) for minutes in (8, 30, 60, 120)]
    assert found == sorted(found) and len(set(found)) == 4 and found[0] == 1


def test_over_500_seeds_one_at_a_time_and_many_at_a_time_wait_longer():
    wins = 0
    for seed in range(500):
        one, two, many = (float(line.lead_hours(ONE, batch, FEW, 1, seed).mean()) for batch in (1, 2, 20))
        wins += two < one and two < many
    assert wins > 450


@given(STAGES, st.integers(1, 40), st.floats(0, 0.5))
def test_the_ways_of_a_batch_are_all_there_are_and_each_takes_longer_the_later_it_is_red(stages, batch, fault):
    ways = line.runs(stages, batch, fault)
    assert sum(chance for _, chance in ways) == pytest.approx(1)
    assert all(chance >= -1e-12 for _, chance in ways)
    assert [minutes for minutes, _ in ways[1:]] == sorted(minutes for minutes, _ in ways[1:])
    assert ways[0][0] == sum(one.minutes for one in stages)


@settings(max_examples=15)
@given(STAGES, st.integers(1, 8), st.floats(0, 0.5))
def test_the_chances_of_the_ways_are_those_of_faults_drawn_one_by_one(stages, batch, fault):
    luck, many = random.Random(1), 4000
    firsts = [0] * (len(stages) + 1)
    for _ in range(many):
        faults = [one for one in range(batch) if luck.random() < fault]
        red = next((at for at, one in enumerate(stages, 1) if any([luck.random() < one.catches for _ in faults])), 0)
        firsts[red] += 1
    for count, (_, chance) in zip(firsts, line.runs(stages, batch, fault), strict=True):
        assert count / many == pytest.approx(chance, abs=0.04)


@given(STAGES)
def test_no_order_finds_a_fault_sooner_than_minutes_by_chance(stages):
    least = min(line.minutes_to_find(order) for order in permutations(stages))
    assert line.minutes_to_find(line.quickest(stages)) == pytest.approx(least)


def test_the_worked_example_of_two_stages():
    a, b = stage("a", 2, 0.4), stage("b", 1, 0.1)
    assert line.minutes_to_find([a, b]) == pytest.approx(2.6) and line.minutes_to_find([b, a]) == pytest.approx(2.8)
    assert line.let_through([stage(catches=0.5), stage(catches=0.4)]) == pytest.approx(0.3)


@pytest.mark.parametrize(("lead", "through"), [(3.0, 0.2), (2.0, 0.3), (1.0, 0.5)])
def test_no_pipeline_of_all_orders_and_batches_is_much_cheaper_than_the_cheapest(lead, through):
    stages, team = CASE.start.stages[1:5], TEAM
    least = line.cheapest(stages, team, lead, through)
    tried = [
        line.minutes_a_change(order, batch, team)
        for size in range(1, len(stages) + 1)
        for order in permutations(stages, size)
        if line.let_through(order) <= through
        for batch in range(1, 41)
        if line.mean_lead(order, batch, team) <= lead
    ]
    assert (least is None) == (not tried)
    assert least is None or least[0] <= 1.005 * min(tried)


def test_the_score_of_a_pipeline_grows_when_the_pipeline_gets_better():
    best = line.cheapest(CASE.start.stages, TEAM, LEAD, THROUGH)
    used = tuple(one.id for one in best[1])
    times = [checks.times_the_least(CASE.start.changed(used=used, batch=batch), TEAM, LEAD, THROUGH)
             for batch in (1, 2, 4, best[2])]  # fmt: skip
    assert times == sorted(times, reverse=True) and times[-1] == pytest.approx(1)


RULES = [FlagRule(place=place, grows=grows, off=off)
         for place, grows, off in product(rollout.PLACES, rollout.GROWS, rollout.OFF)]  # fmt: skip


@functools.cache
def harm(rule):
    return rollout.faults(rollout.behaviour(rule, range(1500), ("search", "maps")))


def test_one_rule_of_64_does_no_harm():
    assert [rule for rule in RULES if not harm(rule)] == [rollout.RIGHT]


@pytest.mark.parametrize(
    ("part", "value", "fault"),
    [
        ("place", "person", ["same"]),
        ("place", "age", ["same"]),
        ("place", "visit", ["changes"]),
        ("grows", "anew", ["lost"]),
        ("grows", "next", ["lost"]),
        ("grows", "half", ["lost"]),
        ("off", "new", ["still"]),
        ("off", "release", ["still"]),
        ("off", "ask", ["still"]),
    ],
)
def test_each_wrong_part_does_the_harm_that_it_stands_for(part, value, fault):
    assert harm(rollout.RIGHT.model_copy(update={part: value})) == fault


@given(st.integers(0, 10**9), st.text(min_size=1, max_size=9))
def test_who_sees_a_flag_at_5_percent_sees_it_at_25_and_at_100_on_every_visit(person, flag):
    seen = [rollout.sees(rollout.RIGHT, flag, person, share, visit) for visit, share in enumerate(rollout.SHARES)]
    assert seen == sorted(seen) and seen[-1]
    assert not rollout.sees(rollout.RIGHT, flag, person, 1.0, off=True)


@pytest.mark.parametrize("share", rollout.SHARES)
def test_as_many_people_see_a_flag_as_its_share_says(share):
    seen = sum(rollout.sees(rollout.RIGHT, "maps", person, share) for person in range(5000))
    assert seen / 5000 == pytest.approx(share, abs=0.02)


def test_a_mark_of_six_in_300_visits_stops_8_percent_of_good_and_89_of_bad_releases():
    tried = rollout.stops(6, 300, 0.01, 0.03)
    assert (round(tried.good, 2), round(tried.bad, 2)) == (0.08, 0.89)
    assert round(rollout.stops(3, 300, 0.01, 0.03).good, 2) == 0.58
    assert rollout.good_counts(300, 0.01, 0.03) == [6]


@settings(max_examples=30)
@given(st.integers(50, 400), st.floats(0.005, 0.05), st.floats(1.5, 5))
def test_good_marks_are_all_that_keep_both_limits(visits, usual, times):
    bad = min(1, usual * times)
    marks = [count for count in range(1, visits + 1)
             if round(binom.sf(count - 1, visits, usual), 3) <= rollout.LIMITS.good
             and round(binom.sf(count - 1, visits, bad), 3) >= rollout.LIMITS.bad]  # fmt: skip
    assert rollout.good_counts(visits, usual, bad) == marks


def test_a_mark_that_stands_in_no_step_is_refused_and_not_lost_in_silence():
    with pytest.raises(ValidationError, match=r"rollout\.stop_from"):
        Delivery.model_validate({"rollout": {"stop_from": 11}})


@given(st.integers(2, 7), st.floats(0, 0.5))
def test_branches_collide_as_often_as_pairs_drawn_one_by_one(branches, pair):
    none = 1.0
    for _ in [pair for one in range(branches) for pair in range(one)]:
        none *= 1 - pair
    assert rollout.collide(branches, pair) == pytest.approx(1 - none)


def test_four_and_eight_branches_collide_in_26_and_76_percent():
    assert [round(100 * rollout.collide(many, 0.05)) for many in (4, 8)] == [26, 76]


def release(day, *leads, **how):
    when = DAY + timedelta(days=day)
    return Release(f"day {day}", when, tuple(when - timedelta(days=one) for one in leads), **how)


def test_five_keys_of_a_log_that_was_worked_out_by_hand():
    log = [
        release(0, 1, failed=False, unplanned=False),
        release(7, 2, 8, failed=True, recovered=DAY + timedelta(days=7, hours=5), unplanned=False),
        release(8, failed=False, unplanned=True),
        release(14, 4, failed=False, unplanned=False),
    ]
    found = keys(random.Random(1).sample(log, 4))
    assert (found.releases, found.changes) == (4, 4)
    assert found.lead_days == 3 and found.a_week == pytest.approx(1.5) and found.gap_days == 6
    assert (found.fail_rate, found.recovery_hours, found.rework_rate) == (0.25, 5, 0.25)


def test_what_a_log_does_not_say_is_unknown_and_not_nothing():
    found = keys([release(0), release(3)])
    assert (found.lead_days, found.fail_rate, found.recovery_hours, found.rework_rate) == (None,) * 4
    assert keys([release(0, 1)]).a_week is None and keys([]).releases == 0


@given(st.lists(st.tuples(st.integers(0, 400), st.lists(st.integers(0, 90), max_size=3)), min_size=2, max_size=9))
def test_lead_time_is_the_median_of_all_changes_whatever_release_they_are_in(rows):
    leads = [one for _, some in rows for one in some]
    found = keys([release(day, *some) for day, some in rows])
    assert found.lead_days == (pytest.approx(median(leads)) if leads else None)


def test_bad_values_are_refused_with_their_rule():
    with pytest.raises(CourseError, match="The old value still counts"):
        CASE.start.changed(batch=0)
    with pytest.raises(CourseError, match="used stages must be of approval, browser"):
        CASE.start.changed(used=("magic",))
    with pytest.raises(ValueError, match="ids must differ; 'all' stands there twice"):
        Delivery(stages=(stage(), stage()))


def test_a_step_is_drawn_from_one_seed():
    assert np.array_equal(line.lead_hours(ONE, 3, FEW, seed=5), line.lead_hours(ONE, 3, FEW, seed=5))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "-".join(dict(rule).values()))
def test_a_rule_of_which_one_part_is_mended_does_never_more_harm(rule):
    for part in FlagRule.model_fields:
        better = rule.model_copy(update={part: getattr(rollout.RIGHT, part)})
        assert len(harm(better)) <= len(harm(rule))
