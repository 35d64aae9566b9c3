"""What shows that somebody meant what they wrote: signs that nonsense, copies of the task and swapped parts lack.

A key lists beginnings of words by part ("who", "what", "why" ...); a part holds several groups, split by "|", and must
say something of each. Keys stand in source/ alone. What is found here is evidence, and no proof: keys are broad, so
that other words for the same are right, and a person reads what a program cannot weigh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from pmcourse.stories.parse import parse
from pmcourse.stories.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS, base, content, tokens

Key = Mapping[str, str]
LEAST_SMALL = 0.2  # of the words of an English sentence at least a fifth are small ones; a pile of keywords has none
LONG_COPY = 7  # words in a row: so many are not the same by chance
_SMALL = DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES | {"and", "or", "not", "so", "that", "then"}
_SEEN = re.compile(
    r"\b(?:see|sees|read|reads|hear|hears|get|gets|receive\w*|find|finds|learn|learns|know|knows|told|shown?|shows?|"
    r"told|asked|offered|informed|notified|reminded|messages?|mails?|e-?mails?|sms|texts?|letters?|calls?|page|screen|"
    r"lists?|account|stands?|appears?|says?|sent|comes?|name|mine|place|money|receipt|confirm\w*|must|can|cannot|can't|"
    r"is|are|stays?|remains?|gives?|becomes?)\b",
    re.I,
)
_INSIDE = re.compile(
    r"\b(?:database|table|row|record|cache|queue|server|back[- ]?end|api|endpoint|variable|flag|json|sql|field|"
    r"status code)s?\b",
    re.I,
)
_EMPTY = re.compile(
    r"\b(?:(?:it|everything|all|this|that)\s+(?:works?|is\s+(?:ok|okay|fine|good|right|correct))|as\s+expected|"
    r"(?:is|was|are)\s+(?:successful|happy|satisfied)|works?\s+(?:well|fine|correctly)|success(?:ful)?(?:ly)?)\b",
    re.I,
)
_AMOUNTS = re.compile(
    r"\d+(?:[.,]\d+)*|n't\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|last|"
    r"no|not|never|none|nobody|nothing|cannot|without|all|every|both|half)\b",
    re.I,
)
# Other words for a beginning that a key may hold: who knows one of a line means all of them.
_ALIKE = (
    "remind nudge prompt ping",
    "certif diploma transcript attest",
    "stair ramp barrier threshold",
    "travel trek ride train tram",
    "refund reclaim claim",
    "twice copy retyp dupl redo",
)
# What no single word says, by the beginning that it stands for.
_PHRASES = {
    "cancel": re.compile(
        r"\b(?:no|without) (?:class|lesson|course)|\b(?:class|lesson|course)(?:es|s)? (?:is|are|was|were|will|does|do)"
        r"(?: not\b|n't\b)",
        re.I,
    ),
    "attend": re.compile(r"\b(?:the|a|my|one) (?:register|roll)\b|\bhead ?count\b", re.I),
    "tick": re.compile(r"\bhand(?:s|ed|ing)? (?:in|over)\b|\bcall(?:s|ed|ing)? (?:the|my) (?:roll|register)\b", re.I),
}
_COUNTING = frozenset(
    [
        "part",
        "one",
        "two",
        "three",
        "first",
        "second",
        "third",
        "last",
        "next",
        "other",
        "half",
        "rest",
        "more",
        "another",
        "new",
        "1",
        "2",
        "3",
        "a",
        "b",
        "c",
    ]
)


def says(text: str, groups: str, beside: str = "") -> bool:
    """Whether `text` holds a word of each group of `groups`: given by its beginning, or whole up to three letters.

    An empty group is anything of three words. Other words and phrases for the same count (`_ALIKE`, `_PHRASES`).
    With `beside`, words that the last of those groups holds too do not count: they were meant for that.
    """
    words = _words(text)
    if beside:
        own = _begins(beside.split("|")[-1])
        *_, last = groups.split("|")
        if not any(_begins(last)(word) for word in words if not own(word)):
            return False
    return all(
        any(map(_begins(group), words)) or _in_a_phrase(text, group) if group.strip() else len(words) > 2
        for group in groups.split("|")
    )


def touches(text: str, key: Key) -> bool:
    """Whether `text` says anything at all of what the key is about."""
    return any(says(text, group) for part in ("what", "why") for group in key[part].split("|"))


def is_sentence(text: str) -> bool:
    """Whether `text` has a verb, small words as sentences have them, and no word again and again."""
    words = _words(text)
    return len(words) > 2 and has_verb(text) and has_small_words(text) and len(set(words)) >= 0.6 * len(words)


def has_verb(text: str) -> bool:
    """Whether `text` has a word that may be a verb."""
    return any(base(word) or word in AUXILIARIES or word.endswith(("ed", "ing")) for word in _words(text))


def has_small_words(text: str) -> bool:
    """Whether `text` has as many small words as sentences have."""
    words = _words(text)
    return sum(word in _SMALL for word in words) >= LEAST_SMALL * len(words)


def is_copied(text: str, source: str) -> bool:
    """Whether `text` is part of `source` word by word, and long enough for that to be no chance."""
    mine, theirs = _words(text), " ".join(_words(source))
    runs = (" ".join(mine[at : at + LONG_COPY]) for at in range(len(mine) - LONG_COPY + 1))
    return any(f" {run} " in f" {theirs} " for run in runs)


def same(one: str, other: str, share: float = 0.75) -> bool:
    """Whether two texts share at least `share` of the words that matter."""
    mine, theirs = set(content(one)), set(content(other))
    return not (mine and theirs) or len(mine & theirs) >= share * min(len(mine), len(theirs))


def amounts(text: str) -> frozenset[str]:
    """The numbers and the noes of `text`: "two places are left" is news where three were."""
    found = {one.casefold() for one in _AMOUNTS.findall(text.replace("’", "'"))}
    return frozenset("not" if one in ("n't", "cannot") else one for one in found)


def differ(one: str, other: str) -> bool:
    """Whether two texts tell of different things: any other word that matters, number or no."""
    mine, theirs = set(content(one)), set(content(other))
    return amounts(one) != amounts(other) or bool(mine and theirs and mine != theirs)


def observable(text: str) -> bool:
    """Whether somebody outside could notice what `text` tells: no inside of the product, no mere promise."""
    return bool(_SEEN.search(text)) and not _INSIDE.search(text) and not _EMPTY.search(text)


def adds(text: str, whole: str) -> list[str]:
    """The words that matter in `text` and not in `whole`, without those that only count."""
    known = set(content(whole))
    return [word for word in dict.fromkeys(content(text)) if word not in known | _COUNTING]


def names_inside(text: str) -> bool:
    """Whether `text` names a part of the software."""
    return bool(_INSIDE.search(text)) or bool(
        re.search(r"\b(?:front[- ]?end|user interface|UI|schema|unit tests?|layer)\b", text, re.I)
    )


def swapped(text: str, key: Key) -> bool:
    """Whether the end says what is wanted, and the wish does not."""
    parts = parse(text)
    return says(parts.word("end"), key["what"]) and not says(parts.word("means"), key["what"])


def most_like(text: str, others: Iterable[str], share: float = 0.75) -> str:
    """The first story of `others` that wants the same as `text`, "" where none does.

    share: how many of the words that matter are the same, of the longer of the two wishes.
    """
    wish = set(content(parse(text).word("means")))
    for other in others:
        theirs = set(content(parse(other).word("means")))
        if wish and theirs and len(wish & theirs) >= share * max(len(wish), len(theirs)):
            return other
    return ""


@lru_cache(maxsize=512)
def _begins(group: str) -> Callable[[str], bool]:
    known = set(group.split())
    known.update(*(line.split() for line in _ALIKE if known & set(line.split())))
    short, long = frozenset(w for w in known if len(w) < 4), tuple(w for w in known if len(w) > 3)
    return lambda word: word in short or word.startswith(long)


def _in_a_phrase(text: str, group: str) -> bool:
    said = " ".join(text.replace("’", "'").split())
    return any(_PHRASES[one].search(said) for one in group.split() if one in _PHRASES)


def _words(text: str) -> list[str]:
    return [word.low for word in tokens(text) if word.low[0].isalnum()]
