"""atomic: a story asks for one thing."""

from __future__ import annotations

from pmcourse.findings import Finding
from pmcourse.stories.checks.texts import finding, quoted
from pmcourse.stories.parse import Parsed, Span


def check(story: Parsed, item: str) -> list[Finding]:
    """Whether verbs are joined in the wish: "enter my code and get a list"."""
    if len(story.actions) < 2:
        return []
    parts = _parts(story)
    span = Span(story.actions[0].start, story.means.end)
    said = [quoted(part) for part in parts[:2]]
    rewrite = "\n".join(_alone(story, part) for part in parts)
    return [finding("two_wishes", item, *said, text=story.text, span=span, rewrite=rewrite)]


def _parts(story: Parsed) -> list[str]:
    """What each of the joined verbs asks for."""
    starts = [verb.start for verb in story.actions]
    ends = [*starts[1:], story.means.end]
    found = []
    for start, end in zip(starts, ends, strict=True):
        words = story.text[start:end].rstrip(" ,;/(\n\t")
        while (last := words.rpartition(" ")[2].lower()) in {"and", "or", "to", "then", "also", "&"}:
            words = words[: -len(last)].rstrip(" ,;/(\n\t")
        found.append(words)
    return found


def _alone(story: Parsed, part: str) -> str:
    """A story that asks for `part` alone."""
    end = f", so that {story.word('end')}" if story.end else ""
    return f"As a {story.word('role')}, I want to {part}{end}."
