import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.findings import Severity
from pmcourse.roadmap.capacity import load
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.checks import check, texts
from pmcourse.roadmap.model import Estimate, Initiative, Outcome, Roadmap, Team
from pmcourse.roadmap.outcomes import check_outcomes
from pmcourse.skills import skill

GOAL = Outcome(id="goal", name="People come back", metric="weekly visits", baseline=2, target=3, by="2027-12-31")


def one(id: str, weeks: float = 4, **fields) -> Initiative:
    known = {
        "title": f"Title of {id}", "outcome": "goal", "hypothesis": "We believe it helps.", "teams": ("T",),
        "effort": Estimate(low=weeks / 2, likely=weeks, high=weeks * 1.5), "quarter": "2027-Q1",
    }  # fmt: skip
    return Initiative(**(known | {"id": id} | fields))


def roadmap(*initiatives: Initiative, **fields) -> Roadmap:
    team = Team(id="T", capacity={"2027-Q1": 10, "2027-Q2": 10, "2027-Q4": 10})
    known = {"as_of": "2027-01-15", "outcomes": (GOAL,), "teams": (team,), "initiatives": initiatives}
    return Roadmap(**(known | fields))


def only(found, criterion):
    """The one finding there is; it must be of this criterion."""
    assert [finding.criterion for finding in found] == [criterion]
    return found[0]


def test_a_sound_roadmap_has_no_finding():
    assert check(roadmap(one("A"), one("B"))) == []


def test_every_finding_says_what_why_and_the_next_step_and_names_a_skill():
    for finding in check(CASE.start):
        assert finding.message and finding.why and finding.hint
        assert skill(finding.skill).id == finding.skill


def test_the_case_holds_the_tensions_that_the_lesson_is_about():
    seen = {
        (finding.criterion, finding.where.item) for finding in check(CASE.start) if finding.severity != Severity.LOOK
    }
    assert seen == {
        ("output_as_outcome", "banner"),
        ("outcome_unmeasured", "banner"),
        ("initiative_without_outcome", "R-14"),
        ("capacity_exceeded", "Borrow"),
        ("false_precision", "R-13"),
        ("launch_without_packaging", "R-08"),
        ("launch_without_packaging", "R-09"),
    }


class TestCapacity:
    def test_the_team_the_quarter_and_the_excess_are_named(self):
        found = only(check(roadmap(one("A", 8), one("B", 5))), "capacity_exceeded")
        assert found.message == ("T has 10 person-weeks in 2027-Q1 (Jan–Mar 2027), but 13 are planned: 3 too many.")
        assert found.hint == "Move B, “Title of B” (5 person-weeks of T's), to 2027-Q2, where T has room, or drop it."

    def test_a_full_quarter_is_not_too_full(self):
        assert check(roadmap(one("A", 7), one("B", 3))) == []

    def test_what_is_for_now_counts_in_the_current_quarter(self):
        only(check(roadmap(one("A", 11, quarter=None, horizon="now"))), "capacity_exceeded")

    def test_what_is_done_takes_no_capacity(self):
        assert check(roadmap(one("A", 30, done=True))) == []

    def test_a_team_that_states_no_capacity_is_not_judged(self):
        assert check(roadmap(one("A", 99), teams=(Team(id="T"),))) == []

    @given(st.lists(st.tuples(st.floats(0.5, 9), st.sampled_from(["2027-Q1", "2027-Q2"])), min_size=1, max_size=8))
    @settings(deadline=None)
    def test_the_load_is_all_the_expected_work(self, cards):
        made = roadmap(*(one(f"I{n}", weeks, quarter=q) for n, (weeks, q) in enumerate(cards)))
        assert sum(load(made).values()) == pytest.approx(sum(i.effort.expected for i in made.initiatives))

    @given(st.lists(st.floats(0.5, 9), min_size=1, max_size=6))
    @settings(deadline=None)
    def test_it_is_exceeded_exactly_where_the_load_is_larger(self, weeks):
        made = roadmap(*(one(f"I{n}", w) for n, w in enumerate(weeks)))
        over = any(f.criterion == "capacity_exceeded" for f in check(made))
        assert over == (sum(i.effort.expected for i in made.initiatives) > 10 + 1e-6)


class TestDependencies:
    def test_a_circle_is_named(self):
        found = check(roadmap(one("A", 1, after=("B",)), one("B", 1, after=("A",))))
        assert only(found, "dependency_circular").message == "A waits for B waits for A."

    def test_what_it_waits_for_must_be_on_the_roadmap(self):
        assert (
            "waits for Z, which is not on the roadmap"
            in only(check(roadmap(one("A", after=("Z",)))), "dependency_broken").message
        )

    def test_what_it_waits_for_must_not_be_planned_later(self):
        found = only(check(roadmap(one("A", after=("B",)), one("B", quarter="2027-Q2"))), "dependency_broken")
        assert "planned for 2027-Q1, but waits for B" in found.message
        assert found.severity is Severity.MUST

    def test_the_same_quarter_and_an_unclear_order_are_no_break(self):
        assert check(roadmap(one("A", after=("B",)), one("B"))) == []
        assert check(roadmap(one("A", quarter="2027-Q2", after=("B",)), one("B", quarter=None, horizon="next"))) == []

    def test_a_team_must_be_on_the_roadmap(self):
        assert "choose one of: T." in only(check(roadmap(one("A", teams=("X",)))), "team_unknown").hint


class TestOutcomes:
    @pytest.mark.parametrize("name", ["Launch the app", "Building a chat", "To ship version 2", "Roll out the scanner"])
    def test_a_word_of_building_without_a_metric_is_an_output(self, name):
        found = check_outcomes(roadmap(one("A"), outcomes=(Outcome(id="goal", name=name),)))
        assert [(f.criterion, f.severity) for f in found] == [
            ("output_as_outcome", Severity.MUST),
            ("outcome_unmeasured", Severity.MUST),
        ]
        start, end = found[0].where.start, found[0].where.end
        assert name[start:end].split()[-1].lower() in {"launch", "building", "ship", "out"}

    def test_with_a_metric_it_is_only_worth_a_second_look(self):
        outcome = GOAL.model_copy(update={"name": "Launch the app in ten towns"})
        assert (
            only(check_outcomes(roadmap(one("A"), outcomes=(outcome,))), "output_as_outcome").severity is Severity.LOOK
        )

    def test_the_name_of_an_initiative_is_no_outcome(self):
        outcome = GOAL.model_copy(update={"name": "Add the title of A"})
        found = only(check_outcomes(roadmap(one("A"), outcomes=(outcome,))), "output_as_outcome")
        assert (found.severity, "the initiative A" in found.message) == (Severity.MUST, True)

    @pytest.mark.parametrize(
        "metric", ["number of features", "story points", "app launched (yes/no)", "portals live", "modules completed"]
    )
    def test_counting_what_the_team_makes_is_worth_a_second_look(self, metric):
        outcome = GOAL.model_copy(update={"metric": metric})
        assert (
            only(check_outcomes(roadmap(one("A"), outcomes=(outcome,))), "output_as_outcome").severity is Severity.LOOK
        )

    @pytest.mark.parametrize(
        "metric", ["lists completed on the day", "courses with complete lists", "loans done without a call",
                   "members who live far away"]
    )  # fmt: skip
    def test_counting_what_people_do_is_not(self, metric):
        assert check_outcomes(roadmap(one("A"), outcomes=(GOAL.model_copy(update={"metric": metric}),))) == []

    @pytest.mark.parametrize(
        "name", ["Members borrow more", "Fewer things come back late", "Buildings stay warm", "Movers return"]
    )
    def test_a_change_for_people_is_an_outcome(self, name):
        assert check_outcomes(roadmap(one("A"), outcomes=(GOAL.model_copy(update={"name": name}),))) == []

    @pytest.mark.parametrize(
        ("missing", "severity"),
        [("metric", "must"), ("baseline", "must"), ("target", "must"), ("by", "should")],
    )
    def test_what_is_missing_of_a_measure_is_said(self, missing, severity):
        outcome = GOAL.model_copy(update={missing: "" if missing == "metric" else None})
        found = only(check_outcomes(roadmap(one("A"), outcomes=(outcome,))), "outcome_unmeasured")
        assert found.severity.value == severity
        assert "⟨" in found.rewrite

    def test_a_baseline_of_zero_is_a_baseline(self):
        assert check_outcomes(roadmap(one("A"), outcomes=(GOAL.model_copy(update={"baseline": 0}),))) == []

    def test_a_target_that_is_reached_already_is_none(self):
        outcome = GOAL.model_copy(update={"target": 2})
        assert (
            "already has" in only(check_outcomes(roadmap(one("A"), outcomes=(outcome,))), "outcome_unmeasured").message
        )

    @pytest.mark.parametrize("outcome", [None, "gone"])
    def test_an_initiative_needs_an_outcome_that_is_there(self, outcome):
        made = roadmap(one("A"), one("B", outcome=outcome))
        assert only(check_outcomes(made), "initiative_without_outcome").where.item == "B"

    def test_an_outcome_needs_an_initiative(self):
        other = GOAL.model_copy(update={"id": "other"})
        found = only(check_outcomes(roadmap(one("A"), outcomes=(GOAL, other))), "outcome_without_initiative")
        assert found.where.item == "other"

    def test_a_bet_without_a_reason_is_worth_a_second_look(self):
        assert only(check_outcomes(roadmap(one("A", hypothesis=""))), "hypothesis_missing").severity is Severity.LOOK


class TestPrecision:
    def test_a_day_promised_far_out_is_false_precision(self):
        found = only(check(roadmap(one("A", quarter="2027-Q4", promise="2027-11-30"))), "false_precision")
        assert "promises the day 2027-11-30, 10 months away" in found.message
        assert found.severity is Severity.SHOULD

    @pytest.mark.parametrize(
        "far",
        [
            {"quarter": "2028-Q3"},
            {"quarter": None, "effort": Estimate(low=4, likely=4, high=5)},
            {"quarter": None, "confidence": 1},
        ],
    )
    def test_other_certainty_far_out_is_worth_a_second_look(self, far):
        assert only(check(roadmap(one("A", **far))), "false_precision").severity is Severity.LOOK

    def test_a_day_promised_for_soon_is_fine(self):
        assert check(roadmap(one("A", promise="2027-03-31"))) == []


class TestFullness:
    def test_a_horizon_that_holds_more_than_the_team_has_is_full(self):
        cards = [one(f"I{n}", 6, quarter=None, horizon="next") for n in range(4)]
        found = only(check(roadmap(*cards)), "horizon_full")
        assert "“next” holds 24 person-weeks of work for T, which has 20 in that time" in found.message
        assert "I3" in found.hint

    def test_a_team_cannot_begin_everything_at_once(self):
        assert (
            "T has 4 initiatives in “now”"
            in only(check(roadmap(*(one(f"I{n}", 1) for n in range(4)))), "horizon_full").message
        )

    def test_too_many_cards_for_a_meeting_are_worth_a_second_look(self):
        cards = [one(f"I{n}", quarter=None, teams=(), effort=None) for n in range(13)]
        assert only(check(roadmap(*cards)), "horizon_full").severity is Severity.LOOK


class TestLaunches:
    def test_a_launch_needs_packaging_before_it(self):
        assert only(check(roadmap(one("A", phase="launch"))), "launch_without_packaging").severity is Severity.MUST

    def test_packaging_counts_however_far_back_it_lies(self):
        cards = one("A", 1, phase="launch", after=("B",)), one("B", 1, after=("C",)), one("C", 1, phase="packaging")
        assert check(roadmap(*cards)) == []

    def test_packaging_that_it_does_not_wait_for_may_be_meant(self):
        found = only(check(roadmap(one("A", phase="launch"), one("B", phase="packaging"))), "launch_without_packaging")
        assert (found.severity, found.hint) == (Severity.LOOK, "Let A wait for B.")

    def test_packaging_after_the_launch_does_not_count(self):
        cards = one("A", phase="launch"), one("B", phase="packaging", quarter="2027-Q2")
        assert only(check(roadmap(*cards)), "launch_without_packaging").severity is Severity.MUST


def test_what_is_planned_soon_must_be_estimated():
    found = only(check(roadmap(one("A", effort=None, teams=()))), "estimate_missing")
    assert "no effort and no team" in found.message


def test_findings_point_into_the_words_that_they_are_about():
    words = texts(CASE.start)
    for finding in check(CASE.start):
        if finding.where.start is not None:
            assert words[finding.where.item][finding.where.start : finding.where.end]
