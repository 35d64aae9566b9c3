"""An account of points: what was asked, what came of it, and what each part earned, in words for learners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmcourse.findings import Finding, Severity

_COST = {Severity.MUST: 0.5, Severity.SHOULD: 0.25, Severity.LOOK: 0.0}


class Account:
    """Points earned so far, with a line for each. Printed by a test, it becomes part of the feedback."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.points = 0.0

    def add(self, most: float, share: float | bool, why: str) -> None:
        """Earn `share` (0 to 1, or whether) of `most` points, and say why."""
        share = float(share)
        self.points = round(self.points + most * share, 4)
        symbol = "✓" if share == 1 else "✗" if share == 0 else "▲"
        self.lines.append(f"{symbol} {round(most * share, 2):g} of {most:g}: {why}")

    def weigh(self, most: float, what: str, findings: Sequence[Finding]) -> None:
        """Earn the share of `most` that `quality` gives for `findings`, and name what they saw."""
        seen = " ".join(f"{finding.message} {finding.hint}" for finding in costly(findings))
        self.add(most, quality(findings), f"{what}: {seen or 'nothing to fix.'}")

    def __str__(self) -> str:
        return "\n".join(self.lines)


def costly(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that may cost points: not those that are only worth a second look."""
    return [finding for finding in findings if _COST[finding.severity]]


def quality(findings: Iterable[Finding]) -> float:
    """The share of the points that `findings` leave: to be fixed costs a half, to be improved a quarter.

    So no single finding ever takes all: a check may be wrong.
    """
    return max(0.0, 1 - sum(_COST[finding.severity] for finding in findings))
