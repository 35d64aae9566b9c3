"""A set of stories as a whole: uniform, complete, independent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from pmcourse.findings import Finding
from pmcourse.stories.checks.lists import steps
from pmcourse.stories.checks.retell import told, told_end_first
from pmcourse.stories.parse import Parsed
from pmcourse.stories.spans import Span
from pmcourse.stories.texts import finding
from pmcourse.stories.words import DETERMINERS, PREPOSITIONS, PRONOUNS, Token, base, stem, tokens

FEW = 3  # stories: with fewer there is no common form
MOST = 0.6  # of the stories: less is no common form

_SHORT_SUBJECT = re.compile(r"(?:i|we)['’](m|re|ll|d|ve)")
_LONG = {"m": "am", "re": "are", "ll": "will", "d": "would", "ve": "have"}
_WISHES = (("would like", re.compile(r"\b(?:would|'d|’d)\s+like\b", re.I)), ("want", re.compile(r"\bwant", re.I)))
_LEANS = re.compile(
    r"\b(?:(?:user\s+)?(?:story|ticket|issue)\s*(?:#|no\.?|number)?\s*\d+|(?:previous|preceding|above|following|same|last)\s+"
    r"(?:user\s+)?stor(?:y|ies)|(?:see|as)\s+(?:above|below)|aforementioned|above-mentioned|mentioned\s+above|ditto)\b",
    re.I,
)

_WORD = re.compile(r"[\w-]+")
_ID = re.compile(r"(?=.*[^\W\d])(?=.*\d)")  # a letter and a digit: "LIB-7", not "7" or "loans"


def check(stories: Mapping[str, Parsed]) -> list[Finding]:
    """What falls short in the form and the steps of the stories together."""
    whole = {item: story for item, story in stories.items() if story.is_story}
    return [*_uniform(whole), *_complete(whole), *_independent(whole)]


def _uniform(stories: Mapping[str, Parsed]) -> list[Finding]:
    """Stories that are told in another form than most."""
    forms = {item: _form(story) for item, story in stories.items()}
    if len(forms) < FEW:
        return []
    usual, count = Counter(forms.values()).most_common(1)[0]
    if count < MOST * len(forms):
        return []
    return [
        finding(
            "other_form", item, usual=usual, form=form, text=story.text, span=story.wish, rewrite=_in_form(story, usual)
        )
        for item, story in stories.items()
        if (form := forms[item]) != usual
    ]


def _form(story: Parsed) -> str:
    """The form of a story: "As a …, I want …". Whether it has an end is another question, and so is how it says why."""
    said = story.word("wish")
    wish = next((name for name, sign in _WISHES if sign.search(said)), "")
    if not wish:
        words = (_SHORT_SUBJECT.sub(lambda short: _LONG[short[1]], word.low) for word in tokens(said))
        wish = next((word for word in words if word not in {"i", "we", "also", "only", "really"}), "want")
    first = story.end and story.end.start < story.wish.start
    return f"In order to …, as a …, I {wish} …" if first else f"As a …, I {wish} …"


def _in_form(story: Parsed, form: str) -> str:
    """The story told in the form of the others, "" where its words do not fit."""
    if not story.actions:
        return ""
    verb = story.actions[0].start >= story.means.start
    wish = form.partition(" I ")[2].removesuffix(" …")
    to = " to" if verb and wish in {"want", "need", "would like", "wish"} else ""
    role, end, said = story.word("role"), story.word("end"), f"{wish}{to} {story.word('means')}"
    if form.startswith("In order"):
        return told_end_first(role, said, end) if end else ""
    return told(role, said, end)


def _complete(stories: Mapping[str, Parsed]) -> list[Finding]:
    """Things that are changed or deleted and that nobody makes: a gap among create, read, update and delete."""
    seen: dict[str, dict[str, tuple[str, Span]]] = {}
    for item, story in stories.items():
        waiting = []  # "create and edit a page": both have the page for their object
        ends = [*(verb.start for verb in story.actions[1:]), story.means.end]
        for verb, end in zip(story.actions, ends, strict=False):
            waiting.append(_step(base(tokens(story.text, *verb)[-1].low)))
            thing = _object(tokens(story.text, verb.end, end))
            for step in filter(None, waiting if thing else ()):
                seen.setdefault(stem(thing.low), {}).setdefault(step, (item, Span(thing.start, thing.end)))
            waiting = [] if thing else waiting
    found = []
    for done in seen.values():
        for step, said in (("update", "changed"), ("delete", "deleted")):
            if step in done and "create" not in done:
                item, span = done[step]
                thing = span.of(stories[item].text)
                found.append(finding("never_made", item, thing=thing, done=said, text=stories[item].text, span=span))
                break
    return found


def _step(verb: str) -> str:
    """Which of create, read, update and delete the verb does, "" for none."""
    return next((step for step, verbs in steps().items() if verb in verbs), "")


def _object(words: list[Token]) -> Token | None:
    """The last word of the first thing named: "password" for "the password of my account"."""
    last = None
    for word in words:
        if word.low in DETERMINERS and last is None:
            continue
        if not word.low[0].isalpha() or word.low in PREPOSITIONS | PRONOUNS | DETERMINERS | {"and", "or"}:
            break
        last = word
    return last


def _independent(stories: Mapping[str, Parsed]) -> list[Finding]:
    """Stories that speak of another one, by its id or as "the previous story"."""
    tags = Counter(map(_tag, stories.values()))
    own = {tag for tag, count in tags.items() if count == 1}  # what stands before many names a project, not a story
    names = {name for name in own | {item.casefold() for item in stories} if _ID.search(name)}
    return [
        finding("leans_on", item, text=story.text, span=span)
        for item, story in stories.items()
        for span in _mentions(story, names - {item.casefold(), _tag(story)})
    ]


def _tag(story: Parsed) -> str:
    """The id before a story without the signs around it."""
    return story.word("tag").strip("#[]().: ").casefold()


def _mentions(story: Parsed, names: set[str]) -> list[Span]:
    """Where the story speaks of another: one of `names`, or words such as "see above"."""
    begin = story.body.start
    found = [Span(*words.span()) for words in _LEANS.finditer(story.text, begin)]
    for word in _WORD.finditer(story.text, begin) if names else ():
        inside = any(span.start <= word.start() < span.end for span in found)
        if word[0].casefold() in names and not inside:
            found.append(Span(*word.span()))
    return found
