"""What can be said against the acceptance criteria of a story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pmcourse.findings import Finding
from pmcourse.stories.checks.wording import fuzzy
from pmcourse.stories.gherkin_lines import LINE_END
from pmcourse.stories.inside import inside
from pmcourse.stories.parse import parse
from pmcourse.stories.scenarios import CriteriaError, Scenario, read
from pmcourse.stories.spans import Span
from pmcourse.stories.texts import finding, quoted
from pmcourse.stories.words import content

__all__ = ["CriteriaError", "check_acceptance", "read"]

_PLACE = re.compile(r"<([^<>\n]+)>")
_ACTOR = re.compile(r"\b(?:I\s+am|I['’]m)\s+(?:logged\s+in\s+as\s+)?(?:an?|the)\s+(?P<who>[\w' -]+)", re.I)
_FAILING = re.compile(
    r"\b(?:no|not|non|cannot|never|none|nothing|nobody|without|only|instead|too|already|unless|until|un\w{4,}|"
    r"in(?:correct|valid|complete)\w*|wrong\w*|miss(?:ed|ing)|empty|expired?|over(?:due|drawn)|out\s+of|late|lost|full|down|refus\w+|reject\w+|"
    r"declin\w+|den(?:y|ied|ies)|fail\w*|error\w*|warn\w*|block\w*|lock\w*|limit\w*|forbidden|offline|duplicate\w*|"
    r"abort\w*|cancel\w*|times?\s+out|\w+n['’]t)\b",
    re.I,
)
_EMPTY_PROMISE = re.compile(
    r"\b(?:works?|working|succeeds?|success|successful|successfully|correct|correctly|as expected|as intended|properly|"
    r"all right|is ok|is fine|is happy|is satisfied)\b",
    re.I,
)


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
        return [finding("unread", item, problem=str(problem), text=criteria, span=_line(criteria, problem.line))]
    if not any(scenario.steps for scenario in scenarios):
        return [finding("no_scenario", item)]
    found = []
    for scenario in scenarios:
        found += _whens(scenario, criteria, item)
        found += _observable(scenario, criteria, item)
        found += _examples(scenario, criteria, item)
    return [*found, *_failure(scenarios, criteria, item), *_same_matter(story, scenarios, criteria, item)]


@lru_cache(maxsize=8)
def _places(text: str) -> list[tuple[int, int]]:
    """Where each line of `text` starts and ends, its line end left out."""
    starts = [0, *(found.end() for found in LINE_END.finditer(text))]
    ends = [*(found.start() for found in LINE_END.finditer(text)), len(text)]
    return list(zip(starts, ends, strict=True))


def _line(text: str, number: int) -> Span:
    """The place of a line in `text`, without the space around it; the last line for one beyond the end."""
    places = _places(text)
    start, end = places[min(number, len(places)) - 1]
    said = text[start:end]
    return Span(end - len(said.lstrip()), start + len(said.rstrip())) if said.strip() else Span(start, end)


def _whens(scenario: Scenario, criteria: str, item: str) -> list[Finding]:
    whens = scenario.of("when")
    name = quoted(scenario.name) or f"in line {scenario.line}"
    if not whens:
        return [finding("no_when", item, name=name, text=criteria, span=_line(criteria, scenario.line))]
    kinds = [step.kind for step in scenario.steps if step.kind]
    again = [at for at in range(1, len(kinds)) if kinds[at] == "when" and kinds[at - 1] == "then"]
    if again:
        second = [step for step in scenario.steps if step.kind][again[0]]
        return [finding("second_when", item, name=name, text=criteria, span=_line(criteria, second.line))]
    if len(whens) > 1:
        return [
            finding("long_when", item, name=name, count=len(whens), text=criteria, span=_line(criteria, whens[1].line))
        ]
    return []


def _observable(scenario: Scenario, criteria: str, item: str) -> list[Finding]:
    thens = scenario.of("then")
    name = quoted(scenario.name) or f"in line {scenario.line}"
    if not thens:
        return [finding("no_then", item, name=name, text=criteria, span=_line(criteria, scenario.line))]
    found = []
    for step in thens:
        line = _line(criteria, step.line)
        if empty := _EMPTY_PROMISE.search(criteria, *line):
            found.append(finding("empty_promise", item, text=criteria, span=Span(*empty.span())))
        elif vague := fuzzy(criteria, line):
            found.append(finding("vague_then", item, question=vague[1], text=criteria, span=vague[0]))
        elif within := inside(criteria, *line):
            found.append(finding("inside", item, text=criteria, span=Span(*within.span())))
    return found


def _examples(scenario: Scenario, criteria: str, item: str) -> list[Finding]:
    wanted = dict.fromkeys(
        name for said in (scenario.name, *(s.text for s in scenario.steps)) for name in _PLACE.findall(said)
    )
    found = []
    here = _line(criteria, scenario.line)
    if wanted and not any(table.rows for table in scenario.tables):
        names = ", ".join(f"<{name}>" for name in wanted)
        found.append(finding("no_examples", item, names=names, text=criteria, span=here))
    for table in scenario.tables:
        place = {"text": criteria, "span": _line(criteria, table.line)}
        found += [finding("no_column", item, name=name, **place) for name in wanted if name not in table.heading]
        found += [finding("idle_column", item, name=name, **place) for name in table.heading if name not in wanted]
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
            found.append(finding("other_matter", item, said=quoted(parts.word("means")), text=criteria, span=place))
    role = set(content(parts.word("role")))
    for step in (step for scenario in scenarios for step in scenario.of("given")):
        line = _line(criteria, step.line)
        who = _ACTOR.search(criteria, *line)
        if who and role and not role & set(content(who["who"])):
            said = quoted(parts.word("role"))
            found.append(finding("other_person", item, said=said, text=criteria, span=Span(*who.span("who"))))
    return found
