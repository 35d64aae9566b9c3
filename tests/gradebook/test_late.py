import pytest

from pmcourse.course import LatePolicy
from pmcourse.gradebook.late import late_share

POLICY = LatePolicy(grace_hours=1, penalty_per_day=0.1, most=0.5)


@pytest.mark.parametrize(
    ("hours", "share"), [(0, 0), (1, 0), (1.01, 0.1), (24, 0.1), (24.1, 0.2), (36, 0.2), (24 * 30, 0.5)]
)
def test_lateness_costs_nothing_within_the_grace_then_a_share_for_each_day_begun_up_to_the_most(hours, share):
    assert late_share(hours * 3600, POLICY) == pytest.approx(share)
