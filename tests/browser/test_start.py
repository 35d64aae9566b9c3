"""A lesson starts when it is opened: its widgets are there, and nobody needs to know what a cell is."""

import json
import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from pmcourse.kit.trust import trust

WIDGET = ".jp-OutputArea-output .jupyter-widgets"
MARK = {"pmcourse": {"starts": True}}
LINES = ("import ipywidgets", "ipywidgets.Button(description='Made when it was opened')", "print('the last cell')")


@pytest.fixture(scope="module")
def scratch(lab):
    """A function that writes a notebook with these cells; marked or not, the course's own or not."""

    def write(name, *cells, mark=True, trusted=True):
        path = lab.notebook(name, *cells)
        notebook = nbformat.read(lab.folder / path, as_version=4)
        notebook.metadata.update(MARK if mark else {})
        for cell in notebook.cells:
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": "<b>stored</b>"})]
        nbformat.write(notebook, lab.folder / path)
        if trusted:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("JUPYTER_DATA_DIR", lab.environment["JUPYTER_DATA_DIR"])
                trust([lab.folder / path])
        return path

    return write


def made(page):
    return page.page.get_by_role("button", name="Made when it was opened")


def test_the_address_that_is_printed_opens_a_lesson_that_shows_its_widgets_and_no_code(new_page, lab):
    new_page.page.goto(re.search(r"http://127\.0\.0\.1:\S+", lab.log.read_text(encoding="utf-8")).group())
    expect(new_page.page.locator(f"{WIDGET}:visible").first).to_be_visible()
    expect(new_page.page.locator(".jp-CodeCell .jp-InputArea-editor:visible")).to_have_count(0)
    expect(new_page.page.get_by_role("heading", name="Start here")).to_be_in_viewport()
    expect(new_page.page.get_by_text("Would you like to get notified")).to_have_count(0)  # of news, as JupyterLab asks


THREAD = """
import threading, ipywidgets
words, heard = ipywidgets.Text(description="Words"), ipywidgets.Label()
tell = lambda change: setattr(heard, "value", f"{change['new']} was heard in {threading.current_thread().name}")
words.observe(tell, "value")
ipywidgets.VBox([words, heard])"""


@pytest.fixture(scope="module")
def type_words(shared_page):
    """A function that types words: they are heard, and in which thread is said."""

    def typed(*all_words):
        for one in all_words:
            shared_page.page.get_by_role("textbox", name="Words").fill(one)
            expect(shared_page.page.get_by_text(f"{one} was heard in")).to_have_text(f"{one} was heard in MainThread")

    return typed


@pytest.fixture(scope="module")
def reloaded(shared_page, scratch, type_words):
    """A lesson in which somebody typed before they saved it and reloaded the page."""
    path = scratch("again", THREAD, *LINES)
    shared_page.open(path)
    type_words("one", "two", "three")
    shared_page.save()
    shared_page.reload(path)
    return shared_page


def test_after_a_reload_what_the_kernel_still_holds_is_not_made_again(reloaded):
    expect(reloaded.page.get_by_role("textbox", name="Words")).to_have_value("three")
    expect(made(reloaded)).to_be_visible()


def test_a_widget_that_was_looked_for_too_early_after_a_reload_is_drawn_again(reloaded):
    expect(made(reloaded)).to_be_visible()
    too_early = "node => node.replaceChildren('Error displaying widget: model not found')"
    reloaded.page.locator(".jp-OutputArea-output", has=made(reloaded)).last.evaluate(too_early)  # as when it is busy
    expect(reloaded.page.get_by_text("model not found")).to_have_count(0)
    expect(made(reloaded)).to_be_visible()


def test_all_that_is_typed_is_heard_in_the_thread_that_runs_the_cells(reloaded, type_words):
    """In a second one, an edit could be lost while an earlier one is still being saved or drawn."""
    type_words("four", "five")
    reloaded.restart()
    told = reloaded.page.get_by_text("Its kernel was started anew")
    expect(told.first).to_be_visible()
    reloaded.run_all()
    expect(told).to_have_count(0)
    type_words("six", "seven")


def test_settings_that_jupyterlab_reads_late_bring_no_second_thread(reloaded, type_words):
    reloaded.page.evaluate("() => { jupyterapp.serviceManager.kernels.commsOverSubshells = 'perCommTarget'; }")
    reloaded.run_all()
    type_words("eight", "nine", "ten")


HELD = """
import time, ipywidgets
from pathlib import Path
words, press, told = ipywidgets.Text(description="Words"), ipywidgets.Button(description="Press"), ipywidgets.Label()
def slow(change):
    Path("busy").touch()
    while Path("busy").exists():
        time.sleep(0.05)
words.observe(slow, "value")
press.on_click(lambda button: setattr(told, "value", f"pressed with {words.value}"))
ipywidgets.VBox([words, press, told])"""
RUN_LAST = """() => {
  jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
  void jupyterapp.commands.execute('notebook:run-cell');
}"""


def test_a_press_and_a_cell_come_after_the_changes_that_were_made_before_them(page, scratch, lab, wait_until):
    """A browser holds changes back while a slow kernel is still busy with the last one."""
    page.open(scratch("order", HELD, "print('run with', words.value)"))
    typed, busy = page.page.get_by_role("textbox", name="Words"), lab.folder / "scratch/busy"

    def type_while_busy(first, then):
        typed.fill(first)
        wait_until(busy.exists)
        typed.fill(then)

    def go_on():
        busy.unlink()
        wait_until(busy.exists)
        busy.unlink()

    type_while_busy("one", "two")
    page.page.get_by_role("button", name="Press").click()
    go_on()
    expect(page.page.get_by_text("pressed with two")).to_be_visible()
    type_while_busy("three", "four")
    page.page.evaluate(RUN_LAST)
    go_on()
    expect(page.page.get_by_text("run with four")).to_be_visible()


def test_the_code_can_be_looked_at_and_what_a_learner_adds_stays_in_sight(page, scratch):
    page.open(scratch("code", *LINES))
    expect(made(page)).to_be_visible()
    code = page.page.locator(".jp-CodeCell .jp-InputArea-editor:visible")
    expect(code).to_have_count(0)
    page.page.get_by_role("button", name="Code", exact=True).click()
    expect(code).to_have_count(3)
    page.page.get_by_role("button", name="Code", exact=True).click()
    expect(code).to_have_count(0)
    page.command("notebook:insert-cell-below")
    expect(code).to_have_count(1)


def test_a_notebook_without_the_mark_is_left_alone(page, scratch):
    page.page.evaluate("() => sessionStorage.clear()")  # of what the lessons before have kept
    page.open(scratch("plain", *LINES, mark=False))
    expect(page.page.get_by_text("stored").first).to_be_visible()
    expect(page.page.locator(".jp-CodeCell .jp-InputArea-editor:visible").first).to_be_visible()
    kept = page.page.evaluate("() => Object.keys(sessionStorage)")
    assert not [key for key in kept if key.startswith("pmcourse")]


def test_a_strangers_notebook_with_the_mark_does_not_run_and_says_how_to(page, scratch):
    page.open(scratch("stranger", *(f"{line}  # a stranger's" for line in LINES), trusted=False))
    said = page.page.get_by_text("stranger.ipynb: It comes from elsewhere, so it does not start by itself.")
    expect(said).to_be_visible()
    expect(made(page)).to_have_count(0)
    page.run_all()
    expect(made(page)).to_be_visible()
    expect(said).to_have_count(0)


def test_what_is_said_of_a_notebook_goes_when_it_is_closed(page, scratch):
    page.open(scratch("closed", *(f"{line}  # another's" for line in LINES), trusted=False))
    said = page.page.get_by_text("closed.ipynb: It comes from elsewhere")
    expect(said).to_be_visible()
    page.open(scratch("kept", *LINES))
    expect(said).to_have_count(0)


def test_a_strangers_notebook_that_was_saved_here_does_not_run_either(page, scratch, lab):
    path = scratch("saved", *LINES, mark=True, trusted=False)
    notebook = nbformat.read(lab.folder / path, as_version=4)
    for cell in notebook.cells:
        cell.outputs = []
        cell.source += "  # a stranger's"
    nbformat.write(notebook, lab.folder / path)
    page.open(path)
    page.command("notebook:insert-cell-below")
    page.save()  # Jupyter signs what it saves without outputs
    page.open(path)
    expect(page.page.get_by_text("does not start by itself").first).to_be_visible()
    expect(made(page)).to_have_count(0)


def test_the_courses_cells_in_a_strangers_folder_do_not_run(page, scratch, lab):
    path = scratch("ours", *LINES)
    there = lab.folder / "submitted" / "stranger"
    there.mkdir(parents=True)
    shutil.copy(lab.folder / path, there / "ours.ipynb")
    (there / "pmcourse").mkdir()
    (there / "pmcourse" / "__init__.py").write_text("open('it-ran', 'w').close()")
    page.open("submitted/stranger/ours.ipynb")
    expect(page.page.get_by_text("does not start by itself").first).to_be_visible()
    expect(made(page)).to_have_count(0)
    assert not (there / "it-ran").exists()


def test_a_cell_that_was_added_waits_and_the_lesson_starts(page, scratch, lab):
    path = scratch("added", *LINES)
    notebook = nbformat.read(lab.folder / path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("open('it-ran', 'w').close()"))
    nbformat.write(notebook, lab.folder / path)
    page.open(path)
    expect(made(page)).to_be_visible()
    expect(page.page.get_by_text("did not run by themselves").first).to_be_visible()
    assert not (lab.folder / "scratch" / "it-ran").exists()


def test_what_was_closed_unsaved_or_restarted_is_made_again_where_the_file_shows_old_widgets(page, scratch):
    path = scratch("unsaved", *LINES)
    page.open(path)
    expect(made(page)).to_be_visible()
    page.save()
    page.restart()
    page.run_all()  # other widgets than those of the file
    page.open()  # closes it as "Discard" does
    page.open(path)
    expect(made(page)).to_be_visible()
    page.save()
    page.restart()
    page.reload(path)
    expect(made(page)).to_be_visible()
    expect(page.page.get_by_text("model not found")).to_have_count(0)


TABLE = """
from pmcourse.backlog.case import CASE
from pmcourse.backlog.widget import BacklogWidget
BacklogWidget(CASE.mine())"""


def test_a_browser_that_is_opened_later_works_on_in_the_same_kernel(page, new_page, scratch, lab, wait_until):
    path = scratch("later", TABLE)
    page.open(path)
    page.open()
    new_page.open(path)
    kept = lab.folder / "scratch" / "answers" / "backlog.json"
    before = kept.read_bytes() if kept.exists() else b""
    new_page.page.get_by_role("button", name="Move T-02 down", exact=True).click()
    wait_until(lambda: kept.exists() and kept.read_bytes() != before)
    expect(new_page.page.get_by_text("model not found")).to_have_count(0)


def test_a_window_whose_lesson_is_started_in_another_one_says_so_until_it_runs_here(page, new_page, scratch):
    path = scratch("two", TABLE)
    page.open(path)
    told = page.page.get_by_text("two.ipynb: It was started in another window")
    expect(told).to_have_count(0)
    new_page.open(path)
    expect(told).to_be_visible()
    page.run_all()
    expect(told).to_have_count(0)
    expect(page.page.get_by_role("button", name="Move T-02 down", exact=True)).to_be_visible()


def test_an_error_stops_the_lesson_and_is_said(page, scratch):
    page.open(scratch("error", "1 / 0", *LINES))
    expect(page.page.get_by_text("stopped at a cell with an error").first).to_be_visible()
    expect(made(page)).to_have_count(0)


def test_every_lesson_and_assignment_bears_the_mark(lab):
    for path in [*lab.folder.glob("notebooks/*.ipynb"), *lab.folder.glob("release/*/*.ipynb")]:
        assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["pmcourse"] == MARK["pmcourse"], path.name


@pytest.fixture
def letter(page, scratch, lab):
    """A function that saves a lesson with a letter below its field, and reads the letter from the file."""
    path = scratch("letter", "import ipywidgets", "ipywidgets.Text(description='Words')")
    notebook = nbformat.read(lab.folder / path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("Dear Sam,"))
    nbformat.write(notebook, lab.folder / path)
    page.open(path)

    def saved() -> str:
        page.save()
        cells = json.loads((lab.folder / path).read_text(encoding="utf-8"))["cells"]
        assert len(cells) == len(notebook.cells)
        return "".join(cells[-1]["source"])

    return saved


def test_keys_lead_from_a_field_to_a_text_below_it(page, letter):
    page.page.get_by_role("textbox", name="Words").fill("from here")
    for key in ("Escape", "ArrowDown", "Enter", "Control+End"):
        page.page.keyboard.press(key)
    page.page.keyboard.type(" it is true.")
    assert letter() == "Dear Sam, it is true."


def test_a_text_that_was_double_clicked_takes_what_is_typed(page, letter):
    page.page.get_by_role("paragraph").filter(has_text="Dear Sam,").dblclick()
    expect(page.page.locator(".jp-MarkdownCell .cm-content:visible")).to_be_focused()
    page.page.keyboard.press("Control+End")
    page.page.keyboard.type(" add a date, and buy xx.")
    assert letter() == "Dear Sam, add a date, and buy xx."
