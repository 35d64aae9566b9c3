"""An assignment from the lesson's last cell to the grade in the formgrader, by what learner and instructor press."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from pmcourse.artifact import dumps, loads, read
from pmcourse.authoring.submissions import class_facts, made_up_class
from pmcourse.backlog import assignment as backlog
from pmcourse.backlog.model import Backlog
from pmcourse.kit.questions import ChooseEach, ChooseOne, NumberTable, OrderLines
from pmcourse.kit.sheet_data import Sheet
from pmcourse.roadmap import assignment, variant
from pmcourse.roadmap.model import Roadmap

LESSON = "notebooks/08-backlog.ipynb"
ASSIGNMENT = "work/08-backlog/08-backlog.ipynb"
GRADE_MS = 120_000  # a submission may take a minute, and the machine be busy with another test
PROJECT = Path(__file__).parents[2]


def command(lab, *arguments):
    """One of the course's commands, as an instructor types it in the project's folder."""
    code = "from pmcourse.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=lab.folder, env=lab.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def by_hand(page, code, question, given):
    """Answer the question in this cell as a learner does; `question` is the same one, to know its parts."""
    cell = page.cell(code)
    if isinstance(question, ChooseEach):
        for at, (key, control) in enumerate(question.choices.items()):
            shown = next(label for label, id in control.options if id == given[key])
            cell.get_by_role("combobox").nth(at).select_option(label=shown)
    elif isinstance(question, ChooseOne):
        shown = next(label for label, id in question.choice.options if id == given)
        cell.get_by_role("radio", name=shown, exact=True).check()
    elif isinstance(question, NumberTable):
        for at, (row, column) in enumerate(question.cells):
            cell.get_by_role("textbox").nth(at).fill(given[row][column])
            page.page.keyboard.press("Tab")
    elif isinstance(question, OrderLines):
        order = list(question.lines.value)
        for at, id in enumerate(given):
            while (place := order.index(id)) > at:
                cell.get_by_role("button", name=re.compile("^Move up")).nth(place).click()
                order[place - 1], order[place] = order[place], order[place - 1]
                expect(cell.get_by_text(f"Now at place {place} of {len(order)}.")).to_have_count(1)
    else:
        cell.get_by_role("textbox").fill(given)
        page.page.keyboard.press("Tab")


@pytest.fixture
def at_my_desk(tmp_path, monkeypatch):
    """The folder of this process, where a question made for a seed is the one that the learner of that seed sees."""

    def sit(seed):
        (tmp_path / "answers").mkdir()
        (tmp_path / "answers/sheet.json").write_text(dumps(Sheet(seed=seed)), encoding="utf-8")
        monkeypatch.chdir(tmp_path)

    return sit


def test_roadmaps_are_done_in_the_browser_without_a_line_of_python(page, lab, at_my_desk, wait_until):
    folder = lab.folder / "work" / "09-roadmap"
    shutil.copytree(lab.folder / "release" / "09-roadmap", folder)
    page.open("work/09-roadmap/09-roadmap.ipynb")
    page.run_all()
    seed = read(folder / "answers/sheet.json", Sheet).seed
    given = class_facts(PROJECT, "09-roadmap")["answers"](seed)
    at_my_desk(seed)
    for id, answer in given.items():
        name = {"day": "reading"}.get(id, id)  # one is called otherwise than its answer
        by_hand(page, f"assignment.{name}()", getattr(assignment, name)(), answer)
    board = page.cell("assignment.board()")
    board.get_by_role("grid").get_by_role("group", name=re.compile("^N-05 ")).focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.page.keyboard.press(key)
    expect(board.get_by_text("N-05 is now here")).to_be_visible()

    wait_until(lambda: read(folder / "answers/sheet.json", Sheet).answers == given)
    moved, before = read(folder / "answers/roadmap.json", Roadmap), variant.case(seed)
    assert moved.initiative("N-05").quarter != before.initiative("N-05").quarter


def test_the_assignment_is_done_validated_handed_in_and_its_grade_seen(page, lab, at_my_desk, wait_until):
    command(lab, "release", "08-backlog")
    page.open(LESSON)  # its last cell lays out the assignment
    expect(page.cell('assignment("08-backlog")').get_by_role("link", name="work/08-backlog")).to_be_visible()

    # The letter, and the table as it is at the end, are put in as files; all else is answered on the page.
    model = next(learner for learner in made_up_class(PROJECT, "08-backlog") if learner.name == "model")
    path = lab.folder / ASSIGNMENT
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    for grade_id, source in model.cells.items():
        cells[grade_id].source = source
    nbformat.write(notebook, path)
    sheet = loads(model.files["answers/sheet.json"], Sheet, "the sheet")
    files = model.files | {"answers/sheet.json": dumps(Sheet(seed=sheet.seed))}
    for name, text in files.items():
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_text(text, encoding="utf-8")

    page.open(ASSIGNMENT)
    validate(page)
    for said in ("Kano (kano)", "○ 0 of 5 answered."):  # what it is called, and what its account says
        expect(page.page.get_by_role("dialog")).to_contain_text(said)
    close(page)
    page.run_all()
    at_my_desk(sheet.seed)
    for id, answer in sheet.answers.items():
        name = id.replace("-", "_")
        by_hand(page, f"assignment.{name}()", getattr(backlog, name)(), answer)
    wait_until(lambda: read(path.parent / "answers/sheet.json", Sheet).answers == sheet.answers)
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

    # The page on which the letter is graded is the one that its learner gets, with boxes for points and comment.
    listed = f"{lab.url}/formgrader/api/submitted_notebooks/08-backlog/08-backlog"
    [one] = page.page.request.get(listed).json()
    tab = page.page.context.new_page()
    tab.goto(f"{lab.url}/formgrader/submissions/{one['id']}/")
    tab.get_by_role("row", name="A letter (letter) pending: a person reads it").wait_for()
    expect(tab.get_by_role("heading", name="Kano (kano): 2.5 of 2.5")).to_be_visible()
    expect(tab.locator("input.score#letter")).to_have_class(re.compile("needs_manual_grade"))  # it listens from then on
    expect(tab.locator("#letter-comment")).to_have_attribute("placeholder", re.compile("."))
    comment = "Which number would change it?"
    for box, typed, kept in (("input.score#letter", "3", "grade"), ("#letter-comment", comment, "comment")):
        with tab.expect_response(lambda it, kept=kept: f"/api/{kept}/" in it.url and it.request.method == "PUT"):
            tab.locator(box).fill(typed)
            tab.keyboard.press("Tab")
    tab.reload()
    expect(tab.get_by_role("heading", name=f"08-backlog: {score + 3:.1f} of {score + 4:.1f} points")).to_be_visible()
    expect(tab.locator("#letter-comment")).to_have_value(comment)
    tab.close()


def press(formgrader, row, icon):
    """One of the formgrader's icons, which have no names, and its dialog that says how it went."""
    formgrader.get_by_role("row").filter(has_text=row).locator(f".{icon} a").click()
    dialog = formgrader.locator("#success-modal")
    expect(dialog).to_contain_text("Success", timeout=GRADE_MS)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def validate(page):
    page.page.get_by_role("button", name="Validate").click()
    expect(page.page.get_by_role("dialog")).to_be_visible(timeout=GRADE_MS)


def close(page):
    page.page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.page.get_by_role("dialog")).to_have_count(0)
