"""The delivery keys of a log: how fast changes reach people, and how often that goes wrong.

Four keys: Forsgren, Humble & Kim 2018; DORA's five of today (dora.dev, 2025) add the rework rate. What a log does not
say stays unknown (None): tags know neither failures nor why somebody released.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

HOUR, DAY = 3600.0, 86400.0
WEEK = 7  # days that releases must span, at least, before a rate a week can be told


@dataclass(frozen=True)
class Release:
    """One deployment: when it was `released`, when each of its `changes` was made, and how it went.

    `failed`: it did harm and had to be mended or taken back; `recovered` is when that was done; `unplanned`: it was
    made only to mend what people saw. None: nobody knows. `number`: how many changes, where only that is known.
    """

    name: str
    released: datetime
    changes: tuple[datetime, ...] = ()
    failed: bool | None = None
    recovered: datetime | None = None
    unplanned: bool | None = None
    number: int | None = None


@dataclass(frozen=True)
class Keys:
    """DORA's five, each None where it is unknown; `lead_days` and `gap_days` are medians, `recovery_hours` too."""

    releases: int
    changes: int
    lead_days: float | None
    a_week: float | None
    gap_days: float | None
    mean_gap_days: float | None
    fail_rate: float | None
    recovery_hours: float | None
    rework_rate: float | None


def keys(log: Sequence[Release]) -> Keys:
    """The keys of `log`. Shares are of the releases about which it is known.

    Lead time counts from each change to its release, one number a change. Frequency is releases a week between the
    first and the last one, the first not counted; None where they span less than a week.
    """
    by_day = sorted(log, key=lambda one: one.released)
    leads = [(one.released - change).total_seconds() / DAY for one in by_day for change in one.changes]
    gaps = [(b.released - a.released).total_seconds() / DAY for a, b in pairwise(by_day)]
    known = [one for one in by_day if one.failed is not None]
    failed = [one for one in known if one.failed]
    mended = [(one.recovered - one.released).total_seconds() / HOUR for one in failed if one.recovered is not None]
    why = [one.unplanned for one in by_day if one.unplanned is not None]
    span = sum(gaps)
    return Keys(
        releases=len(by_day),
        changes=len(leads),
        lead_days=median(leads) if leads else None,
        a_week=7 * len(gaps) / span if span >= WEEK else None,
        gap_days=median(gaps) if gaps else None,
        mean_gap_days=span / len(gaps) if gaps else None,
        fail_rate=len(failed) / len(known) if known else None,
        recovery_hours=median(mended) if mended else None,
        rework_rate=sum(why) / len(why) if why else None,
    )
