"""Work that flows through a board, event by event, on simpy's clock.

Each column has people. They share what they work on: with k cards for p people, all together do the work of min(k, p)
people, less what switching costs. Some cards fail the test and go back to Build; some are blocked from outside for a
while and hold their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import lazy_loader as lazy

from pmcourse.kanban.cards import ASIDE, BLOCKED, NEVER, READY, WORKING, Card, Setting, draw
from pmcourse.kanban.model import COLUMNS, OPTIONS

simpy = lazy.load("simpy")

_SOON = 1e-9
_NAMES = {-1: OPTIONS, **dict(enumerate(COLUMNS))}


class Event(NamedTuple):
    """Something that happened to a card; `column` is where it is afterwards, or what it left when it was done."""

    day: float
    card: str
    what: str
    column: str


class Line:
    """A board at work. `limits` by column; with `auto` every card is pulled as soon as there is room for it.

    Without it somebody moves the cards, between two calls of `run`. `log` holds what happened; a line that is not
    `logged` keeps only what the cards know, which takes less time.
    """

    def __init__(
        self,
        cards: Sequence[Card],
        setting: Setting,
        limits: Sequence[float],
        auto: bool = True,
        logged: bool = True,
    ) -> None:
        self.setting, self.limits, self.auto, self._logged = setting, tuple(limits), auto, logged
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

    def enter(self, card: Card, at: int, what: str = "pulled") -> None:
        """Put a card into a column, where work on it begins or goes on."""
        self._account(at)
        visits = card.work[at]
        visit = visits[card.visits if card.visits < len(visits) else -1]
        card.column, card.state, card.left = at, WORKING, card.kept.pop(at, visit) if card.kept else visit
        card.calm = self._calm(card)
        self.columns[at].append(card)
        self._changed.add(at)
        if card.started is None:
            card.started = self.env.now
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
        card.done = self.env.now
        self._note(card, "done")
        card.column = len(self.columns)

    def pull(self) -> None:
        """Move every card that is ready to where there is room, from the end of the board backwards.

        Once is enough: what enters a column is at work there, and the room that it leaves is filled next.
        """
        for card in tuple(self.columns[-1]):
            if card.state == READY:
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
        if len(self.columns[at]) < self.limits[at]:
            for card in before:
                if card.state == READY:
                    return card
        return None

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
            self._paces[at], self._waits[at] = self._pace(at), None
            step = self._step(at)
            if step < NEVER:
                wait = self._waits[at] = simpy.Timeout(self.env, step, at)
                wait.callbacks.append(self._happen)
        self._changed.clear()

    def _happen(self, event: simpy.Event) -> None:
        """A card of a column is ready, blocked or free again."""
        at = event.value
        if event is not self._waits[at]:
            return
        self._account(at)
        self._changed.add(at)
        moved = False
        for card in tuple(self.columns[at]):
            if card.left <= _SOON or card.calm <= _SOON or card.state == BLOCKED:
                moved |= self._settle(card, at)
        if self.auto and moved:
            self.pull()
        self._plan()

    def _pace(self, at: int) -> tuple[float, float]:
        """Days of work that an urgent and another card of a column get in a day. One urgent card takes one person."""
        busy = [card.urgent for card in self.columns[at] if card.state == WORKING]
        urgent, people = busy.count(True), self.setting.people[at]
        others, free = len(busy) - urgent, people - urgent
        if not others or free <= 0:
            return min(1.0, people / urgent) if urgent else 0.0, 0.0
        if others <= free:
            return 1.0, 1.0
        return 1.0, free / (1 + self.setting.switch * (others / free - 1)) / others

    def _step(self, at: int) -> float:
        """Days until the next card of a column is ready, blocked or free again."""
        fast, slow = self._paces[at]
        soonest = NEVER
        for card in self.columns[at]:
            if card.state == WORKING:
                if card.calm < soonest:
                    soonest = card.calm
                pace = fast if card.urgent else slow
                if card.left < soonest * pace:
                    soonest = card.left / pace
            elif card.state == BLOCKED and card.until - self.env.now < soonest:
                soonest = card.until - self.env.now
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
        now, seen = self.env.now, self._seen[at]
        if now > seen:
            self._seen[at] = now
            fast, slow = self._paces[at]
            passed = now - seen
            hurried, worked = passed * fast, passed * slow
            for card in self.columns[at]:
                if card.state == WORKING:
                    card.left -= hurried if card.urgent else worked
                    card.calm -= passed

    def _calm(self, card: Card) -> float:
        return card.blocks[card.stops % len(card.blocks)][0] if card.blocks else NEVER

    def _note(self, card: Card, what: str) -> None:
        if self._logged:
            self.log.append(Event(self.env.now, card.id, what, _NAMES[card.column]))


def simulate(setting: Setting, limits: Sequence[float], seed: int, days: int = 100) -> list[Event]:
    """The events of one world in which the board pulls by itself."""
    return Line(draw(setting, seed, days), setting, limits).run(days).log
