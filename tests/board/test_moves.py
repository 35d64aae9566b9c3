import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmcourse.board import moved

COLUMNS = [{"id": id, "title": id} for id in ("Q1", "Q2", "Q3")]
LANES = [{"id": id, "title": id.capitalize()} for id in ("borrow", "desk")]
AT_HAND = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def card(id, lane="borrow", column="Q1", problems=()):
    return {"id": id, "title": f"Title of {id}", "lane": lane, "column": column, "problems": list(problems)}


def make(*cards):
    return {"columns": COLUMNS, "lanes": LANES, "cards": list(cards), "columnWord": "quarter", "laneWord": "lane"}


boards = st.lists(
    st.tuples(st.sampled_from(["borrow", "desk"]), st.sampled_from(["Q1", "Q2", "Q3"])), min_size=1, max_size=9
).map(lambda places: make(*(card(f"T-{at:02}", *place) for at, place in enumerate(places, 1))))


@AT_HAND
@given(boards, st.data())
def test_the_page_and_the_kernel_agree_on_where_a_card_goes(js, board, data):
    id = data.draw(st.sampled_from([each["id"] for each in board["cards"]]))
    lane, column = data.draw(st.sampled_from(["borrow", "desk"])), data.draw(st.sampled_from(["Q1", "Q2", "Q3"]))
    position = data.draw(st.integers(-2, 12))
    to = {"lane": lane, "column": column, "position": position}
    assert js("placed", board["cards"], id, to) == moved(board["cards"], id, lane, column, position)


@AT_HAND
@given(boards, st.data())
def test_a_step_ends_where_it_says_and_keeps_the_others_in_order(js, board, data):
    id = data.draw(st.sampled_from([each["id"] for each in board["cards"]]))
    direction = data.draw(st.sampled_from(["up", "down", "left", "right", "lane-up", "lane-down"]))
    to = js("step", board, id, direction)
    if to is None:
        return
    after = js("placed", board["cards"], id, to)
    here = js("placeOf", after, id)
    assert (here["lane"], here["column"], here["position"]) == (to["lane"], to["column"], to["position"])
    assert [c["id"] for c in after if c["id"] != id] == [c["id"] for c in board["cards"] if c["id"] != id]


@AT_HAND
@given(boards)
def test_going_down_from_the_first_place_of_a_column_meets_every_card_of_it_once(js, board):
    place, met = {"lane": "borrow", "column": "Q1", "position": 0}, []
    while place:
        cell = js("cellCards", board["cards"], place["lane"], "Q1")
        met += [cell[place["position"]]["id"]] if cell else []
        place = js("neighbour", board, place, "down")
    assert met == [c["id"] for lane in ("borrow", "desk") for c in js("cellCards", board["cards"], lane, "Q1")]


@pytest.mark.parametrize(
    ("direction", "lane", "column", "position"),
    [
        ("up", "borrow", "Q1", 0),
        ("down", "desk", "Q1", 0),
        ("right", "borrow", "Q2", 0),
        ("lane-down", "desk", "Q1", 1),
    ],
)
def test_a_step_leads_to_the_next_place(js, direction, lane, column, position):
    board = make(card("T-01"), card("T-02"), card("T-03", "desk"))
    to = js("step", board, "T-02", direction)
    assert (to["lane"], to["column"], to["position"]) == (lane, column, position)


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("left", "T-01 cannot go further: no quarter to the left."),
        ("up", "T-01 cannot go further: no lane above."),
        ("lane-up", "T-01 cannot go further: no lane above."),
    ],
)
def test_at_the_edge_there_is_no_step_and_it_is_said_why(js, direction, words):
    board = make(card("T-01"))
    assert js("step", board, "T-01", direction) is None
    assert js("edgeWords", board, "T-01", direction) == words


def test_the_focus_goes_through_empty_cells_and_to_both_ends(js):
    board = make(card("T-01"), card("T-02"), card("T-03", column="Q3"))
    here = {"lane": "borrow", "column": "Q1", "position": 1}
    assert js("neighbour", board, here, "right") == {"lane": "borrow", "column": "Q2", "position": 0}
    assert js("neighbour", board, here, "end") == {"lane": "borrow", "column": "Q3", "position": 0}
    assert js("neighbour", board, {"lane": "borrow", "column": "Q3", "position": 0}, "home") == here | {"position": 0}
    assert js("neighbour", board, here, "left") is None


def test_a_place_is_said_in_words_that_count_from_one(js):
    board = make(card("T-01"), card("T-02"))
    assert js("placeWords", board, "T-02") == "Lane Borrow, quarter Q1, position 2 of 2."


def test_a_dragged_card_lands_below_the_cards_whose_middle_it_has_passed(js):
    assert [js("dropPosition", [10, 30, 50], y) for y in (0, 20, 40, 60)] == [0, 1, 2, 3]
    assert js("dropPosition", [], 5) == 0


class TestAnswerWords:
    to = {"lane": "borrow", "column": "Q2", "position": 0}  # noqa: RUF012 - never written to

    def test_a_move_that_happened_says_where_the_card_is(self, js):
        words = js("answerWords", make(card("T-01", column="Q2")), "T-01", self.to, "")
        assert words == "T-01 is now here: Lane Borrow, quarter Q2, position 1 of 1."

    def test_broken_rules_are_said_with_it(self, js):
        words = js("answerWords", make(card("T-01", column="Q2", problems=["Needs T-02 first."])), "T-01", self.to, "")
        assert words.endswith("position 1 of 1. Needs T-02 first.")

    def test_a_move_that_was_adjusted_says_so(self, js):
        words = js("answerWords", make(card("T-01", column="Q3")), "T-01", self.to, "")
        assert words == "T-01 went elsewhere than you asked: Lane Borrow, quarter Q3, position 1 of 1."

    def test_a_cell_with_an_order_of_its_own_is_still_the_one_that_was_asked_for(self, js):
        words = js("answerWords", make(card("T-02", column="Q2"), card("T-01", column="Q2")), "T-01", self.to, "")
        assert words == "T-01 is now here: Lane Borrow, quarter Q2, position 2 of 2."

    def test_a_refused_move_gives_its_reason(self, js):
        words = js("answerWords", make(card("T-01")), "T-01", self.to, "desk is full. Move something out first.")
        assert words == "T-01 was not moved. Desk is full. Move something out first."

    def test_a_card_that_is_gone_is_said_to_be_gone(self, js):
        assert js("answerWords", make(), "T-01", self.to, "") == "T-01 is no longer on the board."
