"""What the first lesson puts on the screen."""

from __future__ import annotations

from pathlib import Path

from pmcourse.artifact import opened
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.questions import ChooseOne

_WISHES = {
    "A reminder: 400 people, 2 weeks": 200,
    "A map: 90 people, 1 week": 90,
    "Delivery: 1,000 people, 10 weeks": 100,
}
_FIRST_STEPS = Backlog(
    title="First steps",
    items=(
        Item(id="A", title="A reminder", reach=400, impact=1, confidence=0.8, effort=2),
        Item(id="B", title="A map", reach=90, impact=1, confidence=0.8, effort=1),
        Item(id="C", title="Delivery", reach=1000, impact=1, confidence=0.8, effort=10),
    ),
)
exercise = Exercises("00-start-here", Path(__file__).parent)


@exercise("row", lambda: ChooseOne("Keep", list(_WISHES)))
def exercise_row(now: str, _start: None) -> Reply:
    """Choose the wish that helps most people for each week of work."""
    return right() if _WISHES[now] == max(_WISHES.values()) else not_yet()


@exercise("save", lambda: BacklogWidget(opened("first-steps.json", Backlog, _FIRST_STEPS), ("rice",)))
def exercise_save(_now: Backlog, _start: Backlog) -> Reply:
    """Change a number in a table that saves itself."""
    return right()
