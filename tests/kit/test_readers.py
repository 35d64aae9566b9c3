"""One way to understand what a person typed."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kit import readers


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("given", "options", "meant"),
    [
        ("Deferring performance", ["Deferring performance", "Rules"], "Deferring performance"),
        ("Unambiguous.", ["unambiguous", "atomic"], "unambiguous"),
        ("b.", ["a", "b"], "b"),
        ("2)", ["1", "2"], "2"),
        ("an outcome", ["output", "outcome"], "outcome"),
        ("an attractive one", {"attractive": ("attractive one",), "reverse": ()}, "attractive"),
        ("n-02", ["N-01", "N-02"], "N-02"),
        ("L-10 ", ["L-1", "L-10"], "L-10"),
        ("One Dimensional", ["one-dimensional"], "one-dimensional"),
        ("quick wins", ["Quick win", "Big bet"], "Quick win"),
        ("“must be”", ["must-be"], "must-be"),
        (Colour.RED, ["red", "green"], "red"),
        (1, ["1", "2"], "1"),
        ("class", ["class"], "class"),
        (["b"], ["a", "b"], "b"),
        ({"b"}, ["a", "b"], "b"),
    ],
)
def test_a_choice_is_understood_as_people_write_it(given, options, meant):
    assert readers.choice(given, options) == meant


@pytest.mark.parametrize("given", ["", None, "neither", "a b", ["a", "b"], {}])
def test_what_is_no_option_is_none(given):
    assert readers.choice(given, ["a", "b"]) is None


def test_a_word_that_could_be_two_options_is_none():
    assert readers.choice("wins", {"x": ("win",), "y": ("wins.",)}) == "y"
    assert readers.choice("the win", {"x": ("win",), "y": ("a win",)}) is None


@pytest.mark.parametrize(
    "given", ["L-01, L-02", "l-01 and L-02.", "L-01;L-02", "L-01\nL-02", ["L-01", "L-02 "], ("L-01", "L-02"),
              {"L-02", "L-01"}, "L-01, L-02, L-01", np.array(["L-01", "L-02"])],
)  # fmt: skip
def test_names_are_read_from_text_and_from_any_collection(given):
    assert readers.names(given, ["L-01", "L-02", "L-03"]) == ["L-01", "L-02"]


def test_a_name_that_is_not_known_spoils_the_answer_and_nothing_is_no_name():
    assert readers.names("L-01, X-9", ["L-01"]) is None
    assert readers.names(None, ["L-01"]) == readers.names("", ["L-01"]) == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2.5", 2.5), ("2,5", 2.5), (" 2.5 ", 2.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1 234", 1234),
        ("1'234", 1234), ("12,345,678", 12345678), ("−3", -3), ("+3", 3), ("€ 40", 40), ("40 €", 40), ("12%", 0.12),
        ("12,5 %", 0.125), ("0.125", 0.125), ("0,125", 0.125), (".5", 0.5), ("3.", 3), ("1e3", 1000), ("1000", 1000),
        (3, 3), (2.5, 2.5), (Decimal("2.5"), 2.5), (Fraction(5, 2), 2.5), (np.int64(3), 3), (np.float32(0.5), 0.5),
        (np.array(4), 4),
    ],
)  # fmt: skip
def test_a_number_is_understood_as_people_and_programs_write_it(given, meant):
    assert readers.number(given) == pytest.approx(meant)
    assert readers.readings(given) == (pytest.approx(meant),)
    assert readers.doubt(given) == ""


@pytest.mark.parametrize(
    "given", ["abc", "1,2,3", "12 people", True, [], "1..2", "inf", "nan", "1e999", "٣٫٥ x", "--3"]
)
def test_what_is_no_number_is_none_and_is_asked_back(given):
    assert readers.number(given) is None and readers.readings(given) == ()
    assert "Type one such as 2.5" in readers.doubt(given)


@pytest.mark.parametrize(
    ("given", "both"), [("1.200", (1.2, 1200)), ("12,345", (12.345, 12345)), ("-1.500", (-1.5, -1500))]
)
def test_a_number_that_could_be_two_is_asked_back_and_a_grader_sees_both(given, both):
    assert readers.number(given) is None
    assert readers.readings(given) == both
    assert "two ways" in readers.doubt(given)


@pytest.mark.parametrize(
    ("typed", "whole", "parted"),
    [("1.200", "1200", "1.2"), ("96,100", "96100", "96.1"), ("1.000", "1000", "1.0"), ("1,234", "1234", "1.2340"),
     ("2.500 €", "2500 €", "2.5 €"), ("1.250%", "1250%", "1.25%")],
)  # fmt: skip
def test_what_is_asked_back_is_written_as_a_person_would_and_is_then_clear(typed, whole, parted):
    assert f"Type {whole} if the sign stands between thousands, or {parted} if it stands" in readers.doubt(typed)
    assert not readers.is_ambiguous(whole) and not readers.is_ambiguous(parted)


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_a_number_written_with_a_point_and_few_decimals_is_read_back(value):
    text = f"{value:.2f}"
    assert readers.number(text) == float(text)
    assert readers.number(text.replace(".", ",")) == float(text)


@given(st.integers(1000, 10**12), st.sampled_from([" ", "'", " "]))
def test_signs_between_thousands_change_nothing(value, sign):
    assert readers.number(f"{value:,}".replace(",", sign)) == value
    assert readers.number(f"{value:,}.25") == value + 0.25


@given(st.text(max_size=30) | st.none() | st.integers() | st.floats() | st.lists(st.text()) | st.binary())
def test_no_reader_ever_raises(given):
    readers.number(given), readers.readings(given), readers.doubt(given), readers.day(given), readers.words(given)
    readers.choice(given, ["a", "b"]), readers.names(given, ["a", "b"])


@pytest.mark.parametrize(
    "given", ["2027-03-31", "31 March 2027", "31. Mar 2027", "March 31, 2027", "31.03.2027", "Mar 31 2027",
              "31st March 2027.", "31/3/2027", "03/31/2027", date(2027, 3, 31)],
)  # fmt: skip
def test_a_day_is_understood_as_people_write_it(given):
    assert readers.day(given) == date(2027, 3, 31)


@pytest.mark.parametrize("given", ["3/1/2027", "31/31/2027", "31 Nonember 2027", "2027-02-30", "soon", None, 5])
def test_a_day_that_is_none_or_could_be_two_is_none(given):
    assert readers.day(given) is None


def test_words_are_compared_without_case_or_punctuation():
    assert readers.words("“Don't panic”, she said – twice.") == ["don't", "panic", "she", "said", "twice"]


@pytest.mark.parametrize(
    "text",
    ["np.float64(2.5)", "numpy.float32(2.5)", "float64(2.5)", "Decimal('2.5')", "Fraction(5, 2)", "5/2", "10 / 4"],
)
def test_a_number_is_read_as_python_prints_it(text):
    assert readers.number(text) == 2.5


@pytest.mark.parametrize(
    "text", ["np.float64()", "float64(x)", "Fraction(5, 0)", "5/0", "1/2/3", "np.float64(nan)", "5/"]
)
def test_what_python_would_not_take_for_a_number_is_none(text):
    assert readers.number(text) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (2.5, "2.5"), (3.0, "3"), (4, "4"), (1e6, "1000000"), (0.1 + 0.2, "0.3"), ("np.float64(2.5)", "2.5"),
        ("np.int64(4)", "4"), ("Decimal('2.50')", "2.5"), ("Fraction(5, 2)", "2.5"), ("Fraction(-5, 2)", "-2.5"),
        (["wizard"], "wizard"), ("{'wizard'}", "wizard"), ("['it is']", "it is"), ('("it\'s",)', "it's"),
        ("frozenset({'a b'})", "a b"), ({"a": ["x"], "b": {"c": 1.0}}, {"a": "x", "b": {"c": "1"}}),
    ],
)  # fmt: skip
def test_what_a_program_wrote_is_read_as_a_person_types_it(written, read):
    assert readers.typed(written) == read


@pytest.mark.parametrize(
    "kept", ["Fraction(1, 0)", "{'a', 'b'}", ["a", "b"], [], None, True, "2,50", "(a)", "5/2", "{}"]
)
def test_what_is_typed_already_or_is_more_than_one_stays_as_it_is(kept):
    assert readers.typed(kept) == kept


@given(
    st.one_of(
        st.integers(-(10**9), 10**9),
        st.floats(-1e9, 1e9),
        st.decimals(-1000, 1000, places=3),
        st.fractions(-99, 99, max_denominator=10**6),
    )
)
def test_a_number_stays_the_same_number_however_a_program_wrote_it(value):
    for written in (value, repr(value)) if isinstance(value, int | float) else (repr(value),):
        assert readers.number(readers.typed(written)) == pytest.approx(float(value), rel=1e-9, abs=1e-9)
