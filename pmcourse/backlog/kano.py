"""Kano's method: what people say if they had a thing and if they did not, and what that makes of the thing.

Sources: Kano, Seraku, Takahashi & Tsuji, "Attractive quality and must-be quality", 1984, for the evaluation table;
Berger et al., "Kano's methods for understanding customer-defined quality", 1993, for ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pmcourse.backlog.model import Kano

_ORDER = (Kano.LIKE, Kano.EXPECT, Kano.NEUTRAL, Kano.TOLERATE, Kano.DISLIKE)
# Rows: the answer if we had it; columns: the answer if we did not, both in the order above.
_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
NAMES = {
    "M": "must-be",
    "O": "one-dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
FELT = {
    Kano.LIKE: "I like it",
    Kano.EXPECT: "I expect it",
    Kano.NEUTRAL: "I do not mind",
    Kano.TOLERATE: "I can live with it",
    Kano.DISLIKE: "I dislike it",
}  # what people say
_STRENGTH = "MOAIRQ"  # who wins a tie (Berger et al. 1993)


def evaluate(functional: Kano, dysfunctional: Kano) -> str:
    """The class of one pair of answers, from the 5 x 5 table: `must-be`, `one-dimensional`, `attractive`, …"""
    return NAMES[_TABLE[_ORDER.index(functional)][_ORDER.index(dysfunctional)]]


def said(with_it: Kano, without: Kano) -> str:
    """One pair of answers, in the words of who gave them."""
    return f"with it “{FELT[with_it]}”, without it “{FELT[without]}”"


def class_of(answers: Iterable[tuple[Kano, Kano]]) -> str:
    """The class that most answers give; in a tie the one that weighs more, M before O before A before I."""
    counts = Counter(evaluate(*pair) for pair in answers)
    if not counts:
        raise ValueError("a Kano class needs at least one pair of answers (got none)")
    return min(counts, key=lambda name: (-counts[name], [NAMES[letter] for letter in _STRENGTH].index(name)))
