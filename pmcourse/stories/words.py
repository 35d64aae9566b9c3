"""Words: what may be a verb, an adverb, a preposition. A small guide to English made by hand: offline, no model."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_TOKEN = re.compile(r"https?://\S+|[^\W_]+(?:[-'’_.@][^\W_]+)*|[^\w\s]|_")
_WORDS = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _listed(name: str) -> frozenset[str]:
    return frozenset(_WORDS[name].split())


def _filed(name: str) -> frozenset[str]:
    """The words of a file beside this module, one or more a line, comments left out."""
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


DETERMINERS = _listed("determiners")
PRONOUNS = _listed("pronouns")
PREPOSITIONS = _listed("prepositions")
AUXILIARIES = _listed("auxiliaries")
LINKING = _listed("linking")
CATENATIVE = _listed("catenative")
BE_ADJECTIVES = _listed("be_adjectives")
PHRASAL = {verb: frozenset(particles.split()) for verb, particles in _WORDS["phrasal"].items()}
WITH_PREPOSITION = {verb: frozenset(after.split()) for verb, after in _WORDS["with_preposition"].items()}
_ADVERBS = _listed("adverbs")
_NO_ADVERBS = _listed("no_adverbs")
_VERBS = _filed("verbs.txt")
_NOUNS = _filed("nouns.txt")
_EMPTY = DETERMINERS | PRONOUNS | PREPOSITIONS | AUXILIARIES | {"and", "or", "not", "able", "want", "need", "please"}
_PREFIXES = ("re", "un", "pre", "over", "de", "co", "auto", "re-", "pre-")
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
)  # fmt: skip


class Token(NamedTuple):
    """A word or a sign with its place in the text; `low` is the word in lower case with straight apostrophes."""

    text: str
    low: str
    start: int
    end: int


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and signs of `text[start:end]`, their places counted from the beginning of `text`."""
    return [
        Token(found[0], found[0].lower().replace("’", "'"), found.start(), found.end())
        for found in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


@lru_cache(maxsize=1 << 16)
def base(word: str) -> str:
    """The base form of a verb in lower case ("use" for "using"), or "" where the word is no verb that is known.

    Irregular pasts are not known: they seldom stand where a story says what is wanted.
    """
    if word in _VERBS:
        return word
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > 3 and word[len(prefix) :] in _VERBS:
            return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if stem + instead in _VERBS:
                return stem + instead
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in _VERBS:
                return stem[:-1]
    return ""


def is_base_verb(word: str) -> bool:
    return bool(word) and base(word) == word


def may_be_noun(word: str) -> bool:
    """Whether a base verb is as often a noun or an adjective: "report", "clean"."""
    return word in _NOUNS


def is_participle(word: str) -> bool:
    """Whether the word may be a past participle: "notified", "written"."""
    return word in BE_ADJECTIVES or (len(word) > 4 and word.endswith(("ed", "en")))


def is_adverb(word: str) -> bool:
    """Whether the word may describe a verb that follows: "quickly", "always"."""
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly") and "-" not in word and word not in _NO_ADVERBS)


def is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What the forms of a word in lower case have in common: "use" for "using", "page" for "pages"."""
    if is_plural(word):
        for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
            if word.endswith(ending):
                return word[: -len(ending)] + instead
        return word[:-1]
    return base(word) or word


def lower(text: str) -> list[str]:
    """The words of `text` in lower case, without signs."""
    return [word.low for word in tokens(text) if word.low[0].isalnum()]


def content(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The stems of the words of `text[start:end]` that carry meaning: no signs, pronouns, prepositions and the like."""
    return [stem(word.low) for word in tokens(text, start, end) if word.low[0].isalnum() and word.low not in _EMPTY]
