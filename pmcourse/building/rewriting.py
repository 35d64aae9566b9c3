"""A program and four rewrites of it, made from a seed: another story, other parts, other places, other changes.

Whether a rewrite does the same and is simpler is found by running it over all inputs, and by counting its decisions.
How many do the same is drawn, too: of those that look simpler in one part, and of those that do not, each does the same
or something else as a coin falls. So nobody is right by knowing the mixture, or by counting alone.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from pmcourse.building.case import HERE, code
from pmcourse.building.machine import Program
from pmcourse.kit.variant import drawn

BANK = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["rewriting"]
MOST = 15  # the inputs are 1 to so many, and yes or no for the two others
MANY = 4


def kind_of(rewrite: Program, today: Program) -> str:
    """Whether a rewrite does the same, and whether its complexity is lower."""
    if rewrite.behaviour != today.behaviour:
        return "other"
    return "lower" if rewrite.complexity() < today.complexity() else "same"


class Rewrites(NamedTuple):
    """A program of today in `words`; for each rewrite: the whole, which lines (first, last) it replaces by which, and
    its kind."""

    words: str
    today: Program
    others: dict[str, Program]
    parts: dict[str, tuple[int, int, tuple[str, ...]]]
    kinds: dict[str, str]


@cache
def rewrites(seed: int) -> Rewrites:
    """Four rewrites, each in another part or with another look, so that they change two parts or more."""
    return drawn(seed, "rewrites", _make, _fits)


def _make(luck: random.Random) -> Rewrites:
    n, p = luck.randint(4, 8), luck.randint(6, 9)
    story = luck.choice(BANK["stories"])
    names = story["names"] | {
        "n": n, "m": n - 1, "p": p, "q": p - luck.randint(1, 2), "e": luck.randint(5, 9),
        "most": luck.randint(60, 80), "least": luck.randint(20, 30),
    }  # fmt: skip
    base, *rest = (luck.choice(BANK[kind]) for kind in ("base", "extra", "edge"))
    chosen = [base, *luck.sample(rest, 2)]
    parts, end = [code(one["code"], **names) for one in chosen], code(BANK["end"], **names)
    inputs = {names["x"]: tuple(range(1, MOST + 1)), names["f"]: (False, True), names["g"]: (False, True)}
    today, others, shown = Program(inputs, sum(parts, ()) + end), {}, {}
    Offer = tuple[tuple[str, ...], Program]
    offered: dict[tuple[int, bool], dict[bool, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for at, one in enumerate(chosen):
        for text in one["rewrites"]:
            new = code(text, **names)
            other = today.having(sum((*parts[:at], new, *parts[at + 1 :]), ()) + end)
            if None not in other.behaviour:
                simpler, same = other.complexity() < today.complexity(), other.behaviour == today.behaviour
                offered[at, simpler][same].append((new, other))
    looks = [look for look, found in offered.items() if len(found) == 2]
    for name, (at, simpler) in zip("ABCD", luck.sample(looks, min(MANY, len(looks))), strict=False):
        new, others[name] = luck.choice(offered[at, simpler][luck.random() < 0.5])
        first = 1 + sum(map(len, parts[:at]))
        shown[name] = (first, first + len(parts[at]) - 1, new)
    words = f"{story['words']}, from {names['x']}, {names['f']} and {names['g']}"
    return Rewrites(words, today, others, shown, {name: kind_of(other, today) for name, other in others.items()})


def _fits(made: Rewrites) -> bool:
    return len(made.others) == MANY and None not in made.today.behaviour and not _never_run(made.today)


def _never_run(program: Program) -> set[int]:
    """Lines that no input comes to: what stands in them cannot matter."""
    ran = {step.line for given in program.grid for step in program.steps(given)[0]}
    lines = enumerate(program.lines, 1)
    return {at for at, line in lines if not line.strip().startswith(("if ", "elif ", "else", "return "))} - ran
