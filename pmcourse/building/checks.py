"""What can be seen in a table of examples, a rota and a choice of stories; lesson and grade use the same checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pmcourse.building.machine import Program
from pmcourse.building.model import Story, Table, alone, best, pairs, points, value
from pmcourse.building.mutants import KINDS, holds, survivors
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue

finding = Catalogue(Path(__file__).parent / "texts.toml").finding

NEAR = 0.95  # of the most value that fits


def table(read: Table, program: Program) -> list[Finding]:
    """Whether the rows can be run, hold for the program itself, and catch all of its faulty copies."""
    found = [finding("unread", row=at, reason=why) for at, why in read.unread.items()]
    found += [finding("false_alarm", row=at) for at in false_rows(read, program)]
    left = survivors(program, list(read.rows.values()))
    if left:
        kinds = Counter(one.kind for one in left)
        told = "; ".join(f"{KINDS[kind]}: {count}" for kind, count in kinds.items())
        found.append(finding("survive", count=len(left), kinds=told))
    return found


def false_rows(read: Table, program: Program) -> list[int]:
    """The rows that fail although the program is right."""
    return [at for at, one in read.rows.items() if not holds(program, [one])]


def rota(rounds: Sequence[str], people: Sequence[str], away: tuple[int, str], newcomer: str) -> list[Finding]:
    """Whether no pair meets twice, nobody is alone twice, who is away is left over, and the newcomer never is.

    A round that is open, "", is left out. `away`: the number of a round, from 1, and who is not there in it.
    """
    found = []
    done = {at: one for at, one in enumerate(rounds, 1) if one}
    met = Counter(pair for one in done.values() for pair in pairs(one))
    if twice := [" + ".join(sorted(pair)) for pair, count in met.items() if count > 1]:
        found.append(finding("pair_twice", pairs=", ".join(sorted(twice))))
    single = Counter(alone(one, people) for one in done.values())
    if often := [name for name, count in single.items() if count > 1]:
        found.append(finding("alone_twice", names=", ".join(often)))
    if away[0] in done and alone(done[away[0]], people) != away[1]:
        found.append(finding("away", item=away[1], round=away[0]))
    if single[newcomer]:
        found.append(finding("newcomer", item=newcomer))
    return found


def plan(taken: Sequence[Story], stories: Sequence[Story], velocity: int) -> list[Finding]:
    """Whether what is chosen fits, is estimated, has what it needs, and is worth nearly as much as can be."""
    ids = {one.id for one in taken}
    found = []
    if points(taken) > velocity:
        found.append(finding("over", points=points(taken), velocity=velocity))
    for one in taken:
        if one.points is None:
            found.append(finding("unsized", one.id))
        if one.needs and one.needs not in ids:
            found.append(finding("needs", one.id, need=one.needs))
    share = value(taken) / value(best(stories, velocity))
    if not found and share < NEAR:
        found.append(finding("worth", value=value(taken)))
    return found
