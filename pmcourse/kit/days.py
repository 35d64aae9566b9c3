"""Days in a column of a person's file, where 3/4/2027 is settled by the column or asked for; and a day in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time

from pmcourse.errors import CourseError
from pmcourse.kit import readers

_SLASHES = re.compile(
    r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)(?:[ ,T]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([AaPp])?\.?[Mm]?\.?)?"
)
_FORMS = ("%d/%b/%y %I:%M %p", "%d/%b/%Y %I:%M %p", "%d/%b/%y", "%d/%b/%Y", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
          "%d.%m.%Y", "%b %d, %Y", "%d %b %Y", "%d %B %Y")  # fmt: skip
_CLOCK = re.compile(r"(?:(?<=\d)T\s*|(?<=[^\s,])[\s,]+)\d{1,2}:\d\d.*", re.DOTALL)
_LONGEST = 60  # characters of a day with its time and zone: what is longer is none


def moments(texts: Iterable[str], name: str, order: str | None = None) -> Callable[[str], datetime | None]:
    """How the cells of one column are read as moments, with a zone where one is said; what is none gives None.

    `texts` are the cells, `order` is `dmy` or `mdy` where 3/4/2027 could be two days. Raises CourseError where neither
    the cells nor `order` settle it; `name` is the file's.
    """
    found = [match for text in texts if (match := _SLASHES.fullmatch(text.strip()))]
    if found and order is None:
        first, second = (max(int(match[at]) for match in found) > 12 for at in (1, 2))
        if first and second:
            raise CourseError(
                f"{name} has days in both orders, such as {found[0][0]}. Mend it, or say --order dmy or mdy."
            )
        if first == second:
            raise CourseError(f"{found[0][0]} in {name} could be two days. Say --order dmy or --order mdy.")
        order = "dmy" if first else "mdy"
    return lambda text: _moment(text.strip(), order)


def days(texts: Iterable[str], name: str, order: str | None = None) -> Callable[[str], date | None]:
    """The same where the day alone counts, as it is written: a time of day of any form is passed over."""
    read = moments((_CLOCK.sub("", text) for text in texts), name, order)

    def day(text: str) -> date | None:
        with suppress(ValueError):  # what most files have, and the quickest to read
            return date.fromisoformat(text[:10])
        moment = read(_CLOCK.sub("", text))
        return moment.date() if moment else None

    return day


def in_full(day: date) -> str:
    """A day as it stands in a sentence: 1 November 2027."""
    return f"{day.day} {day:%B %Y}"


def _moment(text: str, order: str | None) -> datetime | None:
    if len(text) > _LONGEST:
        return None
    if match := _SLASHES.fullmatch(text):
        return _slashed(match, order)
    plainer = re.sub(r"\s*(?:UTC|GMT)$", "+00:00", re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", text))
    with suppress(ValueError):
        return datetime.fromisoformat(plainer)
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(text, form)
    day = readers.day(text)
    return datetime.combine(day, time()) if day else None


def _slashed(match: re.Match[str], order: str | None) -> datetime | None:
    first, second, year, hour, minute, second_, half = match.groups()
    day, month = (first, second) if order == "dmy" else (second, first)
    hours = int(hour or 0) % 12 + 12 * (half in ("p", "P")) if half else int(hour or 0)
    with suppress(ValueError):
        whole = int(year) + (2000 if len(year) == 2 else 0)
        return datetime(whole, int(month), int(day), hours, int(minute or 0), int(second_ or 0))
    return None
