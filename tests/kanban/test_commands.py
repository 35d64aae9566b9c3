"""`pmcourse flow report` on the logs that people have: several zones, opened again, never finished, done twice."""

import json
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.errors import CourseError
from pmcourse.kanban.reading import read

LOG = """issue_key,status_to_name,status_to_category_name,status_change_date
A,In Progress,In Progress,2027-01-04T10:00:00+00:00
A,Done,Done,2027-01-06T10:00:00+00:00
B,In Progress,In Progress,2027-01-04T23:00:00-05:00
B,Done,Done,2027-01-08T04:00:00+00:00
B,In Progress,In Progress,2027-01-09T04:00:00Z
B,Done,Done,2027-01-10 04:00 +0000
C,,,
D,To Do,To Do,2027-01-05T10:00:00+00:00
D,Done,Done,2027-01-07T10:00:00+00:00
E,Review,In Progress,2027-01-05T10:00:00+00:00
F,In Progress,In Progress,2027-01-05T10:00:00+00:00
F,To Do,To Do,2027-01-06T10:00:00+00:00
G,In Progress,In Progress,2027-01-01T10:00:00+00:00
G,Done,Done,2027-01-02T10:00:00+00:00
G,Review,In Progress,2027-01-03T10:00:00+00:00
H,Done,Done,yesterday
"""


def rows(result):
    return {row["measure"]: row for row in json.loads(result.stdout)}


def test_a_change_log_is_read_and_what_is_left_out_is_told(run, tmp_path):
    file = tmp_path / "log.csv"
    file.write_text(LOG, encoding="utf-8")
    result = run("report", str(file), "--format", "json")
    found = rows(result)
    assert result.exit_code == 1
    assert found["cards in the file"]["value"] == 8
    assert found["cycle time, half at most"] == {
        "measure": "cycle time, half at most",
        "value": 3.5,
        "unit": "days",
        "from": 2,
    }
    assert found["cycle time, 85% at most"]["value"] == 5 and found["open now"]["value"] == 2
    for words in (
        "Left out, done and never begun: 1 (D)",
        "Left out, never begun: 2 (C, H)",
        "Left out, begun and put back: 1 (F)",
        "Done more than once: 1 (B)",
        "Done, and open again: 1 (G). Counted as open",
        "line 17: kept aside. The row has a day that cannot be read (got 'yesterday')",
    ):
        assert words in result.stderr
    again = rows(run("report", str(file), "--format", "json", "--last-done"))
    assert again["cycle time, half at most"]["from"] == 3 and again["open now"]["value"] == 1


def test_starts_and_ends_are_read_from_standard_input_as_a_spreadsheet_has_them(run):
    text = (
        "Closed Date;Activated Date;ID\n5/31/2027 8:00:00 AM;5/15/2027 8:00:00 PM;1\n;5/27/2027 8:00:00 AM;2\n"
        "5/1/2027 8:00:00 AM;5/2/2027 8:00:00 AM;3\n"
    )
    result = run("report", "-", "--format", "json", input=text)
    found = rows(result)
    assert found["cycle time, half at most"]["value"] == 15.5 and found["oldest open card"]["value"] == 4
    assert result.exit_code == 1 and "line 4: kept aside. The row ends before it starts (3)" in result.stderr


def test_a_card_with_two_rows_runs_from_its_first_start_to_its_last_end():
    log = read(
        b"id,start,end\nA,2027-01-01,2027-01-03\nA,2027-01-05,2027-01-09\nB,2027-01-02,2027-01-03\nB,2027-01-04,\n",
        "f",
        {},
    )
    assert log.cards["A"][1] - log.cards["A"][0] == 8 and log.cards["B"][1] is None and log.twice == ["A", "B"]


def test_rows_of_cards_and_a_forecast_that_says_on_how_little_it_stands(run):
    text = "id,start,end\n" + "".join(f"{at},2027-01-0{at},2027-01-{at + 10}\n" for at in range(1, 9))
    result = run("report", "-", "--cards", "--format", "csv", input=text)
    assert result.exit_code == 0 and result.stdout.splitlines()[:2] == [
        "id,started,done,days,older than",
        "1,2027-01-01,2027-01-11,10.0,0%",
    ]
    result = run("report", "-", "--left", "6", "--format", "json", input=text)
    assert "stands on 2 weeks; under 10" in result.stderr and "weeks for 6 more, 85% sure" in rows(result)


def test_the_day_of_the_report_can_be_said(run):
    text = "id,start,end\nA,2027-01-01,2027-01-03\nB,2027-01-02,2027-02-20\n"
    found = rows(run("report", "-", "--until", "2027-01-10", "--format", "json", input=text))
    assert found["open now"]["value"] == 1 and found["oldest open card"]["value"] == 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,start,end\nA,3/4/2027,5/4/2027\n", "could be two days. Say --order dmy or --order mdy"),
        ("id,start,end\nA,13/4/2027,4/15/2027\n", "days in both orders"),
        ("id,colour\nA,red\n", "must have start and end, or a change log"),
        ("id,to,when\nA,Ready,2027-01-01\n", "No status means done. Say which does: --done STATUS. There are: Ready"),
        ("id,start,end\n", "has headings, but no rows"),
        ("id,start,end\nA,soon,later\n", "has no card that can be read"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_next_step(text, words):
    with pytest.raises(CourseError, match=words.replace("(", r"\(")):
        read(text.encode(), "f.csv", {})


def test_statuses_without_categories_can_be_named():
    text = b"key,to,when\nA,Doing,2027-01-01\nA,Live,2027-01-04\n"
    assert read(text, "f", {}, done=["live"]).cards["A"][1] is not None
    text = text.replace(b"Doing", b"Bench")
    assert read(text, "f", {}, done=["live"], started=["bench"]).cards
    assert not read(text, "f", {}, done=["live"]).cards


DAYS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))


@given(st.lists(st.tuples(DAYS, st.integers(0, 10**6)), min_size=1, max_size=8),
       st.sampled_from(["%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S+02:00"]))  # fmt: skip
def test_a_cycle_time_is_the_same_however_days_are_written(cards, form):
    lines = [
        f"C{at},{start.strftime(form)},{(start + timedelta(seconds=long)).strftime(form)}"
        for at, (start, long) in enumerate(cards)
    ]
    log = read("\n".join(["id,start,end", *lines]).encode(), "f", {})
    found = [round((end - start) * 86_400) for start, end in log.cards.values()]
    assert found == [long for _, long in cards]


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(raw):
    with suppress(CourseError):
        read(raw, "f", {})
