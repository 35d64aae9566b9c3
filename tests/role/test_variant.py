"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import hidden_key
from pmcourse.kit.marks import one_apart
from pmcourse.role import variant
from pmcourse.role.model import DUTIES, VISION

ROOT = Path(__file__).parents[2]
SEEDS = st.integers(0, 10**9)
OPTIONS = {
    "situations": {"product", "project", "both", "neither"},
    "diary": set(DUTIES),
    "claims": set(variant.OPTIONS["claims"]),
    "elsewhere": set(variant.OPTIONS["elsewhere"]),
}


def key(name):
    return hidden_key(ROOT, "01-role", name)


@settings(max_examples=150)
@given(SEEDS)
def test_the_gap_that_weighs_most_is_clear_and_the_numbers_are_whole(seed):
    rivals = variant.rivals(seed)
    assert rivals == variant.rivals(seed)
    weighted = sorted((rivals.weighted(name) for name in rivals.votes), reverse=True)
    assert weighted[0] >= 1.25 * weighted[1] > 0
    gaps = Counter(rivals.gap(name) for name in rivals.votes)
    assert gaps[max(gaps)] == 1 and min(gaps) >= 2  # the share alone, without a gap, is never right
    assert len(set(rivals.votes.values())) == 4
    for name in rivals.votes:  # two decimals are exact, so nobody loses points by rounding
        assert round(rivals.weighted(name), 2) == pytest.approx(rivals.weighted(name))
        assert round(100 * rivals.weighted(name)) != rivals.votes[name]  # in per cent, and no copy


def test_no_rule_of_thumb_finds_the_gap_that_weighs_most():
    right = Counter()
    for seed in range(400):
        rivals = variant.rivals(seed)
        named = sorted(rivals.votes, key=rivals.votes.get, reverse=True)
        rules = dict(enumerate(named)) | {"widest": rivals.widest(weighted=False)}
        right.update(rule for rule, name in rules.items() if name == rivals.widest())
    assert max(right.values()) <= 0.7 * 400


@settings(max_examples=150)
@given(SEEDS)
def test_the_pays_tell_mean_and_median_and_an_unsorted_list_apart(seed):
    pay = variant.pay(seed)
    assert len(set(pay.given)) == 8
    assert pay.mean > 1.12 * pay.median
    values = (pay.mean, pay.median, pay.unsorted, *pay.given)
    assert all(abs(one - pay.median) > 0.002 * pay.median for one in values if one != pay.median)
    assert pay.median not in pay.given


@settings(max_examples=150)
@given(SEEDS)
def test_orders_have_one_answer_and_do_not_begin_right(seed):
    wishes = variant.wishes(seed)
    rates = [wishes[id][1] / wishes[id][2] for id in variant.by_week(wishes)]
    assert all(more >= 1.2 * less for more, less in pairwise(rates))
    by_people, by_weeks = (sorted(wishes, key=key) for key in (lambda id: -wishes[id][1], lambda id: wishes[id][2]))
    for wrong in (by_people, by_weeks, list(wishes)):  # so that none of them earns even a half
        assert not one_apart(wrong, variant.by_week(wishes))
    assert not one_apart(list(variant.steps(seed)), list(variant.STEPS))
    assert sorted(variant.steps(seed)) == sorted(variant.STEPS)


@settings(max_examples=60)
@given(SEEDS)
def test_each_vision_has_one_phrase_for_each_slot_and_as_many_left_over(seed):
    facts, shown = variant.phrases(seed)
    slots = [slot for id, slot in key("phrases").items() if id in shown]
    assert facts.startswith("What is known: ")
    assert (len(shown), sorted(slots)) == (14, sorted(VISION))


@settings(max_examples=60)
@given(SEEDS)
def test_six_different_people_wait_to_be_placed(seed):
    people = variant.case(seed).people
    assert len({one.id for one in people}) == 6
    assert all(one.power is one.interest is None for one in people)


@pytest.mark.parametrize("name", OPTIONS)
def test_each_item_of_a_bank_has_a_key_and_comes_up_about_as_often(name):
    bank, right = variant.BANK[name], key(name)
    assert set(right) == set(bank)
    assert set(right.values()) == OPTIONS[name]
    assert len(bank) >= 3 * variant.COUNTS[name]
    drawn = Counter(id for seed in range(1000) for id in variant.items(seed, name))
    usual = 1000 * variant.COUNTS[name] / len(bank)
    assert all(0.75 * usual < drawn[id] < 1.25 * usual for id in bank)


@pytest.mark.parametrize("name", [*OPTIONS, "people", "phrases"])
def test_the_order_of_the_ids_does_not_tell_the_key(name):
    right = [str(one) for _, one in sorted(key(name).items())]
    same = sum(one == other for one, other in pairwise(right))
    assert same <= 0.4 * len(right)


def test_the_key_of_the_people_names_all_of_them_and_every_field_of_the_grid():
    right = key("people")
    assert set(right) == set(variant.BANK["people"])
    assert {tuple(place) for place in right.values()} >= {
        (power, interest) for power in ("much", "little") for interest in ("much", "little")
    }


@pytest.mark.parametrize("name", OPTIONS)
def test_whoever_says_the_same_of_everything_is_seldom_right(name):
    right = key(name)
    for option in OPTIONS[name]:
        hits = [
            sum(right[id] == option for id in variant.items(seed, name)) == variant.COUNTS[name] for seed in range(500)
        ]
        assert sum(hits) <= 5
