"""What was copied from the task, word by word: runs too long for chance, by how much of a text they make up."""

from __future__ import annotations

from collections.abc import Iterable

from pmcourse.stories.words import lower

LONG_COPY = 7  # words in a row: so many are not the same by chance
LEAST_COPIED = 12  # words: fewer may be the only plain words for it
WHOLE_COPY = 0.75  # of all that was written


def size(text: str) -> int:
    """How many words `text` has."""
    return len(lower(text))


def copied(text: str, source: str) -> int:
    """How many words of `text` stand in `source` in the same order, in runs too long for chance."""
    mine, theirs, found = lower(text), f" {' '.join(lower(source))} ", set()
    for at in range(len(mine) - LONG_COPY + 1):
        if f" {' '.join(mine[at : at + LONG_COPY])} " in theirs:
            found.update(range(at, at + LONG_COPY))
    return len(found)


def copies(text: str, sources: Iterable[str], besides: int = 0) -> tuple[bool, bool]:
    """Whether most of `text` but for `besides` words is copied from `sources`; and so much that it is no chance."""
    most = copied(text, " / ".join(sources))
    whole = most > WHOLE_COPY * (len(lower(text)) - besides)
    return whole, whole and most >= LEAST_COPIED
