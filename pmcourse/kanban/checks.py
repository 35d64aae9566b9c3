"""What can be seen in limits and in an order of pulling; lesson and grade use the same checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from pmcourse.findings import Finding
from pmcourse.kanban.worlds import CHANCE, ENOUGH, Team, beside_best
from pmcourse.kit.catalogue import Catalogue

finding = Catalogue(Path(__file__).parent / "texts.toml").finding

_LEAST = 4  # words: with fewer it is a heading
_COUNTED = ("p1", "p3")  # of the lesson's complaints, those that a number ends: too much begun, too much urgent
_NUMBER = re.compile(r"\d|\b(no|none|one|two|three|four|five|six|seven|eight|nine|ten)\b")
_VAGUE = re.compile(
    r"\b(asap|soon|try|good|better|proper(ly)?|careful(ly)?|reasonabl[ey]|appropriate(ly)?|too (much|many)|enough|"
    r"usually|normally|if possible|as possible|when needed|regularly|important|really)\b"
)


class Option(NamedTuple):
    """A card that waits to be pulled. `cost` of a week's delay, `work` in days, `due` in days; `needs` is an id."""

    title: str
    cost: int
    work: int
    due: int = 0
    urgent: bool = False
    needs: str = ""

    @property
    def words(self) -> str:
        """What the card says of itself."""
        return self.told(self.needs)

    def told(self, needed: str) -> str:
        """The same; what it needs is called `needed`, where no ids are shown."""
        said = "urgent; " * self.urgent + f"due in {self.due} days; " * bool(self.due)
        needs = f"; needs {needed}" * bool(needed)
        days = "1 day" if self.work == 1 else f"{self.work} days"
        return f"{self.title}: {said}delay costs {self.cost} a week, {days} of work{needs}"


def flows(team: Team, limits: Sequence[int], seed: int) -> list[Finding]:
    """Whether limits finish nearly as much as any, and soon enough."""
    mine, share = beside_best(team, limits, seed)
    found = []
    if share < ENOUGH - CHANCE[0]:
        found.append(finding("little_done", share=share, least=ENOUGH, weekly=mine.weekly))
    if mine.most > CHANCE[1] * team.within:
        found.append(finding("slow", most=mine.most, within=team.within))
    return found


def pulled(options: dict[str, Option], p85: int) -> list[str]:
    """The order in which the board pulls cards: urgent; due within the P85; cost of delay for a day of work.

    What a card needs comes right before it, if it was not pulled yet.
    """

    def first(id: str) -> tuple[int, float]:
        one = options[id]
        if one.urgent:
            return 0, 0.0
        return (1, one.due) if 0 < one.due <= p85 else (2, -one.cost / one.work)

    order: list[str] = []
    for id in sorted(options, key=first):
        order += [one for one in (options[id].needs, id) if one and one not in order]
    return order


def rule(id: str, text: str) -> list[Finding]:
    """What may be weak in a rule of a board; a program knows words only, so it asks for a second look."""
    said = text.casefold()
    if len(re.findall(r"[\w']+", said)) < _LEAST:
        return [finding("rule_short", id, text=text)]
    found = []
    if id in _COUNTED and not _NUMBER.search(said):
        found.append(finding("rule_number", id, text=text))
    if vague := _VAGUE.search(said):
        found.append(finding("rule_vague", id, text=text, word=vague[0]))
    return found


def misplaced(order: Sequence[str], right: Sequence[str]) -> int:
    """How many pairs of cards stand the wrong way round."""
    place = {id: at for at, id in enumerate(order)}
    return sum(place[one] > place[two] for one, two in combinations(right, 2))
