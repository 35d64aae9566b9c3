import csv
import io
import json

import pytest

from pmcourse.errors import CourseError

GOOD = "As a reader, I want to renew a loan, so that I can finish the book."
WEAK = "As a reader, I want to pay (by card), so that I am done."
GUESS = "As a librarian, I want to manage loans, so that the shelves are in order."
KEYS = ["story", "criterion", "severity", "start", "end", "message"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "stories.txt"
    path.write_text(f"{GOOD}\n{WEAK}\n", encoding="utf-8")
    return path


class TestCheck:
    def test_json_is_a_list_of_findings_with_their_words_underlined(self, printed, file):
        rows = printed("check", file)
        assert [list(row) for row in rows] == [KEYS]
        assert (rows[0]["story"], rows[0]["criterion"], rows[0]["severity"]) == (2, "minimal", "should")
        assert WEAK[rows[0]["start"] : rows[0]["end"]] == "(by card)"
        assert "(by card)" in rows[0]["message"]

    @pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (GUESS, 0), (WEAK, 1), ("Pay", 1), (f"{GOOD}\n{GOOD}", 1)])
    def test_status_1_only_where_something_is_to_fix_or_to_improve(self, run, text, status):
        assert run("check", "-", input=text).exit_code == status

    def test_a_guess_is_printed_all_the_same(self, printed):
        assert [row["severity"] for row in printed("check", "-", input=GUESS)] == ["look"]

    def test_csv_has_a_heading_and_the_same_rows(self, run, printed, file):
        rows = list(csv.DictReader(io.StringIO(run("check", file, "--format", "csv").stdout)))
        assert [{key: str(value) for key, value in row.items()} for row in printed("check", file)] == rows

    def test_text_says_the_severity_in_words_and_counts(self, run, file):
        result = run("check", file)
        assert "improve" in result.stdout
        assert "2 stories: 0 to fix, 1 to improve, 0 worth a second look." in result.stderr

    def test_stories_are_compared_with_each_other(self, printed):
        assert {row["criterion"] for row in printed("check", "-", input=f"{GOOD}\n{WEAK}\n{GOOD}")} == {
            "unique",
            "minimal",
        }


class TestReading:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\n \t\n"])
    def test_line_ends_of_every_system_and_empty_lines(self, printed, tmp_path, end):
        path = tmp_path / "x.txt"
        path.write_bytes(f"{end}{GOOD}{end}{WEAK}{end}".encode())
        assert [row["story"] for row in printed("parse", path)] == [1, 2]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
    def test_encodings_as_programs_write_them(self, printed, tmp_path, encoding):
        path = tmp_path / "x.txt"
        path.write_bytes("As a café owner, I want to see naïve guests, so that I’m warned.\n".encode(encoding))
        assert [(row["role"], row["end"]) for row in printed("parse", path)] == [("café owner", "I’m warned")]

    def test_a_column_of_a_csv(self, printed, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text(f'ID;Wish\n1;"{GOOD}"\n2;\n\n3;"{WEAK}"\n', encoding="utf-8")
        assert [(row["story"], row["action"]) for row in printed("parse", path, "--column", "wish")] == [
            (1, "renew"),
            (3, "pay"),
        ]

    def test_a_column_that_is_called_like_stories_is_found(self, printed, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text(f'ID,User Story\n1,"{GOOD}"\n', encoding="utf-8")
        assert [row["role"] for row in printed("parse", path)] == ["reader"]

    def test_a_story_over_two_lines_in_a_cell_is_one_story(self, printed, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text('Story\n"As a reader, I want to pay,\nso that I am done"\n', encoding="utf-8")
        assert [row["end"] for row in printed("parse", path)] == ["I am done"]

    def test_a_story_over_three_lines_of_a_text_is_one_story(self, printed):
        nurse = "As a nurse,\n**I want** to see free beds\n\tso that I can place people."
        text = f"{nurse}\n{GOOD}\n\nAs a cook,\nwe need salt"
        rows = printed("parse", "-", input=text)
        assert [(row["role"], row["action"], row["end"]) for row in rows] == [
            ("nurse", "see", "I can place people"),
            ("reader", "renew", rows[1]["end"]),
            ("cook", "need", ""),
        ]

    def test_standard_input_can_be_a_csv(self, printed):
        assert [row["role"] for row in printed("parse", "-", "--column", "S", input=f'S\n"{GOOD}"\n')] == ["reader"]

    @pytest.mark.parametrize("heading", ["ID,User story", "Task ID,Task Name", "Schlüssel,Zusammenfassung"])
    @pytest.mark.parametrize("above", ["", "The board,\n\n"])
    def test_a_trackers_table_is_one_without_a_name_and_below_a_title_too(self, printed, tmp_path, heading, above):
        table = f'{above}{heading}\n1,"{GOOD}"\n2,"{WEAK}"\n'
        path = tmp_path / "x.csv"
        path.write_text(table, encoding="utf-8")
        want = [(1, "reader", "renew"), (2, "reader", "pay")]
        for rows in (
            printed("parse", path),
            printed("parse", "-", input=table) if not above else printed("parse", path),
        ):
            assert [(row["story"], row["role"], row["action"]) for row in rows] == want

    @pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe"])
    def test_an_empty_file_is_bad_use(self, run, tmp_path, raw):
        path = tmp_path / "x.txt"
        path.write_bytes(raw)
        with pytest.raises(CourseError, match="is empty"):
            raise run("check", path, "--format", "json").exception

    def test_a_line_as_long_as_a_book_is_no_story(self, printed, tmp_path):
        path = tmp_path / "x.txt"
        path.write_text(f"{GOOD}\n{'As a reader, I want to pay, so that ' * 30_000}\n", encoding="utf-8")
        assert {(row["story"], row["criterion"]) for row in printed("check", path)} >= {(2, "well_formed")}

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("check", "nowhere.txt"), "There is no file nowhere.txt"),
            (("check", "{folder}"), "is a folder"),
            (("check", "{folder}/x.csv", "--column", "Wish"), "has no column 'Wish'.*'Ticket', 'Words'"),
            (("parse", "{folder}/x.csv"), "Say with --column.*'Ticket', 'Words'"),
            (("check", "{folder}/x.csv", "--column", "Words", "--encoding", "klingon"), "klingon"),
        ],
    )
    def test_bad_use_is_refused_with_what_to_do(self, run, tmp_path, arguments, message):
        (tmp_path / "x.csv").write_text(f'Ticket,Words\n1,"{GOOD}"\n')
        with pytest.raises(CourseError, match=message):
            raise run(*(argument.format(folder=tmp_path) for argument in arguments)).exception

    def test_an_unknown_format_is_bad_use(self, run, file):
        assert run("check", file, "--format", "xml").exit_code == 2


class TestParse:
    def test_json_has_the_parts_and_empty_words_where_there_is_none(self, printed):
        rows = printed("parse", "-", input=f"{GOOD}\nAs a reader, I want to pay\nPay\n")
        assert rows == [
            {"story": 1, "role": "reader", "means": "renew a loan", "action": "renew", "end": "I can finish the book"},
            {"story": 2, "role": "reader", "means": "pay", "action": "pay", "end": ""},
            {"story": 3, "role": "", "means": "", "action": "", "end": ""},
        ]

    def test_what_is_no_story_is_counted_and_named(self, run):
        assert "1 of 2 do not say who wants what: 2." in run("parse", "-", input=f"{GOOD}\nPay\n").stderr

    def test_a_cell_is_no_formula(self, run):
        result = run("parse", "-", "--format", "csv", input="As a =1+1, I want to pay\n")
        assert "'=1+1" in result.stdout


def test_rows_without_a_story_are_named_and_a_column_of_none_is_refused(run, refused, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(f'ID,Summary\n1,"{GOOD}"\n2,\n3\n')
    result = run("check", path)
    assert "2 rows hold no story and were left out, on line 3, 4." in result.stderr
    path.write_text("ID,Summary\n")
    refused = run("check", path)
    assert isinstance(refused.exception, CourseError)
    assert "holds no story below 'Summary'" in str(refused.exception)


def test_a_sheet_in_which_excel_says_its_separator_is_a_sheet(run):
    result = run("parse", "-", "--format", "json", input="sep=;\r\nID;Story\r\n1;As a reader, I want to renew\r\n")
    assert [row["role"] for row in json.loads(result.stdout)] == ["reader"]
