"""How the grading of a submission can end: eight named states, each with a reason in the learner's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """The named end of one submission. Points that were earned before the end, on evidence, are kept in every state."""

    GRADED = "graded"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    OUTPUT_TOO_LARGE = "output too large"
    MALFORMED = "malformed"
    TAMPERED = "tampered"
    CRASHED = "crashed"
    LOST = "lost"  # the machine's side: every process that graded it was ended from outside; it is never a last word

    @property
    def reason(self) -> str:
        """What to tell the learner where nothing more exact is known."""
        return _REASONS[self]


_REASONS = {
    State.GRADED: "Your work was run and every test had its say.",
    State.TIMED_OUT: "Your notebook took longer than the course allows, so it was stopped. Look for a loop that never "
    "ends or that does far more rounds than it needs, mend it, run all cells and hand in again.",
    State.OUT_OF_MEMORY: "Your notebook asked for more memory than the course allows, so it was stopped. Look for a "
    "list or table that grows without end, make it smaller, run all cells and hand in again.",
    State.OUTPUT_TOO_LARGE: "Your notebook printed or wrote more than the course allows; the rest was dropped. Look "
    "for a print or a file in a loop, take it out and hand in again.",
    State.MALFORMED: "What you handed in could not be opened as a notebook, so nothing was graded. Open it in "
    "JupyterLab, save it, and hand in again.",
    State.TAMPERED: "Cells that belong to the instructor were changed. They were put back as they were, and your "
    "points were counted with them. If this was an accident you need not do anything.",
    State.CRASHED: "Your notebook ended the program that it ran in, so the cells after that did not run. Take out "
    "calls such as exit(), os._exit() or os.kill(), run all cells and hand in again.",
    State.LOST: "The computer that grades lost every process that had your work, so nothing can be said of it yet. "
    "Nothing is wrong on your side, and no points were taken. It is graded again in the next run.",
}
BY_A_SIGNAL = (
    "If there is no such call in it, the computer that grades may have ended the program: it is graded again in the "
    "next run."
)  # a crash that may have come from outside
# Where several things went wrong, the first of these is the one that explains the most.
GRAVEST_FIRST = (
    State.LOST, State.MALFORMED, State.OUT_OF_MEMORY, State.TIMED_OUT, State.OUTPUT_TOO_LARGE,
    State.CRASHED, State.TAMPERED, State.GRADED,
)  # fmt: skip


def gravest(states: set[State]) -> State:
    """The state that names a submission in which all of `states` came up; GRADED if there is none."""
    return next((state for state in GRAVEST_FIRST if state in states), State.GRADED)


def is_verdict(state: State, undecided: bool) -> bool:
    """False for a crash by a signal: nobody can know whose it was, so it says so and the next run grades it again."""
    return not (undecided and state is State.CRASHED)


def ending(state: State, reason: str, repairs: Sequence[str] = (), taken: Collection[Any] = ()) -> dict[str, Any]:
    """The first cell of a graded notebook: how grading ended, and what was put back. `taken`: ids of other cells."""
    name = "how-grading-ended"
    while name in taken:
        name += "-"
    lines = "\n".join(f"- {line}" for line in repairs)
    text = f"**How grading ended: {state}.** {reason}\n\n{lines}".strip()
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}
