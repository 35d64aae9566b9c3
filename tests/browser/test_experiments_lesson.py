"""The lesson on experiments and its assignment, by what somebody new sees and presses."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/03-experiments.ipynb"
SHOWN = {
    "slots": "lesson.exercise_slots()",
    "chance": '"03-chance"',
    "rule": "lesson.exercise_rule()",
    "peek": '"03-peek"',
    "plan": "lesson.exercise_plan()",
    "winner": '"03-winner"',
}
RULE = {
    "Go on from this share on (% of those asked)": "30", "Shelve: from": "0", "Shelve: to": "7",
    "Change and try again: from": "8", "Change and try again: to": "11", "Go on: from": "12", "Go on: to": "40",
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_choice_is_made_by_arrow_keys_and_the_notebook_stays_where_it_is(opened):
    cell, keys = opened.cell(SHOWN["chance"]), opened.page.keyboard
    cell.get_by_role("radio").first.focus()
    keys.press("ArrowDown")
    expect(cell.get_by_role("radio").nth(1)).to_be_checked()
    cell = opened.cell("lesson.exercise_stop()")
    choice = cell.get_by_role("combobox").first
    choice.focus()
    keys.press("ArrowDown")
    expect(choice).to_be_focused()
    expect(choice).to_have_value("let the test run on as planned")


def test_a_rule_is_written_and_checked_by_keyboard_alone(opened):
    cell = opened.cell(SHOWN["rule"])
    keys = opened.page.keyboard
    opened.pick(cell.get_by_role("combobox", name="Test"), "concierge")
    keys.press("Tab")
    for text in RULE.values():
        keys.type(text)
        keys.press("Tab")
    expect(cell.get_by_text("30% of 40 people: 12 or more")).to_be_visible()
    expect(cell.get_by_role("img", name="The rule for 40 people: shelve from 0 to 7")).to_be_visible()
    check = cell.get_by_role("button", name="Check my answer")
    check.focus()
    keys.press("Enter")
    expect(cell.get_by_text("chance alone will seldom lead you wrong")).to_be_visible()


def test_worlds_are_drawn_after_a_guess_by_keyboard(opened):
    cell = opened.cell(SHOWN["plan"])
    draw = cell.get_by_role("button", name="Draw a thousand worlds")
    draw.focus()
    opened.page.keyboard.press("Enter")
    expect(cell.get_by_text("Guess first: type a number")).to_be_visible()
    cell.get_by_role("textbox", name="My guess").fill("50")
    looks = cell.get_by_role("slider", name="Looks, the last one included")
    looks.focus()
    opened.page.keyboard.press("ArrowLeft")
    expect(looks).to_have_value("13")
    draw.focus()
    opened.page.keyboard.press("Enter")
    expect(cell.get_by_role("table", name="A thousand worlds")).to_be_visible()
    expect(cell.get_by_role("img", name="The first 40 of 1,000 worlds")).to_be_visible()


def test_a_hypothesis_is_chosen_and_kept(opened, lab):
    cell = opened.cell(SHOWN["slots"])
    cell.get_by_role("combobox", name="For", exact=True).select_option("members without a car who need something heavy")
    expect(cell.get_by_text("for members without a car who need something heavy")).to_be_visible()
    made = json.loads((lab.folder / "notebooks/answers/experiments.json").read_text(encoding="utf-8"))
    assert made["experiments"][0]["hypothesis"] == {"whom": "w4"}


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(
        *(
            SHOWN[id]
            for id in (
                "chance",
                "peek",
                "winner",
            )
        )
    )
    opened.look("experiments", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("03-experiments")
    kinds = page.cell("assignment.kinds()").get_by_role("combobox")
    expect(kinds).to_have_count(5)
    for at in range(5):
        kinds.nth(at).select_option(index=1 + at)
    first = page.cell("assignment.risk()").get_by_role("radio", name="A-3")
    first.check()
    page.look("experiments-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["kinds"]) == 5 and sheet["seed"] is not None
    made = json.loads((folder / "answers/experiments.json").read_text(encoding="utf-8"))
    assert made["first"] == "A-3"
    page.run_cell("marking.kinds()")
    expect(page.cell("marking.kinds()").get_by_text("5 of 5 answered.")).to_be_visible()
