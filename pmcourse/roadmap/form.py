"""Outcomes and initiatives as the kit's form edits them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcourse.kit.form import Records
from pmcourse.roadmap.exchange.cells import from_cells, to_cells
from pmcourse.roadmap.model import Horizon, Initiative, Outcome, Roadmap


def _read(cls: type[Outcome] | type[Initiative], texts: Mapping[str, str], name: str) -> Any:
    changed, notes = from_cells(cls, texts, 1, ())
    bad = next((note for note in notes if note.column == name), notes[0] if notes else None)
    if bad or changed is None:
        raise ValueError(bad.problem if bad else "breaks a rule")
    return changed


def _named(roadmap: Roadmap, kind: str) -> dict[str, str]:
    """The ids that a field may name, with what is shown; all of them for no kind, so that a new one differs."""
    ids = {
        "outcomes": {one.id: one.name[:60] for one in roadmap.outcomes},
        "initiatives": {one.id: one.title for one in roadmap.initiatives},
        "teams": {team.id: team.id for team in roadmap.teams},
    }
    return ids[kind] if kind else ids["outcomes"] | ids["initiatives"]


OUTCOMES = Records(
    cls=Outcome,
    word="outcome",
    title="name",
    letter="O",
    all=lambda roadmap: roadmap.outcomes,
    put=Roadmap.with_outcome,
    without=Roadmap.without_outcome,
    new=lambda id: Outcome(id=id, name="A change for people"),
    write=to_cells,
    read=lambda texts, name: _read(Outcome, texts, name),
    named=_named,
)
INITIATIVES = Records(
    cls=Initiative,
    word="initiative",
    title="title",
    letter="R",
    all=lambda roadmap: roadmap.ahead,
    put=Roadmap.with_initiative,
    without=Roadmap.without,
    new=lambda id: Initiative(id=id, title="A new initiative", horizon=Horizon.LATER),
    write=to_cells,
    read=lambda texts, name: _read(Initiative, texts, name),
    named=_named,
)
