"""What is handed in to be graded, and what grading comes to: plain data that goes between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmcourse.gradebook.key import AssignmentKey
from pmcourse.gradebook.restore import Malformed
from pmcourse.gradebook.states import State, ending
from pmcourse.rooms.outputs import notebook_of, text_of
from pmcourse.rooms.scratch import safe_name

MAX_FILES = 500


@dataclass(frozen=True)
class Submission:
    """What a learner handed in: the bytes of each file by its path, such as `answers/backlog.json`.

    told: what was done to it when it was read, one sentence each.
    """

    files: Mapping[str, bytes]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What grading came to: plain data, picklable.

    notebook: the graded notebook (JSON). scores: points by grade_id for every graded cell; None waits for a person.
    waiting: the grade_ids of tests that leave a part of their points to a person; their scores are what is sure.
    unanswered: the grade_ids of solution cells and tasks that are as they were released. refused: why nobody needs to
    read an answer in words, by grade_id. state and reason: how it ended, in the learner's words. repairs: what was put
    back, one sentence each. details: for the instructor only, what went wrong inside a test, by grade_id. seconds: wall
    time. undecided: it was cut off by the wall clock before it had used what it may, or by a signal, so that the
    machine may be to blame: nothing counts before it was graded again, alone.
    """

    notebook: bytes
    scores: Mapping[str, float | None]
    state: State
    reason: str
    repairs: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    undecided: bool = False


def files_of(files: Mapping[str, bytes], key: AssignmentKey) -> tuple[dict[str, bytes], list[str]]:
    """The files that can lie beside the notebook, and sentences on those that cannot. Raises Malformed."""
    kept = {name: data for name, data in files.items() if safe_name(name)}
    left_out = [f"The file {text_of(n)[:80]!r} was left out: its name is none." for n in files if n not in kept]
    size, most = sum(map(len, kept.values())) / 1e6, key.limits.file_mb
    if size > most or len(kept) > MAX_FILES:
        raise Malformed(
            f"You handed in {len(kept)} files with {size:.1f} MB, and at most {MAX_FILES} files with {most:g} MB are "
            "allowed. Take out what the assignment does not ask for and hand in again."
        )
    return kept, left_out[:20]


def malformed(why: str, key: AssignmentKey, seconds: float) -> Result:
    scores = dict.fromkeys(key.max_points(), 0.0)
    notebook = notebook_of([ending(State.MALFORMED, why)], key.kernelspec)
    return Result(notebook, scores, State.MALFORMED, why, seconds=seconds)
