"""unique: no two stories ask for the same."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding
from pmcourse.stories.checks.texts import finding
from pmcourse.stories.parse import Parsed, Span


def check(stories: Mapping[str, Parsed]) -> list[Finding]:
    """Stories that say what an earlier one says."""
    first: dict[str, str] = {}
    found = []
    for item, story in stories.items():
        key = " ".join(story.word("body").casefold().split())
        if key and key in first:
            found.append(finding("same", item, first[key], text=story.text, span=story.body or Span(0, 0)))
        first.setdefault(key, item)
    return found
