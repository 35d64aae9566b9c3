"""One cell of a column of numbers: its digits and its unit, the two ends of a range, and the decimal sign of many."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pmcourse.kit.readers import is_ambiguous

NOTHING = {"", "-", "–", "—", "?", "n/a", "na", "none", "null", "nil", "tbd", "unknown", "unset", "no estimate"}
_SIGNS = "€$£¥"
_CELL = re.compile(
    rf"([-+−–]?\s*[{_SIGNS}]?\s*(?:\d[\d.,'’\s]*|[.,]\d+)(?:e[-+]?\d+)?)\s*(.*)", re.IGNORECASE | re.DOTALL
)
_NUMBER = r"\d[\d.,]*"
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|to|bis)\s*({_NUMBER})\s*(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """One cell: the line on which it stands, its text, its number as written, and the unit behind the number."""

    line: int
    text: str
    digits: str
    unit: str


def ends(text: str) -> tuple[str, str] | None:
    """The two ends of a range such as `2-4 days`, each with its unit; None where the text is none."""
    match = _RANGE.fullmatch(text.strip())
    return (f"{match[1]} {match[3]}".strip(), f"{match[2]} {match[3]}".strip()) if match else None


def taken_apart(text: str, line: int = 0) -> Cell | None:
    """A cell's number and unit; None where it says that there is nothing. What is no number has no digits."""
    said = text.strip()
    return None if said.casefold() in NOTHING else Cell(line, said.casefold(), *_digits_and_unit(said))


@lru_cache(4096)  # a column repeats itself
def _digits_and_unit(said: str) -> tuple[str, str]:
    match = _CELL.fullmatch(said)
    if not match:
        return "", ""
    return re.sub(rf"[{_SIGNS}]", "", match[1]).strip(), match[2].strip(_SIGNS + " \t\n")


def decimal_sign(texts: Iterable[str]) -> str:
    """The decimal sign of number cells, by those that can be read in one way only; "" where they do not tell."""
    comma = point = 0
    for text in texts:
        digits = re.sub(r"e.*", "", text.strip().strip(_SIGNS + "% "), flags=re.IGNORECASE)
        marks = [sign for sign in digits if sign in ",."]
        if not marks or is_ambiguous(digits):
            continue
        if (marks[-1] == ",") == (marks.count(marks[-1]) == 1):
            comma += 1
        else:
            point += 1
    return "" if comma == point else "," if comma > point else "."
