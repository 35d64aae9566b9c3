import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.backlog.model import Moscow
from pmcourse.backlog.trackers import READ, SheetError, read_bytes, read_csv, recognise
from pmcourse.errors import CourseError

JIRA = '''\
Summary,Issue key,Issue id,Issue Type,Status,Description,Labels,Labels,Labels,Sprint,Sprint,\
Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks),Outward issue link (Relates),\
Custom field (Story Points),Custom field (Business Value),Attachment,Comment,Comment,Parent id
Late fees by card,T-05,10005,Story,To Do,"First line,
second ""line""",money,"card, chip",,Sprint 1,Sprint 2,T-24,,,T-06,3.0,8,a.png,first,second,10001
Set up a card payment provider,T-24,10024,Story,To Do,,,,,,,,,T-05,,5.0,,,,,
Payments,T-01,10001,Epic,To Do,,,,,,,,,T-05,,,,,,,
'''
GITLAB = """\
Issue ID,URL,Title,State,Description,Author,Author Username,Assignee,Assignee Username,Confidential,Locked,Due Date,\
Created At (UTC),Updated At (UTC),Closed At (UTC),Milestone,Weight,Labels,Time Estimate,Time Spent
7,https://gitlab.example/a/b/-/issues/7,Waiting list,Open,'=not a sum,Noor,noor,,,No,No,,2023-01-01,2023-01-02,,M1,5,\
"bug,desk",28800,0
"""
GITHUB_PROJECT = (
    "Title\tURL\tAssignees\tStatus\tLabels\tMilestone\tEstimate\nDark theme\thttps://github.com/a/b/issues/3\
\tfemi, noor\tTodo\tui, theme\tv1\t2\nInvite a friend\t\t\tTodo\t\t\t\n"
)


def load(text, encoding="utf-8", **options):
    return read_bytes(text.encode(encoding), "backlog.csv", **options)


def only(text, **options):
    reading = load(text, **options)
    assert reading.set_aside == ()
    return reading.backlog.items[0]


class TestJira:
    def test_no_value_of_a_repeated_column_is_lost(self):
        item = only(JIRA)
        assert item.tags == ("money", "card, chip")
        assert item.extra["Sprint"] == ("Sprint 1", "Sprint 2")
        assert item.extra["Comment"] == ("first", "second")
        assert item.extra["Attachment"] == ("a.png",)
        assert item.extra["Outward issue link (Relates)"] == ("T-06",)

    def test_commas_quotes_and_line_breaks_stay_in_a_description(self):
        assert only(JIRA).description == 'First line,\nsecond "line"'

    def test_custom_fields_are_unwrapped(self):
        assert (only(JIRA).effort, only(JIRA).business_value) == (3, 8)

    def test_the_item_of_an_inward_blocks_link_waits_and_that_of_an_outward_one_is_waited_for(self):
        backlog = load(JIRA).backlog
        assert set(backlog.find("T-05").depends_on) == {"T-24", "T-01"}
        assert backlog.find("T-24").depends_on == backlog.find("T-01").depends_on == ()

    def test_a_parent_named_by_jiras_number_becomes_the_parents_key(self):
        assert only(JIRA).parent == "T-01"

    @pytest.mark.parametrize("heading", ["Parent", "Parent id", "PARENT_ID", "Parent key"])
    def test_a_parent_is_recognised_however_it_is_spelled(self, heading):
        assert only(f"Key,Summary,{heading}\nA,one,B\nB,two,\n").parent == "B"

    @pytest.mark.parametrize(
        ("heading", "waits"),
        [
            ("Inward issue link (Blocks)", "A"),
            ("Outward issue link (Blocks)", "B"),
            ("Inward issue link (Blocker)", "A"),
            ("Outward issue link (Depends)", "A"),
            ("Inward issue link (Dependency)", "B"),
            ("Outward issue link (Dependent)", "A"),
            ("Outward issue link (Gantt End to Start)", "B"),
            ("Inward work item link (Blocks)", "A"),
            ("Depends on", "A"),
            ("is blocked by", "A"),
            ("Blocks", "B"),
        ],
    )
    def test_each_kind_of_link_has_its_direction(self, heading, waits):
        backlog = load(f"Issue key,Summary,{heading}\nA,one,B\nB,two,\n").backlog
        other = "B" if waits == "A" else "A"
        assert {item.id: item.depends_on for item in backlog.items} == {waits: (other,), other: ()}

    def test_a_link_to_an_item_that_waits_but_is_not_in_the_file_is_kept_and_told(self):
        reading = load("Issue key,Summary,Outward issue link (Blocks)\nA,one,Z-9\n")
        assert reading.backlog.find("A").extra == {"Outward issue link (Blocks)": ("Z-9",)}
        assert "Z-9" in reading.notes[-1]

    def test_a_need_that_is_not_in_the_file_stays_a_need(self):
        assert only("Issue key,Summary,Inward issue link (Blocks)\nA,one,Z-9\n").depends_on == ("Z-9",)

    def test_of_two_columns_for_a_number_the_filled_one_counts_and_the_other_is_kept(self):
        backlog = load("Key,Summary,Story point estimate,Story Points\nA,one,3,\nB,two,3,5\n").backlog
        assert [item.effort for item in backlog.items] == [3, 5]
        assert backlog.find("B").extra == {"Story point estimate": ("3",)}


class TestOtherTrackers:
    def test_gitlabs_export_is_recognised_and_nothing_of_it_is_lost(self):
        item = only(GITLAB)
        assert (item.id, item.title, item.effort, item.tags) == ("7", "Waiting list", 5, ("bug", "desk"))
        assert item.extra["Time Estimate"] == ("28800",)
        assert item.extra["URL"] == ("https://gitlab.example/a/b/-/issues/7",)

    def test_gitlabs_own_protection_from_formulas_is_taken_off(self):
        assert only(GITLAB).description == "=not a sum"

    def test_a_github_project_is_recognised_and_items_without_number_are_counted(self):
        items = load(GITHUB_PROJECT).backlog.items
        assert [(item.id, item.title, item.effort) for item in items] == [
            ("1", "Dark theme", 2),
            ("2", "Invite a friend", None),
        ]
        assert items[0].tags == ("ui", "theme")
        assert items[0].extra["Assignees"] == ("femi, noor",)

    def test_labels_as_the_github_program_writes_them_are_names(self):
        item = only('number,title,labels\n12,Dark theme,"[{""id"":""x"",""name"":""ui""},{""name"":""a, b""}]"\n')
        assert item.tags == ("ui", "a, b")

    def test_a_number_sign_before_an_id_does_not_matter(self):
        assert load("Number,Title,Depends on\n1,one,#2\n2,two,\n").backlog.items[0].depends_on == ("2",)


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "role"),
        [
            ("STORY_POINTS", "effort"),
            ("storypoints", "effort"),
            ("Story  points ", "effort"),
            ("Effort (person-weeks)", "effort"),
            ("Custom field (RR/OE)", "risk_opportunity"),
            ("Confidence (%)", "confidence"),
            ("cost-of-delay", "cost_of_delay"),
            ("#", "id"),
            ("Outward issue link (Relates)", "extra"),
            ("Anything else", "extra"),
        ],
    )
    def test_case_punctuation_and_synonyms_do_not_matter(self, heading, role):
        assert recognise([heading])[0].role == role

    @pytest.mark.parametrize("field", READ)
    def test_every_field_is_recognised_by_its_own_name(self, field):
        assert recognise([field])[0].role == field

    def test_a_mapping_wins_over_what_is_recognised(self):
        item = only("ID,Title,Effort,Work\nA,one,3,9\n", mapping={"Work": "effort"})
        assert item.effort == 9
        assert item.extra == {"Effort": ("3",)}

    def test_a_mapping_to_no_field_names_the_fields(self):
        with pytest.raises(CourseError, match=r"mapped to one of .*effort.* \(got 'cost'\)"):
            load("ID,Title\nA,one\n", mapping={"Title": "cost"})

    def test_a_mapping_of_no_column_names_the_columns(self):
        with pytest.raises(CourseError, match=r"No column is called 'Days'. The columns are: ID, Title"):
            load("ID,Title\nA,one\n", mapping={"Days": "effort"})

    def test_a_table_without_titles_says_how_to_name_the_column(self):
        with pytest.raises(SheetError, match=r"its columns are Foo, Bar.*--map"):
            load("Foo,Bar\n1,2\n")

    def test_empty_headings_at_the_end_and_blank_lines_at_the_start_do_not_matter(self):
        assert only("\n\nID,Title,,\nA,one,,\n").title == "one"


class TestRows:
    def test_a_bad_row_is_named_by_its_line_in_the_file_and_the_rest_loads(self):
        reading = load('ID,Title,Description,Effort\nA,one,"two\nlines",1\nB,two,,lots\nC,three,"x\r\ny\nz",2\nD,,,\n')
        assert reading.backlog.ids == ("A", "C")
        assert [bad.line for bad in reading.set_aside] == [4, 8]
        assert "Effort must be a number (got 'lots')" in reading.set_aside[0].reason
        assert reading.set_aside[0].cells == ("B", "two", "", "lots")
        assert "has no title" in reading.set_aside[1].reason

    def test_an_id_that_comes_twice_names_the_line_of_the_first(self):
        reading = load("ID,Title\nA,one\nB,two\nA,three\n")
        assert reading.backlog.find("A").title == "one"
        assert (reading.set_aside[0].line, "'A' of line 2" in reading.set_aside[0].reason) == (4, True)

    def test_an_empty_id_is_kept_aside_where_there_is_a_column_of_ids(self):
        assert "has no id" in load("ID,Title\n,one\n").set_aside[0].reason

    def test_too_few_cells_are_read_as_empty_and_told(self):
        reading = load("ID,Title,Effort,Tags\nA,one\n")
        assert reading.backlog.ids == ("A",)
        assert "1 rows have fewer cells" in reading.notes[0]

    def test_too_many_cells_are_kept_aside_unless_they_are_empty(self):
        reading = load("ID,Title\nA,one,,\nB,two,x\n")
        assert reading.backlog.ids == ("A",)
        assert "has 3 cells, but there are 2 columns" in reading.set_aside[0].reason

    @pytest.mark.parametrize("spoiled", ['B,"two,2', 'B,"two 2" inches",2', '"B,two,2'])
    def test_a_quotation_mark_that_is_not_closed_spoils_only_its_own_line(self, spoiled):
        reading = load(f'ID,Title,Effort\nA,one,1\n{spoiled}\nC,"three, four",3\nD,five,4\nE,"six\nseven",5\n')
        assert reading.backlog.ids == ("A", "C", "D", "E")
        assert [bad.line for bad in reading.set_aside] == [3]
        assert "quotation mark" in reading.set_aside[0].reason

    def test_a_row_with_quotation_marks_not_doubled_is_read_where_it_can_only_be_one_row(self):
        assert load('ID,Title,Effort\nA,"Book" a thing,1\nB,two,2\n').backlog.find("A").title == "Book a thing"

    def test_a_value_that_breaks_a_rule_of_the_backlog_is_kept_aside(self):
        reading = load("ID,Title,Effort\nA,one,-3\nB,two,1\n")
        assert reading.backlog.ids == ("B",)
        assert "effort" in reading.set_aside[0].reason

    def test_a_description_longer_than_the_csv_modules_limit_is_read(self):
        assert len(only(f"ID,Title,Description\nA,one,{'x' * 200_000}\n").description) == 200_000

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused_in_words(self, raw):
        try:
            reading = read_bytes(raw)
        except CourseError as error:
            assert str(error).endswith(".")
        else:
            assert all(item.title for item in reading.backlog.items)

    @given(st.lists(st.lists(st.text(alphabet='ab,;"\n\r\t =1', max_size=6), max_size=5), max_size=6))
    def test_every_row_becomes_an_item_or_is_kept_aside(self, rows):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([["ID", "Title", "Effort"], *rows])
        reading = load(stream.getvalue())
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        assert len(reading.backlog.items) + len(reading.set_aside) == len(filled)

    @given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
    def test_lines_are_counted_as_an_editor_counts_them(self, breaks, end):
        rows = [f'A{at},"t{end * count}",no number' for at, count in enumerate(breaks)]
        reading = load(end.join(["ID,Title,Effort", *rows, "Z,last,1"]))
        lines = [2 + sum(breaks[:at]) + at for at in range(len(breaks))]
        assert [bad.line for bad in reading.set_aside] == lines


class TestFiles:
    def test_a_missing_file_says_so(self, tmp_path):
        with pytest.raises(SheetError, match="There is no file"):
            read_csv(tmp_path / "none.csv")

    def test_a_folder_says_so(self, tmp_path):
        with pytest.raises(SheetError, match="is a folder"):
            read_csv(tmp_path)

    @pytest.mark.parametrize("raw", [b"", b" \n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
    def test_an_empty_file_says_so(self, raw):
        with pytest.raises(SheetError, match="is empty"):
            read_bytes(raw, "x.csv")

    @pytest.mark.parametrize(
        ("raw", "what"),
        [(b"PK\x03\x04\x14\0", "a workbook"), (b"%PDF-1.7", "a PDF"), (bytes(range(1, 32)) * 9, "not text")],
    )
    def test_another_kind_of_file_is_called_by_its_name(self, raw, what):
        with pytest.raises(SheetError, match=what):
            read_bytes(raw, "x.csv")

    def test_headings_alone_are_an_empty_backlog(self):
        reading = load("ID,Title\n")
        assert (reading.backlog.items, reading.set_aside) == ((), ())

    def test_a_stray_null_character_is_left_out_and_told(self):
        reading = load("ID,Title\nA,Book a thing in three\0 taps\nB,two more words here\n")
        assert reading.backlog.items[0].title == "Book a thing in three taps"
        assert "1 invisible" in reading.notes[0]
        assert reading.set_aside == ()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_unicode_is_read_with_and_without_a_mark(self, encoding, separator):
        text = "Key,Summary,Effort\nÄ-1,Größere Geräte – 工具,2\n".replace(",", separator)
        reading = load(text, encoding)
        assert reading.backlog.items[0].title == "Größere Geräte – 工具"
        assert reading.backlog.items[0].effort == 2

    @pytest.mark.parametrize(
        ("encoding", "title"),
        [
            ("cp1252", "Réserver un créneau à l’avance"),
            ("cp1252", "Überfällige Mahnung für größere Geräte"),
            ("cp932", "予約を三回のタップで完了する"),
            ("cp1251", "Напоминание перед возвратом"),
        ],
    )
    def test_older_encodings_are_guessed_and_the_guess_is_told(self, encoding, title):
        reading = load(f"Key,Summary,Effort\nA-1,{title},2\n", encoding)
        assert (reading.backlog.items[0].title, reading.encoding) == (title, encoding)
        assert encoding in reading.notes[0]

    def test_an_encoding_that_is_given_is_used(self):
        title = "Připomenutí před vrácením věci"
        raw = f"Key,Summary\nA,{title}\n".encode("cp1250")
        assert read_bytes(raw, encoding="cp1250").backlog.items[0].title == title

    def test_an_encoding_that_does_not_exist_is_refused(self):
        with pytest.raises(SheetError, match=r"such as cp1252 \(got 'klingon'\)"):
            read_bytes(b"Key,Summary\nA,one\n", encoding="klingon")

    def test_excels_own_separator_line_is_obeyed_and_counted(self):
        reading = load("sep=;\nKey;Summary;Effort\nA;one, two;no\n")
        assert reading.set_aside[0].line == 3

    def test_a_comma_in_a_heading_does_not_win_over_semicolons(self):
        item = only("Key;Summary, short;Effort\nA;one;2\n", mapping={"Summary, short": "title"})
        assert (item.title, item.effort) == ("one", 2)


class TestValues:
    @pytest.mark.parametrize("word", ["Must", "must have", "M", "MUST-HAVE"])
    def test_moscow_is_read_as_people_write_it(self, word):
        assert only(f"ID,Title,MoSCoW\nA,one,{word}\n").moscow is Moscow.MUST

    @pytest.mark.parametrize("word", ["Won't", "won’t have this time", "W", "wont"])
    def test_moscow_wont_is_read_with_either_apostrophe(self, word):
        assert only(f"ID,Title,MoSCoW\nA,one,{word}\n").moscow is Moscow.WONT

    def test_a_class_that_moscow_does_not_have_is_kept_aside(self):
        assert "perhaps" in load("ID,Title,MoSCoW\nA,one,perhaps\n").set_aside[0].reason

    def test_kano_answers_are_pairs(self):
        assert only('ID,Title,Kano\nA,one,"like/dislike, Expect / tolerate"\n').kano == (
            ("like", "dislike"),
            ("expect", "tolerate"),
        )

    @pytest.mark.parametrize(("text", "value"), [("80%", 0.8), ("80", 0.8), ("0.8", 0.8), ('"0,8"', 0.8), ("1", 1)])
    def test_confidence_may_be_a_percentage(self, text, value):
        assert only(f"ID,Title,Confidence\nA,one,{text}\n").confidence == pytest.approx(value)

    def test_rices_words_have_mcbrides_numbers(self):
        item = only("ID,Title,Impact,Confidence\nA,one,Massive,Medium\n")
        assert (item.impact, item.confidence) == (3, 0.8)
