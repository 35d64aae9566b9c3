import csv
import io
import json
import subprocess
import sys

import pytest

from pmcourse.artifact import read, save
from pmcourse.backlog.commands import Method
from pmcourse.backlog.methods import METHODS
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.trackers import read_csv

GOOD = """\
Issue key,Summary,Reach,Impact,Confidence,Story Points,Cost of delay,Duration,Inward issue link (Blocks)
T-05,Late fees by card,1000,1,80%,2,400,2,T-24
T-24,Card payment provider,500,2,100%,4,100,4,
T-22,Dark theme,300,0.5,50%,1,10,1,
"""
POINTS = (
    "“Story Points” is a size, not a time: numbers were taken as they are, so that the order holds and no score is per "
    "person-week. To convert: --unit 'Story Points=0.5 person-weeks'."
)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "jira.csv"
    path.write_text(GOOD)
    return path


class TestRank:
    def test_best_first_with_score_and_reason(self, printed, good):
        rows = printed("rank", good, "--method", "rice")
        assert [(row["rank"], row["id"], row["title"], row["score"]) for row in rows] == [
            (1, "T-05", "Late fees by card", 400),
            (2, "T-24", "Card payment provider", 250),
            (3, "T-22", "Dark theme", 75),
        ]
        assert "1000 people" in rows[0]["why"]

    def test_an_item_that_cannot_be_scored_has_no_rank(self, printed, good):
        good.write_text(GOOD + "T-99,Nobody knows,1,1,1,,1,1,\n")
        assert [(row["rank"], row["id"]) for row in printed("rank", good, "--method", "rice")][-1] == (None, "T-99")

    def test_status_0_where_nothing_is_in_the_way(self, run, good):
        result = run("rank", good, "--method", "rice")
        assert (result.exit_code, result.stderr) == (0, f"{good}: {POINTS}\n")
        assert "Late fees" in result.stdout

    def test_every_method_of_the_lesson_is_offered_and_sequence(self):
        assert {method.value for method in Method} == {*METHODS, "sequence"}

    @pytest.mark.parametrize("method", list(Method))
    def test_every_method_lists_every_item(self, printed, good, method):
        assert {row["id"] for row in printed("rank", good, "--method", method.value)} == {"T-05", "T-24", "T-22"}

    def test_sequence_keeps_dependencies(self, printed, good):
        order = [row["id"] for row in printed("rank", good, "--method", "sequence")]
        assert order.index("T-24") < order.index("T-05")

    def test_sequence_says_what_the_order_costs(self, run, good):  # 100 × 4 + 400 × 6 + 10 × 7
        assert "Cost of delay 2,870" in run("rank", good, "--method", "sequence").stderr

    def test_csv_has_a_heading_and_no_formula(self, run, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("ID,Title,Reach\nA,=1+1,5\n")
        rows = list(csv.reader(io.StringIO(run("rank", path, "--method", "rice", "--format", "csv").stdout)))
        assert rows[0] == ["rank", "id", "title", "score", "why"]
        assert rows[1][2] == "'=1+1"

    def test_a_row_kept_aside_is_named_by_file_and_line_and_makes_status_1(self, run, good):
        good.write_text(GOOD + "T-99,,1,1,1,1,1,1,\n")
        result = run("rank", good, "--method", "rice")
        assert result.exit_code == 1
        assert f"{good}, line 5: kept aside. The row has no title." in result.stderr
        assert "T-24" in result.stdout

    def test_a_circle_is_named_and_makes_status_1_and_the_rest_ranks(self, run, good):
        good.write_text(GOOD.replace("100,4,\n", "100,4,T-05\n"))
        result = run("rank", good, "--method", "sequence", "--format", "json")
        assert result.exit_code == 1
        assert "wait for each other: T-24 needs T-05 needs T-24." in result.stderr
        assert len(json.loads(result.stdout)) == 3

    @pytest.mark.parametrize("method", ["safe", "sequence"])
    def test_where_nothing_can_be_scored_it_says_what_is_needed(self, run, tmp_path, method):
        path = tmp_path / "x.csv"
        path.write_text("ID,Title\nA,one\n")
        result = run("rank", path, "--method", method)
        assert result.exit_code == 1
        assert f"No item could be scored: {method} needs" in result.stderr

    def test_where_nothing_can_be_scored_the_methods_are_named_for_which_the_file_has_all(self, run, tmp_path):
        path = tmp_path / "safe.csv"
        path.write_text("ID,Title,Business value,Time criticality,RR|OE,Job size\n1,A,3,5,2,3\n2,B,8,1,1,5\n")
        result = run("rank", path, "--method", "wsjf")
        assert result.exit_code == 1
        assert "needs cost of delay, duration" in result.stderr
        assert "The file has what these need: --method safe, --method value-effort." in result.stderr

    def test_an_empty_backlog_cannot_be_scored(self, run, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("ID,Title\n")
        assert run("rank", path, "--method", "sequence").exit_code == 1

    def test_a_column_can_be_mapped(self, printed, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("ID;Was;Leute;Impact;Confidence;Effort\nA;one;100;1;50%;0,5\n")
        rows = printed("rank", path, "--method", "rice", "--map", "Was=title", "--map", "Leute=reach")
        assert [(row["title"], row["score"]) for row in rows] == [("one", 100)]

    @pytest.mark.parametrize("wrong", ["Summary", "=title"])
    def test_a_mapping_without_two_sides_is_refused(self, refused, good, wrong):
        assert f"COLUMN=FIELD (got {wrong!r})" in refused("rank", good, "--method", "rice", "--map", wrong)

    def test_links_from_another_file_become_dependencies(self, run, good, tmp_path):
        links = tmp_path / "links.csv"
        links.write_text("issuekey,linkedIssueKey,name\nT-22,T-05,blocks\nX-1,T-05,blocks\n,,blocks\n")
        result = run("rank", good, "--method", "sequence", "--links", links, "--format", "json")
        order = [row["id"] for row in json.loads(result.stdout)]
        assert order.index("T-22") < order.index("T-05")
        assert result.exit_code == 1
        assert f"{links}, line 4: kept aside" in result.stderr

    def test_an_encoding_can_be_given(self, printed, tmp_path):
        path = tmp_path / "x.csv"
        path.write_bytes("ID,Title\nA,Žádost\n".encode("cp1250"))
        assert printed("rank", path, "--method", "rice", "--encoding", "cp1250")[0]["title"] == "Žádost"

    @pytest.mark.parametrize("encoding", ["idna", "punycode", "undefined"])
    def test_an_encoding_that_reads_no_such_text_is_refused(self, refused, tmp_path, encoding):
        path = tmp_path / "x.csv"
        path.write_bytes("ID,Title\nA,Žádost\n".encode())
        assert encoding in refused("rank", path, "--method", "rice", "--encoding", encoding)

    @pytest.mark.parametrize("method", ["rice", "wsjf", "sequence"])
    def test_what_no_computer_can_hold_is_no_score_and_stays_json(self, run, printed, tmp_path, method):
        path = tmp_path / "x.csv"
        path.write_text(
            "ID,Title,Reach,Impact,Confidence,Effort,Cost of delay,Duration\nA,a,10,1,80%,1e-320,10,1e-320\n"
        )
        printed = run("rank", path, "--method", method, "--format", "json").stdout
        (row,) = json.loads(printed, parse_constant=pytest.fail)
        assert row["score"] is None

    def test_only_what_no_item_has_is_asked_for(self, run, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("ID,Title,Effort\nA,a,2\n")
        assert "rice needs reach, impact, confidence. Fill" in run("rank", path, "--method", "rice").stderr

    def test_a_backlog_made_in_the_course_is_ranked_too(self, printed, tmp_path):
        save(tmp_path / "backlog.json", Backlog(items=[Item(id="A", title="one", cost_of_delay=6, duration=2)]))
        assert printed("rank", tmp_path / "backlog.json", "--method", "cd3")[0]["score"] == 3

    def test_a_method_that_does_not_exist_is_bad_use(self, run, good):
        assert run("rank", good, "--method", "gut").exit_code == 2


class TestConvert:
    def test_to_json_keeps_every_item(self, run, good, tmp_path):
        assert run("convert", good, tmp_path / "b.json", "--to", "json").exit_code == 0
        assert read(tmp_path / "b.json", Backlog) == read_csv(good).backlog

    @pytest.mark.parametrize("shape", ["jira", "csv"])
    def test_to_a_table_and_back_keeps_every_item(self, run, good, tmp_path, shape):
        result = run("convert", good, tmp_path / "out.csv", "--to", shape)
        assert "3 items written" in result.stderr
        assert read_csv(tmp_path / "out.csv").backlog == read_csv(good).backlog

    def test_the_plain_table_has_a_mark_that_excel_needs_and_jiras_has_none(self, run, good, tmp_path):
        run("convert", good, tmp_path / "plain.csv", "--to", "csv")
        run("convert", good, tmp_path / "jira-out.csv", "--to", "jira")
        assert (tmp_path / "plain.csv").read_bytes().startswith(b"\xef\xbb\xbfid,title")
        assert (tmp_path / "jira-out.csv").read_bytes().startswith(b"Issue key,Summary")

    def test_what_jira_calls_story_points_is_told_where_it_holds_weeks(self, run, good, tmp_path):
        weeks = tmp_path / "weeks.csv"
        weeks.write_text("Title,Effort (months)\nA,2\n")
        told = "“Story Points” holds the effort, in person-weeks"
        assert told in run("convert", weeks, tmp_path / "one.csv", "--to", "jira").stderr
        assert told not in run("convert", good, tmp_path / "two.csv", "--to", "jira").stderr

    def test_a_file_that_exists_is_never_replaced_unasked(self, refused, good, tmp_path):
        out = tmp_path / "out.csv"
        out.write_text("mine")
        assert "say --force" in refused("convert", good, out, "--to", "csv")
        assert out.read_text() == "mine"

    def test_a_file_that_exists_is_replaced_on_demand_even_the_one_that_is_read(self, run, good):
        before = read_csv(good).backlog
        assert run("convert", good, good, "--to", "jira", "--force").exit_code == 0
        assert read_csv(good).backlog == before

    @pytest.mark.parametrize("options", [[], ["--force"]])
    def test_a_folder_that_does_not_exist_is_refused_in_words(self, refused, good, tmp_path, options):
        said = refused("convert", good, tmp_path / "none" / "out.csv", "--to", "csv", *options)
        assert "cannot be written" in said

    def test_a_folder_is_not_replaced_by_a_file(self, refused, good, tmp_path):
        (tmp_path / "folder").mkdir()
        assert "cannot be written" in refused("convert", good, tmp_path / "folder", "--to", "csv", "--force")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "jira.csv"]

    def test_a_row_kept_aside_makes_status_1_and_the_rest_is_written(self, run, good, tmp_path):
        good.write_text(GOOD + "T-99,,1,1,1,1,1,1,\n")
        assert run("convert", good, tmp_path / "out.csv", "--to", "csv").exit_code == 1
        assert len(read_csv(tmp_path / "out.csv").backlog.items) == 3


class TestMap:
    SHEET = "Wish,Name,Confidence,Story Points\nx,one,8,3\ny,two,10,5\n"

    @pytest.fixture
    def sheet(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text(self.SHEET)
        return path

    def test_each_column_is_shown_with_what_it_is_and_how_it_is_read(self, run, sheet):
        result = run("map", sheet, "--format", "json")
        rows = {row["column"]: row for row in json.loads(result.stdout)}
        assert (rows["Name"]["is"], rows["Wish"]["is"], rows["Confidence"]["is"]) == ("title", "kept", "kept")
        assert (rows["Confidence"]["read as"], rows["Story Points"]["unit"]) == ("kept aside", "story points")
        assert result.exit_code == 1 and "a scale" in result.stderr

    def test_the_mapping_is_written_and_serves_the_next_time(self, run, sheet, tmp_path):
        options = ("--map", "Wish=title", "--unit", "Confidence=1 to 10", "--save", tmp_path / "m.toml")
        assert run("map", sheet, *options).exit_code == 0
        result = run("convert", sheet, "-", "--to", "json", "--mapping", tmp_path / "m.toml")
        first = json.loads(result.stdout)["items"][0]
        assert (first["title"], first["confidence"], first["effort"]) == ("x", 0.8, 3)

    def test_a_mapping_that_exists_is_not_replaced(self, refused, sheet, tmp_path):
        (tmp_path / "m.toml").write_text("mine")
        assert "say --force" in refused("map", sheet, "--save", tmp_path / "m.toml")

    @pytest.mark.parametrize("text", ["[columns", "[columns]\nA = 1\n", "other = 2\n", "columns = 3\n"])
    def test_a_mapping_that_cannot_be_read_is_refused_by_name(self, refused, sheet, tmp_path, text):
        (tmp_path / "m.toml").write_text(text)
        assert "m.toml is no mapping" in refused("map", sheet, "--mapping", tmp_path / "m.toml")

    def test_without_titles_it_says_how_to_name_them(self, run, tmp_path):
        (tmp_path / "x.csv").write_text("Foo,Bar\n1,2\n")
        result = run("map", tmp_path / "x.csv")
        assert result.exit_code == 1 and "--map 'COLUMN=title'" in result.stderr

    def test_a_table_of_links_is_shown_as_one(self, run, tmp_path):
        (tmp_path / "x.csv").write_text("issuekey,linkedIssueKey,name\nA,B,blocks\n")
        rows = json.loads(run("map", tmp_path / "x.csv", "--format", "json").stdout)
        assert {row["is"] for row in rows} == {"link"}


class TestUnits:
    def test_the_least_sure_item_no_longer_leads(self, run, printed, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("ID,Title,Reach,Impact,Confidence,Effort\nA,a,100,1,1,1\nB,b,100,1,8,1\nC,c,100,1,10,1\n")
        result = run("rank", path, "--method", "rice")
        assert result.exit_code == 1
        assert "“Confidence” goes up to 10" in result.stderr and "rice needs" in result.stderr
        rows = printed("rank", path, "--method", "rice", "--unit", "Confidence=1 to 10")
        assert [(row["id"], row["score"]) for row in rows] == [("C", 100), ("B", 80), ("A", 10)]

    def test_story_points_are_called_so_in_the_reason(self, printed, good):
        assert "÷ 4 story points" in printed("rank", good, "--method", "rice")[1]["why"]

    def test_a_unit_for_no_column_of_numbers_is_refused(self, refused, good):
        said = refused("rank", good, "--method", "rice", "--unit", "Summary=days")
        assert "column of numbers: Reach, Impact, Confidence" in said

    @pytest.mark.parametrize("wrong", ["Reach", "=days", "Reach="])
    def test_a_unit_without_two_sides_is_refused(self, refused, good, wrong):
        assert "COLUMN=UNIT" in refused("rank", good, "--method", "rice", "--unit", wrong)

    def test_two_columns_for_one_number_are_told(self, run, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("ID,Title,Story Points,Effort (days)\nA,a,,5\n")
        result = run("rank", path, "--method", "value-effort")
        assert "effort was read from “Story Points”, and where that is empty from “Effort (days)”" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["jira.csv", "--method", "rice"], 0, ""),
        (["jira.csv", "--method", "safe"], 1, "No item could be scored"),
        (["none.csv", "--method", "rice"], 2, "There is no file none.csv."),
        (["binary.csv", "--method", "rice"], 2, "is a workbook"),
    ],
)
def test_the_program_ends_with_its_status_and_a_plain_message(good, arguments, status, said):
    (good.parent / "binary.csv").write_bytes(b"PK\x03\x04\x14\0\x06\0")
    program = [sys.executable, "-c", "from pmcourse.cli import main; main()", "backlog", "rank"]
    done = subprocess.run([*program, *arguments], cwd=good.parent, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_long_circles_and_many_of_them_are_said_in_few_words(run, tmp_path):
    ring = [f"L{at},Long,L{(at + 1) % 300}" for at in range(300)]
    pairs = [f"P{at},Pair,P{at ^ 1}" for at in range(60)]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(["ID,Title,Depends on", *ring, *pairs]))
    result = run("convert", path, "-", "--to", "json")
    assert result.exit_code == 1
    assert "(291 more)" in result.stderr and "21 more such circles" in result.stderr
    assert max(map(len, result.stderr.splitlines())) < 200


def test_a_table_of_links_may_come_from_the_input(run, tmp_path):
    (tmp_path / "x.csv").write_text("ID,Title\nA,one\nB,two\n")
    links = "issuekey,linkedIssueKey,name\nA,B,is blocked by\n"
    result = run("convert", tmp_path / "x.csv", "-", "--to", "json", "--links", "-", input=links)
    assert json.loads(result.stdout)["items"][0]["depends_on"] == ["B"]
