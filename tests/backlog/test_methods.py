"""Prioritization methods against published worked examples, and what they do with ties, gaps and zeros."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.backlog.methods import (
    METHODS,
    RULES,
    Quadrant,
    explain_shift,
    method,
    moscow_effort,
    quadrants,
    rank,
    shifts,
    what_if,
)
from pmcourse.backlog.model import Backlog, Item, Kano, Moscow
from pmcourse.errors import CourseError

FULL = {
    "rice": {"reach": 2000, "impact": 2, "confidence": 0.8, "effort": 4},
    "wsjf": {"cost_of_delay": 30, "duration": 4},
    "cd3": {"cost_of_delay": 30, "duration": 4},
    "safe": {"business_value": 100, "time_criticality": 50, "risk_opportunity": 20, "effort": 10},
    "value-effort": {"business_value": 8, "effort": 4},
    "opportunity": {"importance": 9.5, "satisfaction": 3.2},
}
DIVISOR = {"rice": "effort", "wsjf": "duration", "cd3": "duration", "safe": "effort", "value-effort": "effort"}


def item(id: str = "T-01", **fields) -> Item:
    return Item(id=id, title=f"Item {id}", **fields)


def score(by: str, **fields) -> float | None:
    return method(by).score(item(**fields)).value


class TestPublishedExamples:
    def test_rice_of_2000_people_impact_2_at_80_percent_in_4_months_is_800(self):
        # The example of the RICE page in the collection "awesome time tracking", after McBride 2016.
        assert score("rice", **FULL["rice"]) == pytest.approx(800)

    @pytest.mark.parametrize(("cost_of_delay", "duration", "cd3"), [(10, 2, 5), (30, 4, 7.5)])
    @pytest.mark.parametrize("by", ["cd3", "wsjf"])
    def test_cd3_of_the_ice_cream_stand(self, by, cost_of_delay, duration, cd3):
        # Arnold, "CD3 and proportionality to outcomes", Black Swan Farming: a super spoon and a second machine.
        assert score(by, cost_of_delay=cost_of_delay, duration=duration) == cd3

    @pytest.mark.parametrize(("value", "urgency", "risk", "size", "wsjf"), [(100, 50, 20, 10, 17), (80, 30, 10, 5, 24)])
    def test_the_safe_form_puts_the_smaller_job_first(self, value, urgency, risk, size, wsjf):
        # "What is WSJF in agile?", beginpm.com: task A costs more to delay, task B is done first.
        fields = {"business_value": value, "time_criticality": urgency, "risk_opportunity": risk, "effort": size}
        assert score("safe", **fields) == wsjf

    @pytest.mark.parametrize(
        ("importance", "satisfaction", "opportunity"),
        [(9.5, 3.2, 15.8), (8, 4, 12), (7, 7, 7), (5, 9, 5), (0, 0, 0), (10, 0, 20)],
    )
    def test_the_opportunity_score_never_falls_below_importance(self, importance, satisfaction, opportunity):
        # 9.5 and 3.2 make 15.8: Ulwick 2002, Cordis's balloons for arteries.
        assert score("opportunity", importance=importance, satisfaction=satisfaction) == pytest.approx(opportunity)

    def test_the_two_forms_of_wsjf_can_disagree(self):
        cheap = item("a", business_value=13, time_criticality=13, risk_opportunity=8, effort=2, cost_of_delay=500,
                     duration=2)  # fmt: skip
        dear = item("b", business_value=5, time_criticality=5, risk_opportunity=3, effort=2, cost_of_delay=9000,
                    duration=2)  # fmt: skip
        both = Backlog(items=(cheap, dear))
        assert [row.id for row in rank(both, "safe")] == ["a", "b"]
        assert [row.id for row in rank(both, "wsjf")] == ["b", "a"]


class TestGapsAndZeros:
    @pytest.mark.parametrize(("by", "lacking"), [(by, field) for by, fields in FULL.items() for field in fields])
    def test_without_one_of_its_numbers_a_method_gives_no_score_and_says_which_is_missing(self, by, lacking):
        fields = {field: value for field, value in FULL[by].items() if field != lacking}
        found = method(by).score(item(**fields))
        assert found.value is None
        assert found.why == f"cannot be scored yet: {lacking.replace('_', ' ')} unknown".replace(
            "risk opportunity", "risk reduction or opportunity"
        )

    @pytest.mark.parametrize(("by", "below"), DIVISOR.items())
    def test_a_zero_below_the_line_gives_no_score_and_says_so(self, by, below):
        found = method(by).score(item(**FULL[by] | {below: 0}))
        assert found.value is None
        assert f"{below}" in found.why and "is 0" in found.why

    @pytest.mark.parametrize(
        ("by", "above"),
        [("rice", "reach"), ("rice", "confidence"), ("wsjf", "cost_of_delay"), ("value-effort", "business_value")],
    )
    def test_a_zero_above_the_line_counts_as_zero(self, by, above):
        assert score(by, **FULL[by] | {above: 0}) == 0

    @pytest.mark.parametrize("by", ["moscow", "kano"])
    def test_classes_need_a_class(self, by):
        found = method(by).score(item())
        assert found.value is None and found.why.startswith("cannot be scored yet: ")

    def test_contradicting_kano_answers_give_no_score_and_ask_again(self):
        found = method("kano").score(item(kano=((Kano.LIKE, Kano.LIKE),)))
        assert found.value is None and "Ask again" in found.why

    @pytest.mark.parametrize("by", METHODS)
    def test_each_method_says_its_unit_source_inputs_and_what_it_is_good_for(self, by):
        found = METHODS[by]
        assert found.id == by
        assert found.unit and found.source and found.reads and found.about.endswith(".")
        assert "Source:" in found.score.__doc__

    def test_an_unknown_method_is_named_with_those_there_are(self):
        with pytest.raises(CourseError, match=r"method must be one of rice, .*\(got 'dice'\)"):
            rank(Backlog(), "dice")


class TestRank:
    def test_equal_scores_share_a_place_keep_their_order_and_leave_a_gap(self):
        worths = {"a": 1, "b": 2, "c": 2, "d": 3, "e": None}
        rows = rank(
            Backlog(items=tuple(item(id, business_value=v, effort=1) for id, v in worths.items())), "value-effort"
        )
        assert [(row.id, row.place) for row in rows] == [("d", "1"), ("b", "=2"), ("c", "=2"), ("a", "4"), ("e", "–")]
        assert [row.rank for row in rows] == [1, 2, 2, 4, 5]

    def test_scores_that_differ_only_by_rounding_are_a_tie(self):
        third = item("a", business_value=0.1 + 0.2, effort=1)
        same = item("b", business_value=0.3, effort=1)
        assert [row.place for row in rank(Backlog(items=(third, same)), "value-effort")] == ["=1", "=1"]

    def test_must_stands_before_should_before_could_before_wont(self):
        classes = dict(zip("abcd", reversed(Moscow), strict=True))
        rows = rank(Backlog(items=tuple(item(id, moscow=m) for id, m in classes.items())), "moscow")
        assert [classes[row.id] for row in rows] == list(Moscow)

    def test_kano_puts_what_is_missed_most_first(self):
        answers = {"a": ("neutral", "neutral"), "b": ("like", "neutral"), "c": ("like", "dislike"),
                   "d": ("expect", "dislike"), "e": ("dislike", "like")}  # fmt: skip
        rows = rank(Backlog(items=tuple(item(id, kano=(pair,)) for id, pair in answers.items())), "kano")
        assert "".join(row.id for row in rows) == "dcbae"

    @settings(deadline=None)
    @given(st.lists(st.none() | st.integers(0, 5), max_size=12))
    def test_a_place_is_one_more_than_the_number_of_better_items(self, worths):
        items = tuple(item(f"{n}", business_value=v, effort=1) for n, v in enumerate(worths))
        rows = rank(Backlog(items=items), "value-effort")
        assert sorted(int(row.id) for row in rows) == list(range(len(worths)))
        known = [v for v in worths if v is not None]
        for row in rows:
            v = worths[int(row.id)]
            assert row.rank == 1 + (len(known) if v is None else sum(other > v for other in known))
            assert row.tied == (v is not None and known.count(v) > 1)
        assert [row.rank for row in rows] == sorted(row.rank for row in rows)

    def test_the_rules_for_ties_gaps_and_zeros_are_told(self):
        assert set(RULES) == {"ties", "missing", "zero"}


class TestQuadrants:
    def test_each_corner_has_its_name(self):
        corners = {"a": (9, 1), "b": (9, 9), "c": (1, 1), "d": (1, 9)}
        items = tuple(item(id, business_value=v, effort=e) for id, (v, e) in corners.items())
        assert quadrants(Backlog(items=items)) == {
            "a": Quadrant.QUICK_WIN, "b": Quadrant.BIG_BET, "c": Quadrant.FILL_IN, "d": Quadrant.TIME_SINK
        }  # fmt: skip

    def test_an_item_on_the_median_counts_as_high_and_one_without_numbers_is_left_out(self):
        found = quadrants(Backlog(items=(item("a", business_value=3, effort=3), item("b", business_value=3))))
        assert found == {"a": Quadrant.BIG_BET}

    def test_nothing_known_gives_no_map(self):
        assert quadrants(Backlog(items=(item(),))) == {}


class TestMoscowEffort:
    def test_the_handbooks_split_of_60_20_20(self):
        # DSDM Agile Project Framework handbook, chapter 10: at most 60% Must, about 20% Could; Won't is outside.
        split = {"must": 60, "should": 20, "could": 20, "wont": 500}
        items = tuple(item(name, moscow=name, effort=effort) for name, effort in split.items())
        assert moscow_effort(Backlog(items=items)) == {Moscow.MUST: 0.6, Moscow.SHOULD: 0.2, Moscow.COULD: 0.2}

    @pytest.mark.parametrize("fields", [{}, {"moscow": "must"}, {"effort": 3}, {"moscow": "wont", "effort": 3}])
    def test_without_effort_inside_the_release_there_is_no_share(self, fields):
        assert moscow_effort(Backlog(items=(item(**fields),))) == {}


class TestShifts:
    ITEMS = (
        item("a", reach=1000, impact=2, confidence=1, effort=1, cost_of_delay=10, duration=1),
        item("b", reach=500, impact=2, confidence=1, effort=1, cost_of_delay=50, duration=1),
        item("c", reach=100, impact=2, confidence=1, effort=1, cost_of_delay=100, duration=1),
    )

    def test_the_farthest_moved_comes_first(self):
        pairs = shifts(Backlog(items=self.ITEMS), "rice", "wsjf")
        assert [(old.id, old.rank, new.rank) for old, new in pairs] == [("c", 3, 1), ("a", 1, 3), ("b", 2, 2)]

    def test_what_a_method_cannot_score_has_no_rank_and_so_does_not_move(self):
        assert shifts(Backlog(items=self.ITEMS), "wsjf", "moscow") == []
        classed = Backlog(items=self.ITEMS).change("b", moscow="must").change("c", moscow="must")
        assert {old.id for old, _ in shifts(classed, "wsjf", "moscow")} == {"b", "c"}

    def test_each_move_is_told_with_its_reasons(self):
        told = [explain_shift(*pair) for pair in shifts(Backlog(items=self.ITEMS), "rice", "wsjf")]
        assert told[0].startswith("c Item c moves up 2 from 3 to 1: before, 100 people × 2 impact")
        assert told[0].endswith("now, 100 a week of delay ÷ 1 weeks.")
        assert "moves down 2 from 1 to 3" in told[1]
        assert "stays 2" in told[2]


class TestWhatIf:
    def test_only_items_of_more_than_median_effort_overrun(self):
        items = tuple(item(id, effort=effort, duration=effort) for id, effort in {"a": 1, "b": 2, "c": 4}.items())
        late = what_if(Backlog(items=items), overrun=0.5)
        assert [(i.effort, i.duration) for i in late.items] == [(1, 1), (2, 2), (6, 6)]

    def test_doubt_lowers_confidence_and_nothing_else(self):
        sure = Backlog(items=(item(confidence=0.8, effort=2),))
        assert what_if(sure, doubt=0.25) == sure.change("T-01", confidence=0.8 * 0.75)

    def test_nothing_asked_changes_nothing(self):
        backlog = Backlog(items=(item(confidence=0.8, effort=2), item("T-02")))
        assert what_if(backlog) == backlog
