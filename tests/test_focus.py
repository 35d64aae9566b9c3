"""A button that its own press greys hands the keyboard's focus on, or nothing on the page would have it."""

import ipywidgets
import pytest

from pmcourse.building import lesson as building
from pmcourse.controls import Landing
from pmcourse.kanban import lesson as kanban
from pmcourse.pipeline import lesson as pipeline
from pmcourse.role import lesson as role
from pmcourse.usability import lesson as usability

pytestmark = pytest.mark.usefixtures("desk")
GAMES = {
    "tracer": (building.tracer, "next", "again"),
    "days": (lambda: kanban.exercise_play().widget, "end", "again"),
    "quarters": (lambda: pipeline.exercise_play().widget, "next", "again"),
    "weeks": (lambda: role.exercise_quarter().widget, "rest", "again"),
    "events": (lambda: usability.exercise_watch().widget, "next", "below"),
    "session": (lambda: usability.exercise_watch().widget, "all", "above"),
}


@pytest.mark.parametrize("game", GAMES)
def test_the_last_press_of_a_button_hands_the_focus_on(game, monkeypatch):
    make, pressed, wanted = GAMES[game]
    widget, led = make(), []
    monkeypatch.setattr(ipywidgets.DOMWidget, "focus", lambda self: led.append(self))
    monkeypatch.setattr(Landing, "lead", lambda self: led.append(self))
    button = getattr(widget, pressed)
    while not button.disabled:
        assert led == []
        button.click()
    assert led == [getattr(widget, wanted)]
