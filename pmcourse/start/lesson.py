"""What the first lesson puts on the screen."""

from __future__ import annotations

from pathlib import Path

from pmcourse.artifact import opened
from pmcourse.course import find_root, load
from pmcourse.errors import CourseError
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.look import Panel
from pmcourse.kit.questions import ChooseOne
from pmcourse.start import plot
from pmcourse.start.wishes import Wishes, WishesWidget

_WISHES = {
    "A reminder: 400 people, 2 weeks": 200,
    "A map: 90 people, 1 week": 90,
    "Delivery: 1,000 people, 10 weeks": 100,
}


def way() -> Drawing | Panel:
    """All lessons of the course in their order, as one picture."""
    try:
        return plot.way(load(find_root()).lessons)
    except CourseError as error:
        return Panel(str(error))


exercise = Exercises("00-start-here", Path(__file__).parent)


@exercise("row", lambda: ChooseOne("Keep", list(_WISHES)))
def exercise_row(now: str, _start: None) -> Reply:
    """Choose the wish that helps most people for each week of work."""
    return right() if _WISHES[now] == max(_WISHES.values()) else not_yet()


@exercise("save", lambda: WishesWidget(opened("wishes.json", Wishes, Wishes())))
def exercise_save(_now: Wishes, _start: Wishes) -> Reply:
    """Change a number in a field that saves itself."""
    return right()
