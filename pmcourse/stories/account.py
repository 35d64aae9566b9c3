"""An account of points: what was asked, what came of it, and what each part earned, in words for learners."""

from __future__ import annotations

from collections.abc import Sequence

from pmcourse.findings import Finding, Severity

FREE = 1  # findings that cost nothing: no story is failed by one heuristic


class Account:
    """Points earned so far, with a line for each. Printed under a test, it becomes part of the feedback."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.points = 0.0

    def add(self, most: float, share: float | bool, why: str) -> None:
        """Earn `share` (0 to 1, or whether) of `most` points, and say why."""
        earned = round(most * float(share), 2)
        self.points = round(self.points + earned, 2)
        symbol = "✓" if share == 1 else "✗" if share == 0 else "▲"
        self.lines.append(f"{symbol} {earned:g} of {most:g}: {why}")

    def weigh(self, most: float, what: str, findings: Sequence[Finding], free: int = FREE) -> None:
        """Earn the share of `most` that `quality` gives for `findings`, and name what they saw."""
        grave = [finding for finding in findings if finding.severity is not Severity.LOOK]
        share = quality(grave, free)
        seen = " ".join(finding.message for finding in grave) or "nothing to fix."
        forgiven = " One such thing costs nothing." if grave and share == 1 else ""
        self.add(most, share, f"{what}: {seen}{forgiven}")

    def __str__(self) -> str:
        return "\n".join(self.lines)


def quality(findings: Sequence[Finding], free: int = FREE) -> float:
    """The share of the points that is left by `findings`: 1, 0.5 or 0.

    The first `free` that are to be improved cost nothing, for a check may be wrong; each further one, and each that
    is to be fixed, costs half. What is only worth a second look never costs anything.
    """
    must = sum(finding.severity is Severity.MUST for finding in findings)
    should = sum(finding.severity is Severity.SHOULD for finding in findings)
    return max(0.0, 1 - 0.5 * (must + max(0, should - free)))
