from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.roadmap.carry import ordered_by, sized_by, written
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.model import Initiative, Roadmap

ITEMS = [f"T-{n:02}" for n in range(1, 25)]


def roadmap(**items):
    return Roadmap(
        as_of="2027-01-04", initiatives=[Initiative(id=id, title=id, items=linked) for id, linked in items.items()]
    )


def test_an_initiative_comes_where_its_first_item_comes():
    start = roadmap(A=("3", "9"), B=("2",), C=("1", "8"))
    assert [one.id for one in ordered_by(start, ["2", "9", "3", "1"]).initiatives] == ["B", "A", "C"]


def test_an_initiative_without_items_keeps_its_place():
    start = roadmap(A=("2",), B=(), C=("1",))
    assert [one.id for one in ordered_by(start, ["1", "2"]).initiatives] == ["C", "B", "A"]


def test_items_of_another_backlog_change_nothing():
    assert ordered_by(CASE.start, ["L-01", "L-02"]) == CASE.start


@given(st.permutations(ITEMS))
@settings(deadline=None)
def test_whatever_the_order_no_initiative_is_lost_or_changed(order):
    new = ordered_by(CASE.start, order)
    assert sorted(new.initiatives, key=lambda one: one.id) == sorted(CASE.start.initiatives, key=lambda one: one.id)
    assert ordered_by(new, order) == new


def test_no_initiative_is_smaller_than_the_stories_written_for_it():
    stories = {f"S-{n}": ["T-04"] for n in range(5)} | {"S-9": ["T-01", "T-02"], "S-10": []}
    sized = sized_by(CASE.start, stories)
    assert written(sized.initiative("R-01"), stories) == 1  # one story for two of its items is one story
    assert sized.initiative("R-01").pieces == CASE.start.initiative("R-01").pieces
    size = sized.initiative("R-04").pieces
    assert (size.low, size.likely, size.high) == (5, 5, 7)


def test_a_size_that_nobody_has_said_becomes_the_number_of_stories():
    size = sized_by(roadmap(A=("1",)), {"S": ["1"], "T": ["1"]}).initiatives[0].pieces
    assert (size.low, size.likely, size.high) == (2, 2, 2)
