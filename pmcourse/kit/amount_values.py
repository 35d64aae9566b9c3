"""How the cells of one column of numbers are read: the unit, the scale and the decimal sign are the column's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pmcourse.kit.amount_cells import Cell, ends, taken_apart
from pmcourse.kit.fields import About
from pmcourse.kit.readers import plain_number
from pmcourse.kit.units import POINTS, factor, is_percent

RATES = {"people a quarter", "money a week"}


@dataclass
class Amounts:
    """How the cells of one column are read: `value` gives each number in the unit of the field."""

    about: About
    heading: str
    factor: float = 1.0
    decimal: str = "."
    percent: float = 0.0  # what 1% in a cell is, where that was said of a count
    points: bool = False  # its cells say points themselves: 3 SP
    size: str = ""  # what its numbers are in, where that is not the field's unit: story points, on 1 to 5
    each: str = ""  # a word behind its numbers, such as sprints, of which `factor` says how much one is
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
        said = cell.unit.casefold()
        if number is None or not said or (self.points and said in POINTS) or said == self.each:
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
    if about.unit in RATES and not re.search(r"/|per\b|^k|^m\w*$|\w{4}", said):
        return None  # “3 d” is no reach
    return factor(said, about.unit)
