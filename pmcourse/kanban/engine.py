"""Work that flows through a board, event by event, on simpy's clock.

Each column has people. They share what they work on: with k cards for p people, all together do the work of min(k, p)
people, less what switching costs. Some cards fail the test and go back to Build; some are blocked from outside for a
while and hold their place. What a card will need is drawn before, so that two policies meet the same cards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import lazy_loader as lazy

from pmcourse.kanban.model import COLUMNS, OPTIONS

np = lazy.load("numpy")
simpy = lazy.load("simpy")

WORKING, BLOCKED, READY, ASIDE = "working", "blocked", "ready", "aside"
_NEVER, _SOON = math.inf, 1e-9
_NAMES = dict(enumerate(COLUMNS))


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


class Event(NamedTuple):
    """Something that happened to a card; `column` is where it is afterwards, or what it left when it was done."""

    day: float
    card: str
    what: str
    column: str


@dataclass(slots=True, eq=False)
class Card:
    """What a card will need, and where it is. `work` by column and visit, `blocks` as (days at work, days blocked)."""

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
    calm: float = _NEVER  # days at work until it is blocked
    until: float = 0.0
    visits: int = 0
    stops: int = 0
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


class Line:
    """A board at work. `limits` by column; with `auto` every card is pulled as soon as there is room for it.

    Without it somebody moves the cards by `move`, between two calls of `run`. `log` holds what happened.
    """

    def __init__(self, cards: Sequence[Card], setting: Setting, limits: Sequence[float], auto: bool = True) -> None:
        self.setting, self.limits, self.auto = setting, tuple(limits), auto
        self.env = simpy.Environment()
        self.log: list[Event] = []
        self.waiting: list[Card] = []
        self.columns: list[list[Card]] = [[] for _ in setting.people]
        self.done: list[Card] = []
        self._seen = [0.0] * len(setting.people)
        self._paces = [(0.0, 0.0)] * len(setting.people)  # since the column changed last
        self._waits: list[simpy.Event | None] = [None] * len(setting.people)  # for what happens next in each column
        self._changed: set[int] = set()
        self._urgent = any(card.urgent for card in cards)
        for card in cards:
            if card.arrives <= 0:
                self._arrive(card)
        self.env.process(self._arrivals(sorted((one for one in cards if one.arrives > 0), key=lambda one: one.arrives)))
        if auto:
            self.pull()

    def run(self, until: float) -> Line:
        """Let the clock go on to the day `until`."""
        self._plan()
        self.env.run(until=until)
        for at in range(len(self.columns)):
            self._account(at)
        return self

    def pace(self, at: int) -> tuple[float, float]:
        """Days of work that an urgent and another card of a column get in a day. One urgent card takes one person."""
        busy = [card.urgent for card in self.columns[at] if card.state == WORKING]
        urgent, people = sum(busy), self.setting.people[at]
        others = len(busy) - urgent
        free = max(0, people - urgent)
        if not others or not free:
            return min(1.0, people / urgent) if urgent else 0.0, 0.0
        over = max(0.0, others / free - 1)
        return 1.0, min(others, free) / (1 + self.setting.switch * over) / others

    def enter(self, card: Card, at: int, what: str = "pulled") -> None:
        """Put a card into a column, where work on it begins or goes on."""
        self._account(at)
        visit = card.work[at][min(card.visits, len(card.work[at]) - 1)]
        card.column, card.state, card.left = at, WORKING, card.kept.pop(at, visit)
        card.calm = self._calm(card)
        self.columns[at].append(card)
        self._changed.add(at)
        self._note(card, what)

    def leave(self, card: Card) -> None:
        """Take a card out of its column, or out of what waits before the first one."""
        if card.column < 0:
            self.waiting.remove(card)
            return
        if card.state != READY:
            self._account(card.column)
            self._changed.add(card.column)
        self.columns[card.column].remove(card)

    def put_back(self, card: Card) -> None:
        """Take a card back to the column before, where it is ready; what was done of it is kept."""
        at = card.column
        self.leave(card)
        card.kept[at], card.column, card.state = card.left, at - 1, READY
        (self.columns[at - 1] if at else self.waiting).insert(0, card)
        self._note(card, "put back")

    def handle(self, card: Card, urgent: bool, aside: bool) -> None:
        """Change whether everything waits for a card, and whether it is set aside; a blocked one stays blocked."""
        at = card.column
        if at >= 0:
            self._account(at)
            self._changed.add(at)
        card.urgent = urgent
        if aside != (card.state == ASIDE) and card.state != BLOCKED and at >= 0:
            card.state = ASIDE if aside else WORKING if card.left > _SOON else READY
            self._note(card, "set aside" if aside else "taken up")

    def finish(self, card: Card) -> None:
        """A card that passed its last column is done; one that failed the test was sent back before."""
        self.leave(card)
        self.done.append(card)
        self._note(card, "done")
        card.column = len(self.columns)

    def pull(self) -> None:
        """Move every card that is ready to where there is room, from the end of the board backwards.

        Once is enough: what enters a column is at work there, and the room that it leaves is filled next.
        """
        for card in [card for card in self.columns[-1] if card.state == READY]:
            self.finish(card)
        for at in reversed(range(len(self.columns))):
            while card := self._next(at):
                self.leave(card)
                self.enter(card, at)

    def _next(self, at: int) -> Card | None:
        """The card that may be pulled into a column now: an urgent one anyway, else the first where there is room."""
        before = self.columns[at - 1] if at else self.waiting
        if self._urgent and (urgent := next((one for one in before if one.urgent and one.state == READY), None)):
            return urgent
        room = len(self.columns[at]) < self.limits[at]
        return next((one for one in before if one.state == READY), None) if room else None

    def _arrive(self, card: Card) -> None:
        self.waiting.append(card)
        self._note(card, "arrived")

    def _arrivals(self, cards: Sequence[Card]) -> Iterator[object]:
        for card in cards:
            yield self.env.timeout(max(0.0, card.arrives - self.env.now))
            self._arrive(card)
            if self.auto:
                self.pull()
                self._plan()

    def _plan(self) -> None:
        """Each column that has changed waits anew for what happens next in it; what it waited for counts no more."""
        for at in self._changed:
            self._paces[at] = self.pace(at)
            step, self._waits[at] = self._step(at), None
            if step < _NEVER:
                self._waits[at] = self.env.timeout(step, at)
                self._waits[at].callbacks.append(self._happen)
        self._changed.clear()

    def _happen(self, event: simpy.Event) -> None:
        """A card of a column is ready, blocked or free again."""
        at = event.value
        if event is not self._waits[at]:
            return
        self._account(at)
        self._changed.add(at)
        due = [card for card in self.columns[at] if card.state == BLOCKED or min(card.left, card.calm) <= _SOON]
        moves = [self._settle(card, at) for card in due]
        if self.auto and any(moves):
            self.pull()
        self._plan()

    def _step(self, at: int) -> float:
        fast, slow = self._paces[at]
        soonest = _NEVER
        for card in self.columns[at]:
            if card.state == WORKING:
                pace = fast if card.urgent else slow
                soonest = min(soonest, card.left / pace if pace else _NEVER, card.calm)
            elif card.state == BLOCKED:
                soonest = min(soonest, card.until - self.env.now)
        return max(0.0, soonest)

    def _settle(self, card: Card, at: int) -> bool:
        """What becomes of a card now; whether it can move on, or has left its place."""
        if card.state == WORKING and card.left <= _SOON:
            failed = at == len(self.columns) - 1 > 0 and card.back[min(card.visits, len(card.back) - 1)]
            card.visits += at == len(self.columns) - 1
            if failed:
                self.leave(card)
                self.enter(card, at - 1, "back")
            else:
                card.state = READY
                self._note(card, "ready")
            return True
        if card.state == WORKING and card.calm <= _SOON:
            card.state, card.until = BLOCKED, self.env.now + card.blocks[card.stops % len(card.blocks)][1]
            card.stops += 1
            self._note(card, "blocked")
        elif card.state == BLOCKED and card.until - self.env.now <= _SOON:
            card.state, card.calm = WORKING, self._calm(card)
            self._note(card, "free again")
        return False

    def _account(self, at: int) -> None:
        """What was worked in a column since somebody looked last."""
        passed, self._seen[at] = self.env.now - self._seen[at], self.env.now
        if passed > 0:
            fast, slow = self._paces[at]
            for card in self.columns[at]:
                if card.state == WORKING:
                    card.left -= passed * (fast if card.urgent else slow)
                    card.calm -= passed

    def _calm(self, card: Card) -> float:
        return card.blocks[card.stops % len(card.blocks)][0] if card.blocks else _NEVER

    def _note(self, card: Card, what: str) -> None:
        self.log.append(Event(self.env.now, card.id, what, _NAMES.get(card.column, OPTIONS)))


def simulate(setting: Setting, limits: Sequence[float], seed: int, days: int = 100) -> list[Event]:
    """The events of one world in which the board pulls by itself."""
    return Line(draw(setting, seed, days), setting, limits).run(days).log
