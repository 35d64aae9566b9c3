from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.roadmap.exchange import from_csv
from pmcourse.roadmap.exchange.days import ORDERS, day, order_of, quarter


@pytest.mark.parametrize(
    "cell",
    ["2027-03-01", "01.03.2027", "1. 3. 2027", "1 March 2027", "Mar 1, 2027", "2027-03-01 00:00",
     "2027-03-01T09:30:00Z", "01/Mar/27 12:00 AM", "01/Mär/27 12:00 AM", "01.Mrz.2027", "1 mars 2027", "01.03.27 09:00",
     "01/mars/27 9:00 AM"],
)  # fmt: skip
def test_a_day_that_can_be_read_in_one_way_is_read(cell):
    assert day(cell) == date(2027, 3, 1)


@pytest.mark.parametrize("cell", ["soon", "2027", "31.02.2027", "3/1/2027", "1 Jui 2027", "1 Foo 27", "31 Feb 2027"])
def test_what_is_no_day_or_could_be_two_is_refused(cell):
    with pytest.raises(ValueError, match=r"must be a day|can be two days"):
        day(cell)


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)), st.sampled_from(ORDERS))
def test_a_day_written_in_an_order_is_read_in_it(given_day, order):
    written = f"{given_day:%d/%m/%Y}" if order == ORDERS[0] else f"{given_day:%m/%d/%Y}"
    assert day(written, order) == given_day
    assert order_of([written]) in (order, "")


def test_one_day_settles_a_column_of_slashes_and_that_is_told():
    seen = from_csv("id,title,start\nA,Go,3/1/2027\nB,Sing,25/12/2027\n")
    assert [one.start for one in seen.roadmap.initiatives] == [date(2027, 1, 3), date(2027, 12, 25)]
    assert "“start”: days were read as day/month/year" in seen.told[0]


def test_a_column_of_slashes_that_does_not_tell_is_asked_for():
    text = "id,title,Start date\nA,Go,3/1/2027\n"
    seen = from_csv(text)
    assert seen.roadmap.initiatives[0].start is None
    assert "--unit 'Start date=day/month/year' or 'Start date=month/day/year'" in seen.told[0]
    seen = from_csv(text, units={"Start date": "month/day/year"})
    assert (seen.roadmap.initiatives[0].start, seen.told) == (date(2027, 3, 1), ())


@pytest.mark.parametrize("cell", ["2027-Q2", "Q2 2027", "2027Q2", "2027 q2", "Q2/2027", "Q2'27", "27Q2"])
def test_a_quarter_is_read_as_people_write_it(cell):
    assert quarter(cell) == "2027-Q2"
    assert from_csv(f"title,quarter\nGo,{cell}\n").roadmap.initiatives[0].quarter == "2027-Q2"


def test_a_quarter_that_is_none_is_told():
    assert from_csv("title,quarter\nGo,spring\n").notes[0].column == "quarter"


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("Q2 2027", "2027-04-01", "2027-06-30"),
        ("Mar 2027", "2027-03-01", "2027-03-31"),
        ("Februar 2028", "2028-02-01", "2028-02-29"),
        ("août 2027", "2027-08-01", "2027-08-31"),
        ("2027-03", "2027-03-01", "2027-03-31"),
        ("03/2027", "2027-03-01", "2027-03-31"),
        ("H2 2027", "2027-07-01", "2027-12-31"),
        ("2027 H1", "2027-01-01", "2027-06-30"),
    ],
)
def test_of_a_month_or_half_a_year_the_first_or_the_last_day_is_taken_and_told(cell, first, last):
    seen = from_csv(f"id,title,start,promise\nA,Go,{cell},{cell}\n")
    (one,) = seen.roadmap.initiatives
    assert (str(one.start), str(one.promise)) == (first, last)
    assert sum(f"such as {cell}" in told for told in seen.told) == 2 and seen.notes == ()


@pytest.mark.parametrize(
    "cell", ["13/2027", "2027-13", "Foo 2027", "H3 2027", "2027", "00/2027", "Mar 0000", "Ma 2027"]
)
def test_what_is_no_month_is_left_out_and_told(cell):
    seen = from_csv(f"id,title,start\nA,Go,{cell}\n")
    assert seen.roadmap.initiatives[0].start is None and "must be a day" in str(seen.notes[0])
