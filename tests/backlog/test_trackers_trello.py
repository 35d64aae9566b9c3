import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmcourse.backlog.trackers import SheetError, read_bytes
from pmcourse.backlog.trackers.trello import as_csv, is_board

BOARD = {
    "name": "Our board",
    "lists": [{"id": "l1", "name": "Doing"}, {"id": "l2", "name": "Old", "closed": True}],
    "customFields": [
        {"id": "f1", "name": "Effort (days)", "type": "number"},
        {"id": "f2", "name": "MoSCoW", "type": "list", "options": [{"id": "o1", "value": {"text": "Must"}}]},
    ],
    "cards": [
        {
            "id": "abc", "idShort": 7, "name": "Pay, by card", "desc": "Two\nlines", "idList": "l1",
            "labels": [{"name": "money, fast"}, {"name": "", "color": "red"}], "shortUrl": "https://t.example/c/x",
            "customFieldItems": [
                {"idCustomField": "f1", "value": {"number": "10"}}, {"idCustomField": "f2", "idValue": "o1"},
            ],
        },
        {"id": "abd", "idShort": 8, "name": "Gone", "idList": "l1", "closed": True},
        {"id": "abe", "idShort": 9, "name": "In an old list", "idList": "l2"},
    ],
}  # fmt: skip
RAW = json.dumps(BOARD).encode()


def test_a_board_is_read_with_its_custom_fields_and_their_units():
    reading = read_bytes(RAW, "board.json")
    (item,) = reading.backlog.items
    assert (item.id, item.title, item.description) == ("7", "Pay, by card", "Two\nlines")
    assert (item.tags, item.effort, item.moscow) == (("money, fast", "red"), 2, "must")
    assert item.extra["List Name"] == ("Doing",)
    assert "2 archived cards were left out." in reading.notes


def test_the_command_takes_a_board(printed):
    rows = printed("rank", "-", "--method", "moscow", input=RAW)
    assert [row["title"] for row in rows] == ["Pay, by card"]


def test_other_json_is_no_board():
    assert not is_board(b'{"kind": "backlog"}') and not is_board(b"[1]") and not is_board(b"{")


@pytest.mark.parametrize("card", [{}, {"name": "x"}, 3, {"id": "a", "name": "x", "labels": [3]}])
def test_a_card_that_is_none_is_refused_in_words(card):
    with pytest.raises(SheetError, match="cannot be read"):
        as_csv(json.dumps(BOARD | {"cards": [card]}).encode())


@example([("", "\x1f\x1f\x1f\x1f\x08\x08", [])])
@given(st.lists(st.tuples(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=2)), max_size=4))
def test_every_card_is_a_row(cards):
    board = [
        {"id": str(at), "name": name, "desc": desc, "idList": "l1", "labels": [{"name": label} for label in labels]}
        for at, (name, desc, labels) in enumerate(cards)
    ]
    reading = read_bytes(json.dumps(BOARD | {"cards": board}).encode())
    assert len(reading.backlog.items) + len(reading.set_aside) == len(cards)
