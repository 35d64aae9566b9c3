"""The form of one story: well_formed, full_sentence, minimal."""

from __future__ import annotations

import re
from itertools import pairwise

from pmcourse.findings import Finding
from pmcourse.stories.parse import Parsed
from pmcourse.stories.spans import Span, sentences
from pmcourse.stories.texts import finding
from pmcourse.stories.words import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS, is_base_verb, may_be_noun, tokens

_OPEN_ENDED = re.compile(r"\b(?:and|or|but|because|so\s+that|in\s+order\s+to|the|an|a|my|our|your|their)\W*\Z")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}")
_PLURAL = re.compile(r"e?s|ies", re.I)
_SHORT_NAME = re.compile(r"[^\W\d_]*[A-Z][^\W_]*[A-Z][^\W_]*|[A-Z]{2,}s?")
_NOTE = re.compile(r"\b(?:(?:notes?|nb|n\.b\.)\s*[:–—]|(?:todo|tbd|tbc|fixme)\b)[^.!?\n]*", re.I)
_EXAMPLE = re.compile(r"\b(?:such\s+as\b|for\s+example\b|for\s+instance\b|e\.g\b\.?)", re.I)
_LIKE = re.compile(r"\b(?!looks|feels|seems|sounds|is\b)\w+s\s+(like)\s+(?:the\s+)?[A-Z]\w+")
_WISH_AGAIN = re.compile(r"\b(?:so|and|but)\s+(?:that\s+)?(?:I|we)\s+(?:want|would\s+like|wish)\b", re.I)
_STOP = re.compile(r"[,.;](?=\s*(?:so|to|in order)\b)|\Z")


def check(story: Parsed, item: str) -> list[Finding]:
    """What falls short in the form of `story`."""
    found = [*_well_formed(story, item), *_full_sentence(story, item)]
    return [*found, *_minimal(story, item)] if story.is_story else found


def _whole(story: Parsed) -> Span:
    return story.body or Span(0, len(story.text))


def _well_formed(story: Parsed, item: str) -> list[Finding]:
    place = {"text": story.text, "span": _whole(story)}
    text = place["span"].of(story.text)
    if story.is_story:
        found = []
        if story.is_told_of_somebody:
            found.append(finding("told_of", item, text=story.text, span=story.role))
        if story.end or _tells_purpose(story):
            return found
        return [*found, finding("no_end", item, **place, rewrite=f"{text}, so that [what is better then?]")]
    if story.means:
        wish = Span(story.wish.start, story.means.end)
        rewrite = f"As a [who?], {wish.of(story.text)}" + (f", so that {story.word('end')}" if story.end else "")
        return [finding("no_role", item, text=story.text, span=story.wish, rewrite=rewrite)]
    if story.role:
        role = story.word("role")
        return [finding("no_means", item, text=story.text, span=story.role, rewrite=f"As a {role}, I want to [what?]")]
    return [finding("no_story", item, **place)]


def _tells_purpose(story: Parsed) -> bool:
    """Whether the wish itself says what it is good for: "a list to plan my week", "because the shelf is full"."""
    words = [word.low for word in tokens(story.text, *story.means)]
    return "because" in words or any(word == "to" and is_base_verb(after) for word, after in pairwise(words))


def _full_sentence(story: Parsed, item: str) -> list[Finding]:
    whole = _whole(story)
    words = tokens(story.text, *whole)
    if not story.is_story and not story.wish:
        said = {word.low for word in words}
        heading = bool(words) and not said & (AUXILIARIES | PRONOUNS)
        return [finding("no_sentence", item, text=story.text, span=whole)] if heading else []
    found = []
    cut = _OPEN_ENDED.search(story.text, whole.start, whole.end)
    if cut:
        span = Span(cut.start(), cut.start() + len(cut[0].rstrip()))
        found.append(finding("breaks_off", item, text=story.text, span=span))
    if _lacks_to(story):
        at = story.means.start
        verb = story.actions[0]
        rewrite = f"{story.text[:at]}to {story.text[at:]}"
        found.append(finding("no_to", item, text=story.text, span=verb, rewrite=rewrite))
    return found


def _lacks_to(story: Parsed) -> bool:
    """Whether a verb follows "I want" without "to": "I want see"."""
    if not story.means or not story.actions or story.actions[0].start != story.means.start:
        return False
    said = tokens(story.text, *story.wish)
    first = tokens(story.text, *story.actions[0])[0].low
    return said[-1].low in {"want", "wants", "need", "needs", "like", "wish", "hope"} and not may_be_noun(first)


def _minimal(story: Parsed, item: str) -> list[Finding]:
    found = []
    text = story.text
    taken = []
    for aside in _BRACKETS.finditer(text, story.body.start):
        inside = next(part for part in aside.groups() if part is not None)
        if not inside.strip() or _PLURAL.fullmatch(inside):
            continue
        rewrite = _without(text, aside.span())
        name = "short_name" if _SHORT_NAME.fullmatch(inside.strip()) else "aside"
        found.append(finding(name, item, text=text, span=Span(*aside.span()), rewrite=rewrite))
        taken.append(aside.span())
    if story.rest and re.search(r"\w", story.word("rest")):
        found.append(finding("more_sentences", item, text=text, span=story.rest, rewrite=_without(text, story.rest)))
        taken.append(story.rest)
    if story.role.end < story.wish.start and len(said := sentences(text, story.role.end, story.wish.end)) > 1:
        span = Span(said[0].start, said[-2].end)
        found.append(finding("before_wish", item, text=text, span=span, rewrite=_without(text, span)))
        taken.append(span)
    if again := _WISH_AGAIN.search(text, *story.means):
        found.append(finding("wish_again", item, text=text, span=Span(*again.span())))
    for note in _NOTE.finditer(text, story.body.start):
        if not any(start <= note.start() < end for start, end in taken):
            span = Span(note.start(), note.start() + len(note[0].rstrip()))
            found.append(finding("note", item, text=text, span=span, rewrite=_without(text, span)))
    example = _EXAMPLE.search(text, story.means.start, story.means.end)
    if example and not any(start <= example.start() < end for start, end in taken):
        span = Span(example.start(), min(story.means.end, _STOP.search(text, example.end()).start()))
        rest = tokens(text, example.end(), span.end)
        verbless = not any(is_base_verb(word.low) and not may_be_noun(word.low) for word in rest)
        sure = verbless and _stands_without(story, example.start())
        found.append(finding("example", item, text=text, span=span, rewrite=_without(text, span) if sure else ""))
    elif like := _LIKE.search(text, story.means.start, story.means.end):
        found.append(finding("example", item, text=text, span=Span(like.start(1), like.end())))
    return found


def _stands_without(story: Parsed, stop: int) -> bool:
    """Whether what is wanted has its thing before `stop`: "to see, for example, prices" has not."""
    words = [word for word in tokens(story.text, story.means.start, stop) if word.low[0].isalnum()]
    if not words or words[-1].low in PREPOSITIONS | DETERMINERS:
        return False
    return words[-1].end not in {action.end for action in story.actions}


def _without(text: str, span: tuple[int, int]) -> str:
    """`text` without the words at `span` and the space and signs that they leave behind."""
    left = text[: span[0]].rstrip(" ,;:–—-")
    right = text[span[1] :]
    return " ".join(f"{left} {right}".split()).replace(" ,", ",").replace(" .", ".")
