"""A program and four rewrites of it, made from a seed: another story, other parts, other places, other changes.

Whether a rewrite does the same and is simpler is found by running it over all inputs, and by counting its decisions.
"""

from __future__ import annotations

import random
import tomllib
from functools import cache
from typing import NamedTuple

from pmcourse.building.case import HERE, code
from pmcourse.building.machine import Program
from pmcourse.kit.variant import drawn

BANK = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["rewriting"]
MOST = 15  # the inputs are 1 to so many, and yes or no for the two others
KINDS = ["lower", "other", "other", "same"]


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
    """Four rewrites, of two parts or more; two do something else, of which one looks simpler, so that who only counts
    is right for two."""
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
    offered = [(at, text) for at, one in enumerate(chosen) for text in one["rewrites"]]
    for name, (at, text) in zip("ABCD", luck.sample(offered, 4), strict=True):
        new, first = code(text, **names), 1 + sum(map(len, parts[:at]))
        shown[name] = (first, first + len(parts[at]) - 1, new)
        others[name] = today.having(sum((*parts[:at], new, *parts[at + 1 :]), ()) + end)
    words = f"{story['words']}, from {names['x']}, {names['f']} and {names['g']}"
    return Rewrites(words, today, others, shown, {name: kind_of(other, today) for name, other in others.items()})


def _fits(made: Rewrites) -> bool:
    fewer = [made.kinds[id] for id, one in made.others.items() if one.complexity() < made.today.complexity()]
    runs = all(None not in one.behaviour for one in (made.today, *made.others.values()))
    known = sorted(made.kinds.values()) == KINDS and fewer.count("other") == 1
    return known and runs and len(_places(made)) > 1 and not _never_run(made.today)


def _never_run(program: Program) -> set[int]:
    """Lines that no input comes to: what stands in them cannot matter."""
    ran = {step.line for given in program.grid for step in program.steps(given)[0]}
    lines = enumerate(program.lines, 1)
    return {at for at, line in lines if not line.strip().startswith(("if ", "elif ", "else", "return "))} - ran


def _places(made: Rewrites) -> set[int]:
    """The lines at which the rewrites begin."""
    return {first for first, _, _ in made.parts.values()}
