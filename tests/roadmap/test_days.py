from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.roadmap.exchange import from_csv
from pmcourse.roadmap.exchange.days import ORDERS, day, order_of, quarter


@pytest.mark.parametrize(
    "cell",
    ["2027-03-01", "01.03.2027", "1. 3. 2027", "1 March 2027", "Mar 1, 2027", "2027-03-01 00:00",
     "2027-03-01T09:30:00Z", "01/Mar/27 12:00 AM"],
)  # fmt: skip
def test_a_day_that_can_be_read_in_one_way_is_read(cell):
    assert day(cell) == date(2027, 3, 1)


@pytest.mark.parametrize("cell", ["soon", "2027", "31.02.2027", "3/1/2027"])
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
