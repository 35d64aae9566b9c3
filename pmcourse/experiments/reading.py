"""A result as people have it: a CSV with a row for each person, or a row for each arm with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.columns import place_of
from pmcourse.kit.fields import plain
from pmcourse.sheets import BadRow, Row, below_headings, decode, rows_of, separator

GROUP = ("version", "variant", "variation", "group", "test group", "arm", "bucket", "treatment", "experiment group")
PEOPLE = ("people", "users", "visitors", "participants", "players", "sessions", "n", "total", "size", "exposed")
ID = ("userid", "user id", "user", "customer id", "customer", "visitor id", "player id", "id")
OLD = ("control", "old", "a", "baseline", "original", "0", "false")
YES = {"true": True, "yes": True, "y": True, "t": True, "1": True, "1.0": True,
       "false": False, "no": False, "n": False, "f": False, "0": False, "0.0": False}  # fmt: skip
_SAMPLE = 2000  # rows, by which columns of yes and no are found


@dataclass(frozen=True)
class Result:
    """Two arms, the old one first: `people` in each, `hits` of each outcome; rows kept aside, and notes."""

    arms: tuple[str, str]
    people: tuple[int, int]
    hits: Mapping[str, tuple[int, int]]
    set_aside: Sequence[BadRow]
    notes: Sequence[str]


def read(
    raw: bytes,
    name: str,
    group: str | None = None,
    outcomes: Sequence[str] = (),
    arms: tuple[str, str] | None = None,
    encoding: str | None = None,
) -> Result:
    """The result in the CSV `raw`; a row that cannot be read, or a person who comes again, is kept aside.

    Raises CourseError where there is no column of arms or outcomes, or where the arms are not two.
    """
    text, _, notes = decode(raw, name, encoding)
    known = {*GROUP, *PEOPLE, *ID}
    sign = separator(text, lambda cells: sum(plain(cell) in known for cell in cells))
    head, rows, said = below_headings(
        list(rows_of(text, sign)), lambda cells: sum(plain(cell) in known for cell in cells)
    )
    if head is None or not rows:
        raise CourseError(f"{name} has headings, but no rows." if head else f"{name} is empty. Export it again.")
    headings = [cell.strip() for cell in head.cells]
    at = _column(headings, group, GROUP, name, "which arm somebody was in", "--group")
    whole = next((i for i, one in enumerate(headings) if plain(one) in PEOPLE), None)
    fine, aside = _sound(rows, len(headings), at)
    names = _arms(fine, at, arms, name, headings[at])
    others = len(fine)
    fine = [row for row in fine if row.cells[at].strip() in names]
    if others := others - len(fine):
        said.append(f"{others:,} rows of other arms are left out.")
    if whole is not None:
        return _summed(fine, aside, headings, at, whole, names, outcomes, name, [*notes, *said])
    chosen = [place_of(headings, one, name) for one in outcomes] or _yes_and_no(fine, headings, at)
    if not chosen:
        raise CourseError(f"{name} has no column of yes and no. Say which one counts: --outcome COLUMN.")
    who = next((i for i, one in enumerate(headings) if plain(one) in ID and i not in (at, *chosen)), None)
    people, hits, seen = [0, 0], {one: [0, 0] for one in chosen}, {}
    for row in fine:
        said_yes = [YES.get(row.cells[one].strip().casefold()) for one in chosen]
        if None in said_yes:
            one = chosen[said_yes.index(None)]
            aside.append(_bad(row, f"has {row.cells[one].strip()[:30]!r} in {headings[one]!r}, which is not yes or no"))
            continue
        if who is not None and (id := row.cells[who].strip()):
            if id in seen:
                aside.append(_bad(row, f"is {id!r} again, who stands on line {seen[id]} already"))
                continue
            seen[id] = row.line
        arm = names.index(row.cells[at].strip())
        people[arm] += 1
        for one, yes in zip(chosen, said_yes, strict=True):
            hits[one][arm] += yes
    aside.sort(key=lambda row: row.line)
    counted = {headings[one]: (two[0], two[1]) for one, two in hits.items()}
    return Result(names, (people[0], people[1]), counted, aside, [*notes, *said])


def _summed(
    rows: list[Row], aside: list[BadRow], headings: list[str], at: int, whole: int, names: tuple[str, str],
    outcomes: Sequence[str], name: str, notes: list[str],
) -> Result:  # fmt: skip
    """A table with one row for each arm."""
    if len(rows) != 2:
        raise CourseError(
            f"{name} counts people ({headings[whole]!r}), so each arm must have one row (got {len(rows)})."
        )
    rows = sorted(rows, key=lambda row: names.index(row.cells[at].strip()))
    chosen = [place_of(headings, one, name) for one in outcomes] or [
        i
        for i in range(len(headings))
        if i not in (at, whole) and all(_count(row.cells[i]) is not None for row in rows)
    ]
    counts = {i: tuple(_count(row.cells[i]) for row in rows) for i in (whole, *chosen)}
    for i, pair in counts.items():
        if None in pair:
            raise CourseError(
                f"{name}: {headings[i]!r} must hold whole numbers, without signs between thousands (got "
                f"{rows[pair.index(None)].cells[i]!r})."
            )
    if not chosen:
        raise CourseError(f"{name} has no column of counts beside {headings[whole]!r}. Say which: --outcome COLUMN.")
    return Result(names, counts[whole], {headings[i]: counts[i] for i in chosen}, aside, notes)


def _column(headings: list[str], said: str | None, known: Sequence[str], name: str, what: str, option: str) -> int:
    if said:
        return place_of(headings, said, name)
    found = next((i for one in known for i, heading in enumerate(headings) if plain(heading) == one), None)
    if found is None:
        columns = ", ".join(headings[:20])
        raise CourseError(f"{name}: no column says {what}. Say which one does: {option} COLUMN. It has: {columns}.")
    return found


def _sound(rows: list[Row], width: int, at: int) -> tuple[list[Row], list[BadRow]]:
    fine, aside = [], []
    for row in rows:
        if row.fault:
            aside.append(_bad(row, row.fault))
        elif len(row.cells) != width:
            aside.append(_bad(row, f"has {len(row.cells)} cells, and there are {width} headings"))
        elif not row.cells[at].strip():
            aside.append(_bad(row, "does not say which arm it belongs to"))
        else:
            fine.append(row)
    return fine, aside


def _arms(rows: list[Row], at: int, said: tuple[str, str] | None, name: str, heading: str) -> tuple[str, str]:
    there = dict.fromkeys(row.cells[at].strip() for row in rows)
    if said:
        for one in said:
            if one not in there:
                raise CourseError(f"{name}: {heading!r} has no arm {one!r}. It has: {', '.join(list(there)[:10])}.")
        return said
    if len(there) != 2:
        some = ", ".join(list(there)[:10])
        raise CourseError(
            f"{name}: {heading!r} must name two arms (got {len(there)}: {some}). Say which: --arms OLD,NEW."
        )
    first, second = sorted(there, key=lambda one: (plain(one) not in OLD, one))
    return first, second


def _yes_and_no(rows: list[Row], headings: list[str], at: int) -> list[int]:
    some = rows[:_SAMPLE]

    def share(i: int) -> float:
        return sum(row.cells[i].strip().casefold() in YES for row in some) / len(some)

    return [i for i, one in enumerate(headings) if i != at and plain(one) not in ID and some and share(i) > 0.9]


def _count(cell: str) -> int | None:
    value = readers.number(cell)
    return int(value) if value is not None and value == int(value) and value >= 0 else None


def _bad(row: Row, reason: str) -> BadRow:
    return BadRow(row.line, reason, row.cells)
