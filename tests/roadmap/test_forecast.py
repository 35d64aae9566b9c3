import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.draws import Shape, correlation, draw, quantile, ranks
from pmcourse.roadmap.forecast import ForecastError, forecast
from pmcourse.roadmap.model import Estimate, Initiative, Roadmap, Team
from pmcourse.roadmap.quarters import first_day, later
from pmcourse.roadmap.queue import Method, queue
from pmcourse.roadmap.what_if import Change, changed, what_if

MANY = 40_000
START = date(2027, 1, 1)


def person(id: str, factor: float = 1.0) -> Team:
    """A team of one: a person-week every seven days, whatever the length of the quarter."""
    names = [later("2027-Q1", step) for step in range(24)]
    length = {name: (first_day(later(name, 1)) - first_day(name)).days for name in names}
    return Team(id=id, capacity={name: factor * days / 7 for name, days in length.items()})


def one(id: str, low: float, likely: float, high: float, team: str = "T", **fields) -> Initiative:
    teams = tuple(team.split("+"))
    effort = Estimate(low=low, likely=likely, high=high)
    return Initiative(id=id, title=id, effort=effort, teams=teams, horizon="now", **fields)


def roadmap(*initiatives: Initiative, teams=("T", "U")) -> Roadmap:
    return Roadmap(as_of=START, teams=tuple(person(t) for t in teams), initiatives=initiatives)


def triangular_cdf(x: float, a: float, m: float, b: float) -> float:
    return (x - a) ** 2 / ((b - a) * (m - a)) if x <= m else 1 - (b - x) ** 2 / ((b - a) * (b - m))


def triangular_quantile(p: float, a: float, m: float, b: float) -> float:
    if p <= (m - a) / (b - a):
        return a + math.sqrt(p * (b - a) * (m - a))
    return b - math.sqrt((1 - p) * (b - a) * (b - m))


def mean_and_variance(a: float, m: float, b: float) -> tuple[float, float]:
    return (a + m + b) / 3, (a * a + m * m + b * b - a * m - a * b - m * b) / 18


class TestClosedForms:
    @pytest.mark.parametrize("share", [0.05, 0.5, 0.85, 0.95])
    def test_one_initiative_ends_at_the_quantiles_of_the_triangle(self, share):
        seen = forecast(roadmap(one("A", 2, 3, 8)), trials=MANY)
        assert quantile(seen.days("A"), share) == pytest.approx(7 * triangular_quantile(share, 2, 3, 8), rel=0.01)

    def test_work_of_one_team_adds_up_in_mean_and_variance(self):
        efforts = [(1, 2, 4), (0, 3, 9), (2, 2, 5), (1, 4, 4)]
        seen = forecast(roadmap(*(one(f"I{n}", *e) for n, e in enumerate(efforts))), trials=MANY)
        mean = sum(mean_and_variance(*e)[0] for e in efforts)
        variance = sum(mean_and_variance(*e)[1] for e in efforts)
        assert seen.days().mean() / 7 == pytest.approx(mean, rel=0.005)
        assert (seen.days() / 7).var() == pytest.approx(variance, rel=0.03)

    def test_a_chain_across_teams_adds_up_too(self):
        seen = forecast(roadmap(one("A", 1, 2, 6), one("B", 2, 3, 7, "U", after=("A",))), trials=MANY)
        assert seen.days("B").mean() / 7 == pytest.approx(3 + 4, rel=0.005)

    @pytest.mark.parametrize("x", [4.0, 5.0, 6.5])
    def test_the_later_of_two_teams_has_the_product_of_their_chances(self, x):
        seen = forecast(roadmap(one("A", 2, 4, 8), one("B", 2, 4, 8, "U")), trials=MANY)
        assert np.mean(seen.days() <= 7 * x) == pytest.approx(triangular_cdf(x, 2, 4, 8) ** 2, abs=0.01)

    def test_two_teams_share_an_initiative_in_equal_parts(self):
        seen = forecast(roadmap(one("A", 6, 6, 6, "T+U")), trials=3)
        assert seen.days("A") == pytest.approx(21)

    def test_an_initiative_of_two_teams_waits_until_both_are_free(self):
        seen = forecast(roadmap(one("A", 4, 4, 4), one("B", 2, 2, 2, "T+U"), one("C", 1, 1, 1, "U")), trials=2)
        assert seen.begin[1] == pytest.approx(28)
        assert seen.days("B") == pytest.approx(35)
        assert seen.days("C") == pytest.approx(42)
        assert seen.idle == pytest.approx({"T": 0, "U": 28})

    def test_pert_has_the_mean_and_variance_of_its_beta(self):
        drawn = draw(Estimate(low=2, likely=3, high=10), Shape.PERT, MANY, np.random.default_rng(3))
        mean = (2 + 4 * 3 + 10) / 6
        assert drawn.mean() == pytest.approx(mean, rel=0.005)
        assert drawn.var() == pytest.approx((mean - 2) * (10 - mean) / 7, rel=0.03)

    def test_the_chance_of_a_promise_is_the_triangles(self):
        seen = forecast(roadmap(one("A", 2, 3, 8, promise="2027-02-04")), trials=MANY)
        assert seen.promises()[0].chance == pytest.approx(triangular_cdf(5, 2, 3, 8), abs=0.01)

    def test_certain_work_ends_on_the_day_that_arithmetic_says(self):
        team = Team(id="T", capacity={"2027-Q1": 9, "2027-Q2": 0, "2027-Q3": 46})
        base = Roadmap(as_of=START, teams=(team,), initiatives=(one("A", 9, 9, 9), one("B", 23, 23, 23)))
        seen = forecast(base, trials=2)
        assert seen.days("A") == pytest.approx(90, abs=0.1)
        assert seen.days("B") == pytest.approx(90 + 91 + 46, abs=0.1)

    def test_a_quarter_that_has_begun_gives_only_what_is_left_of_it(self):
        team = Team(id="T", capacity={"2027-Q1": 90, "2027-Q2": 9.1})
        base = Roadmap(as_of="2027-03-01", teams=(team,), initiatives=(one("A", 31, 31, 31), one("B", 1, 1, 1)))
        assert [float(forecast(base, trials=1).days(id)[0]) for id in "AB"] == pytest.approx([31, 41])


class TestThroughput:
    def made(self, past, *sizes) -> Roadmap:
        team = Team(id="T", throughput=past)
        cards = [
            Initiative(id=f"I{n}", title="x", teams=("T",), pieces=Estimate(low=s, likely=s, high=s))
            for n, s in enumerate(sizes)
        ]
        return Roadmap(as_of=START, teams=(team,), initiatives=tuple(cards))

    @pytest.mark.parametrize(("pace", "size", "weeks"), [(3, 10, 4), (5, 10, 2), (4, 1, 1)])
    def test_a_steady_team_ends_in_whole_weeks(self, pace, size, weeks):
        seen = forecast(self.made((pace,) * 10, size), Method.THROUGHPUT, trials=5)
        assert seen.days("I0") == pytest.approx(7 * weeks)

    def test_what_is_left_of_a_week_goes_to_the_next_initiative(self):
        seen = forecast(self.made((4,) * 10, 6, 2, 1), Method.THROUGHPUT, trials=3)
        assert [seen.days(id)[0] for id in seen.ids] == [14, 14, 21]

    def test_stories_by_the_toss_of_a_coin_take_as_long_as_the_negative_binomial_says(self):
        seen = forecast(self.made((0, 1) * 5, 20), Method.THROUGHPUT, trials=MANY)
        weeks = seen.days("I0") / 7
        assert weeks.mean() == pytest.approx(40, rel=0.01)
        assert weeks.var() == pytest.approx(40, rel=0.03)

    def test_linked_backlog_items_are_the_size_where_nobody_said_it(self):
        card = Initiative(id="A", title="x", teams=("T",), items=("T-01", "T-02"))
        base = Roadmap(as_of=START, teams=(Team(id="T", throughput=(1,) * 10),), initiatives=(card,))
        assert forecast(base, Method.THROUGHPUT, trials=2).days("A") == pytest.approx(14)

    def test_work_that_would_take_decades_is_not_in_sight(self):
        seen = forecast(self.made((0,) * 99 + (1,), 500), Method.THROUGHPUT, trials=20)
        assert seen.day(0.5) is None
        assert seen.chance(date(2190, 1, 1)) == 0

    def test_a_team_that_never_finished_anything_cannot_be_forecast(self):
        with pytest.raises(
            ForecastError, match=r"no past weeks in which it finished a story.*stories finished in past"
        ):
            forecast(self.made((0, 0), 3), Method.THROUGHPUT)

    def test_one_past_week_makes_nothing_certain_and_that_is_said(self):
        seen = forecast(self.made((3,), 30), Method.THROUGHPUT)
        assert 0.3 < seen.chance(seen.day(0.5), "I0") < 0.7
        assert seen.day(0.95) > seen.day(0.5) + timedelta(days=60)
        assert seen.doubts[0].startswith("T has only 1 past week of throughput")

    def test_ten_past_weeks_speak_for_themselves(self):
        assert forecast(self.made((3,) * 10, 30), Method.THROUGHPUT, trials=10).doubts == ()
        assert forecast(self.made((3,) * 9, 30), Method.THROUGHPUT, trials=10).doubts != ()

    def test_the_more_weeks_the_nearer_are_the_days(self):
        widths = []
        for weeks in (1, 3, 9):
            seen = forecast(self.made((4, 2, 3) * 3 if weeks == 9 else (4, 2, 3)[:weeks], 40), Method.THROUGHPUT)
            widths.append(seen.day(0.95) - seen.day(0.05))
        assert widths == sorted(widths, reverse=True)

    @pytest.mark.parametrize("weeks", [1, 4])
    def test_the_day_of_85_percent_is_kept_about_that_often_by_teams_with_few_weeks(self, weeks):
        """Of 50 made-up teams, each forecast from its own few weeks; resampling alone keeps 46 to 78%."""
        rng, kept, teams = np.random.default_rng(weeks), 0, 50
        for _ in range(teams):
            past = np.maximum(rng.poisson(4, weeks), [1] + [0] * (weeks - 1))
            needed = 1 + int(np.argmax(np.cumsum(rng.poisson(4, 400)) >= 40))
            seen = forecast(self.made(tuple(past.tolist()), 40), Method.THROUGHPUT, trials=60)
            day = seen.day(0.85)
            kept += day is None or needed <= -(-(day - START).days // 7)
        assert kept / teams > 0.8


class TestDrivers:
    def test_equal_efforts_drive_equally_and_others_not_at_all(self):
        seen = forecast(roadmap(one("A", 1, 2, 3), one("B", 1, 2, 3), one("C", 0, 0.1, 0.2, "U")), trials=MANY)
        shares = {driver.id: driver.share for driver in seen.drivers()}
        assert shares == pytest.approx({"A": 0.5, "B": 0.5, "C": 0}, abs=0.02)

    def test_the_wider_estimate_comes_first(self):
        seen = forecast(roadmap(one("A", 3, 3.5, 4), one("B", 1, 3, 9)), trials=5_000)
        assert seen.drivers()[0].id == "B"

    def test_what_is_certain_drives_nothing(self):
        seen = forecast(roadmap(one("A", 3, 3, 3), one("B", 1, 3, 9)), trials=500)
        assert {d.id: d.correlation for d in seen.drivers()} == pytest.approx({"A": 0, "B": 1})

    @given(st.lists(st.integers(-5, 5), min_size=1, max_size=40))
    @settings(deadline=None)
    def test_ranks_share_their_mean_where_values_are_equal(self, values):
        found = ranks(np.array(values, dtype=float))
        below = [sum(v < x for v in values) for x in values]
        equal = [values.count(x) for x in values]
        assert found.tolist() == [b + (e - 1) / 2 for b, e in zip(below, equal, strict=True)]

    @given(st.lists(st.floats(0, 100), min_size=2, max_size=30))
    @settings(deadline=None)
    def test_a_correlation_lies_between_minus_one_and_one(self, values):
        array = np.array(values)
        assert -1.000001 <= correlation(ranks(array), ranks(array[::-1].copy())) <= 1.000001


@st.composite
def plans(draw_from):
    """Small roadmaps without circles: three teams, waits only for earlier initiatives."""
    cards = []
    for n in range(draw_from(st.integers(1, 7))):
        low, likely, high = sorted(draw_from(st.tuples(*[st.floats(0, 20)] * 3)))
        cards.append(
            one(
                f"I{n}", low, likely, high,
                "+".join(draw_from(st.sets(st.sampled_from("TUV"), min_size=1).map(sorted))),
                after=tuple(f"I{b}" for b in draw_from(st.sets(st.integers(0, n - 1), max_size=2))) if n else (),
                start=draw_from(st.none() | st.dates(START, START + timedelta(days=400))),
            )
        )  # fmt: skip
    order = draw_from(st.permutations(cards))
    return roadmap(*order, teams=("T", "U", "V"))


class TestInvariants:
    @given(plans(), st.sampled_from(list(Shape)))
    @settings(max_examples=30, deadline=None)
    def test_nothing_begins_before_what_it_waits_for_nor_before_its_day(self, plan, shape):
        seen = forecast(plan, shape=shape, trials=40)
        for n, id in enumerate(seen.ids):
            card = plan.initiative(id)
            assert all((seen.begin[n] >= seen.days(before)).all() for before in card.after)
            assert (seen.begin[n] >= ((card.start - START).days if card.start else 0)).all()
            assert (seen.finish[n] >= seen.begin[n] - 1e-9).all()

    @given(plans())
    @settings(max_examples=30, deadline=None)
    def test_no_team_does_more_than_it_can(self, plan):
        seen = forecast(plan, trials=30)
        for team in plan.teams:
            mine = [n for n, id in enumerate(seen.ids) if team.id in plan.initiative(id).teams]
            for last in range(1, len(mine) + 1):
                work = sum(seen.drawn[n] / len(plan.initiative(seen.ids[n]).teams) for n in mine[:last])
                assert (7 * work <= seen.finish[mine[:last]].max(axis=0) + 1e-6).all()

    @given(plans(), st.sampled_from("TUV"), st.floats(1, 3))
    @settings(max_examples=30, deadline=None)
    def test_more_capacity_never_makes_anything_later(self, plan, team, factor):
        before, after = forecast(plan, trials=30), what_if(plan, Change(capacity={team: factor}), trials=30)
        assert (after.finish <= before.finish + 1e-6).all()

    @given(plans(), st.data(), st.floats(0, 1))
    @settings(max_examples=30, deadline=None)
    def test_less_work_never_makes_anything_later(self, plan, data, factor):
        id = data.draw(st.sampled_from([i.id for i in plan.initiatives]))
        before, after = forecast(plan, trials=30), what_if(plan, Change(effort={id: factor}), trials=30)
        assert (after.finish <= before.finish + 1e-6).all()

    @given(plans())
    @settings(max_examples=30, deadline=None)
    def test_dates_rise_with_the_share_and_chances_with_the_day(self, plan):
        seen = forecast(plan, trials=50)
        days = [seen.day(share) for share in (0.05, 0.5, 0.85, 0.95)]
        assert days == sorted(days)
        chances = [seen.chance(day) for day in days]
        assert chances == sorted(chances)
        assert all(chance >= share for chance, share in zip(chances, (0.05, 0.5, 0.85, 0.95), strict=True))

    @given(plans())
    @settings(max_examples=30, deadline=None)
    def test_what_comes_last_in_the_queue_changes_nothing_before_it(self, plan):
        order, _ = queue(plan, Method.ESTIMATES)
        plan = plan.model_copy(update={"initiatives": tuple(order)})  # so that the last pulls nothing to the front
        if len(order) > 1:
            whole, less = forecast(plan, trials=20), what_if(plan, Change(drop=[order[-1].id]), trials=20)
            assert np.array_equal(whole.finish[:-1], less.finish)

    @given(st.lists(st.floats(0, 1e6) | st.just(math.inf), min_size=1, max_size=50), st.floats(0, 1))
    @settings(deadline=None)
    def test_a_quantile_is_the_least_value_that_so_many_do_not_exceed(self, values, share):
        found = quantile(np.array(values), share)
        assert found in values
        assert sum(v <= found for v in values) >= share * len(values) - 1e-6
        assert sum(v < found for v in values) <= share * len(values) + 1e-6


class TestQueue:
    def test_nearer_columns_come_first_and_needs_come_right_before(self):
        cards = (
            one("far", 1, 1, 1).model_copy(update={"horizon": None, "quarter": "2027-Q4"}),
            one("near", 1, 1, 1, after=("need",)),
            one("second", 1, 1, 1),
            one("need", 1, 1, 1).model_copy(update={"horizon": None, "quarter": "2027-Q3"}),
        )
        order, left_out = queue(roadmap(*cards), Method.ESTIMATES)
        assert ([i.id for i in order], left_out) == (["need", "near", "second", "far"], {})

    def test_what_is_done_is_waited_for_no_longer(self):
        order, _ = queue(roadmap(one("A", 1, 1, 1, done=True), one("B", 1, 1, 1, after=("A",))), Method.ESTIMATES)
        assert [i.id for i in order] == ["B"]

    def test_each_initiative_left_out_has_its_reason(self):
        bare = {"title": "x", "horizon": "now"}
        cards = (
            one("ok", 1, 2, 3),
            one("a", 1, 2, 3, after=("b",)),
            one("b", 1, 2, 3, after=("a",)),
            one("c", 1, 2, 3, after=("b",)),
            one("d", 1, 2, 3, after=("gone",)),
            one("e", 1, 2, 3, team="Nobody"),
            Initiative(id="f", teams=("T",), **bare),
            Initiative(id="g", effort=Estimate(low=1, likely=1, high=1), **bare),
        )
        seen = forecast(roadmap(*cards), trials=2)
        assert seen.ids == ("ok",)
        assert seen.left_out == {
            "a": "it waits in a circle",
            "b": "it waits in a circle",
            "c": "it waits for b, which cannot be forecast",
            "d": "it waits for gone, which is not on the roadmap",
            "e": "its team Nobody is not on the roadmap",
            "f": "its effort is not estimated",
            "g": "no team is named for it",
        }

    def test_where_nothing_is_left_the_error_says_what_to_do(self):
        with pytest.raises(ForecastError, match="Give at least one initiative a team"):
            forecast(roadmap())


class TestWhatIf:
    def test_the_same_seed_gives_the_same_forecast(self):
        assert np.array_equal(forecast(CASE.start, trials=99).finish, forecast(CASE.start, trials=99).finish)

    def test_another_seed_gives_another(self):
        assert not np.array_equal(
            forecast(CASE.start, trials=99).finish, forecast(CASE.start, trials=99, seed=2).finish
        )

    def test_an_initiative_has_the_same_luck_wherever_it_stands(self):
        plan = roadmap(one("A", 1, 2, 3), one("B", 1, 2, 9))
        turned = roadmap(*reversed(plan.initiatives))
        assert np.array_equal(forecast(plan, trials=9).drawn, forecast(turned, trials=9).drawn[::-1])

    def test_moving_the_report_to_the_front_saves_the_grant(self):
        before, after = forecast(CASE.start), what_if(CASE.start, Change(first=["R-02", "R-07"]))
        day = date(2027, 3, 31)
        assert before.chance(day, "R-07") < 0.1
        assert after.chance(day, "R-07") > 0.95

    def test_no_change_changes_nothing(self):
        assert changed(CASE.start, Change()) == CASE.start

    def test_a_later_first_day_is_kept(self):
        seen = what_if(CASE.start, Change(start={"R-01": date(2027, 1, 4)}), trials=50)
        assert seen.begins(0.5, "R-01") == date(2027, 1, 4)

    @pytest.mark.parametrize("change", [Change(drop=["X"]), Change(capacity={"X": 1}), Change(effort={"X": 1})])
    def test_a_name_that_is_not_there_is_refused_with_those_that_are(self, change):
        with pytest.raises(ForecastError, match=r"'X' is not on the roadmap\. Choose one of"):
            changed(CASE.start, change)

    def test_a_negative_factor_is_refused(self):
        with pytest.raises(ForecastError, match="from 0 to 100"):
            changed(CASE.start, Change(capacity={"Desk": -1}))

    def test_a_team_without_any_capacity_takes_its_work_out_of_the_forecast(self):
        assert "R-02" in what_if(CASE.start, Change(capacity={"Desk": 0}), trials=5).left_out

    @pytest.mark.parametrize("settings", [{"trials": 0}, {"trials": 2_000_000}, {"seed": -1}])
    def test_settings_out_of_range_are_refused(self, settings):
        with pytest.raises(ForecastError, match="must be"):
            forecast(CASE.start, **settings)
