"""The backlog lesson as somebody new would go through it, by what they see and press."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/08-backlog.ipynb"
TABLE = "lesson.BacklogWidget("


def saved(lab, path):
    return json.loads((lab.folder / path).read_text(encoding="utf-8"))


def test_what_was_edited_and_put_in_order_by_keyboard_outlives_reload_and_restart(page, lab):
    page.open(LESSON)
    page.run_all()
    table = page.cell(TABLE)
    reach = table.get_by_role("textbox", name=re.compile("^Reach of T-01"))
    reach.fill("4321")
    reach.press("Enter")
    down = table.get_by_role("button", name="Move T-01 down", exact=True)
    down.focus()
    page.page.keyboard.press("Enter")
    expect(table.get_by_text("T-01 is now at place 2")).to_be_visible()
    expect(down).to_be_focused()
    page.page.keyboard.press("Enter")
    expect(table.get_by_text("T-01 is now at place 3")).to_be_visible()
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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_the_lessons_widgets(shared_page, theme):
    page = shared_page
    if theme == "light":
        page.open(LESSON)
        page.run_all()
    page.theme(theme)
    for width in (1280, 800):
        page.size(width)
        page.sidebar(width > 1000)
        page.cell(TABLE)
        page.picture(f"backlog-{theme}-{width}")
        page.accessible(".jp-Notebook .jp-OutputArea-output")


def test_every_picture_of_the_lesson_has_words_that_a_screen_reader_gets(page):
    page.open(LESSON)
    page.run_all()
    pictures = page.page.locator(".jp-Notebook .jp-OutputArea-output img")
    assert pictures.count() >= 3
    assert all(len(alt.split()) > 8 for alt in pictures.evaluate_all("all => all.map((img) => img.alt)"))
