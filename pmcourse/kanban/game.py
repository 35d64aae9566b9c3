"""The board by hand: which moves its rules allow, and the widget on which they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.board import Board
from pmcourse.controls import Html
from pmcourse.kanban import flow, plot
from pmcourse.kanban.cards import ASIDE, BLOCKED, READY, Card, Setting, draw
from pmcourse.kanban.engine import Line
from pmcourse.kanban.model import COLUMNS, DONE, OPTIONS, Flow, KanbanError, Move
from pmcourse.kanban.widget import csv_of
from pmcourse.kit.block import bar, button, hand_on, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import box, question_html, table_html

PLACES = (OPTIONS, *COLUMNS, DONE)
LANES = {"urgent": "Urgent: one at most", "work": "Work", "aside": "Blocked, or set aside"}
LIMITS = (2, 4, 2)
BEFORE, DAYS = 6, 15  # days that were played before, by the oldest card first, and that are played by hand
FIRST, NEXT = 77, 12  # seeds: of the first game, in which urgency loses however it is played, and of the others
URGENT = 1  # urgent cards at once


def do(line: Line, card: Card, to: str, lane: str) -> None:
    """Move a card as the board's rules allow it. Raises KanbanError, which names the card, the rule and what is."""
    here, there = card.column, PLACES.index(to) - 1
    if card in line.done:
        raise KanbanError(f"{card.id} is done, and stays there.")
    if there > here + 1 or there < here - 1:
        raise KanbanError(f"{card.id} goes one column at a time, from {PLACES[here + 1]} to a column beside it.")
    if lane == "urgent" and not card.urgent and sum(one.urgent for at in line.columns for one in at) >= URGENT:
        raise KanbanError(f"Only {URGENT} card at a time may be urgent. Finish the other one first.")
    if lane == "aside" and there != here:
        raise KanbanError(f"Move {card.id} first, then set it aside.")
    if there == here:
        if here < 0 or (card.state == BLOCKED and lane == "work"):
            why = "is not begun yet" if here < 0 else "is blocked from outside; you can only wait"
            raise KanbanError(f"{card.id} {why}.")
        line.handle(card, lane == "urgent", lane == "aside")
        return
    if there > here:
        _forward(line, card, to, there, lane)
    elif there >= 0 and len(line.columns[there]) >= line.limits[there]:
        raise KanbanError(
            f"{to} holds {len(line.columns[there])} of {line.limits[there]}: there is no room to go back."
        )
    else:
        line.put_back(card)


def _forward(line: Line, card: Card, to: str, there: int, lane: str) -> None:
    done = {one.id for one in line.done}
    if card.state != READY:
        raise KanbanError(f"{card.id} is {card.state} in {PLACES[there]}. It moves on when it is ready.")
    if there == 1 and (missing := [need for need in card.needs if need not in done]):
        raise KanbanError(f"{card.id} needs {', '.join(missing)}, which is not done yet.")
    if to == DONE:
        line.finish(card)
        return
    if lane != "urgent" and len(line.columns[there]) >= line.limits[there]:
        raise KanbanError(
            f"{to} holds {len(line.columns[there])} of {line.limits[there]}: it is full. Move one on first."
        )
    card.urgent = lane == "urgent"
    line.leave(card)
    line.enter(card, there)


def oldest(line: Line) -> None:
    """What a board does that knows no more than its rules: each morning everything moves on, the oldest first."""
    for at in reversed(range(len(PLACES) - 1)):
        for card in list(line.columns[at - 1] if at else line.waiting):
            with suppress(KanbanError):
                do(line, card, PLACES[at + 1], "work")


def opened(cards: Sequence[Mapping[str, Any]], setting: Setting, game: int) -> Line:
    """A board on the morning on which the game begins."""
    drawn = draw(setting, NEXT + game if game else FIRST, DAYS)[: len(cards)]
    for at, (card, said_of) in enumerate(zip(drawn, cards, strict=True), 1):
        card.id = f"K-{at:02}"
        card.needs = (said_of["needs"],) if "needs" in said_of else ()
    line = Line(drawn, setting, LIMITS, auto=False)
    for day in range(BEFORE):
        oldest(line)
        line.run(day + 1)
    return line


def replay(work: Flow, cards: Sequence[Mapping[str, Any]], setting: Setting) -> Line:
    """The board after all moves of a game; moves that its rules do not allow are left out."""
    line = opened(cards, setting, work.game)
    for day in range(min(work.days, DAYS) + 1):
        for move in work.moves:
            card = find(line, move.card)
            if move.day == day and card and move.to in PLACES:
                with suppress(KanbanError):
                    do(line, card, move.to, move.lane)
        if day < min(work.days, DAYS):
            line.run(BEFORE + day + 1)
    return line


def baseline(work: Flow, cards: Sequence[Mapping[str, Any]], setting: Setting) -> int:
    """How many cards of the same game are done if the oldest is pulled each morning."""
    line = opened(cards, setting, work.game)
    for day in range(DAYS):
        oldest(line)
        line.run(BEFORE + day + 1)
    return len(line.done)


def find(line: Line, id: str) -> Card | None:
    """The card of this id."""
    places = (line.waiting, *line.columns, line.done)
    return next((card for place in places for card in place if card.id == id), None)


class PlayEditor(Editor[Flow]):
    """Fifteen days by hand: the cards are moved on the board each morning; then people work for a day."""

    called = "A board by hand"

    def __init__(self, file: ArtifactFile[Flow], cards: Sequence[Mapping[str, Any]], setting: Setting) -> None:
        super().__init__(file)
        self._cards, self._setting, self._shown_for = cards, setting, None
        self.facts, self.result = Html(), Html()
        lanes = [{"id": id, "title": title} for id, title in LANES.items()]
        self.board = Board([{"id": one, "title": one} for one in PLACES], lanes, label="Toolshed's board")
        self.board.on_move(self._move)
        self.end = button("End this day", self._ended)
        self.again = button("Play another game", self._anew)
        self.take = button("Take the event log along (CSV)", self._taken)
        self.begin(bar(self.undo, self.redo), self.facts, self.board, bar(self.end, self.again, self.take), self.status,
                   self.result)  # fmt: skip

    @property
    def line(self) -> Line:
        """The board as it stands."""
        return replay(self.value, self._cards, self._setting)

    def refresh(self) -> None:
        super().refresh()
        now = (self.value.game, self.value.days, self.value.moves)
        if self._shown_for == now:
            return
        line, over = self.line, self.value.days >= DAYS
        busy = [one for at in line.columns for one in at]
        told = "The fifteen days are over." if over else f"Day {self.value.days + 1} of {DAYS}, in the morning."
        self.facts.value = question_html(
            f"Game {self.value.game + 1}. {told} Done: {len(line.done)}. In progress: {len(busy)}. "
            f"Of these, ready to move: {sum(one.state == READY for one in busy)}; "
            f"blocked: {sum(one.state == BLOCKED for one in busy)}."
        )
        self.board.show(columns=self._columns(line), cards=self._shown(line))
        if self._shown_for is None or self._shown_for[:2] != now[:2]:
            self.result.value = self._flow(line) if self.value.days else ""
        self._shown_for, self.end.disabled = now, over

    def _columns(self, line: Line) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [{"id": OPTIONS, "title": OPTIONS, "note": "not begun"}]
        for name, cards, limit, people in zip(COLUMNS, line.columns, LIMITS, self._setting.people, strict=True):
            fill = {"words": f"{len(cards)} of {limit} cards", "share": len(cards) / limit}
            who = "1 person" if people == 1 else f"{people} people"
            found.append({"id": name, "title": name, "note": who, "fills": [fill]})
        return [*found, {"id": DONE, "title": DONE, "note": ""}]

    def _shown(self, line: Line) -> list[dict[str, Any]]:
        begun = flow.stays(line.log)
        done = {card.id for card in line.done}
        shown = []
        for card in (*line.waiting, *(one for at in line.columns for one in at), *line.done):
            said_of = self._cards[int(card.id[2:]) - 1]
            badges, problems = [], []
            if card.id not in done and card.column >= 0:
                badges = [card.state, f"{line.env.now - (begun[card.id].started or 0):.0f} days old"]
                problems = ["▲ blocked from outside"] * (card.state == BLOCKED)
                badges += ["the test failed"] * any(one.card == card.id and one.what == "back" for one in line.log)
            badges += ["Noor: “urgent!”"] * bool(said_of.get("urgent")) * (card.id not in done)
            badges += [f"needs {one}" for one in card.needs if one not in done]
            lane = "aside" if card.state in (BLOCKED, ASIDE) else "urgent" if card.urgent else "work"
            column = DONE if card.id in done else PLACES[card.column + 1]
            shown.append({"id": card.id, "title": said_of['title'], "lane": "work" if card.id in done else lane,
                          "column": column, "badges": badges, "problems": problems})  # fmt: skip
        return shown

    def _flow(self, line: Line) -> Any:
        took, days = flow.cycle_times(line.log), BEFORE + self.value.days
        rows = [
            ("Done", str(len(took))),
            ("Mean time", f"{sum(took) / len(took):.1f} days" if took else "none is done"),
        ]
        if self.value.days >= DAYS:
            rows.append(("Who pulls only the oldest", f"{baseline(self.value, self._cards, self._setting)} done"))
        rows += plot.told(line.log, days, 7)
        return plot.cumulative(line.log, days).svg() + box(
            table_html("Your board; the first 6 days were before you", rows)
        )

    def _move(self, id: str, lane: str, column: str, _position: int) -> None:
        line = self.line
        if self.value.days >= DAYS:
            raise KanbanError("The fifteen days are over. Play another game, or undo.")
        do(line, find(line, id), column, lane)
        move = Move(day=self.value.days, card=id, to=column, lane=lane)
        self.say("")
        self.put(self.value.model_copy(update={"moves": (*self.value.moves, move)}))

    @said
    def _ended(self, _button: Any) -> None:
        self.say("")
        self.put(self.value.model_copy(update={"days": self.value.days + 1}))
        hand_on(self.end, self.again)

    @said
    def _anew(self, _button: Any) -> None:
        self.put(self.value.model_copy(update={"game": self.value.game + 1, "days": 0, "moves": ()}))

    @said
    def _taken(self, _button: Any) -> None:
        self.save(csv_of(self.line.log), "-played.csv")
