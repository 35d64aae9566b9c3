"""The lesson on usability testing and its assignment, by what somebody new sees and presses."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/11-usability.ipynb"
SHOWN = {
    "agree": '"11-agree"',
    "five": '"11-five"',
    "watch": "lesson.exercise_watch()",
    "lab": "lesson.lab()",
    "severity": "lesson.exercise_severity()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_session_is_watched_and_marked_by_keyboard_alone_and_the_marks_are_kept(opened, lab):
    cell, keys = opened.cell(SHOWN["watch"]), opened.page.keyboard
    expect(cell.get_by_role("checkbox")).to_have_count(1)
    cell.get_by_role("button", name="Next event").focus()
    keys.press("Enter")
    expect(cell.get_by_role("checkbox")).to_have_count(2)
    cell.get_by_role("checkbox", name="He types “electric drill”").focus()
    keys.press("Space")
    expect(cell.get_by_text("Find 1 (seen: 2 of 13 events)")).to_be_visible()
    cell.get_by_role("button", name="Check my answer").focus()
    keys.press("Enter")
    expect(cell.get_by_text("Problems found: 1. False alarms: 0. The middle evaluator has 6.")).to_be_visible()
    made = json.loads((lab.folder / "notebooks/answers/usability.json").read_text(encoding="utf-8"))
    assert made["marks"] == ["S1-02"]


def test_ratings_make_an_order_by_keyboard(opened):
    cell, keys = opened.cell(SHOWN["severity"]), opened.page.keyboard
    opened.pick(cell.get_by_role("combobox", name="P2 Impact"), "4")
    keys.press("Tab")
    opened.pick(cell.locator(":focus"), "3")
    expect(cell.get_by_text("P2: 1 × 4 × 3")).to_be_visible()


def test_a_thousand_tests_follow_the_slider(opened):
    cell = opened.cell(SHOWN["lab"])
    slider = cell.get_by_role("slider", name="People in each test")
    slider.focus()
    opened.page.keyboard.press("ArrowRight")
    expect(cell.get_by_role("img", name="1,000 tests with 7 people each")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(*(SHOWN[id] for id in ("agree", "five")))
    rest = opened.cell(SHOWN["watch"]).get_by_role("button", name="Show all of this session")
    if rest.is_enabled():
        rest.click()
    opened.look("usability", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("11-usability")
    lines = page.cell("assignment.lines()").get_by_role("combobox")
    expect(lines).to_have_count(5)
    for at in range(5):
        lines.nth(at).select_option(index=1 + at % 4)
    sessions = page.cell("assignment.sessions()")
    sessions.get_by_role("button", name="Show all of this session").click()
    sessions.get_by_role("checkbox").nth(3).check()
    page.look("usability-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["lines"]) == 5 and sheet["seed"] is not None
    assert len(json.loads((folder / "answers/usability.json").read_text(encoding="utf-8"))["marks"]) == 1
    page.run_cell("marking.lines()")
    expect(page.cell("marking.lines()").get_by_text("5 of 5 answered.")).to_be_visible()
