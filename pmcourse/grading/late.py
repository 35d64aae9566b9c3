"""What lateness costs, by the course's late policy."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin

from pmcourse.course import LatePolicy, find_root, load


def late_share(seconds: float, policy: LatePolicy) -> float:
    """The share of the points (0 to 1) that a submission `seconds` late loses: so much for each day begun."""
    if seconds <= policy.grace_hours * 3600:
        return 0.0
    return min(policy.most, math.ceil(seconds / 86400) * policy.penalty_per_day)


class LatePenalty(LateSubmissionPlugin):
    """nbgrader's late plugin, which takes the policy from course_config.py."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        share = late_share(total_seconds_late, load(find_root()).late)
        return score * share or None
