"""Kubernetes' enhancement proposals (KEPs) as a roadmap: real rows, some of them dirty.

Columns: kep, title, owning_sig, status, stage, creation_date, latest_milestone, alpha, beta, stable, see_also,
replaces, path. The group that owns a proposal becomes its team, the stage its phase, the next release its quarter.
Proposals name no outcomes and no efforts, and neither does the roadmap: that is what the checks then say.
"""

from __future__ import annotations

import re
from datetime import date

from pmcourse.roadmap.exchange.cells import from_cells
from pmcourse.roadmap.exchange.imported import Imported, Note
from pmcourse.roadmap.exchange.sheet import assemble, rows_of
from pmcourse.roadmap.model import Initiative, Team
from pmcourse.roadmap.quarters import later, quarter_of

COLUMNS = {"kep", "title", "owning_sig", "status", "stage", "latest_milestone"}
AHEAD = {"implementable": "next", "provisional": "later", "deferred": "later"}  # where one without a release stands
DROPPED = {"rejected", "withdrawn", "replaced"}
PHASES = {"alpha": "development", "beta": "packaging", "stable": "expansion"}  # the nearest of our four
OVER = {"", "deprecated", "disabled", "removed"}  # stages that are no step of making something
_UNSET = {"", "tbd", "todo", "never", "x.y", "0.0", "n/a", "none"}
_RELEASE = re.compile(r"v?1\.(\d+)")
_NUMBER = re.compile(r"/keps/[^/]+/0*(\d+)-")


def is_keps(columns: set[str]) -> bool:
    return columns >= COLUMNS


def from_keps(text: str, as_of: date | None = None) -> Imported:
    """The roadmap in the CSV sheet `text`; `as_of` is by default the newest day on which a proposal was made.

    Set aside, each with its line: templates, rows without a number or with one that stands further up, with a
    status that is not known (nobody can say whether it is done), and proposals that were given up.
    """
    notes: list[Note] = []
    found: dict[str, Initiative] = {}
    newest = date(1970, 1, 1)
    for line, row in rows_of(text):
        cells = {column: (row.get(column) or "").strip() for column in row}
        if why := _unusable(cells, found):
            column, problem = why
            notes.append(Note(line, column, cells.get(column, ""), problem, True))
            continue
        newest = max(newest, _created(cells, line, notes))
        one, seen = from_cells(Initiative, _initiative(cells, line, notes), line, found)
        notes += seen
        if one:
            found[one.id] = one
    teams = {id: Team(id=id) for one in found.values() for id in one.teams}
    parts = {"outcome": {}, "team": dict(sorted(teams.items())), "initiative": found}
    return Imported(assemble({"title": "Kubernetes enhancements"}, parts, notes, as_of or newest), tuple(notes))


def _unusable(cells: dict[str, str], found: dict[str, Initiative]) -> tuple[str, str] | None:
    number, status = cells.get("kep", "").lstrip("0"), cells.get("status", "")
    if not cells.get("kep", "").isdecimal():
        return "kep", "must be a proposal's number"
    if cells.get("title", "") in ("", "KEP Template"):
        return "title", "is still the template's"
    if not number:
        return "kep", "is a placeholder, not a number of its own"
    if number in found:
        return "kep", f"{number} stands further up already, as “{found[number].title}”"
    if status in DROPPED:
        return "status", "was given up, so it is not on a roadmap"
    if status != "implemented" and status not in AHEAD:
        return "status", f"must be one of implemented, {', '.join([*AHEAD, *sorted(DROPPED)])}"
    return None


def _created(cells: dict[str, str], line: int, notes: list[Note]) -> date:
    text = cells.get("creation_date", "")
    try:
        return date(*map(int, text.split("-"))) if text else date.min
    except (ValueError, TypeError):
        notes.append(Note(line, "creation_date", text, "must be a day such as 2024-02-01", False))
        return date.min


def _initiative(cells: dict[str, str], line: int, notes: list[Note]) -> dict[str, str]:
    stage, milestone = cells.get("stage", ""), cells.get("latest_milestone", "")
    if stage not in PHASES and stage not in OVER:
        notes.append(Note(line, "stage", stage, f"must be one of {', '.join(PHASES)}", False))
    release = _RELEASE.fullmatch(milestone)
    if not release and milestone.casefold() not in _UNSET:
        notes.append(Note(line, "latest_milestone", milestone, "must be a release such as v1.33", False))
    own = cells["kep"].lstrip("0")
    links = _NUMBER.findall(cells.get("see_also", "") + ";" + cells.get("replaces", ""))
    return {
        "id": own,
        "title": cells["title"],
        "teams": cells.get("owning_sig", ""),
        "phase": PHASES.get(stage, "development"),
        "horizon": AHEAD.get(cells["status"], ""),
        "quarter": release_quarter(int(release[1])) if release else "",
        "related": ";".join(link for link in dict.fromkeys(links) if link != own),
        "done": "yes" if cells["status"] == "implemented" else "",
    }


def release_quarter(minor: int) -> str:
    """The quarter of Kubernetes 1.`minor`: three releases a year since 1.19 (August 2020), four a year before it."""
    if minor < 19:
        return later("2020-Q1", max(minor, 0) - 18)
    months = 7 + 4 * (min(minor, 400) - 19)  # after January 2020
    return quarter_of(date(2020 + months // 12, months % 12 + 1, 1))
