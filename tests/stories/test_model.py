import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.artifact import dumps, loads
from pmcourse.stories.case import CASE
from pmcourse.stories.model import Activity, Slice, Step, Story, StoryError, StorySet

TEXT = "As a member, I want to book a thing, so that it is mine when I come."


def small(*ids):
    steps = (Step(id="find", title="Find"), Step(id="book", title="Book"))
    return StorySet(
        stories=tuple(Story(id=id, text=TEXT) for id in ids),
        backbone=(Activity(id="get", title="Get", steps=steps),),
        slices=(Slice(id="first", title="First"), Slice(id="second", title="Second")),
    )


def test_a_story_says_what_its_text_says_and_nothing_else():
    story = Story(id="S-1", text=TEXT)
    assert (story.role, story.means, story.end) == ("member", "book a thing", "it is mine when I come")
    assert story.but(text="Dark theme").role == ""


def test_a_storys_title_is_what_is_wanted_and_short_enough_for_a_card():
    assert Story(id="S-1", text=TEXT).title == "Book a thing"
    assert Story(id="S-1", text="dark theme").title == "Dark theme"
    assert Story(id="S-1").title == "An empty story"
    long = Story(id="S-1", text="As a member, I want to " + "borrow and bring back " * 9 + "things.")
    assert len(long.title) <= 60 and long.title.endswith("…")


@pytest.mark.parametrize("value", [0, -1, "soon", float("inf")])
def test_a_size_that_is_no_positive_number_is_refused_by_name_rule_and_value(value):
    with pytest.raises(StoryError, match=r"S-1: size .*The old value is kept"):
        small("S-1").change("S-1", size=value)


def test_a_story_cannot_lie_where_the_map_has_no_place():
    with pytest.raises(StoryError, match="'loft' is none of the steps; they are find, book"):
        small("S-1").place("S-1", "loft", "first", 0)
    with pytest.raises(StoryError, match="'third' is none of the slices"):
        small("S-1").change("S-1", slice="third")


def test_two_stories_cannot_have_one_id():
    with pytest.raises(StoryError, match="'S-1' is taken"):
        small("S-1").add(Story(id="S-1"))
    with pytest.raises(ValueError, match="ids of stories must differ; 'S-1'"):
        small("S-1", "S-1")
    with pytest.raises(StoryError, match="An id stays as it is"):
        small("S-1").change("S-1", id="S-2")


def test_an_unknown_story_is_named_with_those_that_there_are():
    with pytest.raises(StoryError, match=r"No story has the id 'S-9'\. The ids are: S-1, S-2"):
        small("S-1", "S-2").find("S-9")


@given(st.permutations("abcde"), st.sampled_from("abcde"), st.sampled_from(["", "find"]), st.integers(-2, 7))
def test_a_placed_story_lies_where_it_was_put_and_all_others_keep_their_order(ids, id, step, position):
    before = small(*ids)
    for other in "ab":
        before = before.place(other, "find", "first", 0)
    after = before.place(id, step, "first", position)
    there = [story.id for story in after.at(step, "first")]
    others = [story.id for story in before.at(step, "first") if story.id != id]
    assert there.index(id) == min(max(position, 0), len(others))
    assert [other for other in after.ids if other != id] == [other for other in before.ids if other != id]


def test_a_new_id_is_free_and_says_what_it_is_part_of():
    stories = CASE.start
    assert stories.free_id() == "TS-17"
    assert stories.free_id("TS-16") == "TS-16a"
    more = stories.add(Story(id="TS-16a", epic="TS-16"))
    assert more.free_id("TS-16") == "TS-16b"
    assert [story.id for story in more.parts_of("TS-16")] == ["TS-16a"]
    assert StorySet().free_id() == "S-01"


def test_a_backlog_learns_which_stories_each_of_its_items_has():
    items = CASE.start.by_item()
    assert items["T-07"] == ("TS-05", "TS-14")
    assert items["T-08"] == ("TS-10", "TS-11")


@pytest.mark.parametrize("start", [CASE.start, CASE.assignment])
def test_the_cases_can_be_read_back_from_their_files(start):
    assert loads(dumps(start), StorySet) == start


def test_the_stories_of_the_lesson_belong_to_items_of_the_backlog_lesson():
    from pmcourse.backlog.case import CASE as BACKLOG

    assert set(CASE.start.by_item()) <= set(BACKLOG.start.ids)
    assert set(CASE.assignment.by_item()) <= set(BACKLOG.assignment.ids)
    assert not set(CASE.start.by_item()) & set(CASE.assignment.by_item())
