"""A seed is drawn once, goes with the work, and makes the same case everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.artifact import read, save
from pmcourse.errors import CourseError
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, chosen_one, ordered
from pmcourse.kit.marks import Marks
from pmcourse.kit.questions import ShortText
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.kit.sheet_data import Sheet
from pmcourse.kit.variant import draw, drawn, some_of

BANK = {f"q{n}": f"question {n}" for n in range(25)}


pytestmark = pytest.mark.usefixtures("desk")


def test_a_seed_is_drawn_once_and_handed_in_with_the_answers(new_kernel):
    first = my_seed()
    asked("why", ShortText("Why?")).text.value = "Because."
    new_kernel()
    assert my_seed() == first
    handed_in = read("answers/sheet.json", Sheet)
    assert HandedIn().seed == first and handed_in.answers == {"why": "Because."}


def test_a_window_that_drew_later_takes_the_seed_that_was_kept_first(monkeypatch):
    my_seed()
    save("answers/sheet.json", Sheet(seed=7))
    asked("why", ShortText("Why?")).text.value = "Because."
    assert read("answers/sheet.json", Sheet).seed == 7


def test_what_cannot_be_read_earns_nothing_and_says_why_without_an_error():
    @account(3)
    def mark():
        return Marks().number(3, "Seed", HandedIn().answer("x"), HandedIn().seed)

    assert "there was no answers/sheet.json" in str(mark()) and mark().points == 0
    save("answers/sheet.json", Sheet())
    assert "Open the assignment's first widget" in str(mark()) and mark().points == 0
    save("answers/sheet.json", Sheet(seed=7, answers={"x": "7"}))
    assert mark().points == 3


def test_an_account_that_does_not_add_up_is_the_authors_fault_and_is_said():
    with pytest.raises(ValueError, match="must account for 3 points"):
        account(3)(lambda: Marks().add(2, 1, "why"))()


def test_the_learners_own_copy_says_how_much_is_answered_and_not_whether_it_is_right():
    assert "2 of 3 answered" in str(answered(3, {"a": "x", "b": "y"}, 3)) and answered(3, {}, 3).points == 0
    assert "Not answered yet" in str(answered(1, None, 1))


TEXTS, KEY = {"a": "Sold?", "b": "Bought?", "c": "Lent?", "d": "Lost?"}, {"a": "x", "b": "y", "c": "z", "d": "w"}


@pytest.mark.parametrize(
    ("given", "points", "said"),
    [
        (KEY, 3, "All are right."),
        (KEY | {"a": "X."}, 3, "All are right."),  # typed by hand
        (KEY | {"d": "x"}, 2, "3 of 4 are right; 1 may come right by chance and earn nothing. Not right: “Lost?”"),
        ({"a": "x", "b": "y"}, 1, "2 of 4 are right"),
        ({"a": "x"}, 0, "1 of 4 are right"),
        (dict.fromkeys(KEY, "x"), 0, "The same was said of everything."),
        ({}, 0, "Not answered yet."),
        ("x", 0, "Not answered yet."),
    ],
)
def test_a_choice_for_each_earns_what_is_more_than_chance(given, points, said):
    save("answers/sheet.json", Sheet(seed=7, answers={"q": given}))
    marks = chosen_each(3, "q", TEXTS, KEY, "Look again.")
    assert marks.points == points and said in str(marks)


def test_without_the_key_it_says_only_how_much_is_answered():
    save("answers/sheet.json", Sheet(seed=7, answers={"q": {"a": "x", "other": "y"}}))
    assert "1 of 4 answered" in str(chosen_each(3, "q", TEXTS, None, ""))


def test_without_a_rule_for_chance_each_text_has_a_line_and_an_equal_part():
    save("answers/sheet.json", Sheet(seed=7, answers={"q": KEY | {"d": "x"}}))
    marks = chosen_each(3, "q", TEXTS, KEY | {"a": ["v", "x"]}, "Look again.", chance=0)
    assert marks.points == 2.25 and [line.what for line in marks.lines if not line.share] == ["Lost?"]


def test_one_choice_is_right_or_says_why_not_and_without_the_truth_only_that_it_is_answered():
    save("answers/sheet.json", Sheet(seed=7, answers={"q": "x"}))
    assert chosen_one(1, "q", "x", "").points == 1
    assert "Not this one. Next: Look again." in str(chosen_one(1, "q", "y", "Look again.", "Not this one."))
    assert "Answered." in str(chosen_one(1, "q", None, "")) and "Not answered yet" in str(chosen_one(1, "p", "x", ""))


@pytest.mark.parametrize(
    ("given", "points", "said"),
    [
        (["a", "b", "c", "d"], 2, "Right."),
        (["b", "c", "d", "a"], 1, "One line stands elsewhere."),
        (["b", "a", "d", "c"], 0, "Several lines stand elsewhere."),
        (None, 0, "nothing was moved"),
        (["a", "b"], 0, "nothing was moved"),
    ],
)
def test_an_order_earns_half_where_one_line_stands_elsewhere(given, points, said):
    save("answers/sheet.json", Sheet(seed=7, answers={"q": given}))
    marks = ordered(2, "q", "abcd", "Look again.")
    assert marks.points == points and said in str(marks)


@given(st.integers(0, 10**9))
def test_one_seed_always_draws_the_same_and_each_purpose_its_own(seed):
    assert draw(seed, "order").random() == draw(seed, "order").random() != draw(seed, "names").random()
    assert some_of(seed, "bank", BANK, 5) == some_of(seed, "bank", BANK, 5)
    assert len(set(some_of(seed, "bank", list(BANK), 5))) == 5


@given(st.integers(0, 10**9))
def test_what_is_drawn_fits(seed):
    assert drawn(seed, "even", lambda luck: luck.randrange(100), lambda n: n % 2 == 0) % 2 == 0


def test_what_cannot_fit_and_a_bank_that_is_too_small_are_said():
    with pytest.raises(CourseError, match="No variant 'never' of seed 3"):
        drawn(3, "never", lambda luck: luck.random(), lambda n: n > 1)
    with pytest.raises(CourseError, match="at least 30 items \\(got 25\\)"):
        some_of(1, "bank", BANK, 30)


def test_every_item_of_a_bank_is_drawn_about_as_often():
    counts = dict.fromkeys(BANK, 0)
    for seed in range(2000):
        for key in some_of(seed, "bank", BANK, 5):
            counts[key] += 1
    assert min(counts.values()) > 300 and max(counts.values()) < 500
