"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.building import variant
from pmcourse.building.case import CASE


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_every_seed_gives_a_case_that_can_be_bettered_and_asks_the_same(seed):
    case = variant.case(seed)
    assert case == variant.case(seed)
    assert sorted(case.ids) == sorted(CASE.assignment.ids)
    assert len({job.days for job in case.jobs}) == len(case.jobs)  # no ties: one order is the best
    assert 1.3 <= case.mean_days / case.shortest_first().mean_days <= 1.7
    assert list(variant.steps(seed)) != list(variant.STEPS)


def test_every_situation_of_the_bank_comes_up_about_as_often():
    drawn = [id for seed in range(1000) for id in variant.situations(seed)]
    assert all(400 < drawn.count(id) < 600 for id in variant.SITUATIONS)
