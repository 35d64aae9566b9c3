"""The assignment's variants: one right answer each, alike in difficulty, and no rule without thought finds them."""

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import hidden_key
from pmcourse.market import variant
from pmcourse.market.funnel import payback
from pmcourse.market.survey import holm, passes

ROOT = Path(__file__).parents[2]
KEYS = {cell: hidden_key(ROOT, "04-market", cell) for cell in ("metrics", "stages", "gates")}
SEEDS = range(200)
seeds = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_exactly_one_group_holds_on_both_halves(seed):
    one = variant.survey(seed)
    assert one == variant.survey.__wrapped__(seed)
    for half in ({group.id: (group.very, group.people) for group in one.first}, one.second):
        assert [id for id, (very, people) in half.items() if passes(very, people)] == [one.need]
    assert [group.id for group in one.first] == list(one.second) == [f"g{at}" for at in range(1, 11)]
    assert variant.case(seed).segment == ""


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_numbers_to_be_worked_out_have_one_answer_that_no_slip_gives(seed):
    one = variant.answers(seed)
    kept = one["very"] + one["somewhat"] + one["little"]
    assert abs(one["very"] / kept - one["very"] / (kept + one["gone"])) > 0.012
    counted, values = sum(holm(variant.p_values(seed))), variant.p_values(seed)
    slips = [sum(p <= 0.05 / bar for p in values) for bar in (1, 7)]
    assert slips[1] < counted < slips[0]
    assert counted != sum(p <= 0.05 / (7 - at) for at, p in enumerate(sorted(values)))  # without stopping
    path = variant.funnel(seed)
    assert sorted(path.each)[1] > 1.2 * min(path.each)
    cost, pays, costs, keep = variant.bill(seed)
    simple, real = payback(cost, pays - costs), payback(cost, pays - costs, keep)
    assert simple < real <= 14 and payback(cost, pays) != simple
    made = variant.cells(seed)
    found = [made.share(*cell) for cell in variant.CELLS]
    assert None not in found and len(set(found)) >= 4 and min(found) > 0 and max(found) < 1


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_curves_are_clear_by_the_rule_and_the_unfinished_month_lies_below(seed):
    for text, kind in variant.curves(seed).values():
        shares = [float(one) for one in re.findall(r"([\d.]+)%", text)]
        over = shares[:-1] if "not over" in text else shares
        assert shares == sorted(shares, reverse=True) and (kind == "early") == (len(over) <= 3)
        if kind in ("high", "low"):
            assert (over[-1] >= 20) == (kind == "high") and abs(over[-1] - 20) > 0.5
    assert {kind for _, kind in variant.curves(seed).values()} == set(variant.READINGS)


def test_results_of_the_recall_are_what_their_numbers_say():
    for seed in SEEDS:
        for text, kind in variant.recall(seed).values():
            old, new = (int(one.replace(",", "")) for one in re.findall(r"([\d,]+) (?:people|the new)", text))
            low, high = map(float, re.search(r"interval ([-+]\d+\.\d) to ([-+]\d+\.\d)", text).groups())
            odd = abs(old - new) > 2.6 * (old + new) ** 0.5
            assert kind == ("broken" if odd else "better" if low > 0 else "worse" if high < 0 else "open")


def test_no_simple_rule_finds_the_group():
    rules = {"share": lambda one: one.share, "most": lambda one: one.very, "size": lambda one: one.people,
             "few": lambda one: -one.people}  # fmt: skip
    hits, second, places = Counter(), 0, Counter()
    for seed in SEEDS:
        one = variant.survey(seed)
        places[one.need] += 1
        by_share = sorted(one.first, key=lambda group: -group.share)
        second += by_share[1].id == one.need
        hits.update(name for name, rule in rules.items() if max(one.first, key=rule).id == one.need)
    assert hits["share"] < 70 and hits["most"] == hits["size"] == hits["few"] == 0 and second < 100
    assert max(places.values()) < 45


def test_no_simple_rule_finds_the_step_or_a_number():
    funnels = [variant.funnel(seed) for seed in SEEDS]
    rules = {
        "narrowest": lambda one: one.narrowest,
        "widest": lambda one: one.shares.index(max(one.shares)),
        "cheapest": lambda one: one.costs.index(min(one.costs)),
        "dearest": lambda one: one.costs.index(max(one.costs)),
        **{f"step {at}": lambda one, at=at: at for at in range(3)},
    }
    for name, rule in rules.items():
        assert sum(rule(one) == one.best for one in funnels) < 0.6 * len(funnels), name
    gaps = Counter(payback(c, p - k, keep) - payback(c, p - k) for c, p, k, keep in map(variant.bill, SEEDS))
    assert max(gaps.values()) < 70 and len(gaps) == 5
    counted = Counter(sum(holm(variant.p_values(seed))) for seed in SEEDS)
    months = Counter(payback(cost, pays - costs, keep) for cost, pays, costs, keep in map(variant.bill, SEEDS))
    assert max(counted.values()) < 80 and max(months.values()) < 60


def test_ids_of_a_bank_do_not_give_the_key_away_and_every_item_comes_up():
    for name, key in KEYS.items():
        kinds = [key[id] for id in sorted(key)]
        assert set(key) == set(variant.BANKS[name]) and set(Counter(kinds).values()) == {5}
        assert sum(one == other for one, other in itertools.pairwise(kinds)) < len(kinds) / 2
        count = len(set(kinds))
        for block in range(count):  # neither parts of the order nor every fourth or fifth one
            assert max(Counter(kinds[5 * block : 5 * block + 5]).values()) < 4
            assert max(Counter(kinds[block::count]).values()) < 4
        drawn = Counter(id for seed in range(400) for id in getattr(variant, name)(seed))
        assert set(drawn) == set(key) and max(drawn.values()) < 2 * min(drawn.values())


@pytest.mark.parametrize("name", KEYS)
def test_neither_length_nor_a_figure_tells_what_an_item_is(name):
    texts, key = variant.BANKS[name], KEYS[name]
    lengths = {kind: [len(texts[id]) for id in key if key[id] == kind] for kind in set(key.values())}
    for kind, some in lengths.items():
        others = [one for other, more in lengths.items() if other != kind for one in more]
        assert min(some) < max(others) and max(some) > min(others), kind


def test_each_of_a_thousand_seeds_has_a_case():
    for seed in range(1000):
        for make in (variant.survey, variant.log, variant.funnel, variant.p_values, variant.bill, variant.curves):
            assert make.__wrapped__(seed)


WORDS = {  # what somebody who reads no sentence would go by, found by trying
    "metrics": (("“", "why"), ("of ", "act"), ("%", "act"), ("since", "only"), ("", "size")),
    "stages": (("flat", "mature"), ("paid", "fledgling"), ("told", "concept"), ("showed", "concept"), ("", "idea")),
    "gates": (("paid at", "open"), ("flat", "open"), ("told", "open"), ("idea to", "few"), ("concept test to", "said"),
              ("", "total")),
}  # fmt: skip


@pytest.mark.parametrize("name", KEYS)
def test_words_of_an_item_do_not_tell_what_it_is(name):
    texts = {id: text.casefold() for id, text in variant.BANKS[name].items()}
    guessed = {id: next(kind for word, kind in WORDS[name] if word in text) for id, text in texts.items()}
    assert sum(guessed[id] == kind for id, kind in KEYS[name].items()) <= 0.6 * len(texts)


def test_the_two_slips_with_curves_are_wrong_for_most_that_fall():
    points = last = falls = 0
    for seed in range(100):
        for text, kind in variant.curves(seed).values():
            over = [float(one) for one in re.findall(r"([\d.]+)%", text.split(", and ")[0])]
            if kind == "falls":
                falls += 1
                points += all(before - after < 5 for before, after in zip(over[-4:], over[-3:], strict=False))
                last += over[-1] > 0.95 * over[-2]
    assert points > 0.7 * falls and last > 0.25 * falls
