"""The backlog lesson and its assignment as somebody new would go through them, by what they see and press."""

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

LESSON = "notebooks/08-backlog.ipynb"
ASSIGNMENT = "work/08-backlog/08-backlog.ipynb"
CLASS = Path(__file__).parents[1] / "submissions" / "08-backlog.py"
TABLE = "lesson.BacklogWidget("


def command(lab, *arguments):
    """One of the course's commands, as an instructor types it in the project's folder."""
    code = "from pmcourse.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=lab.folder, env=lab.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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
        page.cell(TABLE)
        page.picture(f"backlog-{theme}-{width}")
        page.accessible(".jp-Notebook .jp-OutputArea-output")


def test_every_picture_of_the_lesson_has_words_that_a_screen_reader_gets(page):
    page.open(LESSON)
    page.run_all()
    pictures = page.page.locator(".jp-Notebook .jp-OutputArea-output img")
    assert pictures.count() >= 3
    assert all(len(alt.split()) > 8 for alt in pictures.evaluate_all("all => all.map((img) => img.alt)"))


def test_the_assignment_is_done_validated_handed_in_and_its_grade_seen(page, lab):
    command(lab, "release", "08-backlog")
    page.open(LESSON)
    page.run_all()  # its last cell lays out the assignment
    expect(page.cell('assignment("08-backlog")').get_by_role("link", name="work/08-backlog")).to_be_visible()

    # Most answers are put in as text; one is typed, and the table is used by keyboard.
    model = next(learner for learner in runpy.run_path(str(CLASS))["LEARNERS"] if learner.name == "model")
    path = lab.folder / ASSIGNMENT
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    for grade_id, source in model.cells.items():
        if grade_id != "kano-answer":
            cells[grade_id].source = source
    nbformat.write(notebook, path)
    for name, text in model.files.items():
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_text(text, encoding="utf-8")

    page.open(ASSIGNMENT)
    validate(page)
    expect(page.page.get_by_role("dialog")).to_contain_text("failed")  # Kano is not answered yet
    close(page)
    page.cell("kano = {").get_by_role("textbox").click()
    page.page.keyboard.press("Control+A")
    page.page.keyboard.insert_text(model.cells["kano-answer"])
    validate(page)
    expect(page.page.get_by_role("dialog")).to_contain_text("Success! Your notebook passes all the tests.")
    page.picture("validated")
    close(page)

    page.command("nbgrader:open-assignment-list")
    row = page.page.locator("#downloaded_assignments_list, .assignment-notebooks-widget").filter(has_text="08-backlog")
    row.get_by_role("button", name="Submit").first.click()
    expect(page.page.locator("#submitted_assignments_list")).to_contain_text("08-backlog")
    page.picture("handed-in")

    command(lab, "grade", "08-backlog")
    page.command("nbgrader:open-formgrader")
    frame = page.page.frame_locator("iframe")
    frame.get_by_role("link", name="Manage Students").click()
    score = sum(model.points.values())
    expect(frame.get_by_role("row").filter(has_text=f"{score:g} /")).to_be_visible()
    page.picture("formgrader")


def validate(page):
    page.page.get_by_role("button", name="Validate").click()
    expect(page.page.get_by_role("dialog")).to_be_visible()


def close(page):
    page.page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.page.get_by_role("dialog")).to_have_count(0)
