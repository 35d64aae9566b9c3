"""Answers to SUS and tries at tasks, from people's own tables; a row that cannot be read stands aside with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.columns import EXTRA, columns_of, ranked
from pmcourse.kit.fields import About, plain
from pmcourse.kit.tables import Table, table_of
from pmcourse.usability.measures import ITEMS, MOST

# A few words of each of Brooke's statements: they tell it, in whatever order the columns stand.
STATEMENTS = ("frequently", "unnecessarily complex", "easy to use", "technical", "integrated", "inconsisten", "quickly",
              "cumbersome|awkward", "confident", "learn a lot|needed to learn")  # fmt: skip
_NUMBERED = re.compile(r"(?:sus|q|i|s|item|question|statement|answer)?(?: ?(?:q|item))? ?0?(\d{1,2})")
_WORDS = {"strongly disagree": 1, "disagree": 2, "neutral": 3, "neither agree nor disagree": 3, "neither": 3,
          "undecided": 3, "agree": 4, "strongly agree": 5}  # fmt: skip
_DONE = {"yes": True, "y": True, "true": True, "1": True, "done": True, "success": True, "completed": True,
         "complete": True, "pass": True, "passed": True, "no": False, "n": False, "false": False, "0": False,
         "fail": False, "failed": False, "failure": False, "gave up": False, "not done": False}  # fmt: skip
_WHO = ("person", "participant", "participant id", "respondent", "respondent id", "user", "user id", "evaluator",
        "tester", "id", "name")  # fmt: skip
_SUS = {"person": About("person", "who answers", headings=_WHO)} | {
    f"q{at}": About(f"q{at}", f"statement {at}") for at in range(1, ITEMS + 1)
}
_FINISHED = ("done", "success", "completed", "completion", "finished", "result", "outcome", "passed")
_TASKS = {
    "person": About("person", "who tries", headings=_WHO),
    "task": About("task", "task", headings=("task", "task id", "task name", "scenario")),
    "done": About("done", "whether it was done", headings=_FINISHED),
    "time": About("time", "time", headings=("time", "time on task", "duration", "seconds", "time taken")),
}
_UNITS = {"ms": 0.001, "millisecond": 0.001, "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600,
          "hour": 3600}  # fmt: skip
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)")
_AMOUNT = re.compile(r"([\d.,]+)\s*([a-z]+)?\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Answers:
    """One person's ten answers, and the line on which they stand."""

    line: int
    person: str
    answers: tuple[int, ...]


@dataclass(frozen=True)
class Try:
    """One person's attempt at one task; `time` in seconds, None where none was written."""

    person: str
    task: str
    done: bool
    time: float | None


def sus(raw: bytes, name: str, mapping: Mapping[str, str], encoding: str | None) -> tuple[list[Answers], Table]:
    """The answers of each person. Raises CourseError where a statement has no column, or two have one."""
    table, at = _read(raw, name, _SUS, mapping, encoding, _statement)
    if missing := [field for field in _SUS if field != "person" and field not in at]:
        raise CourseError(
            f"{name} has no column for {', '.join(missing)} of the ten statements. Its columns are "
            f"{', '.join(one[:40] for one in table.headings[:20])}. Say which one it is: --map 'COLUMN={missing[0]}'."
        )
    _refuse_other_scale(name, [[row.cells[at[f"q{one}"]].strip() for one in range(1, ITEMS + 1)] for row in table.rows])
    found = []
    for row in table.rows:
        given = [row.cells[at[f"q{one}"]] for one in range(1, ITEMS + 1)]
        read = [_answer(text) for text in given]
        bad = next((one for one, value in enumerate(read) if value is None), None)
        if bad is not None:
            said = f"{given[bad].strip()[:30]!r}" if given[bad].strip() else "nothing"
            table.put_aside(row, f"has {said} for statement {bad + 1}; answers go from 1 to {MOST}")
            continue
        person = row.cells[at["person"]].strip() if "person" in at else ""
        found.append(Answers(row.line, person or f"line {row.line}", tuple(one for one in read if one is not None)))
    table.aside.sort(key=lambda row: row.line)
    if not found:
        raise CourseError(f"{name} has no row with ten answers from 1 to {MOST}. {_first(table)}")
    return found, table


def _refuse_other_scale(name: str, rows: list[list[str]]) -> None:
    """Raise CourseError where the answers stand on 0 to 4 or 1 to 7: read as from 1 to 5 they would be false."""
    numbers = [[int(text) for text in row if text.isdecimal()] for row in rows]
    above = [max(row) for row in numbers if row and max(row) > MOST]
    said = {number for row in numbers for number in row}
    if len(above) > max(1, len(numbers) / 10) or (0 in said and max(said) < MOST and len(numbers) > 1):
        raise CourseError(
            f"{name} has answers from {min(said)} to {max(said)}; SUS is answered from 1 to {MOST} (Brooke 1996). "
            "Write them on that scale, such as 1 for 0, if there were five answers."
        )


def tries(raw: bytes, name: str, mapping: Mapping[str, str], encoding: str | None) -> tuple[list[Try], Table]:
    """The attempts, in the order of the file. Raises CourseError where no column says whether a task was done."""
    table, at = _read(raw, name, _TASKS, mapping, encoding, lambda _heading: None)
    if "done" not in at:
        raise CourseError(
            f"{name} has no column that says whether a task was done. Its columns are "
            f"{', '.join(table.headings[:20])}. Say which one it is: --map 'COLUMN=done'."
        )
    usual = _unit(table.headings[at["time"]]) if "time" in at else 1
    found: list[Try] = []
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        cell = {field: row.cells[place].strip() for field, place in at.items()}
        done, time = _DONE.get(plain(cell["done"])), seconds(cell.get("time", ""), usual)
        person, task = cell.get("person", ""), cell.get("task", "") or "all"
        if done is None:
            table.put_aside(row, f"does not say yes or no whether it was done (got {cell['done'][:30]!r})")
        elif cell.get("time") and time is None:
            table.put_aside(row, f"has no time that can be read (got {cell['time'][:30]!r}); write 95, 1:35 or 2 min")
        elif person and (person, task) in seen:
            table.put_aside(row, f"is {person!r} at {task!r} again, who stands on line {seen[person, task]} already")
        else:
            seen[person, task] = row.line
            found.append(Try(person, task, done, time))
    table.aside.sort(key=lambda row: row.line)
    if not found:
        raise CourseError(f"{name} has no row that can be used. {_first(table)}")
    return found, table


def seconds(text: str, usual: float = 1) -> float | None:
    """A time above 0 in seconds: `95`, `1:35`, `0:01:35`, `2 min`; `usual` is the unit of a bare number, in seconds."""
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, rest = clock.groups()
        value = int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
        return value if value > 0 and float(rest.replace(",", ".")) < 60 else None
    match = _AMOUNT.fullmatch(text)
    number = readers.number(match[1]) if match else None
    factor = (_factor(match[2]) if match[2] else usual) if match else None
    return number * factor if number and factor and number > 0 else None


def _read(
    raw: bytes,
    name: str,
    fields: Mapping[str, About],
    mapping: Mapping[str, str],
    encoding: str | None,
    more: Callable[[str], str | None],
) -> tuple[Table, dict[str, int]]:
    """The table, and the place of each field's column. `more(heading)` may name the field of a heading as well."""

    def taken_for(heading: str) -> tuple[str, str] | None:
        said = plain(re.sub(r"[(\[].*", "", heading))
        named = next((one.name for one in fields.values() if said in one.names), None) or more(heading)
        return (named, "") if named else None

    mapping = {heading: field.casefold() for heading, field in mapping.items()}

    def known(cells: Sequence[str]) -> int:
        found = [cell.strip() for cell in cells if taken_for(cell)]
        if all(cell.isdigit() for cell in found) and len(set(found)) < max(len(found), ITEMS):
            return 0  # a row of answers, not the numbers of the ten statements
        return len(found)

    table = table_of(raw, name, known, encoding)
    columns = columns_of(table.headings, fields, mapping, taken_for)
    places = ranked(columns, fields)
    for field in (one for one in places if one not in ("person", "time", EXTRA)):
        if len(places[field]) > 1 and not columns[places[field][0]].mapped:
            twice = " and ".join(repr(table.headings[at][:40]) for at in places[field])
            raise CourseError(f"{name} has several columns for {field}: {twice}. Say one: --map 'COLUMN={field}'.")
    return table, {field: found[0] for field, found in places.items()}


def _statement(heading: str) -> str | None:
    """The statement of SUS that a heading holds: by its words, else by its number."""
    said = plain(heading)
    hits = [at for at, words in enumerate(STATEMENTS, 1) if re.search(words, said)]
    if len(hits) == 1:
        return f"q{hits[0]}"
    number = _NUMBERED.fullmatch(said)
    return f"q{number[1]}" if number and 1 <= int(number[1]) <= ITEMS else None


def _answer(text: str) -> int | None:
    """An answer from 1 to 5: a number, words, or both ("5 - strongly agree")."""
    said = plain(text)
    if said in _WORDS:
        return _WORDS[said]
    value = readers.number(text)
    if value is None and (mixed := re.fullmatch(r"([1-5])\s*[-–:=.(]?\s*[^\d]*", text.strip())):
        value = float(mixed[1])
    return int(value) if value is not None and value == int(value) and 1 <= value <= MOST else None


def _unit(heading: str) -> float:
    """The unit of a column of times, in seconds, as its heading says it."""
    return next((factor for word in plain(heading).split()[::-1] if (factor := _factor(word))), 1)


def _factor(unit: str) -> float | None:
    """How many seconds a unit has; None where it is no unit of time."""
    word = unit.casefold()
    return _UNITS.get(word, _UNITS.get(word.removesuffix("s")))


def _first(table: Table) -> str:
    return "; ".join(f"Line {row.line} {row.reason}" for row in table.aside[:3]) + "."
