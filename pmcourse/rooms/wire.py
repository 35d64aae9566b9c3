"""Messages between the grader and the processes in the rooms: JSON behind its length, with a cap and a deadline."""

from __future__ import annotations

import base64
import json
import socket
import struct
import time
from collections.abc import Callable, Mapping
from typing import Any

LARGEST = 24_000_000  # bytes of one message; a value that crosses has at most a quarter of it
MOST_HANDED = 64_000_000  # bytes of values, files and functions' answers that all tests of one submission are given
_LENGTH = struct.Struct("=I")
# A moment of time.monotonic, or a function that says how long to wait until it is asked again, and raises TooLate.
Deadline = float | Callable[[], float] | None


class Closed(Exception):
    """The other side is gone, or it said something that is not a message."""


class TooMuch(Closed):
    """The other side says more than it may."""


class TooLate(Exception):
    """The other side did not answer in time."""


def packed(message: dict[str, Any]) -> bytes:
    """`message` as it travels."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()


def unpacked(raw: bytes) -> dict[str, Any]:
    """The message that `raw` is; raises Closed where it is none."""
    try:
        message = json.loads(raw)
    except (ValueError, RecursionError):
        raise Closed from None
    if type(message) is not dict:
        raise Closed
    return message


class Channel:
    """One end of a stream socket on which messages are sent and received in turn."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end

    def send(self, message: dict[str, Any], deadline: Deadline = None) -> None:
        """Send `message`; raises Closed, or TooLate if it is not taken before `deadline`."""
        self.send_raw(packed(message), deadline)

    def send_raw(self, raw: bytes, deadline: Deadline = None) -> None:
        """Send a message that is packed already."""
        left = memoryview(_LENGTH.pack(len(raw)) + raw)
        while left:
            try:
                self._set(deadline)
                left = left[self.end.send(left) :]
            except TimeoutError:
                continue  # the deadline is asked again
            except OSError:
                raise Closed from None

    def receive(self, deadline: Deadline = None, largest: int = LARGEST) -> dict[str, Any]:
        """The next message; raises Closed (TooMuch if it is longer than `largest`), or TooLate if it is not there whole
        before `deadline`."""
        return unpacked(self.receive_raw(deadline, largest))

    def receive_raw(self, deadline: Deadline = None, largest: int = LARGEST) -> bytes:
        """The next message unread: the grader hands on what a learner's process says without looking into it."""
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
        if length > largest:
            raise TooMuch
        return self._read(length, deadline)

    def ask(self, message: dict[str, Any], deadline: Deadline = None) -> dict[str, Any]:
        """Send `message` and wait for the answer; raises Closed or TooLate."""
        self.send(message, deadline)
        return self.receive(deadline)

    def send_files(self, files: Mapping[str, bytes], deadline: Deadline = None, what: str = "file") -> None:
        """Send files by their names, one message each, called `what`; raises as `send`."""
        for name, data in files.items():
            self.send({what: name, "data": base64.b64encode(data).decode()}, deadline)

    def close(self) -> None:
        self.end.close()

    def _set(self, deadline: Deadline) -> None:
        left = deadline() if callable(deadline) else None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TooLate
        self.end.settimeout(left)

    def _read(self, length: int, deadline: Deadline) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            try:
                self._set(deadline)
                part = self.end.recv(min(length - len(parts), 1 << 20))
            except TimeoutError:
                continue  # the deadline is asked again
            except OSError:
                raise Closed from None
            if not part:
                raise Closed
            parts += part
        return bytes(parts)
