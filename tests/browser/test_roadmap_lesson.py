"""The roadmap lesson as somebody would go through it, by what they see and press."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/09-roadmap.ipynb"
BOARD = "lesson.editor()"


def saved_quarter(lab, id):
    """The quarter of an initiative in the learner's file."""
    saved = json.loads((lab.folder / "notebooks/answers/roadmap.json").read_text(encoding="utf-8"))
    return next(one.get("quarter") for one in saved["initiatives"] if one["id"] == id)


@pytest.fixture(scope="module")
def opened(shared_page):
    shared_page.open(LESSON)
    return shared_page


def card(cell, id):
    return cell.get_by_role("grid").get_by_role("group", name=re.compile(rf"^{id} "))


def test_an_initiative_goes_to_another_quarter_by_keyboard_alone_and_what_breaks_is_said(opened, lab):
    page = opened
    cell = page.cell(BOARD)
    card(cell, "R-02").focus()
    keys = page.page.keyboard
    for key in ("Enter", "ArrowRight", "ArrowRight", "Enter"):
        keys.press(key)
    expect(cell.get_by_text("R-02 is now here: Lane Volunteers check a thing in quickly, time 2027-Q2")).to_be_visible()
    expect(cell.get_by_role("status").filter(has_text="New to put right: R-07")).to_be_visible()
    expect(card(cell, "R-07")).to_contain_text("waits for R-02")
    expect(card(cell, "R-02")).to_be_focused()
    page.picture("roadmap-moved-by-keyboard")
    assert saved_quarter(lab, "R-02") == "2027-Q2"

    cell.get_by_role("button", name="Undo").click()
    expect(cell.get_by_text("The last change is undone.")).to_be_visible()
    expect(cell.get_by_text("R-02 is now here")).to_have_count(0)
    assert saved_quarter(lab, "R-02") == "2026-Q4"


def test_a_slider_moved_by_keyboard_shows_other_chances_at_once(opened):
    cell = opened.cell(BOARD)
    slider = cell.get_by_role("slider", name="What if all work takes longer by")
    slider.focus()
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
    expect(cell.get_by_role("columnheader", name="without what-if")).to_be_visible()
    cell.get_by_role("button", name="End what-if").click()
    expect(cell.get_by_role("columnheader", name="without what-if")).to_have_count(0)


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.look("roadmap", sight)
