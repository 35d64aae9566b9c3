"""What an answer in words must be for a person to read it; what it is worth, only that person says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmcourse.kit import readers

_ASKED = re.compile(r"\babout\s+(\d+)\s+words\b", re.I)
_LEAST = 0.1  # of the words that the task asks for
_LONG = 6  # characters that count as a word, for scripts that put no space between words
_RUN = 3  # words in a row that are compared
_OWN = 0.5  # of the runs of words must not stand in the task


def refusal(text: str, tasks: Sequence[str]) -> str:
    """Why nobody needs to read `text`: it is empty, hardly begun, or copied; "" where a person reads it.

    `tasks` are the assignment's texts above it, in their order; the last one asks for it, perhaps for so many words.
    """
    own = readers.words(text)
    if not own:
        return "Nothing is written here."
    asked = _ASKED.search(tasks[-1]) if tasks else None
    count = sum(max(1, len(word) // _LONG) for word in own)
    if asked and count < _LEAST * int(asked[1]):
        some = f"It has {count} word{'s' * (count > 1)}; about {asked[1]} are asked for."
        return f"{some} A person reads it when there is more."
    given = {run for task in tasks for run in _runs(readers.words(task))}
    runs = _runs(own)
    if runs and sum(run in given for run in runs) > (1 - _OWN) * len(runs):
        return "Most of it stands in the assignment. A person reads it when you say it in your own words."
    return ""


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[at:] for at in range(_RUN)), strict=False))
