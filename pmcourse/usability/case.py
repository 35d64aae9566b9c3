"""Where the lesson begins: its sessions and what four evaluators found in them, its words, and its answers."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.usability.found import Seen
from pmcourse.usability.model import Usability
from pmcourse.usability.watching import Event, Session

HERE = Path(__file__).parent
CASE = Case(Usability, HERE)
TEXTS = tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8"))


def session(id: str, who: str, rows: Sequence[Sequence[str | int]]) -> Session:
    """A session of rows (seconds, screen, text, piece)."""
    return Session(id, who, tuple(Event(f"{id}-{at:02}", *row) for at, row in enumerate(rows, 1)))


SESSIONS = tuple(session(id, one["who"], one["events"]) for id, one in TEXTS["sessions"].items())
PROBLEMS: dict[str, str] = TEXTS["problems"]
EVALUATORS: dict[str, list[str]] = TEXTS["evaluators"]
LEWIS = Seen(6, (1,) * 8 + (2, 3, 3, 4))  # Lewis (2001): 6 people, 12 problems, 20 hits; eight were met once
