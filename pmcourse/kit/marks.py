"""An account of points: what each part earned, why, and what to do next, in words for learners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmcourse.findings import Finding, costly, quality


@dataclass(frozen=True)
class Mark:
    """One line of an account: `share` (0 to 1) of `most` points, what was asked, why, and the next step."""

    what: str
    most: float
    share: float
    why: str
    next: str = ""

    @property
    def points(self) -> float:
        return round(self.most * self.share, 4)

    def __str__(self) -> str:
        symbol = "✓" if self.share == 1 else "✗" if self.share == 0 else "▲"
        lead = f"{symbol} {round(self.points, 2):g} of {self.most:g}"
        parts = [f"{self.what}." if self.what else "", self.why, f"Next: {self.next}" if self.next else ""]
        return f"{lead}: " + " ".join(part for part in parts if part)


class Marks:
    """Points earned so far, with a line for each part. Printed by a test cell, it becomes part of the feedback."""

    def __init__(self) -> None:
        self.lines: list[Mark] = []

    @property
    def points(self) -> float:
        return round(sum(line.points for line in self.lines), 4)

    def add(self, most: float, share: float | bool, why: str, next: str = "", what: str = "") -> None:
        """Earn `share` (0 to 1, or whether) of `most` points. Raises ValueError for a share that is none."""
        share = float(share)
        if not 0 <= share <= 1:
            raise ValueError(f"a share must be from 0 to 1 (got {share!r})")
        self.lines.append(Mark(what, most, share, why, next if share < 1 else ""))

    def weigh(self, most: float, what: str, findings: Sequence[Finding]) -> None:
        """Earn the share of `most` that `quality` gives for `findings`, and name what they saw."""
        seen = costly(findings)
        why = " ".join(f"{finding.message} {finding.why}" for finding in seen) or "Nothing to fix."
        self.add(most, quality(findings), why, " ".join(dict.fromkeys(finding.hint for finding in seen)), what)

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))
