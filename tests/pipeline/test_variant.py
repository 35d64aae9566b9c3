"""The assignment's variants: solvable, without ties, alike in difficulty, and no trick finds the answers."""

import random
import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from pmcourse.authoring.submissions import hidden_key
from pmcourse.kit.shares import wilson
from pmcourse.pipeline import checks, gates, portfolio, variant
from pmcourse.pipeline.checks import BAD, GOOD
from pmcourse.pipeline.lesson import NEWNESS
from pmcourse.pipeline.model import Policy
from pmcourse.pipeline.value import committed, from_here
from pmcourse.pipeline.worlds import best, draw, play

pytestmark = pytest.mark.xdist_group("pipeline")  # what one test has drawn the next one finds
ROOT, SEEDS = Path(__file__).parents[2], range(200)
KEYS = {cell: hidden_key(ROOT, "05-pipeline", cell) for cell in ("newness", "gate")}


def keeps_rules(work, bets):
    return checks.rules(work.model_copy(update={"funded": tuple(bet.id for bet in bets)})) == []


@settings(max_examples=30)
@given(st.integers(0, 10**9))
def test_every_seed_can_be_solved_and_asks_the_same(seed):
    tree, pool, work = variant.tree(seed), variant.pool(seed), variant.case(seed)
    assert tree == variant.tree.__wrapped__(seed) and work == variant.case.__wrapped__(seed)
    worth = from_here(tree.stages, tree.payoff)
    assert min(worth[:3]) > 4 and committed(tree.stages, tree.payoff) < 0
    assert pool.passing == pytest.approx(round(pool.passing)) and pool.worth > 0
    assert pool.good / 100 * pool.payoff < pool.build  # blindly nobody would build
    most = portfolio.value(portfolio.best(work))
    assert keeps_rules(work, portfolio.best(work)) and most >= 12
    simple = [portfolio.greedy(work), portfolio.whole_chain(work)]
    reached = [portfolio.value(bets) / most for bets in simple if keeps_rules(work, bets)]
    followers = sum(bool(bet.needs) for bet in portfolio.best(work))
    assert followers == 2 or max(reached, default=0) < 0.75
    assert portfolio.cost(portfolio.best(work, long=False), 3) < work.long
    assert len(gates.good_counts(*variant.gate(seed), GOOD, BAD)) in (2, 3)
    all_, gone, very = variant.answers(seed)
    assert abs(very / (all_ - gone) - very / all_) > 0.04


@settings(max_examples=200)
@given(st.integers(0, 10**9))
def test_what_stands_in_a_text_is_what_its_key_says(seed):
    said = set()
    for text, kind in variant.sunk(seed).values():
        left, chance, brings = map(float, re.search(r"(\d+) still .* in (\d+)% .* brings (\d+)", text).groups())
        ratio = chance / 100 * brings / left
        assert ratio > 1.1 if kind == "go" else ratio < 0.9
        said.add(kind)
    assert said == {"go", "stop"}
    kinds = set()
    for text, kind in variant.fit(seed).values():
        kinds.add(kind)
        if kind == "silent":
            assert "disappointed" not in text
            continue
        low, high = map(int, re.search(r"\((\d+)% to (\d+)%\)", text).groups())
        months = [float(one) for one in re.findall(r"(\d+\.\d)%", text)]
        flat = all(1 - new / old < 0.05 for old, new in pairwise(months))
        assert (low < 40 < high) == (kind == "few") and (low > 40) == (kind != "few")
        assert flat == (kind != "leaving") and len(months) == 4
    assert len(kinds) >= 3


def test_the_interval_is_wilsons():
    for hits, people in ((18, 36), (0, 24), (240, 500)):
        assert wilson(hits, people) == pytest.approx(proportion_confint(hits, people, method="wilson"), abs=1e-6)


def test_a_bank_has_enough_of_each_kind_and_neither_ids_nor_lengths_tell_which():
    key, texts = KEYS["newness"], variant.BANKS["newness"]
    assert set(key) == set(texts) and len(texts) >= 25
    by_kind = {kind: [id for id, one in key.items() if one == kind] for kind in NEWNESS}
    assert {len(ids) for ids in by_kind.values()} == {7}
    kinds = list(key.values())
    for period in (2, 3, 4):
        assert all(len(set(kinds[at::period])) > 1 for at in range(period))
    means = [sum(len(texts[id]) for id in ids) / len(ids) for ids in by_kind.values()]
    assert max(means) - min(means) < 8
    drawn = [id for seed in range(1000) for id in variant.newness(seed)]
    assert all(110 < drawn.count(id) < 250 for id in texts)


RULES = {
    "the first": lambda texts, luck: next(iter(texts)),
    "the last": lambda texts, luck: list(texts)[-1],
    "the longest": lambda texts, luck: max(texts, key=lambda id: len(texts[id])),
    "the shortest": lambda texts, luck: min(texts, key=lambda id: len(texts[id])),
    "the lowest id": lambda texts, luck: min(texts),
    "one with a figure": lambda texts, luck: next(
        (id for id in texts if re.search(r"\d", texts[id])), next(iter(texts))
    ),
    "any": lambda texts, luck: luck.choice(list(texts)),
}


@pytest.mark.parametrize("rule", RULES)
def test_no_simple_rule_finds_the_phrases_of_a_gate(rule):
    luck, hits = random.Random(1), 0
    for seed in SEEDS:
        key = KEYS["gate"][variant.topic(seed)]
        hits += sum(RULES[rule](texts, luck) == key[slot] for slot, texts in variant.phrases(seed).items())
    assert hits / len(SEEDS) / 3 <= 0.45


def test_one_count_for_everybody_opens_few_gates_and_half_of_the_people_opens_few():
    def right(count):
        hits = 0
        for seed in SEEDS:
            people, shares = variant.gate(seed)
            tried = gates.lets_through(count(people), people, shares)
            hits += tried.good >= GOOD and tried.bad <= BAD
        return hits / len(SEEDS)

    assert max(right(lambda people, k=k: k) for k in range(31)) < 0.35
    assert max(right(lambda people, s=s: round(s * people)) for s in (0.25, 0.33, 0.5, 0.67, 0.75)) < 0.35


def test_a_case_is_found_for_many_seeds_and_each_third_has_its_own_chain():
    chains = [sum(bool(bet.needs) for bet in portfolio.best(variant.case(seed))) for seed in range(300)]
    assert all(75 < chains.count(many) < 125 for many in range(3))
    assert all(len(draws(seed)) == 4 for seed in range(600) for draws in (variant.halfway, variant.fit))
    assert len({variant.setting(seed).asked for seed in range(600)}) > 6


def test_few_answers_can_be_many_people_and_an_open_gate_few():
    sizes = {"few": set(), "open": set()}
    for seed in range(300):
        for text, kind in variant.fit(seed).values():
            if kind in sizes:
                sizes[kind].add(int(re.search(r"of (\d+) users", text)[1]))
    assert max(sizes["few"]) > 120 and min(sizes["open"]) < 80
    assert len([size for size in sizes["few"] if size > min(sizes["open"])]) > 20


def test_one_pair_of_gates_does_not_serve_all_seeds():
    def points(share_first, share_second):
        full = 0
        for seed in range(8):
            setting = variant.setting(seed)
            worlds = draw(setting, 200, seed + 7)
            few, many = setting.asked
            mine = Policy(first=round(share_first * few), second=round(share_second * many))
            full += play(mine, worlds).gain.mean() >= 0.9 * play(best(setting)[0], worlds).gain.mean()
        return full / 8

    assert max(points(*shares) for shares in ((0, 0), (0.5, 0.5), (0.4, 0.4), (0.3, 0.3), (1, 1))) <= 0.5


@settings(max_examples=3)
@given(st.integers(0, 10**9))
def test_no_gates_at_all_gain_more_than_the_best(seed):
    setting = variant.setting(seed)
    drawn, (policy, gain) = draw(setting, 400, 5), best(setting)
    every = product(*(range(people + 1) for people in setting.asked))
    gains = {(one, two): float(play(Policy(first=one, second=two), drawn).gain.mean()) for one, two in every}
    assert max(gains, key=gains.get) == (policy.first, policy.second) and max(gains.values()) == gain


@settings(max_examples=5)
@given(st.integers(0, 10**9))
def test_the_best_gates_of_other_worlds_hold_in_those_that_nobody_has_seen(seed):
    setting = variant.setting(seed)
    policy, gain = best(setting)
    seen = draw(setting, 500, seed % 10**6 + 7)
    again = float(play(policy, seen).gain.mean())
    assert again > 150 and 0.8 < again / gain < 1.25
    near = [Policy(first=policy.first, second=policy.second + step) for step in (-1, 1)]
    assert max(float(play(one, seen).gain.mean()) for one in near) > 0.85 * again
    assert float(play(Policy(first=0, second=1), seen).gain.mean()) < 0.65 * again
