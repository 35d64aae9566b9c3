"""The artefact, the competitor grid by hand and by brute force, and what a program can see in a vision and a plan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pmcourse.artifact import dumps, loads
from pmcourse.role import checks
from pmcourse.role.case import CASE
from pmcourse.role.model import Hours, Levels, Plan, Rivals, Role, Vision

MARK = st.integers(1, 5)
NAMES = ("a", "b", "c", "d")
GOOD = Vision(
    whom="people in flats",
    need="need a drill twice a year",
    product="Toolshed",
    category="library of things",
    benefit="lends what they need around the corner",
    unlike="buying one",
    difference="takes no room at home",
)


def criteria(findings):
    return [finding.criterion for finding in findings]


def grid(votes, own, *others):
    marks = {"ours": own} | {f"rival {at}": each for at, each in enumerate(others)}
    return Rivals(
        own="ours", votes=dict(zip(NAMES, votes, strict=False)),
        marks={name: dict(zip(NAMES, each, strict=False)) for name, each in marks.items()},
    )  # fmt: skip


def test_a_weighted_gap_is_the_share_of_votes_times_the_gap_to_the_best_rival():
    rivals = grid((54, 30, 24, 12), (2, 3, 4, 2), (4, 3, 2, 5), (3, 4, 1, 1))
    assert [rivals.gap(name) for name in NAMES] == [2, 1, -2, 3]
    assert [rivals.weighted(name) for name in NAMES] == pytest.approx([0.9, 0.25, -0.4, 0.3])
    assert (rivals.widest(weighted=False), rivals.widest()) == ("d", "a")


@given(st.lists(st.integers(1, 90), min_size=3, max_size=3), st.lists(st.tuples(MARK, MARK, MARK), min_size=2))
def test_no_rival_is_farther_ahead_than_the_gap_says(votes, marks):
    rivals = grid(votes, *marks)
    assert sum(rivals.weight(name) for name in rivals.votes) == pytest.approx(1)
    for at, name in enumerate(rivals.votes):
        ahead = [each[at] - marks[0][at] for each in marks[1:]]
        assert rivals.gap(name) in ahead
        assert all(one <= rivals.gap(name) for one in ahead)
        assert rivals.weighted(name) <= rivals.weighted(rivals.widest()) + 1e-12


def test_a_week_has_forty_hours_and_a_quarter_thirteen_weeks():
    with pytest.raises(ValidationError, match="at most 40 hours"):
        Role(weeks=(Hours(users=41 - 33),))
    with pytest.raises(ValidationError):
        Role(weeks=(Hours(),) * 14)
    assert Hours().total == 40


def test_two_people_cannot_have_one_id():
    noor = CASE.start.people[0]
    with pytest.raises(ValidationError, match="ids must differ"):
        Role(people=(noor, noor))


def test_the_case_survives_being_saved_and_read():
    assert loads(dumps(CASE.start), Role) == CASE.start


def test_the_sentence_has_a_gap_for_each_empty_slot():
    assert Vision().sentence == "For … who …, … is a … that …. Unlike …, it …."
    assert GOOD.sentence.endswith("Unlike buying one, it takes no room at home.")


def test_a_whole_vision_has_no_finding_and_noors_lacks_user_alternative_and_difference():
    assert checks.vision(GOOD) == []
    assert criteria(checks.vision(CASE.start.vision)) == ["empty", "everybody", "hollow"]


@pytest.mark.parametrize("whom", ["Everybody", "all people.", "the users", "everyone in town"])
def test_a_user_who_is_nobody_in_particular_is_named_as_typed(whom):
    [found] = checks.vision(GOOD.model_copy(update={"whom": whom}))
    assert found.criterion == "everybody" and whom in found.message


def test_a_difference_that_says_the_benefit_again_is_told_once():
    same = GOOD.model_copy(update={"difference": f"{GOOD.benefit.capitalize()}."})
    assert criteria(checks.vision(same)) == ["twice"]


@pytest.mark.parametrize("praise", ["is world-class and seamless", "simply the best", "feels intuitive"])
def test_a_difference_that_any_rival_says_of_itself_is_called_hollow(praise):
    assert criteria(checks.vision(GOOD.model_copy(update={"difference": praise}))) == ["hollow"]


def test_a_difference_that_says_how_it_is_better_is_not_called_hollow():
    longer = GOOD.model_copy(update={"difference": "gives a better drill than the cheapest one in the shop"})
    assert checks.vision(longer) == []


def planned(**changes):
    plan = {
        "skill": "empathy", "step": "Talk with five members about loans", "day": "31 March 2027",
        "sign": "Femi reads my notes and asks",
    }  # fmt: skip
    return Role(now=Levels(empathy=2, projects=4), wanted=Levels(empathy=4, projects=4), plan=Plan(**plan | changes))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"skill": "projects"}, ["no_gap"]),
        ({"skill": ""}, ["no_gap"]),
        ({"step": "Talk more"}, ["short"]),
        ({"sign": "talk with five members about loans!"}, ["no_sign"]),
        ({"day": "soon"}, ["no_day"]),
        ({"day": "31 March 1900"}, ["past"]),
    ],
)
def test_a_plan_needs_a_gap_a_step_a_sign_of_its_own_and_a_day(changes, found):
    assert criteria(checks.plan(planned(**changes), date(2026, 11, 26))) == found


def test_gaps_between_own_levels_are_told_widest_first_and_only_where_both_are_given():
    work = Role(now=Levels(empathy=2, projects=4, technical=1), wanted=Levels(empathy=3, projects=3, technical=5))
    assert work.skill_gaps() == {"technical": 4, "empathy": 1, "projects": -1}
    assert Role(now=Levels(empathy=2)).skill_gaps() == {}
