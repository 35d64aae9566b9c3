import pytest

from pmcourse.artifact import ArtifactFile, read, save
from pmcourse.board import BoardError
from pmcourse.roadmap.arrangement import Down
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.exchange import from_csv, from_markdown
from pmcourse.roadmap.model import Initiative, Roadmap
from pmcourse.roadmap.widget import RoadmapWidget, Section

pytestmark = pytest.mark.usefixtures("focused")


@pytest.fixture
def file(desk):
    return CASE.mine()


@pytest.fixture
def widget(file):
    return RoadmapWidget(file)


def card(widget, id):
    return next(card for card in widget.board.cards if card["id"] == id)


def form(widget, word):
    return next(form for form in widget.forms if word in form.add.description)


class TestBoard:
    def test_a_move_is_saved_at_once_and_what_it_breaks_is_said_in_words(self, widget, file):
        widget.board.move("R-02", "desk", "2027-Q2", 0)
        assert read(file.path, Roadmap).initiative("R-02").quarter == "2027-Q2"
        assert "New to put right" in widget.status.value and "waits for R-02" in widget.status.value
        assert any("waits for R-02" in problem for problem in card(widget, "R-07")["problems"])
        assert "is planned for 2027-Q1, but waits for R-02" in widget.findings.value

    def test_what_a_move_mends_is_said_too(self, widget):
        widget.board.move("R-14", "loans", "later", 0)
        assert "1 problem less" in widget.status.value
        assert card(widget, "R-14")["problems"] == []

    def test_undo_and_redo_go_with_the_board(self, widget, file):
        assert widget.undo.disabled and widget.redo.disabled
        widget.board.move("R-01", "grant", "2027-Q1", 0)
        widget.undo.click()
        assert file.value == CASE.start and card(widget, "R-01")["column"] == "2026-Q4"
        widget.redo.click()
        assert card(widget, "R-01")["column"] == "2027-Q1"

    def test_a_disk_that_refuses_is_told_of_whatever_was_done(self, widget, file, monkeypatch):
        widget.board.move("R-01", "grant", "2027-Q1", 0)

        def refuse(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("pmcourse.artifact.file.write_raw", refuse)
        for act in (widget.undo.click, widget.redo.click, lambda: widget.board.move("R-14", "loans", "later", 0)):
            act()
            assert "No space left on device" in widget.status.value

    def test_lanes_and_columns_can_be_changed(self, widget):
        widget.across.value, widget.down.value = "now, next, later", "teams"
        assert [column["id"] for column in widget.board.columns] == ["now", "next", "later"]
        assert "Borrow:Core" in [lane["id"] for lane in widget.board.lanes]
        widget.board.move("R-13", "Borrow", "next", 0)
        assert widget.file.value.initiative("R-13").teams == ("Borrow",)

    def test_a_card_that_is_gone_is_refused_and_nothing_changes(self, widget, file):
        with pytest.raises(BoardError, match="no longer on the board"):
            widget.board.move("R-99", "grant", "2027-Q1", 0)
        assert file.value == CASE.start

    def test_two_widgets_on_one_file_show_the_same(self, file):
        first, second = RoadmapWidget(file), RoadmapWidget(file, (Section.BOARD,), Down.PRIORITY)
        first.board.move("R-01", "grant", "2027-Q2", 0)
        assert card(second, "R-01")["column"] == "2027-Q2"

    def test_what_a_person_wrote_is_never_html(self, tmp_path):
        wild = CASE.start.model_copy(update={"title": "<b>T</b>"})
        wild = wild.with_initiative(
            wild.initiative("R-14").model_copy(update={"title": "<img src=x onerror=alert(1)>"})
        )
        widget = RoadmapWidget(ArtifactFile(tmp_path / "r.json", Roadmap, wild))
        widget.audience.value = "team"
        shown = widget.findings.value + widget.seen.value + widget.promises.value
        assert "<img" not in shown and "&lt;img" in shown


class TestForms:
    def test_a_field_changes_the_initiative_and_the_findings(self, widget, file):
        fields = form(widget, "initiative")
        fields.which.value = "R-08"
        fields.fields["after"].value = "R-05; R-11"
        assert file.value.initiative("R-08").after == ("R-05", "R-11")
        assert "R-08: “Waits for” is changed." in widget.status.value and "New to put right" in widget.status.value

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("after", "R-05; R-99", "must be of R-01"),
            ("teams", "Nobody", "must be of Borrow, Desk, Core"),
            ("promise", "soon", "must be a day such as"),
            ("effort", "much", "must be one number or three"),
            ("confidence", "200%", "less than or equal to 1"),
        ],
    )
    def test_what_breaks_a_rule_is_said_stays_in_its_field_and_changes_nothing(self, widget, file, field, typed, said):
        fields = form(widget, "initiative")
        fields.which.value = "R-08"
        fields.fields[field].value = typed
        assert file.value == CASE.start
        assert said in widget.status.value and "The old value still counts." in widget.status.value
        widget.board.move("R-14", "loans", "later", 0)
        assert fields.fields[field].value == typed
        fields.which.value = "R-01"
        assert fields.fields[field].value != typed

    def test_an_outcome_gets_its_measure(self, widget, file):
        fields = form(widget, "outcome")
        fields.which.value = "banner"
        for name, text in (("metric", "share of income"), ("baseline", "0"), ("target", "10"), ("by", "2027-12-31")):
            fields.fields[name].value = text
        outcome = file.value.outcome("banner")
        assert (outcome.metric, outcome.baseline, outcome.target, str(outcome.by)) == (
            "share of income", 0, 10, "2027-12-31",
        )  # fmt: skip

    def test_an_initiative_is_added_and_taken_off_again(self, widget, file):
        fields = form(widget, "initiative")
        fields.add.click()
        new = fields.which.value
        assert file.value.initiative(new).title == "A new initiative" and card(widget, new)["column"] == "later"
        fields.remove.click()
        assert file.value == CASE.start
        assert "Undo brings it back" in widget.status.value

    def test_what_waited_for_something_taken_off_waits_no_longer(self, widget, file):
        fields = form(widget, "initiative")
        fields.which.value = "R-02"
        fields.remove.click()
        assert file.value.initiative("R-07").after == ()


class TestForecast:
    def test_each_promise_has_its_chance_in_number_sign_and_word(self, widget):
        assert "R-07 Usage report for the council (to Mr Tan, town council)" in widget.promises.value
        assert "5% ✗ unlikely" in widget.promises.value and "✓ likely" in widget.promises.value

    def test_a_promise_in_doubt_says_whose_effort_decides(self, widget):
        assert "R-03 (72%)" in widget.promises.value.split("R-07")[1].split("</tr>")[0]
        assert "–" in widget.promises.value.split("R-01")[1].split("</tr>")[0]

    def test_sliders_show_another_chance_at_once_and_change_nothing_for_good(self, widget, file):
        widget.sliders.teams["Core"].value = 200
        assert "without what-if" in widget.promises.value and "66% ▲ doubtful" in widget.promises.value
        assert file.value == CASE.start
        widget.sliders.end.click()
        assert "without what-if" not in widget.promises.value and "66%" not in widget.promises.value

    def test_another_first_and_leaving_out_can_be_tried(self, widget):
        widget.sliders.first.value = "R-07"
        assert "✓ likely" in widget.promises.value.split("R-07")[1].split("</tr>")[0]
        widget.sliders.first.value, widget.sliders.drop.value = "", "R-07"
        assert "R-07 Usage" not in widget.promises.value

    def test_a_slider_forgets_an_initiative_that_was_taken_off(self, widget):
        widget.sliders.first.value = "R-14"
        fields = form(widget, "initiative")
        fields.which.value = "R-14"
        fields.remove.click()
        assert widget.sliders.first.value == "" and "without what-if" not in widget.promises.value

    def test_where_nothing_can_be_forecast_it_says_what_is_missing(self, tmp_path):
        bare = Roadmap(as_of="2027-01-04", initiatives=(Initiative(id="A", title="Sing"),))
        widget = RoadmapWidget(ArtifactFile(tmp_path / "r.json", Roadmap, bare))
        assert "give an initiative a team with capacity" in widget.promises.value
        widget.picture.value = "timeline with P50 to P85"
        assert "nothing to draw" in widget.drawing.value


class TestViews:
    @pytest.mark.parametrize("name", ["board", "timeline with P50 to P85", "capacity", "fan of finish dates"])
    def test_every_picture_has_words(self, widget, name):
        widget.picture.value = name
        assert 'role="img" aria-label="' in widget.drawing.value and "<svg" in widget.drawing.value
        widget.picture.value = "none"
        assert widget.drawing.value == ""

    def test_sales_sees_only_promised_days(self, widget):
        widget.audience.value = "sales"
        assert "2027-03-31 (Mr Tan, town council)" in widget.seen.value and "2026-Q4" not in widget.seen.value
        widget.audience.value = "nobody"
        assert widget.seen.value == "" and widget.save_view.disabled

    def test_a_view_is_saved_as_a_page_of_its_own(self, widget, file):
        widget.audience.value = "board"
        widget.save_view.click()
        page = file.path.with_name("roadmap-for-board.md").read_text(encoding="utf-8")
        assert page.startswith("# Toolshed, for the board") and "A duty: the council's two conditions are met" in page
        assert 'download="roadmap-for-board.md"' in widget.status.value


class TestFiles:
    def test_csv_and_markdown_give_the_roadmap_back(self, widget, file):
        for ending, reader in ((".csv", from_csv), (".md", from_markdown)):
            widget.saves[ending].click()
            saved = file.path.with_name("roadmap" + ending)
            assert reader(saved.read_text(encoding="utf-8")).roadmap == CASE.start
            assert f'download="roadmap{ending}"' in widget.status.value

    def test_mermaid_is_a_gantt_chart(self, widget, file):
        widget.saves[".mmd"].click()
        assert "gantt" in file.path.with_name("roadmap.mmd").read_text(encoding="utf-8")

    def test_a_sheet_comes_in_with_what_could_not_be_used_and_undo_brings_the_old_one_back(self, widget, file, upload):
        upload(widget, "plan.csv", b"id,title,team,quarter\nA,Sing,Choir,2027-Q1\nA,Dance,Choir,\n")
        assert [one.title for one in file.value.initiatives] == ["Sing"]
        assert "1 initiative loaded from plan.csv" in widget.status.value and "line 3" in widget.status.value
        widget.undo.click()
        assert file.value == CASE.start

    def test_a_file_that_is_no_roadmap_is_refused_and_nothing_is_lost(self, widget, file, upload):
        upload(widget, "photo.png", b"\x89PNG")
        assert "photo.png" in widget.status.value and file.value == CASE.start

    def test_a_file_that_could_not_be_read_is_told_of(self, tmp_path):
        path = tmp_path / "answers" / "roadmap.json"
        save(path, CASE.start)
        path.write_text(path.read_text()[:300])
        widget = RoadmapWidget(ArtifactFile(path, Roadmap, CASE.start))
        assert "roadmap.unreadable-1.json" in widget.status.value
