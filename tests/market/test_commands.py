"""`pmcourse market` on small files of our own: what it says, what it keeps aside, what it refuses."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.market.periods import Period
from pmcourse.market.reading import kind_of

ORDERS = """\
Customer ID,Order date,Amount
a,2027-01-03,10
a,2027-02-10,5
a,2027-02-11,5
b,2027-01-20 08:15:00,20
b,2027-03-31,1
c,2027-02-01,8
c,2027-03-02,4
"""
ANSWERS = """\
How would you feel?,Uses it for
Very disappointed,repairs
very disappointed.,repairs
Somewhat disappointed,garden
Not disappointed (it isn't really that useful),garden
N/A - I no longer use it,garden
"""


def test_purchases_become_a_triangle_with_unfinished_cells_empty(run, printed):
    result = run("retention", "-", "--format", "json", input=ORDERS)
    assert json.loads(result.stdout) == [
        {"cohort": "2027-01", "customers": 2, "1": 0.5, "2": 0.5},
        {"cohort": "2027-02", "customers": 1, "1": 1.0, "2": None},
    ]
    assert result.exit_code == 0 and "7 rows of 3 customers, up to 2027-03-31" in result.stderr
    assert "too short to say whether it flattens" in result.stderr
    assert [one["1"] for one in printed("retention", "-", "--show", "people", input=ORDERS)] == [1, 1]
    assert [one["1"] for one in printed("retention", "-", "--show", "amount", input=ORDERS)] == [5.0, 4.0]


def test_a_month_that_is_not_over_is_left_out_and_told(run, printed):
    result = run("retention", "-", "--format", "csv", input=ORDERS.replace("2027-03-31", "2027-03-20"))
    assert list(csv.reader(io.StringIO(result.stdout)))[1:] == [["2027-01", "2", "0.5"], ["2027-02", "1", ""]]
    assert "2 rows lie in a month that was not over" in result.stderr
    one = run("retention", "-", "--until", "20 March 2027", input="customer,day\nA,2027-01-05\nB,2027-03-01\n")
    assert "1 row lies in a month that was not over on that day, and is left out." in one.stderr
    until = printed("retention", "-", "--until", "31 March 2027", input=ORDERS.replace("2027-03-31", "2027-03-20"))
    assert until[0]["2"] == 0.5


def test_a_file_without_amounts_is_read_and_only_asking_for_amounts_is_refused(refused, printed):
    plain = "\n".join(line.rpartition(",")[0] for line in ORDERS.splitlines())
    assert printed("retention", "-", input=plain) == printed("retention", "-", input=ORDERS)
    assert "no column of amounts" in refused("retention", "-", "--show", "amount", input=plain)
    assert printed("retention", "-", input=ORDERS.replace("20\n", "free\n")) == printed("retention", "-", input=ORDERS)


def test_bad_rows_are_named_by_line_and_the_rest_counts(run):
    bad = ORDERS + ",2027-03-01,3\nd,soon,3\ne,2027-03-05\n"
    result = run("retention", "-", input=bad)
    assert result.exit_code == 1 and "7 rows of 3 customers" in result.stderr
    for words in (
        "line 9: kept aside. The row names no customer",
        "line 10",
        "no day that can be read (got 'soon')",
        "line 11",
        "has 2 cells",
    ):
        assert words in " ".join(result.stderr.split())
    priced = run("retention", "-", "--show", "amount", input=ORDERS.replace(",8\n", ",eight\n"))
    assert priced.exit_code == 1 and "line 7" in priced.stderr and "amount" in priced.stderr


def test_days_with_slashes_are_read_by_the_column_or_asked_for(refused, printed):
    american = "user;when\na;1/25/2027\na;2/3/2027\nb;2/28/2027\n"
    found = printed("retention", "-", "--map", "when=day", input=american)
    assert [one["cohort"] for one in found] == ["2027-01", "2027-02"] and found[0]["1"] == 1
    both = "user,date\na,1/2/2027\na,3/2/2027\n"
    assert "could be two days. Say --order dmy or --order mdy" in refused("retention", "-", input=both)
    assert [
        one["cohort"] for one in printed("retention", "-", "--order", "mdy", "--until", "2027-03-31", input=both)
    ] == ["2027-01"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("customer,date\n", "no rows"),
        ("what,date\n1,2027-01-01\n", "no column for customer. Say which: --map COLUMN=customer"),
        ("customer,date\na,2027-01-05\n", "before its first month is over"),
        ("customer,date\na,later\n", "no row with a customer and a day"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_reason(refused, text, says):
    assert says in refused("retention", "-", input=text)


def test_a_wrong_until_and_a_missing_file_are_refused(refused, tmp_path):
    assert "--until must be a day" in refused("retention", "-", "--until", "spring", input=ORDERS)
    assert "There is no file" in refused("retention", tmp_path / "none.csv")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 200)), min_size=1, max_size=40),
    st.sampled_from(list(Period)),
)
def test_each_cell_is_what_counting_in_the_file_gives(printed, deeds, period):
    start, end = date(2027, 1, 1), date(2027, 12, 31)
    text = "customer,date\n" + "".join(f"{who},{start + timedelta(day)}\n" for who, day in deeds)
    found = printed("retention", "-", "--period", period, "--show", "people", "--until", end, input=text)
    times = {who: {period.of(start + timedelta(day)) for one, day in deeds if one == who} for who, _ in deeds}
    assert sum(row["customers"] for row in found) == len(times)
    for row in found:
        members = [some for some in times.values() if period.named(min(some)) == row["cohort"]]
        first = min(members[0])
        assert row["customers"] == len(members)
        for age in range(1, period.of(end + timedelta(1)) - first):
            assert row[str(age)] == sum(first + age in some for some in members)


def test_the_survey_leaves_out_who_no_longer_uses_it_and_holds_groups_by_holm(run):
    result = run("survey", "-", "--by", "Uses it for", "--format", "json", input=ANSWERS)
    found = {row["group"]: row for row in json.loads(result.stdout)}
    assert (found["all"]["very"], found["all"]["of"], found["all"]["no longer use it"]) == (2, 4, 1)
    assert found["Uses it for: repairs"]["share"] == 1.0 and found["Uses it for: repairs"]["above 40%"] == "open"
    assert found["Uses it for: repairs"]["p"] == pytest.approx(0.16)
    assert found["all"]["above 40%"] == "" and "2 groups were tried" in result.stderr and result.exit_code == 0


def test_a_column_headed_answer_is_read_however_many_wrote_something_else(run):
    said = "person,answer\n1,very\n2,I love it\n3,not disappointed\n4,so so\n"
    result = run("survey", "-", "--format", "json", input=said)
    assert json.loads(result.stdout)[0]["of"] == 2
    assert result.exit_code == 1 and "line 3" in result.stderr and "'I love it'" in result.stderr


def test_counts_of_groups_are_read_too(run):
    counts = (
        "Group,Very disappointed,Somewhat disappointed,Not disappointed\nrepairs,60,25,15\ngarden,20,50,30\nodd,x,1,1\n"
    )
    result = run("survey", "-", "--format", "json", input=counts)
    first, second = json.loads(result.stdout)
    assert (first["share"], first["above 40%"], second["above 40%"]) == (0.6, "yes", "no")
    assert result.exit_code == 1 and "line 4" in result.stderr and "whole numbers" in result.stderr


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Very disappointed", "very"), ("I would be very disappointed", "very"), ("somewhat", "somewhat"),
     ("Not disappointed", "little"), ("Not disappointed (it isn’t really that useful)", "little"),
     ("N/A – I no longer use it", "gone"), ("no longer use it", "gone"),
     ("perhaps", None), ("", None), ("everything", None), ("nothing", None)],
)  # fmt: skip
def test_answers_are_read_as_forms_write_them(text, kind):
    assert kind_of(text) == kind


def test_an_answer_that_is_unknown_is_kept_aside_and_a_missing_column_is_refused(run, refused):
    result = run(
        "survey", "-", input=ANSWERS.replace("Somewhat disappointed", "Maybe") + "very disappointed,repairs\n" * 9
    )
    assert (
        result.exit_code == 1
        and "line 4: kept aside. The row has an answer that is not known (got 'Maybe')"
        in " ".join(result.stderr.split())
    )
    assert "no column of answers" in refused("survey", "-", input="a,b\n1,2\n")
    assert "has no column 'plan'" in refused("survey", "-", "--by", "plan", input=ANSWERS)
