"""Kano's method against the evaluation table and a published survey."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.backlog.kano import class_of, evaluate
from pmcourse.backlog.model import Kano

# Berger et al. 1993, the evaluation table: rows "if we had it", columns "if we did not",
# both in the order like, expect, neutral, tolerate (live with), dislike.
TABLE = """
    Q A A A O
    R I I I M
    R I I I M
    R I I I M
    R R R R Q
"""
LETTERS = {"M": "must-be", "O": "one-dimensional", "A": "attractive", "I": "indifferent", "R": "reverse",
           "Q": "questionable"}  # fmt: skip
ANSWERS = ("like", "expect", "neutral", "tolerate", "dislike")
PAIR = {"O": ("like", "dislike"), "A": ("like", "neutral"), "M": ("expect", "dislike"), "I": ("neutral", "neutral"),
        "R": ("dislike", "like"), "Q": ("like", "like")}  # fmt: skip
pairs = st.lists(st.tuples(st.sampled_from(Kano), st.sampled_from(Kano)), min_size=1, max_size=30)


def survey(**counts: int) -> list[tuple[Kano, Kano]]:
    return [(Kano(PAIR[letter][0]), Kano(PAIR[letter][1])) for letter, n in counts.items() for _ in range(n)]


@pytest.mark.parametrize(
    ("functional", "dysfunctional", "letter"),
    [(*pair, letter) for pair, letter in zip(product(ANSWERS, ANSWERS), TABLE.split(), strict=True)],
)
def test_each_pair_of_answers_has_the_class_of_the_table(functional, dysfunctional, letter):
    assert evaluate(Kano(functional), Kano(dysfunctional)) == LETTERS[letter]


@pytest.mark.parametrize(("asked", "letter"), [("A", "A"), ("O", "O"), ("M", "M"), ("I", "I"), ("R", "R"), ("Q", "Q")])
def test_what_most_people_say_is_the_class(asked, letter):
    others = [other for other in "AOMIRQ" if other != asked][:3]
    assert class_of(survey(**{asked: 3}, **dict.fromkeys(others, 2))) == LETTERS[letter]


@pytest.mark.parametrize(("tied", "winner"), [("MO", "M"), ("OA", "O"), ("AI", "A"), ("MI", "M"), ("OAI", "O")])
def test_in_a_tie_the_class_that_weighs_more_wins(tied, winner):
    assert class_of(survey(**dict.fromkeys(reversed(tied), 2))) == LETTERS[winner]


def test_no_answers_have_no_class():
    with pytest.raises(ValueError, match="at least one"):
        class_of([])


@pytest.mark.parametrize(
    ("counts", "letter"),
    [  # Sauerwein, Bailom, Matzler & Hinterhuber 1996, a survey of skiers; per cent, here for a thousand people
        ({"A": 70, "O": 323, "M": 493, "I": 95, "R": 3, "Q": 15}, "M"),
        ({"A": 104, "O": 451, "M": 315, "I": 115, "R": 12, "Q": 3}, "O"),
        ({"A": 638, "O": 216, "M": 29, "I": 85, "R": 7, "Q": 25}, "A"),
    ],
    ids=["edge grip", "ease of turn", "service"],
)
def test_the_classes_agree_with_a_published_survey(counts, letter):
    assert class_of(survey(**counts)) == LETTERS[letter]


@settings(deadline=None)
@given(pairs)
def test_the_order_of_the_answers_does_not_matter(answers):
    assert class_of(answers) == class_of(answers[::-1])
