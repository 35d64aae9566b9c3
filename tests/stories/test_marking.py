"""Nonsense, copies and swapped parts are not paid; other words for the same are. The class in tests/submissions does it
through the grader; here the doors beside it are tried, many at a time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import save
from pmcourse.kit.sheet_data import Sheet
from pmcourse.stories import choice_marking, evidence, marking, variant, weighing
from pmcourse.stories.model import Story

SEED = 3
DESK = variant.desk(SEED)
KEY = {  # a small one of our own, for the four drafts
    "cancelled": {"who": "learn", "what": "told know message|cancel", "why": "travel vain home"},
    "rooms": {"who": "learn wheelchair", "what": "see know|room stair", "why": "choose reach"},
    "certificate": {"who": "learn", "what": "get print|certif", "why": "employ pay"},
    "attendance": {"who": "teach", "what": "tick mark|who name", "why": "friday type"},
}
GOOD = {
    "cancelled": "As a learner, I want to be told when a class is cancelled, so that I stay at home.",
    "rooms": "As a learner, I want to see which rooms have stairs, so that I can choose a class.",
    "certificate": "As a learner, I want to print a certificate, so that my employer pays.",
    "attendance": "As a teacher, I want to tick who came, so that I need not type on Fridays.",
}
ABOUT = {
    name: {"what": "place class pay fee cancel free", "wrong": "no not full refus nobody"} for name in variant.TOLD
}
FINE = """Scenario: It goes well
Given the class has a free place and I have a card
When I pay the fee for a place
Then I read that my place is sure

Scenario: It does not
Given the class has a free place and my card is too old
When I pay the fee for a place
Then I read that the card is refused, and how else I can pay
"""
words = st.lists(
    st.sampled_from(
        ["learner", "class", "cancel", "message", "story", "value", "foo", "xyz", "Given", "of", "the", "so", "that"]
    ),
    max_size=9,
)


@pytest.fixture(autouse=True)
def handed_in(desk):
    hand_in(DESK.stories)


def hand_in(stories, **answers):
    save("answers/sheet.json", Sheet(seed=SEED, answers=answers))
    save("answers/stories.json", stories)


def rewritten(**texts):
    stories = DESK.stories
    for name in variant.drafts(SEED):
        stories = stories.change(DESK.ids[name], text=texts.get(name, GOOD[name]))
    return stories


def test_the_untouched_desk_earns_nothing_and_every_lost_point_says_why_and_what_next():
    steps = {"cancelled": "attend", "rooms": "browse", "certificate": "prove", "attendance": "attend"}
    bank, later = dict.fromkeys(variant.BANK["missing"], "why"), dict.fromkeys(variant.later(SEED), "used")
    for marks in (
        choice_marking.missing(bank), marking.stories(KEY), choice_marking.later(later), marking.criteria(ABOUT),
        marking.split("pay"), choice_marking.twins(judge=True), marking.new_story(KEY["cancelled"]),
        marking.placed(steps), marking.release(steps), marking.stranger({}), choice_marking.recall(judge=True),
    ):  # fmt: skip
        assert (marks.points, marks.waiting) == (0, 0)
        assert all(line.why and line.next for line in marks.lines)


def test_without_a_key_a_cell_says_how_much_is_answered_and_not_whether_it_is_right():
    hand_in(rewritten(), missing=dict.fromkeys(variant.items(SEED, "missing"), "why"))
    assert "5 of 5 answered" in str(choice_marking.missing()) and "2 of 2 answered" in str(marking.stories())


def test_the_two_stories_earn_all_and_the_hidden_words_stand_in_no_account():
    hand_in(rewritten())
    marks = marking.stories(KEY)
    assert marks.points == 2
    hand_in(rewritten(**dict.fromkeys(GOOD, "As a learner, I want to see my classes, so that I can plan.")))
    told = str(marking.stories(KEY)).casefold()
    hidden = {word for key in KEY.values() for part in key.values() for word in part.replace("|", " ").split()}
    assert not any(re.search(rf"\b{word}", told) for word in hidden - {"see", "who", "name"})


@settings(max_examples=150, deadline=None)
@given(words, words, words)
def test_no_pile_of_words_in_the_form_of_a_story_is_paid(who, what, why):
    text = f"As a {' '.join(who)}, I want {' '.join(what)}, so that {' '.join(why)}."
    hand_in(rewritten(**dict.fromkeys(GOOD, text)))
    marks = marking.stories(KEY)
    assert marks.points <= 1  # one of the two may be what it says by chance, never both


@pytest.mark.parametrize("name", GOOD)
def test_means_and_ends_in_each_others_place_are_not_paid(name):
    role, means, end = re.fullmatch(r"As an? (.*), I want (?:to )?(.*), so that (.*)\.", GOOD[name]).groups()
    text = f"As a {role}, I want that {end}, so that I {means}."
    assert evidence.swapped(text, KEY[name]) and not evidence.swapped(GOOD[name], KEY[name])


def test_the_words_of_the_task_are_recognised_and_a_few_of_them_are_no_copy():
    note = variant.BANK["drafts"]["cancelled"]["note"]
    assert evidence.is_copied(f"hear that {note}", note)
    assert not evidence.is_copied("hear at five that a teacher is ill, before I stand in the rain", note)


@pytest.mark.parametrize(
    ("criteria", "points"),
    [
        (FINE, 1.5),
        (FINE.replace("Given", "- **Given:**").replace("When", "- WHEN").replace("Then", "- then"), 1.5),
        (FINE.replace("\nWhen", ", when").replace("\nThen", ", then"), 1.5),
        ("Given waiting list\nWhen waiting list\nThen waiting list", 0),
        ("Given a place is free\nWhen a place is free\nThen a place is free", 0),
        ("Given place\nWhen pay class fee\nThen see place free", 0),
        ("The class is free, and I pay.", 0),
    ],
)
def test_criteria_are_paid_for_what_happens_in_them(criteria, points):
    hand_in(DESK.stories.change(DESK.ids[variant.told(SEED)], criteria=criteria))
    assert marking.criteria(ABOUT).points == points


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("In order to stay at home, I want to be told, as a learner.", ("learner", "be told", "stay at home")),
        ("I want to be told so that I stay at home, as a learner.", ("learner", "be told", "I stay at home")),
        ("In order to stay at home, I want to be told.", ("", "be told", "stay at home")),
        (
            "As a learner, I want to be told, because I would stay at home.",
            ("learner", "be told", "I would stay at home"),
        ),
        ("As a learner, I want to be told.", ("learner", "be told", "")),
        (GOOD["rooms"], ("learner", "see which rooms have stairs", "I can choose a class")),
    ],
)
def test_who_what_and_what_for_may_stand_in_any_order(text, parts):
    assert weighing.parts(text) == parts


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("tell me quickly when the class is not today", "tell|cancel"),
        ("know at five that there is no class", "know|cancel"),
        ("hand over the register once", "tick|attend"),
        ("be nudged three weeks before", "remind"),
        ("see where there is a ramp", "see|stair"),
    ],
)
def test_other_words_for_the_same_count(text, groups):
    assert evidence.says(text, groups)
    assert not evidence.says("a great seamless experience for my class, and to register", groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I see my name on the list", "I see my name is not on the list"),
        ("I see that I am in the class", "I see that the class is full and my name is missing"),
        ("three places are left", "two places are left"),
    ],
)
def test_endings_that_say_the_other_thing_differ(one, other):
    assert evidence.differ(one, other) and not evidence.differ(one, one.upper())


@pytest.mark.parametrize(
    "inside", ["the flag is set in the database", "a row is written", "everything works", "it works as expected"]
)
def test_what_nobody_outside_can_see_is_no_outcome(inside):
    assert not evidence.observable(inside)
    assert evidence.observable("I get a message that the place is mine")


@pytest.mark.parametrize("text", ["part 1", "the second part", "one half", "part two", "the rest"])
def test_a_number_is_no_part(text):
    large = DESK.ids["flexible"]
    stories = DESK.stories
    for n, what in enumerate((text, f"{text} more")):
        story = f"As a learner, I want to pay {what}, so that I can join the class."
        stories = stories.add(Story(id=f"{large}{'ab'[n]}", text=story, epic=large))
    hand_in(stories)
    assert marking.split("pay part half").points == 0


def test_a_new_story_counts_by_what_it_says_whatever_its_id_and_links():
    key = {"who": "learn", "what": "cancel change|class", "why": ""}
    text = "As a learner, I want to cancel a class that I booked, so that somebody else gets my place."
    for links in ((), ("L-12",), ("X-99",)):
        hand_in(DESK.stories.add(Story(id="LS-11", text=text, links=links)))
        assert marking.new_story(key).points == 0.5
    hand_in(DESK.stories.remove(DESK.ids["twin"]).add(Story(id=DESK.ids["twin"], text=text)))
    assert marking.new_story(key).points == 0.5


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(DESK.stories.ids)), st.floats(0.1, 1000))
def test_no_size_in_the_file_makes_a_release_lighter(inside, size):
    steps = {"cancelled": "attend", "rooms": "browse", "certificate": "prove", "attendance": "attend"}
    stories = DESK.stories
    for id in inside:
        stories = stories.change(id, slice="may")
    hand_in(stories)
    before = marking.release(steps).points
    for id in inside:
        stories = stories.change(id, size=size)
    hand_in(stories)
    assert marking.release(steps).points == before


def test_stories_of_another_desk_are_refused_in_words():
    save("answers/stories.json", variant.case(SEED + 1))
    assert "not the stories that lay on your desk" in str(marking.stories(KEY))
