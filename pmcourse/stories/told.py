"""Stories told of somebody, and not by them: "Registered users can renew a loan", "The librarian wants to …".

Who it is must be a person: a system that shall do something is a requirement and no story. Words for people stand in
people.toml; of whoever wants, wishes or would like something the ending is enough (-er, -or, -ist, -ian), for things do
not want, though pickers can, and cursors should.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

_TOLD = re.compile(
    r"(?:(?:the|an?|all|every|each|any|our|some|most)\s+)?(?P<who>[^\W\d_][\w'’-]*(?:\s+[\w'’-]+){0,7}?)\s+"
    r"(?P<wish>(?:wants?|needs?|wish(?:es)?|would\s+like)(?=\s+(?:to|an?|the)\b)"
    r"|(?P<modal>(?:can(?:not|['’]t)?|could|should|must|may|shall|will)\b(?:\s+not\b)?|(?:is|are)\s+able\b))",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\s+(?:who|whose|that|which|where|with|without|of|in|on|at|from|for|under|over|to)\b", re.IGNORECASE
)
_WORDS = tomllib.loads((Path(__file__).parent / "people.toml").read_text(encoding="utf-8"))
_PEOPLE, _NO_SUBJECT = (frozenset(_WORDS[kind].split()) for kind in ("people", "no_subject"))
_ENDINGS = re.compile(r"\w{2,}(?:er|or|ist|ian)s?")


class Told(NamedTuple):
    """Places in the text, end exclusive: of who it is, without an article, and of the wish."""

    who: tuple[int, int]
    wish: tuple[int, int]
    modal: bool


def told(text: str, begin: int) -> Told | None:
    """Who wants what in a story that begins at `begin` and is told of somebody; None where it is none."""
    found = _TOLD.match(text, begin)
    if not found or not _is_person(found["who"], found["wish"].casefold().startswith(("want", "wish", "would"))):
        return None
    return Told(found.span("who"), found.span("wish"), bool(found["modal"]))


def _is_person(who: str, wants: bool) -> bool:
    words = _WITH.split(who.casefold(), maxsplit=1)[0].split()
    if not words or words[0] in _NO_SUBJECT:
        return False
    return is_for_people(words[-1], by_ending=wants)


def is_for_people(word: str, by_ending: bool = True) -> bool:
    """Whether a word in lower case stands for people: as listed, or perhaps by its ending alone."""
    return word in _PEOPLE or word.removesuffix("s") in _PEOPLE or (by_ending and bool(_ENDINGS.fullmatch(word)))
