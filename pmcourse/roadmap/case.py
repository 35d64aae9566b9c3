"""The lesson's roadmap and the assignment's, and what a handed-in one must have kept of Lantern's facts."""

from __future__ import annotations

from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.roadmap.model import Initiative, Outcome, Roadmap

HERE = Path(__file__).parent
CASE = Case(Roadmap, HERE)  # Toolshed's on 1 October 2026; Lantern's on 4 January 2027, with its faults
NOT_REAL = ("N-05", "N-04")  # the one wait that closes a circle: an attendance sheet needs no certificate
_KEPT = ("N-03", "N-04", "N-08", "N-09")  # two are promised, two are the launch and its packaging
_MOST_DROPPED = 3


def unfit(mine: Roadmap, start: Roadmap) -> str:
    """Why a handed-in roadmap cannot be taken for work on `start`, in the learner's words; "" where it can."""
    missing = [one.id for one in start.initiatives if mine.initiative(one.id) is None]
    if len(missing) == len(start.initiatives):
        return f"This is the roadmap of {mine.title}, not Lantern's. Use the board of the assignment."
    if mine == start:
        return "The roadmap is as it was at the start. Move or change something on the board."
    return ""


def too_many_dropped(mine: Roadmap, start: Roadmap) -> str:
    """Whether more is dropped than may be, in the learner's words; "" where it is not."""
    gone = [one.id for one in start.initiatives if mine.initiative(one.id) is None]
    if len(gone) <= _MOST_DROPPED:
        return ""
    named = ", ".join(gone)
    return f"At most {_MOST_DROPPED} initiatives may be dropped, but {len(gone)} are: {named}. Bring some of them back."


def fair(mine: Roadmap, start: Roadmap) -> Roadmap:
    """`mine` with what is not the learner's to change put back from `start`.

    That is the day, teams, efforts, phases, real waits, the measures that the case gives, and the four initiatives that
    must stay. Waits may be added; only the one that closes Lantern's circle may be taken off.
    """
    gone = [start.initiative(id) for id in _KEPT if mine.initiative(id) is None]
    return mine.model_copy(
        update={
            "as_of": start.as_of,
            "teams": start.teams,
            "outcomes": tuple(_as_given(one, start.outcome(one.id)) for one in mine.outcomes),
            "initiatives": tuple(_with_facts(one, start.initiative(one.id)) for one in (*mine.initiatives, *gone)),
        }
    )


def waits_taken_off(mine: Roadmap, start: Roadmap) -> list[str]:
    """The real waits that are no longer on the handed-in roadmap, as "N-01 for N-02"."""
    return [
        f"{was.id} for {after}"
        for was in start.initiatives
        if (one := mine.initiative(was.id))
        for after in was.after
        if (was.id, after) != NOT_REAL and after not in one.after and mine.initiative(after)
    ]


def _as_given(one: Outcome, was: Outcome | None) -> Outcome:
    return one if was is None or was.baseline is None else was


def _with_facts(one: Initiative, was: Initiative | None) -> Initiative:
    if was is None:
        return one
    real = tuple(after for after in was.after if (one.id, after) != NOT_REAL)
    facts = {name: getattr(was, name) for name in ("effort", "pieces", "teams", "phase", "start", "done")}
    return one.model_copy(update=facts | {"after": tuple(dict.fromkeys([*real, *one.after]))})
