"""What an order costs and which is cheapest, against brute force and published examples."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.backlog import precedence
from pmcourse.backlog.model import Backlog, BacklogError, Item
from pmcourse.backlog.sequence import best_order, cost_of_order, delay_over_time


def backlog(*jobs: tuple[float | None, float | None], needs: dict[int, tuple[int, ...]] | None = None) -> Backlog:
    """Items "0", "1", … from (cost of delay, duration); `needs` maps a number to the numbers it needs."""
    needs = needs or {}
    return Backlog(
        items=tuple(
            Item(id=f"{n}", title=f"Item {n}", cost_of_delay=cost, duration=weeks,
                 depends_on=tuple(str(need) for need in needs.get(n, ())))
            for n, (cost, weeks) in enumerate(jobs)
        )
    )  # fmt: skip


def cheapest(of: Backlog) -> float:
    """The least cost over all orders that break nothing, by trying them all."""

    def least(left: tuple[Item, ...], week: float) -> float:
        ids = {item.id for item in left}
        return min(
            (
                item.cost_of_delay * (week + item.duration)
                + least(tuple(other for other in left if other is not item), week + item.duration)
                for item in left
                if ids.isdisjoint(item.depends_on)
            ),
            default=0.0,
        )

    return least(of.items, 0.0)


amount = st.integers(0, 6).map(float) | st.floats(0, 20).map(lambda x: round(x, 1))


@st.composite
def backlogs(draw, shape="any", largest=7):
    """Backlogs without circles: `any`, or forests where each item needs (`out`) or is needed by (`in`) at most one."""
    size = draw(st.integers(1, largest))
    places = draw(st.permutations(range(size)))  # dependencies may point up or down the backlog
    needs: dict[int, tuple[int, ...]] = {}
    for at in range(1, size):
        earlier = draw(st.lists(st.integers(0, at - 1), unique=True, max_size=1 if shape != "any" else 3))
        for other in earlier:
            job, need = (places[at], places[other]) if shape != "in" else (places[other], places[at])
            needs[job] = (*needs.get(job, ()), need)
    return backlog(*[(draw(amount), draw(amount)) for _ in range(size)], needs=needs)


class TestCostOfAnOrder:
    def test_the_ice_cream_stand(self):
        # Arnold, "CD3 and proportionality to outcomes": spoon first 100 ices in 6 weeks, machine first 120. With
        # both at once it would be 10 x 6 + 40 x 6 = 300, so the orders cost 200 and 180.
        stand = backlog((10, 2), (30, 4))
        assert cost_of_order(stand) == 300 - 100
        assert cost_of_order(stand, ["1", "0"]) == 300 - 120

    def test_it_is_the_sum_of_cost_times_week_of_completion(self):
        assert cost_of_order(backlog((5, 1), (7, 2), (11, 4))) == 5 * 1 + 7 * 3 + 11 * 7

    def test_what_is_not_known_counts_as_nothing(self):
        assert cost_of_order(backlog((5, 1), (None, 2), (7, None))) == 5 * 1 + 7 * 3

    def test_an_empty_backlog_costs_nothing(self):
        assert cost_of_order(Backlog()) == 0
        assert delay_over_time(Backlog()) == [(0, 0)]

    @pytest.mark.parametrize("order", [["0"], ["0", "0"], ["0", "1", "2"], []])
    def test_an_order_that_is_not_of_all_items_is_refused(self, order):
        with pytest.raises(BacklogError, match="exactly once"):
            cost_of_order(backlog((5, 1), (7, 2)), order)

    def test_the_curve_bends_where_an_item_is_done(self):
        assert delay_over_time(backlog((5, 1), (7, 2))) == [(0, 0), (1, 12), (3, 26)]

    @settings(deadline=None)
    @given(backlogs())
    def test_the_curve_never_falls_and_ends_at_the_cost(self, of):
        curve = delay_over_time(of)
        by_hand = weeks = 0.0
        for item in of.items:
            weeks += item.duration
            by_hand += item.cost_of_delay * weeks
        assert curve[-1] == pytest.approx((weeks, by_hand), abs=1e-6)
        money = [spent for _, spent in curve]
        assert all(b >= a - 1e-6 for a, b in pairwise(money))


class TestBestOrder:
    def test_two_chains_from_a_textbook(self):
        # Pinedo, "Scheduling", chapter 3: chains 1-2-3-4 and 5-6-7; the best order is 1, 2, 5, 6, 3, 7, 4.
        jobs = zip((6, 18, 12, 8, 8, 17, 18), (3, 6, 6, 5, 4, 8, 10), strict=True)
        plan = best_order(backlog(*jobs, needs={1: (0,), 2: (1,), 3: (2,), 5: (4,), 6: (5,)}))
        assert [int(id) + 1 for id in plan.order] == [1, 2, 5, 6, 3, 7, 4]
        assert plan.method == "exact (forest)" and plan.exact and plan.bound == plan.cost

    def test_without_dependencies_it_is_the_order_of_cd3(self):
        assert best_order(backlog((1, 10), (10, 1), (3, 3))).order == ("1", "2", "0")  # Smith 1956

    def test_a_dear_item_pulls_what_it_needs_ahead(self):
        assert best_order(backlog((0, 3), (5, 3), (100, 1), needs={2: (0,)})).order == ("0", "2", "1")

    def test_a_need_that_follows_from_others_does_not_make_a_tangle_of_a_chain(self):
        assert best_order(backlog(*[(4, 2)] * 3, needs={1: (0,), 2: (0, 1)})).method == "exact (forest)"

    def test_equal_items_stay_as_they_are(self):
        assert best_order(backlog(*[(4, 2)] * 6, needs={3: (1,)})).order == tuple("012345")

    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from(["out", "in"]).flatmap(backlogs))
    def test_forests_are_solved_exactly(self, of):
        plan = best_order(of)
        assert plan.method == "exact (forest)"
        self.holds(of, plan)
        assert plan.cost == pytest.approx(cheapest(of), abs=1e-6)

    @settings(max_examples=100, deadline=None)
    @given(backlogs())
    def test_small_tangles_are_solved_exactly(self, of):
        plan = best_order(of)
        assert plan.exact and plan.bound == plan.cost
        self.holds(of, plan)
        assert plan.cost == pytest.approx(cheapest(of), abs=1e-6)

    @settings(max_examples=100, deadline=None)
    @given(of=backlogs(), largest=st.integers(0, 4))
    def test_where_it_is_not_proven_the_least_cost_lies_between_bound_and_cost(self, of, largest):
        with pytest.MonkeyPatch.context() as patch:  # so that tangles small enough for brute force count as large
            patch.setattr(precedence, "LARGEST_EXACT", largest)
            plan = best_order(of)
        self.holds(of, plan)
        least = cheapest(of)
        assert plan.bound - 1e-6 <= least <= plan.cost + 1e-6
        if plan.exact:
            assert plan.cost == pytest.approx(least, abs=1e-6)
        else:
            assert plan.method == "best found"

    @staticmethod
    def holds(of, plan):
        assert sorted(plan.order) == sorted(of.ids)
        assert of.reorder(plan.order).broken() == []
        assert plan.cost == pytest.approx(cost_of_order(of, plan.order))

    def test_a_tangle_of_18_is_proven(self):
        plan = best_order(tangle(18))
        assert plan.method == "exact (subsets)"
        assert tangle(18).reorder(plan.order).broken() == []

    def test_a_large_tangle_that_falls_into_small_blocks_is_proven(self):
        """Twenty diamonds in a row, each dearer by the week than the next: Sidney's decomposition takes them apart."""
        jobs, needs = [], {}
        for n in range(20):
            jobs += [(100 - n, 1)] * 4
            at = 4 * n
            needs |= {at + 1: (at,), at + 2: (at,), at + 3: (at + 1, at + 2)} | ({at: (at - 1,)} if n else {})
        plan = best_order(backlog(*jobs, needs=needs))
        assert plan.exact and plan.order == tuple(str(n) for n in range(80))

    def test_a_large_hard_tangle_has_a_bound_that_is_told_apart_from_its_cost(self):
        of = hard()
        plan = best_order(of)
        assert plan.method == "best found" and not plan.exact
        assert 0 < plan.bound < plan.cost <= 1.5 * plan.bound
        self.holds(of, plan)

    def test_an_order_that_costs_no_more_than_the_bound_is_proven(self):
        plan = best_order(hard().model_copy(update={"items": tuple(i.but(duration=0) for i in hard().items)}))
        assert (plan.cost, plan.bound, plan.exact, plan.method) == (0, 0, True, "exact (bound)")

    def test_items_of_a_circle_are_named_and_the_rest_is_still_put_in_order(self):
        plan = best_order(backlog((1, 1), (1, 1), (9, 1), (5, 1), needs={0: (1,), 1: (0,), 2: (0,), 3: (2,)}))
        assert plan.circles == (("0", "1"),)
        assert sorted(plan.order) == list("0123")
        assert plan.order.index("0") < plan.order.index("2") < plan.order.index("3")

    def test_needs_on_unknown_items_do_not_hinder(self):
        assert best_order(backlog((1, 1), (9, 1), needs={1: (77,)})).order == ("1", "0")

    def test_items_without_cost_or_duration_are_named(self):
        assert best_order(backlog((1, 1), (None, 1), (1, None))).unknown == ("1", "2")

    @pytest.mark.parametrize("jobs", [[(0, 0)] * 4, [(5, 0)] * 4, [(0, 5)] * 4, [(0, 0), (5, 0), (0, 5), (5, 5)]])
    def test_zero_cost_and_zero_duration_are_put_in_order(self, jobs):
        of = backlog(*jobs, needs={2: (0, 1), 3: (0, 1)})
        assert best_order(of).cost == cheapest(of)

    def test_an_empty_backlog_has_an_empty_order(self):
        plan = best_order(Backlog())
        assert (plan.order, plan.cost, plan.exact) == ((), 0, True)


def tangle(size: int) -> Backlog:
    """Each item of the second half needs two of the first."""
    half = size // 2
    needs = {half + n: (n, (n + 1) % half) for n in range(half)}
    return backlog(*[(3 + 7 * n % 11, 1 + 5 * n % 7) for n in range(size)], needs=needs)


def hard() -> Backlog:
    """Work without worth, and worth without work that needs three pieces of it: nothing splits off."""
    work = 15
    needs = {work + n: (n, (n + 1) % work, (n + 4) % work) for n in range(work)}
    return backlog(*[(0, 1)] * work, *[(1, 0)] * work, needs=needs)


class TestPrecedence:
    def test_a_circle_is_refused(self):
        with pytest.raises(ValueError, match="circle"):
            precedence.solve([1, 1], [1, 1], [[1], [0]])

    def test_needs_come_first_whatever_follows_from_others_is_also_said(self):
        assert precedence.solve([1, 1, 9], [1, 1, 1], [[], [0], [1, 0]]).order == [0, 1, 2]
