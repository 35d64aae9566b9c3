"""What people write in a cell that is no number: classes, pairs of answers."""

from __future__ import annotations

import re

from pmcourse.kit.amount_cells import NOTHING
from pmcourse.kit.references import values

_MOSCOW = {"m": "must", "s": "should", "c": "could", "w": "wont", "won't": "wont", "would": "wont"}


def moscow(text: str) -> str | None:
    """The class that a cell such as `Must have`, `M` or `Won’t` names; what is no class is returned as it is."""
    said = text.strip().casefold()
    if said in NOTHING:
        return None
    word = re.split(r"[\s_-]", said)[0].replace("’", "'")
    return _MOSCOW.get(word, word)


def kano(text: str) -> tuple[tuple[str, ...], ...]:
    """Pairs of answers from a cell such as `like/dislike, expect/tolerate`."""
    return tuple(tuple(part.strip().casefold() for part in pair.split("/")) for pair in values(text))
