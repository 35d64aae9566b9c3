"""Days and quarters as people write them. 3/1/2027 is settled by its column, or asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pmcourse.kit import readers

_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}.*", re.DOTALL)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_JIRA = re.compile(r"(\d{1,2})/([A-Za-z]{3})/(\d{2})")
_QUARTER = re.compile(r"(?:Q([1-4])[\s/'’-]*(\d{4}|\d{2})|(\d{4}|\d{2})[\s/-]*Q([1-4]))", re.IGNORECASE)

ORDERS = ("day/month/year", "month/day/year")


def order_of(cells: Iterable[str]) -> str:
    """In which order a column's days with slashes are written; "" where they do not tell, "-" where there are none."""
    found = [match for cell in cells if (match := _SLASHES.fullmatch(_day_alone(cell)))]
    if any(int(match[1]) > 12 for match in found):
        return ORDERS[0]
    if any(int(match[2]) > 12 for match in found):
        return ORDERS[1]
    return "" if found else "-"


def day(cell: str, order: str = "") -> date:
    """The day in `cell`, slashes in `order`; a time of day is left out. Raises ValueError where it is none."""
    text = _day_alone(cell)
    if match := _SLASHES.fullmatch(text):
        if order not in ORDERS:
            raise ValueError("can be two days; write it as in 2027-03-31")
        first, second, year = map(int, match.groups())
        text = f"{year}-{second:02}-{first:02}" if order == ORDERS[0] else f"{year}-{first:02}-{second:02}"
    elif match := _JIRA.fullmatch(text):
        text = f"{match[1]} {match[2]} 20{match[3]}"
    found = readers.day(text)
    if found is None:
        raise ValueError("must be a day such as 2027-03-31")
    return found


def is_quarter(cell: str) -> bool:
    """Whether `cell` names a quarter, as in `Q2 2027`."""
    return bool(_QUARTER.fullmatch(cell.strip()))


def quarter(cell: str) -> str:
    """`Q2 2027`, `2027Q2`, `Q2/27` as 2027-Q2; what is none of these as it is, in capitals."""
    match = _QUARTER.fullmatch(cell.strip())
    if not match:
        return cell.upper()
    year = match[2] or match[3]
    return f"{year if len(year) == 4 else f'20{year}'}-Q{match[1] or match[4]}"


def _day_alone(cell: str) -> str:
    return _TIME.sub("", cell.strip())
