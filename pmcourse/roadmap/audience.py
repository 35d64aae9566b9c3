"""One roadmap, three audiences: the same data in the detail that each can use, and dates only where promised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pmcourse.roadmap.forecast import Forecast
from pmcourse.roadmap.model import Horizon, Initiative, Outcome, Roadmap


class Audience(StrEnum):
    """Who looks at the roadmap."""

    BOARD = "board"
    SALES = "sales"
    TEAM = "team"


@dataclass(frozen=True)
class View:
    """What one audience sees: `rows` of text in the order of `columns`, and a `note` on what is shown and why."""

    audience: Audience
    note: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def view(roadmap: Roadmap, audience: Audience, forecast: Forecast | None = None) -> View:
    """`roadmap` as `audience` sees it. Only the team sees efforts, quarters and the forecast.

    The board decides on outcomes: one row for each, with the bets on it. Sales talks to customers: what is coming,
    what for, and a day only if it was promised. The team does the work: everything.
    """
    match audience:
        case Audience.BOARD:
            columns = ("outcome", "measure", "bets", "promised")
            rows = [_for_board(roadmap, outcome) for outcome in roadmap.outcomes]
            note = "What is to change, by how much, and what is tried for it. Days stand here only where promised."
        case Audience.SALES:
            columns = ("when", "what", "why it helps", "promised")
            rows = [_for_sales(roadmap, one) for one in _by_horizon(roadmap)]
            note = (
                "“Now”, “next” and “later” are intentions. Name a day to a customer only if it stands under “promised”."
            )
        case Audience.TEAM:
            columns = (
                "when",
                "initiative",
                "outcome",
                "teams",
                "effort",
                "waits for",
                "backlog",
                "forecast",
                "promised",
            )
            rows = [_for_team(roadmap, one, forecast) for one in _by_horizon(roadmap)]
            note = (
                "Everything, with the forecast as a range: half of the trials end by the first day, 85% by the second."
            )
    as_of = f"As of {roadmap.as_of.day} {roadmap.as_of:%B %Y}; it will change as we learn."
    return View(audience, f"{note} {as_of}", columns, tuple(rows))


def view_markdown(roadmap: Roadmap, seen: View) -> str:
    """A view as a Markdown page with one table."""
    lines = [f"# {_cell(roadmap.title)}, for the {seen.audience.value}", "", seen.note, ""]
    lines += [f"| {' | '.join(seen.columns)} |", "|" + " --- |" * len(seen.columns)]
    lines += ["| " + " | ".join(_cell(row[column]) for column in seen.columns) + " |" for row in seen.rows]
    return "\n".join(lines) + "\n"


def _for_board(roadmap: Roadmap, outcome: Outcome) -> dict[str, str]:
    bets = [i for i in roadmap.ahead if i.outcome == outcome.id]
    return {
        "outcome": outcome.name,
        "measure": measure(outcome),
        "bets": "; ".join(f"{i.title} ({_stand(roadmap, i)})" for i in bets) or "none yet",
        "promised": "; ".join(f"{i.title}: {promised(i)}" for i in bets if i.promise) or "–",
    }


def _stand(roadmap: Roadmap, one: Initiative) -> str:
    """Its horizon, and how sure those who bet on it are."""
    sure = "" if one.confidence is None else f", {one.confidence:.0%} sure it works"
    return f"{roadmap.horizon_of(one).value}{sure}"


def _for_sales(roadmap: Roadmap, one: Initiative) -> dict[str, str]:
    outcome = roadmap.outcome(one.outcome)
    return {
        "when": roadmap.horizon_of(one).value,
        "what": one.title,
        "why it helps": outcome.name if outcome else "–",
        "promised": promised(one),
    }


def _for_team(roadmap: Roadmap, one: Initiative, forecast: Forecast | None) -> dict[str, str]:
    known = forecast is not None and one.id in forecast.ids
    ends = [forecast.day(share, one.id) for share in (0.5, 0.85)] if known else []
    return {
        "when": one.quarter or roadmap.horizon_of(one).value,
        "initiative": f"{one.id} {one.title}",
        "outcome": one.outcome or "–",
        "teams": ", ".join(one.teams) or "–",
        "effort": f"{one.effort.low:g} / {one.effort.likely:g} / {one.effort.high:g} person-weeks"
        if one.effort
        else "–",
        "waits for": ", ".join(one.after) or "–",
        "backlog": ", ".join(one.items) or "–",
        "forecast": " – ".join(str(day) if day else "not in sight" for day in ends) or "–",
        "promised": promised(one),
    }


def measure(outcome: Outcome) -> str:
    """An outcome's metric from baseline to target, without its day (that is a plan, not a promise)."""
    if not outcome.metric:
        return "not measured yet"
    ends = ["?" if value is None else f"{value:g}" for value in (outcome.baseline, outcome.target)]
    return f"{outcome.metric}: {ends[0]} → {ends[1]} {outcome.unit}".strip()


def promised(one: Initiative) -> str:
    """The promised day and to whom, or a dash: never a date that nobody promised."""
    if one.promise is None:
        return "–"
    return f"{one.promise}" + (f" ({one.promised_to})" if one.promised_to else "")


def _by_horizon(roadmap: Roadmap) -> list[Initiative]:
    return sorted(roadmap.ahead, key=lambda i: list(Horizon).index(roadmap.horizon_of(i)))


def _cell(text: str) -> str:
    for live in "\\|<>*_`[]":
        text = text.replace(live, f"\\{live}")
    return text
