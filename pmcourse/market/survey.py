"""The survey of Ellis: who would be very disappointed, how sure that is, and what trying many groups does to it."""

from __future__ import annotations

from collections.abc import Sequence

from pmcourse.kit.shares import at_least, wilson

MARK = 0.40  # very disappointed, of those who use it: a convention (Ellis 2010), no law


def passes(hits: int, people: int, tries: int = 1) -> bool:
    """Whether the lower end of the interval reaches 40%, where so many groups were tried (Bonferroni)."""
    return people > 0 and wilson(hits, people, 1 - 0.05 / tries)[0] >= MARK


def luck(groups: int, people: int, share: float, hits: int) -> float:
    """The chance that one or more of `groups` of `people` shows `hits` or more, where the truth is `share` in all."""
    return 1 - (1 - at_least(hits, people, share)) ** groups


def holm(values: Sequence[float], alpha: float = 0.05) -> list[bool]:
    """Which p-values still count, where all were tried (Holm 1979): from the smallest on, until one is too large."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    counts = [False] * len(values)
    for step, at in enumerate(order):
        if values[at] > alpha / (len(values) - step):
            break
        counts[at] = True
    return counts
