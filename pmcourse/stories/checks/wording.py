"""The words of one story: problem_oriented, unambiguous, testable, estimable."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pmcourse.findings import Finding
from pmcourse.stories.checks.texts import finding
from pmcourse.stories.parse import Parsed, Span
from pmcourse.stories.words import base, tokens

LONG = 40  # words of a wish

_NUMBER = re.compile(r"\d")
_MAKER = re.compile(r"\b(?:developer|engineer|programmer|architect|admin|administrator|tester|designer)s?\b", re.I)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _pattern(section: str) -> re.Pattern[str]:
    return _any(_words()[section])


@cache
def _technology() -> re.Pattern[str]:
    return _any(_words()["technology"]["words"].split())


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Any of `words` as a whole word, in any case; the longest counts."""
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest})(?![\w-])", re.I)


def check(story: Parsed, item: str) -> list[Finding]:
    """What falls short in the words of the wish. Those of the role and the end are the person's own to choose."""
    return [*_problem_oriented(story, item), *_unambiguous(story, item), *_testable(story, item),
            *_estimable(story, item)]  # fmt: skip


def fuzzy(text: str, place: Span) -> tuple[Span, str] | None:
    """The first word of `text` at `place` that no test can measure, and the question to ask; None where a number is."""
    if _NUMBER.search(text, *place):
        return None
    for section in ("unmeasured", "vague"):
        if found := _pattern(section).search(text, *place):
            return Span(*found.span()), _words()[section][found[0].lower()]
    return None


def _spans(pattern: re.Pattern[str], story: Parsed) -> list[Span]:
    return [Span(*found.span()) for found in pattern.finditer(story.text, *story.means)]


def _problem_oriented(story: Parsed, item: str) -> list[Finding]:
    found = []
    gestures = set(_words()["gesture"]["verbs"].split())
    for verb in story.actions:
        first = tokens(story.text, *verb)[0].low
        if first in gestures:
            found.append(finding("gesture", item, text=story.text, span=verb))
    if not _MAKER.search(story.word("role")):
        found += [finding("technology", item, text=story.text, span=span) for span in _spans(_technology(), story)]
    return found


def _unambiguous(story: Parsed, item: str) -> list[Finding]:
    return [_asking("vague", story, item, span) for span in _spans(_pattern("vague"), story)]


def _testable(story: Parsed, item: str) -> list[Finding]:
    if _NUMBER.search(story.word("means")):
        return []  # a number is a measure, or near enough to one not to ask
    return [_asking("unmeasured", story, item, span) for span in _spans(_pattern("unmeasured"), story)]


def _asking(section: str, story: Parsed, item: str, span: Span) -> Finding:
    question = _words()[section][span.of(story.text).lower()]
    rewrite = f"{story.text[: span.start]}[{question}]{story.text[span.end :]}"
    return finding(section, item, question, text=story.text, span=span, rewrite=rewrite)


def _estimable(story: Parsed, item: str) -> list[Finding]:
    found = [finding("open_list", item, text=story.text, span=span) for span in _spans(_pattern("open_list"), story)]
    hiding = set(_words()["hides_more"]["verbs"].split())
    for verb in story.actions:
        if base(tokens(story.text, *verb)[-1].low) in hiding:
            found.append(finding("hides_more", item, text=story.text, span=verb))
    length = len(story.word("means").split())
    if length > LONG:
        found.append(finding("too_long", item, length, LONG, text=story.text, span=story.means))
    return found
