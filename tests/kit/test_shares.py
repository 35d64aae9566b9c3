"""Intervals of a share are those of the literature, and of statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from pmcourse.kit.shares import adjusted_wald, beside, wilson

COUNTS = st.integers(1, 500).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))


@given(COUNTS, st.floats(0.5, 0.999))
def test_wilson_is_what_statsmodels_computes(counts, sure):
    expected = proportion_confint(*counts, alpha=1 - sure, method="wilson")
    assert wilson(*counts, sure) == pytest.approx(expected, abs=1e-6)


@given(COUNTS, st.floats(0.5, 0.999))
def test_adjusted_wald_is_agresti_and_coulls_and_never_leaves_0_to_1(counts, sure):
    low, high = proportion_confint(*counts, alpha=1 - sure, method="agresti_coull")
    assert adjusted_wald(*counts, sure) == pytest.approx((max(0, low), min(1, high)), abs=1e-6)


def test_five_of_six_are_42_to_99_percent_and_six_of_six_end_at_1():
    assert adjusted_wald(5, 6) == pytest.approx((0.42, 0.99), abs=0.006)
    assert wilson(5, 6) == pytest.approx((0.44, 0.97), abs=0.006)
    assert adjusted_wald(6, 6)[1] == 1


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_cannot_be_are_refused_with_their_values(counts):
    for interval in (wilson, adjusted_wald):
        with pytest.raises(ValueError, match=f"got {counts[0]} of {counts[1]}"):
            interval(*counts)


@given(st.floats(0, 2), st.integers(1, 99).map(lambda percent: percent / 100))
def test_a_share_that_misses_a_mark_is_never_shown_as_the_mark_and_else_as_it_is(share, mark):
    shown = beside(share, mark)
    assert abs(shown - share) < 0.0151
    if abs(share - mark) > 1e-8:
        assert f"{shown:.0%}" != f"{mark:.0%}" and (shown < mark) is (share < mark)


@given(st.floats(0, 2), st.integers(1, 999).map(lambda tenths: tenths / 1000))
def test_the_same_holds_in_tenths_of_a_percent(share, mark):
    shown = beside(share, mark, 0.001)
    assert abs(shown - share) < 0.00151
    if abs(share - mark) > 1e-8:
        assert f"{shown:.1%}" != f"{mark:.1%}" and (shown < mark) is (share < mark)


def test_89_8_percent_are_shown_as_89_where_90_are_asked_for():
    assert f"{beside(0.898, 0.9):.0%} {beside(0.302, 0.3):.0%} {beside(0.9, 0.9):.0%} {beside(0.778, 0.9):.0%}" == (
        "89% 31% 90% 78%"
    )
