import pytest
from comm import DummyComm
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

from pmcourse.artifact import ArtifactFile, read
from pmcourse.backlog.case import CASE
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.widget import PAGE, BacklogWidget


@pytest.fixture
def file(desk):
    return CASE.mine()


@pytest.fixture
def widget(file):
    return BacklogWidget(file)


@pytest.fixture
def long(tmp_path):
    """A table of 200 items whose RICE scores fall by 1 from item to item."""
    items = tuple(
        Item(id=f"I-{at}", title=f"Item {at}", reach=1000 - at, impact=1, confidence=1, effort=1) for at in range(200)
    )
    return BacklogWidget(ArtifactFile(tmp_path / "long.json", Backlog, Backlog(items=items)), ("rice",))


def row(widget, id):
    return next(row for row in widget.rows if row.item_id == id)


def parts(one):
    return (one.place, one.head, one.up, one.down, *one.cells.values(), one.score, one.rank, one.note)


def watched(rows):
    """The changes of each row as (row's number, trait), filled while the widgets change."""
    sent = []
    for at, one in enumerate(rows):
        for part in (one, *parts(one)):
            part.observe(lambda change, at=at: sent.append((at, change["name"])))
    return sent


def test_a_typed_number_changes_score_rank_and_file_at_once(widget, file):
    row(widget, "T-07").cells["effort"].value = "0,5"
    assert file.value.find("T-07").effort == 0.5
    assert read(file.path, Backlog) == file.value
    assert row(widget, "T-07").rank.value == "1"
    assert row(widget, "T-07").score.value == "4,320"
    assert row(widget, "T-07").cells["effort"].value == "0.5"


def test_text_that_is_no_number_is_refused_in_words_and_the_old_value_stays(widget, file):
    row(widget, "T-07").cells["effort"].value = "soon"
    assert file.value.find("T-07").effort == 4
    assert "effort must be a number" in widget.status.value and "soon" in widget.status.value
    assert "old value still counts" in widget.status.value and "Type a number" in widget.status.value


def test_what_was_refused_stays_in_its_field_marked_and_explained_until_it_is_put_right(widget, file):
    row(widget, "T-07").cells["effort"].value = "soon"
    row(widget, "T-01").cells["reach"].value = "2500"
    row(widget, "T-07").up.click()
    moved = row(widget, "T-07")
    assert moved.cells["effort"].value == "soon"
    assert "pmc-refused" in moved.cells["effort"]._dom_classes
    assert "must be a number" in moved.note.value and "pmc-none" not in moved.note._dom_classes
    moved.cells["effort"].value = "3"
    assert file.value.find("T-07").effort == 3
    assert "pmc-refused" not in moved.cells["effort"]._dom_classes
    assert moved.note.value == "" and "pmc-none" in moved.note._dom_classes


def test_what_was_refused_does_not_vanish_without_a_word_when_undone(widget):
    row(widget, "T-01").cells["reach"].value = "2500"
    row(widget, "T-07").cells["effort"].value = "soon"
    widget.undo.click()
    assert row(widget, "T-07").cells["effort"].value == "4"
    assert "“soon”" in widget.status.value


def test_a_negative_effort_is_refused_with_the_rule(widget, file):
    row(widget, "T-07").cells["effort"].value = "-1"
    assert file.value.find("T-07").effort == 4
    assert "greater than or equal to 0" in widget.status.value


def test_a_number_that_could_mean_two_things_is_taken_and_said(widget, file):
    row(widget, "T-07").cells["reach"].value = "1,200"
    assert file.value.find("T-07").reach == 1200
    assert "“1,200” is read as 1200" in widget.status.value


def test_an_empty_field_means_unknown_and_the_item_says_why_it_has_no_score(widget, file):
    row(widget, "T-07").cells["effort"].value = ""
    assert file.value.find("T-07").effort is None
    assert row(widget, "T-07").score.value == "–" and row(widget, "T-07").rank.value == "–"
    assert "effort unknown" in row(widget, "T-07").head.value


def test_the_same_number_typed_in_another_way_is_shown_plainly(widget, file):
    row(widget, "T-07").cells["confidence"].value = "80%"
    assert row(widget, "T-07").cells["confidence"].value == "0.8"
    assert not file.can_undo


def test_the_buttons_move_an_item_say_where_it_is_and_the_focus_follows_it(widget, file, focused):
    row(widget, "T-02").up.click()
    assert file.value.ids[:2] == ("T-02", "T-01")
    assert "T-02 is now at place 1" in widget.status.value
    assert focused == [row(widget, "T-02").down]  # at the top, "up" has nothing to do
    row(widget, "T-02").down.click()
    assert file.value.ids[:2] == ("T-01", "T-02")
    assert focused[1:] == [row(widget, "T-02").down]


def test_a_typed_place_moves_an_item_there_and_turns_to_its_page(long, focused):
    row(long, "I-3").place.value = "110"
    assert long.file.value.ids[109] == "I-3"
    assert long.page.value == 5
    assert focused == [row(long, "I-3").place]
    assert row(long, "I-3").place.value == "110"


@pytest.mark.parametrize("typed", ["0", "201", "first", "1.5", ""])
def test_a_place_that_is_none_is_refused_and_the_item_stays(long, typed):
    row(long, "I-3").place.value = typed
    assert long.file.value.ids[3] == "I-3" and not long.file.can_undo
    assert "whole number from 1 to 200" in long.status.value
    assert row(long, "I-3").place.value == typed


def test_an_item_moved_over_the_edge_of_a_page_is_followed(long, focused):
    long.rows[PAGE - 1].down.click()
    assert long.page.value == 2
    assert long.rows[0].item_id == "I-24"
    assert focused == [long.rows[0].down]


def test_every_button_and_field_has_a_name_that_says_which_item_is_meant(widget):
    for method in ("rice", "moscow", "kano", "safe"):
        widget.method.value = method
        for one in widget.rows:
            named = (one.place, one.up, one.down, *one.cells.values())
            assert all(one.item_id in part.description for part in named)
            assert {one.up.description, one.down.description} == {f"Move {one.item_id} {way}" for way in ("up", "down")}
    controls = (widget.method, widget.sort, widget.undo, widget.redo, widget.page, widget.picture)
    whatif = widget.whatif
    controls += (whatif.overrun, whatif.doubt, whatif.keep, whatif.back)
    controls += (widget.upload, widget.save_jira, widget.save_plain)
    assert all(control.description for control in controls)


def test_the_columns_are_those_that_the_method_reads(widget):
    widget.method.value = "wsjf"
    assert all(tuple(one.cells) == ("cost_of_delay", "duration") for one in widget.rows)
    assert "Cost of delay" in widget.header.value and "Reach" not in widget.header.value
    widget.method.value = "kano"
    assert all(not one.cells for one in widget.rows)


def test_undo_and_redo_take_back_and_make_again(widget, file):
    widget.sort.click()
    ranked = file.value
    widget.undo.click()
    assert file.value == CASE.start and widget.undo.disabled
    widget.redo.click()
    assert file.value == ranked and widget.redo.disabled


def test_sorting_follows_the_method(widget, file):
    widget.sort.click()
    assert [one.rank.value for one in widget.rows[:3]] == ["1", "2", "3"]


def test_switching_the_method_says_how_many_moved_who_moved_farthest_and_why(widget):
    widget.method.value = "wsjf"
    assert "items change their rank" in widget.status.value
    assert "T-03" in widget.status.value and "a week of delay" in widget.status.value


def test_methods_that_rank_alike_are_said_to_move_nothing(tmp_path):
    items = (Item(id="A", title="A", cost_of_delay=2, duration=1), Item(id="B", title="B", cost_of_delay=1, duration=1))
    widget = BacklogWidget(ArtifactFile(tmp_path / "b.json", Backlog, Backlog(items=items)), ("wsjf", "cd3"))
    widget.method.value = "cd3"
    assert "no item changes its rank" in widget.status.value


def test_a_need_that_comes_too_late_is_told_on_its_row_and_the_items_are_named_below(widget):
    assert "Comes before T-24, which it needs" in row(widget, "T-05").note.value
    assert "T-05" in widget.findings.value and "needs" not in widget.findings.value  # which its row says
    row(widget, "T-24").place.value = "1"
    assert row(widget, "T-05").note.value == ""
    assert "T-05" not in widget.findings.value


def test_the_cost_of_an_order_is_told_beside_the_cheapest(widget):
    widget.method.value = "wsjf"
    assert "898,045" in widget.summary.value and "731,865" in widget.summary.value


def test_one_edit_changes_only_the_row_that_differs_and_builds_none(long):
    rows = list(long.rows)
    assert len(rows) == PAGE
    children = long.table.children
    alive = len(_instances)
    sent = watched(rows)
    rows[3].cells["reach"].value = "997.5"  # no rank changes
    assert {at for at, _ in sent} == {3}
    assert len(sent) == 2  # what was typed, and the score
    assert all(old is new for old, new in zip(children, long.table.children, strict=True))
    assert len(_instances) == alive


def test_a_move_changes_two_rows_and_builds_none(long):
    children, sent = long.table.children, watched(long.rows)
    long.rows[5].up.click()
    assert {at for at, _ in sent} == {4, 5}
    assert all(old is new for old, new in zip(children, long.table.children, strict=True))


def test_one_edit_sends_few_messages(long, monkeypatch):
    messages = []
    monkeypatch.setattr(Widget, "_send", lambda self, message, buffers=None: messages.append(message))
    long.rows[3].cells["reach"].value = "997.5"
    assert 1 <= len(messages) <= 6


def test_a_table_is_opened_with_so_few_messages_that_none_is_dropped_on_the_way(file, monkeypatch):
    messages = []
    monkeypatch.setattr(DummyComm, "publish_msg", lambda self, kind, **rest: messages.append(kind))
    opened = BacklogWidget(file)
    assert len(messages) <= 400 + len(opened.rows)  # a Jupyter server begins to drop at 1,000 that wait
    messages.clear()
    opened.method.value = "wsjf"
    assert len(messages) <= 6 * len(opened.rows)


def test_another_method_changes_the_columns_and_keeps_the_rows(widget):
    rows = list(widget.rows)
    widget.method.value = "wsjf"
    assert all(old is new for old, new in zip(rows, widget.rows, strict=True))
    assert list(widget.rows[0].cells) == ["cost_of_delay", "duration"]
    assert set(widget.rows[0].cells.values()) <= set(widget.rows[0].children)
    assert not {"reach", "effort"} & {name[4:] for part in widget.rows[0].children for name in part._dom_classes}


def test_the_rows_serve_page_after_page(long):
    rows = list(long.rows)
    long.page.value = 8
    assert [one.item_id for one in long.rows] == [f"I-{at}" for at in range(175, 200)]
    assert all(old is new for old, new in zip(rows, long.rows, strict=True))


def test_what_if_shows_other_scores_but_saves_them_only_when_kept(widget, file):
    before = row(widget, "T-20").score.value
    widget.whatif.overrun.value = 100
    assert row(widget, "T-20").score.value != before
    assert row(widget, "T-20").cells["effort"].value == "9"
    assert "Nothing is saved" in widget.summary.value
    assert file.value == CASE.start and not file.path.exists()
    widget.whatif.keep.click()
    assert file.value.find("T-20").effort == 18
    assert widget.whatif.overrun.value == 0 and widget.whatif.keep.disabled


def test_what_if_says_what_rank_an_item_had(widget):
    widget.whatif.overrun.value = 200
    assert any("was" in one.rank.value for one in widget.rows)


def test_an_edit_during_what_if_is_saved_as_typed(widget, file):
    widget.whatif.overrun.value = 100
    row(widget, "T-20").cells["effort"].value = "10"
    assert file.value == CASE.start.change("T-20", effort=10)


def test_what_if_ends_without_a_trace(widget, file):
    before = [one.rank.value for one in widget.rows]
    widget.whatif.doubt.value = 50
    widget.whatif.back.click()
    assert [one.rank.value for one in widget.rows] == before
    assert file.value == CASE.start and widget.summary.value == ""


def test_sliders_without_effect_are_hidden_and_set_back(widget, file):
    widget.whatif.doubt.value = 50
    widget.method.value = "wsjf"
    assert widget.whatif.doubt.value == 0 and widget.whatif.doubt.layout.display == "none"
    assert widget.whatif.overrun.layout.display is None
    assert widget.whatif.keep.disabled


def test_what_is_typed_in_a_title_is_never_run_as_html(tmp_path):
    start = Backlog(
        items=(
            Item(id="<b>", title="<script>alert(1)</script>", reach=1, impact=1, confidence=1, effort=1),
            Item(id="<i>", title="<img src=x>", depends_on=("<u>",)),
        )
    )
    widget = BacklogWidget(ArtifactFile(tmp_path / "backlog.json", Backlog, start))
    widget.rows[0].cells["reach"].value = "<em>"
    widget.method.value = "wsjf"
    html = "".join(part.value for one in widget.rows for part in (one.head, one.note, one.score, one.rank))
    html += widget.status.value + widget.findings.value + widget.summary.value
    assert not any(tag in html for tag in ("<script", "<b>", "<i>", "<u>", "<img", "<em>"))
    assert "&lt;script&gt;" in widget.rows[0].head.value


def test_pictures_come_with_the_words_that_say_the_same(widget):
    for choice, words in (("Value and effort", "quick win"), ("Who moves", "from"), ("Cost of delay", "weeks")):
        widget.picture.value = choice
        assert 'role="img"' in widget.drawing.value and words in widget.drawing.value.split("<svg")[0]
    widget.picture.value = "No picture"
    assert widget.drawing.value == ""


def test_a_table_of_one_method_does_not_offer_to_compare(long):
    assert "Who moves" not in long.picture.options


@pytest.mark.parametrize(("button", "name"), [("save_jira", "backlog-jira.csv"), ("save_plain", "backlog.csv")])
def test_a_csv_file_is_saved_beside_the_answers_and_can_be_downloaded(widget, file, button, name):
    getattr(widget, button).click()
    assert "T-24" in file.path.with_name(name).read_text(encoding="utf-8")
    assert f"{name} in the folder answers" in widget.status.value
    assert f'download="{name}"' in widget.status.value


def test_a_csv_file_that_cannot_be_written_can_still_be_downloaded(widget, file):
    file.path.with_name("backlog.csv").mkdir(parents=True)
    widget.save_plain.click()
    assert "could not be written" in widget.status.value and "download=" in widget.status.value


def test_a_loaded_csv_file_replaces_the_items_names_bad_rows_and_can_be_undone(widget, file, upload):
    upload(widget, "b.csv", b"id,title,effort\nX,Ex,2\nY,,3\n")
    assert file.value.ids == ("X",)
    assert "1 item loaded from b.csv" in widget.status.value and "Line 3" in widget.status.value
    assert len(widget.rows) == 1
    widget.undo.click()
    assert file.value == CASE.start and len(widget.rows) == 24


def test_the_same_file_can_be_loaded_twice(widget, file, upload):
    upload(widget, "b.csv", b"id,title\nX,Ex\n")
    widget.undo.click()
    upload(widget, "b.csv", b"id,title\nX,Ex\n")
    assert file.value.ids == ("X",)


def test_a_file_that_is_no_table_is_refused_in_words_and_changes_nothing(widget, file, upload):
    upload(widget, "photo.csv", b"")
    assert file.value == CASE.start
    assert "photo.csv" in widget.status.value


def test_trouble_with_the_disk_is_said(widget, file):
    file.path.parent.write_text("a file where the folder should be")
    row(widget, "T-07").cells["effort"].value = "3"
    assert "Not saved" in widget.status.value
    assert file.value.find("T-07").effort == 3


def test_a_failure_that_nobody_foresaw_is_shown(widget, monkeypatch):
    monkeypatch.setattr("pmcourse.backlog.widget.rank", lambda *_: 1 / 0)
    widget.sort.click()
    assert "That did not work" in widget.status.value and "division by zero" in widget.status.value


def test_two_tables_on_one_file_show_the_same(widget, file):
    other = BacklogWidget(file, ("rice",))
    row(widget, "T-07").cells["effort"].value = "3"
    assert row(other, "T-07").cells["effort"].value == "3"
    other.close()
    row(widget, "T-07").cells["effort"].value = "2"
    assert row(widget, "T-07").cells["effort"].value == "2"


def test_an_empty_backlog_has_a_table_too(tmp_path):
    widget = BacklogWidget(ArtifactFile(tmp_path / "b.json", Backlog, Backlog()))
    for method in ("rice", "wsjf", "moscow"):
        widget.method.value = method
    assert widget.rows == []


def test_where_the_lesson_cannot_run_a_sentence_stands_for_the_table(widget):
    assert "open this lesson in JupyterLab" in repr(widget)
