"""What shows that somebody meant what they wrote: signs that nonsense, copies of the task and swapped parts lack.

A key lists beginnings of words by part ("who", "what", "why" ...); a part holds several groups, split by "|", and must
say something of each. Keys stand in source/ alone. What is found here is evidence, and no proof: keys are broad, so
that other words for the same are right, and a person reads what a program cannot weigh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from pmcourse.stories.checks.lists import listed
from pmcourse.stories.inside import inside
from pmcourse.stories.parse import parse
from pmcourse.stories.words import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    base,
    content,
    lower,
    may_be_noun,
    stem,
)

Key = Mapping[str, str]
LEAST_SMALL = 0.2  # of the words of an English sentence at least a fifth are small ones; a pile of keywords has none
LEAST_GOOD = 4  # words of an end which the key does not know
LONG_BEGINNING = 7  # letters: words that share so many say the same
LONG_HEAP = 7  # words side by side, without one small word
_SMALL = DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES | {"and", "or", "not", "so", "that", "then"}
_SEEN = re.compile(
    r"\b(?:see|sees|read|reads|hear|hears|get|gets|receive\w*|find|finds|learn|learns|know|knows|told|shown?|shows?|"
    r"asked|offered|informed|notified|reminded|messages?|mails?|e-?mails?|sms|texts?|letters?|calls?|page|screen|"
    r"lists?|account|stands?|appears?|says?|sent|comes?|name|mine|place|money|receipt|confirm\w*|must|can|cannot|can't|"
    r"is|are|stays?|remains?|gives?|becomes?)\b",
    re.I,
)
_EMPTY = re.compile(
    r"\b(?:(?:it|everything|all|this|that)\s+(?:works?|is\s+(?:ok|okay|fine|good|right|correct)\b(?!\s+(?:until|till|for|from|at)\b))|as\s+expected|"
    r"nothing\s+(?:else\s+)?(?:happens|changes)|(?:is|was|are)\s+(?:successful|happy|satisfied)|works?\s+(?:well|fine|correctly)|success(?:ful)?(?:ly)?)\b",
    re.I,
)
_PERCEIVED = re.compile(r"\b(?:sees?|reads?|hears?|gets?|receives?|told|shown|messages?|mails?|receipt)\b", re.I)
_AMOUNTS = re.compile(
    r"\d+(?:[.,]\d+)*|n't\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|last|"
    r"no|not|never|none|nobody|nothing|cannot|without|all|every|both|half)\b",
    re.I,
)
# Other words for a beginning that a key may hold: who knows one of a line means all of them.
_ALIKE = (
    "tell told inform notif messag alert sms mail email e-mail push warn announc word phone ring call remind nudge "
    "prompt ping write",
    "see know find read check look learn hear show display mark",
    "free place seat slot spot",
    "certif diploma transcript attest",
    "stair ramp barrier threshold",
    "travel trek ride train tram",
    "refund reclaim claim",
    "twice copy retyp dupl redo",
    "pay paid",
    "buy bought",
    "ring rang call",
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
_NOTHING = frozenset(map(stem, listed("says_nothing")))
_SLIGHT = {"there", "get", "see", "know"}  # what any end may say of any wish
_SOMEBODY_DOES = re.compile(r"\b(?:I|we|you|he|she|they)\s+\w+", re.I)
_PLACEHOLDER = re.compile(r"\b(?:foo|baz|xyz|xxx|blah|lorem|ipsum)\b", re.I)
_COUNTING = listed("counting")
_NEWS = re.compile(r"\b(?:already|still|again|told|instead|messages?|error)\b", re.I)
_IN_PARTS = re.compile(
    r"\b(?:in|by|into)\s+(?:(?:\w+|\d+)\s+){0,2}?(?:parts|halves|instal\w+|rates|portions|pieces|slices)\b|"
    r"\bhalf\b.*\b(?:now|later|after\w*|rest)\b|\b(?:first|one)\s+(?:half|part)\b.*\blater\b|\bpay\b.*\blater\b|"
    r"\b(?:month|week)(?:ly|\s+by\s+\w+)\b|\b(?:each|every|per)\s+(?:month|week)\b|\b(?:a\s+)?(?:half|part|third|quarter|fifth|tenth)\s+of\b",
    re.I,
)
_END_IN_OTHER_FORM = re.compile(
    r"(?:[,.;:–—]\s*|\s)(?:so|because|since|thereby|therefore|that way|this way|otherwise)\b|"
    r"[,.;:–—]\s*(?:and\s+)?(?:to|as|then|for|which|that|it)\b",
    re.I,
)


def says(text: str, groups: str) -> bool:
    """Whether `text` holds a word of each group of `groups`: given by its beginning, or whole up to three letters.

    An empty group is anything of three words. Other words and phrases for the same count (`_ALIKE`, `_PHRASES`).
    """
    words = lower(text)
    return all(
        any(map(_begins(group), words)) or _in_a_phrase(text, group) if group.strip() else len(words) > 2
        for group in groups.split("|")
    )


def about(text: str, key: Key, source: str = "") -> set[str]:
    """The words of `text` that speak of the matter: of the thing that is wanted, of the good, or of `source`."""
    groups = (key["what"].split("|")[-1], *(key["why"] or key["who"]).split("|"))
    found = {word for word in lower(text) if any(_begins(group)(word) for group in groups if group.strip())}
    found.update(f"={group}" for group in groups if _in_a_phrase(text, group))
    told = set(content(source))
    return found | {word for word in lower(text) if told.intersection(content(word))}


def foreign(text: str, key: Key, others: Iterable[Key], source: str = "") -> set[str]:
    """The words of `text` that speak of what other keys want, and not of this matter."""
    mine = about(text, key, source)
    things = [_begins(other["what"].split("|")[-1]) for other in others]
    return {word for word in lower(text) if word not in mine and any(is_one(word) for is_one in things)}


def is_sentence(text: str) -> bool:
    """Whether `text` has a verb, small words as sentences have them, and no word again and again."""
    words = lower(text)
    return (
        len(words) > 2
        and not _PLACEHOLDER.search(text)
        and has_verb(text)
        and has_small_words(text)
        and len(set(words)) >= 0.6 * len(words)
    )


def has_verb(text: str) -> bool:
    """Whether `text` has a word that may be a verb."""
    known = any(base(word) or word in AUXILIARIES or word.endswith(("ed", "ing")) for word in lower(text))
    return known or bool(_SOMEBODY_DOES.search(text))


def acts(text: str) -> bool:
    """Whether a step says that somebody does something: a verb in a form that no noun has, or one after somebody.

    Steps are often written like headlines, without articles: "learner pays full fee with card".
    """
    words = lower(text)
    if _SOMEBODY_DOES.search(text) or AUXILIARIES.intersection(words):
        return True
    forms = (word for word in words[1:] if base(word) and not word.endswith("ing"))
    return any(base(word) != word or not may_be_noun(word) for word in forms)


def has_small_words(text: str) -> bool:
    """Whether `text` has as many small words as sentences have."""
    words = lower(text)
    return sum(word in _SMALL for word in words) >= LEAST_SMALL * len(words)


def is_heap(*parts: str) -> bool:
    """Whether the parts of a text are words side by side: a long one, and no small word in any."""
    said = [lower(part) for part in parts]
    return any(len(words) >= LONG_HEAP for words in said) and not any(_SMALL.intersection(words) for words in said)


def is_pile(text: str) -> bool:
    """Whether `text` may be keywords: more than four words, no small one among them, and no second verb form."""
    words = lower(text)
    verbs = [word for word in words[1:] if base(word) not in ("", word)]
    return len(words) > 4 and not _SMALL.intersection(words) and not verbs


def is_placeholder(text: str) -> bool:
    """Whether `text` holds a word that stands for any other, as "foo"."""
    return bool(_PLACEHOLDER.search(text))


def same(one: str, other: str, share: float = 0.75) -> bool:
    """Whether two texts share at least `share` of the words that matter."""
    mine, theirs = set(content(one)), set(content(other))
    return not (mine and theirs) or len(mine & theirs) >= share * min(len(mine), len(theirs))


def amounts(text: str) -> frozenset[str]:
    """The numbers, the noes and what else makes news in `text`: "two places are left" where three were, "already"."""
    plain = text.replace("’", "'")
    found = {one.casefold() for one in (*_AMOUNTS.findall(plain), *_NEWS.findall(plain))}
    return frozenset("not" if one in ("n't", "cannot") else one for one in found)


def differ(one: str, other: str) -> bool:
    """Whether two texts tell of different things: any other word that matters, number or no."""
    mine, theirs = set(content(one)), set(content(other))
    return amounts(one) != amounts(other) or bool(mine and theirs and mine != theirs)


def observable(text: str) -> bool:
    """Whether somebody outside could notice what `text` tells: no inside of the product, no mere promise."""
    return bool(_SEEN.search(text)) and not is_inside(text)


def is_inside(text: str) -> bool:
    """Whether `text` tells what happens inside of the product, or a mere promise."""
    promise = _EMPTY.search(text)
    return bool(inside(text) or (promise and not _PERCEIVED.search(text)))


def adds(text: str, whole: str) -> list[str]:
    """What `text` says more than `whole`: words that matter, without those that only count, or "in parts"."""
    known = set(content(whole))
    more = [word for word in dict.fromkeys(content(text)) if word not in known | _COUNTING]
    return more + ([found[0]] if (found := _IN_PARTS.search(text)) else [])


def is_in_parts(text: str) -> bool:
    """Whether `text` says that something is paid or done in parts: "in three parts", "half now, half later"."""
    return bool(_IN_PARTS.search(text))


def names_inside(text: str) -> bool:
    """Whether `text` names a part of the software."""
    return bool(inside(text)) or bool(
        re.search(r"\b(?:front[- ]?end|user interface|UI|unit tests?|layer)\b", text, re.I)
    )


def swapped(text: str, key: Key) -> bool:
    """Whether the end says what is wanted, and the wish does not, but says what it is good for."""
    if not key["why"]:
        return False
    parts, thing = parse(text), key["what"].split("|")[-1]
    means, end = parts.word("means"), parts.word("end")
    return says(end, key["what"]) and not says(means, thing) and says(means, key["why"])


def repeats(end: str, means: str, who: str) -> bool:
    """Whether most of what the end says stands in the wish; an end in hollow words alone repeats nothing."""
    words, wish = set(content(end)) - _SLIGHT, _beginnings(means)
    again = {word for word in words if word[:LONG_BEGINNING] in wish | _beginnings(who)}
    return any(word[:LONG_BEGINNING] in wish for word in again) and len(again) > len(again | words - _NOTHING) / 2


def knows(end: str, means: str, key: Key) -> bool:
    """Whether the end has a word of what the key is good for, which the wish has not said."""
    own = [word for word in lower(end) if stem(word)[:LONG_BEGINNING] not in _beginnings(means)]
    groups = [group for group in key["why"].split("|") if group.strip()]
    if not groups:
        return len(own) > 2 and not is_hollow(end, means)
    return any(any(map(_begins(group), own)) or _in_a_phrase(end, group) for group in groups)


def is_good(end: str, means: str, key: Key) -> bool:
    """Whether the end tells something that is better: what the key knows, or enough that is said in no hollow words."""
    return knows(end, means, key) or (len(lower(end)) >= LEAST_GOOD and not is_hollow(end, means))


def is_hollow(end: str, means: str) -> bool:
    """Whether the end says in hollow or small words that something is better: "so that everything is clear"."""
    words = set(content(end)) - _SLIGHT
    news = {word for word in words - _NOTHING if word[:LONG_BEGINNING] not in _beginnings(means)}
    return not news or len(news) < len(words) / 2


def may_end(text: str) -> bool:
    """Whether what is wanted may be followed by what for in another form: "…, to have Friday free"."""
    return bool(_END_IN_OTHER_FORM.search(text))


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


def _beginnings(text: str) -> set[str]:
    return {word[:LONG_BEGINNING] for word in content(text)}


@lru_cache(maxsize=512)
def _begins(group: str) -> Callable[[str], bool]:
    known = set(group.split())
    known.update(*(line.split() for line in _ALIKE if known & set(line.split())))
    short, long = frozenset(w for w in known if len(w) < 4), tuple(w for w in known if len(w) > 3)
    return lambda word: word in short or stem(word) in short or word.startswith(long)


def _in_a_phrase(text: str, group: str) -> bool:
    said = " ".join(text.replace("’", "'").split())
    return any(_PHRASES[one].search(said) for one in group.split() if one in _PHRASES)
