"""Columns of numbers: unit and scale are those of the column, and nothing is multiplied in silence."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pmcourse.errors import CourseError
from pmcourse.kit.amounts import amounts
from pmcourse.kit.fields import About

SHARE = About("confidence", "confidence", "0 to 1", words={"high": 1.0, "low": 0.5})
REACH = About("reach", "reach", "people a quarter")
EFFORT = About("effort", "effort", "person-weeks")
IMPACT = About("impact", "impact", "0.25 to 3")
TEN = About("importance", "importance", "0 to 10")
COST = About("cost_of_delay", "cost of delay", "money a week")
TIME = About("duration", "duration", "weeks")


def column(about, *texts, said="", unit="", decimal="."):
    """How the column is read, and its values; None for the values where it is kept aside."""
    found = amounts(about, about.name.capitalize(), said, list(enumerate(texts, 2)), unit=unit, decimal=decimal)
    return found, None if found.aside else [value_of(found, text) for text in texts]


def value_of(found, text):
    try:
        return found.value(text)
    except ValueError:
        return "refused"


class TestConfidence:
    def test_whole_numbers_up_to_ten_are_a_scale_that_is_asked_for(self):
        found, values = column(SHARE, "1", "8", "10")
        assert values is None
        assert "goes up to 10 (line 4): a scale" in found.notes[0]
        assert "--unit 'Confidence=1 to 10'" in found.notes[0]

    @pytest.mark.parametrize(("said", "unit"), [("1-10", ""), ("", "1 to 10")])
    def test_a_scale_that_is_said_is_converted_and_told(self, said, unit):
        found, values = column(SHARE, "1", "8", "10", said=said, unit=unit)
        assert values == [0.1, 0.8, 1.0]
        assert "multiplied by 0.1" in found.notes[0]

    def test_numbers_up_to_a_hundred_are_percent_one_and_all_and_the_least_is_named(self):
        found, values = column(SHARE, "1", "80", "100")
        assert values == [0.01, 0.8, 1.0]
        assert "the least, on line 2, is 1%" in found.notes[0]

    def test_a_percent_sign_needs_no_note_and_stands_beside_shares(self):
        found, values = column(SHARE, "80%", "0.5")
        assert (values, found.notes) == ([0.8, 0.5], [])

    @pytest.mark.parametrize("texts", [("0.8", "90"), ("80%", "5"), ("80%", "90")])
    def test_two_scales_in_one_column_are_asked_for(self, texts):
        found, values = column(SHARE, *texts)
        assert values is None and "two scales in one column" in found.notes[0]
        assert "--unit" not in found.notes[0]  # no unit would be right for both

    def test_a_heading_in_percent_over_shares_is_asked_for(self):
        found, values = column(SHARE, "0.8", "1", said="%")
        assert values is None and "says percent and goes up to 1" in found.notes[0]
        assert "“Confidence (0 to 1)”, or say --unit 'Confidence=0 to 1'" in found.notes[0]
        assert column(SHARE, "0.8", "1", said="%", unit="0 to 1")[1] == [0.8, 1.0]
        assert column(SHARE, "0.8", "1", unit="%")[1] == [0.008, 0.01]

    def test_words_of_the_scale_are_told(self):
        found, values = column(SHARE, "High", "low", "")
        assert values == [1.0, 0.5, None]
        assert "high 1, low 0.5" in found.notes[0]


class TestCounts:
    def test_a_percentage_of_nobody_knows_what_is_asked_for(self):
        found, values = column(REACH, "100", "50%")
        assert values is None
        assert "“50%” on line 3" in found.notes[0] and "% of 20000" in found.notes[0]

    def test_a_percentage_of_a_number_that_is_said_is_converted_and_the_rest_is_left(self):
        found, values = column(REACH, "100", "50%", unit="% of 20000")
        assert values == [100, 10_000]
        assert any("no percent sign" in note for note in found.notes)

    def test_a_heading_in_percent_of_nobody_knows_what_is_asked_for(self):
        assert "is a percentage, and of what is not said" in column(REACH, "50", said="%")[0].notes[0]

    def test_of_both_signs_that_can_be_read_in_two_ways_one_number_each_is_told(self):
        found, values = column(REACH, "1,200", "1.200", "3,400")
        assert values == [1200, 1.2, 3400]
        assert "“1,200” on line 2 was read as 1200, and “1.200” on line 3 was read as 1.2." in found.notes[0]

    def test_a_share_among_percentages_is_read_as_percent_as_the_heading_says_and_told(self):
        for said, unit in (("%", ""), ("", "%")):
            found, values = column(SHARE, "80", "0.8", "0", said=said, unit=unit)
            assert values == [0.8, pytest.approx(0.008), 0]
            assert "1 numbers are below 1%, such as “0.8” on line 3" in found.notes[0]

    def test_numbers_that_can_all_be_read_in_two_ways_are_told_with_either_sign(self):
        for text in ("1.200", "1,200"):
            found, _ = column(REACH, text, "3.500".replace(".", text[1]))
            assert f"2 numbers can be read in two ways; “{text}” on line 2" in found.notes[0]
        assert column(REACH, "1.200", "0.5")[0].notes == []

    def test_thousands_behind_a_number_are_converted_and_told(self):
        found, values = column(REACH, "1.5k", "2M", "30")
        assert values == [1500, 2_000_000, 30] and "2 cells say their unit" in found.notes[0]

    def test_a_rate_in_the_heading_is_converted_and_told(self):
        found, values = column(REACH, "100", said="users / month")
        assert values == [300] and "multiplied by 3" in found.notes[0]

    def test_story_points_stay_and_are_told(self):
        found, values = column(EFFORT, "3", "5", said="Story Points")
        assert values == [3, 5] and "is a size, not a time" in found.notes[0]

    def test_units_in_the_cells_are_converted_and_told(self):
        found, values = column(EFFORT, "3 days", "2 w", "1")
        assert values == [pytest.approx(0.6), 2, 1]
        assert "2 cells say their unit" in found.notes[0] and "1 say none" in found.notes[0]

    @pytest.mark.parametrize("text", ["3 bananas", "lots", "3 d x"])
    def test_a_cell_that_is_no_amount_is_refused(self, text):
        found, _ = column(EFFORT, "1")
        with pytest.raises(ValueError, match="must be a number"):
            found.value(text)

    def test_a_column_without_any_number_is_kept_and_its_rows_with_it(self):
        found, values = column(EFFORT, "S", "XL", "")
        assert values is None and "holds no numbers (“s” on line 2)" in found.notes[0]
        assert column(EFFORT, "S", "3")[1] == ["refused", 3]

    def test_a_unit_that_nobody_knows_is_told(self):
        found, values = column(REACH, "5", said="sessions")
        assert values == [5] and "“sessions” is no unit that is known" in found.notes[0]

    def test_a_unit_that_is_given_must_be_one_for_the_field(self):
        with pytest.raises(CourseError, match=r"must be one for effort, which is in person-weeks.*got 'bananas'"):
            column(EFFORT, "1", unit="bananas")


class TestScales:
    """Whole numbers up to 5 or 10 are a scale, in whatever column: asked for, or said."""

    @pytest.mark.parametrize("about", [SHARE, REACH, IMPACT, TEN, COST])
    @pytest.mark.parametrize("most", [5, 10])
    def test_one_that_nobody_says_is_asked_for_with_an_option_that_answers_it(self, about, most):
        texts = ["2", "4", str(most)]
        found, values = column(about, *texts)
        assert values is None and f"goes up to {most} (line 4)" in found.notes[0]
        assert f"--unit '{found.heading}=1 to {most}'" in found.notes[0]
        assert column(about, *texts, unit=f"1 to {most}")[1] is not None
        assert column(about, *texts, said=f"1-{most}")[1] is not None

    @given(st.sampled_from([SHARE, IMPACT, TEN]), st.lists(st.integers(0, 10), min_size=1))
    def test_a_field_on_a_scale_never_takes_whole_numbers_of_another_one(self, about, numbers):
        assume(max(numbers) > {"0 to 1": 1, "0.25 to 3": 3, "0 to 10": -1}[about.unit])
        assert column(about, *map(str, numbers))[1] is None

    def test_what_is_said_is_converted_and_where_the_field_has_a_unit_taken_as_it_is_and_told(self):
        assert column(TEN, "1", "4", "5", unit="1 to 5")[1] == [2, 8, 10]
        assert column(IMPACT, "1", "5", "10", said="1-10")[1] == [pytest.approx(0.3), 1.5, 3]
        for said, unit in (("1-10", ""), ("", "1 to 10")):
            found, values = column(REACH, "2", "9", said=said, unit=unit)
            assert values == [2, 9] and found.size == f"on {said or unit}"
            assert "is on a scale" in found.notes[0] and "not in people a quarter" in found.notes[0]

    @pytest.mark.parametrize("about", [SHARE, REACH, IMPACT, TEN])
    def test_a_number_above_the_scale_that_is_said_is_asked_for(self, about):
        for said, unit in (("1-5", ""), ("", "1 to 5")):
            found, values = column(about, "2", "8", said=said, unit=unit)
            assert values is None and "and goes up to 8 (line 3)" in found.notes[0]

    def test_few_weeks_are_ordinary_so_they_are_told_and_few_people_can_be_meant(self):
        found, values = column(EFFORT, "1", "5", "3")
        assert values == [1, 5, 3] and "was taken as person-weeks. If it is a scale, say --unit" in found.notes[0]
        assert column(REACH, "1", "5", "3", unit="people a quarter")[1] == [1, 5, 3]

    def test_intercoms_own_numbers_and_shares_need_no_word(self):
        assert column(IMPACT, "0.25", "1", "3")[0].notes == column(SHARE, "0.8", "1")[0].notes == []

    def test_ones_alone_are_read_as_100_percent_and_told(self):
        found, values = column(SHARE, "1", "1")
        assert values == [1, 1] and "is 1 in all 2 numbers" in found.notes[0]

    def test_an_impact_beyond_ten_is_asked_for_as_well(self):
        assert "--unit 'Impact=1 to 100'" in column(IMPACT, "1", "80")[0].notes[0]

    def test_what_goes_beyond_ten_is_asked_for(self):
        found, values = column(TEN, "5", "80")
        assert values is None and "from 0 to 10" in found.notes[0]


class TestUnitsThatNobodyKnows:
    def test_a_column_of_them_is_asked_for_and_the_answer_is_taken(self):
        for about, values in ((TIME, [4, 7, 1]), (EFFORT, [4, 7, 1])):
            found, none = column(about, "2 sprints", "3-4 sprints", "1")
            assert none is None and "is in “sprints” (“2 sprints” on line 2)" in found.notes[0]
            assert f"--unit '{found.heading}=2 {about.unit}'" in found.notes[0]
            assert column(about, "2 sprints", "3-4 sprints", "0.5", unit="2 weeks")[1] == values

    def test_one_among_many_spoils_its_own_row_only(self):
        assert column(EFFORT, "1", "3 bananas", "2.5")[1] == [1, "refused", 2.5]

    def test_two_of_them_have_no_one_answer(self):
        found, none = column(EFFORT, "2 sprints", "3 iterations", unit="2 weeks")
        assert none is None and "sprints" in found.notes[0]


CELLS = st.lists(
    st.one_of(
        st.floats(0, 1e6).map(repr),
        st.integers(0, 120).map(str),
        st.integers(0, 100).map("{}%".format),
        st.integers(1, 90).map("{} days".format),
        st.sampled_from(["", "-", "high", "1,234", "0,5", "1.5"]),
    ),
    min_size=1,
    max_size=6,
)
ABOUTS = st.sampled_from([SHARE, REACH, EFFORT, IMPACT, TEN])
SAID = st.sampled_from(["", "person-months", "users / month", "%", "1-10", "k users", "sessions"])


@given(ABOUTS, SAID, CELLS, st.sampled_from([",", "."]))
def test_no_value_is_changed_by_a_factor_without_a_note(about, said, cells, decimal):
    found, values = column(about, *cells, said=said, decimal=decimal)
    if values is None:
        assert found.notes
        return
    for text, value in zip(cells, values, strict=True):
        try:
            plain = float(text.rstrip("%"))
        except ValueError:
            continue
        if value == "refused":
            continue
        if text.endswith("%"):
            assert value == pytest.approx(plain / (10 if about is TEN else 100)) or found.notes
        else:
            assert value == plain or found.notes or said == "%"


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_rows_does_not_change_how_a_column_is_read(numbers, random):
    mixed = list(numbers)
    random.shuffle(mixed)
    (one, values), (other, others) = column(SHARE, *map(str, numbers)), column(SHARE, *map(str, mixed))
    assert one.aside == other.aside
    assume(values is not None)
    assert sorted(values) == sorted(others)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=8))
def test_of_two_items_the_surer_one_never_gets_the_smaller_share(numbers):
    _, values = column(SHARE, *map(str, numbers))
    if values is not None:
        assert [a < b for a in values for b in values] == [a < b for a in numbers for b in numbers]
