"""The roadmap of the course's case, Toolshed, with its tensions left in: what the lesson starts from."""

from __future__ import annotations

from pathlib import Path

from pmcourse.artifact import read
from pmcourse.roadmap.model import Roadmap

_FILE = Path(__file__).parent / "case.json"


def toolshed() -> Roadmap:
    """Toolshed's roadmap on 1 October 2026. Its initiatives link to the items T-01 to T-24 of the case's backlog."""
    return read(_FILE, Roadmap)
