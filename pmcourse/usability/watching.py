"""Sessions as lists of events, what somebody marked in them, and what several evaluators found.

A problem covers some events of one session; a mark on any of them finds it, whatever words are used. A mark on another
event is a false alarm. What a mark is worth is compared with evaluators, for no list of one person is whole (the
evaluator effect, Hertzum & Jacobsen 2001).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median


@dataclass(frozen=True)
class Event:
    """Something that happened in a session, `at` so many seconds. `piece` names what it belongs to."""

    id: str
    at: int
    screen: str
    text: str
    piece: str = ""


@dataclass(frozen=True)
class Session:
    """One person's attempt at one task."""

    id: str
    who: str
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Found:
    """What marks have found: occurrences of problems, (session, piece), and false alarms.

    Both are counted once, on however many of their events the marks stand; an event without a piece stands for itself.
    """

    hits: frozenset[tuple[str, str]]
    alarms: frozenset[tuple[str, str]]

    @property
    def score(self) -> int:
        """Found less false alarms, not below 0."""
        return max(0, len(self.hits) - len(self.alarms))


def found(sessions: Sequence[Session], marks: Collection[str], problems: Collection[str]) -> Found:
    """What `marks`, ids of events, have found, where the pieces in `problems` are the problems."""
    marked = [(session.id, event) for session in sessions for event in session.events if event.id in marks]
    return Found(
        frozenset((session, event.piece) for session, event in marked if event.piece in problems),
        frozenset((session, event.piece or event.id) for session, event in marked if event.piece not in problems),
    )


def occurrences(sessions: Sequence[Session], problems: Collection[str]) -> list[tuple[str, str]]:
    """Every problem in every session in which it shows, in the order in which it happened."""
    seen = [(session.id, event.piece) for session in sessions for event in session.events if event.piece in problems]
    return list(dict.fromkeys(seen))


def middle(scores: Sequence[int]) -> float:
    """The score of the middle evaluator, 1 at the least."""
    return max(1.0, float(median(scores)))


def any_two(lists: Sequence[Collection[object]]) -> float:
    """Any-two agreement (Hertzum & Jacobsen 2001): what both found of what either found, the mean over all pairs."""
    pairs = [(set(one), set(other)) for one, other in combinations(lists, 2)]
    return sum(len(one & other) / len(one | other) if one | other else 1.0 for one, other in pairs) / len(pairs)
