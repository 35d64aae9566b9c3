"""The lesson on the innovation pipeline and its assignment, by what somebody new sees and presses."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/05-pipeline.ipynb"
SHOWN = {
    "stop": '"05-stop"',
    "never": '"05-never"',
    "sunk": "lesson.exercise_sunk()",
    "gate": "lesson.exercise_gate()",
    "play": "lesson.exercise_play()",
    "policy": "lesson.exercise_policy()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def kept(file, part, name):
    """What the file holds of this part by now; None as long as nothing was kept of it."""
    return json.loads(file.read_text(encoding="utf-8") if file.exists() else "{}").get(part, {}).get(name)


def test_a_gate_is_written_and_checked_by_keyboard_alone(opened, lab, wait_until):
    made = lab.folder / "notebooks/answers/pipeline.json"
    cell, keys = opened.cell(SHOWN["gate"]), opened.page.keyboard
    opened.pick(cell.get_by_role("combobox", name="Whom you count"), "the next")
    keys.press("Tab")
    opened.pick(cell.locator(":focus"), "how many book")
    wait_until(lambda: kept(made, "gate", "measure") == "m3")  # the last of three
    keys.press("Tab")
    keys.type("8")
    keys.press("Tab")
    opened.pick(cell.locator(":focus"), "before")
    expect(cell.get_by_role("img", name="A gate from 8 of 20 people on: 87% of good bets pass")).to_be_visible()
    cell.get_by_role("button", name="Check my answer").focus()
    keys.press("Enter")
    expect(cell.get_by_text("Nobody can bend this gate, and it can fail.")).to_be_visible()


def test_a_quarter_is_played_by_keyboard_and_kept(opened, lab):
    cell, keys = opened.cell(SHOWN["play"]), opened.page.keyboard
    opened.pick(cell.get_by_role("combobox").first, "fund")
    cell.get_by_role("button", name="End this quarter").focus()
    keys.press("Enter")
    expect(cell.get_by_text("quarter 2 of 8. Money: 58")).to_be_visible()
    made = json.loads((lab.folder / "notebooks/answers/pipeline.json").read_text(encoding="utf-8"))
    assert made["moves"] == [{"0": "fund"}]


def test_worlds_are_run_after_a_guess(opened, lab, wait_until):
    made = lab.folder / "notebooks/answers/pipeline.json"
    cell = opened.cell(SHOWN["policy"])
    run = cell.get_by_role("button", name="Run 500 worlds")
    run.click()
    expect(cell.get_by_text("Guess first: type a number")).to_be_visible()
    cell.get_by_role("textbox", name="My guess").fill("100")
    slider = cell.get_by_role("slider", name="After the concept test")
    slider.focus()
    for _ in range(4):
        opened.page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("4")
    wait_until(lambda: kept(made, "policy", "first") == 4)  # the slider's last step
    run.click()
    expect(cell.get_by_role("table", name="500 worlds, in thousands")).to_be_visible()
    expect(cell.get_by_role("img", name="Gain on average")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(
        *(
            SHOWN[id]
            for id in (
                "stop",
                "never",
            )
        )
    )
    opened.look("pipeline", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("05-pipeline")
    sunk = page.cell("assignment.sunk()").get_by_role("combobox")
    expect(sunk).to_have_count(4)
    for at in range(4):
        sunk.nth(at).select_option(index=1 + at)
    page.cell("assignment.portfolio()").get_by_role("combobox").first.select_option("fund")
    page.look("pipeline-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["sunk"]) == 4 and sheet["seed"] is not None
    assert len(json.loads((folder / "answers/pipeline.json").read_text(encoding="utf-8"))["funded"]) == 1
    page.run_cell("marking.sunk()")
    expect(page.cell("marking.sunk()").get_by_text("4 of 4 answered.")).to_be_visible()
