"""One way to understand what a person typed: a choice, names, a number, a day, words.

Case, punctuation at the ends, articles, plurals and hyphens do not matter, nor how a program wrote a number. What could
mean two things is not guessed: the reader says None, and `doubt` says what to ask. Nothing here raises.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from numbers import Number as AnyNumber
from typing import Any

_EDGES = " \t\r\n.,;:!?\"'“”‘’„«»()[]{}*_`…"
_ARTICLES = re.compile(r"^(?:an?|the)\s+(?=\w\w)", re.IGNORECASE)
_JOINS = re.compile(r"[\s\-_‐-―/]+")
_SIGNED = re.compile(r"([-+−–]?)\s*(\d[\d.,'’  _]*|\.\d+|,\d+)(?:[eE]([-+]?\d{1,3}))?")
_GROUPS = re.compile(r"\d{1,3}(?:([.,'’  _])\d{3})(?:\1\d{3})*")
_WRITTEN = re.compile(
    r"(?:np\.|numpy\.)?(?:float|int|u?int|longdouble)\d*\((?P<one>[^()]*)\)|Decimal\(['\"](?P<two>[^()'\"]*)['\"]\)"
)
_QUOTIENT = re.compile(r"(?:Fraction\()?\s*([-−]?\d{1,15})\s*[/,]\s*(\d{1,15})\s*\)|([-−]?\d{1,15})\s*/\s*(\d{1,15})")
_PRINTED_FRACTION = re.compile(r"Fraction\(-?\d{1,15}, \d{1,15}\)")
_PRINTED_ONE = re.compile(  # {'a'}, ['a'], ('a',), frozenset({'a'}): one name
    r"(?:frozenset\()?[\[{(](?P<quote>['\"])(?P<name>(?:(?!(?P=quote)).)*)(?P=quote),?[\]})]\)?", re.S
)
_TWO_WAYS = re.compile(r"[-+−–]?[1-9]\d{0,2}[.,]\d{3}\s*%?")
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:(?<=[sxz])es|(?<=ch)es|(?<=sh)es|(?<!s)s)$")
_CURRENCY = "€$£¥"


def typed(answer: Any) -> Any:
    """An answer that a program wrote, as a person would have typed it: a number, a name, or one name in a set or list.

    Numbers may be JSON's, or as Python and numpy print them. What is inside of a dictionary is read alike; anything
    else is as it was.
    """
    if isinstance(answer, dict):
        return {key: typed(value) for key, value in answer.items()}
    if isinstance(answer, list) and len(answer) == 1 and isinstance(answer[0], str):
        return typed(answer[0])
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return _in_decimals(answer)
    if isinstance(answer, str) and (found := _WRITTEN.fullmatch(answer) or _PRINTED_FRACTION.fullmatch(answer)):
        return answer if (value := number(found[0])) is None else _in_decimals(value)
    if isinstance(answer, str) and (found := _PRINTED_ONE.fullmatch(answer)):
        return found["name"]
    return answer


def _in_decimals(value: float) -> str:
    text = f"{value:.12g}"
    return f"{text}0" if is_ambiguous(text) else text  # 1.001 may be a thousand and one, 1.0010 not


def plain(text: Any) -> str:
    """`text` as people compare it: one case, no marks around it, no article in front, hyphens as spaces."""
    said = unicodedata.normalize("NFKC", _text(text)).strip(_EDGES)
    return _JOINS.sub(" ", _ARTICLES.sub("", said)).strip(_EDGES).casefold()


def choice(given: Any, options: Iterable[str] | Mapping[str, Sequence[str]]) -> str | None:
    """The option that was meant, None where none or more than one could be.

    `options` may map each option to other words for it. A letter or number with a dot or bracket ("b.", "2)") is
    taken as it stands; a plural counts as its singular.
    """
    if isinstance(given, list | tuple | set | frozenset) and len(given) == 1:
        (given,) = given
    names = {option: (option, *options[option]) if isinstance(options, Mapping) else (option,) for option in options}
    said = plain(given)
    found = [option for option, words in names.items() if any(said == plain(word) for word in words)]
    if not found:
        found = [option for option, words in names.items() if any(_stem(said) == _stem(plain(word)) for word in words)]
    return found[0] if len(found) == 1 else None


def names(given: Any, known: Iterable[str]) -> list[str] | None:
    """The ids of `known` that were named, each once and in the order given; None where something is none of them.

    Takes a list, a tuple, a set, or a text with commas, semicolons, "and" or lines between the names.
    """
    if isinstance(given, str):
        parts: list[Any] = [part for part in re.split(r"[,;\n]|\band\b|&", given) if part.strip(_EDGES)]
    elif isinstance(given, Iterable) and not isinstance(given, Mapping | bytes):
        parts = sorted(given, key=str) if isinstance(given, set | frozenset) else list(given)
    elif given is None:
        parts = []
    else:
        parts = [given]
    known = list(known)
    found = [choice(part, known) for part in parts]
    return None if None in found else list(dict.fromkeys(found))  # type: ignore[arg-type]


def number(given: Any) -> float | None:
    """The finite number that was meant, None where there is none or it could be two.

    Takes any kind of number of Python or numpy, and text: `2.5`, `2,5`, `1,234.5`, `1.234,5`, `1 234`, `−3`, `€ 40`.
    Also as Python prints them: `np.float64(2.5)`, `Decimal('2.5')`, `Fraction(5, 2)`; and `5/2`. A percent sign divides
    by 100. Text such as `1.200` could be 1.2 or 1200: that is asked back (`doubt`).
    """
    if isinstance(given, bool) or given is None:
        return None
    if not isinstance(given, str):
        return _finite(given)
    text = unicodedata.normalize("NFKC", given).strip().strip(_CURRENCY).strip()
    if written := _WRITTEN.fullmatch(text):  # as Python prints it: np.float64(2.5)
        return _finite(written["one"] or written["two"])
    if quotient := _QUOTIENT.fullmatch(text):
        over, under = (part.replace("−", "-") for part in quotient.groups() if part)
        return _finite(over) / _finite(under) if int(under) else None
    share = text.endswith("%")
    match = _SIGNED.fullmatch(text.removesuffix("%").strip())
    if not match or is_ambiguous(given):
        return None
    digits = _digits(match[2])
    if digits is None:
        return None
    sign = "-" if match[1] in ("-", "−", "–") else ""
    value = _finite(f"{sign}{digits}" + (f"e{match[3]}" if match[3] else ""))
    return value / 100 if share and value is not None else value


def readings(given: Any) -> tuple[float, ...]:
    """Every number that may have been meant: one, none, or the two of a text such as `1.200`. For graders."""
    if not is_ambiguous(given):
        value = number(given)
        return () if value is None else (value,)
    decimals = re.sub(r"[.,](\d{3})", r".\g<1>0", given)
    both = (number(decimals), number(re.sub(r"[.,]", "", given)))
    return tuple(value for value in both if value is not None)


@lru_cache(4096)
def plain_number(digits: str, decimal: str) -> float | None:
    """The number that `digits` write; what could be two has `decimal` before its decimals."""
    found = () if "_" in digits else readings(digits)
    if len(found) < 2:
        return found[0] if found else None
    return found[0] if ("," in digits) == (decimal == ",") else found[1]


def is_ambiguous(given: Any) -> bool:
    """Whether a typed number could be two: one point or comma with exactly three digits behind it, and no leading 0."""
    return isinstance(given, str) and bool(_TWO_WAYS.fullmatch(given.strip().strip(_CURRENCY).strip()))


def _parted(digits: list[str]) -> str:
    """What stands before and behind a point, as somebody would write it whose point is not one between thousands."""
    before, behind = digits
    return f"{before}.{behind.rstrip('0') or '0'}" if behind.endswith("0") else f"{before}.{behind}0"


def doubt(given: Any) -> str:
    """What to ask of somebody who typed `given` where a number is wanted; "" where all is clear or nothing is typed."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return ""
    if is_ambiguous(given):
        text = str(given).strip()
        sign = "." if "." in text else ","
        digits = re.search(r"\d+[.,]\d+", text)[0]
        whole, parted = (text.replace(digits, one) for one in (digits.replace(sign, ""), _parted(digits.split(sign))))
        return (
            f"“{text}” can be read in two ways. Type {whole} if the sign stands between thousands, or {parted} if it "
            "stands before decimals."
        )
    return "" if number(given) is not None else f"“{given}” is not a number. Type one such as 2.5, without words."


def day(given: Any) -> date | None:
    """The day that was meant: a date, or text such as `2027-03-31`, `31 March 2027`, `31.03.2027`, `31/3/2027`.

    None where there is none, or it could be two.
    """
    if isinstance(given, date):
        return date(given.year, given.month, given.day)
    if not isinstance(given, str):
        return None
    text = given.strip(_EDGES)
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)),
        (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", (2, 1, 0)),
    ):
        if match := re.fullmatch(pattern, text):
            return _date(*(int(match.groups()[at]) for at in order))
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        one, other, year = (int(part) for part in match.groups())
        found = {day for day in (_date(year, other, one), _date(year, one, other)) if day}
        return found.pop() if len(found) == 1 else None
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})", text):
        return _date(int(match[3]), _month(match[2]), int(match[1]))
    if match := re.fullmatch(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", text):
        return _date(int(match[3]), _month(match[1]), int(match[2]))
    return None


def words(given: Any) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", unicodedata.normalize("NFKC", _text(given)).casefold())


def _text(given: Any) -> str:
    value = getattr(given, "value", given)  # a StrEnum is what it says
    return "" if value is None else str(value)


def _stem(text: str) -> str:
    return " ".join(_PLURAL.sub("", word) for word in text.split())


def _finite(given: Any) -> float | None:
    try:
        value = float(given if isinstance(given, AnyNumber | Decimal | Fraction | str) else given.item())
    except (TypeError, ValueError, OverflowError, AttributeError, ArithmeticError):
        return None
    return value if math.isfinite(value) else None


def _digits(text: str) -> str | None:
    """The digits of a number without signs between thousands, and a point before decimals."""
    text = text.strip()
    marks = [sign for sign in text if not sign.isdigit()]
    if not marks:
        return text
    last = marks[-1]
    if last in ".," and marks.count(last) == 1:
        whole, _, decimals = text.partition(last)
        if any(sign == last for sign in whole) or not decimals.isdigit():
            return f"{whole}{decimals}" if not decimals and whole.isdigit() else None
        if not whole or whole.isdigit():
            return f"{whole or '0'}.{decimals}"
        return f"{re.sub(r'[^0-9]', '', whole)}.{decimals}" if _GROUPS.fullmatch(whole) else None
    return re.sub(r"\D", "", text) if _GROUPS.fullmatch(text) else None


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def _month(name: str) -> int:
    low = name.casefold()
    found = (at for at, month in enumerate(_MONTHS, 1) if month == low or (len(low) < 5 and month.startswith(low)))
    return next(found, 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
