"""The lesson on how software comes to be and its assignment, by what somebody new sees and presses."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/12-building.ipynb"
SHOWN = {
    "naive": '"12-naive"',
    "debt": '"12-debt"',
    "examples": "lesson.exercise_examples()",
    "tracer": "lesson.tracer()",
    "plan": "lesson.exercise_plan()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_row_is_typed_by_keyboard_alone_and_the_crowd_runs_against_it(opened, lab):
    cell, keys = opened.cell(SHOWN["examples"]), opened.page.keyboard
    cell.get_by_role("textbox", name="1. days late").focus()
    for typed in ("12", "yes", "yes", "10"):
        keys.type(typed)
        keys.press("Tab")
    expect(cell.get_by_role("img", name="26 faulty copies")).to_be_visible()
    expect(cell.get_by_text("passes 1 of 1 rows")).to_be_visible()
    made = json.loads((lab.folder / "notebooks/answers/building.json").read_text(encoding="utf-8"))
    assert made["examples"] == [{"given": {"days": "12", "machine": "yes", "volunteer": "yes"}, "expected": "10"}]


def test_a_program_is_run_line_by_line_by_keyboard(opened):
    cell, keys = opened.cell(SHOWN["tracer"]), opened.page.keyboard
    cell.get_by_role("button", name="Run the next line").focus()
    for _ in range(4):
        keys.press("Enter")
    expect(cell.get_by_role("status").get_by_text("After line 4: fee = (days - 1) * rate")).to_be_visible()


def test_a_rota_and_a_plan_are_checked_by_keyboard(opened):
    cell, keys = opened.cell(SHOWN["plan"]), opened.page.keyboard
    for at in (0, 2, 3):
        opened.pick(cell.get_by_role("combobox").nth(at), "take")
    cell.get_by_role("button", name="Check my answer").focus()
    keys.press("Enter")
    expect(cell.get_by_text("10 were finished, so 10 are taken: value 18.")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(*(SHOWN[id] for id in ("naive", "debt")))
    opened.look("building", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("12-building")
    merges = page.cell("assignment.merges()").get_by_role("combobox")
    expect(merges).to_have_count(5)
    for at in range(5):
        merges.nth(at).select_option(index=1 + at % 3)
    row = page.cell("assignment.examples()")
    row.get_by_role("textbox", name="1. evenings").fill("3")
    row.get_by_role("combobox", name="1. card").select_option("no")
    row.get_by_role("combobox", name="1. first booking ever").select_option("no")
    row.get_by_role("textbox", name="1. the price").fill("27")
    row.get_by_role("textbox", name="2. evenings").focus()
    expect(row.get_by_text("Rows that can be run")).to_be_visible()
    page.look("building-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["merges"]) == 5 and sheet["seed"] is not None
    assert len(json.loads((folder / "answers/building.json").read_text(encoding="utf-8"))["examples"]) == 1
    page.run_cell("marking.merges()")
    expect(page.cell("marking.merges()").get_by_text("5 of 5 answered.")).to_be_visible()
