"""Reads acceptance criteria in Given/When/Then (North 2006) with gherkin-official."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, NoSuchLanguageException, ParserException, UnexpectedEOFException
from gherkin.parser import Parser

from pmcourse.errors import CourseError
from pmcourse.stories.texts import quoted

LINE_END = re.compile(r"\r\n|\r|\n")  # of any system
_MARKS = re.compile(  # what people put around a keyword: a dash or number of a list, bold, capitals or none, a colon
    r"\s*(?:(?:[-•–+]|\*(?=\s+\**(?:scenario|background|given|when|then|and|but)\b)|\(?\d{1,2}[.)])\s+)?"
    r"[*_]{0,3}(?P<word>scenario outline|scenario|background|examples|given|when|then|and|but)\b"
    r"(?P<number>\s*#?\d{1,2}(?=\s*(?:[:.)*_–-]|$)))?[*_]{0,3}\s*(?P<colon>:|[–-]\s)?[*_]{0,3}(?P<rest>.*)",
    re.I | re.S,
)
_APART = re.compile(r"(?:,|(?<=\w))\s+(when|then)\b,?\s+(?=\w)", re.I)
_OPENS = re.compile(r"\s*(?:given|when)\b.*\bthen\b", re.I)
_HEADS = frozenset({"scenario", "scenario outline", "background", "examples"})
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

    In English, keywords may have capitals or none, a colon, bold marks, or a dash or number of a list before them.
    Raises CriteriaError, with the first line that is wrong, where it is not Gherkin.
    """
    added, whole = _complete(text)
    try:
        feature = Parser().parse(whole).get("feature")
    except CompositeParserException as problem:
        raise _error(problem.errors[0], text, added) from None
    except ParserException as problem:
        raise _error(problem, text, added) from None
    return tuple(_scenarios(feature["children"], (), added)) if feature else ()


def read_what_can_be(text: str) -> tuple[tuple[Scenario, ...], tuple[str, ...]]:
    """The scenarios in `text` without the lines that cannot be read, and those lines.

    "Given a loan, when I renew it, then it ends later" on one line is taken for three lines.
    """
    apart = [_APART.sub(r"\n\1 ", line) if _OPENS.match(_plain(line)) else line for line in _lines(text)]
    lines, left = _lines("\n".join(apart)), []
    while any(line.strip() for line in lines):
        try:
            return read("\n".join(lines)), tuple(left)
        except CriteriaError as problem:
            at = min(problem.line, len(lines)) - 1
            while at and not lines[at].strip():
                at -= 1
            left.append(" ".join(lines.pop(at).split()))
    return (), tuple(left)


def _complete(text: str) -> tuple[int, str]:
    """`text` with the headings that people leave out, and how many lines they are."""
    lines = _lines(text)
    spoken = next((_LANGUAGE.match(line) for line in lines if line.strip()), None)
    dialect = Dialect.for_name(spoken[1] if spoken else "en")
    if not spoken:
        lines = [_plain(line) for line in lines]
    first = next((line.strip() for line in lines if line.strip() and not line.lstrip().startswith(("#", "@"))), "")
    if dialect is None or not first:
        return 0, "\n".join(lines)
    at = next(n for n, line in enumerate(lines) if _LANGUAGE.match(line)) + 1 if spoken else 0
    steps = (*dialect.given_keywords, *dialect.when_keywords, *dialect.then_keywords)
    parts = (*dialect.scenario_keywords, *dialect.scenario_outline_keywords, *dialect.background_keywords,
             *dialect.rule_keywords)  # fmt: skip
    added = []
    if first.startswith(tuple(f"{word}:" for word in parts)):
        added = [f"{dialect.feature_keywords[0]}:"]
    elif first.startswith(tuple(word for word in steps if not word.startswith("*"))):
        added = [f"{dialect.feature_keywords[0]}:", f"{dialect.scenario_keywords[0]}:"]
    return len(added), "\n".join([*lines[:at], *added, *lines[at:]])


def _plain(line: str) -> str:
    """A line as Gherkin has it, where people write `- **GIVEN:** a loan` or `Scenario 1: ...`."""
    found = _MARKS.fullmatch(line)
    if not found:
        return line
    word, rest = found["word"].capitalize(), found["rest"].strip()
    if word.casefold() == "scenario outline":
        word = "Scenario Outline"
    if found["word"].casefold() not in _HEADS:
        return f"{word} {rest}" if rest else line
    if not found["colon"] and rest and not found["number"]:
        return line
    return f"{word}: {rest}".rstrip()


def _error(problem: ParserException, text: str, added: int) -> CriteriaError:
    """The error in the reader's words, at the line that they see."""
    said = str(problem)
    line = max(problem.location["line"] - added, 1)
    if isinstance(problem, NoSuchLanguageException):
        return CriteriaError(line, "this language is not known. Take the line out, or write “# language: en”.")
    if "cell count" in said:
        return CriteriaError(line, "this row has more or fewer cells than the rows above it. Put | between all cells.")
    if "whitespace" in said:
        return CriteriaError(line, "a tag cannot hold a space. Write @two_words or @two @tags.")
    if isinstance(problem, UnexpectedEOFException):
        return CriteriaError(line, 'the text ends too early. A scenario, or the closing """, is missing.')
    got = quoted(_lines(text)[line - 1])
    hint = "A line begins with Scenario:, Given, When, Then, And, But or Examples:, in that order."
    return CriteriaError(line, f"“{got}” cannot stand here. {hint}")


def _scenarios(children: Sequence[dict], before: tuple[Step, ...], added: int) -> list[Scenario]:
    found = []
    for child in children:
        if part := child.get("background"):
            before = (*before, *_steps(part["steps"], added))
        elif part := child.get("rule"):
            found += _scenarios(part["children"], before, added)
        elif part := child.get("scenario"):
            tables = tuple(_table(table, added) for table in part["examples"])
            steps = (*before, *_steps(part["steps"], added))
            line = max(part["location"]["line"] - added, 1)
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


def _steps(steps: Sequence[dict], added: int) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        kind = _KINDS.get(step["keywordType"], found[-1].kind if found else "")
        found.append(Step(kind, step["text"], step["location"]["line"] - added))
    return found


def _table(table: dict, added: int) -> Table:
    def cells(row: dict) -> tuple[str, ...]:
        return tuple(cell["value"] for cell in row["cells"])

    heading = table.get("tableHeader")
    rows = tuple(cells(row) for row in table.get("tableBody", ()))
    return Table(cells(heading) if heading else (), rows, (heading or table)["location"]["line"] - added)


def _lines(text: str) -> list[str]:
    """The lines of `text`, with the line ends of any system; at least one."""
    return LINE_END.split(text.removeprefix("\ufeff"))
