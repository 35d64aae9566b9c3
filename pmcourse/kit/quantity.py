"""A number as a person writes it among words: `about 98,020`, `84 350 EUR`, `3,25 weeks`, `24 percent`, `= 48`.

Words that change nothing are left out. A unit of the same kind is converted (`kit.units`), so 32.5 days are 6.5
person-weeks; another one (`6.5 months` of a score) and what could be two numbers are asked back. Nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pmcourse.kit import readers, units

_FRACTIONS = re.compile(r"(?<=\d)?\s*([¼-¾⅐-⅞])")
_ASIDE = re.compile(r"(?<=\S)\s*[(\[][^()\[\]]*[)\]]\s*$")
_AMONG_WORDS = re.compile(
    r"(?P<lead>[^\d=<>]*?)"
    r"(?P<number>[-+−–]?[€$£¥]?\s*(?:\d+\s+\d+/\d+|\d+\s*/\s*\d+|\d[\d.,'’\s]*(?:e[-+]?\d+)?|(?<!\w)[.,]\d+))"
    r"(?P<tail>[^\d=<>]*)",
    re.IGNORECASE,
)
_MIXED = re.compile(r"(\d+)\s+(\d+)/(\d+)")
_SHARE_OF = re.compile(r"(\d{1,9})\s*(?:/|of|out\s+of|in|from|von|sur)\s*(\d{1,9})(?:\s+[^\W\d_]+){0,2}", re.IGNORECASE)
_PERCENT = re.compile(
    r"%|\bper\s*cents?\b|\bp(?:er|ro)[cz]\w*nt\w*|\bpct\b|\bpour\s*cent\b|\bpor\s*ciento\b", re.IGNORECASE
)
_SCALES = {"k": 1e3, "thousand": 1e3, "thousands": 1e3, "tsd": 1e3, "tausend": 1e3, "mille": 1e3, "million": 1e6,
           "millions": 1e6, "mio": 1e6, "mln": 1e6, "hundred": 1e2, "hundreds": 1e2, "dozen": 12.0}  # fmt: skip
# What is more than a word beside the number: it says that the number is another one, or none.
_OTHERWISE = {"not", "less", "more", "than", "least", "most", "under", "over", "below", "above", "between",
              "from", "to", "or", "minus", "max", "min", "m", "times", "half", "double", "third", "thirds", "fifth",
              "fifths", "tenth", "tenths"}  # fmt: skip
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NAMED = re.compile(
    rf"(?<![\w-])(?:(?P<tens>{'|'.join(_TENS)})(?:(?:[-‐‑]|\s+)(?P<ones>{'|'.join(_ONES[1:10])}))?|(?P<small>{'|'.join(_ONES)}))"
    r"(?![-‐‑–]?\w)",
    re.IGNORECASE,
)
_MINUS = re.compile(r"^\s*minus\s+(?=[\d.,€$£¥])", re.IGNORECASE)
_LOSS = re.compile(r"^(?:an?\s+)?loss\s+(?:of\s+)?(?=[\d.,€$£¥])|(?<=\d)(\D*?)\s+(?:of\s+)?loss\s*$", re.IGNORECASE)
_COUNTED = re.compile(r"(?<=\d)\s+times\b(?!\s*[\d\w]*\d)", re.IGNORECASE)  # "2 times a week"
_CLOCK = re.compile(  # 1:22, 1 h 22 min; not 10:30, which may be minutes and seconds
    r"(?:about\s+)?(?:(\d):([0-5]\d)(?:\s*h(?:(?:ou)?rs?)?)?"
    r"|(\d{1,3})\s*h(?:(?:ou)?rs?)?\.?\s*(?:,|and)?\s*(\d{1,2})\s*(?:m(?:in(?:ute)?s?)?)?)\.?",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\bat\s+(?:the\s+)?most\b|\bn(?:o|ot)\s+more\s+than\b|\bup\s+to\b|\bmax(?:imum|imal(?:ly)?)?\b\.?"
    r"|\bor\s+(?:less|fewer)\b|≤",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\D*[1-9]\d{0,2},\d{3}")
_CLOCKS = {"minutes": 60, "hours": 1}  # in an hour
_FIVE_DAYS = re.compile(r"\b(?:a|per|in|each|every)\s+(?:5|five)\s+(?:working\s*|work)?days\b", re.IGNORECASE)
_A_WEEK = re.compile(r"(?:\b(?:a|an|per|each|every|in|pro|je|par|one|for)\s+|/\s*)w|\bweekly\b", re.IGNORECASE)
_PRINTED = re.compile(r"\w\(.*\)\s*$")  # as Python prints numbers: np.float64(2.5), Fraction(5, 2)
_OF = re.compile(r"of (\d+)")  # a unit such as "of 100", which people write behind the number
_QUALIFIED = {"working", "business", "calendar"}  # days and weeks
_MOST_WORDS, _LONGEST = 8, 200  # words, characters


def quantities(given: Any, unit: str = "") -> tuple[float, ...]:
    """Every number in `unit` that may have been meant: one, none, or the two of a text such as `1.200 EUR`.

    `unit` is the one that was asked for, as the question shows it; "%" gives percent, also for `24 %` and `6 of 25`. A
    bare 0.24 may then be 24% as well. Where thousands are gained or lost, a `loss of 32` is -32; where "people at most"
    are asked for, `up to 6` is 6.
    """
    if not isinstance(given, str):
        return _in_percent(readers.readings(given)) if unit == "%" else readers.readings(given)
    text = given[:_LONGEST]
    if _PRINTED.search(text) and (found := readers.readings(text)):
        return _in_percent(found) if unit == "%" else found
    if most := _OF.fullmatch(unit):
        percent = "|%" if most[1] == "100" else ""
        behind = rf"(?:out\s+)?of\s*{most[1]}(?:\s+[^\W\d_]+)?|/\s*{most[1]}|points?{percent}"
        text = re.sub(rf"(?i)\s*(?:{behind})\s*$", "", text)
    if unit in _CLOCKS and (clock := _CLOCK.fullmatch(text.strip())):
        hours, minutes = (int(part) for part in clock.groups() if part)
        return (_CLOCKS[unit] * (hours + minutes / 60),)
    if unit.endswith(" at most"):
        text, unit = _AT_MOST.sub(" ", text), unit.removesuffix(" at most")
    if unit.endswith(" a working week"):
        text = _FIVE_DAYS.sub(" a week", text)
    for part in _parts(text):
        if unit == "thousands" and (loss := _LOSS.search(part)):
            part = f"-{part[: loss.start()]}{loss[1] or ''}{part[loss.end() :]}"
        if found := _read(part, unit):
            return found
    return ()


def quantity(given: Any, unit: str = "") -> float | None:
    """The number in `unit` that was meant, None where there is none or it could be two."""
    found = quantities(given, unit)
    return found[0] if len(found) == 1 else None


def count(given: Any, unit: str, most: int | None = None) -> float | None:
    """How many somebody guesses; a percentage is one of `most`. None where no such number was meant, or it may be more.

    What could be two numbers is the larger: 1,200 people are no 1.2. A part of one is no count.
    """
    if _PERCENT.search(str(given)):
        found = max((most * share / 100 for share in quantities(given, "%")), default=None) if most else None
    else:
        found = max(quantities(given, unit), default=None)
    if found is None or not (found == 0 or 1 <= found <= (most or found)):
        return None
    return found


def doubt(given: Any, unit: str = "") -> str:
    """What to ask of somebody who typed `given` where a number in `unit` is wanted; "" where all is clear."""
    found = quantities(given, unit)
    if given is None or (isinstance(given, str) and not given.strip()) or len(found) == 1:
        return ""
    if unit == "%" and len(found) == 2 and found[0] == 100 * found[1]:
        return f"“{given}” can be read in two ways. Type {found[0]:.6g}% or {found[1]:.6g}%, with the sign."
    return readers.doubt(_digits(str(given)[:_LONGEST])) if found else " ".join(unread(given, unit))


def doubt_of_answer(given: Any, unit: str = "") -> str:
    """The same for an answer, which counts where one of its readings is right; that is said.

    A number written as the course writes thousands, such as 52,800, raises no doubt.
    """
    told = doubt(given, unit)
    if not told or not quantities(given, unit):
        return told
    as_here = _THOUSANDS.fullmatch(_digits(str(given)))
    return "" if as_here else f"{told} As it stands, it counts if one of them is right."


def unread(given: Any, unit: str = "") -> tuple[str, str]:
    """Why no number can be read in what was typed, and what to type instead."""
    typed = str(given)[:_LONGEST]
    share = _PERCENT.search(typed) and not _may_be_a_share(unit)
    if _digits(typed) and (share or _other_unit(typed)):
        asked = f", in the unit that is asked for: {unit}" if unit else ""
        return f"“{typed}” is in another unit.", f"Type the number alone{asked}."
    if alone := _digits(typed):
        return f"“{typed}” may be another number than {alone}.", f"If {alone} is meant, type it alone."
    if len(re.findall(r"\d+", typed)) + len(_NAMED.findall(typed)) > 1:
        return f"“{typed}” holds more than one number.", "Type the one that is asked for."
    return f"“{typed}” is not a number.", "Type one such as 2.5, without words."


def _parts(text: str) -> list[str]:
    """`text` without what stands behind it in brackets; what comes after the last = first."""
    plain = _FRACTIONS.sub(lambda found: " " + unicodedata.normalize("NFKC", found[1]).replace("⁄", "/"), text)
    plain = unicodedata.normalize("NFKC", plain).replace("÷", "/").strip()
    parts = [part.strip() for part in re.split(r"[-=]>|[=≈→]", _ASIDE.sub("", plain))[::-1]]
    return [_MINUS.sub("-", _COUNTED.sub("", digits)) for part in parts if (digits := _in_digits(part))]


def _in_digits(text: str) -> str:
    """`text` with the one number that was written as a word in digits; "" where words name more than one number."""
    names = [found[0].casefold() for found in _NAMED.finditer(text)]
    digits = _NAMED.sub(_named, text)
    if _SHARE_OF.fullmatch(digits) or (len(names) == 1 and not re.search(r"\d", text)):
        return digits
    return "" if set(names) - {"one"} else text  # "48 for one week" is 48


def _named(found: re.Match[str]) -> str:
    """A number up to 99 that was written as words, in digits."""
    if found["small"]:
        return str(_ONES.index(found["small"].casefold()))
    ones = _ONES.index(found["ones"].casefold()) if found["ones"] else 0
    return str(10 * (_TENS.index(found["tens"].casefold()) + 2) + ones)


def _read(text: str, unit: str) -> tuple[float, ...]:
    if unit == "%" and (share := _SHARE_OF.fullmatch(text)):
        whole = int(share[1]) / int(share[2]) if int(share[2]) else None
        return () if whole is None else (100 * whole,) if whole <= 1 else (100 * whole, whole)
    percent = _PERCENT.search(text)
    if percent and not _may_be_a_share(unit):
        return ()
    if found := readers.readings(text):
        return found if unit != "%" else tuple(100 * one for one in found) if percent else _in_percent(found)
    match = _AMONG_WORDS.fullmatch(text)
    factor = _factor(f"{match['lead']} {match['tail']}", unit) if match else None
    if factor is None:
        return ()
    found = tuple(factor * one for one in _number(match["number"]))
    if percent:
        return found if unit == "%" else tuple(one / 100 for one in found)
    return _in_percent(found) if unit == "%" else found


def _may_be_a_share(unit: str) -> bool:
    """Whether percent can be a number in `unit`: 40% are no days, and no cards."""
    return unit in ("", "%") or bool(_OF.fullmatch(unit))


def _number(text: str) -> tuple[float, ...]:
    if mixed := _MIXED.fullmatch(text.strip()):
        whole, over, under = map(int, mixed.groups())
        return (whole + over / under,) if under else ()
    return readers.readings(text.strip().rstrip(".,'’ "))


def _in_percent(found: tuple[float, ...]) -> tuple[float, ...]:
    """A number without its sign where percent are asked for: up to 1 it may be a share as well."""
    return (100 * found[0], found[0]) if len(found) == 1 and 0 < found[0] <= 1 else found


def _factor(words: str, unit: str) -> float | None:
    """By what the words around a number multiply it; None where they say that it is another number, or none."""
    apart = re.sub(r"\bwork(?=days?\b|weeks?\b)", "working ", _PERCENT.sub(" ", words.casefold()))
    said = re.findall(r"[^\W\d_]+", apart)
    short = {word for word in said if len(word) > 2 and unit.startswith(word)}  # "min" where minutes are asked for
    short |= {"m"} if unit == "minutes" else set()
    if len(said) > _MOST_WORDS or _OTHERWISE & set(said) - short or "?" in words:
        return None
    times = [time for word in said if (time := units.unit_of_time(word))]
    times = times if unit else [time for time in times if time not in ("second", "minute")]  # no unit was asked for
    scale = 1.0
    for word in said:
        scale *= _SCALES.get(word, 1.0) if _SCALES.get(word) != _SCALES.get(unit) else 1.0
    if not times:
        return scale
    if units.is_converted(unit):
        of = f"{unit.partition(' a ')[0]} a" if " a " in unit else " ".join(_QUALIFIED & set(said))
        one = units.factor(f"{of} {times[-1]}", unit)
        return None if one is None or len(set(times)) > 1 else scale * one
    if unit and not units.unit_of_time(unit) and not _A_WEEK.search(words):  # "3 weeks" are no visits
        return None
    return scale if set(times) == {units.unit_of_time(unit) or "week"} else None


def _digits(text: str) -> str:
    """The number of `text` without the words around it, "" where there is not just one."""
    found = [match["number"].strip() for part in _parts(text) if (match := _AMONG_WORDS.fullmatch(part))]
    return found[0].rstrip(".,'’ ") if found else ""


def _other_unit(text: str) -> bool:
    match = next((match for part in _parts(text) if (match := _AMONG_WORDS.fullmatch(part))), None)
    words = re.findall(r"[^\W\d_]+", f"{match['lead']} {match['tail']}".casefold()) if match else []
    return any(units.unit_of_time(word) for word in words) and not _OTHERWISE & set(words)
