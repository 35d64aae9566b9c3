"""Lines that are to be put in order: all right orders, how far one is from them, and a start that is far."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from pmcourse.kit.variant import drawn

FAR = 3  # moves, at least, by which an order that is shown differs from every right one


def right_orders(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All right orders of the refund's lines: the first two come in their order, the next five in theirs, one last."""
    for places in combinations(range(7), 2):
        first, rest = iter(lines[:2]), iter(lines[2:7])
        yield (*(next(first if at in places else rest) for at in range(7)), lines[7])


def moves(order: Sequence[str], rights: Collection[Sequence[str]]) -> int:
    """How many lines must be moved, at least, to make one of `rights`: all but the longest part that is in order."""
    fewest = len(order)
    for right in rights:
        places, longest = [right.index(one) for one in order], []
        for at, place in enumerate(places):
            longest.append(1 + max((longest[k] for k in range(at) if places[k] < place), default=0))
        fewest = min(fewest, len(order) - max(longest))
    return fewest


def shuffled(seed: int, name: str, lines: Sequence[str], rights: Collection[Sequence[str]]) -> dict[str, str]:
    """The lines with ids that say nothing, in an order that is `FAR` from every right one."""

    def make(luck: random.Random) -> dict[str, str]:
        return dict(zip(luck.sample("abcdefghjkmnp", len(lines)), luck.sample(lines, len(lines)), strict=True))

    return drawn(seed, name, make, lambda one: moves(list(one.values()), rights) >= FAR)
