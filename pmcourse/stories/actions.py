"""What a story asks for in one verb: "get", "move on", "be notified", or "want" where a thing is wanted.

The conventions are those of the annotations by Arulmohan, Meurs & Mosser (2023): words as they stand in the text;
adverbs before the verb and particles after it belong to the action; "want" is the action where no other verb is its
object.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmcourse.stories.words import (
    AUXILIARIES,
    BE_ADJECTIVES,
    CATENATIVE,
    DETERMINERS,
    LINKING,
    PHRASAL,
    PREPOSITIONS,
    PRONOUNS,
    WITH_PREPOSITION,
    Token,
    base,
    is_adverb,
    is_base_verb,
    is_participle,
    is_plural,
    may_be_noun,
)

_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "data")
_SUBORDINATE = frozenset(
    {
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "what",
        "how",
        "when",
        "where",
        "why",
        "if",
        "whether",
        "because",
        "while",
    }
    | {"until", "unless"}
)
Place = tuple[int, int]


def first_verb(words: Sequence[Token], sure: bool) -> int | None:
    """The index where the first verb phrase of `words` begins, None where a thing is named instead.

    `sure`: "to" or a modal stands before, so a word that is not known is taken for a verb unless it looks like a noun.
    """
    at = 0
    while at < len(words) and (words[at].low in AUXILIARIES - {"be", "have", "do"} or words[at].low in {"to", "not"}):
        at += 1
    head = _past_adverbs(words, at)
    if head >= len(words):
        return None
    word, after = words[head].low, words[head + 1].low if head + 1 < len(words) else ""
    if not word[0].isalpha() or word in DETERMINERS or word in PRONOUNS:
        return None
    if sure:
        known = is_base_verb(word) or word in {"be", "have"}
        return None if not known and (word.endswith(_NOUN_ENDINGS) or (is_plural(word) and not base(word))) else at
    if is_base_verb(word) and (not may_be_noun(word) or after in DETERMINERS or after in PRONOUNS):
        return at
    return None


def actions(words: Sequence[Token], at: int) -> list[Place]:
    """The verb phrase that begins at `words[at]` and those joined to it, as (start, end) in the text.

    Verbs inside a clause ("a page that lists and sorts") or behind a purpose ("use a map to find and book") are not
    joined to the first verb.
    """
    found = []
    start, last = at, _phrase(words, at)
    while True:
        found.append((words[start].start, words[last - 1].end))
        following = _joined(words, last)
        if following is None:
            return found
        start = following
        last = _phrase(words, start)


def joined_verb(words: Sequence[Token], join: int, after_verb: bool = False) -> int | None:
    """Where a verb phrase begins right after the joining word `words[join]`, or None where a noun or adjective does.

    `after_verb`: a verb phrase ends right before the join, as in "create and edit".
    """
    at = join + 1
    while at < len(words) and (words[at].low in LINKING or words[at].low in {"to", "or", "and"}):
        at += 1
    head = _past_adverbs(words, at)
    if head >= len(words):
        return None
    word, before = words[head].low, words[join - 1].low if join else ""
    after = words[head + 1].low if head + 1 < len(words) else ""
    if (word == "be" and (is_participle(after) or is_adverb(after))) or word == "have":
        return at
    if not is_base_verb(word) or word in DETERMINERS or word in PREPOSITIONS:
        return None
    sure = not may_be_noun(word) or after_verb or head > at
    sure = sure or after in DETERMINERS or after in PRONOUNS or before in PREPOSITIONS
    sure = sure or after in PHRASAL.get(word, ()) or after in WITH_PREPOSITION.get(word, ())
    nouns = is_plural(before) or before == "," or is_base_verb(before) or before.endswith("ing")
    return at if sure or (is_plural(after) and not nouns) else None


def _joined(words: Sequence[Token], verb_end: int) -> int | None:
    """The next verb phrase that is joined to the one that ended before `words[verb_end]`."""
    for place in range(verb_end, len(words) - 1):
        word, after = words[place].low, words[place + 1].low
        if word in _SUBORDINATE:
            return None
        if word == "to" and is_base_verb(words[_past_adverbs(words, place + 1, 1)].low):
            return None
        near = place == verb_end
        if word in {"and", "or", "&"} or (word == "," and after not in {"and", "or"}) or (near and word in "/("):
            if word == "," and not near and not _verb_with_object(words, place + 1):
                continue
            if word == "(" and after not in {"or", "and"}:
                continue
            following = joined_verb(words, place, near or (place == verb_end + 1 and words[verb_end].low == ","))
            if following is not None:
                return following
    return None


def _verb_with_object(words: Sequence[Token], at: int) -> bool:
    """Whether a verb with its object stands at `at`: "manipulate this data set"."""
    return at + 1 < len(words) and is_base_verb(words[at].low) and words[at + 1].low in DETERMINERS | PRONOUNS


def _past_adverbs(words: Sequence[Token], at: int, most: int = 3) -> int:
    """The index of the first word from `at` on that is no adverb; always a valid index or the length of `words`."""
    end = at
    while end < len(words) - 1 and end - at < most and is_adverb(words[end].low):
        end += 1
    return end


def _phrase(words: Sequence[Token], at: int) -> int:
    """Where the verb phrase that begins at `at` ends (exclusive)."""
    head = _past_adverbs(words, at)
    verb, end = words[head].low, head + 1

    def word(place: int) -> str:
        return words[place].low if place < len(words) else ""

    if verb == "be":
        following = _past_adverbs(words, end) if end < len(words) else end
        if is_participle(word(following)) or word(following) in BE_ADJECTIVES:
            return following + 1
        return end
    if verb in {"stay", "keep"} and [word(end + n) for n in range(3)] == ["up", "to", "date"]:
        return end + 3
    if verb in CATENATIVE and (
        (word(end).endswith("ing") and base(word(end)))
        or (verb == "help" and is_base_verb(word(end)) and not may_be_noun(word(end)))
    ):
        return end + 1
    particles = PHRASAL.get(verb, ())
    while word(end) in particles:
        end += 1
    beyond = word(end + 1)
    describes = is_adverb(word(end)) and word(end) not in {"both", "either", "not"}
    ends_there = not beyond[:1].isalpha() or beyond in PREPOSITIONS | DETERMINERS | _SUBORDINATE
    return end + 1 if word(end) == "only" or (describes and ends_there) else end
