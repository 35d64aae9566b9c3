"""The lesson on discovery as somebody new would go through it, by what they see and press."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/02-discovery.ipynb"
BOARD, FORM = "lesson.exercise_board()", "lesson.exercise_form()"
SHOWN = ("lesson.exercise_questions()", "lesson.exercise_codes()", "lesson.lab()", BOARD, FORM)


def saved(lab, name):
    return json.loads((lab.folder / "notebooks" / "answers" / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for all tests."""
    shared_page.open(LESSON)
    return shared_page


def test_a_quotation_goes_to_a_problem_by_keyboard_and_its_words_are_written(opened, lab):
    board = opened.cell(BOARD)
    card = board.get_by_role("grid").get_by_role("group", name=re.compile("^S-05 "))
    card.focus()
    for key in ("Enter", "ArrowRight", "ArrowUp", "Enter"):
        opened.page.keyboard.press(key)
    job = board.get_by_role("textbox", name=re.compile("^The job"))
    job.fill("When I bring a thing back, I want to be gone soon, so that my hour is not lost.")
    job.press("Enter")
    expect(board.get_by_text("PR-01: “The job").first).to_be_visible()
    moved = next(card for card in saved(lab, "discovery.json")["cards"] if card["id"] == "S-05")
    assert (moved["problem"], moved["role"]) == ("PR-01", "alternative")
    board.get_by_role("button", name="Check my answer").click()
    expect(board.get_by_text("PR-01 rests on nobody who uses the product").first).to_be_visible()


def test_a_field_becomes_a_list_and_the_seconds_follow(opened, lab):
    form = opened.cell(FORM)
    expect(form.get_by_text("70.4 seconds from start to goal")).to_be_visible()
    form.get_by_label("Look into this element").select_option(label="E-02 Lending point")
    form.get_by_label("How it is answered").select_option(label="chosen from a list")
    expect(form.get_by_text("65.9 seconds from start to goal")).to_be_visible()
    expect(form.get_by_role("img", name=re.compile("The quickest way takes 65.9 seconds"))).to_be_visible()
    assert saved(lab, "screens.json")["elements"][1]["kind"] == "chosen from a list"


def test_axe_finds_nothing_grave_in_the_lessons_widgets(opened, sight):
    opened.look("discovery", sight)


def test_axe_finds_nothing_grave_in_the_assignment(page):
    page.open("release/02-discovery/02-discovery.ipynb")
    page.look("discovery-assignment", ("dark", 800))
