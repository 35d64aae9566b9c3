"""A column of numbers as people write them: the unit, the scale and the decimal sign are those of the whole column.

What is multiplied is told in a note. What could mean two things is not guessed: the column is kept aside, and the note
says how to say which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pmcourse.errors import CourseError
from pmcourse.kit.amount_cells import Cell, decimal_sign, ends, taken_apart
from pmcourse.kit.fields import About
from pmcourse.kit.readers import is_ambiguous, plain_number
from pmcourse.kit.units import POINTS, examples, factor, is_percent

_TOPS = {"0 to 1": 1.0, "0 to 10": 10.0, "0.25 to 3": 3.0}
_MOST = 10  # a share above 1 and up to here stands on a scale, such as 1 to 5 or 1 to 10
_FIVE, _SOME = 5, 3  # a scale up to 5 is seen in 3 numbers or more
_RATES = {"people a quarter", "money a week"}


@dataclass
class Amounts:
    """How the cells of one column are read: `value` gives each number in the unit of the field."""

    about: About
    heading: str
    factor: float = 1.0
    decimal: str = "."
    percent: float = 0.0  # what 1% in a cell is, where that was said of a count
    points: bool = False  # its cells say points themselves: 3 SP
    size: str = ""  # what its numbers are in, where that is no time and was not converted: story points
    aside: bool = False
    notes: list[str] = field(default_factory=list)

    def value(self, text: str) -> float | None:
        """The number in a cell, of a range its middle, None where there is none. Raises ValueError with the reason."""
        if both := ends(text):
            low, high = map(self.value, both)
            if low > high:
                raise ValueError(f"must be a range from less to more (got {text.strip()[:60]!r})")
            return (low + high) / 2
        cell = taken_apart(text)
        if cell is None:
            return None
        if cell.text in self.about.words:
            return self.about.words[cell.text]
        number = self._number(cell)
        if number is None:
            raise ValueError(f"must be a number (got {text.strip()[:60]!r})")
        return number

    def _number(self, cell: Cell) -> float | None:
        number = plain_number(cell.digits, self.decimal)
        if number is None or not cell.unit or (self.points and cell.unit.casefold() in POINTS):
            return None if number is None else _times(number, self.factor)
        if is_percent(cell.unit) and self.percent:
            return number * self.percent
        own = own_factor(cell, self.about)
        return None if own is None else _times(number, own)


def _times(number: float, factor: float) -> float:
    """The product; by division where that is exact, so that 7% is 0.07."""
    return number / round(1 / factor) if factor in (0.01, 0.1, 0.2) else number * factor


def own_factor(cell: Cell, about: About) -> float | None:
    """The factor of the unit that stands in the cell itself; None where it is none of this field."""
    said = cell.unit.casefold()
    if about.unit in _RATES and not re.search(r"/|per\b|^k|^m\w*$|\w{4}", said):
        return None  # “3 d” is no reach
    return factor(said, about.unit)


def amounts(
    about: About, heading: str, said: str, cells: Sequence[tuple[int, str]], *, unit: str = "", decimal: str = "."
) -> Amounts:
    """How to read `cells` (line, text) of a column: `said` is the unit in its heading, `unit` the one that was given.

    `decimal` is the sign where the column itself does not tell. Raises CourseError where `unit` is none for the field.
    """
    ranges = [(line, text.strip()) for line, text in cells if ends(text)]
    cells = [(line, part) for line, text in cells for part in ends(text) or (text,)]
    parts = [cell for line, text in cells if (cell := taken_apart(text, line))]
    own_sign = decimal_sign(text for _, text in cells)
    found = Amounts(about, heading, decimal=own_sign or decimal)
    doubtful = [] if own_sign else [cell for cell in parts if is_ambiguous(cell.digits)]
    own = {cell.unit.casefold() for cell in parts if cell.digits and cell.unit}
    found.points = about.unit == "person-weeks" and bool(own) and own <= POINTS
    if found.points and not said:
        said = min(own)
    if unit:
        _given(found, unit)
    elif said:
        _in_heading(found, said)
    percent = [cell for cell in parts if is_percent(cell.unit)]
    bare = [cell for cell in parts if cell.digits and not cell.unit]
    if percent and not _takes_percent(about, unit or said):
        first = percent[0]
        _ask(found, f"has percentages (“{first.text}” on line {first.line}), and a percentage of what is not said")
    elif not unit and is_percent(said) and not _takes_percent(about, said):
        _ask(found, "is a percentage, and of what is not said")
    elif not unit and is_percent(said) and about.unit == "0 to 1" and _are_shares(bare, found.decimal):
        _ask(found, "says percent and goes up to 1 at most, as shares do", "0 to 1")
    elif is_percent(unit or said) and about.unit == "0 to 1":
        _tell_tiny(found, bare)
    elif percent and (unit or said).strip().startswith("%") and about.unit == "people a quarter":
        found.percent, found.factor = found.factor, 1.0
        if bare:
            found.notes.append(
                f"“{heading}”: {len(bare)} numbers have no percent sign, and were taken as {about.unit}, such as "
                f"“{bare[0].text}” on line {bare[0].line}."
            )
    elif not unit and not (said and factor(said, about.unit) is not None):
        _infer(found, bare, bool(percent))
    if len(parts) > 1 and not any(cell.digits or cell.text in about.words for cell in parts):
        found.aside = True
        found.notes = [
            f"“{heading}” holds no numbers (“{parts[0].text}” on line {parts[0].line}). The column is kept, not used."
        ]
    if doubtful:
        one_of_each = [next((cell for cell in doubtful if sign in cell.digits), None) for sign in ",."]
        read = [
            f"“{cell.digits}” on line {cell.line} was read as {plain_number(cell.digits, found.decimal):g}"
            for cell in sorted(filter(None, one_of_each), key=lambda cell: cell.line)
        ]
        found.notes.append(f"“{heading}”: {len(doubtful)} numbers can be read in two ways; {', and '.join(read)}.")
    if found.aside:
        return found
    if ranges:
        line, text = ranges[0]
        found.notes.append(
            f"“{heading}”: {len(ranges)} cells are ranges, such as “{text}” on line {line}. The middle was taken."
        )
    _tell_own_units(found, parts, bare, bool(unit or said))
    if about.words and (words := [cell for cell in parts if cell.text in about.words]):
        read = ", ".join(f"{word} {about.words[word]:g}" for word in dict.fromkeys(cell.text for cell in words))
        found.notes.append(f"“{heading}”: words were read as numbers (McBride 2016): {read}.")
    return found


def _are_shares(bare: Sequence[Cell], decimal: str) -> bool:
    numbers = [number for cell in bare if (number := plain_number(cell.digits, decimal)) is not None]
    return bool(numbers) and 0 < max(numbers) <= 1


def _tell_tiny(found: Amounts, bare: Sequence[Cell]) -> None:
    """Percentages below 1 in a column of larger ones may be shares that somebody meant."""
    tiny = [cell for cell in bare if 0 < (plain_number(cell.digits, found.decimal) or 0) < 1]
    if tiny:
        found.notes.append(
            f"“{found.heading}”: {len(tiny)} numbers are below 1%, such as “{tiny[0].text}” on line {tiny[0].line}. If "
            "shares from 0 to 1 are meant there, write them as percent."
        )


def _takes_percent(about: About, said: str) -> bool:
    return about.unit in ("0 to 1", "0 to 10") or (
        said.strip().startswith("%") and factor(said, about.unit) is not None
    )


def _given(found: Amounts, unit: str) -> None:
    known = factor(unit, found.about.unit)
    if known is None:
        raise CourseError(
            f"The unit of “{found.heading}” must be one for {found.about.title}, which is in "
            f"{found.about.unit or 'no unit'}: {examples(found.about.unit)} (got {unit!r})."
        )
    found.factor = known
    _tell_factor(found, unit)


def _in_heading(found: Amounts, said: str) -> None:
    known = factor(said, found.about.unit)
    if known is not None:
        found.factor = known
        _tell_factor(found, said)
    elif said.casefold() in POINTS and found.about.unit == "person-weeks":
        found.size = said.casefold()
        found.notes.append(
            f"“{found.heading}” is a size, not a time: numbers were taken as they are, so that the order holds and no "
            f"score is per person-week. To convert: --unit '{found.heading}=0.5 person-weeks'."
        )
    elif found.about.unit not in ("0 to 1", "0 to 10"):
        wanted = found.about.unit or "relative numbers"
        found.notes.append(
            f"“{found.heading}”: “{said}” is no unit that is known for {found.about.title}. The numbers were taken as "
            f"{wanted}. To say another: {_how(found)}."
        )


def _tell_factor(found: Amounts, said: str) -> None:
    if found.factor != 1 and not is_percent(said):
        found.notes.append(
            f"“{found.heading}”: numbers were multiplied by {found.factor:.4g}, from “{said}” to “{found.about.unit}”."
        )


def _how(found: Amounts, scale: str = "1 to 10") -> str:
    """How to say the unit of a column, in the file and on the command line; `scale` where it is one of shares."""
    example = examples(found.about.unit).split(",")[-1 if found.about.unit == "people a quarter" else 0]
    example = example.split(" for ")[0].removeprefix(" or ").strip()
    if found.about.unit == "0 to 1":
        example = scale
    bare = re.sub(r"\s*(%|[(\[].*)", "", found.heading, flags=re.DOTALL)
    return f"write it into the heading, as in “{bare} ({example})”, or say --unit '{found.heading}={example}'"


def _ask(found: Amounts, what: str, scale: str = "1 to 10") -> None:
    found.aside = True
    advice = f"To use it, {_how(found, scale)}" if scale else "Write all of it on one scale, such as percent"
    found.notes = [f"“{found.heading}” {what}. The column is kept, and not used. {advice}."]


def _infer(found: Amounts, bare: Sequence[Cell], some_percent: bool) -> None:
    """What the numbers themselves say of a column on a scale."""
    top = _TOPS.get(found.about.unit)
    numbers = [(number, cell) for cell in bare if (number := plain_number(cell.digits, found.decimal)) is not None]
    if top is None or not numbers:
        return
    most, most_cell = max(numbers, key=lambda pair: pair[0])
    if most <= top:
        if found.about.unit == "0 to 10" and 1 < most <= _FIVE and len(numbers) >= _SOME:
            found.notes.append(
                f"“{found.heading}” goes up to {most:g} only, and was read as from 0 to 10. If {most:g} is the most, "
                f"say --unit '{found.heading}=1 to {most:g}'."
            )
        return
    if found.about.unit == "0.25 to 3":
        found.notes.append(
            f"“{found.heading}” goes up to {most:g}; Intercom's scale of impact ends at 3. The numbers were taken as "
            "they are: compare scores within this file only."
        )
        return
    where = f"goes up to {most:g} (line {most_cell.line})"
    fractions = [cell for number, cell in numbers if 0 < number < 1]
    if found.about.unit == "0 to 10":
        _ask(found, f"{where}, and {found.about.title} is from 0 to 10")
    elif fractions or some_percent:
        other = f"“{fractions[0].text}” on line {fractions[0].line}" if fractions else "percentages"
        _ask(found, f"{where} and also has {other}: two scales in one column", "")
    elif most <= _MOST:
        _ask(found, f"{where}: a scale, and no share from 0 to 1 and no percentage")
    else:
        least, cell = min(numbers, key=lambda pair: pair[0])
        found.factor = 0.01
        found.notes.append(
            f"“{found.heading}” {where}, so its numbers were read as percent; the least, on line {cell.line}, is "
            f"{least:g}%."
        )


def _tell_own_units(found: Amounts, parts: Sequence[Cell], bare: Sequence[Cell], said: bool) -> None:
    own = [cell for cell in parts if cell.digits and cell.unit and not is_percent(cell.unit)]
    own = [cell for cell in own if own_factor(cell, found.about) is not None]
    if not own:
        return
    rest = "" if said or not bare else f" {len(bare)} say none, and were taken as {found.about.unit}."
    found.notes.append(
        f"“{found.heading}”: {len(own)} cells say their unit themselves, such as “{own[0].text}” on line {own[0].line}"
        f", and were converted to {found.about.unit}.{rest}"
    )
