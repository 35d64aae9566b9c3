"""Assignments differ by learner: a seed is drawn when one is first opened, kept on the answer sheet and handed in.

Case, order and truth are made from the seed alone, in the learner's notebook and in the grader; a seed that somebody
edits makes its own case and gains nothing.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pmcourse.errors import CourseError

T = TypeVar("T")
_MOST_TRIES = 2_000


def draw(seed: int, name: str) -> random.Random:
    """Numbers drawn from `seed` for one purpose, such as "order": the same at every run and on every machine."""
    return random.Random(f"{name}:{seed}")


def drawn(seed: int, name: str, make: Callable[[random.Random], T], fits: Callable[[T], bool]) -> T:
    """The first of what `make` draws that `fits`: solvable, without ties. Raises CourseError after 2,000 tries."""
    luck = draw(seed, name)
    for _ in range(_MOST_TRIES):
        if fits(one := make(luck)):
            return one
    raise CourseError(f"No variant {name!r} of seed {seed} fits after {_MOST_TRIES} tries. Widen what is drawn.")


def some_of(seed: int, name: str, bank: Mapping[str, T] | Sequence[T], count: int) -> list[T] | dict[str, T]:
    """`count` of the bank's items in drawn order. Raises CourseError where the bank holds fewer."""
    if len(bank) < count:
        raise CourseError(f"The bank {name!r} must hold at least {count} items (got {len(bank)}). Add some.")
    chosen = draw(seed, name).sample(list(bank), count)
    return {key: bank[key] for key in chosen} if isinstance(bank, Mapping) else chosen


def bank(file: Path) -> dict[str, str]:
    """The items of a bank by their id, as `file` (TOML) has them. Their key stands in source/ alone."""
    return tomllib.loads(file.read_text(encoding="utf-8"))
