"""Rankings as rows to print, the best item first, and what is missing where no item has a score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmcourse.backlog import methods
from pmcourse.backlog.model import FIELDS, Backlog
from pmcourse.backlog.sequence import best_order
from pmcourse.backlog.weights import weighted
from pmcourse.kit.command import say, working

_SAID = {
    "reach": " people",
    "effort": " person-weeks",
    "cost_of_delay": " a week of delay",
    "duration": " weeks",
}  # what a reason calls the unit of a field


class Ranking(NamedTuple):
    """`rows` to print; `needed` names what is missing where no item has a score."""

    rows: list[dict[str, Any]]
    needed: list[str]


def by_method(backlog: Backlog, method: str, sizes: Mapping[str, str]) -> Ranking:
    """Ranked by one of `methods.METHODS`. `sizes` says what is no amount in the usual unit (`Reading.sizes`)."""
    fields = methods.METHODS[method].fields or (method,)
    nowhere = [field for field in fields if not any(getattr(item, field) is not None for item in backlog.items)]
    return _ranking(methods.rank(backlog, method), sizes, (FIELDS[field].title for field in nowhere or fields))


def by_weights(backlog: Backlog, weights: Mapping[str, float], sizes: Mapping[str, str]) -> Ranking:
    """Ranked by criteria of one's own; what is to be known of their columns goes to standard error."""
    score, notes = weighted(backlog, weights)
    for note in notes:
        say(note)
    return _ranking(methods.rank_by(backlog, score), sizes, weights)


def in_sequence(backlog: Backlog) -> Ranking:
    """The order that costs least in delay; what is known of its cost goes to standard error."""
    with working("Looking for the order that costs least"):
        plan = best_order(backlog)
    say(f"Cost of delay {plan.cost:,.0f}, {plan.method}; no order can cost less than {plan.bound:,.0f}.")
    items, unknown = {item.id: item for item in backlog.items}, set(plan.unknown)
    rows = []
    for place, id in enumerate(plan.order, 1):
        item = items[id]
        score = item.cost_of_delay / item.duration if id not in unknown and item.duration else None
        score = score if score is not None and math.isfinite(score) else None
        why = "cost of delay or duration unknown" if id in unknown else "least cost of delay"
        if item.depends_on:
            why += f", after {', '.join(item.depends_on)}"
        rows.append({"rank": place, "id": id, "title": item.title, "score": score, "why": why})
    return Ranking(rows, ["cost of delay", "duration"] if len(unknown) == len(rows) else [])


def methods_for(backlog: Backlog) -> list[str]:
    """The methods that can score an item by fields of its own."""
    return [
        id
        for id, method in methods.METHODS.items()
        if method.fields and any(method.score(item).value is not None for item in backlog.items)
    ]


def _ranking(ranked: Iterable[methods.Row], sizes: Mapping[str, str], needs: Iterable[str]) -> Ranking:
    rows = [
        {
            "rank": None if row.score.value is None else row.rank,
            "id": row.id,
            "title": row.title,
            "score": row.score.value,
            "why": _with_sizes(row.score.why, sizes),
        }
        for row in ranked
    ]
    return Ranking(rows, [] if any(row["score"] is not None for row in rows) else list(needs))


def _with_sizes(why: str, sizes: Mapping[str, str]) -> str:
    """A reason that calls what is no amount by what it is: story points, `on 1 to 5`."""
    for field, size in sizes.items():
        why = why.replace(_SAID[field], f" {size}") if field in _SAID else why
    return why
