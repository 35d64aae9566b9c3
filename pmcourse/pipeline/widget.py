"""The widgets that choose a portfolio and write a gate; they hold no rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html
from pmcourse.errors import CourseError
from pmcourse.kit import quantity
from pmcourse.kit.block import WIDE, bar, dropdown, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, table_html
from pmcourse.pipeline import plot, portfolio
from pmcourse.pipeline.gates import BETS, lets_through
from pmcourse.pipeline.model import Bet, Gate, Pipeline


class PortfolioEditor(Editor[Pipeline]):
    """Which bets are funded, with cost and rules; `worth` shows what they bring on average, too."""

    called = "Portfolio"

    def __init__(self, file: ArtifactFile[Pipeline], worth: bool = True) -> None:
        super().__init__(file)
        self._worth = worth
        self.bets = {bet.id: dropdown(_told(bet, worth), {"fund": "fund"}, "leave out") for bet in file.value.bets}
        for control in self.bets.values():
            control.observe(self._chosen, names="value")
        self.total = Html()
        self.begin(bar(self.undo, self.redo), *self.bets.values(), self.total, self.status)

    @property
    def missing(self) -> list[str]:
        """A portfolio of nothing is no answer yet."""
        return [] if self.value.funded else ["a bet to fund"]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for id, control in self.bets.items():
                control.value = "fund" if id in self.value.funded else ""
        bets = portfolio.chosen(self.value)
        spent, long = portfolio.cost(bets), portfolio.cost(bets, 3)
        rows = [("Cost", f"{spent:g} of {self.value.budget:g}{', which is too much' * (spent > self.value.budget)}"),
                ("Of it for horizon 3", f"{long:g}; at least {self.value.long:g} are wanted")]  # fmt: skip
        if self._worth:
            rows.append(("Worth on average", f"{portfolio.value(bets):.1f}, after costs"))
        self.total.value = box(table_html("What is funded, in thousands", rows), role="status")

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            funded = tuple(id for id, control in self.bets.items() if control.value)
            self.put(self.value.model_copy(update={"funded": funded}))


class GateEditor(Editor[Pipeline]):
    """A gate by its four parts. With `shares` it is tried on bets that are drawn, as a picture and in words.

    `phrases` are offered for each part; `shares` map what is counted to the shares of people who act where a bet is
    good and where it is bad.
    """

    called = "Gate"

    def __init__(
        self,
        file: ArtifactFile[Pipeline],
        phrases: Mapping[str, Mapping[str, str]],
        people: int,
        shares: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        super().__init__(file)
        self._people, self._shares, self._drawn = people, shares or {}, (None, "")
        titles = about(Gate)
        self.slots = {name: dropdown(titles[name].title, phrases[name]) for name in ("whom", "measure", "day")}
        self.least = field(
            widgets.Text(description=f"{titles['least'].title}, of {people}", continuous_update=False, style=WIDE),
            "pmc-question",
        )
        self._refused = ""  # what was typed as the count and not taken; it stays to be put right
        for name, control in self.slots.items():
            control.observe(lambda _change, name=name: self._chosen(name), names="value")
        self.least.observe(self._typed, names="value")
        self.shown = Html()
        whom, measure, day = self.slots.values()
        self.begin(bar(self.undo, self.redo), whom, measure, self.least, day, self.shown, self.status)

    @property
    def missing(self) -> list[str]:
        """The parts that are open."""
        return [one.description for one in (*self.slots.values(), self.least) if not one.value]

    def refresh(self) -> None:
        super().refresh()
        now = self.value.gate
        with self.filling_in():
            for name, control in self.slots.items():
                id = getattr(now, name)
                control.value = id if id in [one for _, one in control.options] else ""
            self.least.value = self._refused or ("" if now.least is None else str(now.least))
        shown = (now.least, now.measure)
        if shown != self._drawn and self._shares:
            self._drawn = shown
            self.shown.value = self._tried(now)

    def _tried(self, now: Gate) -> Markup:
        if now.least is None or now.measure not in self._shares:
            return box(f"Choose what you count, and from which count on, to try the gate on {BETS} bets.")
        shares = self._shares[now.measure]
        half, tried = BETS // 2, lets_through(now.least, self._people, shares)
        rows = [
            (f"{half} good bets", f"{half * tried.good:.0f} pass"),
            (f"{half} bad bets", f"{half * tried.bad:.0f} pass"),
        ]
        table = box(table_html(f"Tried on {BETS} bets, on average:", rows), role="status")
        return plot.gate(now.least, self._people, shares).svg() + table

    @property
    def unread(self) -> str:
        """Why the count that was typed is not taken, "" where it is."""
        if not self._refused:
            return ""
        doubt = quantity.doubt(_count(self._refused), f"of {self._people}") or (
            f"The count must be a whole number from 0 to {self._people} (got {self._refused[:40]!r})."
        )
        old = self.value.gate.least
        return f"{doubt} " + ("No count is saved yet." if old is None else f"The old value, {old}, still counts.")

    def forget(self) -> str:
        lost, self._refused = self._refused, ""
        return f" What you had typed and was not taken is gone: “{lost}”." if lost else ""

    @said
    def _chosen(self, name: str) -> None:
        if not self._filling:
            self.say(self.unread, RED)
            self.put(self.value.change("gate", **{name: self.slots[name].value}))

    @said
    def _typed(self, _change: Any) -> None:
        if self._filling:
            return
        text = self.least.value.strip()
        least = quantity.quantity(_count(text), f"of {self._people}")
        if text and (least is None or least != round(least) or not 0 <= least <= self._people):
            self._refused = text
            raise CourseError(self.unread)
        self._refused = ""
        self.say("")
        self.put(self.value.change("gate", least=None if least is None else round(least)))


def _count(text: str) -> str:
    """What was typed without the words that only say that the gate opens from there on."""
    return re.sub(r"(?i)^\s*(?:from|at least)\s+|\s+(?:on|or more)\s*$", "", text)


def _told(bet: Bet, worth: bool) -> str:
    needs = f"; needs {', '.join(bet.needs)}" if bet.needs else ""
    value = f"; worth {bet.value:+.1f}" if worth else ""
    return (
        f"{bet.id} {bet.title} (horizon {bet.horizon}): costs {bet.cost:g}, pays {bet.payoff:g} in {bet.chance:.0%} of "
        f"cases{value}{needs}"
    )
