"""The lesson on the role as somebody would go through it, by what they see and press."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/01-role.ipynb"
SORT, QUARTER, PEOPLE = "exercise_sort()", "exercise_quarter()", "exercise_people()"


def saved(lab):
    return json.loads((lab.folder / "notebooks/answers/role.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_card_is_sorted_by_keyboard_alone_and_stays_on_its_day(opened):
    cell, keys = opened.cell(SORT), opened.page.keyboard
    card = cell.get_by_role("grid").get_by_role("group", name=re.compile("^M5 "))
    card.focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        keys.press(key)
    expect(cell.get_by_role("status").filter(has_text=re.compile("is now here: .*Product manager"))).to_be_visible()
    for key in ("Enter", "ArrowDown", "Enter"):
        keys.press(key)
    expect(cell.get_by_role("status").filter(has_text="A card stays on its day")).to_be_visible()


def test_a_person_is_placed_by_keyboard_and_kept(opened, lab):
    cell, keys = opened.cell(PEOPLE), opened.page.keyboard
    cell.get_by_role("grid").get_by_role("group", name=re.compile("^P2 ")).focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        keys.press(key)
    expect(cell.get_by_text("Keep satisfied: Mr Tan, town council")).to_be_visible()
    tan = next(one for one in saved(lab)["people"] if one["id"] == "P2")
    assert (tan["power"], tan["interest"]) == ("much", "little")


def test_a_week_is_worked_by_keyboard_and_shows_as_picture_and_table(opened, lab):
    cell, keys = opened.cell(QUARTER), opened.page.keyboard
    slider = cell.get_by_role("slider", name="Watch the market")
    slider.focus()
    keys.press("ArrowRight")
    expect(cell.get_by_text("41 of 40 hours are given, 1 too many.")).to_be_visible()
    cell.get_by_role("button", name="Work week 1").click()
    expect(cell.get_by_text("Take 1 away somewhere")).to_be_visible()
    slider.focus()
    keys.press("ArrowLeft")
    expect(cell.get_by_text("40 of 40 hours are given.")).to_be_visible()
    cell.get_by_role("button", name="Work week 1").click()
    expect(cell.get_by_role("img", name=re.compile("^Six stocks after week 1"))).to_be_visible()
    expect(cell.get_by_role("table", name="Stocks after week 1")).to_be_visible()
    assert len(saved(lab)["weeks"]) == 1


def test_axe_finds_nothing_grave_in_the_lesson(opened, sight):
    opened.look("role", sight)
