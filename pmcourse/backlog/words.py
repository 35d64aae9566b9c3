"""What the backlog's table says, as safe HTML: scores, ranks, what an order breaks and costs, what moved and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as safe

from pmcourse.backlog.methods import METHODS, RULES, Row, explain_shift, method, shifts
from pmcourse.backlog.model import Backlog
from pmcourse.backlog.sequence import Plan, cost_of_order
from pmcourse.backlog.trackers import Reading
from pmcourse.findings import Finding
from pmcourse.kit.colours import RED, TINTS
from pmcourse.kit.look import box

MOST_MOVES = 3  # items named after a change of method
MOST_FINDINGS = 8
MOST_ASIDE = 5  # rows kept aside, each named with its reason

__all__ = [
    "about_html",
    "findings_list_html",
    "loaded_html",
    "moved_html",
    "order_problems",
    "rank_html",
    "safe",
    "score_html",
    "summary_html",
    "title_html",
]


def title_html(row: Row) -> str:
    """The item's id and title, and why it has no score where it has none."""
    why = f"<br><small>{safe(row.score.why[0].upper() + row.score.why[1:])}.</small>" if row.score.value is None else ""
    return f"<strong>{safe(row.id)}</strong> {safe(row.title)}{why}"


def score_html(row: Row, by: str) -> str:
    """A score as short as a column needs it: 1,040, or the class, or a dash where there is none."""
    value = row.score.value
    if value is None:
        return "–"
    if method(by).unit == "class":
        return safe(row.score.why.split(":")[0].split(",")[0])
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def rank_html(now: Row, before: Row) -> str:
    """The rank, and what it was without what-if."""
    if now.place == before.place:
        return safe(now.place)
    sign = "▲" if now.rank < before.rank else "▼" if now.rank > before.rank else ""
    return f'{safe(now.place)}<small><span aria-hidden="true">{sign}</span> was {safe(before.place)}</small>'


def order_problems(backlog: Backlog) -> dict[str, list[str]]:
    """For each item, what its order or its needs make impossible, in sentences."""
    found: dict[str, list[str]] = {}
    for id, need in backlog.broken():
        found.setdefault(id, []).append(f"Comes before {need}, which it needs. Move {id} below {need}.")
    for id, need in backlog.unknown():
        found.setdefault(id, []).append(f"Needs {need}, which is not in this backlog.")
    return found


def findings_list_html(findings: Sequence[Finding]) -> str:
    """What dependencies the order breaks, each with its next step, and why that matters, said once."""
    if not findings:
        return ""
    lines = "".join(f"<li>{safe(f.message)} {safe(f.hint)}</li>" for f in findings[:MOST_FINDINGS])
    rest = len(findings) - MOST_FINDINGS
    more = f"<li>and {rest} more</li>" if rest > 0 else ""
    count = f"{len(findings)} dependenc{'ies do' if len(findings) > 1 else 'y does'} not hold."
    whys = " ".join(dict.fromkeys(f.why for f in findings))
    return box(
        f'<strong style="color:{RED}"><span aria-hidden="true">✗</span> To fix: {count}</strong> {safe(whys)}'
        f'<ul style="margin:.3em 0 0;padding-left:1.4em">{lines}{more}</ul>',
        RED,
        TINTS["must"],
    )


def summary_html(shown: Backlog, by: str, plan: Plan | None, is_what_if: bool) -> str:
    """What the order costs, where the method asks for that; and whether these are the learner's numbers."""
    what_if = (
        "<strong>What if:</strong> scores and ranks are those of the sliders; the fields are yours. Nothing is saved."
    )
    parts = [what_if] if is_what_if else []
    if plan is not None:
        cost = cost_of_order(shown)
        least = (
            f"The cheapest order that keeps all dependencies costs {plan.cost:,.0f}."
            if plan.exact
            else f"The best order found costs {plan.cost:,.0f}; none costs less than {plan.bound:,.0f}."
        )
        parts.append(f"This order costs <strong>{cost:,.0f}</strong> in delay. {least}")
        if plan.unknown:
            count = len(plan.unknown)
            parts.append(f"{count} item{'s' if count > 1 else ''} without cost of delay or duration count as 0.")
    return " ".join(parts)


def about_html(by: str) -> str:
    """What the method asks and leaves out, its unit and source, and how ties, gaps and zeros count; folded away."""
    this = METHODS[by]
    rules = " ".join(safe(rule) for rule in RULES.values())
    return (
        f"<details><summary>What {safe(this.name)} asks, and how ties, gaps and zeros count</summary>"
        + box(f"{safe(this.about)}<br>Unit: {safe(this.unit)}. Source: {safe(this.source)}.<br>{rules}")
        + "</details>"
    )


def moved_html(backlog: Backlog, before: str, after: str) -> str:
    """How many items moved from one method to the other; which moved farthest, and why."""
    moved = [pair for pair in shifts(backlog, before, after) if pair[0].rank != pair[1].rank]
    names = f"From {safe(METHODS[before].name)} to {safe(METHODS[after].name)}"
    if not moved:
        return f"{names}: no item changes its rank."
    lines = "".join(f"<li>{safe(explain_shift(*pair))}</li>" for pair in moved[:MOST_MOVES])
    count = f"{len(moved)} of {len(backlog.items)} items change their rank."
    return f'{names}: {count} Farthest:<ul style="margin:.3em 0 0;padding-left:1.4em">{lines}</ul>'


def loaded_html(reading: Reading, name: str) -> str:
    """What came in, what was kept aside and why, and what was doubtful: safe HTML."""
    count = len(reading.backlog.items)
    lines = [f"Line {row.line} {row.reason}" for row in reading.set_aside[:MOST_ASIDE]]
    aside = len(reading.set_aside)
    if aside > MOST_ASIDE:
        lines.append(f"and {aside - MOST_ASIDE} more")
    many = f" {aside} row{'s are' if aside > 1 else ' is'} kept aside:" if aside else ""
    parts = "".join(f"<li>{safe(line)}</li>" for line in lines)
    notes = "".join(f"<br>{safe(note)}" for note in reading.notes)
    items = f"{count} item{'' if count == 1 else 's'}"
    list_html = f"<ul>{parts}</ul>" if parts else "<br>"
    return (
        f"{items} loaded from {safe(name)} into the table below.{many}{list_html}Undo brings the old ones back.{notes}"
    )
