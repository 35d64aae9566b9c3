"""The artefact and its checks: an example from the source, and every order by brute force."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.building.checks import waste
from pmcourse.building.model import BuildingPlan, Job


def work(*days):
    return BuildingPlan(jobs=tuple(Job(id=str(at), title="A job", days=size) for at, size in enumerate(days)))


def test_the_mean_of_the_worked_example():
    assert work(8, 3).mean_days == pytest.approx(9.5)
    assert work(3, 8).mean_days == pytest.approx(7)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5))
def test_no_order_has_a_smaller_mean_than_shortest_first(days):
    now = work(*days)
    least = min(now.reorder(ids).mean_days for ids in permutations(now.ids))
    assert now.shortest_first().mean_days == pytest.approx(least)
    assert waste(now.shortest_first()) == []


def test_an_order_that_wastes_is_named_with_how_much():
    assert "36% later" in waste(work(8, 3))[0].message


def test_an_order_must_name_each_job_once():
    with pytest.raises(ValueError, match="name each of 0, 1 once"):
        work(1, 2).reorder(["0", "0"])
    with pytest.raises(ValueError, match="ids must differ"):
        BuildingPlan(jobs=(work(1).jobs[0], work(2).jobs[0]))
