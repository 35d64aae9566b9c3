import pytest

from pmcourse.board import Board, BoardError, Refused, moved, problem
from pmcourse.findings import Finding, Severity

COLUMNS = [{"id": "Q1", "title": "January to March", "note": "5 of 6 weeks"}, {"id": "Q2", "title": "April to June"}]
LANES = [{"id": "borrow", "title": "Borrow"}, {"id": "desk", "title": "Desk"}]


def card(id, lane="borrow", column="Q1", **more):
    return {"id": id, "title": f"Title of {id}", "lane": lane, "column": column, **more}


@pytest.fixture
def board():
    return Board(COLUMNS, LANES, [card("T-01"), card("T-02"), card("T-03", "desk")], label="Plan")


@pytest.fixture
def sent(board, monkeypatch):
    """What the page is sent as messages, in order."""
    messages = []
    monkeypatch.setattr(board, "send", messages.append)
    return messages


def ask(board, card, lane="borrow", column="Q2", position=0, **more):
    message = {"type": "move", "ask": "1", "card": card, "lane": lane, "column": column, "position": position, **more}
    board._handle_custom_msg(message, [])


def places(board):
    return {each["id"]: (each["lane"], each["column"]) for each in board.cards}


class TestBoard:
    def test_fills_in_what_may_be_left_out(self, board):
        assert board.cards[0] == card("T-01", note="", badges=[], problems=[])
        assert board.columns[1] == {"id": "Q2", "title": "April to June", "note": "", "fills": []}

    @pytest.mark.parametrize(
        ("cards", "words"),
        [
            ([card("T-01"), card("T-01")], "cards: ids must be different (got 'T-01' twice)"),
            ([card("T-01", lane="core")], "card 'T-01': its lane must be one of ['borrow', 'desk'] (got 'core')"),
            ([card("T-01", column="Q9")], "card 'T-01': its column must be one of ['Q1', 'Q2'] (got 'Q9')"),
            ([{"id": "T-01", "title": "x", "lane": "desk"}], "card 'T-01': the key 'column' is missing"),
            ([card("T-01", colour="red")], "(got 'colour')"),
            ([card("T-01", badges="Must")], "badges must be a list of texts (got 'Must')"),
            ([card("T-01", note=3)], "note must be a text (got 3)"),
            (["T-01"], "a card must be a mapping"),
        ],
    )
    def test_cards_that_do_not_fit_are_refused_by_name_rule_and_value(self, cards, words):
        with pytest.raises(BoardError) as error:
            Board(COLUMNS, LANES, cards)
        assert words in str(error.value)

    @pytest.mark.parametrize("fill", ["half", {"words": "Desk 8 of 16"}, {"words": "Desk", "share": -1}])
    def test_a_fill_is_words_and_a_share(self, fill):
        with pytest.raises(BoardError, match="lane 'desk': fills must be a list of fills"):
            Board(COLUMNS, [{"id": "desk", "title": "Desk", "fills": [fill]}])

    def test_cards_set_later_are_checked_too_and_the_old_ones_stay(self, board):
        with pytest.raises(BoardError):
            board.cards = [card("T-01", lane="core")]
        assert places(board)["T-01"] == ("borrow", "Q1")

    def test_show_changes_lanes_and_their_cards_in_one_step(self, board):
        board.show(lanes=[{"id": "core", "title": "Core"}], cards=[card("T-09", "core")])
        assert places(board) == {"T-09": ("core", "Q1")}

    def test_show_refuses_lanes_that_would_lose_a_card_and_changes_nothing(self, board):
        with pytest.raises(BoardError):
            board.show(lanes=LANES[:1])
        assert [lane["id"] for lane in board.lanes] == ["borrow", "desk"]

    def test_the_page_gets_text_and_never_html(self, board):
        assert "innerHTML" not in board._esm
        assert "insertAdjacentHTML" not in board._esm

    def test_loads_nothing_from_elsewhere(self, board):
        assert "http" not in board._esm + board._css
        assert "import " not in board._esm.replace("important", "")


class TestMoves:
    def test_a_move_that_nobody_refuses_happens_and_is_answered(self, board, sent):
        ask(board, "T-01")
        assert places(board)["T-01"] == ("borrow", "Q2")
        assert sent == [{"type": "answer", "ask": "1", "refused": ""}]

    def test_callbacks_hear_of_a_move_before_any_card_moves(self, board, sent):
        heard = []
        board.on_move(lambda *move: heard.append((move, places(board)["T-01"])))
        ask(board, "T-01", "desk", "Q2", 0)
        assert heard == [(("T-01", "desk", "Q2", 0), ("borrow", "Q1"))]

    def test_a_refused_move_moves_nothing_and_gives_its_reason(self, board, sent):
        def no(*_move):
            raise Refused("Desk has no time left in this quarter. Move something else out first.")

        board.on_move(no)
        ask(board, "T-01")
        assert places(board)["T-01"] == ("borrow", "Q1")
        assert sent[0]["refused"] == "Desk has no time left in this quarter. Move something else out first."

    def test_a_callback_that_places_the_card_itself_has_the_last_word(self, board, sent):
        def later(id, lane, column, position):
            board.cards = moved(board.cards, id, "desk", "Q2", 0)

        board.on_move(later)
        ask(board, "T-01", "borrow", "Q2")
        assert places(board)["T-01"] == ("desk", "Q2")

    def test_a_fault_in_a_callback_is_told_and_not_swallowed(self, board, sent):
        board.on_move(lambda *_move: 1 / 0)
        ask(board, "T-01")
        assert "a fault in the course, not yours (ZeroDivisionError" in sent[0]["refused"]
        assert places(board)["T-01"] == ("borrow", "Q1")

    def test_a_callback_can_be_taken_away_again(self, board, sent):
        heard = []

        def hear(*move):
            heard.append(move)

        board.on_move(hear)
        board.on_move(hear, remove=True)
        ask(board, "T-01")
        assert heard == []

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"card": "T-99"}, "The card 'T-99' is no longer on the board"),
            ({"card": "T-01", "lane": "core"}, "The lane 'core' is not on the board. Choose one of: borrow, desk."),
            ({"card": "T-01", "column": "Q9"}, "The column 'Q9' is not on the board. Choose one of: Q1, Q2."),
            ({"card": "T-01", "position": None}, "TypeError"),
        ],
    )
    def test_a_message_that_makes_no_sense_is_answered_and_moves_nothing(self, board, sent, wrong, words):
        before = places(board)
        ask(board, **wrong)
        assert words in sent[0]["refused"]
        assert places(board) == before

    def test_messages_of_another_kind_are_left_alone(self, board, sent):
        ask(board, "T-01", type="hello")
        assert sent == []


class TestMoved:
    def test_an_unknown_card_is_refused_with_the_known_ones(self):
        with pytest.raises(BoardError, match=r"no card has the id 'T-09'. The ids are: T-01"):
            moved([card("T-01")], "T-09", "borrow", "Q1", 0)

    def test_leaves_the_cards_that_it_was_given_as_they_were(self):
        cards = [card("T-01")]
        moved(cards, "T-01", "desk", "Q2", 0)
        assert cards == [card("T-01")]


def test_a_finding_becomes_a_line_of_symbol_word_message_and_next_step():
    finding = Finding(
        skill="kanban", criterion="wip", severity=Severity.MUST, message="Too full.", why="Waits.", hint="Move one."
    )
    assert problem(finding) == "✗ To fix: Too full. Move one."
