import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.backlog.model import Item
from pmcourse.errors import CourseError
from pmcourse.kit.columns import columns_of, place_of, places_of, ranked
from pmcourse.kit.fields import About, about

FIELDS = about(Item)


def roles(header, mapping=None):
    return [column.role for column in columns_of(header, FIELDS, mapping)]


def test_the_persons_word_wins_over_a_heading_that_is_recognised():
    assert roles(["Title", "Was"]) == ["title", "extra"]
    assert roles(["Title", "Was"], {"was": "title"}) == ["extra", "title"]
    assert roles(["Title", "Was"], {"Title": "extra"}) == ["extra", "extra"]


def test_a_mapped_column_keeps_the_unit_in_its_heading():
    assert columns_of(["Work (days)"], FIELDS, {"Work (days)": "effort"})[0].unit == "days"


def test_the_column_with_the_best_heading_comes_first_and_a_mapped_one_before_it():
    header = ["Summary", "Title"]
    first, _ = sorted(header, key=lambda heading: FIELDS["title"].names.index(heading.casefold()))
    assert header[ranked(columns_of(header, FIELDS), FIELDS)["title"][0]] == first
    assert ranked(columns_of(header, FIELDS, {"Title": "title"}), FIELDS)["title"] == [1]


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"Title": "colour"}, "got 'colour'"),
        ({"Nope": "title"}, "No column is called 'Nope'. The columns are: Title"),
    ],
)
def test_a_field_or_column_that_does_not_exist_is_named(mapping, says):
    with pytest.raises(CourseError, match=re.escape(says)):
        columns_of(["Title"], FIELDS, mapping)


@given(st.lists(st.sampled_from([*FIELDS, "Title", "Was", "Effort (days)", ""]), max_size=12))
def test_every_column_has_one_role_and_each_field_its_columns(header):
    columns = columns_of(header, FIELDS)
    assert [column.heading for column in columns] == header
    for field, places in ranked(columns, FIELDS).items():
        assert sorted(places) == [at for at, column in enumerate(columns) if column.role == field]


def test_a_needed_field_without_a_column_is_asked_for_with_what_is_there():
    fields = {"customer": About("customer", "customer"), "day": About("day", "day", headings=("date",))}
    columns = columns_of(["Who", "Date"], fields)
    assert places_of(columns, fields, ("day",), "x.csv") == {"day": 1}
    with pytest.raises(
        CourseError, match=r"no column for customer\. Say which: --map COLUMN=customer\. It has: Who, Date"
    ):
        places_of(columns, fields, ("customer", "day"), "x.csv")


def test_a_column_is_found_by_its_heading_however_it_is_typed():
    assert place_of(["Who", "Came back?"], "came back", "x.csv") == 1
    with pytest.raises(CourseError, match=r"x\.csv has no column 'Plan'\. It has: Who, Date\."):
        place_of(["Who", "Date"], "Plan", "x.csv")
