"""A column of numbers as people write them: the unit, the scale and the decimal sign are those of the whole column.

What is multiplied is told in a note. What could mean two things is not guessed: the column is kept aside, and the note
says how to say which.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmcourse.errors import CourseError
from pmcourse.kit.amount_cells import Cell, decimal_sign, ends, taken_apart
from pmcourse.kit.amount_scales import Numbers, ask, ask_foreign, beyond, foreign_in, how, infer
from pmcourse.kit.amount_values import Amounts, own_factor
from pmcourse.kit.fields import About
from pmcourse.kit.readers import is_ambiguous, plain_number
from pmcourse.kit.units import POINTS, TOPS, examples, factor, is_percent, scale_top


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
    numbers = [(number, cell) for cell in bare if (number := plain_number(cell.digits, found.decimal)) is not None]
    foreign = foreign_in(found, parts)
    if foreign and unit and len({cell.unit.casefold() for cell in foreign}) == 1:
        found.each = foreign[0].unit.casefold()
    elif foreign:
        ask_foreign(found, foreign[0])
    elif beyond(found, unit or said, numbers):
        pass
    elif percent and not _takes_percent(about, unit or said):
        first = percent[0]
        ask(found, f"has percentages (“{first.text}” on line {first.line}), and a percentage of what is not said")
    elif not unit and is_percent(said) and not _takes_percent(about, said):
        ask(found, "is a percentage, and of what is not said")
    elif not unit and is_percent(said) and about.unit == "0 to 1" and _are_shares(numbers):
        ask(found, "says percent and goes up to 1 at most, as shares do", "0 to 1")
    elif is_percent(unit or said) and about.unit == "0 to 1":
        _tell_tiny(found, bare)
    elif percent and (unit or said).strip().startswith("%") and about.unit == "people a quarter":
        found.percent, found.factor = found.factor, 1.0
        if bare:
            found.notes.append(
                f"“{heading}”: {len(bare)} numbers have no percent sign, and were taken as {about.unit}, such as "
                f"“{bare[0].text}” on line {bare[0].line}."
            )
    elif not unit and not found.size and not (said and factor(said, about.unit) is not None):
        infer(found, numbers, bool(percent))
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
        many = "1 number" if len(doubtful) == 1 else f"{len(doubtful)} numbers"
        found.notes.append(f"“{heading}”: {many} can be read in two ways; {', and '.join(read)}.")
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


def _are_shares(numbers: Numbers) -> bool:
    return bool(numbers) and 0 < max(number for number, _ in numbers) <= 1


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
    if known is None and scale_top(unit) and found.about.unit:
        _on_scale(found, unit)
        return
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
    elif scale_top(said) and found.about.unit:
        _on_scale(found, said)
    elif scale_top(said):
        found.notes.append(
            f"“{found.heading}”: numbers were taken as they are. Rate what they are added to on the same scale, {said}."
        )
    elif found.about.unit not in TOPS:
        wanted = found.about.unit or "relative numbers"
        found.notes.append(
            f"“{found.heading}”: “{said}” is no unit that is known for {found.about.title}. The numbers were taken as "
            f"{wanted}. To say another: {how(found)}."
        )


def _on_scale(found: Amounts, said: str) -> None:
    """Numbers on a scale where the field has a unit: they order the items, and say no amount."""
    found.size = f"on {said.strip()}"
    found.notes.append(
        f"“{found.heading}” is on a scale, {said.strip()}, and not in {found.about.unit}: numbers were taken as they "
        "are, so that the order holds. Compare scores within this file only."
    )


def _tell_factor(found: Amounts, said: str) -> None:
    if found.factor != 1 and not is_percent(said):
        found.notes.append(
            f"“{found.heading}”: numbers were multiplied by {found.factor:.4g}, from “{said}” to “{found.about.unit}”."
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
