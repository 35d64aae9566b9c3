"""Grading one submission: bytes and a key in; a graded notebook, scores and a named state out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmcourse.grading.key import AssignmentKey
from pmcourse.grading.states import State


@dataclass(frozen=True)
class Submission:
    """What a learner handed in: the bytes of each file by its path, such as `answers/backlog.json`."""

    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Result:
    """What grading came to: plain data, picklable.

    notebook: the graded notebook (JSON). scores: points by grade_id for every graded cell; None waits for a person.
    unanswered: the grade_ids of solution cells and tasks that are as they were released. state and reason: how it
    ended, in the learner's words. repairs: what was put back, one sentence each. details: for the instructor only,
    what went wrong inside a test, by grade_id. seconds: wall time.
    """

    notebook: bytes
    scores: Mapping[str, float | None]
    state: State
    reason: str
    repairs: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def grade(submission: Submission, key: AssignmentKey) -> Result:
    """Grade one submission. Never raises for anything a submission does.

    Raises SandboxProblem where this machine has no locked room. The rooms stay warm between calls in one process and
    are closed when it ends.
    """
    raise NotImplementedError
