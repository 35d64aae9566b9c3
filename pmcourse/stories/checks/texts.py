"""Makes findings: the words that learners read stand in texts.toml, one entry for each thing that a check sees."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pmcourse.findings import Finding, Severity, Where
from pmcourse.stories.parse import Span

SKILL = "agile-user-stories"
_LONG = 60  # characters that a message quotes


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))


def criteria() -> tuple[str, ...]:
    """The ids of all criteria, in the order of texts.toml."""
    return tuple(dict.fromkeys(text["criterion"] for text in _texts().values()))


def finding(
    kind: str,
    item: str,
    *said: object,
    text: str = "",
    span: Span | None = None,
    rewrite: str = "",
    guess: bool = False,
) -> Finding:
    """The finding `kind` about `item`, with `said` in its places and the words of `span` in `text` underlined.

    `guess`: this time it is only worth a second look. Raises KeyError where texts.toml has no such kind.
    """
    words = quoted(span.of(text)) if span else ""
    entry = _texts()[kind]
    return Finding(
        skill=SKILL,
        criterion=entry["criterion"],
        severity=Severity.LOOK if guess else Severity(entry["severity"]),
        message=entry["message"].format(*said, words=words),
        why=entry["why"],
        hint=entry["hint"].format(*said, words=words),
        where=Where(item=item, start=span.start if span else None, end=span.end if span else None),
        rewrite=rewrite,
    )


def quoted(words: str) -> str:
    """`words` on one line, short enough to stand in a message."""
    line = " ".join(words.split())
    return line if len(line) <= _LONG else line[: _LONG - 1].rsplit(" ", 1)[0] + "…"
