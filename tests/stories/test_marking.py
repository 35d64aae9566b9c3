"""Nonsense, copies and swapped parts are not paid; other words for the same are. The class in tests/submissions does it
through the grader; here the doors beside it are tried, many at a time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import save
from pmcourse.kit.sheet_data import Sheet
from pmcourse.stories import choice_marking, copied, evidence, marking, variant, weighing
from pmcourse.stories.case import CASE
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
MIRROR = """Given I am here and pay for the class
When I look at the list
Then I see a place

Given I am not here and pay for the class
When I look at the list
Then I see no place
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
    told = re.sub("“[^”]*”", "", str(marking.stories(KEY))).casefold()  # what the learner wrote may be quoted
    hidden = {word for key in KEY.values() for part in key.values() for word in part.replace("|", " ").split()}
    assert not [word for word in hidden - {"see", "who", "name", "know"} if re.search(rf"\b{word}", told)]


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
    assert copied.copies(f"hear that {note}, so that I know that {note}", [note]) == (True, True)
    few = "hear at five that a teacher is ill, before I stand in the rain"
    assert copied.copies(f"{few}, so that I stay at home", [note]) == (False, False)


def test_a_run_of_the_task_beside_own_words_costs_nothing_and_a_short_one_alone_waits():
    told = variant.BANK["strangers"]["bakery"]["says"]
    wish = "know in the morning how many people have ordered"
    assert copied.copies(f"{wish}, so I throw fewer loaves away", [told]) == (False, False)
    assert copied.copies(wish, [told]) == (True, False)


@pytest.mark.parametrize(
    ("criteria", "points"),
    [
        (FINE, 1.5),
        (FINE.replace("Given", "- **Given:**").replace("When", "- WHEN").replace("Then", "- then"), 1.5),
        (FINE.replace("\nWhen", ", when").replace("\nThen", ", then"), 1.5),
        ("Given waiting list\nWhen waiting list\nThen waiting list", 0),
        ("Given a place is free\nWhen a place is free\nThen a place is free", 0),
        ("Given place\nWhen pay class fee\nThen see place free", 0),
        ("Given a waiting list\nWhen the waiting list waits\nThen the waiting list is a waiting list", 0),
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


UNKNOWN = {
    "cancelled": "As a nurse from the valley, I want a wink at four if the maestro is ill, so that my shoes keep dry.",
    "rooms": "As a pensioner, I want to hear of each bump, so that my knees do not give way at last.",
    "certificate": "As an apprentice, I want a signature under my diary, so that my master believes me.",
    "attendance": "As a lecturer, I want to hold up my pad to a lens, so that my kids see me before dark.",
}
STRANGE = {
    "pool": "As an aunt, I want a flag on the roof, so that the small ones never cry before the gate.",
    "bakery": "As Otto's wife, I want slips under our mat at dusk, so that he may sleep until three.",
    "vet": "As his friend, I want a card in the letter box, so that Rex is never barred from the ferry.",
    "museum": "As a docent, I want a telegram the day before, so that I have somebody for each of them.",
    "repair": "As a fitter, I want a green lamp in the window, so that nobody needs to bother me.",
}
KNOWN = {"who": "learn", "what": "told know|pool bread dog school bicycle", "why": "wait"}


def test_right_words_that_no_key_knows_wait_for_a_person_and_are_not_called_wrong():
    name = variant.stranger(SEED)
    hand_in(rewritten(**UNKNOWN), stranger=STRANGE[name])
    for marks, most in ((marking.stories(KEY), 2), (marking.stranger({name: KNOWN}), 1)):
        assert (marks.points, marks.waiting) == (0, most)
        assert "A person reads this" in str(marks)
    for name in variant.drafts(SEED):
        assert UNKNOWN[name] in str(marking.stories(KEY))  # for the formgrader shows the account, and not the files


@pytest.mark.parametrize(
    "text",
    [
        "As a xyz, I want foo, so that bar.",
        "nurse valley wink four maestro bed shoes dry",
        "As a nurse, I want wink maestro bed shoes valley rain door, so that shoes dry.",
        variant.BANK["drafts"][variant.drafts(SEED)[0]]["note"],
        "As a nurse, I want …, so that ….",
        "",
    ],
)
def test_words_in_which_nobody_says_anything_neither_earn_nor_wait(text):
    hand_in(rewritten(**dict.fromkeys(UNKNOWN, text)))
    marks = marking.stories(KEY)
    assert (marks.points, marks.waiting) == (0, 0)
    assert all(line.next for line in marks.lines)


def test_an_end_that_repeats_the_wish_is_lost_where_the_wish_waits():
    text = "As a nurse from the valley, I want a wink at four, so that I get a wink at four."
    hand_in(rewritten(**dict.fromkeys(UNKNOWN, text)))
    marks = marking.stories(KEY)
    assert (marks.points, marks.waiting) == (0, pytest.approx(1.5)) and "not what is better" in str(marks)


def test_a_wish_that_may_be_a_pile_of_words_waits():
    text = "As a nurse, I want wink maestro bed shoes valley, so that my shoes keep dry."
    hand_in(rewritten(**dict.fromkeys(UNKNOWN, text)))
    assert (marking.stories(KEY).points, marking.stories(KEY).waiting) == (0, 2)


def test_what_an_unknown_story_lacks_is_lost_and_the_rest_waits():
    text = "As a nurse from the valley, I want a wink at four if the maestro is in bed."
    hand_in(rewritten(**dict.fromkeys(UNKNOWN, text)))
    marks = marking.stories(KEY)
    assert (marks.points, marks.waiting) == (0, pytest.approx(1.5)) and "does not say what for" in str(marks)


@pytest.mark.parametrize("bank", ["later", "steps"])
def test_lines_of_a_choice_that_are_copied_into_a_text_are_not_paid(bank):
    if bank == "later":
        lines = {name: next(iter(variant.BANK[bank][name].values())).rstrip(".") for name in variant.DRAFTS}
        hand_in(rewritten(**{name: GOOD[name].split(", so")[0] + f", so that {line}." for name, line in lines.items()}))
        assert marking.stories(KEY).points <= 1.5 and "repeats the task" in str(marking.stories(KEY))
    else:
        one, two, three, *_ = variant.BANK[bank][variant.told(SEED)].values()
        criteria = f"Given {one}\nWhen {two}\nThen {three}"
        hand_in(DESK.stories.change(DESK.ids[variant.told(SEED)], criteria=criteria))
        assert (marking.criteria(ABOUT).points, marking.criteria(ABOUT).waiting) == (0, 0)


@pytest.mark.parametrize(
    ("criteria", "points", "waiting"),
    [  # nothing of the matter is known; an ending that no program knows; nothing that is known to go wrong
        ("Given I sit in the tram\nWhen I hum a tune\nThen a bell answers me", 0, 1.5),
        (FINE.replace("I read that my place is sure", "a bell tolls for me"), 1.3125, 0.1875),
        (
            FINE.replace("It does not", "An aunt comes")
            .replace("my card is too old", "my aunt sits beside me")
            .replace("the card is refused, and how else I can pay", "she has given the money"),
            1,
            0.5,
        ),
        # the second differs from the first by "no" and "not" alone
        (MIRROR, 1, 0.5),
        (MIRROR.replace("not here", "here").replace("no place", "no place, error"), 1, 0.5),
        # what goes wrong ends inside of the product
        (FINE.replace("I read that the card is refused, and how else I can pay", "a row is written"), 1.0625, 0),
        ("Please hurry.\nGiven I sit in the tram\nWhen I hum a tune\nThen a bell answers me", 0, 1.375),
    ],
)
def test_criteria_in_words_that_are_not_known_wait_for_a_person(criteria, points, waiting):
    hand_in(DESK.stories.change(DESK.ids[variant.told(SEED)], criteria=criteria))
    marks = marking.criteria(ABOUT)
    assert (marks.points, marks.waiting) == (pytest.approx(points), pytest.approx(waiting))


def split_into(*wishes):
    stories, large = DESK.stories, DESK.ids["flexible"]
    for letter, wish in zip("ab", wishes, strict=True):
        stories = stories.add(Story(id=f"{large}{letter}", text=wish, epic=large))
    hand_in(stories)
    return marking.split("pay fee half wage")


def part(wish, end="I can join the class"):
    return f"As a learner, I want to {wish}, so that {end}."


def test_a_heap_of_words_is_no_part_and_a_part_in_other_words_waits():
    heap = part("pay fee half money card month wage bill cash")
    assert split_into(heap, heap.replace("cash", "rent")).points == 0
    known, other = part("pay the fee after my first wages"), part("work it off in the garden")
    assert split_into(known, part("pay the fee week by week")).points == 1.25
    marks = split_into(known, other)
    assert (marks.points, marks.waiting) == (0.875, 0.375)
    marks = split_into(other, part("borrow it from a friend of the school"))
    assert (marks.points, marks.waiting) == (0, 1.25)


def test_parts_that_are_not_finished_are_called_that():
    marks = split_into(part("…"), part("pay half of the fee"))
    assert f"{DESK.ids['flexible']}a still has “…” in it." in str(marks) and marks.points == 0


def test_why_a_new_story_is_none_is_what_is_really_there():
    key = {"who": "learn", "what": "cancel|class", "why": ""}
    old, lessons = DESK.stories.find(DESK.ids["weekday"]), CASE.start.stories[0]
    for text, said in (
        ("As a …, I want …, so that ….", "LS-11 still has “…” in it."),
        (old.text.upper(), f"LS-11 is, word for word, {old.id} of your desk."),
        (lessons.text, f"LS-11 is, word for word, {lessons.id} of the lesson."),
    ):
        hand_in(DESK.stories.add(Story(id="LS-11", text=text)))
        [line] = marking.new_story(key).lines
        assert line.why == said and line.next
    hand_in(DESK.stories)
    assert "There is no new story yet." in str(marking.new_story(key))


def test_a_new_story_that_is_nearly_another_one_waits_and_the_same_one_is_lost():
    told = "As a learner, I want to {} the waiting list of a full class, so that I am free."
    for verb, points in (("join", (0, 0)), ("leave", (0, 0.5))):
        hand_in(DESK.stories.add(Story(id="LS-11", text=told.format(verb))))
        marks = marking.new_story({"who": "learn", "what": "leave|class list", "why": ""})
        assert (marks.points, marks.waiting) == points
