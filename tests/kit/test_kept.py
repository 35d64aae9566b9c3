"""An answer that belongs to what is made in the lesson is kept in the artefact, and follows it."""

from typing import Annotated, ClassVar

import pytest
from pydantic import Field

from pmcourse.artifact import Artifact, opened
from pmcourse.kit.kept import kept_in
from pmcourse.kit.questions import ChooseEach, OrderLines, ShortText

pytestmark = pytest.mark.usefixtures("desk")


class Work(Artifact):
    kind: ClassVar[str] = "work"

    classes: dict[str, str] = Field(default_factory=dict)
    order: tuple[str, ...] = ()
    note: Annotated[str, Field(max_length=40)] = ""


def file():
    return opened("work.json", Work, Work())


def classes():
    return kept_in(file(), "classes", ChooseEach({"a": "A card", "b": "Another"}, ["now", "later"]))


def test_an_answer_is_kept_beside_what_else_is_made_and_is_there_again(new_kernel):
    classes().choices["a"].value = "now"
    order = kept_in(file(), "order", OrderLines("Order", {"x": "one", "y": "two"}))
    order.lines.value = ["y", "x"]
    kept_in(file(), "note", ShortText("Note")).text.value = "So be it."
    new_kernel()
    assert file().value == Work(classes={"a": "now"}, order=("y", "x"), note="So be it.")
    assert classes().value == {"a": "now"}
    assert kept_in(file(), "order", OrderLines("Order", {"x": "one", "y": "two"})).value == ["y", "x"]


def test_undo_takes_the_answer_back_on_the_screen_too():
    one = classes()
    one.choices["a"].value = "now"
    one.choices["b"].value = "later"
    told = []
    one.on_change(lambda: told.append(one.value))
    file().undo()
    assert one.value == {"a": "now"} and one.choices["b"].value == "" and told == [{"a": "now"}]
    file().undo()
    assert one.value == {} and file().value == Work()


def test_an_answer_that_is_taken_out_is_taken_out_of_the_file():
    text = kept_in(file(), "note", ShortText("Note"))
    text.text.value = "A word"
    text.text.value = ""
    assert file().value.note == ""


def test_what_is_made_elsewhere_stays():
    file().put(Work(note="Made before."))
    classes().choices["a"].value = "now"
    assert file().value == Work(classes={"a": "now"}, note="Made before.")


def test_an_answer_that_cannot_be_written_is_refused_in_words():
    text = kept_in(file(), "note", ShortText("Note"))
    text.text.value = "\ud800"
    assert "old answer still counts" in text.status.value and file().value.note == ""
    text.text.value = "x" * 41
    assert "note" in text.status.value and "40" in text.status.value and file().value.note == ""
