"""What the backlog's table says, as markup: scores, ranks, what an order breaks and costs, what moved and why."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from pmcourse.backlog.methods import METHODS, RULES, Row, explain_shift, method, shifts
from pmcourse.backlog.model import Backlog
from pmcourse.backlog.sequence import Plan, cost_of_order
from pmcourse.backlog.trackers import Reading
from pmcourse.findings import Finding
from pmcourse.kit.colours import RED, ink
from pmcourse.kit.look import box, items, joined

MOST_MOVES = 3  # items named after a change of method
MOST_FINDINGS = 8
MOST_ASIDE = 5  # rows kept aside, each named with its reason


def title_html(row: Row) -> Markup:
    """The item's id and title, and why it has no score where it has none."""
    told = Markup("<strong>{}</strong> {}").format(row.id, row.title)
    if row.score.value is not None:
        return told
    return told + Markup("<br><small>{}.</small>").format(row.score.why[0].upper() + row.score.why[1:])


def score_html(row: Row, by: str) -> str:
    """A score as short as a column needs it: 1,040, or the class, or a dash where there is none."""
    value = row.score.value
    if value is None:
        return "–"
    if method(by).unit == "class":
        return escape(row.score.why.split(":")[0].split(",")[0])
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def rank_html(now: Row, before: Row) -> Markup:
    """The rank, and what it was without what-if."""
    told = Markup("{}").format(now.place)
    if now.place == before.place:
        return told
    sign = "▲" if now.rank < before.rank else "▼" if now.rank > before.rank else ""
    return told + Markup('<small><span aria-hidden="true">{}</span> was {}</small>').format(sign, before.place)


def order_problems(backlog: Backlog) -> dict[str, list[str]]:
    """For each item, what its order or its needs make impossible, in sentences."""
    found: dict[str, list[str]] = {}
    for id, need in backlog.broken():
        found.setdefault(id, []).append(f"Comes before {need}, which it needs. Move {id} below {need}.")
    for id, need in backlog.unknown():
        found.setdefault(id, []).append(f"Needs {need}, which is not in this backlog.")
    return found


def findings_list_html(findings: Sequence[Finding]) -> str:
    """How many dependencies do not hold, at which items, and why that matters, said once.

    What an order breaks is said in the item's own row, with the next step; what no order mends is said here.
    """
    if not findings:
        return ""
    early = list(dict.fromkeys(one.where.item for one in findings if one.criterion == "dependency_broken"))
    others = [f"{one.message} {one.hint}" for one in findings if one.criterion != "dependency_broken"]
    lines = [f"The red lines in the table say what to move: {', '.join(early)}."] if early else []
    lines += others[:MOST_FINDINGS]
    rest = len(others) - MOST_FINDINGS
    told = Markup(
        '<strong style="color:{}"><span aria-hidden="true">✗</span> To fix: {}</strong> {}'
        '<ul style="margin:.3em 0 0;padding-left:1.4em">{}</ul>'
    ).format(
        ink(RED),
        f"{len(findings)} dependenc{'ies do' if len(findings) > 1 else 'y does'} not hold.",
        " ".join(dict.fromkeys(finding.why for finding in findings)),
        items([*lines, f"and {rest} more"] if rest > 0 else lines),
    )
    return box(told, RED, tinted=True)


def summary_html(shown: Backlog, by: str, plan: Plan | None, is_what_if: bool) -> Markup:
    """What the order costs, where the method asks for that; and whether these are the learner's numbers."""
    what_if = "scores and ranks are those of the sliders; the fields are yours. Nothing is saved."
    parts: list[str] = [Markup("<strong>What if:</strong> {}").format(what_if)] if is_what_if else []
    if plan is not None:
        cost = cost_of_order(shown)
        least = (
            f"The cheapest order that keeps all dependencies costs {plan.cost:,.0f}."
            if plan.exact
            else f"The best order found costs {plan.cost:,.0f}; none costs less than {plan.bound:,.0f}."
        )
        parts.append(Markup("This order costs <strong>{:,.0f}</strong> in delay. {}").format(cost, least))
        if plan.unknown:
            count = len(plan.unknown)
            parts.append(f"{count} item{'s' if count > 1 else ''} without cost of delay or duration count as 0.")
    return Markup(" ").join(parts)


def about_html(by: str) -> Markup:
    """What the method asks and leaves out, its unit and source, and how ties, gaps and zeros count; folded away."""
    this = METHODS[by]
    told = Markup("{}<br>Unit: {}. Source: {}.<br>{}").format(
        this.about, this.unit, this.source, " ".join(RULES.values())
    )
    return Markup("<details><summary>What {} asks, and how ties, gaps and zeros count</summary>{}</details>").format(
        this.name, box(told)
    )


def moved_html(backlog: Backlog, before: str, after: str) -> str:
    """How many items moved from one method to the other; which moved farthest, and why. Without a score none moves."""
    ranked = shifts(backlog, before, after)
    moved = [pair for pair in ranked if pair[0].rank != pair[1].rank]
    names = f"From {METHODS[before].name} to {METHODS[after].name}"
    if not ranked:
        return f"{names}: no item has a score in both, so none can be compared yet."
    if not moved:
        return f"{names}: no item changes its rank."
    told = Markup('{}: {} of {} items change their rank. Farthest:<ul style="{}">{}</ul>')
    style = "margin:.3em 0 0;padding-left:1.4em"
    return told.format(
        names, len(moved), len(backlog.items), style, items(explain_shift(*pair) for pair in moved[:MOST_MOVES])
    )


def loaded_html(reading: Reading, name: str) -> Markup:
    """What came in, what was kept aside and why, and what was doubtful."""
    count, aside = len(reading.backlog.items), len(reading.set_aside)
    lines = [f"Line {row.line} {row.reason}" for row in reading.set_aside[:MOST_ASIDE]]
    if aside > MOST_ASIDE:
        lines.append(f"and {aside - MOST_ASIDE} more")
    return Markup("{} loaded from {} into the table below.{}{}Undo brings the old ones back.{}").format(
        f"{count} item{'' if count == 1 else 's'}",
        name,
        f" {aside} row{'s are' if aside > 1 else ' is'} kept aside:" if aside else "",
        Markup("<ul>{}</ul>").format(items(lines)) if lines else Markup("<br>"),
        joined(Markup("<br>{}").format(note) for note in reading.notes),
    )
