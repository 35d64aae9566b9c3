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


def test_a_card_is_where_it_was_sorted_after_a_reload_and_a_restart(opened):
    def place(id):
        [cell] = opened.cell(SORT).get_by_role("gridcell").filter(has=named(id)).all()
        return cell.get_attribute("aria-label")

    def named(id):
        return opened.page.get_by_role("group", name=re.compile(f"^{id} "))

    begins = place("M3")
    opened.cell(SORT).get_by_role("grid").get_by_role("group", name=re.compile("^M3 ")).focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        opened.page.keyboard.press(key)
    expect(opened.cell(SORT).get_by_role("status").filter(has_text="M3 is now here")).to_be_visible()
    sorted_to = place("M3")
    assert sorted_to != begins

    opened.save()
    opened.reload(LESSON)
    opened.restart()
    opened.run_all()
    assert place("M3") == sorted_to


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
