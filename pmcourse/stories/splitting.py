"""Splitting a story that is too large: nine patterns to try, and what can be said of a split."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pmcourse.findings import Finding
from pmcourse.stories.model import Story
from pmcourse.stories.spans import Span
from pmcourse.stories.texts import finding

_LAYER = re.compile(
    r"\b(?:database|back[- ]?end|front[- ]?end|user interface|UI|API|schema|server|unit tests?|layer|class)\b",
    re.I,
)


@dataclass(frozen=True)
class Pattern:
    """One way to split (Lawrence 2009). ask: the question that finds it. whole, parts: a story split that way.

    quiz_whole, quiz_parts: another, to be recognised.
    """

    id: str
    name: str
    ask: str
    whole: str
    parts: tuple[str, ...]
    quiz_whole: str
    quiz_parts: tuple[str, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """The nine patterns, in the order of their source."""
    listed = tomllib.loads(files(__package__).joinpath("patterns.toml").read_text(encoding="utf-8"))
    return tuple(
        Pattern(id, **{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for id, entry in listed.items()
    )


def check(whole: Story, parts: Sequence[Story]) -> list[Finding]:
    """What falls short in a split of `whole` into `parts`.

    Each part must be a story of its own, none may repeat another or the whole, and each must be smaller. Whether a
    part is only a technical layer is a guess, so it costs no points.
    """
    if len(parts) < 2:
        return [finding("split_count", whole.id, count="one part" if parts else "no part")]
    found = []
    seen = {core(whole): whole.id}
    for part in parts:
        if not part.parsed.is_story:
            found.append(finding("split_story", part.id))
        elif (asked := core(part)) in seen:
            found.append(finding("split_same", part.id, other=seen[asked]))
        else:
            seen[asked] = part.id
        if part.size is None:
            found.append(finding("split_unsized", part.id))
        elif whole.size is not None and part.size >= whole.size:
            found.append(finding("split_large", part.id, size=f"{part.size:g}", whole=f"{whole.size:g}"))
        if whole.links and not set(part.links) & set(whole.links):
            links = " or ".join(whole.links)
            found.append(finding("split_link", part.id, links=links, whole=whole.id, first=whole.links[0]))
        if layer := _LAYER.search(part.text):
            found.append(finding("split_layer", part.id, text=part.text, span=Span(*layer.span())))
    return found


def core(story: Story) -> str:
    """Who wants what, without case, signs and doubled spaces: stories that share it are the same."""
    words = f"{story.role} {story.means}".strip() or story.text
    return " ".join(re.findall(r"\w+", words.casefold()))
