"""Words for the inside of a product: what only its makers see.

Some mean that always ("database"). Others have a plain sense too: people wait in a queue, read a table, record
a payment.
These count only in a maker's sense: with a maker's verb ("a row is written into", "the flag is set") or a maker's noun
("the status field"). What somebody reads about a server, "I read that the server is down", is seen outside.
"""

from __future__ import annotations

import re

_ALWAYS = re.compile(
    r"\b(?:database|cache|back[- ]?end|api|endpoint|json|sql|status code|log file|environment variable)s?\b", re.I
)
_MADE = r"(?:written|inserted|stored|saved|created|added|updated|deleted|set|reset|filled|changed|emptied|cleared)"
_MAKERS = re.compile(
    r"\b(?:rows?|records?|entr(?:y|ies)|fields?|flags?|variables?)\s+(?:\w+\s+){0,2}?"
    rf"(?:is|are|was|were|gets?|has been)\s+{_MADE}\b"
    rf"|\b{_MADE}\s+(?:in|into|to|from)\s+(?:the\s+|a\s+)?(?:\w+\s+)?(?:table|queue|record|field|row)s?\b"
    r"|\b(?:flags?|variables?)\s+(?:\w+\s+){0,2}?(?:is|are|has|becomes?)\b"
    r"|\bqueue\s+(?:holds?|has|contains?|gets?|receives?)\s+(?:\w+\s+)?(?:jobs?|tasks?|messages?|events?)\b|\bjobs?\b[^.]*\bqueue\b"
    r"|\b(?:status|data|form|input|text|id)[- ]fields?\b|\bfields?\s+(?:called|named|[A-Z]{2,})\b"
    r"|\b(?:table|row|record|field|flag)\s+(?-i:[A-Z][A-Z_]+)\b|\b(?:row|record)s?\s+in\s+(?:a|the)\s+table\b",
    re.I,
)
_SERVER = re.compile(r"\bservers?\b", re.I)
_TOLD = re.compile(r"\b(?:reads?|told|hears?|sees?|says?|learns?|message|page)\b[^.]*\bserver", re.I)


def inside(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """Where `text[start:end]` tells of the inside of a product; None where nothing does."""
    place = (start, len(text) if end is None else end)
    for kind in (_ALWAYS, _MAKERS):
        if found := kind.search(text, *place):
            return found
    return None if _TOLD.search(text, *place) else _SERVER.search(text, *place)
