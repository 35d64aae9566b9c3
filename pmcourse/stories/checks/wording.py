"""The words of one story: problem_oriented, unambiguous, testable, estimable."""

from __future__ import annotations

import re

from pmcourse.findings import Finding
from pmcourse.stories.checks.lists import listed, pattern, questions
from pmcourse.stories.parse import Parsed
from pmcourse.stories.spans import Span
from pmcourse.stories.texts import finding
from pmcourse.stories.words import base, tokens

LONG = 40  # words of a wish

_NUMBER = re.compile(r"\d")
_MAKER = re.compile(r"\b(?:developer|engineer|programmer|architect|admin|administrator|tester|designer)s?\b", re.I)


def check(story: Parsed, item: str) -> list[Finding]:
    """What falls short in the words of the wish. Those of the role and the end are the person's own to choose."""
    return [*_problem_oriented(story, item), *_unambiguous(story, item), *_testable(story, item),
            *_estimable(story, item)]  # fmt: skip


def fuzzy(text: str, place: Span) -> tuple[Span, str] | None:
    """The first word of `text` at `place` that no test can measure, and the question to ask; None where a number is."""
    if _NUMBER.search(text, *place):
        return None
    for section in ("unmeasured", "vague", "soft"):
        if found := pattern(section).search(text, *place):
            return Span(*found.span()), questions(section)[found[0].lower()]
    return None


def _spans(section: str, story: Parsed) -> list[Span]:
    return [Span(*found.span()) for found in pattern(section).finditer(story.text, *story.means)]


def _problem_oriented(story: Parsed, item: str) -> list[Finding]:
    found = []
    for verb in story.actions:
        first = tokens(story.text, *verb)[0].low
        if first in listed("gesture"):
            found.append(finding("gesture", item, text=story.text, span=verb))
    if not _MAKER.search(story.word("role")):
        found += [finding("technology", item, text=story.text, span=span) for span in _spans("technology", story)]
    return found


def _unambiguous(story: Parsed, item: str) -> list[Finding]:
    sure = [_asking("vague", "vague", story, item, span) for span in _spans("vague", story)]
    return [*sure, *(_asking("vague", "soft", story, item, span) for span in _spans("soft", story))]


def _testable(story: Parsed, item: str) -> list[Finding]:
    if _NUMBER.search(story.word("means")):
        return []  # a number is a measure, or near enough to one not to ask
    return [_asking("unmeasured", "unmeasured", story, item, span) for span in _spans("unmeasured", story)]


def _asking(kind: str, section: str, story: Parsed, item: str, span: Span) -> Finding:
    question = questions(section)[span.of(story.text).lower()]
    rewrite = f"{story.text[: span.start]}[{question}]{story.text[span.end :]}"
    return finding(kind, item, question=question, text=story.text, span=span, rewrite=rewrite, guess=section == "soft")


def _estimable(story: Parsed, item: str) -> list[Finding]:
    found = [finding("open_list", item, text=story.text, span=span) for span in _spans("open_list", story)]
    for verb in story.actions:
        if base(tokens(story.text, *verb)[-1].low) in listed("hides_more"):
            found.append(finding("hides_more", item, text=story.text, span=verb))
    length = len(story.word("means").split())
    if length > LONG:
        found.append(finding("too_long", item, length=length, most=LONG, text=story.text, span=story.means))
    return found
