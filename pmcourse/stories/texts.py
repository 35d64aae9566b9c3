"""Makes this lesson's findings: the words that learners read stand in texts.toml (`kit.catalogue`)."""

from __future__ import annotations

from pathlib import Path

from pmcourse.findings import Finding, Severity
from pmcourse.kit.catalogue import Catalogue
from pmcourse.stories.spans import Span

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
_LONG = 60  # characters that a message quotes


def finding(
    kind: str,
    item: str,
    text: str = "",
    span: Span | None = None,
    rewrite: str = "",
    guess: bool = False,
    **slots: object,
) -> Finding:
    """The finding `kind` about `item`, with the words of `span` in `text` underlined and in the slot {words}.

    `rewrite`: a better wording of the whole. `guess`: this time it is only worth a second look. Raises CourseError
    where texts.toml has no such kind, or a slot is not filled.
    """
    words = quoted(span.of(text)) if span else ""
    found = CATALOGUE.finding(kind, item, span, Severity.LOOK if guess else None, words=words, **slots)
    return found.model_copy(update={"rewrite": rewrite}) if rewrite else found


def quoted(words: str) -> str:
    """`words` on one line, short enough to stand in a message."""
    line = " ".join(words.split())
    return line if len(line) <= _LONG else line[: _LONG - 1].rsplit(" ", 1)[0] + "…"
