"""The lesson on delivery and its assignment, by what somebody new sees and presses."""

import json

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/13-delivery.ipynb"
SHOWN = {
    "log": '"13-log"',
    "batch": '"13-batch"',
    "build": "lesson.exercise_build()",
    "flag": "lesson.exercise_flag()",
}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_pipeline_is_built_and_checked_by_keyboard_alone(opened, lab, wait_until):
    saved = lab.folder / "notebooks/answers/delivery.json"
    cell, keys = opened.cell(SHOWN["build"]), opened.page.keyboard
    for stage in ("Unit tests", "Browser tests", "Contract tests"):
        opened.pick(cell.get_by_role("combobox", name=stage), "use")
        expect(cell.get_by_role("listitem").filter(has_text=stage)).to_be_visible()
    slider = cell.get_by_role("slider", name="Changes in a batch")
    slider.focus()
    for _ in range(7):
        keys.press("ArrowRight")
    expect(slider).to_have_value("8")
    expect(cell.get_by_role("row", name="Faults that come through")).to_contain_text("19%")
    wait_until(lambda: json.loads(saved.read_text(encoding="utf-8")).get("batch") == 8)  # the slider's last step
    watch = cell.get_by_role("button", name="Let 200 changes travel")
    watch.focus()
    keys.press("Enter")
    expect(cell.get_by_role("img", name="200 changes in one world")).to_be_visible()
    made = json.loads(saved.read_text(encoding="utf-8"))
    assert made["used"] == ["unit", "browser", "contract"] and made["batch"] == 8


def test_who_sees_a_flag_is_shown_when_its_rule_is_whole(opened):
    cell = opened.cell(SHOWN["flag"])
    for name, text in (
        ("A person's place", "the person's number"),
        ("When the share grows", "those who see it keep it, and more join them"),
        ("When the feature does harm", "one switch takes it from everybody at once"),
    ):
        cell.get_by_role("combobox", name=name).select_option(text)
    expect(cell.get_by_role("img", name="100 people, the same in each row")).to_be_visible()
    cell.get_by_role("button", name="Check my answer").click()
    expect(cell.get_by_text("The same people are first in this flag and in all others.")).to_be_visible()


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.unlock(
        *(
            SHOWN[id]
            for id in (
                "log",
                "batch",
            )
        )
    )
    opened.look("delivery", sight)


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("13-delivery")
    moments = page.cell("assignment.moments()").get_by_role("combobox")
    expect(moments).to_have_count(4)
    for at in range(4):
        moments.nth(at).select_option(index=1 + at)
    page.cell("assignment.pipeline()").get_by_role("combobox").first.select_option("use it")
    page.look("delivery-assignment", ("dark", 800))
    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["moments"]) == 4 and sheet["seed"] is not None
    assert len(json.loads((folder / "answers/delivery.json").read_text(encoding="utf-8"))["used"]) == 1
    page.run_cell("marking.moments()")
    expect(page.cell("marking.moments()").get_by_text("4 of 4 answered.")).to_be_visible()
