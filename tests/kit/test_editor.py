"""What an editor says after a change: what was done, and beside it whether the disk took it."""

import errno

import pytest

from pmcourse.artifact import file as artifact_file
from pmcourse.delivery import lesson as delivery
from pmcourse.discovery import lesson as discovery
from pmcourse.kanban import lesson as kanban
from pmcourse.pipeline import lesson as pipeline
from pmcourse.stories import lesson as stories

NOT_SAVED = "could not be written (No space left on device)"


def rule(number):
    return lambda editor: setattr(next(iter(editor.fields.values())), "value", f"Whoever is free takes card {number}")


def story(number):
    return lambda editor: setattr(editor.text, "value", f"As a member, I want {number} tools, so that I can mend it.")


def in_form(field):
    return lambda number: lambda editor: setattr(editor.form.fields[field], "value", str(number))


EDITORS = {
    "rules": (kanban.rules, rule),
    "story": (lambda: stories.exercise_repair().widget, story),
    "screens": (lambda: discovery.exercise_form().widget, in_form("label")),
    "evidence": (lambda: pipeline.exercise_evidence().widget, in_form("people")),
    "roll-out": (lambda: delivery.exercise_trial().widget, in_form("visits")),
}


@pytest.fixture
def full(desk):
    """A disk that is full for as long as the context lasts."""
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_given):
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(artifact_file, "write_raw", refuse)
        yield patch.undo


@pytest.mark.parametrize("name", EDITORS)
def test_a_full_disk_is_told_beside_what_was_done_until_the_work_is_saved(name, full):
    opened, typed = EDITORS[name]
    editor = opened()
    typed(3)(editor)
    assert NOT_SAVED in editor.status.value
    editor.say("Something else.")
    assert "Something else." in editor.status.value and NOT_SAVED in editor.status.value
    full()
    typed(4)(editor)
    assert NOT_SAVED not in editor.status.value and editor.file.path.is_file()
