"""What lateness costs, by the course's late policy."""

from __future__ import annotations

import math

from pmcourse.course import LatePolicy


def late_share(seconds: float, policy: LatePolicy) -> float:
    """The share of the points (0 to 1) that a submission `seconds` late loses: so much for each day begun."""
    if seconds <= policy.grace_hours * 3600:
        return 0.0
    return min(policy.most, math.ceil(seconds / 86400) * policy.penalty_per_day)
