"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

import re
from collections import Counter
from math import ceil, sqrt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import hidden_key
from pmcourse.experiments import checks, variant
from pmcourse.experiments.model import Boundary, Evidence, Harm, Plan
from pmcourse.experiments.shares import size
from pmcourse.experiments.worlds import cheapest, cost, least_people, promise
from pmcourse.kit.shares import at_least

seeds = st.integers(0, 10**9)
MANY = 2000


@settings(max_examples=60)
@given(seeds)
def test_every_seed_makes_the_same_case_each_time_with_all_its_parts(seed):
    case = variant.case(seed)
    assert case == variant.case(seed)
    assert len(case.assumptions) == 5 and [one.id for one in case.experiments] == ["L-1", "L-2"]
    assert {slot: len(texts) for slot, texts in case.phrases.items()} == dict.fromkeys(
        ("action", "whom", "response", "metric", "threshold", "day"), 4
    )
    assert not any("{" in text for texts in case.phrases.values() for text in texts.values())


@settings(max_examples=60)
@given(seeds)
def test_the_riskiest_assumption_is_one_and_is_not_the_least_known_of_all(seed):
    places = variant.places(seed)
    ends = [list(Evidence).index(known) for harm, known in places.values() if harm is Harm.END]
    assert len(ends) >= 2 and ends.count(min(ends)) == 1
    assert places[variant.riskiest(seed)] == (Harm.END, list(Evidence)[min(ends)])
    assert any(harm is not Harm.END and known is Evidence.GUESS for harm, known in places.values())


@settings(max_examples=60)
@given(seeds)
def test_what_stands_in_an_assumption_says_its_place(seed):
    facts = variant.BANKS["facts"]
    for one in variant.case(seed).assumptions:
        harm, known = variant.places(seed)[one.id]
        [about] = [about for about in variant.BANKS["statements"].values() if one.text.startswith(about["text"])]
        assert one.text.endswith(about[harm.name])
        assert any(text in one.text for text in facts[known.name])


@settings(max_examples=40)
@given(seeds)
def test_several_rules_keep_both_promises_and_neither_hope_nor_break_even_does(seed):
    people, poor, good = variant.shares(seed)
    counts = variant.good_counts(people, poor, good)
    assert 2 <= len(counts) <= 5
    for count in counts:
        assert at_least(count, people, poor) <= checks.FALSE_GO and at_least(count, people, good) >= checks.SEEN_GO
    assert checks.first_count(100 * poor, people) < counts[0] and counts[-1] < checks.first_count(100 * good, people)


@settings(max_examples=25)
@given(seeds)
def test_careful_plans_are_near_the_cheapest_and_daily_looks_or_twice_the_people_are_not(seed):
    setting = variant.setting(seed)
    _, price = cheapest(setting)

    def dear(looks, boundary, times=1.0):
        people = round(times * least_people(boundary, looks, setting))
        return cost(promise(Plan(people=people, looks=looks, boundary=boundary), setting), setting) / price

    weeks = [
        days for days in (7, 14, 21) if 1 <= days * setting.a_day / 2 / least_people(Boundary.OBRIEN, 1, setting) < 1.04
    ]
    whole = Plan(people=10 * ceil(weeks[0] * setting.a_day / 20), looks=1)  # as the slider can say it
    assert not checks.plan(whole, setting)
    assert dear(1, Boundary.OBRIEN) <= 1.2 and dear(3, Boundary.OBRIEN) <= 1.1
    assert dear(14, Boundary.OBRIEN) > 1.05 and dear(1, Boundary.OBRIEN, 2) > 1.6
    assert 100 <= least_people(Boundary.OBRIEN, 8, setting) <= 6000  # within reach of the slider
    assert checks.plan(Plan(people=800, looks=14), setting)  # the plan at the start is not right


def test_seeds_are_alike_in_difficulty():
    """The arithmetic asks for the same steps; here, that no seed is far easier to guess than another."""
    kinds = Counter(kind for seed in range(MANY) for _, kind in variant.results(seed).values())
    assert kinds["broken"] == MANY and all(
        0.7 < count / MANY < 0.8 for kind, count in kinds.items() if kind != "broken"
    )
    topics = Counter(variant.topic(seed) for seed in range(MANY))
    assert all(count > MANY / 4 for count in topics.values())
    widths = Counter(len(variant.good_counts(*variant.shares(seed))) for seed in range(300))
    assert set(widths) <= {2, 3, 4, 5}


def test_every_item_of_the_banks_comes_up_about_as_often():
    for drawn, name, share in (
        (variant.kinds, "kinds", 5 / 25), (variant.tests, "tests", 5 / 28), (variant.evidence, "evidence", 4 / 12),
    ):  # fmt: skip
        seen = Counter(id for seed in range(MANY) for id in drawn(seed))
        assert set(seen) == set(variant.BANKS[name])
        assert all(0.7 * share < count / MANY < 1.3 * share for count in seen.values())


NUMBERS = re.compile(
    r"Planned: one look on day (\d+), with about [\d,]+ people in each arm\. Now it is day (\d+): ([\d,]+) have seen "
    r"the old page and ([\d,]+) the new one\. New minus old: [+-][\d.]+ points, "
    r"95% interval ([+-][\d.]+) to ([+-][\d.]+)\."
)


@settings(max_examples=80)
@given(seeds)
def test_what_follows_from_a_result_can_be_read_in_its_words_alone(seed):
    for text, kind in variant.results(seed).values():
        end, day, old, new, low, high = (float(one.replace(",", "")) for one in NUMBERS.fullmatch(text).groups())
        if abs(new - old) / sqrt(new + old) > 2.6:
            read = "broken"
        elif day < end:
            read = "on"
        else:
            read = "better" if low > 0 else "worse" if high < 0 else "nothing"
        assert read == kind
        if kind in ("on", "broken"):
            assert low * high > 0  # tempting


@settings(max_examples=60)
@given(seeds)
def test_the_bakerys_results_are_decided_by_its_rule_and_by_who_was_asked(seed):
    one = variant.bakery(seed)
    assert 0 < one.shelve < one.go - 1 < one.people
    assert Counter(one.truth.values()) == {"go": 1, "pivot": 1, "shelve": 1, "void": 1}
    for id, text in one.results.items():
        if one.truth[id] != "void":
            paid = int(re.search(r"and (\d+) paid", text)[1])
            assert one.truth[id] == ("go" if paid >= one.go else "shelve" if paid <= one.shelve else "pivot")


@settings(max_examples=60)
@given(seeds)
def test_numbers_to_be_worked_out_are_no_trap(seed):
    before, after, a_week = variant.sample(seed)
    assert 300 < size(before, after) < 12_000 and 2 * size(before, after) / a_week > 1


def test_steps_are_mixed_up():
    orders = {tuple(variant.loop(seed)) for seed in range(200)}
    assert len(orders) > 100


def test_no_wrong_phrase_can_be_told_by_its_length_or_by_a_figure():
    key = hidden_key(Path(__file__).parents[2], "03-experiments", "slots")
    longest = figured = 0
    for topic in variant.TOPICS:
        for slot, texts in (variant.BANKS[topic] | variant.BANKS["common"]).items():
            if slot != "wish":
                fits = next(text for id, text in texts.items() if id in key[topic])
                longest += fits == max(texts.values(), key=len)
                figures = [text for text in texts.values() if re.search(r"\d|{[nk]}|{day}", text)]
                figured += figures == [fits]
    assert longest <= 3 and figured == 0
