"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import hidden_key
from pmcourse.stories import variant
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
