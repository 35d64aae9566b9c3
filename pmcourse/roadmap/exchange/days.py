"""Days and quarters as people write them. 3/1/2027 is settled by its column, or asked for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from unicodedata import normalize

from pmcourse.kit import readers
from pmcourse.roadmap.quarters import FIRST_YEAR, LAST_YEAR

_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}.*", re.DOTALL)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2})")
_NAMED = re.compile(r"(\d{1,2})[./\s-]+([^\W\d_]{3,9})[./\s-]+(\d{4}|\d{2})")  # Jira: 01/Mär/27
_MONTH = re.compile(r"([^\W\d_]{3,9})[./\s-]+(\d{4})|(\d{1,2})[./](\d{4})|(\d{4})[./-](\d{1,2})")
_HALF = re.compile(r"H([12])[\s/'’-]*(\d{4})|(\d{4})[\s/-]*H([12])", re.IGNORECASE)
_MONTHS = tuple(
    name.split()
    for name in (
        "january januar janvier jan", "february februar fevrier feb", "march marz mars mrz", "april avril", "may mai",
        "june juni juin jun", "july juli juillet jul", "august aout", "september septembre", "october oktober octobre",
        "november novembre", "december dezember decembre",
    )
)  # fmt: skip
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
    elif (match := _NAMED.fullmatch(text)) and (month := _month(match[2])):
        text = f"{match[3] if len(match[3]) == 4 else f'20{match[3]}'}-{month:02}-{match[1]:0>2}"
    elif match := _DOTS.fullmatch(text):
        text = f"20{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
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


def period(cell: str) -> tuple[date, date] | None:
    """The first and the last day of a quarter, a month or half a year: `Q2 2027`, `Mar 2027`, `2027-03`, `H1 2027`.

    None where the cell is none of these, or of a year that a roadmap may not name.
    """
    text = cell.strip()
    first = last = 0
    if is_quarter(text):
        year, number = quarter(text).split("-Q")
        first, last = 3 * int(number) - 2, 3 * int(number)
    elif match := _HALF.fullmatch(text):
        year, half = match[2] or match[3], int(match[1] or match[4])
        first, last = 6 * half - 5, 6 * half
    elif match := _MONTH.fullmatch(text):
        year = match[2] or match[4] or match[5]
        first = last = _month(match[1]) if match[1] else int(match[3] or match[6])
    if not 1 <= first <= 12 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def _month(word: str) -> int:
    """The number of the month that a word, or its first letters, name in English, German or French; 0 for none."""
    letters = "".join(sign for sign in normalize("NFKD", word.casefold()) if sign.isalpha())
    found = [at for at, names in enumerate(_MONTHS, 1) if any(name.startswith(letters) for name in names)]
    return found[0] if len(found) == 1 else 0


def _day_alone(cell: str) -> str:
    return _TIME.sub("", cell.strip())
