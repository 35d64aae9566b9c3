"""The assignment's variants: solvable, without ties, alike in difficulty, and no trick finds the answers."""

import itertools
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import hidden_key
from pmcourse.delivery import assignment, line, rollout, variant
from pmcourse.delivery.case import CASE, log
from pmcourse.delivery.checks import NEAR, limits, times_the_least
from pmcourse.delivery.keys import keys

ROOT, SEEDS = Path(__file__).parents[2], range(200)
KEYS = {cell: hidden_key(ROOT, "13-delivery", cell) for cell in ("policy", "improves")}


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_every_seed_can_be_solved_and_asks_the_same(seed):
    one, stages, rows = variant.pipeline(seed), list(variant.order(seed).values()), variant.log(seed)
    assert one == variant.pipeline(seed) and rows == variant.log(seed)
    least, used, batch = line.cheapest(one.stages, one.team, one.lead, one.through)
    assert len(used) in (2, 3) and 4 <= batch <= 20 and least > 0
    best = line.minutes_to_find(line.quickest(stages))
    for key in (lambda s: s.minutes, lambda s: -s.catches, lambda s: s.id):
        assert line.minutes_to_find(sorted(stages, key=key)) > 1.1 * best  # such an order earns nothing
    found = keys(log(rows))
    assert 8 <= found.releases <= 12 and found.changes % 2 == 1 and abs(found.a_week - 2) > 0.1
    assert 0 < found.rework_rate < found.fail_rate <= 0.5
    assert len(variant.trial(seed).marks) in (1, 2)


@settings(max_examples=200)
@given(st.integers(0, 10**9))
def test_what_stands_in_a_text_is_what_its_key_says(seed):
    kinds = set()
    for text, kind in variant.moments(seed).values():
        mark, visits, seen, faults = map(int, re.findall(r"\d+", text)[:4])
        kinds.add(kind)
        assert kind == ("back" if faults >= mark else "on" if seen == visits else "count")
    assert kinds == {"back", "on", "count"}


@pytest.mark.parametrize("name", ["policy", "improves"])
def test_a_bank_has_as_many_of_each_kind_and_neither_ids_nor_lengths_tell_which(name):
    key, texts = KEYS[name], variant.BANKS[name]
    assert set(key) == set(texts) and set(Counter(key.values()).values()) == {7}
    kinds = list(key.values())
    for period in (2, 3, 4):
        assert all(len(set(kinds[at::period])) > 1 for at in range(period))
    means = [sum(len(texts[id]) for id in key if key[id] == kind) / 7 for kind in set(kinds)]
    assert max(means) - min(means) < 12


def fixed(batch, count):
    """The share of seeds on which the first `count` stages by minutes for each catch, in this batch, earn anything."""
    earn = full = 0
    for seed in range(60):
        one = variant.pipeline(seed)
        used = tuple(stage.id for stage in line.quickest(one.stages)[:count])
        work = CASE.assignment.changed(stages=one.stages, used=used, batch=batch)
        asked = (one.team, one.lead, one.through)
        if not limits(work, *asked):
            times = times_the_least(work, *asked)
            earn, full = earn + (times <= 1.5), full + (times <= NEAR)
    return earn / 60, full / 60


def test_no_one_pipeline_serves_all_seeds():
    tried = [fixed(batch, count) for count in (2, 3, 4, 6) for batch in (1, 4, 8, 12, 20)]
    assert max(full for _, full in tried) < 0.35
    assert max(earn for earn, _ in tried) < 0.6


def test_no_one_mark_serves_all_seeds_and_neither_mean_is_one():
    trials = [(one, one.marks) for one in map(variant.trial, SEEDS)]

    def right(mark):
        return sum(mark(one) in marks for one, marks in trials) / len(trials)

    assert max(right(lambda one, k=k: k) for k in range(1, 30)) < 0.35
    assert right(lambda one: round(one.usual * one.visits)) < 0.1
    assert right(lambda one: round(one.middle)) == 0
    assert max(right(lambda one, s=s: round(s * one.bad * one.visits)) for s in (0.5, 0.6, 0.7, 0.8, 0.9, 1)) < 0.4


RULES = {
    "the first": lambda texts, luck: next(iter(texts)),
    "the last": lambda texts, luck: list(texts)[-1],
    "the longest": lambda texts, luck: max(texts, key=lambda id: len(texts[id])),
    "the shortest": lambda texts, luck: min(texts, key=lambda id: len(texts[id])),
    "any": lambda texts, luck: luck.choice(list(texts)),
}


@pytest.mark.parametrize("rule", RULES)
def test_no_simple_rule_finds_a_flag_that_does_no_harm(rule):
    luck, points = random.Random(1), 0.0
    for seed in SEEDS:
        made = {part: RULES[rule](texts, luck) for part, texts in variant.phrases(seed).items()}
        harm = rollout.faults(rollout.behaviour(rollout.RIGHT.model_copy(update=made), range(400), ("a", "b")))
        points += {0: 1, 1: 0.5}.get(len(harm), 0)
    assert points / len(SEEDS) < 0.3


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_adding_up_gives_another_number_than_what_is_asked(seed):
    many, pair = variant.branches(seed)
    assert 100 * (pair * many * (many - 1) / 2 - rollout.collide(many, pair)) > 1.2
    batch, fault, half = variant.bakery(seed)
    assert 100 * (batch * fault - line.red(batch, fault)) > 1.2
    assert line.halvings(half) in (3, 4, 5, 6)
    rate, hours = variant.little(seed)
    assert rate * hours / 24 not in (rate, hours)


def test_no_number_is_the_right_key_for_many_seeds_and_a_mend_comes_when_its_release_comes():
    logs = [variant.log(seed) for seed in SEEDS]
    for key in ("lead_days", "a_week", "fail_rate", "recovery_hours"):
        found = Counter(round(getattr(keys(log(rows)), key), 2) for rows in logs)
        assert found.most_common(1)[0][1] / len(SEEDS) < 0.35
    for rows in logs:
        mended = [row["mended"] for row in rows if "mended" in row]
        assert len(mended) in (3, 4) and abs(sum(mended) / len(mended) - keys(log(rows)).recovery_hours) > 1
        for row, after in itertools.pairwise(rows):
            if after.get("unplanned"):
                assert "mended" in row and after["day"] == row["day"] + 1 and 16 <= row["mended"] <= 30


def test_no_line_of_the_table_of_marks_is_the_right_one_for_many():
    right = Counter()
    for seed in range(120):
        rows, marks = assignment.marks_shown(seed), set(variant.trial(seed).marks)
        places = [at for at, count in enumerate(rows) if count in marks]
        right.update([*places, *(at - len(rows) for at in places)])  # from above and from below
        assert len(places) == len(marks) and len(rows) == 13
    assert max(right.values()) < 0.35 * 120, right
