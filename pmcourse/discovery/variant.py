"""The assignment's case, made from a seed: other people, quotations, sums and screens, the same difficulty."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pmcourse.discovery.case import FORM, HERE, WORDS
from pmcourse.discovery.model import Card, Code, Discovery, Persona, Problem, Role
from pmcourse.discovery.screens import Element, Kind, Screens
from pmcourse.kit.variant import draw, drawn, some_of

BANK = tomllib.loads((HERE / "bank.toml").read_text(encoding="utf-8"))
CODES = [code.value for code in Code]
_PEOPLE = ("Ines", "Tomasz", "Grace", "Samir", "Olena", "Marek", "Aisha", "Pietro", "Hanna", "Li")
_DIRECTOR, _MAKERS = "Ms Duarte, director", ("Kofi, engineer", "Rosa, receptionist")
_PHOTOS = "Everybody wants to see photos of the teachers."
_DECOYS = ("Photos of all teachers on the first page", "A magazine with news of the school")
_PALE, _DARK = ("#999999", "#8a8a8a", "#7b8794", "#808080"), ("#000000", "#333333", "#595959", "#1a1a1a")


def questions(seed: int) -> dict[str, str]:
    """Five interview questions of the bank."""
    return some_of(seed, "questions", BANK["questions"], 5)


def quotations(seed: int) -> dict[str, str]:
    """Twenty-four quotations to code: one of each two that stand together in the bank, in drawn order."""
    luck, ids = draw(seed, "quotations"), list(BANK["quotations"])
    chosen = [luck.choice(ids[at : at + 2]) for at in range(0, len(ids), 2)]
    luck.shuffle(chosen)
    return {id: BANK["quotations"][id] for id in chosen}


def breakdowns(seed: int) -> dict[str, str]:
    return some_of(seed, "breakdowns", BANK["breakdowns"], 5)


def assumptions(seed: int) -> dict[str, str]:
    return some_of(seed, "assumptions", BANK["assumptions"], 4)


def tasks(seed: int) -> dict[str, str]:
    return some_of(seed, "tasks", BANK["tasks"], 5)


def recall(seed: int) -> dict[str, str]:
    return some_of(seed, "recall", BANK["recall"], 4)


def mended(seed: int) -> tuple[dict[str, str], dict[str, str]]:
    """Three tasks with a fault, and the six sentences that could take their places, mixed."""
    chosen = some_of(seed, "mended", BANK["mended"], 3)
    others = [(f"{id}{letter}", one[letter]) for id, one in chosen.items() for letter in "ab"]
    draw(seed, "mended in order").shuffle(others)
    return {id: one["task"] for id, one in chosen.items()}, dict(others)


@dataclass(frozen=True)
class Board:
    """Ten quotations and four ideas; `places` says of a learner's or a team's card where it stands in the bank.

    Four people tell of the trouble `many`, one person of the trouble `one`. Of that, the makers and somebody who does
    not have it believe things.
    """

    case: Discovery
    many: str
    one: str
    places: dict[str, tuple[str, int]]  # card -> (trouble, place among what was heard; 4 is the idea)

    @property
    def of_others(self) -> str:
        """The card of the learner who speaks of a trouble of others."""
        return next(card.id for card in self.case.cards if card.who and not card.staff and card.id not in self.places)


@cache
def board(seed: int) -> Board:
    """Which two of Lantern's troubles were heard of, from whom, in drawn order."""
    luck = draw(seed, "board")
    many, one = luck.sample(sorted(BANK["boards"]), 2)
    names = luck.sample(_PEOPLE, 6)
    rows = [(f"{name}, learner", False, text, (many, at))
            for at, (name, text) in enumerate(zip(names, BANK["boards"][many]["heard"], strict=False))]  # fmt: skip
    rows += [(f"{names[4]}, learner", False, text, (one, at))
             for at, text in enumerate(BANK["boards"][one]["heard"][:3])]  # fmt: skip
    rows.append((f"{names[5]}, learner", False, BANK["boards"][one]["of_others"], ("", 0)))
    rows += [
        (luck.choice(_MAKERS), True, BANK["boards"][one]["believed"], ("", 0)),
        (_DIRECTOR, True, _PHOTOS, ("", 0)),
    ]
    luck.shuffle(rows)
    ideas = [(BANK["boards"][many]["idea"], (many, 4)), (BANK["boards"][one]["idea"], (one, 4)),
             *((text, ("", 0)) for text in _DECOYS)]  # fmt: skip
    luck.shuffle(ideas)
    cards, places = [], {}
    for at, (who, staff, text, place) in enumerate(rows, 1):
        cards.append(Card(id=f"Q-{at:02}", who=who, staff=staff, text=text))
        places[f"Q-{at:02}"] = place
    for at, (text, place) in enumerate(ideas, 1):
        cards.append(Card(id=f"I-{at}", text=text, role=Role.PROPOSITION))
        places[f"I-{at}"] = place
    case = Discovery(
        title="Lantern", cards=tuple(cards), problems=(Problem(id="PR-01"),),
        personas=(Persona(id="PE-01", name="Somebody like those whom you heard"),),
    )  # fmt: skip
    return Board(case, many, one, {id: place for id, place in places.items() if place[0]})


@dataclass(frozen=True)
class Sums:
    """What is to be worked out: signs of a field, lists on a screen with ticks, and a target."""

    signs: int
    lists: int
    ticks: int
    distance: int  # dots
    width: int


@cache
def sums(seed: int) -> Sums:
    luck = draw(seed, "sums")
    width = luck.choice((16, 20, 24, 32, 40))
    far = width * luck.choice((5, 6, 9, 10, 12))
    return Sums(luck.randint(9, 26), luck.randint(2, 4), luck.randint(1, 3), far, width)


@cache
def form(seed: int) -> Screens:
    """Lantern's sign-up for one learner: other lengths, colours and ways, as much to mend."""
    return drawn(seed, "form", _shaken, lambda work: 2.4 <= work.seconds / work.least() <= 3.8)


def _shaken(luck: random.Random) -> Screens:
    work = FORM.assignment
    pale = {luck.choice(("L-04", "L-09", "L-12")), luck.choice(("L-01", "L-02", "L-10"))}
    back = luck.choice(("full", "fault"))  # the one error screen from which a way leads back already
    elements = []
    for one in work.elements:
        changes: dict[str, object] = {"ink": luck.choice(_PALE if one.id in pale else _DARK)}
        if one.kind is Kind.TEXT:
            changes["letters"] = max(6, one.letters + luck.randint(-3, 4))
        if one.choices and one.choices < 20:
            changes["choices"] = luck.randint(4, 12)
        elements.append(one.model_copy(update=changes))
    home = {"full": "class", "fault": "you"}[back]
    elements.append(Element(id="L-16", label="Try once more", screen=back, kind=Kind.BUTTON, leads=home))
    return work.model_copy(update={"elements": tuple(elements)})


@dataclass(frozen=True)
class Machine:
    """A ticket machine never seen before: what each screen's keys lead to, from the first to the printed ticket."""

    keys: dict[str, tuple[tuple[str, str], ...]]
    start: str
    goal: str

    def after(self, screen: str) -> set[str]:
        """All screens that can be reached from one, itself too."""
        seen, ahead = {screen}, [screen]
        while ahead:
            for _, there in self.keys[ahead.pop()]:
                if there not in seen:
                    seen.add(there)
                    ahead.append(there)
        return seen

    @property
    def dead_ends(self) -> list[str]:
        return [one for one in self.keys if one in self.after(self.start) and self.goal not in self.after(one)]

    @property
    def unreached(self) -> list[str]:
        return [one for one in self.keys if one not in self.after(self.start)]

    @property
    def presses(self) -> int:
        """The least number of keys from the first screen to the goal."""
        known, count = {self.start}, 0
        while self.goal not in known:
            known |= {there for one in known for _, there in self.keys[one]}
            count += 1
        return count


_KEYS = WORDS["machine_keys"]  # screen -> the key that leads there
_ON_THE_WAY = 7  # of the screens after the first, so many may stand on the way to the ticket


@cache
def machine(seed: int) -> Machine:
    """A tram's ticket machine with two dead ends and one screen that nobody reaches; two to six keys make a ticket."""
    presses = draw(seed, "presses").randint(2, 6)
    return drawn(seed, "machine", _built, lambda one: (
        len(one.dead_ends) == 2 and len(one.unreached) == 1 and one.presses == presses
    ))  # fmt: skip


def _built(luck: random.Random) -> Machine:
    start, *screens, goal = _KEYS
    middle = luck.sample(screens[:_ON_THE_WAY], luck.randint(2, 6))
    side = [one for one in screens if one not in middle]
    luck.shuffle(side)
    dead, other, lone, *rest = side
    links: dict[str, set[str]] = {one: set() for one in _KEYS}
    way = [start, *middle, goal]
    for here, there in pairwise(way):
        links[here].add(there)
    links[luck.choice(middle)].add(dead)
    links[lone].add(luck.choice(middle))
    for one in rest:
        links[luck.choice([start, *middle])].add(one)
        links[one].add(luck.choice(middle))
    for _ in range(luck.randint(0, 2)):  # a shorter way, and one that leads back
        here = luck.randrange(len(middle) - 1)
        links[way[here]].add(way[here + 2])
        links[middle[-1]].add(luck.choice(way[:-2]))
    links[dead].add(other)
    links[other] |= {dead} if luck.random() < 0.5 else {dead, other}
    for one in luck.sample([*middle, *rest], 2):  # a key that does nothing is no dead end
        links[one].add(one)
    order = luck.sample(sorted(links), len(links))
    return Machine({one: tuple((_KEYS[there], there) for there in sorted(links[one])) for one in order}, start, goal)
