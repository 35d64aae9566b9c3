"""Places in a text: spans without the blanks around them, and the sentences of a text."""

from __future__ import annotations

import re
from typing import NamedTuple

SENTENCE_ENDS = re.compile(r"[.!?]+[\"'”’)]?\s+(?=[\"'“‘(]?[A-Z])|\n\s*\n")
SIGNS = ".,;:(–—-"  # may stand before what is looked for, and are no part of it
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|no|nr|dr|mr|mrs|ms|st|inc|ltd|fig)|\b[a-z])\.$", re.I)


class Span(NamedTuple):
    """A place in a text, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]`; the point of "e.g." ends none."""
    found, begin = [], start
    for stop in SENTENCE_ENDS.finditer(text, start, end):
        if stop[0].startswith(".") and _SHORT.search(text, begin, stop.start() + 1):
            continue
        found.append(trim(text, begin, stop.end(), ""))
        begin = stop.end()
    found.append(trim(text, begin, end, ""))
    return [span for span in found if span]


def trim(text: str, start: int, end: int, signs: str = ".,;:") -> Span | None:
    """The place without white space at both ends and without `signs` at its end; None where nothing is left."""
    while start < end and (text[start].isspace() or text[start] in SIGNS):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in signs):
        end -= 1
    return Span(start, end) if start < end else None
