"""The lesson on agile and its assignment, by what somebody new sees and presses."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/06-agile.ipynb"
SHOWN = {
    "rules": "lesson.exercise_rules()",
    "sprint": "lesson.exercise_sprint()",
    "real": '"06-real"',
    "interval": "lesson.exercise_interval()",
    "rhythms": '"06-rhythm"',
    "rhythm": "lesson.exercise_rhythm()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_sprint_is_chosen_and_checked_by_keyboard_alone(opened, lab):
    cell = opened.cell(SHOWN["sprint"])
    keys = opened.page.keyboard
    for id in ("S-01", "S-02", "S-04", "S-05"):
        box = cell.get_by_role("checkbox", name=re.compile(f"^{id} "))
        box.focus()
        keys.press("Space")
        expect(box).to_be_checked()
    expect(cell.get_by_role("img", name="The sprint: S-01 5, S-02 3, S-04 4, S-05 4. 16 of 16 points.")).to_be_visible()
    cell.get_by_role("button", name="Check my answer").focus()
    keys.press("Enter")
    expect(cell.get_by_text("no other sprint is worth much more")).to_be_visible()
    made = json.loads((lab.folder / "notebooks/answers/sprint.json").read_text(encoding="utf-8"))
    assert sorted(made["chosen"]) == ["S-01", "S-02", "S-04", "S-05"]


def test_teams_and_seasons_are_drawn_after_a_guess_by_keyboard(opened):
    cell, keys = opened.cell(SHOWN["interval"]), opened.page.keyboard
    sprints = cell.get_by_role("slider", name="Look back so many sprints")
    sprints.focus()
    for _ in range(6):
        keys.press("ArrowRight")
    expect(sprints).to_have_value("9")
    draw = cell.get_by_role("button", name="Try 1,000 teams")
    draw.focus()
    keys.press("Enter")
    expect(cell.get_by_text("Guess first: type a number of teams")).to_be_visible()
    cell.get_by_role("textbox", name="My guess").fill("800")
    keys.press("Tab")
    draw.focus()
    keys.press("Enter")
    expect(cell.get_by_role("table", name="The next sprint of 1,000 made-up teams")).to_be_visible()
    expect(cell.get_by_role("img", name="24 teams: each one's interval")).to_be_visible()
    cell = opened.cell(SHOWN["rhythm"])
    cell.get_by_role("combobox", name="My guess").select_option("every week")
    cell.get_by_role("button", name="Draw a thousand seasons").click()
    expect(cell.get_by_role("table", name="Value of twelve weeks")).to_be_visible()
    expect(cell.get_by_role("img", name="Mean value of twelve weeks by rhythm")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(
        *(
            SHOWN[id]
            for id in (
                "real",
                "rhythms",
            )
        )
    )
    opened.look("agile", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("06-agile")
    rules = page.cell("assignment.rules()").get_by_role("combobox")
    expect(rules).to_have_count(8)
    for at in range(8):
        rules.nth(at).select_option(index=1 + at % 4)
    page.cell("assignment.sprint()").get_by_role("checkbox", name=re.compile("^L-1 ")).check()
    page.cell("assignment.lifts()").get_by_role("textbox").fill("21")
    page.page.keyboard.press("Tab")
    page.look("agile-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["rules"]) == 8 and sheet["answers"]["lifts"] == "21" and sheet["seed"] is not None
    made = json.loads((folder / "answers/sprint.json").read_text(encoding="utf-8"))
    assert made["chosen"] == ["L-1"]
    page.run_all()
    expect(page.cell("marking.rules()").get_by_text("8 of 8 answered.")).to_be_visible()
