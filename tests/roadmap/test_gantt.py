from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.exchange import ExchangeError, read_bytes, to_mermaid
from pmcourse.roadmap.exchange.gantt import from_gantt

CHART = """\
```mermaid
gantt
    title Our year
    dateFormat YYYY-MM-DD
    axisFormat %b %Y
    section Members come back
    Send a reminder   :done, a1, 2027-01-04, 30d
    Ring them         :a2, after a1, 8w
    Reminder day :milestone, 2027-02-01, 0d
    section No outcome
    X-7 Move house :crit, 2027-04-01, 2027-09-30
    X-7 Move house, promised :milestone, m1, 2027-10-31, 0d
    what is this
```
"""


def test_bars_are_initiatives_sections_outcomes_and_milestones_promises():
    seen = from_gantt(CHART)
    first, second, third = seen.roadmap.initiatives
    assert seen.roadmap.title == "Our year"
    assert (first.id, first.title, first.done, first.quarter) == ("R-01", "Send a reminder", True, "2027-Q1")
    assert (second.after, second.quarter) == (("R-01",), "2027-Q1")
    assert (third.id, third.outcome, third.quarter, third.promise) == ("X-7", None, "2027-Q3", date(2027, 10, 31))
    assert [one.name for one in seen.roadmap.outcomes] == ["Members come back"]
    assert [note.line for note in seen.notes] == [13, 9]
    assert "its days were not kept" in seen.told[0]


def test_what_goes_out_comes_in_again():
    read = read_bytes(to_mermaid(CASE.start).encode(), "plan.mmd").roadmap
    dated = [one for one in CASE.start.initiatives if one.quarter]
    assert [(one.id, one.quarter, one.promise, one.done) for one in read.initiatives] == [
        (one.id, one.quarter, one.promise, one.done)
        for outcome in [*(outcome.id for outcome in CASE.start.outcomes), None]
        for one in dated
        if one.outcome == outcome
    ]


@pytest.mark.parametrize("name", ["x.mmd", "notes.md", "the input"])
def test_a_chart_is_known_by_its_ending_or_by_its_first_words(name):
    text = CHART if name.endswith("md") else CHART.replace("```mermaid\n", "")
    assert len(read_bytes(text.encode(), name).roadmap.initiatives) == 3


def test_without_a_bar_an_example_is_shown():
    with pytest.raises(ExchangeError, match="2027-01-04, 30d"):
        from_gantt("gantt\n title x\n")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        assert from_gantt(f"gantt\n{text}").roadmap.initiatives
    except ExchangeError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("form", "day", "quarter"),
    [("DD-MM-YYYY", "04-07-2027", "2027-Q3"), ("MM/DD/YYYY", "04/07/2027", "2027-Q2"), ("D.M.YY", "4.7.27", "2027-Q3")],
)
def test_days_are_read_as_the_chart_says_that_they_are_written(form, day, quarter):
    seen = from_gantt(f"gantt\n dateFormat {form}\n Pay :a, {day}, 5d\n Pay, promised :milestone, {day}, 0d\n")
    (one,) = seen.roadmap.initiatives
    assert (one.quarter, str(one.promise)[:4], seen.notes) == (quarter, "2027", ())


def test_a_form_that_is_not_known_is_told_and_a_milestone_without_a_day_is_never_a_bar():
    seen = from_gantt("gantt\n dateFormat X\n Pay :2027-01-04, 9d\n Launch :milestone, 1234, 0d\n")
    assert [one.title for one in seen.roadmap.initiatives] == ["Pay"]
    assert [note.column for note in seen.notes] == ["dateFormat", "milestone"]


def test_a_bar_without_a_start_begins_after_the_one_above_it():
    seen = from_gantt("gantt\n Pay :2027-01-04, 80d\n Renew :30d\n Find :f, 2w\n")
    assert [one.quarter for one in seen.roadmap.initiatives] == ["2027-Q1", "2027-Q2", "2027-Q2"]
