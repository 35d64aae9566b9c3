"""Messages between the grader and the rooms: whole, capped and in time, or the channel counts as closed."""

import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.rooms.sandbox import deadline
from pmcourse.rooms.wire import Channel, Closed, TooLate

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(), v, max_size=4),
    max_leaves=10,
)


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=5))
def test_messages_arrive_as_they_were_and_in_order(messages):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for message in messages:
            Channel(ours).send(message)

        assert [Channel(theirs).receive(deadline(5)) for _ in messages] == messages


@pytest.mark.parametrize("raw", [b"[]", b"1", b"{", b"\xff", b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}"])
def test_what_is_no_message_closes_the_channel(ends, raw):
    channel, theirs = ends
    theirs.sendall(struct.pack("=I", len(raw)) + raw)

    with pytest.raises(Closed):
        channel.receive(deadline(5))


def test_a_message_over_the_cap_is_not_read(ends):
    channel, theirs = ends
    theirs.sendall(struct.pack("=I", 2**32 - 1))

    with pytest.raises(Closed):
        channel.receive(deadline(5))


def test_half_a_message_is_none(ends):
    channel, theirs = ends
    theirs.sendall(struct.pack("=I", 10) + b"{}")
    theirs.close()

    with pytest.raises(Closed):
        channel.receive(deadline(5))


def test_who_says_nothing_or_takes_nothing_is_too_late(ends):
    channel, _ = ends

    with pytest.raises(TooLate):
        channel.receive(deadline(0.05))
    with pytest.raises(TooLate):
        channel.send({"text": "x" * 10_000_000}, deadline(0.05))
