"""The form on a small artefact of its own: titles, units and choices come from the fields."""

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from pmcourse.delivery.rollout_widget import STEPS
from pmcourse.discovery.forms import ELEMENTS, PERSONAS, PROBLEMS
from pmcourse.errors import CourseError
from pmcourse.kit.fields import about
from pmcourse.kit.form import Form, Records, made, typed_number
from pmcourse.pipeline.evidence import BETS
from pmcourse.roadmap.form import INITIATIVES, OUTCOMES


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Plant(BaseModel):
    id: str
    name: str = Field(min_length=1, title="Name", json_schema_extra={"wide": True})
    height: Annotated[float, Field(ge=0)] = Field(0, title="Height", json_schema_extra={"unit": "cm"})
    size: Size = Field(Size.SMALL, title="Size")
    bed: str | None = Field(None, title="Bed", json_schema_extra={"of": "beds"})
    near: tuple[str, ...] = Field((), title="Stands near", json_schema_extra={"of": "plants"})
    secret: str = "not shown"


def read(texts, name):
    near = tuple(part for part in texts["near"].split(";") if part)
    return made(Plant, texts | {"near": near, "bed": texts["bed"] or None})


def write(one):
    return {"id": one.id, "name": one.name, "height": f"{one.height:g}", "size": one.size.value, "bed": one.bed or "",
            "near": ";".join(one.near)}  # fmt: skip


GARDEN = Records(
    cls=Plant, word="plant", title="name", letter="P",
    all=lambda garden: tuple(garden.values()),
    put=lambda garden, one: garden | {one.id: one},
    without=lambda garden, id: {key: one for key, one in garden.items() if key != id},
    new=lambda id: Plant(id=id, name="A plant"), write=write, read=read,
    named=lambda garden, kind: {"north": "North bed"} if kind == "beds" else {id: id for id in garden},
)  # fmt: skip


@pytest.fixture
def garden():
    """A form on two plants, and the list of what it changed, each with what was said."""
    changes, told = [], []

    def guard(action):
        def guarded(*given):
            try:
                action(*given)
            except CourseError as error:
                told.append(str(error))

        return guarded

    start = {"P-01": Plant(id="P-01", name="Rose"), "P-02": Plant(id="P-02", name="Oak", bed="north")}

    def changed(new, words):
        changes.append((new, words))
        form.show(new)

    form = Form(GARDEN, start, changed, guard)
    form.changes, form.told = changes, told
    return form


def test_names_units_and_choices_come_from_the_fields(garden):
    assert [control.description for control in garden.fields.values()] == [
        "Name", "Height (cm)", "Size", "Bed", "Stands near"
    ]  # fmt: skip
    assert garden.fields["size"].options == ("small", "large")
    assert garden.fields["bed"].options == (("none", ""), ("North bed", "north"))


def test_what_is_typed_changes_the_part_that_is_chosen(garden):
    garden.which.value = "P-02"
    assert garden.fields["bed"].value == "north"
    garden.fields["height"].value = "120"
    new, words = garden.changes[-1]
    assert (new["P-02"].height, words) == (120, "P-02: “Height (cm)” is changed.")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("height", "-1", "P-01: Height (cm) should be greater than or equal to 0 (got '-1'). The old value"),
        ("name", "", "P-01: Name should have at least 1 character (got ''). The old value"),
    ],
)
def test_thing_rule_and_value_are_said_once(garden, field, typed, said):
    garden.fields[field].value = typed
    assert garden.told[0].startswith(said)


@pytest.mark.parametrize(("field", "typed"), [("height", "-1"), ("height", "tall"), ("near", "P-09")])
def test_what_breaks_a_rule_is_told_not_taken_and_stays_to_be_put_right(garden, field, typed):
    garden.fields[field].value = typed
    assert garden.changes == [] and typed in garden.told[0] and "The old value still counts" in garden.told[0]
    garden.which.value = "P-02"
    garden.which.value = "P-01"
    assert garden.fields[field].value == typed


def test_what_was_refused_is_unread_until_it_is_put_right_dropped_or_its_part_is_gone(garden):
    height = garden.fields["height"]
    height.value = "tall"
    assert "tall" in garden.refused.unread
    height.value = "12"
    assert garden.refused.unread == ""
    height.value = "wide"
    assert "is gone" in garden.refused.forget() and garden.refused.unread == "" and garden.refused.forget() == ""
    height.value = "long"
    garden.remove.click()
    assert garden.refused.unread == ""


def test_a_new_part_gets_an_id_of_its_own_and_is_open(garden):
    garden.add.click()
    assert garden.which.value == "P-03" and garden.changes[-1][0]["P-03"].name == "A plant"


def test_a_part_is_taken_off_and_without_any_the_fields_are_closed(garden):
    for _ in range(2):
        garden.remove.click()
    assert garden.changes[-1][0] == {}
    assert garden.remove.disabled and all(control.disabled for control in garden.fields.values())


@pytest.mark.parametrize(("typed", "meant"), [("1", 1), ("1%", 1), ("1 %", 1), ("5", 5), ("100", 100), ("2.5", 2.5)])
def test_a_number_in_a_field_of_percent_is_percent_and_1_is_one(typed, meant):
    assert typed_number(typed, "%") == meant


def test_a_share_in_a_field_of_percent_is_asked_back():
    with pytest.raises(ValueError, match=r"Type 50% or 0\.5%"):
        typed_number("0.5", "%")


@pytest.mark.parametrize(
    "records", [BETS, STEPS, ELEMENTS, PERSONAS, PROBLEMS, INITIATIVES, OUTCOMES], ids=lambda one: one.word
)
def test_the_name_of_a_field_leaves_room_for_what_is_typed(records):
    """22rem hold both: with 45 letters of name the day was three letters wide."""
    known = about(records.cls)
    assert [known[name].label for name in records.fields if not known[name].wide and len(known[name].label) > 34] == []
