"""The lesson on kanban and its assignment, by what somebody new sees and presses."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/10-kanban.ipynb"
SHOWN = {
    "busy": '"10-busy"',
    "flood": '"10-flood"',
    "play": "lesson.exercise_play()",
    "limits": "lesson.exercise_limits()",
    "little": '"10-little"',
    "forecaster": "lesson.forecaster()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def made(lab):
    return json.loads((lab.folder / "notebooks/answers/flow.json").read_text(encoding="utf-8"))


def test_cards_are_moved_by_keyboard_the_day_ends_and_a_move_against_the_rules_is_refused(opened, lab):
    cell, keys = opened.cell(SHOWN["play"]), opened.page.keyboard
    expect(cell.get_by_text("Day 1 of 15, in the morning.")).to_be_visible()
    card = cell.get_by_role("grid").get_by_role("group", name=re.compile("^K-04 "))
    card.focus()
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(cell.get_by_text("needs K-02, which is not done yet").first).to_be_visible()
    cell.get_by_role("button", name="End this day").focus()
    keys.press("Enter")
    expect(cell.get_by_text("Day 2 of 15, in the morning.")).to_be_visible()
    expect(cell.get_by_role("img", name="Cumulative flow")).to_be_visible()
    assert made(lab)["days"] == 1


def test_limits_are_tried_in_one_world_and_in_many(opened):
    cell = opened.cell(SHOWN["limits"])
    slider = cell.get_by_role("slider", name="Most cards in Test")
    slider.focus()
    for _ in range(4):
        opened.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_value("1")
    cell.get_by_role("button", name="Try 40 worlds").click()
    expect(cell.get_by_role("table", name="40 worlds of 250 days")).to_be_visible()
    cell.get_by_role("button", name="Run 100 days").click()
    expect(cell.get_by_role("img", name="Cycle times")).to_be_visible()


def test_a_forecast_is_shown_for_numbers_of_ones_own(opened):
    cell = opened.cell(SHOWN["forecaster"])
    cell.get_by_role("textbox", name="Cards done in each past week").fill("2, 0, 3, 1")
    cell.get_by_role("textbox", name="Cards that are left").fill("9")
    cell.get_by_role("button", name="Forecast").click()
    expect(cell.get_by_role("img", name="Chance that all is done")).to_be_visible()
    expect(cell.get_by_text("So few say little")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(*(SHOWN[id] for id in ("busy", "flood", "little")))
    opened.look("kanban", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("10-kanban")
    rules = page.cell("assignment.rules()").get_by_role("combobox")
    expect(rules).to_have_count(5)
    for at in range(5):
        rules.nth(at).select_option(index=1 + at % 4)
    page.cell("assignment.cycle()").get_by_role("textbox").fill("12 days")
    page.page.keyboard.press("Tab")
    page.look("kanban-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["rules"]) == 5 and sheet["answers"]["cycle"] == "12 days"
    page.run_cell("marking.rules()")
    expect(page.cell("marking.rules()").get_by_text("5 of 5 answered.")).to_be_visible()
