"""Screens on paper: what stands on each, what leads where, how long a practised person takes, and what can be read.

Sources: S. Card, T. Moran, A. Newell, "The keystroke-level model for user performance time with interactive systems",
*Communications of the ACM* 23, 1980; P. Fitts, "The information capacity of the human motor system in controlling the
amplitude of movement", 1954, in the form of I. S. MacKenzie (Shannon's), 1992; contrast: W3C, WCAG 2.2, 2023.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import lazy_loader as lazy
from pydantic import Field, field_validator, model_validator

from pmcourse.artifact import Artifact, Value, refuse_twice
from pmcourse.discovery.model import Id, Line
from pmcourse.kit.fields import titled

nx = lazy.load("networkx")

# Seconds. K is for somebody who types now and then (40 words a minute); P is the mean of Fitts' law, without the click.
K, P, CLICK, H, M = 0.28, 1.10, 0.20, 0.40, 1.35
OPERATORS = {"K": K, "P": P, "B": CLICK, "H": H, "M": M}
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, for text of usual size
MOST_CHOICES = 20  # in a list that people choose from; longer ones they search


class Kind(StrEnum):
    """What an element is."""

    TEXT = "typed"
    CHOICE = "chosen from a list"
    TICK = "ticked"
    KNOWN = "filled in already"
    BUTTON = "button"
    NOTE = "text to read"


class Element(Value):
    """One thing on a screen. `leads` is where a button goes, `fails` where a mistake in this field goes.

    `letters`, `choices` (0: any answer), `known` (the account knows it) and `risky` (it can go wrong) are facts.
    """

    id: Id
    label: Line = titled(title="What it says", wide=True)
    screen: str = titled("", title="On which screen", of="screens")
    kind: Kind = titled(Kind.TEXT, title="How it is answered")
    leads: str = titled("", title="Pressed, it leads to", of="screens")
    fails: str = titled("", title="A mistake leads to", of="screens")
    ink: str = titled("#000000", title="Colour of its words")
    paper: str = titled("#ffffff", title="Colour behind them")
    letters: Annotated[int, Field(ge=0, le=200)] = 12
    choices: Annotated[int, Field(ge=0)] = 0
    known: bool = False
    risky: bool = False

    @field_validator("ink", "paper")
    @classmethod
    def _is_a_colour(cls, value: str) -> str:
        if not (colour := re.fullmatch(r"#?([0-9a-f]{6}|[0-9a-f]{3})", value.strip().lower())):
            raise ValueError("must be # and six signs of 0-9 and a-f, such as #595959")
        signs = colour[1]
        return f"#{signs if len(signs) == 6 else ''.join(sign * 2 for sign in signs)}"

    @property
    def operators(self) -> str:
        """What a practised person does here, a letter each: M think, P point, B click, H hand to keys or mouse, K key.

        A text is typed with the hands on the keys, and then the hand goes back to the mouse.
        """
        if self.kind is Kind.TEXT:
            return "MPBH" + "K" * self.letters + "H"
        return {Kind.CHOICE: "MPBPB", Kind.TICK: "MPB", Kind.BUTTON: "MPB", Kind.KNOWN: "M"}.get(self.kind, "")

    @property
    def seconds(self) -> float:
        return seconds(self.operators)

    @property
    def contrast(self) -> float:
        return contrast(self.ink, self.paper)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """How this can be answered, given its facts."""
        if self.kind in (Kind.BUTTON, Kind.NOTE, Kind.TICK):
            return (self.kind,)
        offered = {Kind.TEXT: True, Kind.CHOICE: 0 < self.choices <= MOST_CHOICES, Kind.KNOWN: self.known}
        return tuple(kind for kind, fits in offered.items() if fits)

    @property
    def least(self) -> float:
        """Seconds that this takes where it is answered in the quickest way that its facts allow."""
        return min(self.model_copy(update={"kind": kind}).seconds for kind in self.kinds)


class Screen(Value):
    """One screen; `error`: it says that something went wrong."""

    id: Id
    title: Line
    error: bool = False


class Screens(Artifact):
    """Screens with their elements, from `start` to `goal`; `needed` are the ids that nobody may leave out."""

    kind: ClassVar[str] = "screens"

    title: Line = ""
    start: Id
    goal: Id
    needed: tuple[str, ...] = ()
    screens: tuple[Screen, ...]
    elements: tuple[Element, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Screens:
        ids = [one.id for part in (self.screens, self.elements) for one in part]
        refuse_twice(ids)
        for id in (self.start, self.goal):
            if id not in self.ids:
                raise ValueError(f"start and goal must be of {', '.join(self.ids)} (got {id})")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(screen.id for screen in self.screens)

    def element(self, id: str) -> Element | None:
        return next((one for one in self.elements if one.id == id), None)

    def on(self, screen: str) -> list[Element]:
        return [one for one in self.elements if one.screen == screen]

    def changed(self, one: Element) -> Screens:
        """With `one` in the place of the element of its id, or at the end."""
        new = tuple(one if each.id == one.id else each for each in self.elements)
        return self.model_copy(update={"elements": new if self.element(one.id) else (*self.elements, one)})

    def without(self, id: str) -> Screens:
        return self.model_copy(update={"elements": tuple(one for one in self.elements if one.id != id)})

    def graph(self) -> Any:
        """What leads where, a networkx.DiGraph: an edge's `seconds` are all that is asked there and the button."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.ids)
        for screen in self.ids:
            fields = [one for one in self.on(screen) if one.kind is not Kind.BUTTON]
            asked = sum(one.seconds for one in fields)
            for one in self.on(screen):
                if one.kind is Kind.BUTTON and one.leads in self.ids:
                    graph.add_edge(screen, one.leads, seconds=asked + one.seconds, button=one.id)
            for one in fields:  # a mistake is no shorter way; what is chosen or known cannot be mistyped
                if one.kind is Kind.TEXT and one.fails in self.ids and not graph.has_edge(screen, one.fails):
                    graph.add_edge(screen, one.fails, seconds=math.inf, button="")
        return graph

    def path(self) -> list[str]:
        """The screens of the quickest way from start to goal; empty where no way leads there."""
        graph = self.graph()
        usual = nx.subgraph_view(graph, filter_edge=lambda a, b: graph[a][b]["seconds"] < math.inf)
        try:
            return nx.dijkstra_path(usual, self.start, self.goal, weight="seconds")
        except nx.NetworkXNoPath:
            return []

    def steps(self) -> list[Element]:
        """What is done on the quickest way, in order: the fields of each screen, then the button that leaves it."""
        path, graph = self.path(), self.graph()
        found: list[Element] = []
        for here, there in pairwise(path):
            found += [one for one in self.on(here) if one.kind is not Kind.BUTTON and one.operators]
            found.append(self.element(graph[here][there]["button"]))
        return found

    @property
    def seconds(self) -> float:
        """Seconds of a practised person without a mistake from start to goal; infinite where no way leads there."""
        return sum(one.seconds for one in self.steps()) if self.path() else math.inf

    def dead_ends(self) -> list[str]:
        """Screens that somebody can come to, and from which no button leads on to the goal."""
        graph = self.graph()
        pressed = nx.DiGraph([(a, b) for a, b, edge in graph.edges(data=True) if edge["seconds"] < math.inf])
        pressed.add_nodes_from(graph)
        can = nx.ancestors(pressed, self.goal) | {self.goal}
        seen = nx.descendants(graph, self.start) | {self.start}
        return [id for id in self.ids if id in seen and id not in can]

    def passed_by(self) -> list[str]:
        """Needed elements that are not there, or that some way to the goal leaves out."""
        graph, left_out = self.graph(), []
        for id in self.needed:
            one = self.element(id)
            asked = one is not None and one.screen in self.ids and one.kind not in (Kind.BUTTON, Kind.NOTE)
            if not asked or self._passed_by(graph, one.screen):
                left_out.append(id)
        return left_out

    def _passed_by(self, graph: Any, screen: str) -> bool:
        """Whether some way to the goal leaves `screen` out, or ends there."""
        if screen in (self.start, self.goal):
            return screen == self.goal
        return nx.has_path(graph.subgraph(set(self.ids) - {screen}), self.start, self.goal)

    def least(self) -> float:
        """The least seconds that any such screens can take: each needed thing once, as quickly as its facts allow.

        All may stand on one screen, and one button leads from there to the goal.
        """
        needed = [one for id in self.needed if (one := self.element(id))]
        return sum(one.least for one in needed) + (seconds("MPB"))


def seconds(operators: str, key: float = K) -> float:
    """The time of a row of operators such as "MPBHKKH", in seconds; `key` is the time of one key.

    Raises ValueError for a letter that is none.
    """
    known = OPERATORS | {"K": key}
    if unknown := set(operators) - set(known):
        raise ValueError(f"operators must be of {', '.join(known)} (got {', '.join(sorted(unknown))})")
    return math.fsum(known[letter] * count for letter, count in Counter(operators).items())


def difficulty(distance: float, width: float) -> float:
    """Bits of a movement to a target: log2(distance ÷ width + 1), Shannon's form of Fitts' law; both in one unit.

    Raises ValueError where the width is not above 0 or the distance is below 0.
    """
    if not (width > 0 and distance >= 0):
        raise ValueError(f"a width must be above 0 and a distance not below (got {width} and {distance})")
    return math.log2(distance / width + 1)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as #595959, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
