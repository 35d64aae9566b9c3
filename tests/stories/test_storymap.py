from pmcourse.findings import Severity
from pmcourse.stories import storymap
from pmcourse.stories.case import CASE
from pmcourse.stories.model import Story, StorySet

SKELETON = {"TS-01": "find", "TS-03": "book", "TS-14": "pick", "TS-04": "return", "TS-12": "look"}


def cut(stories, *ids):
    """The stories with just these in the first slice."""
    first = stories.slices[0].id
    for story in stories.stories:
        slice = first if story.id in ids else "" if story.slice == first else story.slice
        stories = stories.change(story.id, slice=slice)
    return stories


def said(findings, criterion):
    return [finding.message for finding in findings if finding.criterion == criterion]


def test_a_first_release_with_gaps_is_told_which_steps_it_leaves_out():
    found = storymap.skeleton(CASE.start)
    assert found[0].severity is Severity.MUST
    assert found[0].message == "31 March leaves out: Pick it up, Bring it back, Look after it all."


def test_a_release_that_touches_every_step_is_a_walking_skeleton():
    assert said(storymap.skeleton(cut(CASE.start, *SKELETON)), "walking_skeleton") == []


def test_one_story_less_makes_just_its_step_a_gap():
    for id, step in SKELETON.items():
        stories = cut(CASE.start, *(set(SKELETON) - {id}))
        assert [gap.id for gap in storymap.gaps(stories, "march")] == [step]


def test_a_later_release_may_leave_steps_alone_but_is_worth_a_second_look():
    later = [f for f in storymap.skeleton(CASE.start) if f.where.item == "summer"]
    assert [f.severity for f in later] == [Severity.LOOK]


def test_the_first_release_that_holds_anything_is_the_one_that_must_walk():
    stories = cut(CASE.start)
    found = storymap.skeleton(stories)
    assert [(f.where.item, f.severity) for f in found] == [("summer", Severity.MUST)]


def test_a_map_without_any_release_is_told_so():
    assert said(storymap.check(CASE.assignment), "walking_skeleton") == ["1 May has no story yet."]


def test_a_release_that_is_too_full_says_by_how_much():
    stories = cut(CASE.start, *SKELETON, "TS-02")
    assert said(storymap.room(stories), "slice_too_full") == [
        "31 March holds 29 points; there is room for 24, so it is 5 over."
    ]
    assert said(storymap.room(cut(CASE.start, *SKELETON)), "slice_too_full") == []


def test_only_stories_that_leave_no_gap_can_be_spared():
    stories = cut(CASE.start, *SKELETON, "TS-02")
    assert [story.id for story in storymap.spare(stories, "march")] == ["TS-02", "TS-03"]


def test_a_story_without_a_size_in_a_release_with_room_is_named():
    stories = cut(CASE.start, *SKELETON).change("TS-12", size=None)
    assert said(storymap.room(stories), "slice_unsized") == ["TS-12 lies in 31 March and has no size."]


def test_stories_beside_the_map_are_named():
    assert said(storymap.places(CASE.start), "step_missing") == [
        "TS-07 belongs to no step.",
        "TS-08 belongs to no step.",
    ]


def test_a_set_without_a_map_is_left_in_peace():
    assert storymap.check(StorySet(stories=(Story(id="S-1", text="Dark theme"),))) == []
