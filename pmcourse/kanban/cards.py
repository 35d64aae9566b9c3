"""The cards of a board, and what each of them will need: drawn before, so that two policies meet the same cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import lazy_loader as lazy

np = lazy.load("numpy")

WORKING, BLOCKED, READY, ASIDE = "working", "blocked", "ready", "aside"
NEVER = math.inf


class Setting(NamedTuple):
    """What a board's work is like; days are working days of one person.

    `work`: the mean for a card in each column, lognormal with `spread`; `back`: the share of cards that fail the test;
    `again`: how much of the work is done anew then; `blocked`: the chance of a card to be blocked, each day; `switch`:
    how much more a card takes for each further card that a person has at once; `urgent`: a card that everything waits
    for comes each so many days, 0 for never; `rate`: cards that come in a day, at random (0: there are always enough).
    """

    people: tuple[int, ...] = (1, 2, 1)
    work: tuple[float, ...] = (1.6, 3.6, 2.4)
    spread: float = 0.6
    back: float = 0.15
    again: float = 0.5
    blocked: float = 0.04
    switch: float = 0.15
    urgent: int = 0
    rate: float = 0.0


@dataclass(slots=True, eq=False)
class Card:
    """What a card will need, where it is, and the days on which work on it began first and on which it was done.

    `work` by column and visit, `blocks` as (days at work, days blocked).
    """

    id: str
    work: Sequence[Sequence[float]]
    back: Sequence[bool]
    blocks: Sequence[tuple[float, float]]
    arrives: float = 0.0
    urgent: bool = False
    needs: tuple[str, ...] = ()
    column: int = -1
    state: str = READY
    left: float = 0.0
    calm: float = NEVER  # days at work until it is blocked
    until: float = 0.0
    visits: int = 0
    stops: int = 0
    started: float | None = None
    done: float | None = None
    kept: dict[int, float] = field(default_factory=dict)


@lru_cache(2 * 40)  # the worlds that limits are tried in are met again with the next limits
def _needs(setting: Setting, seed: int, days: int) -> tuple[tuple[Any, ...], ...]:
    """(work, back, blocks, day of arrival) of each card of a world, in tuples that no card can change."""
    luck = np.random.default_rng(seed)
    count = days // 2 + 40
    work = luck.lognormal(-(setting.spread**2) / 2, setting.spread, (count, len(setting.work), 4))
    work *= np.array(setting.work)[None, :, None]
    work[:, 1:, 1:] *= setting.again
    back = luck.random((count, 4)) < setting.back
    back[:, -1] = False  # nobody tests a card more than four times
    calm, length = luck.exponential(1 / max(setting.blocked, 1e-12), (count, 6)), luck.uniform(1, 3, (count, 6))
    blocks = np.stack((calm, length), axis=2)
    arrives = luck.exponential(1 / setting.rate, count).cumsum() if setting.rate else np.zeros(count)
    rows = zip(work.tolist(), back.tolist(), blocks.tolist(), arrives.tolist(), strict=True)
    return tuple((tuple(map(tuple, one)), tuple(two), tuple(map(tuple, three)), day) for one, two, three, day in rows)


def draw(setting: Setting, seed: int, days: int) -> list[Card]:
    """The cards of one world, more than `days` can use; urgent ones with the day on which they come."""
    cards = [Card(f"C-{at}", *needs) for at, needs in enumerate(_needs(setting, seed, days), 1)]
    for at in range(days // setting.urgent if setting.urgent else 0):
        cards[-1 - at].arrives, cards[-1 - at].urgent = float((at + 1) * setting.urgent), True
    return cards
