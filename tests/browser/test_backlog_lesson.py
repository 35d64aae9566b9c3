"""The backlog lesson as somebody new would go through it, by what they see and press."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/08-backlog.ipynb"
TABLE = "lesson.table("


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def saved(lab, path):
    return json.loads((lab.folder / path).read_text(encoding="utf-8"))


def test_what_was_edited_and_put_in_order_by_keyboard_outlives_reload_and_restart(opened, lab):
    page = opened
    table = page.cell(TABLE)
    reach = table.get_by_role("textbox", name=re.compile("^Reach of T-01"))
    reach.fill("4321")
    reach.press("Enter")
    down = table.get_by_role("button", name="Move T-01 down", exact=True)
    down.focus()
    page.page.keyboard.press("Enter")
    expect(table.get_by_text("T-01 is now at place 2")).to_be_visible()
    first = table.get_by_role("button", name=re.compile("^Move T-.. down")).first
    expect(first).to_have_accessible_name("Move T-02 down")  # the rows show the new order, and the focus follows it
    expect(down).to_be_focused()
    page.page.keyboard.press("Enter")
    expect(table.get_by_text("T-01 is now at place 3")).to_be_visible()
    third = table.get_by_role("button", name=re.compile("^Move T-.. down")).nth(2)
    expect(third).to_have_accessible_name("Move T-01 down")  # the rows are drawn when the order is saved
    items = saved(lab, "notebooks/answers/backlog.json")["items"]
    assert [item["id"] for item in items[:3]] == ["T-02", "T-03", "T-01"]
    assert items[2]["reach"] == 4321

    page.save()
    page.reload(LESSON)
    page.restart()
    page.run_all()
    table = page.cell(TABLE)
    expect(table.get_by_role("textbox", name=re.compile("^Reach of T-01"))).to_have_value("4321")
    ids = [item["id"] for item in saved(lab, "notebooks/answers/backlog.json")["items"][:3]]
    assert ids == ["T-02", "T-03", "T-01"]


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.look("backlog", sight)


def test_a_picture_comes_with_its_words_when_the_guess_is_locked_and_not_before(opened):
    page = opened
    page.theme("light")
    page.size(1280)
    for id in ("08-map", "08-shift", "08-delay"):
        cell = page.cell(f'Prediction("{id}"')
        picture = cell.get_by_role("img")
        expect(cell.get_by_role("group")).to_be_visible()
        expect(picture).to_have_count(0)
        cell.get_by_role("radio").first.check()
        cell.get_by_role("button", name="Lock my guess and show").click()
        expect(picture).to_be_visible()
        assert len(picture.get_attribute("aria-label").split()) > 8
        expect(cell.get_by_role("radio").first).to_be_disabled()
    page.picture("prediction-locked")


def test_task_cost_and_check_are_in_one_sight_with_the_table_and_what_it_finds(opened):
    page = opened
    page.theme("light")
    page.size(1280)
    cell = page.cell("lesson.exercise_order()")
    cell.get_by_role("button", name="Bring the backlog table here").click()
    cell.get_by_role("button", name="Sort by this method").click()
    expect(cell.get_by_text("The red lines in the table say what to move")).to_be_visible()
    expect(cell.get_by_text("This order costs")).to_be_visible()
    task = cell.get_by_text("Bring the cost of delay to within 5%").bounding_box()
    check = cell.get_by_role("button", name="Check my answer").bounding_box()
    sight = page.page.locator(".jp-WindowedPanel-outer:visible").bounding_box()
    assert check["y"] + check["height"] - task["y"] <= sight["height"]
    page.picture("order")
