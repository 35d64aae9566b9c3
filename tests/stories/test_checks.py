import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.findings import Severity
from pmcourse.skills import SKILLS
from pmcourse.stories.checks import check_all, check_set, check_sizes, check_story, criteria
from pmcourse.stories.parse import parse

ALONE = [
    "well_formed",
    "full_sentence",
    "atomic",
    "minimal",
    "problem_oriented",
    "unambiguous",
    "testable",
    "estimable",
]
TOGETHER = ["unique", "uniform", "complete", "independent"]

GOOD = [
    "As a reader, I want to renew a loan, so that I can finish the book.",
    "As a librarian, I want to see which loans are late, so that I can remind their readers.",
    "As a member of the board, I want to know how many loans there were last month, so that I can plan the budget.",
    "As a first-time visitor, I want to find a book by its title, so that I know where it stands.",
]


def seen(text, criterion):
    """What one criterion says about a story: (the words underlined, severity)."""
    return [(text[f.where.start : f.where.end], f.severity) for f in check_story(text) if f.criterion == criterion]


def told(stories, criterion):
    """What one criterion says about a set: {id: severity}."""
    return {f.where.item: f.severity for f in check_set(stories) if f.criterion == criterion}


def numbered(*texts):
    return {str(number): text for number, text in enumerate(texts, 1)}


class TestOneStory:
    @pytest.mark.parametrize("text", GOOD)
    def test_nothing_is_said_against_a_good_story(self, text):
        assert check_story(text) == []

    @pytest.mark.parametrize(
        ("text", "criterion", "words", "severity"),
        [
            ("The fee is too high.", "well_formed", "The fee is too high", Severity.MUST),
            ("I want to pay, so that I am done.", "well_formed", "I want to", Severity.MUST),
            ("As a reader, so that I am done.", "well_formed", "reader", Severity.MUST),
            ("As a reader, I want to pay.", "well_formed", "As a reader, I want to pay", Severity.SHOULD),
            ("Update profile page", "full_sentence", "Update profile page", Severity.MUST),
            ("As a reader, I want see my loans, so that I bring them.", "full_sentence", "see", Severity.SHOULD),
            ("As a reader, I want to pay my fees and", "full_sentence", "and", Severity.SHOULD),
            (
                "As a reader, I want to renew a loan and pay a fee, so that I am done.",
                "atomic",
                "renew a loan and pay a fee",
                Severity.SHOULD,
            ),
            (
                "As a reader, I want a list of loans and fees, so that I am done.",
                "atomic",
                "loans and fees",
                Severity.LOOK,
            ),
            ("As a reader, I want to pay (by card), so that I am done.", "minimal", "(by card)", Severity.SHOULD),
            ("As a reader, I want to pay at the Main Branch (MB), so I am done.", "minimal", "(MB)", Severity.LOOK),
            ("As a reader, I want to pay, so that I am done. Cash too.", "minimal", "Cash too", Severity.SHOULD),
            ("As a reader, I am late. I want to pay, so that I am done.", "minimal", "I am late", Severity.SHOULD),
            ("As a reader, I want to pay, note: by card", "minimal", "note: by card", Severity.SHOULD),
            (
                "As a reader, I want to buy things such as pens, so that I can write.",
                "minimal",
                "such as pens",
                Severity.LOOK,
            ),
            (
                "As a reader, I want to pay by card, e.g. Visa, so that I am done.",
                "minimal",
                "e.g. Visa",
                Severity.LOOK,
            ),
            (
                "As a reader, I want to click on the cover, so that I see the book.",
                "problem_oriented",
                "click",
                Severity.SHOULD,
            ),
            (
                "As a reader, I want a dropdown of titles, so that I can choose.",
                "problem_oriented",
                "dropdown",
                Severity.LOOK,
            ),
            (
                "As a reader, I want a user-friendly search, so that I find books.",
                "unambiguous",
                "user-friendly",
                Severity.SHOULD,
            ),
            ("As a reader, I want to pay easily, so that I am done.", "unambiguous", "easily", Severity.LOOK),
            ("As a reader, I want a fast search, so that I find books.", "testable", "fast", Severity.LOOK),
            (
                "As a reader, I want to see title, author, etc., so that I can choose.",
                "estimable",
                "etc",
                Severity.SHOULD,
            ),
            ("As a librarian, I want to manage loans, so that all is in order.", "estimable", "manage", Severity.LOOK),
        ],
    )
    def test_each_criterion_underlines_the_words_it_means(self, text, criterion, words, severity):
        said = seen(text, criterion)
        assert [found[0].strip(" ,.") for found in said] == [words]
        assert said[0][1] is severity

    @pytest.mark.parametrize(
        ("text", "criterion"),
        [
            ("As a reader, I want to compare the price and the age of two books, so that I can choose.", "atomic"),
            ("As a reader, I want to see the title and the author of a book, so that I can choose.", "atomic"),
            ("As a reader, I want to compare and contrast two books, so that I can choose.", "atomic"),
            ("As a reader, I want to see the day on which a loan is renewed and paid, so that I can plan.", "atomic"),
            ("As a reader, I want to delete my review(s), so that nobody sees them.", "minimal"),
            ("As a reader, I want a search that takes 2 seconds and is fast, so that I find books.", "testable"),
            ("As a developer, I want a JSON file, so that I can read the loans.", "problem_oriented"),
            ("As a reader, I want to note what I read in a notebook, so that I remember it.", "minimal"),
            ("As a fast reader, I want to renew a loan, so that I have a good time.", "unambiguous"),
            ("As a reader, I want to renew a loan to finish the book.", "well_formed"),
        ],
    )
    def test_what_only_looks_like_a_fault_is_let_be(self, text, criterion):
        assert seen(text, criterion) == []

    def test_a_short_name_after_a_name_is_not_called_an_aside(self):
        text = "As a Project Manager (PM), I want to renew a loan, so that I am done."
        (found,) = [found for found in check_story(text) if found.criterion == "minimal"]
        assert (found.severity, "may be a short name, and no aside" in found.message) == (Severity.LOOK, True)

    def test_of_what_is_no_story_only_that_is_said(self):
        found = check_story("Fast, user-friendly dropdown (etc.) and button")
        assert {finding.criterion for finding in found} == {"well_formed", "full_sentence"}

    @pytest.mark.parametrize(
        "wish",
        [
            "do the register once and never copy it out",
            "write names once and never type them again",
            "log in once and not log in again",
        ],
    )
    def test_the_other_side_of_one_wish_is_no_second_wish(self, wish):
        assert "atomic" not in {one.criterion for one in check_story(f"As a teacher, I want to {wish}.")}

    def test_a_denied_verb_about_something_else_is_a_second_wish(self):
        found = check_story("As a teacher, I want to write names and never see advertisements.")
        assert "atomic" in {one.criterion for one in found}

    @pytest.mark.parametrize(
        ("wish", "costs"),
        [
            ("renew a loan and pay a fee", True),
            ("compare two loans and pay the cheaper one", False),
            ("explore the shelf and develop a taste", False),
        ],
    )
    def test_who_looks_first_and_then_acts_may_be_after_one_thing(self, wish, costs):
        found = [
            one
            for one in check_story(f"As a reader, I want to {wish}, so that I am done.")
            if one.criterion == "atomic"
        ]
        assert [one.costs for one in found] == [costs]

    @pytest.mark.parametrize(
        "thing", ["a quick and easy way to pay", "a safe, simple and printed form", "useful and fair rules"]
    )
    def test_one_thing_described_twice_is_one_thing(self, thing):
        found = check_story(f"As a member, I want {thing}, so that I trust it.")
        assert "atomic" not in {one.criterion for one in found}

    def test_what_is_joined_is_quoted_whole(self):
        found = check_story("As a teacher, I want uploads and quiz results on one page, so that I see who works.")
        assert "“uploads and quiz results”" in next(one.message for one in found if one.criterion == "atomic")

    def test_a_noun_beside_a_joining_word_is_no_second_wish(self):
        text = "As a buyer, I want to choose among methods, including filtering and cluster models, so that I pay less."
        assert len(parse(text).actions) == 1

    def test_a_rewrite_of_two_wishes_is_two_stories_that_are_atomic(self):
        text = "As a reader, I want to renew a loan and pay a fee, so that I am done."
        rewrite = next(f.rewrite for f in check_story(text) if f.criterion == "atomic")
        assert rewrite.splitlines() == [
            "As a reader, I want to renew a loan, so that I am done.",
            "As a reader, I want to pay a fee, so that I am done.",
        ]
        assert not any(seen(line, "atomic") for line in rewrite.splitlines())

    def test_verbs_that_share_a_thing_share_it_in_the_rewrite_too(self):
        text = "As an editor, I want to create, update and delete pages, so that they are right."
        rewrite = next(f.rewrite for f in check_story(text) if f.criterion == "atomic")
        assert rewrite.splitlines() == [
            f"As an editor, I want to {verb} pages, so that they are right." for verb in ("create", "update", "delete")
        ]

    def test_what_somebody_does_not_want_is_not_told_again_as_a_wish(self):
        text = "As a reader, I don't want to get letters and receive calls, so that I have peace."
        assert [f.rewrite for f in check_story(text) if f.criterion == "atomic"] == [""]

    @pytest.mark.parametrize(
        ("text", "rewrite"),
        [
            (
                "As a reader, I want to pay (by card), so that I am done.",
                "As a reader, I want to pay, so that I am done.",
            ),
            ("As a reader, I want see my loans, so I am sure.", "As a reader, I want to see my loans, so I am sure."),
            ("I want to pay, so that I am done.", "As a [who?], I want to pay, so that I am done"),
        ],
    )
    def test_a_rewrite_keeps_what_was_right(self, text, rewrite):
        assert rewrite in [finding.rewrite for finding in check_story(text)]

    def test_a_vague_word_gets_a_question_in_its_place(self):
        text = "As a reader, I want a user-friendly search, so that I find books."
        finding = next(f for f in check_story(text) if f.criterion == "unambiguous")
        assert "As a reader, I want a [what a new user can do" in finding.rewrite

    def test_letters_that_only_look_alike_make_no_trouble(self):
        assert seen("As a reader, I want an ıntuitive and faſt search, so that I find books.", "unambiguous") == []

    def test_findings_name_the_item_and_a_skill_of_the_course(self):
        found = check_story("Pay", "LIB-7")
        assert {finding.where.item for finding in found} == {"LIB-7"}
        assert {finding.skill for finding in found} <= {skill.id for skill in SKILLS}


class TestUnique:
    def test_the_same_story_twice_is_told_to_both(self):
        stories = numbered(GOOD[0], GOOD[1], GOOD[0].upper().rstrip("."))
        assert told(stories, "unique") == {"1": Severity.MUST, "3": Severity.MUST}

    def test_a_slip_of_the_pen_does_not_hide_it(self):
        stories = numbered(
            "As a reader, I want to receive a letter before the loan ends.",
            "As a reader I want to recieve a letter before the loan ends",
        )
        assert told(stories, "unique") == {"1": Severity.SHOULD, "2": Severity.SHOULD}

    def test_another_word_for_the_same_does_not_hide_it(self):
        stories = numbered(
            "As a reader, I want to delete my old reviews, so that nobody sees them.",
            "As a reader, I want to remove my old reviews, so that nobody sees them.",
        )
        assert set(told(stories, "unique")) == {"1", "2"}

    def test_the_same_means_with_another_end_or_for_another_person_is_worth_a_look(self):
        stories = numbered(
            "As a reader, I want to see late loans, so that I bring them back.",
            "As a reader, I want to see late loans, so that I can plan my week.",
            "As a librarian, I want to see late loans, so that I can plan my week.",
        )
        assert told(stories, "unique") == dict.fromkeys("123", Severity.LOOK)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("enable the search of old loans", "disable the search of old loans"),
            ("see old loans of the branch", "not see old loans of the branch"),
            ("read part 1 of the old report", "read part 2 of the old report"),
            ("add a book to the shelf list", "remove a book from the shelf list"),
            ("see loans", "see fees"),
        ],
    )
    def test_one_word_can_make_another_story(self, one, other):
        assert told(numbered(f"As a reader, I want to {one}.", f"As a reader, I want to {other}."), "unique") == {}

    def test_every_copy_among_thousands_is_found(self):
        texts = [f"As a reader, I want to see shelf {n} of the {n % 7}th room, so that I find it." for n in range(2000)]
        stories = numbered(*texts, texts[1234], texts[5])
        assert set(told(stories, "unique")) == {"1235", "6", "2001", "2002"}


class TestUniform:
    STORIES = numbered(*GOOD, "As a reader, I need to pay my fees, so that I can borrow again.")

    def test_a_story_in_another_form_than_most_is_named_with_a_rewrite_in_theirs(self):
        found = [finding for finding in check_set(self.STORIES) if finding.criterion == "uniform"]
        assert [finding.where.item for finding in found] == ["5"]
        assert found[0].rewrite == "As a reader, I want to pay my fees, so that I can borrow again."

    def test_a_form_with_a_contraction_is_said_in_whole_words(self):
        found = check_set(numbered(*GOOD, "As a reader, I’m able to pay my fees, so that I can borrow again."))
        assert ["I am able …" in finding.message or "I am …" in finding.message for finding in found] == [True]

    def test_without_a_common_form_nothing_is_said(self):
        verbs = ("want to", "need to", "would like to", "can")
        stories = numbered(*(f"As a reader, I {verb} pay fee {n}." for n, verb in enumerate(verbs)))
        assert told(stories, "uniform") == {}

    def test_a_story_without_an_end_has_the_form_of_the_others(self):
        assert told(numbered(*GOOD, "As a reader, I want to pay my fees."), "uniform") == {}


class TestComplete:
    def test_what_is_deleted_and_never_made_is_a_gap_worth_a_look(self):
        stories = numbered("As a reader, I want to delete a review.", "As a reader, I want to see the reviews.")
        assert told(stories, "complete") == {"1": Severity.LOOK}

    def test_what_is_made_in_another_story_or_in_the_same_breath_is_no_gap(self):
        made = numbered("As a reader, I want to edit a review.", "As a reader, I want to write reviews.")
        assert told(made, "complete") == {}
        assert told(numbered("As a reader, I want to create and edit a review."), "complete") == {}


class TestIndependent:
    @pytest.mark.parametrize("words", ["story 12", "the previous story", "see above", "LIB-2"])
    def test_a_story_that_speaks_of_another_cannot_stand_alone(self, words):
        stories = {"LIB-1": f"As a reader, I want to pay as in {words}, so that I am done.", "LIB-2": GOOD[0]}
        assert told(stories, "independent") == {"LIB-1": Severity.SHOULD}

    def test_the_id_of_a_project_before_every_story_is_no_other_story(self):
        stories = {f"A{n}": f"#G01# {text}" for n, text in enumerate(GOOD)}
        assert told(stories, "independent") == {}


class TestSized:
    def test_a_story_without_a_size_is_named_and_one_far_above_the_middle_is_worth_a_look(self):
        found = check_sizes({"a": 2, "b": None, "c": 3, "d": 2, "e": 13, "f": 3})
        assert [(f.where.item, f.severity) for f in found] == [("b", Severity.SHOULD), ("e", Severity.LOOK)]


class TestAll:
    def test_the_criteria_of_the_framework_are_there(self):
        assert {*ALONE, *TOGETHER, "sized"} <= set(criteria())

    def test_all_is_what_each_story_and_the_set_say_in_the_order_of_the_stories(self):
        stories = numbered(GOOD[0], "Pay", GOOD[0])
        found = check_all(stories)
        apart = [f for item, text in stories.items() for f in check_story(text, item)] + check_set(stories)
        assert sorted(map(str, found)) == sorted(map(str, apart))
        assert [f.where.item for f in found] == sorted(f.where.item for f in found)

    def test_no_stories_no_findings(self):
        assert check_all({}) == []


WORDS = """As a an user admin I want need to would like can see edit delete manage and or , . ( ) [ so that in order
such as e.g. note: fast etc. user-friendly click JSON #1# US-1 story 2 not the <b> & ’ – who which between"""
LIKE_STORIES = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=120) | LIKE_STORIES, max_size=6))
def test_any_text_can_be_checked_and_every_span_lies_inside_its_story(texts):
    stories = numbered(*texts)
    for finding in check_all(stories):
        text = stories[finding.where.item]
        assert 0 <= finding.where.start <= finding.where.end <= len(text)
        assert finding.message and finding.why and finding.hint
        assert finding.criterion in {*ALONE, *TOGETHER}


@settings(deadline=None)
@given(st.lists(st.sampled_from(GOOD), max_size=5), st.randoms())
def test_the_order_of_the_stories_changes_no_verdict(texts, chance):
    stories = list(numbered(*texts).items())
    mixed = stories.copy()
    chance.shuffle(mixed)

    def verdicts(pairs):
        return sorted((f.where.item, f.criterion, f.severity) for f in check_all(dict(pairs)))

    assert verdicts(stories) == verdicts(mixed)


def test_an_example_that_holds_the_verb_of_the_sentence_gets_no_rewrite():
    found = check_story(
        "As a member, I want to see how facts such as country of origin affect a price, so that I know."
    )
    assert [finding.rewrite for finding in found if "gives an example" in finding.message] == [""]


def test_tools_like_a_name_are_an_example_and_what_looks_like_it_is_none():
    told = [f.message for f in check_story("As a member, I want to use tools like Excel, so that I count.")]
    assert told == ["“like Excel” gives an example."]
    assert not check_story("As a member, I want to see what it looks like Mondays, so that I come.")


@pytest.mark.parametrize(
    "wish",
    ["see, for example, prices", "pay with, for instance, my phone", "use such as Excel", "order the e.g. red book"],
)
def test_an_example_that_is_all_the_sentence_wants_gets_no_rewrite(wish):
    found = check_story(f"As a member, I want to {wish}, so that I know.")
    assert [finding.rewrite for finding in found if "gives an example" in finding.message] == [""]
