"""Reads acceptance criteria in Given/When/Then (North 2006) with gherkin-official."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, NoSuchLanguageException, ParserException, UnexpectedEOFException
from gherkin.parser import Parser

from pmcourse.errors import CourseError
from pmcourse.stories.gherkin_lines import Line, as_gherkin, lines_of
from pmcourse.stories.texts import quoted

_LANGUAGE = re.compile(r"\s*#\s*language\s*:\s*([\w-]+)\s*\Z")
_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}


class CriteriaError(CourseError):
    """Acceptance criteria that cannot be read. `line` counts from 1 in the text as it was given."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a scenario. kind: "given", "when", "then", or "" where only a star stands before it."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """The examples of a scenario: a heading and rows of as many cells; `line` is the heading's."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way that the story can go. `steps` begin with those of its background."""

    name: str
    line: int
    steps: tuple[Step, ...]
    tables: tuple[Table, ...] = ()

    def of(self, kind: str) -> tuple[Step, ...]:
        """The steps of this kind; "And" belongs to the step before it."""
        return tuple(step for step in self.steps if step.kind == kind)


def read(text: str) -> tuple[Scenario, ...]:
    """The scenarios in `text`, with or without the lines "Feature:" and "Scenario:" above them.

    In English, lines are read as people write them: see `pmcourse.stories.gherkin_lines`. Raises CriteriaError, with
    the first line that is wrong, where it is not Gherkin.
    """
    written = lines_of(text)
    found = _parsed(_gherkin(written), written)
    if isinstance(found, _Problem):
        raise found.error
    return found


def read_what_can_be(text: str) -> tuple[tuple[Scenario, ...], tuple[str, ...]]:
    """The scenarios in `text` without the lines that cannot be read, and those lines."""
    written = lines_of(text)
    lines, left = _gherkin(written), []
    while any(line.text.strip() for line in lines):
        found = _parsed(lines, written)
        if not isinstance(found, _Problem):
            return found, tuple(left)
        at = min(found.at, len(lines) - 1)
        while at and not lines[at].text.strip():
            at -= 1
        left.append(" ".join(lines.pop(at).text.split()))
    return (), tuple(left)


class _Problem(NamedTuple):
    """Why lines are not Gherkin, and the place of the first one that is wrong."""

    at: int
    error: CriteriaError


def _gherkin(written: list[str]) -> list[Line]:
    """The lines as Gherkin has them; in another language than English they are as they were written."""
    if _language(written):
        return [Line(line, number) for number, line in enumerate(written, 1)]
    return as_gherkin(written)


def _language(lines: list[str]) -> str:
    """The language that the first line names; "" where it names none."""
    spoken = next((_LANGUAGE.match(line) for line in lines if line.strip()), None)
    return spoken[1] if spoken else ""


def _parsed(lines: list[Line], written: list[str]) -> tuple[Scenario, ...] | _Problem:
    at, added = _left_out([line.text for line in lines])
    whole = [*lines[:at], *(Line(text, 1) for text in added), *lines[at:]]
    try:
        feature = Parser().parse("\n".join(line.text for line in whole)).get("feature")
    except CompositeParserException as problem:
        return _problem(problem.errors[0], whole, written, len(added))
    except ParserException as problem:
        return _problem(problem, whole, written, len(added))
    return tuple(_scenarios(feature["children"], (), [line.number for line in whole])) if feature else ()


def _left_out(lines: list[str]) -> tuple[int, list[str]]:
    """The headings that people leave out, and the place where they belong."""
    spoken = _language(lines)
    dialect = Dialect.for_name(spoken or "en")
    first = next((line.strip() for line in lines if line.strip() and not line.lstrip().startswith(("#", "@"))), "")
    if dialect is None or not first:
        return 0, []
    at = next(n for n, line in enumerate(lines) if _LANGUAGE.match(line)) + 1 if spoken else 0
    steps = (*dialect.given_keywords, *dialect.when_keywords, *dialect.then_keywords)
    parts = (*dialect.scenario_keywords, *dialect.scenario_outline_keywords, *dialect.background_keywords,
             *dialect.rule_keywords)  # fmt: skip
    if first.startswith(tuple(f"{word}:" for word in parts)):
        return at, [f"{dialect.feature_keywords[0]}:"]
    if first.startswith(tuple(word for word in steps if not word.startswith("*"))):
        return at, [f"{dialect.feature_keywords[0]}:", f"{dialect.scenario_keywords[0]}:"]
    return at, []


def _problem(problem: ParserException, whole: list[Line], written: list[str], added: int) -> _Problem:
    """The error in the reader's words, at the line that they see."""
    said, place = str(problem), problem.location["line"] - 1
    line = whole[place].number if place < len(whole) else len(written) + 1 + place - len(whole)
    at = max(place - added, 0)
    if isinstance(problem, NoSuchLanguageException):
        why = "this language is not known. Take the line out, or write “# language: en”."
    elif "cell count" in said:
        why = "this row has more or fewer cells than the rows above it. Put | between all cells."
    elif "whitespace" in said:
        why = "a tag cannot hold a space. Write @two_words or @two @tags."
    elif isinstance(problem, UnexpectedEOFException):
        why = 'the text ends too early. A scenario, or the closing """, is missing.'
    else:
        why = (
            f"“{quoted(written[line - 1])}” cannot stand here. "
            "A line begins with Scenario:, Given, When, Then, And, But or Examples:, in that order."
        )
    return _Problem(at, CriteriaError(line, why))


def _scenarios(children: Sequence[dict], before: tuple[Step, ...], numbers: list[int]) -> list[Scenario]:
    found = []
    for child in children:
        if part := child.get("background"):
            before = (*before, *_steps(part["steps"], numbers))
        elif part := child.get("rule"):
            found += _scenarios(part["children"], before, numbers)
        elif part := child.get("scenario"):
            tables = tuple(_table(table, numbers) for table in part["examples"])
            steps = (*before, *_steps(part["steps"], numbers))
            line = numbers[part["location"]["line"] - 1]
            found += _apart(Scenario(part["name"], line, steps, tables))
    return found


def _apart(whole: Scenario) -> list[Scenario]:
    """The scenarios that people write below each other without a heading: a Given after a Then begins the next."""
    kinds = [step.kind for step in whole.steps]
    starts = [at for at in range(1, len(kinds)) if kinds[at] == "given" and kinds[at - 1] == "then"]
    if not starts or whole.tables:
        return [whole]
    first, *rest = [whole.steps[a:b] for a, b in pairwise([0, *starts, len(kinds)])]
    return [Scenario(whole.name, whole.line, first), *(Scenario("", steps[0].line, steps) for steps in rest)]


def _steps(steps: Sequence[dict], numbers: list[int]) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        kind = _KINDS.get(step["keywordType"], found[-1].kind if found else "")
        found.append(Step(kind, step["text"], numbers[step["location"]["line"] - 1]))
    return found


def _table(table: dict, numbers: list[int]) -> Table:
    def cells(row: dict) -> tuple[str, ...]:
        return tuple(cell["value"] for cell in row["cells"])

    heading = table.get("tableHeader")
    rows = tuple(cells(row) for row in table.get("tableBody", ()))
    return Table(cells(heading) if heading else (), rows, numbers[(heading or table)["location"]["line"] - 1])
