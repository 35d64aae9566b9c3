"""On which scale a column's numbers stand: said in heading or option, seen in the numbers, or asked for.

A scale that nobody says, such as whole numbers up to 5 or 10, is asked for: the column is kept aside, and a note says
how to say it. Weeks are few as a rule, so there a scale is only thought of: the unit is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from pmcourse.kit.amount_cells import Cell
from pmcourse.kit.amount_values import RATES, Amounts, own_factor
from pmcourse.kit.units import POINTS, TOPS, examples, is_percent, scale_top

_MOST = 10  # whole numbers up to here may stand on a scale, such as 1 to 5 or 1 to 10
_SOME = 3  # in so many numbers or more a scale is seen where the field has a unit
_WORK = "person-weeks"

Numbers = Sequence[tuple[float, Cell]]  # those without a unit of their own


def foreign_in(found: Amounts, parts: Sequence[Cell]) -> list[Cell]:
    """The cells whose unit nobody knows, such as `2 sprints`, where more than one and more than half have such."""
    numbers = [cell for cell in parts if cell.digits and cell.text not in found.about.words]
    foreign = [
        cell
        for cell in numbers
        if cell.unit
        and re.match(r"[^\W\d_]", cell.unit)
        and not (found.points and cell.unit.casefold() in POINTS)
        and not is_percent(cell.unit)
        and own_factor(cell, found.about) is None
    ]
    return foreign if len(foreign) > max(1, len(numbers) / 2) else []


def ask_foreign(found: Amounts, cell: Cell) -> None:
    found.aside = True
    about = found.about
    example = _scale_for(_MOST) if about.unit in TOPS else f"2 {about.unit}" if about.unit else ""
    how = f"Say how much one is, such as --unit '{found.heading}={example}'" if example else "Write the numbers alone"
    found.notes = [
        f"“{found.heading}” is in “{cell.unit}” (“{cell.text}” on line {cell.line}), which is no unit that is known "
        f"for {about.title}. The column is kept, and not used. {how}."
    ]


def beyond(found: Amounts, said: str, numbers: Numbers) -> bool:
    """Whether a number lies above the scale that was said, so that the column is asked for."""
    top = scale_top(said) if found.about.unit in TOPS or found.size else None
    most, cell = max(numbers, key=lambda pair: pair[0], default=(0.0, None))
    if top is None or most <= top or cell is None:
        return False
    ask(found, f"is said to be on {said.strip()}, and goes up to {most:g} (line {cell.line})", _scale_for(most))
    return True


def _scale_for(most: float) -> str:
    """A scale that may be meant where the numbers go up to `most`."""
    if most <= 1:
        return "0 to 1"
    return f"1 to {next((top for top in (5, 10, 20, 100) if most <= top), math.ceil(most))}"


def how(found: Amounts, example: str = "") -> str:
    """How to say the unit of a column, in the file and on the command line; `example` of one, if not any will do."""
    if not example:
        usual = examples(found.about.unit).split(",")[-1 if found.about.unit == "people a quarter" else 0]
        example = usual.split(" for ")[0].removeprefix(" or ").strip()
    bare = re.sub(r"\s*(%|[(\[].*)", "", found.heading, flags=re.DOTALL)
    return f"write it into the heading, as in “{bare} ({example})”, or say --unit '{found.heading}={example}'"


def ask(found: Amounts, what: str, example: str = "", advice: str = "") -> None:
    found.aside = True
    advice = advice or f"To use it, {how(found, example)}"
    found.notes = [f"“{found.heading}” {what}. The column is kept, and not used as {found.about.title}. {advice}."]


def infer(found: Amounts, numbers: Numbers, some_percent: bool) -> None:
    """What the numbers themselves say of their scale, where nobody says it."""
    if not numbers:
        return
    unit, title = found.about.unit, found.about.title
    most, most_cell = max(numbers, key=lambda pair: pair[0])
    where, top, scale = f"goes up to {most:g} (line {most_cell.line})", TOPS.get(unit), _scale_for(most)
    fractions = [cell for number, cell in numbers if 0 < number < 1]
    if top is None:
        if unit in {*RATES, _WORK} and len(numbers) >= _SOME and 1 < most <= _MOST and _are_whole(numbers):
            _scale_or_unit(found, f"{where} in whole numbers", scale)
    elif unit == "0 to 10":
        ask(found, f"{where}, and of which scale is not said; {title} is from 0 to 10", scale)
    elif most <= top:
        if unit == "0 to 1" and all(number == 1 for number, _ in numbers):
            found.notes.append(
                f"“{found.heading}” is 1 in all {len(numbers)} numbers, and was read as 100%. If 1 is the least of a "
                f"scale, say --unit '{found.heading}=1 to 5'."
            )
    elif unit == "0.25 to 3":
        ask(found, f"{where}; Intercom's scale of impact ends at 3, and no other is said", scale)
    elif fractions or some_percent:
        other = f"“{fractions[0].text}” on line {fractions[0].line}" if fractions else "percentages"
        advice = "Write all of it on one scale, such as percent"
        ask(found, f"{where} and also has {other}: two scales in one column", advice=advice)
    elif most <= _MOST:
        ask(found, f"{where}: a scale, and no share from 0 to 1 and no percentage", scale)
    else:
        least, cell = min(numbers, key=lambda pair: pair[0])
        found.factor = 0.01
        found.notes.append(
            f"“{found.heading}” {where}, so its numbers were read as percent; the least, on line {cell.line}, is "
            f"{least:g}%."
        )


def _are_whole(numbers: Numbers) -> bool:
    return all(cell.digits.isdigit() for _, cell in numbers)


def _scale_or_unit(found: Amounts, where: str, scale: str) -> None:
    """So few people or so little money is hardly meant, and is asked for; so few weeks are, and are told."""
    unit, said = found.about.unit, f"--unit '{found.heading}={scale}'"
    if unit in RATES:
        example = examples(unit).split(",")[0]
        advice = f"Say which: {said}, --unit '{found.heading}={unit}', or another unit, such as {example}"
        ask(found, f"{where}: a scale, or {unit}", advice=advice)
    else:
        found.notes.append(f"“{found.heading}” {where}, and was taken as {unit}. If it is a scale, say {said}.")
