import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.rows import Format, harmless, print_rows

ROWS = [{"id": "A", "cost": -2.5, "note": "=1+1"}, {"id": "B", "cost": 1234.0, "note": None}]
COLUMNS = ("id", "cost", "note")


def test_json_is_a_list_of_objects_that_keeps_numbers_and_missing_values(capsys):
    print_rows(ROWS, COLUMNS, Format.JSON)
    assert json.loads(capsys.readouterr().out) == ROWS


def test_csv_has_a_header_and_no_cell_that_a_spreadsheet_runs(capsys):
    print_rows(ROWS, COLUMNS, Format.CSV)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["id", "cost", "note"],
        ["A", "-2.5", "'=1+1"],
        ["B", "1234.0", ""],
    ]


def test_text_is_a_table_with_readable_numbers_and_a_dash_for_what_is_missing(capsys):
    print_rows(ROWS, COLUMNS, Format.TEXT, title="Costs")
    out = capsys.readouterr().out
    assert all(word in out for word in ("Costs", "id", "-2.5", "1,234", "–", "=1+1"))


def test_no_number_is_cut_where_a_table_is_wider_than_the_screen(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    row = {"learner": "warns-on-each-line"} | {f"skill-{n}": f"{n + 10}% of {n + 100}" for n in range(20)}
    print_rows([row], list(row), Format.TEXT)
    out = capsys.readouterr().out
    assert "…" not in out and "warns-on-eac" in out and "h-line" in out
    assert all(row[f"skill-{n}"] in out for n in range(20))


def test_square_brackets_in_text_are_shown_as_they_are(capsys):
    print_rows([{"id": "[red]A[/red] [T-01]"}], ["id"], Format.TEXT, title="[bold]")
    out = capsys.readouterr().out
    assert "[red]A[/red] [T-01]" in out
    assert "[bold]" in out


def test_no_rows_are_still_a_table_a_header_or_an_empty_list(capsys):
    for form, text in ((Format.JSON, "[]"), (Format.CSV, "id,cost,note"), (Format.TEXT, "note")):
        print_rows([], COLUMNS, form)
        assert text in capsys.readouterr().out


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_text_that_begins_like_a_formula_is_made_harmless(text):
    assert harmless(text) == "'" + text


@given(st.text())
def test_harmless_text_begins_like_no_formula_and_keeps_every_character(text):
    safe = harmless(text)
    assert safe.lstrip()[:1] not in {"=", "+", "-", "@"}
    assert safe in (text, "'" + text)


@given(st.integers() | st.floats() | st.none() | st.booleans())
def test_what_is_not_text_stays_as_it_is(value):
    assert harmless(value) is value


def test_text_from_a_file_cannot_command_the_terminal(capsys):
    print_rows([{"id": "\x1b]0;owned\x07\x1b[2Jred\u202e"}], ["id"], Format.TEXT, title="\x1b[31m")
    out = capsys.readouterr().out
    assert not set("\x1b\x07\u202e") & set(out)
    assert "red" in out
