"""What people write in a cell that is no number: classes, pairs of answers, lists."""

from __future__ import annotations

import json
import re

from pmcourse.kit.amounts import NOTHING

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


def values(text: str) -> list[str]:
    """The values of a cell that holds a list: JSON as `gh` writes it, or parts between commas, semicolons or lines."""
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
            return [part["name"] if isinstance(part, dict) else part for part in found if part]
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    return [part.strip() for part in re.split(r"[,;\r\n]", text) if part.strip()]
