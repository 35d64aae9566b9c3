"""What the checks see in a backlog, what they leave in peace, and in which words."""

import pytest

from pmcourse.backlog import checks
from pmcourse.backlog.model import Backlog, Item
from pmcourse.errors import CourseError
from pmcourse.findings import Severity
from pmcourse.skills import skill


def item(id: str, **fields) -> Item:
    return Item(**{"id": id, "title": f"Item {id}"} | fields)


def needing(*ids: str, **needs: str) -> Backlog:
    return Backlog(items=tuple(item(id, depends_on=tuple(needs.get(id, ""))) for id in ids))


def valued(**worth: float | None) -> Backlog:
    """Items with this business value and one week of effort."""
    return Backlog(items=tuple(item(id, business_value=value, effort=1) for id, value in worth.items()))


def classed(*classes: tuple[str | None, float | None]) -> Backlog:
    return Backlog(items=tuple(item(f"{n}", moscow=m, effort=effort) for n, (m, effort) in enumerate(classes)))


def seen(findings) -> list[str]:
    return [found.criterion for found in findings]


GOOD = classed(("must", 60), ("should", 20), ("could", 20), ("wont", 40))


class TestDependencies:
    def test_an_order_that_keeps_them_is_left_in_peace(self):
        assert checks.dependencies(needing(*"abc", b="a", c="ab")) == []

    def test_each_broken_one_is_named_with_what_to_move(self):
        (found,) = checks.dependencies(needing("a", "b", a="b"))
        assert (found.criterion, found.severity, found.where.item) == ("dependency_broken", Severity.MUST, "a")
        assert found.message == "a needs b, which comes later."
        assert found.hint == "Move b above a."

    def test_a_circle_is_named_once_and_not_again_as_broken(self):
        (found,) = checks.dependencies(needing(*"abc", a="c", b="a", c="b"))
        assert found.criterion == "dependency_circle"
        assert found.message == "These items wait for each other: c needs b needs a needs c."

    def test_an_item_that_needs_itself_is_said_so(self):
        (found,) = checks.dependencies(needing("a", a="a"))
        assert found.message == "a needs itself."

    def test_a_need_between_two_circles_can_still_be_broken(self):
        found = checks.dependencies(needing(*"abcd", a="bc", b="a", c="d", d="c"))
        assert [(f.criterion, f.where.item) for f in found] == [
            ("dependency_circle", "a"), ("dependency_circle", "c"), ("dependency_broken", "a")
        ]  # fmt: skip

    def test_an_unknown_one_is_only_worth_a_second_look(self):
        (found,) = checks.dependencies(needing("a", a="z"))
        assert (found.criterion, found.severity) == ("dependency_unknown", Severity.LOOK)
        assert "z, which is not here" in found.message


class TestInputs:
    def test_a_missing_number_is_named_with_its_item(self):
        (found,) = checks.inputs(valued(a=3, b=None), "value-effort")
        assert (found.criterion, found.where.item) == ("input_missing", "b")
        assert "business value unknown" in found.message

    def test_zero_effort_is_told_apart_from_a_missing_one(self):
        (found,) = checks.inputs(valued(a=3).change("a", effort=0), "value-effort")
        assert found.criterion == "input_zero"

    def test_contradicting_kano_answers_are_missing_not_zero(self):
        assert seen(checks.inputs(Backlog(items=(item("a", kano=(("like", "like"),)),)), "kano")) == ["input_missing"]

    def test_scores_that_are_all_the_same_are_seen_with_the_number_that_causes_it(self):
        found = checks.inputs(valued(a=3, b=3, c=3, d=3), "value-effort")
        assert seen(found) == ["scores_equal", "no_difference", "no_difference"]
        assert "ranks nothing" in found[0].message

    def test_three_items_may_be_alike_by_chance(self):
        assert checks.inputs(valued(a=3, b=3, c=3), "value-effort") == []

    def test_numbers_that_differ_are_left_in_peace(self):
        assert "scores_equal" not in seen(checks.inputs(valued(a=3, b=3, c=3, d=4), "value-effort"))

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(CourseError, match="method must be one of"):
            checks.inputs(valued(a=3), "dice")


class TestOrder:
    def test_lowest_score_first_is_a_score_read_as_a_cost(self):
        (found,) = checks.order(valued(a=1, b=2, c=3, d=4), "value-effort")
        assert (found.criterion, found.severity) == ("order_upside_down", Severity.MUST)
        assert "6 of 6 pairs" in found.message

    @pytest.mark.parametrize("worth", [{"a": 4, "b": 3, "c": 2, "d": 1}, {"a": 2, "b": 4, "c": 1, "d": 3}])
    def test_an_order_that_is_right_or_mixed_is_left_in_peace(self, worth):
        assert checks.order(valued(**worth), "value-effort") == []

    def test_ties_and_items_without_a_score_say_nothing(self):
        assert checks.order(valued(a=1, b=1, c=1, d=1, e=None), "value-effort") == []

    def test_few_items_are_left_in_peace(self):
        assert checks.order(valued(a=1, b=2, c=3), "value-effort") == []


class TestValues:
    EFFORTS = (1.0, 2.0, 3.0, 5.0)

    def backlog(self, *values: float) -> Backlog:
        pairs = enumerate(zip(self.EFFORTS, values, strict=True))
        return Backlog(items=tuple(item(f"{n}", effort=e, business_value=v) for n, (e, v) in pairs))

    @pytest.mark.parametrize("times", [1, 2, 0.1])
    def test_value_that_only_repeats_effort_is_seen(self, times):
        (found,) = checks.values(self.backlog(*(times * effort for effort in self.EFFORTS)))
        assert found.criterion == "value_copies_effort"
        assert f"effort times {times:g}" in found.message

    @pytest.mark.parametrize("values", [(1, 2, 3, 8), (5, 3, 2, 1), (0, 0, 0, 0)])
    def test_value_of_its_own_is_left_in_peace(self, values):
        assert checks.values(self.backlog(*values)) == []


class TestMoscow:
    def test_60_20_20_is_left_in_peace(self):
        assert checks.moscow(GOOD) == []

    def test_an_item_without_a_class_is_named(self):
        (found,) = checks.moscow(GOOD.add(item("x", effort=1)))
        assert (found.criterion, found.where.item) == ("moscow_missing", "x")

    def test_more_than_60_percent_must_is_too_much(self):
        (found,) = checks.moscow(classed(("must", 61), ("should", 19), ("could", 20)))
        assert found.criterion == "moscow_must"
        assert "61%" in found.message and "60%" in found.message

    def test_everything_must_is_seen_even_where_no_effort_is_known(self):
        found = checks.moscow(classed(*[("must", None)] * 4))
        assert seen(found) == ["moscow_effort"] * 4 + ["moscow_all_must"]

    def test_next_to_no_could_is_no_reserve(self):
        (found,) = checks.moscow(classed(("must", 60), ("should", 31), ("could", 9)))
        assert found.criterion == "moscow_could"

    def test_what_is_left_out_needs_no_effort(self):
        assert checks.moscow(GOOD.change("3", effort=None)) == []

    @pytest.mark.parametrize("need", ["1", "2", "3"])
    def test_a_must_may_not_wait_for_less_than_a_must(self, need):
        (found,) = checks.moscow(GOOD.change("0", depends_on=(need,)))
        assert found.criterion == "moscow_needs"
        assert f"0 is a Must and needs {need}" in found.message

    @pytest.mark.parametrize("need", ["0", "77"])
    def test_a_could_may_wait_for_a_must_and_for_what_is_not_here(self, need):
        assert checks.moscow(GOOD.change("2", depends_on=(need,))) == []


class TestDelay:
    def backlog(self, *jobs: tuple[float | None, float | None]) -> Backlog:
        return Backlog(items=tuple(item(f"{n}", cost_of_delay=c, duration=w) for n, (c, w) in enumerate(jobs)))

    def test_the_cheapest_order_is_left_in_peace(self):
        assert checks.delay(self.backlog((10, 1), (1, 1))) == []

    def test_an_order_5_percent_dearer_counts_as_right_and_a_little_more_does_not(self):
        assert checks.delay(self.backlog((95, 1), (110, 1))) == []  # 315 against 300
        assert seen(checks.delay(self.backlog((95, 1), (111, 1)))) == ["delay_cost"]  # 317 against 301
        assert checks.delay(self.backlog((95, 1), (111, 1)), near=0.06) == []

    @pytest.mark.parametrize(("cost", "told"), [(111, "(this is 5.3% more)"), (110.07, "(this is 5.1% more)")])
    def test_what_is_too_dear_is_never_told_as_what_is_allowed(self, cost, told):
        (found,) = checks.delay(self.backlog((95, 1), (cost, 1)))
        assert told in found.message

    def test_a_dear_order_is_told_with_both_costs(self):
        (found,) = checks.delay(self.backlog((0, 10), (100, 1)))
        assert found.criterion == "delay_cost"
        assert found.message == "This order costs 1,100 in delay; 100 is possible (this is 1000% more)."

    def test_where_nothing_need_be_lost_no_share_is_told(self):
        (found,) = checks.delay(self.backlog((0, 10), (100, 0)))
        assert found.message == "This order costs 1,000 in delay; 0 is possible."

    def test_what_is_not_known_is_said(self):
        (found,) = checks.delay(self.backlog((1, 1), (None, 1), (None, None)))
        assert found.criterion == "delay_unknown"
        assert "1, 2" in found.message


class TestTitles:
    def test_titles_alike_but_for_case_and_spaces_are_seen_once_for_each_item(self):
        items = (item("a", title="Dark theme"), item("b", title=" dark  Theme"), item("c", title="Light theme"))
        found = checks.titles(Backlog(items=items))
        assert [f.where.item for f in found] == ["a", "b"]


class TestCheck:
    def test_an_empty_backlog_and_a_good_one_are_left_in_peace(self):
        assert checks.check(Backlog()) == []
        assert checks.check(GOOD, "moscow") == []

    def test_the_cost_of_delay_is_looked_at_only_with_methods_that_are_about_it(self):
        dear = Backlog(items=(item("a", cost_of_delay=0, duration=9), item("b", cost_of_delay=9, duration=1)))
        assert "delay_cost" in seen(checks.check(dear, "wsjf"))
        assert "delay_cost" not in seen(checks.check(dear, "rice"))

    def test_moscow_is_looked_at_once_somebody_has_begun_with_it(self):
        assert "moscow_missing" not in seen(checks.check(valued(a=1, b=2)))
        assert "moscow_missing" in seen(checks.check(valued(a=1, b=2).change("a", moscow="must")))

    def test_an_unknown_method_is_refused(self):
        with pytest.raises(CourseError, match="method must be one of"):
            checks.check(Backlog(), "dice")


def test_each_criterion_counts_towards_a_skill_and_says_why_and_what_next():
    for entry in checks.CATALOGUE.entries.values():
        assert skill(entry["skill"]).id in ("backlog-management", "agile-product-management")
        assert entry["why"].endswith((".", "?")) and entry["hint"].endswith((".", "?"))
