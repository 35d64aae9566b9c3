"""How many of a product's problems a test finds, and how many people it takes.

Each person meets a problem with the chance p, so n people find a share 1 - (1 - p)^n (Nielsen & Landauer 1993). p,
counted in the table of a small test, is too high: problems that nobody met are not in the table. Lewis ("Evaluation of
procedures for adjusting problem-discovery rates estimated from small samples", 2001) takes the mean of two corrections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log


def share_found(p: float, people: int) -> float:
    """The share of all problems that `people` find, where each meets each problem with the chance `p`."""
    return 1 - (1 - p) ** people


def people_for(share: float, p: float) -> int:
    """The least number of people who find `share` of all problems. Raises ValueError where either is not in 0 to 1."""
    if not (0 < p < 1 and 0 < share < 1):
        raise ValueError(f"share and p must lie between 0 and 1 (got {share:g} and {p:g})")
    return max(1, ceil(log(1 - share) / log(1 - p) - 1e-9))


@dataclass(frozen=True)
class Seen:
    """What a test of `people` has shown: `met` says for each problem how many of them met it.

    Raises ValueError where somebody counts twice, or a problem was met by nobody.
    """

    people: int
    met: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.met or not all(1 <= one <= self.people for one in self.met):
            raise ValueError(f"each problem must be met by 1 to {self.people} people (got {list(self.met)})")

    @property
    def once(self) -> int:
        """Problems that only one person met."""
        return self.met.count(1)

    @property
    def counted(self) -> float:
        """p as it is counted: hits of all that could be."""
        return sum(self.met) / (self.people * len(self.met))

    @property
    def normalised(self) -> float:
        """(p - 1/n)(1 - 1/n) (Hertzum & Jacobsen 2001)."""
        return max(0.0, self.counted - 1 / self.people) * (1 - 1 / self.people)

    @property
    def discounted(self) -> float:
        """p ÷ (1 + once ÷ problems), after Good and Turing: what was met once speaks for what nobody met."""
        return self.counted / (1 + self.once / len(self.met))

    @property
    def adjusted(self) -> float:
        """Lewis' p: the mean of both corrections."""
        return (self.normalised + self.discounted) / 2

    def all_problems(self, p: float) -> float:
        """How many problems there are, where each person meets each with the chance `p`."""
        return len(self.met) / share_found(p, self.people)


def seen(table: Sequence[Sequence[bool]]) -> Seen:
    """A table with a row for each person and a column for each problem, as counts; what nobody met is left out."""
    met = (sum(column) for column in zip(*table, strict=True))
    return Seen(len(table), tuple(one for one in met if one))
