"""Whether a story may ask for the trouble itself: "I want to stand in the queue", "so that I type names twice".

A key lists under "bad" the beginnings of words that name the trouble. Nobody wishes for it in earnest, but a program
that sees words alone cannot be sure; so what is found here waits for a person.
"""

from __future__ import annotations

import re

from pmcourse.stories.evidence import Key
from pmcourse.stories.words import base, content, lower

MOST_TOLD = 0.8  # of the words that matter: so many of the task's own say nothing of what is wished
LEAST_TOLD = 7  # words that matter: fewer may be the only plain words for it
_TURNING = re.compile(
    r"\b(?:not|cannot|nor?|none|nobody|nothing|never|hardly|less|least|fewer|few|without|instead|stop\w*|spar\w+|avoid\w*|"
    r"only|once|past|skip\w*|escap\w*|before|earlier|sooner|shorter|rather|longer|until|unless|free|own)\b|n't\b",
    re.I,
)
_OF_TODAY = re.compile(  # in an end: it tells of the trouble and does not wish for it
    r"\b(?:otherwise|today|already|know\w*|see|hear|tell\w*|told|whether|if|when|where|how|which|because)\b", re.I
)


def is_wished(means: str, end: str, key: Key) -> bool:
    """Whether the wish begins with the trouble, or the end names it, and no word turns it round."""
    wish, good = _plain(means), _plain(end)
    begins = _names(content(means)[:1], key) and not _TURNING.search(wish)
    return begins or (_names(lower(end), key) and not _TURNING.search(good) and not _OF_TODAY.search(good))


def is_only_told(means: str, end: str, source: str) -> bool:
    """Whether nearly all that matters in wish and end stands in `source`, without another verb or another "not"."""
    told, said = set(content(source)), set(content(f"{means} {end}"))
    if len(said) < LEAST_TOLD or len(said & told) < MOST_TOLD * len(said):
        return False
    return not (_turns(f"{means} {end}") - _turns(source)) and not any(base(word) for word in said - told)


def _names(words: list[str], key: Key) -> bool:
    bad = key.get("bad", "").split()
    return any(word == one or (len(one) > 3 and word.startswith(one)) for word in words for one in bad)


def _turns(text: str) -> set[str]:
    return {word.casefold() for word in _TURNING.findall(_plain(text))}


def _plain(text: str) -> str:
    return text.replace("’", "'")
