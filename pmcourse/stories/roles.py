"""Who it is that a story speaks of: a thing, whoever makes or uses any product, or somebody else of the case."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmcourse.stories.checks.lists import listed
from pmcourse.stories.evidence import Key, says
from pmcourse.stories.told import is_for_people
from pmcourse.stories.words import content, lower, stem

_MAKERS = re.compile(r"\b(?:developer|engineer|programmer|team|product owner|user)s?\b", re.I)
_ABOVE = re.compile(r"\b(?:manager|director|admin\w*|business|company)s?\b", re.I)
_ANYBODY = listed("anybody")
_THINGS = listed("things")


def is_maker(role: str, key: Key) -> bool:
    """Whether `role` names nobody, or whoever makes or uses any product: these have not this trouble."""
    return not says(role, key["who"]) and (not content(role) or bool(_MAKERS.search(role)))


def is_somebody_else(role: str, key: Key, others: Iterable[Key]) -> bool:
    """Whether `role` is known to another trouble of the case, and not to this one, or stands above it."""
    someone = {word for other in others for word in other["who"].split()} - _ANYBODY
    return not says(role, key["who"]) and (says(role, " ".join(someone)) or bool(_ABOVE.search(role)))


def is_thing(role: str) -> bool:
    """Whether `role` is a thing, which cannot want anything: "As a bicycle". No body of people is one.

    Nor is somebody told by a thing: "a person using a wheelchair". Right beside it, the thing is: "a member card".
    """
    named = re.split(r"\b(?:who|whose|that|which|with|without|in|of|on|at|from|for)\b", role, maxsplit=1, flags=re.I)[0]
    words = lower(named)
    if not words or stem(words[-1]) not in _THINGS:
        return False
    return not any(word in _ANYBODY or (is_for_people(word) and stem(word) not in _THINGS) for word in words[:-2])
