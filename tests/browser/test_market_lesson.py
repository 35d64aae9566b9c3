"""The lesson on product/market fit and its assignment, by what somebody new sees and presses."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/04-market.ipynb"
SHOWN = {
    "luck": '"04-luck"',
    "segment": "lesson.exercise_segment()",
    "machine": "lesson.exercise_machine()",
    "stages": "lesson.exercise_stages()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_group_is_chosen_and_tried_by_keyboard_alone(opened, lab):
    cell, keys = opened.cell(SHOWN["segment"]), opened.page.keyboard
    cell.get_by_role("radio", name="borrow to repair things").focus()
    keys.press("Space")
    test = cell.get_by_role("button", name="Test this group on the other half")
    test.focus()
    keys.press("Enter")
    expect(cell.get_by_text("35 of 58: 60%")).to_be_visible()
    check = cell.get_by_role("button", name="Check my answer")
    check.focus()
    keys.press("Enter")
    expect(cell.get_by_text("It holds on answers that had no part in finding it")).to_be_visible()
    made = json.loads((lab.folder / "notebooks/answers/market.json").read_text(encoding="utf-8"))
    assert made["segment"] == "repair" and made["opened"] == ["repair"]


def test_a_year_is_built_and_run_by_keyboard(opened):
    cell, keys = opened.cell(SHOWN["machine"]), opened.page.keyboard
    growth = cell.get_by_role("slider", name="Sign-ups grow each month by")
    growth.focus()
    for _ in range(20):
        keys.press("ArrowRight")
    drift = cell.get_by_role("slider", name="Each later cohort differs")
    drift.focus()
    for _ in range(3):
        keys.press("ArrowLeft")
    expect(drift).to_have_value("-3")
    run = cell.get_by_role("button", name="Run the year")
    run.focus()
    keys.press("Enter")
    expect(cell.get_by_text("Guess first: type a number")).to_be_visible()
    cell.get_by_role("textbox", name="My guess").fill("900")
    run.focus()
    keys.press("Enter")
    expect(cell.get_by_role("table", name="The year")).to_be_visible()
    expect(cell.get_by_role("img", name="Active members at the end of each month: 100")).to_be_visible()
    cell.get_by_role("button", name="Check my answer").click()
    expect(cell.get_by_text("each new cohort is worse than the one before")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(*(SHOWN[id] for id in ("luck",)))
    opened.look("market", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("04-market")
    stages = page.cell("assignment.stages()").get_by_role("combobox")
    expect(stages).to_have_count(5)
    for at in range(5):
        stages.nth(at).select_option(index=1 + at % 4)
    page.cell("assignment.segment()").get_by_role("radio").first.check()
    page.look("market-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["stages"]) == 5 and sheet["seed"] is not None
    made = json.loads((folder / "answers/market.json").read_text(encoding="utf-8"))
    assert made["segment"] == "g1" and len(made["groups"]) == 10
    page.run_cell("marking.stages()")
    expect(page.cell("marking.stages()").get_by_text("5 of 5 answered.")).to_be_visible()
