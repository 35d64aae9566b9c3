"""Acceptance criteria in Given/When/Then (North 2006): read by gherkin-official, and what can be said against them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, NoSuchLanguageException, ParserException, UnexpectedEOFException
from gherkin.parser import Parser

from pmcourse.errors import CourseError
from pmcourse.findings import Finding
from pmcourse.stories.checks.texts import finding, quoted
from pmcourse.stories.checks.wording import fuzzy
from pmcourse.stories.parse import Span, parse
from pmcourse.stories.words import content

_LANGUAGE = re.compile(r"\s*#\s*language\s*:\s*([\w-]+)\s*\Z")
_PLACE = re.compile(r"<([^<>\n]+)>")
_ACTOR = re.compile(r"\b(?:I\s+am|I['’]m)\s+(?:logged\s+in\s+as\s+)?(?:an?|the)\s+(?P<who>[\w' -]+)", re.I)
_FAILING = re.compile(
    r"\b(?:no|not|non|cannot|never|none|nothing|nobody|without|only|instead|too|already|unless|until|un\w{4,}|"
    r"in(?:correct|valid|complete)\w*|wrong\w*|miss(?:ed|ing)|empty|expired?|over(?:due|drawn)|out\s+of|late|lost|full|down|refus\w+|reject\w+|"
    r"declin\w+|den(?:y|ied|ies)|fail\w*|error\w*|warn\w*|block\w*|lock\w*|limit\w*|forbidden|offline|duplicate\w*|"
    r"abort\w*|cancel\w*|times?\s+out|\w+n['’]t)\b",
    re.I,
)
_INSIDE = re.compile(
    r"\b(?:database|table|row|record|cache|queue|server|back[- ]?end|api|endpoint|variable|flag|class|function|method|"
    r"log file|json|sql)\b",
    re.I,
)
_EMPTY_PROMISE = re.compile(
    r"\b(?:works?|working|succeeds?|success|successful|successfully|correct|correctly|as expected|as intended|properly|"
    r"all right|is ok|is fine|is happy|is satisfied)\b",
    re.I,
)
_CROWDED = re.compile(r"\bwhen\b.*\bthen\b|,\s*then\b", re.I)
_BREAK = re.compile(r"\r\n|\r|\n")
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


def check_acceptance(story: str, criteria: str, item: str = "1") -> list[Finding]:
    """What falls short in the acceptance criteria of `story`. Spans count characters of `criteria`.

    Each scenario has one When and a Then that can be observed, one of them goes wrong, the examples fit the steps, and
    story and criteria speak of the same things.
    """
    if not criteria.strip():
        return [finding("no_criteria", item)]
    try:
        scenarios = read(criteria)
    except CriteriaError as problem:
        return [finding("unread", item, str(problem), text=criteria, span=_line(criteria, problem.line))]
    if not any(scenario.steps for scenario in scenarios):
        return [finding("no_scenario", item)]
    found = []
    for scenario in scenarios:
        found += _whens(scenario, criteria, item)
        found += _observable(scenario, criteria, item)
        found += _examples(scenario, criteria, item)
    return [*found, *_failure(scenarios, criteria, item), *_same_matter(story, scenarios, criteria, item)]


def _complete(text: str) -> tuple[int, str]:
    """`text` with the headings that people leave out, and how many lines they are."""
    lines = _lines(text)
    spoken = next((_LANGUAGE.match(line) for line in lines if line.strip()), None)
    dialect = Dialect.for_name(spoken[1] if spoken else "en")
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
            found.append(Scenario(part["name"], max(part["location"]["line"] - added, 1), steps, tables))
    return found


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
    return _BREAK.split(text.removeprefix("\ufeff"))


@lru_cache(maxsize=8)
def _places(text: str) -> list[tuple[int, int]]:
    """Where each line of `text` starts and ends, its line end left out."""
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    ends = [*(found.start() for found in _BREAK.finditer(text)), len(text)]
    return list(zip(starts, ends, strict=True))


def _line(text: str, number: int) -> Span:
    """The place of a line in `text`, without the space around it; the last line for one beyond the end."""
    places = _places(text)
    start, end = places[min(number, len(places)) - 1]
    said = text[start:end]
    return Span(end - len(said.lstrip()), start + len(said.rstrip())) if said.strip() else Span(start, end)


def _crowded(scenario: Scenario) -> Step | None:
    """The step that holds the others too: "Given a loan, when I renew it, then it ends later"."""
    if scenario.of("when") and scenario.of("then"):
        return None
    return next((step for step in scenario.steps if _CROWDED.search(step.text)), None)


def _whens(scenario: Scenario, criteria: str, item: str) -> list[Finding]:
    whens = scenario.of("when")
    name = quoted(scenario.name) or f"in line {scenario.line}"
    if crowded := _crowded(scenario):
        return [finding("crowded_line", item, text=criteria, span=_line(criteria, crowded.line))]
    if not whens:
        return [finding("no_when", item, name, text=criteria, span=_line(criteria, scenario.line))]
    kinds = [step.kind for step in scenario.steps if step.kind]
    again = [at for at in range(1, len(kinds)) if kinds[at] == "when" and kinds[at - 1] == "then"]
    if again:
        second = [step for step in scenario.steps if step.kind][again[0]]
        return [finding("second_when", item, name, text=criteria, span=_line(criteria, second.line))]
    if len(whens) > 1:
        return [finding("long_when", item, name, len(whens), text=criteria, span=_line(criteria, whens[1].line))]
    return []


def _observable(scenario: Scenario, criteria: str, item: str) -> list[Finding]:
    thens = scenario.of("then")
    name = quoted(scenario.name) or f"in line {scenario.line}"
    if not thens:
        return (
            []
            if _crowded(scenario)
            else [finding("no_then", item, name, text=criteria, span=_line(criteria, scenario.line))]
        )
    found = []
    for step in thens:
        line = _line(criteria, step.line)
        if empty := _EMPTY_PROMISE.search(criteria, *line):
            found.append(finding("empty_promise", item, text=criteria, span=Span(*empty.span())))
        elif vague := fuzzy(criteria, line):
            found.append(finding("vague_then", item, vague[1], text=criteria, span=vague[0]))
        elif inside := _INSIDE.search(criteria, *line):
            found.append(finding("inside", item, text=criteria, span=Span(*inside.span())))
    return found


def _examples(scenario: Scenario, criteria: str, item: str) -> list[Finding]:
    wanted = dict.fromkeys(
        name for said in (scenario.name, *(s.text for s in scenario.steps)) for name in _PLACE.findall(said)
    )
    found = []
    here = _line(criteria, scenario.line)
    if wanted and not any(table.rows for table in scenario.tables):
        names = ", ".join(f"<{name}>" for name in wanted)
        found.append(finding("no_examples", item, names, text=criteria, span=here))
    for table in scenario.tables:
        place = {"text": criteria, "span": _line(criteria, table.line)}
        found += [finding("no_column", item, name, **place) for name in wanted if name not in table.heading]
        found += [finding("idle_column", item, name, **place) for name in table.heading if name not in wanted]
        if len(set(table.rows)) < len(table.rows):
            found.append(finding("row_twice", item, **place))
    return found


def _failure(scenarios: Sequence[Scenario], criteria: str, item: str) -> list[Finding]:
    """Whether one of the scenarios goes another way than everybody hopes."""
    rows = sum(len(table.rows) for scenario in scenarios for table in scenario.tables)
    if any(_FAILING.search(" ".join([s.name, *(step.text for step in s.steps)])) for s in scenarios):
        return []
    alone = len(scenarios) + rows < 2
    return [finding("only_success", item, text=criteria, span=_line(criteria, scenarios[0].line), guess=not alone)]


def _same_matter(story: str, scenarios: Sequence[Scenario], criteria: str, item: str) -> list[Finding]:
    """Whether story and criteria share a word, and speak of the same person. Both are guesses: words have synonyms."""
    parts = parse(story)
    if not parts.is_story:
        return []
    found = []
    matter = set(content(parts.word("means"))) | set(content(parts.word("end")))
    for scenario in scenarios:
        said = {word for step in scenario.steps for word in content(step.text)} | set(content(scenario.name))
        if matter and said and not matter & said:
            place = _line(criteria, scenario.line)
            found.append(finding("other_matter", item, quoted(parts.word("means")), text=criteria, span=place))
    role = set(content(parts.word("role")))
    for step in (step for scenario in scenarios for step in scenario.of("given")):
        line = _line(criteria, step.line)
        who = _ACTOR.search(criteria, *line)
        if who and role and not role & set(content(who["who"])):
            said = quoted(parts.word("role"))
            found.append(finding("other_person", item, said, text=criteria, span=Span(*who.span("who"))))
    return found
