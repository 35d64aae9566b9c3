"""What can be said against user stories, one at a time and as a set.

The criteria are those of the Quality User Story framework (Lucassen, Dalpiaz, van der Werf & Brinkkemper 2016) and of
INVEST (Wake 2003). The same checks serve the lesson, the grade and the command line. A rule that is a guess says so
(severity "look") and costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding
from pmcourse.stories.checks import atomic, form, sets, sized, unique, wording
from pmcourse.stories.parse import Parsed, parse
from pmcourse.stories.texts import CATALOGUE

__all__ = ["check_all", "check_set", "check_sizes", "check_story", "criteria"]

check_sizes = sized.check


def criteria() -> tuple[str, ...]:
    """The ids of all criteria, in the order of texts.toml."""
    return CATALOGUE.criteria


def check_story(text: str, item: str = "1") -> list[Finding]:
    """What falls short in one story.

    The criteria: well_formed, full_sentence, atomic, minimal, problem_oriented, unambiguous, testable, estimable. Spans
    count characters of `text`. What is no story is said to be none, and nothing else is said about it.
    """
    return _one(parse(text), item)


def check_set(texts: Mapping[str, str]) -> list[Finding]:
    """What falls short in stories taken together: unique, uniform, complete, independent. Keys are the stories' ids."""
    return _together({item: parse(text) for item, text in texts.items()})


def check_all(texts: Mapping[str, str]) -> list[Finding]:
    """Everything that `check_story` and `check_set` see, story by story."""
    stories = {item: parse(text) for item, text in texts.items()}
    place = {item: at for at, item in enumerate(stories)}
    found = [finding for item, story in stories.items() for finding in _one(story, item)]
    return sorted([*found, *_together(stories)], key=lambda finding: place[finding.where.item])


def _one(story: Parsed, item: str) -> list[Finding]:
    found = form.check(story, item)
    if not story.is_story:
        return found
    return [*found, *atomic.check(story, item), *wording.check(story, item)]


def _together(stories: Mapping[str, Parsed]) -> list[Finding]:
    return [*unique.check(stories), *sets.check(stories)]
