"""A set of stories as a whole: uniform, complete, independent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from pmcourse.findings import Finding
from pmcourse.stories.checks.lists import steps
from pmcourse.stories.checks.retell import told, told_end_first
from pmcourse.stories.checks.texts import finding
from pmcourse.stories.parse import Parsed, Span
from pmcourse.stories.words import DETERMINERS, PREPOSITIONS, PRONOUNS, Token, base, stem, tokens

FEW = 3  # stories: with fewer there is no common form
MOST = 0.6  # of the stories: less is no common form

_WISHES = (("would like", re.compile(r"\b(?:would|'d|’d)\s+like\b", re.I)), ("want", re.compile(r"\bwant", re.I)))
_LEANS = re.compile(
    r"\b(?:(?:user\s+)?(?:story|ticket|issue)\s*(?:#|no\.?|number)?\s*\d+|(?:previous|preceding|above|following|same|last)\s+"
    r"(?:user\s+)?stor(?:y|ies)|(?:see|as)\s+(?:above|below)|aforementioned|above-mentioned|mentioned\s+above|ditto)\b",
    re.I,
)


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
        finding("other_form", item, usual, form, text=story.text, span=story.wish, rewrite=_in_form(story, usual))
        for item, story in stories.items()
        if (form := forms[item]) != usual
    ]


def _form(story: Parsed) -> str:
    """The form of a story: "As a …, I want …". Whether it has an end is another question, and so is how it says why."""
    said = story.word("wish")
    wish = next((name for name, sign in _WISHES if sign.search(said)), "")
    if not wish:
        wish = next(
            (word.low for word in tokens(said) if word.low not in {"i", "we", "also", "only", "really"}), "want"
        )
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
                found.append(finding("never_made", item, thing, said, text=stories[item].text, span=span))
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
    tags = {story.word("tag").strip("#[]().: ").casefold() for story in stories.values()}
    names = {name for name in tags | {item.casefold() for item in stories} if re.search(r"[^\W\d]", name) and
             re.search(r"\d", name)}  # fmt: skip
    shared = Counter(story.word("tag").strip("#[]().: ").casefold() for story in stories.values())
    names -= {name for name, count in shared.items() if count > 1}  # the tag of a project, not of a story
    found = []
    for item, story in stories.items():
        own = {item.casefold(), story.word("tag").strip("#[]().: ").casefold()}
        for start, end in _mentions(story, names - own):
            found.append(finding("leans_on", item, text=story.text, span=Span(start, end)))
    return found


def _mentions(story: Parsed, names: set[str]) -> list[tuple[int, int]]:
    begin = story.body.start
    found = [match.span() for match in _LEANS.finditer(story.text, begin)]
    for word in re.finditer(r"[\w-]+", story.text[begin:]) if names else ():
        start, end = word.start() + begin, word.end() + begin
        if word[0].casefold() in names and not any(left <= start < right for left, right in found):
            found.append((start, end))
    return found
