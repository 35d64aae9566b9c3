"""Whether a story may ask for the trouble itself: "I want to stand in the queue", "so that I type names twice".

A key lists under "bad" the beginnings of words that name the trouble. Nobody wishes for it in earnest, but a program
that sees words alone cannot be sure; so what is found here waits for a person.
"""

from __future__ import annotations

import re

from pmcourse.stories.evidence import Key
from pmcourse.stories.words import base, content, lower

MOST_TOLD = 0.8  # of the words that matter: so many of the task's own say nothing of what is wished
_TURNING = re.compile(
    r"\b(?:not|cannot|nor?|none|nobody|nothing|never|hardly|less|least|fewer|few|without|instead|stop\w*|spar\w+|avoid\w*|"
    r"only|once|past|skip\w*|escap\w*|before|earlier|sooner|shorter|rather|longer|until|unless|free|own|otherwise|today|already|"
    r"know\w*|see|hear|tell\w*|told|whether|if|when|where|how|which|because)\b|n't\b",
    re.I,
)


def is_wished(means: str, end: str, key: Key) -> bool:
    """Whether the wish begins with the trouble, or the end names it, and no word turns it round."""
    head = content(means)[:1]
    return bool(
        (head and _names(head, key) and not _turned(means.split(maxsplit=3)[:3]))
        or (_names(lower(end), key) and not _TURNING.search(_plain(end)))
    )


def is_only_told(means: str, end: str, source: str) -> bool:
    """Whether nearly all that matters in wish and end stands in `source`, without another verb or another "not"."""
    told, said = set(content(source)), set(content(f"{means} {end}"))
    turns = {word.casefold() for word in _TURNING.findall(_plain(f"{means} {end}"))}
    news = turns - {word.casefold() for word in _TURNING.findall(_plain(source))}
    return (
        bool(said) and not news and len(said & told) >= MOST_TOLD * len(said) and not any(base(w) for w in said - told)
    )


def _names(words: list[str], key: Key) -> bool:
    bad = key.get("bad", "").split()
    return any(word == one or (len(one) > 3 and word.startswith(one)) for word in words for one in bad)


def _turned(words: list[str]) -> bool:
    return bool(_TURNING.search(_plain(" ".join(words))))


def _plain(text: str) -> str:
    return text.replace("’", "'")
