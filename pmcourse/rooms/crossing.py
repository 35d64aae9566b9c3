"""How much may cross between a learner's notebook and the tests, and the refusal of what may not."""

from __future__ import annotations

from pmcourse.errors import CourseError

MAX_DEPTH = 40  # lists within lists
MAX_ITEMS = 200_000  # values in all
MAX_BYTES = 4_000_000  # text, numbers' digits and array data together


class CannotCross(CourseError):
    """A value that may not pass between a learner's notebook and the tests. The text says which and what to do."""


class Counted:
    """Counts what has passed, and refuses what is too much."""

    def __init__(self, name: str) -> None:
        self.name, self.items, self.size = name, 0, 0

    def add(self, size: int, depth: int, coming: int = 0) -> None:
        """Count one value of `size` bytes at this depth; `coming` are the values within it, still to be counted."""
        self.items += 1
        self.size += size
        if depth > MAX_DEPTH:
            raise CannotCross(
                f"{self.name} is nested more than {MAX_DEPTH} levels deep, which a test cannot read. Make it flatter."
            )
        if self.items + coming > MAX_ITEMS or self.size > MAX_BYTES:
            raise CannotCross(
                f"{self.name} is too large for a test to read: at most {MAX_ITEMS:,} values and {MAX_BYTES:,} bytes. "
                "Keep only what the task asks for."
            )
