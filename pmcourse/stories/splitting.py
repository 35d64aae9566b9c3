"""Splitting a story that is too large: nine patterns to try, and what can be said of a split."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pmcourse.findings import Finding, Severity, Where
from pmcourse.stories.model import Story

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
        count = "no part" if not parts else "one part"
        message = f"{whole.id} has {count} yet."
        why = "One part is the same story under another name."
        return [_finding("split_count", Severity.MUST, message, why, _HOW.format(whole=whole.id), whole.id)]
    found = []
    seen = {core(whole): whole.id}
    for part in parts:
        if not part.parsed.is_story:
            message = f"{part.id} does not say who wants what."
            why = "A part that is no story cannot be used, shown or released on its own."
            found.append(
                _finding("split_story", Severity.MUST, message, why, "Begin with “As a …, I want …”.", part.id)
            )
        elif (asked := core(part)) in seen:
            message = f"{part.id} wants the same as {seen[asked]}."
            why = "A split shares the work out; this one doubles it."
            hint = "Say in what this part differs from the others."
            found.append(_finding("split_same", Severity.MUST, message, why, hint, part.id))
        else:
            seen[asked] = part.id
        found += _size(whole, part)
        if whole.links and not set(part.links) & set(whole.links):
            message = f"{part.id} is not linked to {' or '.join(whole.links)}, as {whole.id} is."
            why = "The backlog would lose sight of it."
            hint = f"Put {whole.links[0]} into its backlog items."
            found.append(_finding("split_link", Severity.SHOULD, message, why, hint, part.id))
        layer = _LAYER.search(part.text)
        if layer:
            message = f"{part.id} names “{layer[0]}”: it may be a layer of the software, not a part of the story."
            why = "A layer alone is of no use to anybody; a thin slice through all layers is."
            hint = "Ask who could use this part on the day when it alone is finished."
            found.append(_finding("split_layer", Severity.LOOK, message, why, hint, part.id, layer.span()))
    return found


_HOW = "Write the smallest part that somebody could use as a story, and say that it is part of {whole}. Then the next."


def _size(whole: Story, part: Story) -> list[Finding]:
    if part.size is None:
        message, hint = f"{part.id} has no size.", "Guess one; it must be smaller than the whole's."
    elif whole.size is not None and part.size >= whole.size:
        message = f"{part.id} has {part.size:g} points, and the whole story had {whole.size:g}."
        hint = "Look for a smaller part, or change the guess that is wrong."
    else:
        return []
    why = "A split is worth its trouble when a part can be finished sooner than the whole."
    return [_finding("split_size", Severity.SHOULD, message, why, hint, part.id)]


def core(story: Story) -> str:
    """Who wants what, without case, signs and doubled spaces: stories that share it are the same."""
    words = f"{story.role} {story.means}".strip() or story.text
    return " ".join(re.findall(r"\w+", words.casefold()))


def _finding(
    criterion: str,
    severity: Severity,
    message: str,
    why: str,
    hint: str,
    item: str,
    span: tuple[int, int] | None = None,
) -> Finding:
    start, end = span or (None, None)
    return Finding(
        skill="agile-user-stories",
        criterion=criterion,
        severity=severity,
        message=message,
        why=why,
        hint=hint,
        where=Where(item=item, start=start, end=end),
    )
