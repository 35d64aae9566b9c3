"""The words that the checks look for: words.toml, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section that is a list."""
    return frozenset(_words()[section]["words"].split())


@cache
def questions(section: str) -> Mapping[str, str]:
    """What to ask in place of each word of a section that has questions."""
    return _words()[section]


@cache
def steps() -> Mapping[str, tuple[str, ...]]:
    """The verbs of each step in the life of a thing: create, read, update, delete."""
    return {step: tuple(verbs.split()) for step, verbs in _words()["steps"].items()}


@cache
def synonyms() -> Mapping[str, str]:
    """One word for all that mean the same: "remove" -> "delete"."""
    return {word: words[0] for words in map(str.split, _words()["synonyms"]["groups"].split(",")) for word in words}


@cache
def pattern(section: str) -> re.Pattern[str]:
    """Finds any word of the section."""
    entries = _words()[section]
    return _any(listed(section) if "words" in entries else entries)


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Any of `words` as a whole word, in any case of its plain letters (not "ı" for "i"); the longest counts."""
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?ai:{longest})(?![\w-])")
