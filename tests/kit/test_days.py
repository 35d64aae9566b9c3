"""Days and moments in the columns of people's files."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.errors import CourseError
from pmcourse.kit.days import days, moments

MARCH_4 = date(2027, 3, 4)


@pytest.mark.parametrize(
    "text",
    ["2027-03-04", "2027-03-04T23:59:00Z", "2027-03-04 0:30 whatever", " 4 March 2027", "4 MAR 2027 10:00",
     "04.03.2027", "4.3.2027, 10:15", "04/03/2027", "4/3/27 8:00 PM", "4-3-2027T10:00", "04/Mar/27 10:00 AM",
     "4/Mar/2027"],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written_whatever_its_time(text):
    assert days([text], "x.csv", "dmy")(text) == MARCH_4


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("4/3/2027 8:05 PM", datetime(2027, 3, 4, 20, 5)),
        ("4/3/2027 12:05 am", datetime(2027, 3, 4, 0, 5)),
        ("2027-03-04 10:00 +0200", datetime(2027, 3, 4, 10, tzinfo=timezone(timedelta(hours=2)))),
        ("2027-03-04 10:00 UTC", datetime(2027, 3, 4, 10, tzinfo=UTC)),
        ("4.3.2027 10:15", datetime(2027, 3, 4, 10, 15)),
        ("4 March 2027", datetime(2027, 3, 4)),
    ],
)
def test_a_moment_keeps_its_time_and_its_zone(text, moment):
    found = moments([text], "x.csv", "dmy")(text)
    assert found == moment and (found.tzinfo is None) == (moment.tzinfo is None)


@pytest.mark.parametrize("text", ["", "soon", "31/2/2027", "2027-03-04 25:00", "4/3/2027 10:00 tomorrow", "1" * 10_000])
def test_what_is_no_moment_is_none(text):
    assert moments([text], "x.csv", "dmy")(text) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y 10:00"]))
def test_one_day_after_the_12th_settles_the_column(day, form):
    text = day.strftime(form)
    assert days([text, "13/1/2027"], "x.csv")(text) == day
    assert days([text], "x.csv", "mdy")(day.strftime(form.replace("%d/%m", "%m/%d").replace("%d-%m", "%m-%d"))) == day


def test_a_column_that_could_be_two_days_or_is_written_in_two_ways_is_asked_for():
    with pytest.raises(CourseError, match=r"3/4/2027 in x.csv could be two days. Say --order dmy or --order mdy"):
        days(["3/4/2027", "2027-03-04"], "x.csv")
    with pytest.raises(CourseError, match=r"x.csv has days in both orders, such as 13/4/2027"):
        moments(["13/4/2027", "4/13/2027"], "x.csv")
