"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

import random
import re
from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import save
from pmcourse.authoring.submissions import hidden_key
from pmcourse.kit.sheet_data import Sheet
from pmcourse.stories import marking, variant
from pmcourse.stories.checks import check_story
from pmcourse.stories.parse import parse

ROOT, SEEDS = Path(__file__).parents[2], st.integers(0, 10**9)


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_every_desk_has_a_release_that_goes_all_the_way_with_little_room_to_spare(seed):
    desk = variant.desk(seed)
    size = {name: desk.stories.find(id).size for name, id in desk.ids.items()}
    room = desk.stories.slices[0].room
    least = sum(size[name] for name in (*variant.LAW, "phone", "whole", "cancelled"))
    assert 1 <= room - least <= 3
    assert sum(size.values()) >= 1.6 * room
    assert sorted(desk.stories.ids) == [f"LS-{number:02}" for number in range(1, 11)]


@given(SEEDS)
def test_each_desk_has_two_drafts_one_twin_and_one_story_without_criteria(seed):
    desk = variant.desk(seed)
    assert len(set(variant.drafts(seed))) == 2 and variant.told(seed) in variant.TOLD
    twin, other = (desk.stories.find(desk.ids[name]) for name in ("twin", variant.twin(seed)))
    assert twin.links == other.links and twin.step == other.step and twin.text != other.text
    assert not any(story.criteria for story in desk.stories.stories)


@given(SEEDS)
def test_one_wish_helps_most_for_a_week_and_is_neither_the_largest_nor_the_shortest(seed):
    wishes = variant.wishes(seed)
    ratios = sorted(people / weeks for _, people, weeks in wishes.values())
    first = wishes[variant.best(wishes)]
    assert ratios[-1] > ratios[-2]
    assert first[1] < max(w[1] for w in wishes.values()) and first[2] > min(w[2] for w in wishes.values())


def test_over_two_thousand_seeds_every_item_comes_up_and_none_too_often():
    for bank in ("missing", "rules", "scenarios"):
        items = variant.BANK[bank]
        drawn = [id for seed in range(2000) for id in variant.items(seed, bank)]
        assert set(drawn) == set(items) and len(items) >= 25
        fair = 10_000 / len(items)
        assert all(0.75 * fair < drawn.count(id) < 1.25 * fair for id in items)
    for choice, count in ((variant.stranger, 5), (variant.told, 3), (variant.twin, 3)):
        drawn = [choice(seed) for seed in range(2000)]
        assert len(set(drawn)) == count and all(drawn.count(one) > 0.75 * 2000 / count for one in set(drawn))


CHOICES = ("later", "elsewhere", "steps", "ways", "wants")


def flat(name):
    """The items of a bank, whatever they are grouped by."""
    bank = variant.BANK[name]
    groups = [group for group in bank.values() if isinstance(group, dict)]
    return {id: text for group in groups for id, text in group.items()} if groups else bank


@pytest.mark.parametrize("name", CHOICES)
def test_each_item_has_one_of_the_answers_that_are_offered_and_each_answer_fits_some(name):
    key = hidden_key(ROOT, "07-stories", name)
    offered = {"later": variant.EFFECTS, "elsewhere": variant.EFFECTS, "steps": variant.STEPS, "ways": variant.WAYS,
               "wants": variant.WANTS}[name]  # fmt: skip
    assert set(key) == set(flat(name)) and set(key.values()) == set(offered)


@pytest.mark.parametrize("name", CHOICES)
def test_how_long_an_item_is_tells_nothing_of_its_answer(name):
    key, items = hidden_key(ROOT, "07-stories", name), flat(name)
    usual = fmean(len(text) for text in items.values())
    for answer in set(key.values()):
        assert abs(fmean(len(items[id]) for id in key if key[id] == answer) - usual) < 0.08 * usual, answer


@pytest.mark.parametrize("name", CHOICES)
def test_who_guesses_earns_little(name):
    """Over 500 seeds: one answer a text, drawn from those that are offered."""
    key = hidden_key(ROOT, "07-stories", name)
    offered = sorted(set(key.values()))
    drawn = {"ways": lambda seed: variant.items(seed, "ways")}.get(name) or getattr(variant, name)
    chance = 2 if name == "later" else 1
    earned = []
    for seed in range(500):
        luck = random.Random(seed)
        hits = [luck.choice(offered) == key[id] for id in drawn(seed)]
        earned.append(max(0, sum(hits) - chance) / (len(hits) - chance))
    assert fmean(earned) < 0.15


@given(SEEDS)
def test_each_learner_has_three_things_to_judge_of_each_draft_and_no_two_the_same(seed):
    items = variant.later(seed)
    ids = variant.desk(seed).ids
    named = [text.partition(":")[0] for text in items.values()]
    assert all(named.count(ids[name]) == 3 for name in variant.drafts(seed)) and len(set(items.values())) == 6


def test_every_wording_of_a_draft_needs_to_be_rewritten():
    for draft in variant.BANK["drafts"].values():
        for text in draft["texts"]:
            assert [finding for finding in check_story(text) if finding.costs], text


def test_what_the_first_bank_lacks_is_what_a_reader_does_not_find():
    lacks = {"who": {"role"}, "what": {"means"}, "why": {"end"}}
    key = hidden_key(ROOT, "07-stories", "missing")
    for id, text in variant.BANK["missing"].items():
        parts = parse(text)
        missing = {part for part in ("role", "means", "end") if not parts.word(part)}
        assert lacks.get(key[id], set()) <= missing, text


@pytest.mark.parametrize("seed", [0, 1, 20261126])
def test_one_seed_makes_the_same_desk_again(seed):
    assert variant.desk(seed) == variant.desk(seed) and variant.items(seed, "rules") == variant.items(seed, "rules")


MODEL = ("rooms", "certificate", "phone", "whole", "cancelled")
STEPS = {"cancelled": "attend", "rooms": "browse", "certificate": "prove", "attendance": "attend"}
HABITS = {  # ways to fill a release without a look at the map
    "smallest first": variant.smallest_first,
    "what fits, in the order of the desk": lambda desk: _what_fits(desk, sorted(desk.names)),
    "only the four drafts": lambda desk: list(variant.DRAFTS),
    "drafts first, then what is largest": lambda desk: _what_fits(desk, [*_ids(desk, variant.DRAFTS), *_largest(desk)]),
    "biggest first": lambda desk: _what_fits(desk, _largest(desk)),
    "biggest first, but for the large one": lambda desk: _what_fits(desk, _largest(desk, below=13)),
    "fives and eights first": lambda desk: _what_fits(desk, [*_largest(desk, below=13)[:4], *_largest(desk)[::-1]]),
    "the four drafts and the largest of each step, a quarter too much": lambda desk: _what_fits(
        desk, [*_largest_of_each_step(desk), *_ids(desk, variant.DRAFTS)], share=1.25
    ),
    "seven cards at random": lambda desk: random.Random(desk.ids["phone"]).sample(list(desk.ids), 7),
}


def _ids(desk, names):
    return [desk.ids[name] for name in names]


def _largest(desk, below=99):
    stories = [story for story in desk.stories.stories if story.size < below]
    return [story.id for story in sorted(stories, key=lambda story: -story.size)]


def _largest_of_each_step(desk):
    step = {id: STEPS.get(desk.names[id]) or desk.stories.find(id).step for id in _largest(desk, below=13)}
    return [next(id for id in step if step[id] == one) for one in dict.fromkeys(step.values())]


def _what_fits(desk, ids, share=1):
    left, taken = share * desk.stories.slices[0].room, []
    for id in dict.fromkeys(ids):
        if (size := desk.stories.find(id).size) <= left:
            left -= size
            taken.append(desk.names[id])
    return taken


def release_of(seed, names):
    """Points of a release with these stories on the desk of `seed`, the drafts placed where they belong."""
    desk = variant.desk(seed)
    stories = desk.stories
    for name, step in STEPS.items():
        stories = stories.change(desk.ids[name], step=step)
    for name in names:
        stories = stories.change(desk.ids[name], slice="may")
    save("answers/stories.json", stories)
    save("answers/sheet.json", Sheet(seed=seed))
    return marking.release(hidden_key(ROOT, "07-stories", "release")).points


@pytest.mark.parametrize("habit", HABITS)
def test_a_release_that_is_filled_without_a_look_at_the_map_earns_less_than_half(habit, desk):
    earned = fmean(release_of(seed, HABITS[habit](variant.desk(seed))) for seed in range(100))
    assert earned < 1.75


@pytest.mark.parametrize(("besides", "most"), [(("twin",), 2.4), (("attendance", "weekday", "twin"), 1)])
def test_a_release_that_does_not_fit_earns_less_the_more_it_holds(besides, most, desk):
    earned = [release_of(seed, (*MODEL, *besides)) for seed in range(30)]
    room = [variant.desk(seed).stories.slices[0].room for seed in range(30)]
    held = [
        sum(variant.desk(seed).stories.find(variant.desk(seed).ids[name]).size for name in (*MODEL, *besides))
        for seed in range(30)
    ]
    over = [points for points, much, fits in zip(earned, held, room, strict=True) if much > fits]
    assert over and all(points <= most for points in over)


def test_a_card_that_lies_in_a_step_and_does_not_do_it_is_named(desk):
    one = variant.desk(1)
    placed = one.stories.change(one.ids["attendance"], step="prove")
    for name, step in {"rooms": "browse", "cancelled": "attend"}.items():
        placed = placed.change(one.ids[name], step=step)
    for name in ("rooms", "phone", "whole", "cancelled", "attendance"):
        placed = placed.change(one.ids[name], slice="may", size=1)
    save("answers/stories.json", placed)
    save("answers/sheet.json", Sheet(seed=1))
    told = str(marking.release(hidden_key(ROOT, "07-stories", "release")))
    assert f"Nobody gets through a step with {one.ids['attendance']} alone." in told


@pytest.mark.parametrize("without", ["phone", "whole", "certificate"])
def test_a_release_in_which_nobody_can_do_one_of_the_steps_earns_at_most_half(without, desk):
    names = {*variant.DRAFTS, "weekday", "waiting", "whole", "phone"} - {without, "attendance"}
    assert all(release_of(seed, names) <= 1.75 for seed in range(20))


def test_the_model_release_earns_all_on_every_desk(desk):
    assert all(release_of(seed, MODEL) == 3.5 for seed in range(200))


@given(SEEDS)
def test_a_wish_that_only_the_note_behind_a_draft_tells_comes_with_that_draft(seed):
    shown = variant.wants(seed)
    assert {variant.BEHIND[wish] for wish in shown if wish in variant.BEHIND} <= set(variant.drafts(seed))


def test_every_wish_comes_up():
    assert {wish for seed in range(600) for wish in variant.wants(seed)} == set(variant.BANK["wants"])


SHAPES = {  # grammar that has told one answer from another before
    "have": r"\b(?:have|has|had)\b", "was": r"\b(?:was|were|until|ago|since)\b", "is": r"\b(?:is|are)\b",
    "can": r"\bcan\b", "who": r"^(?:who|somebody|whoever)\b", "the": r"^(?:the|an?|all|each|any)\b",
    "number": r"\d", "not": r"\b(?:no|not|nobody|none|never)\b",
    "fee": r"\b(?:fees?|bill|pays?|paid|money)\b", "told": r"\b(?:reads?|told|sees?|gets?|message)\b",
    "software": r"\b(?:table|code|database|server|screen|page|form|program|computer|store|line)s?\b",
}  # fmt: skip


def shapes(text):
    text = text.casefold()
    words = {word for word in re.findall(r"[^\W\d]+", text) if word not in ("a", "the", "of", "and", "in")}
    return {name for name, shape in SHAPES.items() if re.search(shape, text)} | {f"“{word}”" for word in words}


def rules(items, key):
    """The best sign of each answer in these items, best first: a word or a shape."""
    found = []
    for answer in set(key[id] for id in items):
        mine = [id for id in items if key[id] == answer]
        signs = Counter(sign for id in mine for sign in shapes(items[id]))
        every = Counter(sign for text in items.values() for sign in shapes(text))
        sign, score = max(((s, n / len(mine) + n / every[s]) for s, n in signs.items() if n > 1),
                          key=lambda one: (one[1], one[0]), default=("", 0))  # fmt: skip
        found.append((score, sign, answer))
    return sorted(found, reverse=True)


def cases(name):
    """The items of a bank in the groups of which one is left out: the bank's own, or every fifth."""
    bank = variant.BANK[name]
    groups = [group for group in bank.values() if isinstance(group, dict)]
    return groups or [{id: bank[id] for id in list(bank)[at::5]} for at in range(5)]


@pytest.mark.parametrize("name", CHOICES)
def test_a_rule_about_words_and_grammar_learnt_from_other_cases_earns_little(name):
    key, items, earned = hidden_key(ROOT, "07-stories", name), flat(name), []
    for case in cases(name):
        *signs, (_, _, rest) = rules({id: text for id, text in items.items() if id not in case}, key)
        said = {id: next((a for _, sign, a in signs if sign in shapes(text)), rest) for id, text in case.items()}
        earned += [said[id] == key[id] for id in case]
    chance = 1 / 4
    assert (fmean(earned) - chance) / (1 - chance) <= 0.35


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("later", [("have", "used"), ("was", "smaller"), ("is", "anyway"), ("", "other")]),
        ("elsewhere", [("have", "used"), ("was", "smaller"), ("is", "anyway"), ("", "other")]),
        ("wants", [("fee", "piece"), ("software", "team"), ("who", "same"), ("", "new")]),
        ("ways", [("software", "inside"), ("fee", "alone"), ("", "same")]),
        ("steps", [("told", "then"), ("have", "given"), ("who", "other"), ("", "when")]),
    ],
)
def test_grammar_alone_earns_little(name, rule):
    key, items = hidden_key(ROOT, "07-stories", name), flat(name)
    said = {id: next(a for shape, a in rule if not shape or shape in shapes(text)) for id, text in items.items()}
    assert (fmean(said[id] == key[id] for id in items) - 0.25) / 0.75 <= 0.35
