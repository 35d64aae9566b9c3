import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.stories.checks import check_story
from pmcourse.stories.parse import LONGEST, Parsed, parse

ANNOTATED = Path(__file__).resolve().parents[3] / "shared" / "data" / "stories" / "annotated"
PARTS = ("body", "tag", "role", "wish", "means", "why", "end", "rest")

# As people write them: (text, role, means, action, end).
REAL_LIFE = [
    (
        "As a reader, I want to renew a loan, so that I can finish the book.",
        ("reader", "renew a loan", "renew", "I can finish the book"),
    ),
    ("as a reader i want to renew a loan so i can finish it", ("reader", "renew a loan", "renew", "i can finish it")),
    ("AS A READER, I WANT TO RENEW A LOAN", ("READER", "RENEW A LOAN", "RENEW", "")),
    (
        "In order to finish the book, as a reader, I want to renew a loan.",
        ("reader", "renew a loan", "renew", "finish the book"),
    ),
    (
        "As a reader I would like to renew a loan in order to finish the book",
        ("reader", "renew a loan", "renew", "finish the book"),
    ),
    (
        "As a reader, I want to renew a loan so most of our younger members can keep reading.",
        ("reader", "renew a loan", "renew", "most of our younger members can keep reading"),
    ),
    ("As a reader I cannot find my loans so I want a list.", ("reader", "a list", "want", "")),
    (
        "As a member, I'd rather get no letters, so that my desk is free.",
        ("member", "get no letters", "get", "my desk is free"),
    ),
    ("As a librarian, I need a list of late loans.", ("librarian", "a list of late loans", "need", "")),
    ("As a reader, I can cancel a reservation.", ("reader", "cancel a reservation", "cancel", "")),
    ("As an editor, I want to be able to log in.", ("editor", "log in", "log in", "")),
    ("As a reader, I don't want to get letters.", ("reader", "get letters", "don't want to get", "")),
    ("As a reader, I want to be notified of late loans.", ("reader", "be notified of late loans", "be notified", "")),
    ("- [LIB-12] As a reader, I want to pay fees.", ("reader", "pay fees", "pay", "")),
    ("#G04# As a user, I want to pay fees.", ("user", "pay fees", "pay", "")),
]


@pytest.mark.parametrize(("text", "parts"), REAL_LIFE)
def test_the_parts_are_found_in_stories_as_people_write_them(text, parts):
    story = parse(text)
    assert (story.word("role"), story.word("means"), story.action, story.word("end")) == parts


@pytest.mark.parametrize(
    "text", ["", "   ", "Server configuration", "The loan is renewed.", "?!", "As soon as possible"]
)
def test_what_is_no_story_has_no_role_and_no_wish(text):
    story = parse(text)
    assert not story.is_story
    assert (story.role, story.means, story.end) == (None, None, None)


def test_further_sentences_are_kept_apart():
    story = parse("As a reader, I want to renew a loan. Only once. The fee is 1 €.")
    assert story.word("means") == "renew a loan"
    assert story.word("rest") == "Only once. The fee is 1 €"


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (", so i need not travel for nothing", "i need not travel for nothing"),
        (", so we need no second list", "we need no second list"),
        (" so not so much bread is left", "not so much bread is left"),
        (", so never two of them are in one hall", "never two of them are in one hall"),
    ],
)
def test_so_begins_a_reason_that_says_what_is_needed_no_more(said, end):
    assert parse(f"As a guide, I want to see the list{said}.").word("end") == end


def test_a_word_that_ends_in_and_hides_no_reason():
    story = parse("as a violinist i want to borrow a music stand so i must not carry mine")
    assert (story.word("means"), story.word("end")) == ("borrow a music stand", "i must not carry mine")


def test_a_point_that_ends_no_sentence_does_not_cut_the_wish():
    assert parse("As a reader, I want to see covers, e.g. The Hobbit, in the list.").word("rest") == ""


def test_joined_verbs_are_actions_and_joined_things_are_not():
    both = parse("As an editor, I want to create and delete pages.")
    assert [verb.of(both.text) for verb in both.actions] == ["create", "delete"]
    things = parse("As an editor, I want to see names and addresses.")
    assert [verb.of(things.text) for verb in things.actions] == ["see"]


def test_a_verb_behind_a_purpose_or_in_a_clause_is_not_an_action():
    story = parse("As an editor, I want to use a map that shows and sorts places to find and book rooms.")
    assert [verb.of(story.text) for verb in story.actions] == ["use"]


def test_a_book_chapter_is_no_story():
    assert not parse("As a reader, I want to renew " + "very " * LONGEST + "old loans.").is_story


ROLES = st.sampled_from(["reader", "librarian", "night editor", "member of the board", "first-time visitor"])
WISHES = st.sampled_from(
    [
        ("renew a loan", "renew"),
        ("see the price of each ticket", "see"),
        ("delete my account", "delete"),
        ("be told of changes", "be told"),
    ]
)
ENDS = st.sampled_from(["", "I can finish it", "nobody has to wait", "the shelf stays in order"])
TAGS = st.sampled_from(["", "#12# ", "[A-7] ", "US-3: ", "- "])
OPENINGS = st.sampled_from(["I want to ", "I would like to ", "I need to ", "I want to be able to ", "I'd like to "])


@given(TAGS, ROLES, OPENINGS, WISHES, ENDS, st.sampled_from([", so that ", " so that "]), st.sampled_from(["", "."]))
def test_a_story_that_is_put_together_comes_apart_again(tag, role, opening, wish, end, why, stop):
    article = "an" if role[0] in "aeiou" else "a"
    text = f"{tag}As {article} {role}, {opening}{wish[0]}{why + end if end else ''}{stop}"
    story = parse(text)
    assert (story.word("role"), story.word("means"), story.action, story.word("end")) == (role, *wish, end)


_WORDS = """As a an user I want to would like can see edit and or , . ( ) so that in order e.g. ; not don't be able
#1# [x] – ’ which"""
LIKE_STORIES = st.lists(st.sampled_from([*_WORDS.split(), "\n"]), max_size=40).map(" ".join)


@settings(max_examples=300)
@given(st.text(max_size=200) | LIKE_STORIES)
def test_any_text_has_an_answer_whose_places_lie_inside_it(text):
    story = parse(text)
    assert story.text == text
    for span in [getattr(story, part) for part in PARTS] + list(story.actions):
        assert span is None or 0 <= span.start < span.end <= len(text)


@given(LIKE_STORIES)
def test_role_wish_and_end_do_not_lie_in_one_another(text):
    story: Parsed = parse(text)
    spans = sorted(span for span in (story.role, story.wish, story.means, story.end) if span)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_the_roles_and_ends_that_people_marked_in_real_backlogs_are_found():
    files = sorted(ANNOTATED.glob("*.json"))
    if not files:
        pytest.skip(f"NOT CHECKED: there are no marked backlogs at {ANNOTATED}")
    stories = [story for file in files for story in json.loads(file.read_text(encoding="utf-8"))]
    roles = sum(parse(story["Text"]).word("role") in story["Persona"] for story in stories)
    verbs = sum(parse(story["Text"]).action in story["Action"]["Primary Action"] for story in stories)
    assert roles >= 0.99 * len(stories)
    assert verbs >= 0.95 * len(stories)


@pytest.mark.parametrize(
    "text",
    [
        "**As a** member, **I want** to see the stock, **so that** I come.",
        "_As a_ member, _I want_ to see the stock, _so that_ I come.",
        "> As a member, I want to see the stock, so that I come.",
        "User story 7: As a member, I want to see the stock, so that I come.",
        "As a member,\nI want to see the stock,\nso that I come.",
        "As a member, I'm able to see the stock, so that I come.",
        "As a member, I'll be able to see the stock, so that I come.",
        "As a member, I wanna see the stock, so that I come.",
    ],
)
def test_marks_headings_lines_and_contractions_hide_no_part(text):
    story = parse(text)
    assert (story.word("role"), story.word("means"), story.word("end")) == ("member", "see the stock", "I come")
    assert story.text == text


def test_so_others_can_belongs_to_the_means_where_so_that_follows():
    story = parse("As a manager, I want a list so my team can plan, so that nobody waits.")
    assert (story.word("means"), story.word("end")) == ("a list so my team can plan", "nobody waits")


@pytest.mark.parametrize("action", ["batch edit", "keep track"])
def test_verbs_of_two_words_are_one_action(action):
    assert parse(f"As a member, I want to {action} of my loans, so that I save time.").action == action


@pytest.mark.parametrize(
    "text",
    [
        "As a teacher, I want to tick names, so that my Friday is free.",
        "So that my Friday is free, as a teacher, I want to tick names.",
        "so that my Friday is free as a teacher I want to tick names",
        "As a teacher, so that my Friday is free, I want to tick names.",
        "As a teacher so that my Friday is free I want to tick names.",
        "So that my Friday is free, I want to tick names, as a teacher.",
        "I want to tick names, so that my Friday is free, as a teacher.",
        "I want to tick names, as a teacher, so that my Friday is free.",
        "I, as a teacher, want to tick names so that my Friday is free.",
        "As a teacher I want to tick names because my Friday is free.",
        "Because my Friday is free, as a teacher I want to tick names.",
    ],
)
def test_who_what_and_what_for_are_found_in_whatever_order_they_stand(text):
    found = parse(text)
    assert [found.word(part) for part in ("role", "means", "end")] == ["teacher", "tick names", "my Friday is free"]
    assert found.action == "tick"
    assert {one.criterion for one in check_story(text) if one.severity != "look"} == set()


@pytest.mark.parametrize("joint", [" ", ",", " ,", "as a ", ", as a ", "so that ", "because ", "in order to "])
def test_a_long_line_of_one_thing_again_and_again_is_read_at_once(joint):
    for text in (f"As a {joint * 2400} I want x", f"I want {joint * 2400} x", f"So that {joint * 2400}, I want x"):
        found = parse(text[:19_000])
        assert all(
            part is None or 0 <= part.start < part.end <= 19_000 for part in (found.role, found.means, found.end)
        )


@pytest.mark.parametrize("wish", ["can't", "cannot", "should not", "must not"])
def test_what_must_not_be_possible_is_not_parsed_as_possible(wish):
    said = parse(f"As a user, I {wish} log in twice, so that nobody shares an account.")
    assert (said.word("means"), said.action) == (f"{wish} log in twice", f"{wish} log in")


@pytest.mark.parametrize("wish", ["do not want to", "don’t want to", "would not like to", "wouldn't like to"])
def test_what_somebody_does_not_want_is_not_parsed_as_wanted(wish):
    said = parse(f"As a reader, I {wish} see ads, so that I can read.").action
    assert said.endswith("see") and said.split()[0].casefold() in wish


@pytest.mark.parametrize(
    ("text", "role", "means", "end"),
    [
        (
            "The registered user wants to renew a loan, so that nobody waits.",
            "registered user",
            "renew a loan",
            "nobody waits",
        ),
        ("Registered users can renew a loan.", "Registered users", "renew a loan", ""),
        ("Admins should be able to see fines", "Admins", "see fines", ""),
        ("A librarian with a lost key cannot open the desk", "librarian with a lost key", "cannot open the desk", ""),
        ("All members who have paid must be able to borrow", "members who have paid", "borrow", ""),
        ("The caterer would like to see orders", "caterer", "see orders", ""),
    ],
)
def test_a_story_may_be_told_of_somebody(text, role, means, end):
    story = parse(text)
    assert (story.word("role"), story.word("means"), story.word("end")) == (role, means, end)
    assert story.is_told_of_somebody
    told = [finding for finding in check_story(text) if finding.criterion == "well_formed" and role in finding.message]
    assert told and not any(finding.costs for finding in told)


@pytest.mark.parametrize(
    "text",
    ["The system shall log in users", "The printer can print", "Image picker can't be controlled", "It should work",
     "When a user logs in they can see loans", "The page where users can see loans", "Cursor should be active", "Pay"],
)  # fmt: skip
def test_what_is_told_of_no_person_is_no_story(text):
    assert not parse(text).is_story


def test_as_a_and_i_want_stay_as_they_are_also_where_others_can_do_things():
    story = parse("As a teacher, I want users to wait so that students can read")
    assert (story.word("role"), story.is_told_of_somebody) == ("teacher", False)


def test_a_subject_of_many_words_may_stand_before_can_in_the_means():
    story = parse("As a lead, I want a list so the whole branch team of the city can plan, so that nobody waits")
    assert (story.word("means"), story.word("end")) == (
        "a list so the whole branch team of the city can plan", "nobody waits"
    )  # fmt: skip


@pytest.mark.parametrize(
    "situation", ["When it rains", "If a class is cancelled,", "Before I travel,", "On Friday nights"]
)
def test_who_wants_it_is_found_behind_the_situation_in_which_they_do(situation):
    found = parse(f"{situation} as a teacher, I want to tick names, so that my Friday is free.")
    assert [found.word(part) for part in ("role", "means", "end")] == ["teacher", "tick names", "my Friday is free"]
    assert parse("When the desk is busy, as it often is, I want to scan.").role is None
