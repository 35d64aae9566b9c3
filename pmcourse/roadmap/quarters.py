"""Calendar quarters as plain text such as "2027-Q1": they sort as they follow each other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

FIRST_YEAR, LAST_YEAR = 1970, 2199  # years that a roadmap may name; the forecast looks decades past its last quarter

_FORM = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


def _checked(text: str) -> str:
    match = _FORM.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(f"must be a year and a quarter such as 2027-Q1, from {FIRST_YEAR} to {LAST_YEAR}")
    return text


Quarter = Annotated[str, AfterValidator(_checked)]


def parts(quarter: str) -> tuple[int, int]:
    """Year and number of a quarter; raises ValueError where it is not of the form 2027-Q1."""
    year, number = _checked(quarter).split("-Q")
    return int(year), int(number)


def quarter_of(day: date) -> str:
    """The quarter that `day` lies in."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def first_day(quarter: str) -> date:
    year, number = parts(quarter)
    return date(year, 3 * number - 2, 1)


def last_day(quarter: str) -> date:
    return first_day(later(quarter, 1)) - timedelta(days=1) if quarter != f"{LAST_YEAR}-Q4" else date(LAST_YEAR, 12, 31)


def later(quarter: str, steps: int) -> str:
    """The quarter `steps` quarters after `quarter` (before it, if negative)."""
    year, number = parts(quarter)
    years, index = divmod(4 * year + number - 1 + steps, 4)
    return _checked(f"{years}-Q{index + 1}")


def steps_between(first: str, second: str) -> int:
    """How many quarters `second` lies after `first` (negative if before)."""
    (year, number), (other_year, other) = parts(first), parts(second)
    return 4 * (other_year - year) + other - number


def in_words(quarter: str) -> str:
    """ "2027-Q1" as "Jan–Mar 2027", for readers who do not count in quarters."""
    year, number = parts(quarter)
    return f"{('Jan–Mar', 'Apr–Jun', 'Jul–Sep', 'Oct–Dec')[number - 1]} {year}"
