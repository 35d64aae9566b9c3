"""How long what runs in a room may take, on a clock that stands still while the machine has no processor for it."""

from __future__ import annotations

import time

from pmcourse.course import Limits
from pmcourse.rooms.sandbox import GRACE_SECONDS, START_SECONDS, Room
from pmcourse.rooms.wire import TooLate

STEP = 0.2  # seconds between two looks at what a room has used
BACKSTOP_TIMES, BACKSTOP_MORE = 6, 30  # the wall clock's limit: so many times the seconds, and so many more


class Allowance:
    """Seconds that the cells of one submission may use in all; `overdue` once the wall clock has cut one of them."""

    def __init__(self, seconds: float) -> None:
        self.left, self.overdue = seconds, False
        self.backstop = time.monotonic() + _backstop(seconds)


class Wait:
    """Waiting for one cell: what a Channel takes as its deadline. Raises TooLate where nothing is left for the cell.

    Counted are seconds in which the cell's processes had a processor and seconds in which all of them slept, as the
    room's process 1 sees it, and not those in which they waited for a processor. Once `seconds` are used the process
    is interrupted; if it has not said so after a grace, asking raises TooLate. So it does, and sets
    `allowance.overdue`, when far more have passed on the wall clock: then a busy machine may be to blame.
    """

    def __init__(self, allowance: Allowance, seconds: float) -> None:
        self.seconds = self.left = min(seconds, allowance.left)
        if self.left <= 0:
            raise TooLate
        self._allowance = allowance
        now = time.monotonic()
        self._backstop, self._next = min(allowance.backstop, now + _backstop(seconds)), now + STEP
        self._seen: dict[Room, tuple[float, float]] = {}
        self._interrupted = False

    def on(self, room: Room, grace: float = GRACE_SECONDS) -> Wait:
        """The same wait, now for what runs in `room`: only there sleeping counts."""
        self._room, self._grace = room, grace
        return self

    def __call__(self) -> float:
        """Seconds until this is to be asked again; raises TooLate."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + STEP
            self._look()
            if self.left <= -self._grace:
                raise TooLate
            if now > self._backstop:
                self._allowance.overdue = True
                raise TooLate
            if self.left <= 0 and not self._interrupted and self._grace:
                self._interrupted = True
                self._room.interrupt()
        return self._next - now

    def _look(self) -> None:
        for room in {self._room, *self._seen}:
            used = room.used()
            if used is None:
                continue
            before = self._seen.get(room, used)
            self._seen[room] = used
            spent = used[0] - before[0] + (used[1] - before[1] if room is self._room else 0)
            self.left -= spent
            self._allowance.left -= spent


def most_seconds(limits: Limits) -> float:
    """Seconds after which a worker that has not answered is given up: more than both rooms and their start may take."""
    return 2 * (_backstop(limits.submission_seconds) + 2 * START_SECONDS)


def _backstop(seconds: float) -> float:
    return BACKSTOP_TIMES * seconds + BACKSTOP_MORE
