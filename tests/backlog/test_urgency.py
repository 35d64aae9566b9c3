"""What waiting costs in each shape of urgency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.backlog.urgency import Urgency, lost

WEEKS = st.floats(0, 200)
RATE = st.floats(0, 1e6)


def by_the_day(shape, rate, week, first, last):
    """Brute force: each day's loss added up."""
    days = [day / 7 for day in range(round(week * 7))]
    open_ = {
        Urgency.STEADY: lambda at: True,
        Urgency.FIXED_DATE: lambda at: at >= first,
        Urgency.PEAK: lambda at: first <= at < last,
    }[shape]
    return sum(rate / 7 for at in days if open_(at))


@pytest.mark.parametrize("shape", Urgency)
@given(RATE, st.integers(0, 60), st.integers(0, 40), st.integers(0, 30))
def test_it_is_what_the_days_add_up_to(shape, rate, week, first, length):
    assert lost(shape, rate, week, first, first + length) == pytest.approx(
        by_the_day(shape, rate, week, first, first + length), rel=1e-6, abs=1e-6
    )


@pytest.mark.parametrize("shape", Urgency)
@given(RATE, WEEKS, WEEKS)
def test_waiting_longer_never_costs_less(shape, rate, week, more):
    assert lost(shape, rate, week + more, 10, 30) >= lost(shape, rate, week, 10, 30)


def test_before_its_day_a_fixed_date_costs_nothing():
    assert lost(Urgency.FIXED_DATE, 6500, 26, first=26) == 0
    assert lost(Urgency.FIXED_DATE, 6500, 30, first=26) == 4 * 6500


def test_a_peak_without_an_end_is_refused():
    with pytest.raises(ValueError, match="must end in or after"):
        lost(Urgency.PEAK, 1, 5, first=3)
