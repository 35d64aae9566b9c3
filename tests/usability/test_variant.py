"""The assignment's variants: solvable, without ties, alike in difficulty, and no trick finds the answers."""

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import hidden_key
from pmcourse.kit.shares import adjusted_wald
from pmcourse.usability import checks, marking, variant, watching
from pmcourse.usability.found import people_for, share_found
from pmcourse.usability.lesson import LINES, WCAG
from pmcourse.usability.measures import sus

ROOT, SEEDS = Path(__file__).parents[2], range(200)
KEYS = {cell: hidden_key(ROOT, "11-usability", cell) for cell in ("lines", "sessions", "wcag", "need")}


@settings(max_examples=50)
@given(st.integers(0, 10**9))
def test_every_seed_can_be_solved_and_asks_the_same(seed):
    tasks, seen, one = variant.tasks(seed), variant.counts(seed), variant.measured(seed)
    assert (tasks, seen, one) == (variant.tasks(seed), variant.counts(seed), variant.measured(seed))
    assert len(tasks.fair) == 3 and all(len(some) == 4 for some in tasks.choices)
    assert 5 <= seen.people <= 7 and 7 <= len(seen.met) <= 9
    assert seen.people < people_for(variant.SHARE, seen.adjusted)
    assert share_found(seen.counted, seen.people) - share_found(seen.adjusted, seen.people) > 0.05
    assert all(p < seen.counted for p in (seen.adjusted, seen.normalised, seen.discounted))
    low, high = (100 * end for end in adjusted_wald(one.done, one.people))
    assert one.verdict == ("yes" if one.claim < low else "no" if one.claim > high else "open")
    people = variant.answers(seed)
    assert [variant.unturned(some) for some in people].count(True) == 1
    made = variant.problems(seed)
    assert len({problem.severity for problem in made.values()}) == len(made) == 6
    assert all(1 <= problem.met < problem.people for problem in made.values())


@settings(max_examples=50)
@given(st.integers(0, 10**9))
def test_sessions_have_nearly_as_many_problems_in_every_case(seed):
    sessions = variant.sessions(seed)
    pieces = [event.piece for one in sessions for event in one.events]
    assert len(sessions) == 3 and all(len(one.events) == 12 for one in sessions)
    assert set(Counter(pieces).values()) == {2}
    assert 6 <= len(watching.occurrences(sessions, KEYS["sessions"])) <= 8
    assert len({event.id for one in sessions for event in one.events}) == 36


def test_banks_are_even_and_neither_ids_nor_lengths_tell_the_kind():
    for cell, options in (("lines", LINES), ("wcag", WCAG)):
        key, texts = KEYS[cell], variant.BANKS[cell]
        assert set(key) == set(texts) and len(texts) >= 25
        by_kind = {kind: [id for id, one in key.items() if one == kind] for kind in options}
        assert len({len(ids) for ids in by_kind.values()}) == 1
        kinds = list(key.values())
        for period in (2, 3, 4, 7):
            assert all(len(set(kinds[at::period])) > 1 for at in range(period))
        means = [mean(len(texts[id]) for id in ids) for ids in by_kind.values()]
        assert max(means) - min(means) < 0.55 * mean(means)


def test_keys_name_phrases_that_are_there_and_each_topic_has_both_kinds_of_remedy():
    pieces = [id for some in variant.BANKS["pieces"].values() for id in some]
    assert set(KEYS["sessions"]) <= set(pieces) and len(KEYS["sessions"]) == 12
    assert all(sum(id in KEYS["sessions"] for id in some) == 2 for some in variant.BANKS["pieces"].values())
    for name, topic in variant.BANKS["needs"].items():
        kinds = Counter(KEYS["need"][name].values())
        assert kinds == {"need": 1, "page": 2, "service": 1}
        length = {id: len(text) for id, text in topic["remedies"].items()}
        assert min(length, key=length.get) not in KEYS["need"][name]
        others = [text for id, text in topic["remedies"].items() if id not in KEYS["need"][name]]
        assert sum(bool(re.search("office|teacher", text)) for text in others) == 1  # people may help, or not
        assert set(KEYS["need"][name]) <= {*topic["needs"], *topic["remedies"]}


def scores(ticks):
    """The mean share of the points for sessions that a rule for ticking earns."""
    found = []
    for seed in SEEDS:
        sessions, least = variant.sessions(seed), variant.watchers(seed, KEYS["sessions"])
        mine = watching.found(sessions, ticks(sessions, random.Random(seed)), KEYS["sessions"])
        found.append(min(1, mine.score / max(marking.LEAST, watching.middle(least))))
    return mean(found)


def events(sessions, wanted):
    return [event.id for one in sessions for event in one.events if wanted(event)]


def gaps(sessions, luck):
    found = []
    for one in sessions:
        pairs = zip(one.events, one.events[1:], strict=False)
        found += [event.id for event, after in pairs if after.at - event.at > 18]
    return found


@pytest.mark.parametrize(
    "ticks",
    [
        lambda sessions, luck: events(sessions, lambda event: True),
        lambda sessions, luck: events(sessions, lambda event: "?" in event.text),
        lambda sessions, luck: events(sessions, lambda event: "“" in event.text),
        lambda sessions, luck: events(sessions, lambda event: "Moderator" in event.text),
        lambda sessions, luck: events(sessions, lambda event: "again" in event.text or "No" in event.text),
        lambda sessions, luck: events(sessions, lambda event: "inute" in event.text or "econds" in event.text),
        lambda sessions, luck: events(sessions, lambda event: len(event.text) > 60),
        lambda sessions, luck: events(sessions, lambda event: event.id.endswith(("02", "04", "06", "08", "10", "12"))),
        lambda sessions, luck: events(sessions, lambda event: luck.random() < 0.2),
        gaps,
    ],
    ids=["all", "questions", "speech", "moderator", "again", "time", "long", "every second", "any", "gaps"],
)
def test_no_simple_rule_watches_as_well_as_the_middle_evaluator(ticks):
    assert scores(ticks) < 0.3


def test_a_learner_who_sees_all_earns_all_and_one_who_sees_what_is_easy_more_than_half():
    def easy(piece):
        return KEYS["sessions"].get(piece) == "e"

    assert scores(lambda sessions, luck: events(sessions, lambda event: event.piece in KEYS["sessions"])) == 1
    assert 0.5 < scores(lambda sessions, luck: events(sessions, lambda event: easy(event.piece))) < 0.95


def begins_another(texts, luck):
    """What another text begins with; any where there is none."""
    found = [id for id, text in texts.items() if sum(other.startswith(text) for other in texts.values()) > 1]
    return luck.choice(found or list(texts))


RULES = {
    "what another begins with": begins_another,
    "the first": lambda texts, luck: next(iter(texts)),
    "the last": lambda texts, luck: list(texts)[-1],
    "the longest": lambda texts, luck: max(texts, key=lambda id: len(texts[id])),
    "the shortest": lambda texts, luck: min(texts, key=lambda id: len(texts[id])),
    "the lowest id": lambda texts, luck: min(texts),
    "any": lambda texts, luck: luck.choice(list(texts)),
}


@pytest.mark.parametrize("rule", RULES)
def test_no_simple_rule_finds_tasks_needs_or_remedies(rule):
    luck, tasks, needs, pairs = random.Random(1), 0, 0, 0
    for seed in SEEDS:
        made = variant.tasks(seed)
        picked = [RULES[rule](texts, luck) for texts in made.choices]
        tasks += max(0, sum(one == fair for one, fair in zip(picked, made.fair, strict=True)) - 1) / 2
        key = KEYS["need"][variant.topic(seed)]
        needs += key.get(RULES[rule](variant.phrases(seed, "needs"), luck)) == "need"
        texts = variant.phrases(seed, "remedies")
        one = RULES[rule](texts, luck)
        other = RULES[rule]({id: text for id, text in texts.items() if id != one}, luck)
        pairs += {key.get(one), key.get(other)} == {"page", "service"}
    assert tasks / len(SEEDS) < 0.25 and needs / len(SEEDS) < 0.45 and pairs / len(SEEDS) < 0.45


def test_no_single_number_or_choice_serves_all_seeds():
    counts = [variant.counts(seed) for seed in SEEDS]
    many = Counter(people_for(variant.SHARE, one.adjusted) for one in counts)
    assert max(many.values()) < 0.35 * len(SEEDS)
    assert all(people_for(variant.SHARE, one.counted) < people_for(variant.SHARE, one.adjusted) for one in counts)
    verdicts = Counter(variant.measured(seed).verdict for seed in SEEDS)
    assert max(verdicts.values()) < 0.45 * len(SEEDS) and set(verdicts) == {"yes", "open", "no"}
    who = Counter([variant.unturned(one) for one in variant.answers(seed)].index(True) for seed in SEEDS)
    assert max(who.values()) < 0.4 * len(SEEDS)


def test_the_side_on_which_the_share_lies_does_not_say_what_may_be_claimed():
    seen = Counter((one.verdict, 100 * one.done / one.people > one.claim) for one in map(variant.measured, SEEDS))
    assert set(seen) == {("yes", True), ("open", True), ("open", False), ("no", False)}
    assert max(seen.values()) < 0.42 * len(SEEDS)


def test_slips_with_sus_differ_from_the_truth():
    for seed in SEEDS:
        people = variant.answers(seed)
        turned = [one for one in people if not variant.unturned(one)]
        truth = mean(map(sus, turned))
        unreversed = mean(2.5 * sum(said - 1 for said in one) for one in turned)
        assert min(abs(truth - mean(map(sus, people))), abs(truth - unreversed)) > 1


def test_no_wrong_rule_ranks_as_the_rule_does_and_one_slip_costs_part():
    earned, slips = {name: [] for name in (*variant.WRONG, "listed", "turned")}, []
    for seed in SEEDS:
        made = variant.problems(seed)
        truth = variant.ranked(made)
        for name, rule in variant.WRONG.items():
            order = sorted(made, key=lambda id: -rule(made[id]))
            earned[name].append(max(0, 1 - 0.25 * variant.swaps(order, truth)))
        for name, order in (("listed", list(made)), ("turned", list(made)[::-1])):
            earned[name].append(max(0, 1 - 0.25 * variant.swaps(order, truth)))
        for id, one in made.items():
            for change in ({"impact": max(1, one.impact - 1)}, {"persistence": max(1, one.persistence - 1)}):
                order = variant.ranked(made | {id: replace(one, **change)})
                slips.append(max(0, 1 - 0.25 * variant.swaps(order, truth)))
    assert max(map(mean, earned.values())) < 0.5 and mean(earned["frequency"]) < 0.1
    assert mean(slips) > 0.7


def test_only_one_task_of_four_is_fair_and_the_word_that_is_not_there_does_not_find_it():
    for topic in variant.BANKS["tasks"].values():
        for text in topic["spoilt"]:
            assert checks.task(text, ())
        for at, text in enumerate(topic["texts"]):
            others = [word for other, word in enumerate(topic["words"]) if other != at]
            assert not checks.task(text, others) and checks.task(f"{text} {topic['second']}", others)
            assert checks.on_screen(text, topic["words"]) == topic["words"][at]
    luck, right = random.Random(1), 0
    for seed in SEEDS:
        made = variant.tasks(seed)
        free = [[id for id, text in some.items() if not checks.on_screen(text, made.labels)] for some in made.choices]
        right += max(0, sum(luck.choice(ids) == fair for ids, fair in zip(free, made.fair, strict=True)) - 1) / 2
    assert right / len(SEEDS) < 0.3
