"""What people write in a cell that is no number: classes, pairs of answers."""

from __future__ import annotations

import re

from pmcourse.backlog.model import Kano, Moscow
from pmcourse.kit.amount_cells import NOTHING
from pmcourse.kit.references import values

_ANSWERS = {answer.value: None for answer in Kano}.keys()
_MOSCOW = {"m": "must", "s": "should", "c": "could", "w": "wont", "won't": "wont", "would": "wont"}


def moscow(text: str) -> str | None:
    """The class that a cell such as `Must have`, `M` or `Won’t` names; what is no class is returned as it is."""
    said = text.strip().casefold()
    if said in NOTHING:
        return None
    word = re.split(r"[\s_-]", said)[0].replace("’", "'")
    return _MOSCOW.get(word, word)


def kano(text: str) -> tuple[tuple[str, ...], ...]:
    """Pairs of answers from a cell such as `like/dislike, expect/tolerate`. Raises ValueError where it is none."""
    pairs = tuple(tuple(part.strip().casefold() for part in pair.split("/")) for pair in values(text))
    if any(len(pair) != 2 or not set(pair) <= _ANSWERS for pair in pairs):
        raise ValueError(f"must be pairs of {', '.join(_ANSWERS)}, as in like/dislike (got {text.strip()[:60]!r})")
    return pairs


def fits(field: str, text: str) -> bool:
    """Whether a cell can be one of the field `moscow` or `kano`."""
    try:
        return bool(kano(text)) if field == "kano" else (moscow(text) or "must") in list(Moscow)
    except ValueError:
        return False
