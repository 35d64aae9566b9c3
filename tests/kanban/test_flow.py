"""The arithmetic of a log, against what can be counted by hand or by brute force."""

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kanban import flow
from pmcourse.kanban.engine import Event

LOG = [
    Event(0, "A", "arrived", "Options"),
    Event(1, "A", "pulled", "Analyse"),
    Event(3, "A", "pulled", "Build"),
    Event(4, "A", "back", "Build"),
    Event(6, "A", "done", "Test"),
    Event(2, "B", "arrived", "Options"),
    Event(5, "B", "pulled", "Analyse"),
]


def test_a_cycle_time_runs_from_the_first_start_to_done():
    assert flow.stays(LOG) == {"A": (0, 1, 6), "B": (2, 5, None)}
    assert flow.cycle_times(LOG) == [5]


def test_bands_count_cards_at_the_end_of_each_day():
    shown = flow.bands(LOG, 6)
    assert shown["Analyse"] == [0, 1, 1, 0, 0, 1, 1]
    assert shown["Build"] == [0, 0, 0, 1, 1, 1, 0] and shown["Done"] == [0, 0, 0, 0, 0, 0, 1]


def test_the_means_of_a_window_are_those_that_can_be_counted():
    one = flow.little([(0, 3), (3, 6), (0, 6)], 0, 6)
    assert (one.wip, one.rate, one.cycle) == (2, 0.5, 4) and one.says == 4
    assert flow.little([], 0, 5).says == math.inf


@given(st.lists(st.floats(0, 100), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values, share):
    found = flow.percentile(values, share)
    assert sum(one <= found for one in values) >= share * len(values) - 1e-6
    assert sum(one < found for one in values) < share * len(values) + 1e-6
    assert flow.rank(min(values), values) == 0


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.integers(1, 6))
def test_a_forecast_is_what_counting_all_ways_gives(samples, items):
    found = flow.chances(samples, items)
    if max(samples) == 0:
        assert found == []
        return
    for weeks in range(1, min(4, len(found)) + 1):
        ways = [sum(way) >= items for way in itertools.product(samples, repeat=weeks)]
        assert found[weeks - 1] == pytest.approx(sum(ways) / len(ways))
    assert found == sorted(found)


def test_a_forecast_is_what_drawing_at_random_comes_near_to():
    luck, samples = random.Random(1), [0, 2, 3, 1, 4, 2, 0, 3, 2, 5]
    drawn = []
    for _ in range(4000):
        left, weeks = 15, 0
        while left > 0:
            left, weeks = left - luck.choice(samples), weeks + 1
        drawn.append(weeks)
    for week, chance in enumerate(flow.chances(samples, 15), 1):
        assert sum(one <= week for one in drawn) / 4000 == pytest.approx(chance, abs=0.03)
    assert flow.weeks_for(samples, 15, 0.85) == flow.percentile(drawn, 0.85)
    assert flow.weeks_for([0, 0], 3, 0.85) is None and flow.weeks_for([], 3, 0.85) is None
