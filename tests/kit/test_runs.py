"""What a cell showed before it ran again is closed: it follows nothing any more, and what was typed in it is kept."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from pmcourse.artifact import ArtifactFile
from pmcourse.backlog.case import CASE
from pmcourse.backlog.lesson import exercise_order, table
from pmcourse.backlog.model import Backlog
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.roadmap.case import CASE as ROADMAP
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.widget import RoadmapWidget
from pmcourse.stories.case import CASE as STORIES
from pmcourse.stories.model import StorySet
from pmcourse.stories.widget import StoryEditor

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def run(monkeypatch):
    """`run("a", shown, …)` runs the cell with the id "a", which shows these."""
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    cell = {}
    monkeypatch.setattr(shell, "get_parent", lambda: {"metadata": cell}, raising=False)

    def run_cell(id, *shown):
        cell.clear()
        cell.update({"cellId": id} if id else {})
        shell.user_ns["shown"] = shown
        shell.run_cell("for each in shown: get_ipython().display_formatter.format(each)").raise_error()

    return run_cell


@pytest.fixture
def file(tmp_path):
    return ArtifactFile(tmp_path / "roadmap.json", Roadmap, ROADMAP.start)


def is_open(widget):
    return widget.comm is not None


def move(file):
    file.put(file.value.moved("R-02", None, quarter="2027-Q2"))


def test_a_board_that_was_shown_before_its_cell_ran_again_is_closed_and_redraws_nothing(run, file):
    before, now = RoadmapWidget(file, ("board",)), RoadmapWidget(file, ("board",))
    run("a", before)
    run("a", now)
    drawn = before.board.cards
    move(file)
    assert before.board.cards is drawn and now.board.cards != drawn
    assert not is_open(before) and not is_open(before.board) and not is_open(before.undo)
    assert is_open(now) and is_open(now.board)


def test_a_closed_table_is_let_go_by_its_file(tmp_path, run):
    file = ArtifactFile(tmp_path / "backlog.json", Backlog, CASE.start)
    run("a", BacklogWidget(file))
    run("a", BacklogWidget(file))
    run("a")
    assert file._observers == []


def test_what_other_cells_show_and_what_the_same_cell_shows_again_stays_open(run, file):
    one, other, both = (RoadmapWidget(file, ("board",)) for _ in range(3))
    run("a", one, both)
    run("b", other, both)
    run("a", one)
    run("b", other)
    assert is_open(one) and is_open(other) and not is_open(both)


def test_where_the_page_tells_no_cell_everything_stays_open(run, file):
    one = RoadmapWidget(file, ("board",))
    run(None, one)
    run(None)
    assert is_open(one)


def test_what_was_typed_and_not_yet_saved_is_saved_when_its_editor_is_closed(tmp_path, run):
    editor = StoryEditor(ArtifactFile(tmp_path / "stories.json", StorySet, STORIES.start))
    run("a", editor)
    editor._pending["text"] = "As a member, I want to book a tent, so that I can go camping."
    run("a")
    assert any("camping" in story.text for story in editor.file.value.stories)


def test_the_one_table_of_a_lesson_outlives_the_cell_that_made_it(run):
    first, exercise = table("rice", "wsjf"), exercise_order()
    run("a", first)
    run("b", exercise)
    exercise.widget.bring.click()
    run("a", table("rice", "wsjf"))
    assert not is_open(first) and is_open(exercise.widget.editor)
    before, again = exercise.widget.editor, exercise_order()
    run("b", again)
    assert not is_open(before) and is_open(again.widget.editor) and not is_open(exercise)
    assert again.widget.editor in again.widget.place.children
