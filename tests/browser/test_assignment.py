"""An assignment from the lesson's last cell to the grade in the formgrader, by what learner and instructor press."""

import re
import runpy
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from playwright.sync_api import expect

from pmcourse.artifact import dumps, loads, read
from pmcourse.backlog.model import Backlog
from pmcourse.kit.sheet_data import Sheet

LESSON = "notebooks/08-backlog.ipynb"
ASSIGNMENT = "work/08-backlog/08-backlog.ipynb"
GRADE_MS = 120_000  # a submission may take a minute, and the machine be busy with another test
CLASS = Path(__file__).parents[1] / "submissions" / "08-backlog.py"


def command(lab, *arguments):
    """One of the course's commands, as an instructor types it in the project's folder."""
    code = "from pmcourse.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=lab.folder, env=lab.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_assignment_is_done_validated_handed_in_and_its_grade_seen(page, lab):
    command(lab, "release", "08-backlog")
    page.open(LESSON)
    page.run_all()  # its last cell lays out the assignment
    expect(page.cell('assignment("08-backlog")').get_by_role("link", name="work/08-backlog")).to_be_visible()

    # Most answers are put in as files; one is chosen on the page, and the table is used by keyboard.
    model = next(learner for learner in runpy.run_path(str(CLASS))["LEARNERS"] if learner.name == "model")
    path = lab.folder / ASSIGNMENT
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    for grade_id, source in model.cells.items():
        cells[grade_id].source = source
    nbformat.write(notebook, path)
    sheet = loads(model.files["answers/sheet.json"], Sheet, "the sheet")
    classes = sheet.answers.pop("kano")
    files = model.files | {"answers/sheet.json": dumps(sheet)}
    for name, text in files.items():
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_text(text, encoding="utf-8")

    page.open(ASSIGNMENT)
    validate(page)
    for said in ("Kano (kano)", "○ 0 of 5 answered."):  # what it is called, and what its account says
        expect(page.page.get_by_role("dialog")).to_contain_text(said)
    close(page)
    page.run_all()
    kano = page.cell("assignment.kano()")
    for id, name in classes.items():
        kano.get_by_role("combobox", name=re.compile(f"^{id} ")).select_option(name)
    wait_until(lambda: "kano" in read(path.parent / "answers/sheet.json", Sheet).answers)
    wait_until(lambda: read(path.parent / "answers/sheet.json", Sheet).answers["kano"] == classes)
    page.run_cell("marking.kano()")
    expect(page.cell("marking.kano()").get_by_text("5 of 5 answered")).to_be_visible()
    page.picture("account")
    page.save()
    validate(page)
    expect(page.page.get_by_role("dialog")).to_contain_text("Success! Your notebook passes all the tests.")
    page.picture("validated")
    close(page)

    table = page.cell("assignment.table()")
    first = loads(model.files["answers/backlog.json"], Backlog, "the table").ids[0]
    for button, said in ((f"Move {first} down", f"{first} is now at place 2"), ("Undo", "The last change is undone")):
        expect(table.get_by_role("button", name=button, exact=True)).to_be_enabled()
        table.get_by_role("button", name=button, exact=True).focus()
        page.page.keyboard.press("Enter")
        expect(table.get_by_text(said)).to_be_visible()
    page.save()

    page.command("nbgrader:open-assignment-list")
    page.page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.page.locator("#submitted_assignments_list")).to_contain_text("08-backlog")
    page.picture("handed-in")

    page.command("nbgrader:open-formgrader")
    formgrader = page.page.frame_locator("iframe")
    press(formgrader, "08-backlog", "collect")
    formgrader.get_by_role("row").filter(has_text="08-backlog").locator(".num-submissions a").click()
    press(formgrader, "root", "autograde")
    formgrader.get_by_role("link", name="Manage Students").click()
    score = sum(model.points.values())
    expect(formgrader.get_by_role("row").filter(has_text=f"{score:g} /")).to_be_visible()
    page.picture("formgrader")


def wait_until(seen):
    """Wait for what the kernel writes, but not for ever."""
    end = time.monotonic() + GRADE_MS / 1000
    while not seen():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def press(formgrader, row, icon):
    """One of the formgrader's icons, which have no names, and its dialog that says how it went."""
    formgrader.get_by_role("row").filter(has_text=row).locator(f".{icon} a").click()
    dialog = formgrader.locator("#success-modal")
    expect(dialog).to_contain_text("Success", timeout=GRADE_MS)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def validate(page):
    page.page.get_by_role("button", name="Validate").click()
    expect(page.page.get_by_role("dialog")).to_be_visible()


def close(page):
    page.page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.page.get_by_role("dialog")).to_have_count(0)
