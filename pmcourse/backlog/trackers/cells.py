"""What people write in a cell: numbers in their country's way, percentages, words of a scale, lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

NUMBERS = {"reach", "impact", "confidence", "effort", "business_value", "time_criticality", "risk_opportunity",
           "cost_of_delay", "duration", "importance", "satisfaction"}  # fmt: skip
NOTHING = {"", "-", "–", "—", "?", "n/a", "na", "none", "null", "nil", "tbd", "unknown", "unset", "no estimate"}
# McBride's own words for two of RICE's numbers (Intercom, 2016).
SCALES = {
    "impact": {"massive": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5, "minimal": 0.25},
    "confidence": {"high": 1.0, "medium": 0.8, "low": 0.5},
}
_MOSCOW = {"m": "must", "s": "should", "c": "could", "w": "wont", "won't": "wont", "would": "wont"}
_AROUND = re.compile(r"[\s'’€$£¥]")  # spaces (narrow and unbreakable too), Swiss thousands, currencies
_GROUPED = {",": re.compile(r"\d{1,3}(,\d{3})+"), ".": re.compile(r"\d{1,3}(\.\d{3})+")}
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")  # 1,234: a thousand and more in one country, one and a bit in the other
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def _bare(text: str) -> str:
    return _AROUND.sub("", text).rstrip("%").lstrip("+-")


def decimal_comma(cells: Iterable[str], separator: str) -> bool:
    """Whether the number cells of a file have decimal commas: by those that can be read in one way only.

    Where all can be read in both ways, files separated by semicolons do, as spreadsheets in such countries write them.
    """
    comma = point = 0
    for text in map(_bare, cells):
        marks = [sign for sign in text if sign in ",."]
        if not marks or _EITHER.fullmatch(text):
            continue
        last_is_decimal = marks.count(marks[-1]) == 1
        if (marks[-1] == ",") == last_is_decimal:
            comma += 1
        else:
            point += 1
    return comma > point or (comma == point and separator == ";")


def ambiguous(text: str) -> bool:
    """Whether the number could be meant in two ways that differ a thousandfold; `1.234` without any comma is usual."""
    return "," in text and bool(_EITHER.fullmatch(_bare(text)))


def number(text: str, field: str, comma: bool) -> float | None:
    """The number in a cell of `field`, None where it says that there is none. Raises ValueError with the reason.

    `comma`: what could be read in two ways has a decimal comma. Percent signs divide by 100; a confidence from over 1
    to 100 is a percentage as well.
    """
    said = text.strip().casefold()
    if said in NOTHING:
        return None
    if said in SCALES.get(field, {}):
        return SCALES[field][said]
    plain = _AROUND.sub("", said)
    percent = plain.endswith("%")
    plain = plain.rstrip("%")
    sign = -1.0 if plain.startswith("-") else 1.0
    value = _value(plain[1:] if plain[:1] in {"+", "-"} else plain, comma)
    if value is None:
        raise ValueError(f"must be a number (got {text.strip()[:60]!r})")
    value *= sign
    return value / 100 if percent or (field == "confidence" and 1 < value <= 100) else value


def _value(text: str, comma: bool) -> float | None:
    marks = [sign for sign in text if sign in ",."]
    if marks:
        last = marks[-1]
        if len(set(marks)) == 2:
            decimal = last
        elif len(marks) > 1:
            decimal = ""
        elif _EITHER.fullmatch(text):
            decimal = "," if comma else "."
        else:
            decimal = last
        whole, point, rest = text.rpartition(decimal) if decimal and decimal in text else (text, "", "")
        grouping = next((sign for sign in ",." if sign in whole), None)
        if grouping:
            if not _GROUPED[grouping].fullmatch(whole):
                return None
            whole = whole.replace(grouping, "")
        text = f"{whole}.{rest}" if point else whole
    return float(text) if _NUMBER.fullmatch(text) else None


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
