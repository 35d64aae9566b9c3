"""What the first lesson puts on the screen."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.findings import Verdict
from pmcourse.lesson import Exercise, Outcome

_WISHES = {
    "A reminder: 400 people, 2 weeks": 200,
    "A map: 90 people, 1 week": 90,
    "Delivery: 1,000 people, 10 weeks": 100,
}


def exercise_row() -> Exercise:
    """Choose the wish that helps most people for each week of work."""
    choice = widgets.RadioButtons(options=list(_WISHES), value=None, description="Keep", layout={"width": "auto"})

    def check() -> Outcome:
        if choice.value is None:
            return Verdict.NOT_ATTEMPTED, "Choose one of the three wishes.", ()
        if _WISHES[choice.value] < max(_WISHES.values()):
            return Verdict.NOT_YET, "It helps fewer people for each week than another one. Divide, then compare.", ()
        return Verdict.RIGHT, "200 people for each week of work: the most of the three.", ()

    return Exercise(
        "00-row",
        "Which wish helps most people for each week of work?",
        choice,
        check,
        "backlog-management",
        ("Divide people by weeks.", "400 ÷ 2 is 200. What are the other two?"),
    )


def exercise_save() -> Exercise:
    """Change a number in a table that saves itself."""
    start = Backlog(
        title="First steps",
        items=(
            Item(id="A", title="A reminder", reach=400, impact=1, confidence=0.8, effort=2),
            Item(id="B", title="A map", reach=90, impact=1, confidence=0.8, effort=1),
            Item(id="C", title="Delivery", reach=1000, impact=1, confidence=0.8, effort=10),
        ),
    )
    file = ArtifactFile(Path("answers/first-steps.json"), Backlog, start)

    def check() -> Outcome:
        if file.value == start:
            return Verdict.NOT_ATTEMPTED, "Type another number into one of the fields and press Enter.", ()
        return Verdict.RIGHT, f"Your change is saved in answers/{file.path.name}. It will be there tomorrow.", ()

    return Exercise(
        "00-save",
        "Change any number below and press Enter. The ranks follow at once.",
        BacklogWidget(file, ("rice",)),
        check,
        "backlog-management",
        ("Click into a field, type, press Enter.",),
    )
