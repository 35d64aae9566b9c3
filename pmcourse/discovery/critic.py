"""What can be heard in an interview question by its words alone, after S. Portigal, *Interviewing Users*, 2013.

It reads English and knows words, not people: a question may be bad for reasons that no word shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pmcourse.discovery.checks import finding
from pmcourse.findings import Finding

_OPENS = re.compile(r"(tell|describe|walk|show|talk|take|explain)\b|(how|what|when|where|who|why|which|whose)\b")
_CLOSED = re.compile(
    r"(so |and |then )?(do|does|did|is|are|was|were|have|has|had|can|could|would|will|should|may|might|"
    r"don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|can't|couldn't|wouldn't|won't|shouldn't)\b"
)
_LEADS = re.compile(
    r"\b(isn't|aren't|don't you|doesn't|didn't you|wouldn't|won't you|shouldn't|surely|obviously|of course|right\?|"
    r"agree\b|how much (do|did|would) you (like|love|enjoy|want|hate)|how did you like|"
    r"why (did|do) you not|how (happy|easy|good|bad|annoying|useful|"
    r"difficult|hard|terrible|great|slow|nice|important|excited|glad|confusing) "
    r"(\w+ )?(do|did|would|is|are|was|were|will|it|you)\b|terribl[ey]|awful|annoying|horrible|boring|"
    r"wonderful|great\b|love\b|hate\b|clumsy|too (slow|hard|long|complicated))"
)
_AHEAD = re.compile(
    r"\b(would|will|imagine|if we|if there|if you (could|had)|in (the )?future|next (year|month|week|time)|"
    r"one day|tomorrow|going to|plan to|intend)\b"
)
_AGAIN = re.compile(
    r"\b(and|or|but)\b,? (also )?(how|what|why|when|where|who|which|do|did|does|is|are|was|were|would|tell|can|could)\b"
)
_OTHERS = re.compile(r"\b(people|everybody|everyone|most (members|learners|users)|members|learners|users|others)\b")
_POLITE = re.compile(r"(please,? )?(can|could|would|will) you (please )?(?=tell|describe|walk|show|talk|take|explain)")
_PAST = re.compile(
    r"\b(last|latest|ago|yesterday|did|was|were|had|happened|went|came|did you|have you (ever )?\w+|since)\b|\w+ed\b|"
    r"\b(you|it|they|he|she|we|somebody|someone) (bought|brought|broke|chose|felt|forgot|found|gave|got|heard|kept|"
    r"knew|left|lent|lost|made|met|paid|said|saw|sent|spent|spoke|thought|told|took|wrote)\b|"  # a saw is a noun
    r"\b(what|who|which( \w+)?) (brought|broke|cost|felt|forgot|found|gave|got|helped|kept|led|made|paid|said|sent|"
    r"showed|spoke|stood|told|took|wrote)\b"
)
_LEAST = 4  # words: with fewer nobody knows what is asked


def critic(question: str, item: str = "", topic: Sequence[str] = ()) -> list[Finding]:
    """What is wrong with an interview question. `topic`: beginnings of words of which one must be in it."""
    text = _POLITE.sub("", " ".join(question.casefold().replace("’", "'").split()), count=1)
    words = re.findall(r"[\w']+", text)
    found = []
    stutters = any(one == other for one, other in pairwise(words)) or len(set(words)) < 0.6 * len(words)
    if len(words) < _LEAST or stutters or not {"you", "your", "yours", "me"} & set(words):
        return [finding("question_nobody", item)]
    if topic and not any(word.startswith(tuple(topic)) for word in words):
        return [finding("question_topic", item, topic=", ".join(topic[:4]))]
    if len(re.findall(r"\?", text)) > 1 or _AGAIN.search(text):
        found.append(finding("question_double", item))
    if hit := _LEADS.search(text):
        found.append(finding("question_leading", item, words=hit[0].rstrip("?")))
    if hit := _AHEAD.search(text):
        found.append(finding("question_ahead", item, words=hit[0]))
    if _CLOSED.match(text):
        found.append(finding("question_closed", item))
    elif not _OPENS.search(text):
        found.append(finding("question_none", item))
    if hit := _OTHERS.search(text):
        found.append(finding("question_others", item, words=hit[0]))
    if not found and not _PAST.search(text):
        found.append(finding("question_general", item))
    return found
