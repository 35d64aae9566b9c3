"""What a test measures: satisfaction by SUS, times, severity."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

ITEMS, MOST = 10, 5


def sus(answers: Sequence[int]) -> float:
    """The score of one person on the System Usability Scale, 0 to 100 (Brooke 1996).

    Odd statements praise: answer - 1. Even ones complain: 5 - answer. The sum × 2.5. Raises ValueError unless there
    are ten answers from 1 to 5.
    """
    if len(answers) != ITEMS or not all(1 <= one <= MOST for one in answers):
        raise ValueError(f"SUS has ten answers from 1 to 5 (got {list(answers)})")
    return 2.5 * sum(one - 1 if at % 2 == 0 else MOST - one for at, one in enumerate(answers))


def same_way(answers: Sequence[int]) -> bool:
    """Whether somebody agrees, or disagrees, with praise and complaint alike: half are misread.

    All ten answers above the middle, or all below it, or all the same.
    """
    return min(answers) > 3 or max(answers) < 3 or len(set(answers)) == 1


def geometric_mean(times: Sequence[float]) -> float:
    """The usual time of a task (Sauro & Lewis 2010): few slow people do not pull it up.

    Raises ValueError where there are no times, or one is not above 0.
    """
    if not times or min(times) <= 0:
        raise ValueError(f"times must be above 0, and one at least (got {list(times)})")
    return exp(sum(map(log, times)) / len(times))


def often(met: int, people: int) -> int:
    """Frequency, 1 to 3: met by a third of the people or fewer, by two thirds or fewer, by more."""
    return 1 if 3 * met <= people else 2 if 3 * met <= 2 * people else 3


def severity(met: int, people: int, impact: int, persistence: int) -> int:
    """Our rule: frequency (1 to 3) × impact (1 to 4) × persistence (1 to 3), the three factors of Nielsen (1994).

    Nielsen's own scale, 0 to 4, is a judgement; the product is a way to make the same judgement twice.
    """
    return often(met, people) * impact * persistence
