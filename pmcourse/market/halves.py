"""Two halves of a survey, drawn person by person, in which one group holds on both: for the assignment's case."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from pmcourse.kit.shares import wilson
from pmcourse.market.model import Group
from pmcourse.market.survey import MARK, passes

CUTS = (
    ("learn a language for work", "come to meet people", "prepare for an exam", "want to try something new"),
    ("book on the site", "book by phone", "book at the desk"),
    ("are under twenty", "are from twenty to sixty", "are over sixty"),
)
HALF, NEED, OTHERS = 240, 0.65, (0.12, 0.22)  # answers in each half; truth in the group that needs it, and elsewhere


@dataclass(frozen=True)
class Survey:
    """Two halves of the answers by group; `need` is the group whose lower end reaches 40% on both."""

    first: tuple[Group, ...]
    second: Mapping[str, tuple[int, int]]
    need: str


def surveyed(luck: random.Random) -> Survey:
    """Ten groups in three cuts of the same answers."""
    cuts = luck.sample(CUTS, 3)  # the one with the group that needs it, one with a large group, one with small ones
    names = [luck.sample(cut, len(cut)) for cut in cuts]
    decoys = luck.choices((0, 1, 2), (1, 2, 2))[0]
    halves = [_half(luck, names, decoys), _half(luck, names, -1)]
    rows = luck.sample([name for cut in names for name in cut], 10)
    ids = {name: f"g{at}" for at, name in enumerate(rows, 1)}
    first = tuple(_group(ids[name], name, *halves[0][name]) for name in rows)
    return Survey(first, {ids[name]: halves[1][name] for name in rows}, ids[names[0][0]])


def _half(luck: random.Random, names: list[list[str]], decoys: int) -> dict[str, tuple[int, int]]:
    """(very, all) by group. `decoys`: so many small groups show a larger share than the one that needs it."""
    target = luck.randint(66, 78)
    sizes = _sizes(luck, target, len(names[0]), 35)
    chances = [NEED, *(luck.uniform(*OTHERS) for _ in sizes[1:])]
    found = {
        name: (sum(luck.random() < chance for _ in range(size)), size)
        for name, size, chance in zip(names[0], sizes, chances, strict=True)
    }
    very = sum(hits for hits, _ in found.values())
    found |= _split(luck, names[1], _sizes(luck, luck.randint(145, 165), len(names[1]), 18), very)
    top = found[names[0][0]][0] / target
    few = [(hits, size) for size in range(4, 10) for hits in range(size)
           if hits / size > top + 0.02 and wilson(hits, size)[0] < MARK - 0.002]  # fmt: skip
    lucky = [luck.choice(few) for _ in range(max(0, decoys))] if few else []
    small = [*(size for _, size in lucky), *(luck.randint(7, 11) for _ in range(2 - len(lucky)))]
    rest = [] if len(names[2]) == 3 else [luck.randint(60, 100)]
    sizes = [*small, *rest, HALF - sum(small) - sum(rest)]
    return found | _split(luck, names[2], sizes, very, [hits for hits, _ in lucky])


def _sizes(luck: random.Random, first: int, count: int, least: int) -> list[int]:
    """Sizes of `count` groups that make up half of the answers: the first is given, the others have `least` or more."""
    left = HALF - first
    sizes = [luck.randint(least, left // (count - 1)) for _ in range(count - 2)]
    return [first, *sizes, left - sum(sizes)]


def _split(
    luck: random.Random, names: list[str], sizes: list[int], very: int, given: list[int] | None = None
) -> dict[str, tuple[int, int]]:
    """`very` of the answers spread over groups by chance; the first groups may have theirs `given`."""
    given = [min(hits, size) for hits, size in zip(given or [], sizes, strict=False)]
    rest = [at for at, size in enumerate(sizes) for _ in range(size) if at >= len(given)]
    chosen = luck.sample(rest, very - sum(given))
    return {name: (given[at] if at < len(given) else chosen.count(at), sizes[at]) for at, name in enumerate(names)}


def _group(id: str, name: str, very: int, people: int) -> Group:
    somewhat = round(0.55 * (people - very))
    return Group(id=id, name=name, very=very, somewhat=somewhat, little=people - very - somewhat)


def one_holds(one: Survey) -> bool:
    """Whether one group alone holds on both halves, and neither size nor count gives it away."""
    found = [[passes(group.very, group.people) for group in one.first],
             [passes(*one.second[group.id]) for group in one.first]]  # fmt: skip
    by_id = {group.id: group for group in one.first}
    right = [group.id == one.need for group in one.first]
    most = max(one.first, key=lambda group: group.very)
    close = [group for group in one.first if group.id != one.need and group.interval()[0] > MARK - 0.002]
    return found == [right, right] and most.id != one.need and not close and by_id[one.need].interval()[0] > MARK + 0.02
