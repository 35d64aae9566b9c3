import asyncio

import pytest

from pmcourse.artifact import ArtifactFile, read
from pmcourse.stories.case import CASE
from pmcourse.stories.mapwidget import StoryMapWidget
from pmcourse.stories.model import StorySet
from pmcourse.stories.widget import QUIET, StoryEditor

GOOD = "As a member, I want to see when a lending point closes, so that I find the door open."


@pytest.fixture
def file(desk):
    return CASE.mine()


@pytest.fixture
def editor(file):
    return StoryEditor(file, "TS-06")


@pytest.fixture
def board(file):
    return StoryMapWidget(file)


def card(widget, id):
    return next(card for card in widget.board.cards if card["id"] == id)


def lane(widget, id):
    return next(lane for lane in widget.board.lanes if lane["id"] == id)


# --- the editor


def test_it_begins_with_the_story_asked_for_and_says_how_it_is_read(editor):
    assert editor.text.value == CASE.start.find("TS-06").text
    assert "Who:</strong> member" in editor.parts.value
    assert ">user-friendly</mark>" in editor.judged.value


def test_what_is_typed_is_saved_and_judged(editor, file):
    editor.text.value = GOOD
    assert read(file.path, StorySet).find("TS-06").text == GOOD
    assert "Nothing to fix that a program can see" in editor.judged.value
    assert "TS-06 is saved: nothing to fix." in editor.status.value


def test_in_a_kernel_it_is_judged_at_every_key_and_saved_after_a_pause_as_one_step_of_undo(editor, file):
    async def type_and_wait():
        for end in range(len(GOOD) - 5, len(GOOD) + 1):
            editor.text.value = GOOD[:end]
            await asyncio.sleep(0)
        assert "see when a lending point closes" in editor.parts.value
        assert file.value.find("TS-06").text == CASE.start.find("TS-06").text
        await asyncio.sleep(QUIET + 0.3)

    asyncio.run(type_and_wait())
    assert file.value.find("TS-06").text == GOOD
    editor.undo.click()
    assert file.value == CASE.start
    assert editor.text.value == CASE.start.find("TS-06").text


def test_nothing_that_is_typed_is_lost_by_turning_to_another_story_or_by_another_button(file):
    async def type_then(act):
        editor = StoryEditor(file, "TS-06")
        editor.text.value = GOOD
        act(editor)

    asyncio.run(type_then(lambda editor: setattr(editor.story, "value", "TS-09")))
    assert file.value.find("TS-06").text == GOOD
    file.undo()
    asyncio.run(type_then(lambda editor: editor.new.click()))
    assert file.value.find("TS-06").text == GOOD
    file.undo()
    file.undo()
    asyncio.run(type_then(lambda editor: editor.flush()))
    assert file.value.find("TS-06").text == GOOD


def test_a_size_that_is_no_number_is_refused_in_words_and_stays_marked_until_put_right(editor, file):
    editor.size.value = "large"
    assert file.value.find("TS-06").size == 3
    assert editor.size.value == "large" and "pmc-refused" in editor.size._dom_classes
    assert "TS-06: size should be a valid number" in editor.status.value and "large" in editor.status.value
    editor.size.value = "2,5"
    assert file.value.find("TS-06").size == 2.5
    assert editor.size.value == "2.5" and "pmc-refused" not in editor.size._dom_classes


def test_links_are_read_with_commas_or_spaces_and_each_once(editor, file):
    editor.links.value = "T-12, T-07 T-12"
    assert file.value.find("TS-06").links == ("T-12", "T-07")
    assert editor.links.value == "T-12, T-07"


def test_a_part_keeps_role_items_and_step_of_the_whole(file, focused):
    editor = StoryEditor(file, "TS-16")
    editor.part.click()
    part = file.value.find("TS-16a")
    assert (part.epic, part.links, part.step) == ("TS-16", ("T-17",), "look")
    assert editor.text.value == "As a volunteer, I want …, so that …."
    assert editor.epic.value == "TS-16" and focused == [editor.text]


def test_a_story_that_nobody_has_estimated_is_told_so(editor):
    editor.size.value = ""
    assert "It has no size." in editor.judged.value
    editor.size.value = "3"
    assert "It has no size." not in editor.judged.value


def test_a_new_story_is_shown_and_told_and_judged_as_unfinished(editor, file, focused):
    editor.new.click()
    assert editor.story.value == "TS-17" and "TS-17 is new" in editor.status.value
    assert file.value.ids[-1] == "TS-17"


def test_a_deleted_story_comes_back_by_undo(editor, file):
    editor.delete.click()
    assert "TS-06" not in file.value.ids and editor.story.value == "TS-07"
    assert "TS-06 is deleted. Undo brings it back." in editor.status.value
    editor.undo.click()
    assert file.value == CASE.start
    editor.redo.click()
    assert "TS-06" not in file.value.ids


def test_the_last_story_can_go_and_the_editor_says_nothing_wrong(tmp_path):
    start = CASE.start.model_copy(update={"stories": CASE.start.stories[:1]})
    editor = StoryEditor(ArtifactFile(tmp_path / "one.json", StorySet, start))
    editor.delete.click()
    assert editor.file.value.stories == () and editor.text.disabled
    editor.new.click()
    assert editor.file.value.ids == ("TS-02",) and not editor.text.disabled


def test_criteria_are_judged_with_the_words_underlined(file):
    editor = StoryEditor(file, "TS-03")
    assert "No word for trouble was found." in editor.accepted.value
    editor.criteria.value = "When it works, everybody is happy"
    assert "criteria" in editor.accepted.value and "<mark" in editor.accepted.value


def test_a_form_is_put_below_criteria_that_are_there(file, focused):
    editor = StoryEditor(file, "TS-03")
    editor.template.click()
    criteria = file.value.find("TS-03").criteria
    assert criteria.startswith("Scenario: A free thing") and criteria.count("Scenario:") == 3


def test_two_editors_of_one_file_show_the_same(editor, file):
    other = StoryEditor(file, "TS-06")
    editor.text.value = GOOD
    assert other.text.value == GOOD


def test_a_failure_in_a_callback_is_told(editor, monkeypatch):
    monkeypatch.setattr(editor.file, "put", lambda value: 1 / 0)
    editor.size.value = "8"
    assert "fault in the lesson (ZeroDivisionError" in editor.status.value


# --- the map


def test_a_move_on_the_board_is_saved_and_can_be_undone(board, file):
    board.board.move("TS-14", "march", "pick", 0)
    assert (file.value.find("TS-14").step, file.value.find("TS-14").slice) == ("pick", "march")
    assert read(file.path, StorySet) == file.value
    assert (card(board, "TS-14")["lane"], card(board, "TS-14")["column"]) == ("march", "pick")
    board.undo.click()
    assert card(board, "TS-14")["lane"] == "none:" and file.value == CASE.start


def test_a_release_with_gaps_says_so_in_its_lane_until_the_gaps_are_filled(board):
    assert "✗ To fix: leaves out: Pick it up, Bring it back, Look after it all." in lane(board, "march")["note"]
    for id, step in {"TS-14": "pick", "TS-04": "return", "TS-12": "look"}.items():
        board.board.move(id, "march", step, 0)
    assert "leaves out" not in lane(board, "march")["note"]


def test_a_release_that_gets_too_full_says_so_at_once_in_words_on_the_cards_that_can_go(board):
    board.board.move("TS-03", "march", "book", 0)
    assert "31 March holds 26 points; there is room for 24, so it is 2 over." in board.status.value
    assert [fill["words"] for fill in lane(board, "march")["fills"]] == ["26 of 24 points"]
    for id in ("TS-02", "TS-03", "TS-13"):
        assert any("too full" in problem for problem in card(board, id)["problems"])
    assert card(board, "TS-01")["problems"] == []  # it alone holds its step


def test_a_card_says_that_its_note_is_no_story_yet(board):
    assert any("does not say who wants what" in problem for problem in card(board, "TS-07")["problems"])


def test_the_place_for_stories_without_a_step_goes_when_none_is_left(board):
    assert board.board.columns[-1]["title"] == "No step yet"
    for id in ("TS-07", "TS-08"):
        board.board.move(id, "none:", "look", 0)
    assert board.board.columns[-1]["title"] == "Look after it all"


def test_what_is_edited_shows_on_the_map_at_once(board, file):
    StoryEditor(file, "TS-07").text.value = GOOD
    assert card(board, "TS-07")["title"] == "See when a lending point closes"
    assert not any("who wants what" in problem for problem in card(board, "TS-07")["problems"])
