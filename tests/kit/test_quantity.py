"""A number is understood among the words and units that people write around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kit.marks import Marks
from pmcourse.kit.quantity import count, doubt, quantities, quantity
from pmcourse.kit.units import unit_of_time

WEEKS, MONEY, RATE = "person-weeks", "money", "money a week"
OF_WORK = ("working days", "working weeks", "calendar days", "cards a working week", "people at most")


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("= 48", "", 48), ("30 points", "", 30), ("60 per week", "", 60), ("360/week", "", 360), ("270,-", "", 270),
        ("121.5 (1620*0.25*0.9/3)", "", 121.5), ("1620*0.25*0.9/3 = 121.5", "", 121.5), ("22½", "", 22.5),
        ("score: 48", "", 48), ("48 = 120 x 0.4", "", 48), ("84 350 EUR", MONEY, 84350), ("EUR 84'350.-", MONEY, 84350),
        ("≈ 84350 euros", MONEY, 84350), ("84.35k", MONEY, 84350),
        ("180 thousand", "thousands", 180), ("180k", "thousands", 180), ("84,4 thousand", MONEY, 84400),
        ("98 020 (39.6%)", MONEY, 98020), ("3,25 weeks", WEEKS, 3.25), ("10,75 week", WEEKS, 10.75),
        ("6.5 wekks", WEEKS, 6.5), ("6,5 person weeks", WEEKS, 6.5), ("6.5 pw", WEEKS, 6.5), ("32.5 days", WEEKS, 6.5),
        ("2 2/3", WEEKS, 2 + 2 / 3), ("8/3 weeks", WEEKS, 8 / 3), ("day 84", "day", 84), ("84th", "day", 84),
        ("77. day", "day", 77), ("day no. 77", "day", 77),
        ("24 procent", "%", 24), ("24 %", "%", 24), ("0,24 %", "%", 0.24), ("24", "%", 24),
        ("about 24 per cent", "%", 24), ("0.5%", "%", 0.5), ("14 of 20", "%", 70), ("14/20", "%", 70),
        ("about 9.35 sec.", "", 9.35),
        ("16 ÷ 32", "", 0.5), ("three", "", 3), ("Three runs", "runs", 3), ("two times a week", "", 2),
        ("3 times", "", 3), ("67,5 of 100", "of 100", 67.5), ("68/100", "of 100", 68), ("68 %", "of 100", 68),
        ("2 of 8 releases", "%", 25), ("two of eight", "%", 25), ("14 ÷ 20", "%", 70),
        ("8 ÷ 3", WEEKS, 8 / 3), ("1 in 8", "%", 12.5), (24, "%", 24), ("52 a year", RATE, 1), ("−5 weeks", WEEKS, -5),
        ("5 of 22", "of 22", 5), ("5 of 22 firms", "of 22", 5), ("5 firms", "of 22", 5), ("18%", "of 100", 18),
        ("thirty", "", 30), ("eighteen ideas", "", 18), ("thirty-two", "", 32), ("Twenty two", "", 22),
        ("minus 48", "", -48), ("minus 3,5 weeks", WEEKS, -3.5), ("loss of 32", "thousands", -32),
        ("a loss of 8.8 thousand", "thousands", -8.8), ("32 loss", "thousands", -32), ("-32 loss", "thousands", -32),
        ("loss of 32", "", 32),
    ],
)  # fmt: skip
def test_words_and_units_around_a_number_are_understood(typed, unit, meant):
    assert quantity(typed, unit) == pytest.approx(meant)
    assert doubt(typed, unit) == ""


@pytest.mark.parametrize("typed", ["np.float64(2.5)", "numpy.float32(2.5)", "Decimal('2.5')", "Fraction(5, 2)"])
def test_a_number_as_python_prints_it_earns_what_the_number_earns(typed):
    assert quantities(typed) == (2.5,) and Marks().number(1, "Score", typed, 2.5).points == 1


@pytest.mark.parametrize("typed", ["0.24", "0,24", "about 0.24", 0.24])
def test_a_share_where_percent_are_asked_for_is_asked_back_and_either_reading_earns(typed):
    assert quantity(typed, "%") is None and quantities(typed, "%") == pytest.approx((24, 0.24))
    assert "Type 24% or 0.24%" in doubt(typed, "%")
    assert Marks().number(1, "Chance", typed, 24, unit="%").points == 1
    assert Marks().number(1, "Difference", typed, 0.24, unit="%").points == 1


@pytest.mark.parametrize(
    "typed", ["thirtieth", "twenty-fifth", "one third", "five fifty", "5 fifty", "five of 22",
              "two or three", "at least three", "2 times 24", "48 or 50", "48-50", "less than 48", "not 48",
              "10 minus 48", "at least 48", "48?", "2 * 24 = ?", "", "  ", None, True, "5 m", "L-05: 48", "48 of 50",
              "min 5"],
)  # fmt: skip
def test_what_says_another_number_or_none_is_none(typed):
    assert quantities(typed) == ()


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("83 min", "minutes", 83), ("50 m", "minutes", 50), ("1.5 hours", "minutes", 90), ("0,5 h", "minutes", 30),
        ("1:22", "minutes", 82), ("1 h 22 min", "minutes", 82), ("1h22", "minutes", 82),
        ("1 hour and 22 minutes", "minutes", 82),
        ("90 seconds", "minutes", 1.5), ("90 minutes", "hours", 1.5), ("1:30", "hours", 1.5),
        ("2 minutes", "seconds", 120),
        ("2 weeks", "working days", 10), ("15 days", "working weeks", 3), ("15 working days", "working weeks", 3),
        ("15 workdays", "weeks", 3), ("15 working days", "weeks", 3), ("16 hours", "working days", 2),
        ("3 weeks", "calendar days", 21), ("22 days", "calendar days", 22), ("week 10", "working weeks", 10),
        ("0.35 a day", "cards a working week", 1.75), ("1.75 per 5 days", "cards a working week", 1.75),
        ("1,75 cards per week", "cards a working week", 1.75), ("1.75", "cards a working week", 1.75),
        ("at most 6", "people at most", 6), ("up to 6", "people at most", 6), ("max 6", "people at most", 6),
        ("6 persons max", "people at most", 6), ("6 or fewer", "people at most", 6), ("≤ 6", "people at most", 6),
        ("maximum 6 people", "people at most", 6), ("3,5,7,10,14 → 7", "working days", 7),
        ("14/2 -> 7", "working days", 7),
    ],
)  # fmt: skip
def test_times_are_converted_and_a_bound_is_one_where_it_is_asked_for(typed, unit, meant):
    assert quantity(typed, unit) == pytest.approx(meant)
    assert doubt(typed, unit) == "" and Marks().number(1, "", typed, meant, unit=unit).points == 1


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("45:00", "minutes"), ("2 days", "minutes"), ("15 calendar days", "working weeks"),
     ("3 working days", "calendar days"),
     ("less than 6", "people at most"), ("at least 6", "people at most"), ("at most 6", "people"),
     ("50 minutes", "weeks"),
     ("50 minutes", "runs"), ("2 hours", "cards a working week x")],
)  # fmt: skip
def test_what_cannot_be_converted_for_certain_is_asked_back(typed, unit):
    assert quantities(typed, unit) == () and doubt(typed, unit)


@pytest.mark.parametrize("word", ["mine", "mind", "main", "minus"])
def test_a_word_that_is_near_a_short_one_is_no_time(word):
    assert unit_of_time(word) == ""


def in_words(number):
    """Names of a number up to 999, as most people write it."""
    ones = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]  # fmt: skip
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    hundreds, rest = divmod(number, 100)
    small = ones[rest] if rest < 20 else f"{tens[rest // 10 - 2]}-{ones[rest % 10]}".rstrip("-")
    return " and ".join(part for part in (f"{ones[hundreds]} hundred" if hundreds else "", small) if part)


@given(st.integers(1, 999), st.sampled_from(["{}", "about {}", "{} cards", "{}."]), st.booleans())
def test_a_number_in_words_is_itself_or_asked_back_and_never_another_one(number, around, spaced):
    typed = around.format(in_words(number).replace("-", " ") if spaced else in_words(number))
    assert quantities(typed) in ((number,), ()) and (quantities(typed) or doubt(typed))
    assert number > 99 or quantities(typed) == (number,)


@pytest.mark.parametrize(
    ("typed", "why", "next"),
    [
        ("at most 6", "may be another number than 6", "If 6 is meant, type it alone."),
        ("18 of 100", "holds more than one number", "Type the one that is asked for."),
        ("twenty-two, eight", "holds more than one number", "Type the one that is asked for."),
        ("many", "is not a number", "Type one such as 2.5, without words."),
    ],
)
def test_what_cannot_be_read_is_asked_back_with_what_to_type(typed, why, next):
    assert why in doubt(typed) and next in doubt(typed)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("6.5 months", ""),
        ("77 weeks", "day"),
        ("77 weeks", "days"),
        ("3 days", MONEY),
        ("3 weeks", "visits"),
        ("3 weeks", "learners"),
        ("40%", "working days"),
        ("about 40 per cent", "minutes"),
        ("40 %", "cards"),
        ("40%", "people at most"),
    ],
)
def test_another_unit_is_named_and_not_taken_for_the_one_that_is_asked_for(typed, unit):
    assert quantities(typed, unit) == ()
    assert "in another unit" in doubt(typed, unit) and unit in doubt(typed, unit)


@pytest.mark.parametrize(
    ("typed", "unit", "meant"), [("40%", "", 0.4), ("68 %", "of 100", 68), ("27 = 40%", "cards", 27)]
)
def test_percent_stay_a_number_where_a_share_can_be_one(typed, unit, meant):
    assert quantity(typed, unit) == pytest.approx(meant)


def test_percent_of_a_few_people_are_no_count_of_them():
    assert quantities("15%", "of 22") != (15,)


def test_a_unit_of_the_same_kind_is_converted_and_so_is_wrong_where_only_the_number_is_right():
    assert Marks().number(1, "Effort", "6.5 weeks", 6.5, unit=WEEKS).points == 1
    assert Marks().number(1, "Effort", "6.5 months", 6.5, unit=WEEKS).points == 0


@pytest.mark.parametrize("typed", ["14.680 €", "about 14,680", "14.680 a week"])
def test_a_number_among_words_that_could_be_two_is_asked_back_without_the_words(typed):
    assert quantity(typed, RATE) is None and quantities(typed, RATE) == (14.68, 14680)
    assert "Type 14680 if" in doubt(typed, RATE) and "14.68 if" in doubt(typed, RATE)
    assert Marks().number(1, "Week", typed, 14680, unit=RATE).points == 1


@pytest.mark.parametrize(("word", "unit"), [("Tage", "day"), ("wekks", "week"), ("moths", "month"), ("pw", "week")])
def test_a_word_for_a_time_is_known_in_three_languages_and_with_a_letter_wrong(word, unit):
    assert unit_of_time(word) == unit


@pytest.mark.parametrize("word", ["an", "pm", "points", "people", "money", "stage", "", "weight"])
def test_other_words_are_no_time(word):
    assert unit_of_time(word) == ""


@given(st.floats(0.01, 1e6).map(lambda value: f"{value:.2f}"), st.sampled_from(["", "about ", "= ", "EUR "]),
       st.sampled_from(["", " points", " EUR", " (worked out twice)", " in all"]))  # fmt: skip
def test_no_word_beside_a_number_changes_it(number, before, after):
    assert quantity(before + number + after) == float(number)


@given(st.text(max_size=40) | st.none() | st.integers() | st.floats() | st.lists(st.text()) | st.binary(),
       st.sampled_from(["", "%", "day", WEEKS, MONEY, RATE, "stories", "minutes", *OF_WORK]))  # fmt: skip
def test_nothing_that_is_typed_raises_and_what_is_no_one_number_is_asked_back(typed, unit):
    found = quantities(typed, unit)
    assert len(found) <= 2
    if isinstance(typed, str) and typed.strip():
        assert (doubt(typed, unit) == "") is (len(found) == 1)


def test_an_account_keeps_what_was_typed_and_the_next_step_apart():
    assert str(Marks().number(1, "Day", "e.g. soon. Or", 5)) == (
        "✗ 0 of 1: Day. “e.g. soon. Or” is not a number. Next: Type one such as 2.5, without words."
    )


@pytest.mark.parametrize(("typed", "most", "meant"), [
    ("about 300 people", None, 300), ("1,200", None, 1200), ("1.200", None, 1200), ("0", None, 0), ("40%", None, None),
    ("0.4", None, None), ("-5", None, None), ("3 weeks", None, None), ("", None, None), (None, None, None),
    ("75 %", 1000, 750), ("1000", 1000, 1000), ("1001", 1000, None), ("120%", 1000, None),
])  # fmt: skip
def test_a_guess_of_how_many_is_no_share_and_no_more_than_there_are(typed, most, meant):
    assert count(typed, "people", most) == meant
