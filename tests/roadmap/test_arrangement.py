import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.board import Board
from pmcourse.roadmap.arrangement import ALL, NONE, Across, Arrangement, Down
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.model import Estimate, Initiative, Roadmap, Team

ARRANGEMENTS = [Arrangement(across, down) for across in Across for down in Down]
QUARTERS = Arrangement()
BY_PRIORITY = Arrangement(down=Down.PRIORITY)
BY_TEAM = Arrangement(down=Down.TEAMS)


def cell(arrangement, roadmap, lane, column):
    """The ids of the cards in a cell, from the top down."""
    return [c["id"] for c in arrangement.cards(roadmap) if (c["lane"], c["column"]) == (lane, column)]


def test_every_initiative_ahead_has_a_place_on_every_board():
    for roadmap in (CASE.start, CASE.assignment, Roadmap(as_of="2027-01-04")):
        for arrangement in ARRANGEMENTS:
            board = Board(arrangement.columns(roadmap), arrangement.lanes(roadmap), arrangement.cards(roadmap))
            assert [card["id"] for card in board.cards] == [one.id for one in roadmap.ahead]


@given(
    st.sampled_from(ARRANGEMENTS),
    st.sampled_from([one.id for one in CASE.start.initiatives]),
    st.integers(-1, 20),
    st.data(),
)
@settings(deadline=None, max_examples=150)
def test_a_card_is_where_it_was_put_and_the_others_keep_their_order(arrangement, id, position, data):
    start = CASE.start
    lane = data.draw(st.sampled_from([lane["id"] for lane in arrangement.lanes(start)]))
    column = data.draw(st.sampled_from([column["id"] for column in arrangement.columns(start)]))
    others = [other for other in cell(arrangement, start, lane, column) if other != id]
    new = arrangement.moved(start, id, lane, column, position)
    at = min(max(position, 0), len(others))
    assert cell(arrangement, new, lane, column) == [*others[:at], id, *others[at:]]
    assert [i.id for i in new.initiatives if i.id != id] == [i.id for i in start.initiatives if i.id != id]
    assert all(new.initiative(i.id) == i for i in start.initiatives if i.id != id)


def test_a_card_that_is_put_down_where_it_was_changes_nothing():
    for arrangement in ARRANGEMENTS:
        for card in arrangement.cards(CASE.start):
            at = cell(arrangement, CASE.start, card["lane"], card["column"]).index(card["id"])
            assert arrangement.moved(CASE.start, card["id"], card["lane"], card["column"], at) == CASE.start


def test_another_lane_is_another_outcome_or_other_teams():
    assert QUARTERS.moved(CASE.start, "R-14", "loans", "later", 0).initiative("R-14").outcome == "loans"
    assert QUARTERS.moved(CASE.start, "R-01", NONE, "2026-Q4", 0).initiative("R-01").outcome is None
    assert BY_TEAM.moved(CASE.start, "R-01", "Core:Desk", "2026-Q4", 0).initiative("R-01").teams == ("Core", "Desk")


def test_a_quarter_replaces_a_horizon_and_a_horizon_a_quarter():
    there = QUARTERS.moved(CASE.start, "R-13", "loans", "2027-Q2", 0).initiative("R-13")
    assert (there.quarter, there.horizon) == ("2027-Q2", None)
    back = QUARTERS.moved(CASE.start, "R-01", "grant", "later", 0).initiative("R-01")
    assert (back.quarter, back.horizon) == (None, "later")


def test_in_one_lane_the_top_card_is_worked_on_first():
    moved = BY_PRIORITY.moved(CASE.start, "R-07", ALL, "2027-Q1", 0)
    assert cell(BY_PRIORITY, moved, ALL, "2027-Q1")[0] == "R-07"
    ids = [one.id for one in moved.initiatives]
    assert ids.index("R-07") < ids.index("R-05")


def test_the_head_of_a_quarter_says_how_full_each_team_is_in_words_and_as_a_share():
    heads = {column["id"]: column.get("fills") for column in QUARTERS.columns(CASE.start)}
    borrow, desk, _core = heads["2027-Q1"]
    assert borrow["words"] == "Borrow 24.3 of 22 ✗ too much" and borrow["share"] > 1
    assert desk["words"] == "Desk 13.8 of 16" and desk["share"] == pytest.approx(13.8 / 16, abs=0.01)


def test_a_team_without_any_room_is_too_full_as_soon_as_it_has_work():
    none = Team(id="Desk", capacity={"2027-Q1": 0})
    effort = Estimate(low=1, likely=1, high=2)
    work = Initiative(id="A", title="Work", teams=("Desk",), quarter="2027-Q1", effort=effort)
    full, free = (
        QUARTERS.columns(Roadmap(as_of="2027-01-04", teams=(none,), initiatives=items))[0]["fills"][0]
        for items in ((work,), ())
    )
    assert "too much" in full["words"] and full["share"] > 1
    assert "too much" not in free["words"] and free["share"] == 0


def test_what_must_be_put_right_stands_on_its_card_in_words():
    cards = {card["id"]: card for card in QUARTERS.cards(CASE.start, check(CASE.start))}
    assert cards["R-14"]["problems"] == ["✗ To fix: has no outcome."]
    assert cards["R-01"]["problems"] == []
    assert cards["R-07"]["badges"] == ["90% sure it works", "waits for R-02", "promised 31 Mar 2027"]


def test_what_should_be_over_and_is_not_is_for_now_and_what_is_far_is_for_later():
    cards = (
        Initiative(id="A", title="Late", quarter="2026-Q1"),
        Initiative(id="B", title="Far", quarter="2028-Q1"),
        Initiative(id="C", title="Some time soon", horizon="next"),
    )
    roadmap = Roadmap(as_of="2027-01-04", initiatives=cards)
    assert [card["column"] for card in QUARTERS.cards(roadmap)] == ["2027-Q1", "later", "next"]
