"""The simulation agrees with queues that can be computed, loses no card, and keeps its limits."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.kanban import flow
from pmcourse.kanban.cards import Card, Setting, draw
from pmcourse.kanban.engine import Line, simulate
from pmcourse.kanban.model import COLUMNS

ONE = Setting(people=(1,), work=(1.0,), switch=0.0)


def queue(count, service, seed, limit):
    """Poisson arrivals of 0.6 a day at one person, and how long each card takes from its arrival."""
    luck, now, cards = random.Random(seed), 0.0, []
    for at in range(count):
        now += luck.expovariate(0.6)
        cards.append(Card(str(at), [[service(luck)]], [False], [], arrives=now))
    line = Line(cards, ONE, (limit,)).run(now)
    stays = flow.stays(line.log).values()
    times = [one.done - one.arrived for one in stays if one.done is not None]
    return times, sum(min(one.done or now, now) - one.arrived for one in stays) / now


@pytest.mark.parametrize("limit", [1, float("inf")], ids=["first come, first served", "all at once"])
def test_one_person_and_random_work_is_the_queue_of_the_books(limit):
    """M/M/1, 0.6 come for 1 done a day: W = 1/(1 - 0.6) = 2.5, L = 1.5; P85 = -2.5 ln 0.15 = 4.74 (Kleinrock 1975)."""
    times, mean = queue(20_000, lambda luck: luck.expovariate(1), 3, limit)
    assert sum(times) / len(times) == pytest.approx(2.5, rel=0.07)
    assert mean == pytest.approx(1.5, rel=0.07)
    if limit == 1:
        assert flow.percentile(times, 0.85) == pytest.approx(4.74, rel=0.07)


def test_work_that_is_always_alike_waits_half_as_long():
    """M/D/1: W = 1 + 0.6 / (2 (1 - 0.6)) = 1.75 (Pollaczek 1930, Khinchine 1932)."""
    times, _ = queue(20_000, lambda luck: 1.0, 4, 1)
    assert sum(times) / len(times) == pytest.approx(1.75, rel=0.05)


def test_without_chance_a_board_is_as_fast_as_its_slowest_column():
    cards = [Card(str(at), [[1.0], [4.0], [2.0]], [False], []) for at in range(60)]
    line = Line(cards, Setting(switch=0.0), (1, 2, 1)).run(40.0)
    assert [one.done for one in flow.stays(line.log).values()][:3] == pytest.approx([7, 9, 11])
    assert len(line.done) == 17  # one every two days from day 7 on


def test_several_cards_at_once_cost_what_switching_costs():
    """Four cards of one day at one person: at a rate of 1 ÷ (1 + 0.15 × 3) all are done on day 5.8."""
    cards = [Card(str(at), [[1.0]], [False], []) for at in range(4)]
    line = Line(cards, Setting(people=(1,)), (4,)).run(6)
    assert [one.done for one in flow.stays(line.log).values()] == pytest.approx([4 * 1.45] * 4)


def test_an_urgent_card_is_served_at_once_and_the_others_wait():
    cards = [Card("A", [[4.0]], [False], []), Card("B", [[2.0]], [False], [], arrives=1.0, urgent=True)]
    line = Line(cards, Setting(people=(1,)), (1,)).run(7)
    assert {id: one.done for id, one in flow.stays(line.log).items()} == pytest.approx({"A": 6, "B": 3})


def test_a_card_that_fails_the_test_goes_back_and_a_blocked_one_keeps_its_place():
    cards = [
        Card("A", [[1.0], [2.0, 0.5], [1.0, 1.0]], [True, False], []),
        Card("B", [[1.0], [1.0], [1.0]], [False], [(0.5, 3.0)]),
    ]
    line = Line(cards, Setting(people=(1, 1, 1)), (1, 1, 1)).run(30)
    mine = [(event.day, event.what, event.column) for event in line.log if event.card == "A"]
    assert (4.0, "back", "Build") in mine and mine[-1][:2] == (5.5, "done")
    told = [event.what for event in line.log if event.card == "B"]
    assert told.count("blocked") >= 1 and told.count("blocked") == told.count("free again")


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.integers(1, 6), st.integers(1, 9), st.integers(1, 6)),
    st.integers(0, 10**6),
    st.sampled_from([0, 10, 25]),
)
def test_no_card_is_lost_and_no_limit_is_broken(limits, seed, urgent):
    setting = Setting(urgent=urgent)
    cards = draw(setting, seed, 60)
    line = Line(cards, setting, limits).run(60)
    days = [event.day for event in line.log]
    assert days == sorted(days) and max(days) <= 60
    places = Counter(card.id for place in (line.waiting, *line.columns, line.done) for card in place)
    came = {event.card for event in line.log if event.what == "arrived"}
    assert set(places) == came and set(places.values()) == {1}
    assert line.log == Line(draw(setting, seed, 60), setting, limits).run(60).log
    if not urgent:
        now: dict[str, str] = {}
        for event in line.log:
            now[event.card] = "Done" if event.what == "done" else event.column
            counts = Counter(now.values())
            assert counts["Analyse"] <= limits[0] and counts["Test"] <= limits[2]
            backs = sum(one.what == "back" for one in line.log)
            assert counts["Build"] <= limits[1] + backs
    shown = flow.bands(line.log, 60)
    assert sum(shown[name][-1] for name in COLUMNS) == sum(map(len, line.columns))
    assert shown["Done"][-1] == len(line.done) and shown["Done"] == sorted(shown["Done"])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.tuples(st.integers(1, 4), st.integers(2, 6), st.integers(1, 3)))
def test_littles_law_is_exact_in_a_window_that_begins_and_ends_empty(seed, limits):
    cards = draw(Setting(), seed, 60)[:25]
    log = Line(cards, Setting(), limits).run(2000).log
    one = flow.little(flow.pairs(log), 0, max(event.day for event in log))
    assert one.says == pytest.approx(one.cycle, rel=1e-9)


def test_littles_law_says_something_else_where_cards_pile_up():
    """Cards come faster than they leave: those that are done are the lucky ones."""
    luck, now, cards = random.Random(5), 0.0, []
    for card in draw(Setting(), 5, 400):
        now += luck.expovariate(0.6)
        card.arrives = now
        cards.append(card)
    log = Line(cards, Setting(switch=0.0), (99, 99, 99)).run(100).log
    one = flow.little(flow.pairs(log), 20, 100)
    assert one.says > 1.3 * one.cycle


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.integers(1, 6), st.integers(1, 9), st.integers(1, 6)),
    st.integers(0, 10**6),
    st.sampled_from([Setting(), Setting(urgent=10), Setting(rate=0.5), Setting(back=0.5, blocked=0.2)]),
)
def test_the_days_that_cards_know_are_those_of_the_log(limits, seed, setting):
    logged = Line(draw(setting, seed, 60), setting, limits).run(60)
    line = Line(draw(setting, seed, 60), setting, limits, logged=False).run(60)
    assert sorted(card.done - card.started for card in line.done) == sorted(flow.cycle_times(logged.log))
    assert len(line.done) == len(logged.done) and line.log == []


def test_the_same_cards_meet_every_policy():
    first, second = (draw(Setting(), 7, 100) for _ in range(2))
    Line(first, Setting(), (1, 2, 1)).run(50)
    assert [card.work for card in first] == [card.work for card in second]


def test_a_world_of_hundred_days_has_about_thirty_cards():
    done = [len(flow.cycle_times(simulate(Setting(), (2, 3, 1), seed, 100))) for seed in range(20)]
    assert 28 < sum(done) / 20 < 38
