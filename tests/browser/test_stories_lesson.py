"""The stories lesson as somebody new would go through it: stories typed, and the map moved by keyboard alone."""

import json
import re

import pytest
from playwright.sync_api import expect

LESSON = "notebooks/07-stories.ipynb"
REPAIR = "lesson.exercise_repair()"
MAP = "lesson.exercise_map()"
TO_MARCH = ("TS-14", "TS-04", "TS-12", "TS-03")
TO_SUMMER = ("TS-02", "TS-13")


def saved(lab):
    return json.loads((lab.folder / "notebooks/answers/stories.json").read_text(encoding="utf-8"))


def slices(lab):
    return {story["id"]: story.get("slice", "") for story in saved(lab)["stories"]}


@pytest.fixture(scope="module")
def opened(shared_page):
    """The lesson, which starts itself, in one tab for several tests."""
    shared_page.open(LESSON)
    return shared_page


def card(board, id):
    return board.get_by_role("group", name=re.compile(rf"^{id} "))


def marked(cell, words):
    """The words where a finding underlines just them."""
    return cell.locator("mark").filter(has_text=re.compile(f"^{words}$"))


def carry(page, board, id, key, lane):
    """Pick the card up, press the arrow key until it is in the lane, put it down, and wait until that is saved.

    Not for what is said: the answer to the card before may come while this one is held, and says where that one is.
    """
    there = card(board.get_by_role("gridcell", name=re.compile(f"^Slice {lane}, step")), id)
    held = re.compile(r"\bpmc-grabbed\b")
    card(board, id).focus()
    page.page.keyboard.press("Enter")
    expect(card(board, id)).to_have_class(held)
    for _ in range(8):
        if there.count():
            break
        page.page.keyboard.press(key)
    page.page.keyboard.press("Enter")
    expect(there).not_to_have_class(held)
    expect(there).to_have_attribute("aria-busy", "false")


def test_axe_finds_nothing_grave_in_the_stories_lesson(opened, sight):
    opened.look("stories", sight)


def test_a_walking_skeleton_is_cut_out_of_the_map_by_keyboard_alone(opened, lab):
    page = opened
    page.theme("light")
    page.size(1280)
    cell = page.cell(MAP)
    board = cell.get_by_role("grid", name="Story map: Toolshed")
    expect(cell.get_by_text("31 March leaves out: Pick it up, Bring it back, Look after it all.").first).to_be_visible()
    page.picture("stories-map-begins")

    for id in TO_MARCH:
        carry(page, board, id, "ArrowUp", "31 March")
    expect(cell.get_by_text("31 March holds 37 points; there is room for 24").first).to_be_visible()
    expect(card(board, "TS-13")).to_contain_text("this story can leave it without a gap")
    page.picture("stories-map-too-full")
    for id in TO_SUMMER:
        carry(page, board, id, "ArrowDown", "Summer")

    check = cell.get_by_role("button", name="Check my answer")
    check.focus()
    page.page.keyboard.press("Enter")
    expect(cell.get_by_role("status").filter(has_text="A way through all steps of the map")).to_be_visible()
    page.picture("stories-map-skeleton")
    assert {id for id, slice in slices(lab).items() if slice == "march"} == {"TS-01", *TO_MARCH}


def test_what_is_typed_is_judged_while_it_is_typed(opened, lab):
    page = opened
    cell = page.cell(REPAIR)
    text = cell.get_by_role("textbox", name="Text of the story")
    expect(marked(cell, "user-friendly")).to_be_visible()
    text.fill("As a member, I want to see a nice list of opening hours, so that I find the door open.")
    expect(marked(cell, "user-friendly")).to_have_count(0)
    expect(marked(cell, "nice")).to_be_visible()
    page.picture("stories-editor-nice")
    words = "As a member, I want to see when a lending point is open before I leave home, so that I find the door open."
    text.fill(words)
    expect(cell.get_by_role("status").filter(has_text="TS-06 is saved: nothing to fix.")).to_be_visible()
    assert next(story for story in saved(lab)["stories"] if story["id"] == "TS-06")["text"] == words
    cell.get_by_role("button", name="Check my answer").click()
    expect(cell.get_by_role("status").filter(has_text="No vague word that this program knows is left.")).to_be_visible()


def test_what_was_typed_and_carried_outlives_reload_and_restart(opened):
    carry(opened, opened.cell(MAP).get_by_role("grid", name="Story map: Toolshed"), "TS-01", "ArrowDown", "Summer")
    words = "As a member, I want to see which lending point is open today, so that I find the door open."
    opened.cell(REPAIR).get_by_role("textbox", name="Text of the story").fill(words)
    status = opened.cell(REPAIR).get_by_role("status")
    expect(status.filter(has_text="TS-06 is saved: nothing to fix.")).to_be_visible()

    opened.save()
    opened.reload(LESSON)
    opened.restart()
    opened.run_all()
    expect(opened.cell(REPAIR).get_by_role("textbox", name="Text of the story")).to_have_value(words)
    board = opened.cell(MAP).get_by_role("grid", name="Story map: Toolshed")
    expect(card(board.get_by_role("gridcell", name=re.compile("^Slice Summer, step")), "TS-01")).to_be_visible()


def test_the_assignment_is_answered_without_a_line_of_python(page):
    folder = page.open_assignment("07-stories")
    questions = page.cell("assignment.missing()").get_by_role("combobox")
    expect(questions).to_have_count(5)
    for at in range(5):
        questions.nth(at).select_option("nothing" if at else "who wants it")
    page.picture("stories-assignment-begins")

    editor = page.cell("assignment.editor()")
    words = "As a learner, I want to be told when my class is cancelled, so that I stay at home."
    editor.get_by_role("textbox", name="Text of the story").fill(words)
    expect(editor.get_by_role("status").filter(has_text="is saved: nothing to fix.")).to_be_visible()
    page.picture("stories-assignment-editor")
    later = page.cell("assignment.later()").get_by_role("combobox")
    expect(later).to_have_count(6)
    for at in range(6):
        later.nth(at).select_option("The trouble is smaller" if at else "It is there, or used; no more is known")
    page.picture("stories-assignment-later")
    board = page.cell("assignment.story_map()").get_by_role("grid", name="Story map: Lantern")
    expect(board).to_be_visible()
    page.picture("stories-assignment-map")

    sheet = json.loads((folder / "answers/sheet.json").read_text(encoding="utf-8"))
    assert len(sheet["answers"]["missing"]) == 5 and sheet["seed"] is not None
    stories = json.loads((folder / "answers/stories.json").read_text(encoding="utf-8"))["stories"]
    assert words in [story["text"] for story in stories]
    page.run_all()
    expect(page.cell("choice_marking.missing()").get_by_text("5 of 5 answered.")).to_be_visible()
    expect(page.cell("choice_marking.later()").get_by_text("6 of 6 answered.")).to_be_visible()
