"""What a log of events says: cycle times, work in progress, Little's law, age, and a forecast of what is left."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pmcourse.kanban.engine import Event
from pmcourse.kanban.model import COLUMNS, DONE

FEW = 10  # samples, under which a forecast is hardly more than a guess
BANDS = (DONE, *reversed(COLUMNS))


class Stay(NamedTuple):
    """A card's days: when it came, when work on it began first, and when it was done last; None where it was not."""

    arrived: float
    started: float | None
    done: float | None


def stays(log: Sequence[Event]) -> dict[str, Stay]:
    """The days of each card in a log."""
    arrived: dict[str, float] = {}
    started: dict[str, float] = {}
    done: dict[str, float] = {}
    for day, card, what, _column in log:
        arrived.setdefault(card, day)
        if what == "pulled":
            started.setdefault(card, day)
        elif what == "done":
            done[card] = day
    return {card: Stay(day, started.get(card), done.get(card)) for card, day in arrived.items()}


def cycle_times(log: Sequence[Event], urgent: bool | None = None, ids: frozenset[str] = frozenset()) -> list[float]:
    """Days from the first start to done, of all cards that are done, or (`urgent`) of those in `ids` or not in them."""
    return [
        one.done - one.started
        for id, one in stays(log).items()
        if one.done is not None and one.started is not None and (urgent is None or (id in ids) == urgent)
    ]


def percentile(values: Sequence[float], share: float) -> float | None:
    """The least value that so large a share of `values` does not exceed (nearest rank); None of none."""
    return sorted(values)[max(0, math.ceil(share * len(values) - 1e-9) - 1)] if values else None


def rank(value: float, values: Sequence[float]) -> float:
    """The share of `values` that are less than `value`: how unusual an age is."""
    return sum(one < value for one in values) / len(values) if values else 0.0


def bands(log: Sequence[Event], days: int) -> dict[str, list[int]]:
    """How many cards are in each column, and done, at the end of each day from 0 to `days`."""
    now: dict[str, str] = {}
    many: Counter[str] = Counter()
    found: dict[str, list[int]] = {name: [] for name in BANDS}
    events, at = sorted(log, key=lambda event: event.day), 0
    for day in range(days + 1):
        while at < len(events) and events[at].day <= day:
            event = events[at]
            many[now.get(event.card, "")] -= 1
            now[event.card] = DONE if event.what == "done" else event.column
            many[now[event.card]] += 1
            at += 1
        for name, counts in found.items():
            counts.append(many[name])
    return found


class Little(NamedTuple):
    """Means over a window: cards in progress, cards done a day, and days that those done in it took."""

    wip: float
    rate: float
    cycle: float

    @property
    def says(self) -> float:
        """What Little's law says of the days: L ÷ λ."""
        return self.wip / self.rate if self.rate else math.inf


def little(pairs: Sequence[tuple[float, float | None]], start: float, end: float) -> Little:
    """The three means of Little's law (Little 1961) in the window from `start` to `end`, of pairs (started, done)."""
    inside = sum(
        max(0.0, min(end, end if done is None else done) - max(start, began)) for began, done in pairs if began < end
    )
    took = [done - began for began, done in pairs if done is not None and start < done <= end]
    days = end - start
    return Little(inside / days, len(took) / days, sum(took) / len(took) if took else math.nan)


def pairs(log: Sequence[Event]) -> list[tuple[float, float | None]]:
    """(started, done) of each card that was begun."""
    return [(one.started, one.done) for one in stays(log).values() if one.started is not None]


def chances(samples: Sequence[int], items: int, most: int = 200) -> list[float]:
    """The chance that `items` are done after 1, 2, 3 … weeks, if each week is like one of `samples`, drawn at random.

    Worked out exactly (a convolution), so it is what endless Monte Carlo would give. It ends when nothing is left
    open, or after `most` weeks; all samples 0 give no weeks.
    """
    if not samples or max(samples) <= 0:
        return []
    shares = [(one, many / len(samples)) for one, many in Counter(samples).items()]
    open_: Mapping[int, float] = {items: 1.0}
    found: list[float] = []
    while len(found) < most and (not found or found[-1] < 1 - 1e-9):
        after: dict[int, float] = {}
        for left, chance in open_.items():
            for one, share in shares:
                if left - one > 0:
                    after[left - one] = after.get(left - one, 0.0) + chance * share
        open_ = after
        found.append(max(0.0, 1 - sum(open_.values())))
    return found


def weeks_for(samples: Sequence[int], items: int, share: float) -> int | None:
    """The first week in which `items` are done with the chance `share`; None where that never comes."""
    return next((week for week, one in enumerate(chances(samples, items), 1) if one >= share - 1e-9), None)
