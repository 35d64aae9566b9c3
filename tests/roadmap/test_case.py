from pmcourse.roadmap.case import CASE, fair, too_many_dropped, unfit, waits_taken_off
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Estimate, Initiative

START = CASE.assignment


def test_lanterns_roadmap_has_the_faults_that_the_assignment_asks_about():
    assert {one.criterion for one in check(CASE.assignment)} >= {
        "output_as_outcome", "outcome_unmeasured", "initiative_without_outcome", "capacity_exceeded", "horizon_full",
        "dependency_circular", "dependency_broken", "false_precision", "launch_without_packaging",
    }  # fmt: skip
    assert all(one.chance < 0.85 for one in forecast(CASE.assignment).promises() if one.id in ("N-03", "N-10"))


def test_untouched_foreign_and_plundered_roadmaps_are_not_taken_for_work_on_lanterns():
    assert "as it was at the start" in unfit(CASE.assignment, START)
    assert "roadmap of Toolshed" in unfit(CASE.start, START)
    assert unfit(CASE.assignment.without("N-10"), START) == ""


def test_more_than_three_dropped_initiatives_are_named():
    dropped = CASE.assignment
    for id in ("N-01", "N-02", "N-06"):
        dropped = dropped.without(id)
    assert too_many_dropped(dropped, START) == ""
    assert "At most 3" in (told := too_many_dropped(dropped.without("N-07"), START)) and "N-07" in told


def test_what_must_stay_is_put_back_as_it_stood_at_the_start():
    judged = fair(CASE.assignment.without("N-08").without("N-03"), START)
    for id in ("N-03", "N-08"):
        assert judged.initiative(id) == START.initiative(id)


def test_facts_that_are_not_the_learners_to_change_are_put_back():
    one = CASE.assignment.initiative("N-01").model_copy(
        update={
            "effort": Estimate(low=0, likely=0, high=0),
            "teams": ("Office",),
            "after": (),
            "done": True,
            "quarter": "2027-Q3",
        }
    )
    own = Initiative(id="R-01", title="Own", effort=Estimate(low=1, likely=1, high=1), teams=("Site",))
    judged = fair(CASE.assignment.with_initiative(one).with_initiative(own).model_copy(update={"teams": ()}), START)
    assert judged.teams == CASE.assignment.teams
    assert judged.initiative("N-01") == CASE.assignment.initiative("N-01").model_copy(update={"quarter": "2027-Q3"})
    assert judged.initiative("R-01") == own


def test_only_the_wait_that_closes_the_circle_may_be_taken_off():
    mine = CASE.assignment
    for id in ("N-04", "N-05"):
        mine = mine.with_initiative(mine.initiative(id).model_copy(update={"after": ()}))
    judged = fair(mine, START)
    assert judged.initiative("N-05").after == () and judged.initiative("N-04").after == ("N-05",)
    assert waits_taken_off(mine, START) == ["N-04 for N-05"]


def test_a_measure_that_the_case_gives_is_put_back_and_one_of_the_learners_stays():
    easy = START.outcome("book").model_copy(update={"baseline": 74.0})
    own = START.outcome("teach").model_copy(update={"metric": "courses with a list", "baseline": 30.0})
    judged = fair(START.with_outcome(easy).with_outcome(own), START)
    assert judged.outcome("book") == START.outcome("book") and judged.outcome("teach") == own
