"""atomic: a story asks for one thing.

What is joined matters, and where. Two verbs of the wish are two wishes. Two things are worth a second look where they
are themselves what is wanted; not further on, where the words tell for whom, with what, or what for. Words that need
two ("compare", "between") join nothing, and neither do verbs of looking: who sees two things at once looks once.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pmcourse.findings import Finding
from pmcourse.stories.checks.lists import listed
from pmcourse.stories.checks.retell import told
from pmcourse.stories.parse import Parsed
from pmcourse.stories.spans import Span
from pmcourse.stories.texts import finding, quoted
from pmcourse.stories.words import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    base,
    is_base_verb,
    may_be_noun,
    tokens,
)

NEAR = 9  # words from the wish to the joining word: beyond that it seldom joins what is wanted
_JOINS = frozenset({"and", "or"})
_LINKS = frozenset({"and", "or", "to", "then", "also"})
_DENIAL = re.compile(r"(?:never|not|no\s+longer|need\s+not|don['’]t|do\s+not|without)\b", re.I)
_LAST_WORDS = re.compile(r"(?:\S+\s+){0,2}\S+\s*$")
_SAME_AGAIN = re.compile(r"\b(?:it|them|that|this|these|those|again|twice|a\s+second\s+time|any\s?more)\b", re.I)
_BETWEEN = " ,;/(&\t\n"
_ADJECTIVES = ("able", "ible", "ful", "less", "ous", "ive", "ish")


def check(story: Parsed, item: str) -> list[Finding]:
    """Whether verbs are joined in the wish ("enter my code and get a list"), or the things that are wanted."""
    if len(story.actions) < 2:
        span = joined_things(story)
        return [finding("two_things", item, text=story.text, span=span)] if span else []
    if _one_look(story) or _said_twice(story):
        return []
    parts = _parts(story)
    span = Span(story.actions[0].start, story.means.end)
    one, other = (quoted(part) for part in parts[:2])
    denied = story.actions[0].start < story.means.start  # "I don't want to get letters and pay": no rewrite is safe
    rewrite = (
        "" if denied else "\n".join(told(story.word("role"), f"want to {part}", story.word("end")) for part in parts)
    )
    guess = _looks(story)  # who looks first and then acts on it may be after one thing
    return [finding("two_wishes", item, story.text, span, rewrite, guess, one=one, other=other)]


def _looks(story: Parsed) -> bool:
    """Whether the first verb is one of looking: "see", "compare"."""
    return bool(story.actions) and base(tokens(story.text, *story.actions[0])[-1].low) in listed("looking")


def _one_look(story: Parsed) -> bool:
    """Whether the joined verbs are of looking, and at the same thing: "compare and contrast two books"."""
    pairs = pairwise(story.actions)
    apart = any(_without_links(story.text[one.start : other.start]) != one.of(story.text) for one, other in pairs)
    return not apart and all(base(tokens(story.text, *verb)[-1].low) in listed("looking") for verb in story.actions)


def _said_twice(story: Parsed) -> bool:
    """Whether what is joined says the same from its other side: "enter it once and never copy it out"."""
    for at, verb in enumerate(story.actions[1:], 1):
        stop = story.actions[at + 1].start if at + 1 < len(story.actions) else story.means.end
        before = _LAST_WORDS.search(story.text[story.means.start : verb.start])
        denied = _DENIAL.match(verb.of(story.text)) or (before and _DENIAL.match(before[0]))
        if not denied or not _SAME_AGAIN.search(story.text[verb.end : stop]):
            return False
    return True


def joined_things(story: Parsed, near: int = NEAR) -> Span | None:
    """The words around "and" or "or" where they join what is wanted."""
    words = tokens(story.text, *story.means)
    thing = bool(story.actions) and story.actions[0].start < story.means.start  # a thing is wanted, not to do something
    if not thing and _looks(story):
        return None
    for place, word in enumerate(words[:near]):
        if word.low in listed("need_two") or (not thing and _leads_on(words, place)):
            return None
        if word.low in _JOINS and 0 < place < len(words) - 1:
            after = words[place + 1].low
            if is_base_verb(after) and may_be_noun(after) and not is_base_verb(words[place - 1].low):
                return None  # "the name and address"
            first, last = _beside(words, place, -1), _beside(words, place, 1)
            if all(_describes(words[at].low) for at in (first, last)):
                return None  # "a quick and easy way": one thing, described twice
            while last < len(words) - 1 and not _ends_thing(words, last + 1):
                last += 1
            return Span(words[first].start, words[last].end)
    return None


def _beside(words: list[Token], join: int, step: int) -> int:
    """The place of the word next to the joining word, on the side of `step`, that is no article and no comma."""
    at = join + step
    while 0 < at < len(words) - 1 and (not words[at].low[0].isalnum() or words[at].low in DETERMINERS):
        at += step
    return at


def _describes(word: str) -> bool:
    """Whether the word is an adjective by its ending, or one of those that are common."""
    return word in listed("adjectives") or (word.endswith(_ADJECTIVES) and not base(word))


def _ends_thing(words: list[Token], at: int) -> bool:
    """Whether the name of a thing is over at `at`, as at "on" of "quiz results on one page"."""
    low = words[at].low
    clause = low in _LINKS | DETERMINERS | PRONOUNS | AUXILIARIES or low in listed("leads_on")
    return not low[0].isalnum() or low in PREPOSITIONS or clause or (is_base_verb(low) and not may_be_noun(low))


def _leads_on(words: list[Token], place: int) -> bool:
    """Whether the word begins what is no longer the thing wanted: where, with what, what for, or a clause."""
    low = words[place].low
    return low in PREPOSITIONS or low in listed("leads_on") or (low == "to" and place > 0)


def _parts(story: Parsed) -> list[str]:
    """What each of the joined verbs asks for; in "create and edit a page" both ask for the page."""
    starts = [verb.start for verb in story.actions]
    ends = [*starts[1:], story.means.end]
    found: list[str] = []
    object = ""
    for verb, start, end in reversed(list(zip(story.actions, starts, ends, strict=True))):
        words = _without_links(story.text[start:end])
        if words == verb.of(story.text):
            words = f"{words} {object}".strip()
        else:
            object = words[verb.end - start :].strip(" )")
        found.insert(0, words if words.count("(") == words.count(")") else words.replace("(", "").replace(")", ""))
    return found


def _without_links(words: str) -> str:
    """`words` without what stands between two verbs: "renew a loan" of "renew a loan, and then"."""
    words = words.rstrip(_BETWEEN)
    while (last := words.rpartition(" ")[2]).lower().lstrip("(") in _LINKS:
        words = words[: len(words) - len(last)].rstrip(_BETWEEN)
    return words
