"""Reads a story as people write it and keeps the exact place of each part.

The form is Connextra's, described by Cohn (2004): as a <role>, I want <means>, so that <end>. Commas may be missing,
the end may come first ("In order to ..., as a ...") or second, may be told with "so I can", "in order to" or "because",
or may be absent; the role may come last ("..., as a teacher") or within ("I, as a teacher, want"). A story may also be
told of somebody ("Teachers can ..."). What does not have the form is not guessed: the part is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pmcourse.stories.actions import actions, first_verb
from pmcourse.stories.spans import SENTENCE_ENDS, SIGNS, Span, sentences, trim
from pmcourse.stories.told import told
from pmcourse.stories.words import tokens

LONGEST = 20_000  # characters: a book chapter, not a wish


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of one line. All places count from the beginning of `text`. Marks of Markdown in it are no words.

    tag: an id before the story ("#G08#", "[T-04]", "12."). wish: "I want to". means: what is wanted. actions: its
    verbs; the first is the primary one. why: "so that". end: what it is good for. rest: further sentences.
    """

    text: str
    body: Span
    tag: Span | None = None
    role: Span | None = None
    wish: Span | None = None
    means: Span | None = None
    actions: tuple[Span, ...] = ()
    why: Span | None = None
    end: Span | None = None
    rest: Span | None = None

    @property
    def is_story(self) -> bool:
        """Whether it says who wants what."""
        return self.role is not None and self.means is not None

    def word(self, part: str) -> str:
        """The words of `part` ("role", "means", "end" ...), "" where there is none."""
        span = getattr(self, part)
        return _MARKS.sub("", span.of(self.text)) if span else ""

    @property
    def is_told_of_somebody(self) -> bool:
        """Whether it says "Teachers can ..." instead of "As a teacher, I can ..."."""
        return self.is_story and not _OWN.match(self.word("wish")) and told(self.text, self.body.start) is not None

    @property
    def action(self) -> str:
        """The primary action as it stands in the text, "" where there is none."""
        return self.actions[0].of(self.text) if self.actions else ""


_TAG = re.compile(
    r"\s*(?:[-*•]\s+)?(?P<tag>#\s?[^\s#]{1,20}#|#\w{1,20}\b:?|\[[^\]\n]{1,30}\]|\([\w.-]{1,12}\)"
    r"|[A-Z][A-Za-z0-9]{0,9}[-_ ]?\d{1,6}\s?[:.)\-–—](?=\s)|[A-Z][A-Z0-9]{0,9}-\d{1,6}\b"
    r"|\d{1,5}(?:\.\d{1,4}){0,3}[.):]?(?=\s))"
    r"\s*[:.\-–—]?\s*"
)
_BULLET = re.compile(r"\s*(?:[-*•–—>]\s+)?(?:(?:user\s+)?story\s*(?:#?\s?\d{1,5})?\s*[:–—-]\s*)?", re.I)
_MARKS = re.compile(
    r"\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|(?<!\w)_(?=\w)|(?<=[\w,.])_(?!\w)|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])"
)
_AS = re.compile(r"as(?:\s+(?:an?|the)\b)?\s+(?!(?:soon|well|long|much|many|far|per|if|of|to|such)\b)", re.I)
_NO = r"(?:do\s+not|don['’]t|would\s+not|wouldn['’]t|never)\s+"
_DENIED = (["do", "not"], ["would", "not"])
_WISH = re.compile(
    rf"\b(?:I|we)(?:['’]d|\s+would)\s+rather\b|\b(?P<who>I|we)(?:['’]d)?\s+(?:(?:also|only|really|just|simply|always|would|will|(?P<no>{_NO}))\s*)*?"
    r"(?:want|wants|wanted|wanna|need|needs|like|wish|love|prefer|expect|require|hope|desire)\b"
    r"|(?:^|(?<=[,\s]))(?:would\s+like|wants?|needs?|wish(?:es)?)(?=\s+(?:to|an?|the)\b)",
    re.I,
)
_CAN = re.compile(
    r"\b(?:I|we)(?:['’](?:m|re|ll\s+be)\s+able|['’]ll\b)|"
    r"\b(?:I|we)(?:['’]d)?\s+(?:(?:also|only|always)\s+)?(?:can(?:not|['’]t)?|could|should|must|may|shall|will|would|"
    r"am\s+able|are\s+able|have|am\s+interested\s+in|am\s+tasked\s+with)\b(?:\s+not\b)?",
    re.I,
)
_MAY_NOT = re.compile(r"\b(?:can(?:not|['’]t)|(?:could|should|must|may|shall|will|would)\s+not)\b", re.I)
_TO = re.compile(
    r"\s+(?:(?:the|an)\s+(?:ability|option|possibility|opportunity)\s+(?:to\s+)?)?(?:to\b\s*|be\s+able\b\s*(?:to\b\s*)?)*",
    re.I,
)
_SUBJECT = (
    r"I|we|you|they|he|she|it|my|our|your|their|his|her|its|the|this|that|these|those|a|an|all|any|each|every|no|not|never|nobody|"
    r"nothing|none|(?:on|in|at|by|after)\s+\w+\s+(?:I|we|my|our|the|they|nobody)|"
    r"every(?:one|body)|some(?:one|body)|any(?:one|body)|people|users?|others|there|"
    r"(?:[^\W\d_]+\s){1,2}(?:can|could|will|would|may|might|are|is|do|does|have|has|know|get|don['’]t)|"
    r"(?!(?:many|much|few|little|far|long|often|on)\b)(?:(?!that\b)[^\W\d_]+\s){3,6}(?:can|could|will|would|may|might)"
)
_WHY = re.compile(
    r"[\s,;.(–—-]{0,9}\b(?:so(?:[\s,]+(?:that|so)\b)+|so\s+as\s+to\b|in\s+order\s+(?:to|that|for)\b"
    rf"|(?<!\band\s)so(?=\s+(?:{_SUBJECT})\b)(?!\s+(?:I|we)\s+(?:want|need(?!\s+not?\b)|would\s+like)\b))[\s,]*",
    re.I,
)
_OWN = re.compile(r"(?:I|we)\b", re.I)  # "so I can ..." is the end, whatever follows
_SURE = re.compile(r"\b(?:so[\s,]+that|in\s+order)\b", re.I)
_PURPOSE_FIRST = re.compile(r"(?:in\s+order\s+to|so\s+that|to|because|since)\s+", re.I)
_PURPOSE_NEXT = re.compile(r"\b(?:in\s+order\s+to|so\s+that|because)\b", re.I)
_ROLE_WITHIN = re.compile(
    r"(?:I|we)\s*,?\s+as\s+(?:an?|the)\s+(?P<role>[^,.;]{1,80}?)\s*,?\s+(?P<wish>want|need|would\s+like|wish)\b", re.I
)
_ROLE_LAST = re.compile(r",\s*as\s+(?:an?|the)\s+(?P<role>[^,.;]+)$", re.I)
_TOLD = re.compile(r"\s+(?:I|we)\s+\w")
_BECAUSE = re.compile(r"\b(?:because|since)\s+(?=(?:\S+\s+){2}\S)", re.I)
_SITUATION = re.compile(r"(?:when(?:ever)?|if|once|while|before|after|where|each|every|on|in|at|during)\b", re.I)
_THEN_ROLE = re.compile(r"(?:,\s*|\s+)(?=as\s+(?:an?|the)\s)", re.I)
_BEFORE_ROLE = re.compile(r"(?:,\s*|\s+)(?=as\s)", re.I)


def parse(text: str) -> Parsed:
    """The parts of `text`. Never raises: text of any kind has an answer, if need be one without parts.

    What is longer than LONGEST characters is no story.
    """
    plain = _MARKS.sub(lambda mark: " " * len(mark[0]), text)
    return _parse(text) if plain == text else replace(_parse(plain), text=text)


def _parse(text: str) -> Parsed:
    if len(text) > LONGEST:
        return Parsed(text, trim(text, 0, len(text), "."))
    found = _TAG.match(text)
    tag = Span(*found.span("tag")) if found else None
    begin = found.end() if found else _BULLET.match(text).end()
    body = trim(text, begin, len(text), ".")
    wish, modal = _find_wish(text, begin)
    of_somebody = None if wish and _OWN.match(text, wish.start) else told(text, begin)
    if of_somebody:
        wish, modal = Span(*of_somebody.wish), of_somebody.modal
    if wish is None:
        role = _role(text, begin, len(text))
        return Parsed(text, body, tag, role)
    role, early = (Span(*of_somebody.who), None) if of_somebody else _before_wish(text, begin, wish)
    to = _TO.match(text, wish.end)
    asks = bool(to and to[0].strip())
    start = to.end() if to else wish.end
    why, end, stop = _why(text, start)
    means = trim(text, start, min(stop, why.start) if why else stop, ".,;:(")
    lasts = (_ROLE_LAST.search(text, *part) for part in (end, means) if part and role is None)
    if last := next(filter(None, lasts), None):
        role = Span(*last.span("role"))
        means, end = (
            trim(text, part.start, last.start(), ".,;:(") if part and last.start() in range(*part) else part
            for part in (means, end)
        )
    if end is None and early is None and means and (reason := _BECAUSE.search(text, *means)):
        why, end = trim(text, *reason.span()), Span(reason.end(), means.end)
        means = trim(text, means.start, reason.start(), ".,;:(")
    if early and end is None:
        why, end = early
    last = end.end if end and end.start >= start else (means.end if means else start)
    rest = trim(text, max(last, stop), len(text), ".,;:)")
    if rest and why and not early and rest.start < why.start:
        rest = trim(text, rest.start, why.start)
    verbs = _actions(text, wish, means, asks or modal, modal)
    if means and modal and (denied := _MAY_NOT.search(text, wish.start, wish.end)):
        means = Span(denied.start(), means.end)  # what must not be possible is not what is wanted
        verbs = (*(Span(denied.start(), verb.end) for verb in verbs[:1]), *verbs[1:])
    return Parsed(text, body, tag, role, trim(text, wish.start, start), means, verbs, why, end, rest)


def _before_wish(text: str, begin: int, wish: Span) -> tuple[Span | None, tuple[Span, Span | None] | None]:
    """The role, and why and end where these come first: "So that E, as a R, I want", "As a R, so that E, I want"."""
    if within := _ROLE_WITHIN.match(text, begin):
        return Span(*within.span("role")), None
    if role := _role(text, begin, wish.start):
        return _cut(text, role, wish)
    opening = _PURPOSE_FIRST.match(text, begin)
    if not opening and _SITUATION.match(text, begin):  # "When it rains, as a member I want"
        starts = _THEN_ROLE.finditer(text, begin, wish.start)
        return next((role for at in starts if (role := _role(text, at.end(), wish.start))), None), None
    if not opening or opening.end() >= wish.start:
        return None, None
    for at in reversed(list(_BEFORE_ROLE.finditer(text, opening.end(), wish.start))):
        if role := _role(text, at.end(), wish.start):
            return role, (Span(*opening.span()), trim(text, opening.end(), at.start()))
    comma = text.rfind(",", opening.end(), wish.start)
    if comma < 0 or text[comma + 1 : wish.start].strip():
        return None, None
    return None, (Span(*opening.span()), trim(text, opening.end(), comma))


def _cut(text: str, role: Span, wish: Span) -> tuple[Span, tuple[Span, Span | None] | None]:
    """The role without a reason that stands between it and the wish, and that reason."""
    between = _PURPOSE_NEXT.search(text, role.start, wish.start)
    if not between or not (who := trim(text, role.start, min(role.end, between.start()), SIGNS)):
        return role, None
    return who, (Span(*between.span()), trim(text, between.end(), wish.start, ".,;"))


def _find_wish(text: str, begin: int) -> tuple[Span | None, bool]:
    """Where the wish is said, and whether with a modal ("I can") rather than with a verb of wanting."""
    wish, can = _WISH.search(text, begin), _CAN.search(text, begin)
    why = _WHY.search(text, begin)
    opens = bool(_PURPOSE_FIRST.match(text, begin))
    if wish and can and why and not opens and can.start() < why.start() and why.end() <= wish.start():
        wish = None  # "I can pay by card, so that I need no cash": the wanting belongs to the end
    if wish and not (can and can.start() < wish.start() and SENTENCE_ENDS.search(text, can.end(), wish.start())):
        return Span(*wish.span()), False
    if can and (not why or can.start() < why.start() or opens):
        return Span(*can.span()), True
    return None, False


def _role(text: str, begin: int, end: int) -> Span | None:
    opening = _AS.match(text, begin, end)
    if not opening:
        return None
    comma = text.find(",", opening.end(), end)
    if comma >= 0 and not re.search(r",\s*(?:and|or)\s|,[^,]*\b(?:and|or)\s+(?:an?\s+)?[^,]*,\s*$", text[comma:end]):
        end = comma
    told = _TOLD.search(text, opening.end(), end)  # "As a reader I cannot find my loans, so I want": a role and a story
    return trim(text, opening.end(), told.start() if told else end)


def _why(text: str, start: int) -> tuple[Span | None, Span | None, int]:
    """The word for why, the end, and where the first sentence of the wish stops."""
    first = sentences(text, start, len(text))
    stop = first[0].end if first else len(text)
    found = _WHY.search(text, start)
    if not found:
        return None, None, stop
    if (
        not _OWN.match(text, found.end())
        and not _SURE.search(found[0])
        and (later := next(_sure(text, found.end(), stop), None))
    ):
        found = later  # "a list so my team can plan, so that nobody waits"
    said = trim(text, *found.span(), SIGNS)
    for sentence in first:
        if found.end() < sentence.end:
            close = text.find(")", found.end(), sentence.end) if "(" in found[0] else -1
            end = trim(text, found.end(), sentence.end if close < 0 else close, ".,;")
            return (said, end, stop) if end else (None, None, min(stop, found.start()))
    return None, None, min(stop, found.start())


def _sure(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Where "so that" or "in order to" stands after `start`."""
    return (found for found in _WHY.finditer(text, start, stop) if _SURE.search(found[0]))


def _actions(text: str, wish: Span, means: Span | None, sure: bool, modal: bool) -> tuple[Span, ...]:
    if means is None:
        return ()
    words = tokens(text, *means)
    at = first_verb(words, sure)
    said = tokens(text, *wish)
    low = [word.low for word in said]
    denials = (n for n, word in enumerate(low) if word in {"don't", "wouldn't", "never"} or low[n : n + 2] in _DENIED)
    negated = next(denials, None)
    if at is None:
        if modal:
            return ()
        last = len(said) - 1
        first = last - 1 if last and low[last - 1] in {"would", "only", "really"} else last
        return (Span(said[first].start, said[last].end),)
    spans = [Span(*place) for place in actions(words, at)]
    if negated is not None and not modal:
        spans[0] = Span(said[negated].start, spans[0].end)
    return tuple(spans)
