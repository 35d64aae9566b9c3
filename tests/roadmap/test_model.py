from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pmcourse.artifact import Invalid, dumps, loads
from pmcourse.roadmap import quarters
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.model import Estimate, Horizon, Initiative, Outcome, Roadmap, Team, waiting

DAYS = st.dates(date(1971, 1, 1), date(2190, 12, 31))


def roadmap(*initiatives: Initiative, **fields) -> Roadmap:
    return Roadmap(**({"as_of": "2027-01-15", "initiatives": initiatives} | fields))


def one(id: str, **fields) -> Initiative:
    return Initiative(**({"id": id, "title": f"Title of {id}"} | fields))


OUTCOME = Outcome(id="o", name="People come back")


class TestQuarters:
    @given(DAYS)
    @settings(deadline=None)
    def test_a_day_lies_between_the_first_and_the_last_day_of_its_quarter(self, day):
        quarter = quarters.quarter_of(day)
        assert quarters.first_day(quarter) <= day <= quarters.last_day(quarter)

    @given(DAYS, st.integers(-30, 30))
    @settings(deadline=None)
    def test_going_forth_and_back_ends_where_it_began(self, day, steps):
        quarter = quarters.quarter_of(day)
        other = quarters.later(quarter, steps) if quarter >= "1980" and quarter < "2190" else quarter
        assert quarters.later(other, -quarters.steps_between(quarter, other)) == quarter

    @given(DAYS, DAYS)
    @settings(deadline=None)
    def test_quarters_sort_as_text_as_their_days_do(self, a, b):
        first, second = sorted((a, b))
        assert quarters.quarter_of(first) <= quarters.quarter_of(second)

    @pytest.mark.parametrize(
        "text", ["2027", "2027-Q5", "2027-Q0", "27-Q1", "2027-q1", "1066-Q1", " 2027-Q1", "٢٠٢٧-Q1"]
    )
    def test_what_is_no_quarter_is_refused_with_an_example(self, text):
        with pytest.raises(ValueError, match="such as 2027-Q1"):
            quarters.parts(text)

    def test_a_quarter_is_said_in_months(self):
        assert quarters.in_words("2027-Q1") == "Jan–Mar 2027"


class TestEstimate:
    @given(st.lists(st.floats(0, 1000), min_size=3, max_size=3).map(sorted))
    @settings(deadline=None)
    def test_its_expected_value_lies_between_low_and_high(self, numbers):
        low, likely, high = numbers
        assert low - 1e-9 <= Estimate(low=low, likely=likely, high=high).expected <= high + 1e-9

    def test_numbers_that_do_not_rise_are_refused(self):
        with pytest.raises(ValidationError, match="low 3, likely 2, high 4"):
            Estimate(low=3, likely=2, high=4)

    @pytest.mark.parametrize("bad", [-1, float("nan"), float("inf")])
    def test_negative_and_endless_efforts_are_refused(self, bad):
        with pytest.raises(ValidationError):
            Estimate(low=0, likely=0, high=bad)


class TestRoadmap:
    def test_two_initiatives_with_one_id_are_refused(self):
        with pytest.raises(ValidationError, match="'A' stands there twice"):
            roadmap(one("A"), one("A"))

    def test_a_broken_file_is_told_in_words(self):
        text = dumps(roadmap(one("A", effort=Estimate(low=1, likely=2, high=3)))).replace("3.0", "1.5")
        with pytest.raises(Invalid, match="must rise"):
            loads(text, Roadmap)

    def test_saving_and_loading_gives_the_same_roadmap(self):
        assert loads(dumps(CASE.start), Roadmap) == CASE.start

    @pytest.mark.parametrize(
        ("quarter", "horizon"),
        [("2026-Q4", "now"), ("2027-Q1", "now"), ("2027-Q2", "next"), ("2027-Q3", "next"), ("2027-Q4", "later")],
    )
    def test_a_quarter_has_its_horizon_whatever_is_stated(self, quarter, horizon):
        card = one("A", quarter=quarter, horizon="later")
        assert roadmap(card).horizon_of(card) is Horizon(horizon)

    def test_without_quarter_and_horizon_an_initiative_is_for_later(self):
        assert roadmap().horizon_of(one("A")) is Horizon.LATER

    def test_text_is_kept_on_one_line(self):
        assert one("A", hypothesis=" a\n b\u2028\tc\x00 ").hypothesis == "a b c"

    @pytest.mark.parametrize("id", ["", "a;b", "a,b", "a|b", " a", "a:b", "x" * 61, "<b>"])
    def test_ids_that_files_could_not_carry_are_refused(self, id):
        with pytest.raises(ValidationError):
            one(id)

    def test_capacity_goes_on_after_the_last_stated_quarter(self):
        team = Team(id="T", capacity={"2027-Q1": 10, "2027-Q3": 6})
        assert [team.capacity_in(q) for q in ("2026-Q4", "2027-Q1", "2027-Q2", "2029-Q1")] == [10, 10, 10, 6]

    def test_a_team_that_states_no_capacity_has_none_known(self):
        assert Team(id="T").capacity_in("2027-Q1") is None

    def test_a_replaced_initiative_keeps_its_place_and_a_new_one_comes_last(self):
        start = roadmap(one("A"), one("B"))
        assert start.with_initiative(one("A", title="New")).initiatives == (one("A", title="New"), one("B"))
        assert [i.id for i in start.with_initiative(one("C")).initiatives] == ["A", "B", "C"]


class TestMoving:
    start = roadmap(*(one(id, after=("A",) if id == "D" else (), outcome="o") for id in "ABCD"), outcomes=(OUTCOME,))

    def test_a_card_goes_right_before_another_with_its_changes(self):
        moved = self.start.moved("D", "B", quarter="2027-Q2")
        assert [i.id for i in moved.initiatives] == list("ADBC")
        assert moved.initiative("D").quarter == "2027-Q2"

    def test_before_nobody_is_the_end(self):
        assert [i.id for i in self.start.moved("A").initiatives] == list("BCDA")

    def test_an_unknown_card_changes_nothing(self):
        assert self.start.moved("Z", quarter="2027-Q1") is self.start

    @given(st.sampled_from("ABCD"), st.sampled_from([None, *"ABCD"]), st.sampled_from([None, "2027-Q1", "2027-Q4"]))
    @settings(deadline=None)
    def test_no_card_is_ever_lost(self, id, before, quarter):
        moved = self.start.moved(id, before, quarter=quarter)
        assert sorted(i.id for i in moved.initiatives) == list("ABCD")
        assert moved.initiative(id).quarter == quarter

    def test_what_is_taken_off_is_waited_for_no_longer(self):
        left = self.start.without("A")
        assert ([i.id for i in left.initiatives], left.initiative("D").after) == (list("BCD"), ())

    def test_an_outcome_that_is_taken_off_is_served_no_longer(self):
        left = self.start.without_outcome("o")
        assert left.outcomes == () and {i.outcome for i in left.initiatives} == {None}

    def test_a_replaced_outcome_keeps_its_place_and_a_new_one_comes_last(self):
        new = OUTCOME.model_copy(update={"name": "New"})
        assert self.start.with_outcome(new).outcomes == (new,)
        assert [o.id for o in self.start.with_outcome(Outcome(id="p", name="P")).outcomes] == ["o", "p"]


class TestWaiting:
    def test_each_waits_for_what_it_names_and_what_is_absent_is_left_out(self):
        made = waiting(roadmap(one("A", after=("C", "Z")), one("B", after=("A", "B")), one("C")))
        assert list(made) == ["A", "B", "C"] and set(made.edges) == {("A", "C"), ("B", "A"), ("B", "B")}


def test_outcomes_may_lack_everything_but_a_name():
    assert Outcome(id="o", name="People stay").target is None
