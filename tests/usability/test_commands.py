"""`pmcourse usability` on small files of our own: what it says, what it keeps aside, what it refuses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.usability.reading import seconds

SUS = """\
Respondent,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10
Jonas,4,2,4,1,4,2,5,2,4,2
Ruth,5,5,4,5,5,5,4,5,5,4
Ali,3,2,4,2,3,3,4,2,3,1
"""
TASKS = """\
Participant;Task;Success;Time (min)
a;book;yes;1,5
b;book;no;
c;book;yes;0:40
a;pay;1;2 min
b;pay;x;3
a;pay;1;3
c;pay;y;90 s
d;pay;y;soon
"""


def test_answers_become_scores_and_who_did_not_turn_round_is_named(run):
    result = run("sus", "-", "--format", "json", input=SUS)
    assert [(row["person"], row["score"]) for row in json.loads(result.stdout)] == [
        ("Jonas", 80.0),
        ("Ruth", 47.5),
        ("Ali", 67.5),
    ]
    assert [row["look"] for row in json.loads(result.stdout)] == ["", "agrees or disagrees with all", ""]
    assert result.exit_code == 0 and "3 people: mean 65.00, median 67.5, standard deviation 16.39" in result.stderr
    assert "1 agrees or disagrees" in result.stderr and "Without them 2 people: mean 73.75" in result.stderr


@pytest.mark.parametrize(
    "table",
    ["Gern,Komplex,Einfach,Hilfe,Eins,Wirr,Schnell,Schwer,Sicher,Lernen\n5,1,4,2,4,3,5,1,4,2\n4,2,5,1,4,2,5,1,5,2\n",
     "a,b\n1,2\n"],
)  # fmt: skip
def test_a_row_of_answers_is_not_taken_for_the_numbers_of_the_statements(refused, table):
    said = refused("sus", "-", input=table)
    assert "no column for q1" in said and table.partition(",")[0] in said


def test_statements_are_known_by_their_words_in_any_order(printed):
    heads = (
        "I found the system very cumbersome to use", "I felt very confident using the system",
        "I thought the system was easy to use", "I found the system unnecessarily complex",
        "I needed to learn a lot of things before I could get going", "I would like to use this system frequently",
        "I would need the support of a technical person", "The functions were well integrated",
        "There was too much inconsistency", "Most people would learn to use this very quickly",
    )  # fmt: skip
    answers = ("1", "5", "5", "1", "1", "5", "1", "5", "1", "5")
    assert printed("sus", "-", input=";".join(heads) + "\n" + ";".join(answers) + "\n")[0]["score"] == 100


@pytest.mark.parametrize(
    "heading", ["sus{}", "SUS Q{}", "sus_{}", "{}", "Item {}", "Question {}", "s{}", "Statement 0{}"]
)
def test_numbered_headings_are_known(printed, heading):
    numbers = range(1, 11)
    heads = ",".join(heading.format(at).replace("010", "10") for at in numbers)
    assert printed("sus", "-", input=f"{heads}\n{','.join(['3'] * 10)}\n")[0]["score"] == 50


def test_answers_in_words_are_read(printed):
    words = ["Strongly agree", "strongly disagree", "Agree", "2", "3 - neutral", "Neither agree nor disagree", "4.0"]
    given = ",".join([*words, "1 (no)", "5", "1"])
    assert printed("sus", "-", input=SUS.splitlines()[0] + f"\nx,{given}\n")[0]["score"] == 2.5 * (
        4 + 4 + 3 + 3 + 2 + 2 + 3 + 4 + 4 + 4
    )


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("7", "has '7' for statement 2; answers go from 1 to 5"),
        ("", "has nothing for statement 2"),
        ("2.5", "has '2.5'"),
    ],
)
def test_a_row_that_is_no_answer_is_kept_aside_with_its_line(run, bad, said):
    result = run("sus", "-", input=SUS + f"Olga,4,{bad},4,2,4,2,4,2,4,2\n")
    assert f"line 5: kept aside. The row {said}" in result.stderr and result.exit_code == 1
    assert "3 people" in result.stderr


@pytest.mark.parametrize(("low", "high"), [(0, 4), (1, 7), (1, 10)])
def test_answers_on_another_scale_are_refused_and_not_read_as_1_to_5(refused, low, high):
    lines = [f"p{at},{','.join(str(low if (at + q) % 2 else high) for q in range(10))}" for at in range(4)]
    said = refused("sus", "-", input="\n".join([SUS.splitlines()[0], *lines, "z,2,3,2,3,2,3,2,3,2,3"]))
    assert f"answers from {low} to {high}; SUS is answered from 1 to 5" in said


def test_a_column_that_is_missing_or_twice_is_asked_for(refused, printed):
    assert "no column for q10" in refused("sus", "-", input=SUS.replace("Q10", "Last"))
    assert printed("sus", "-", "--map", "Last=q10", input=SUS.replace("Q10", "Last"))[0]["score"] == 80
    assert "several columns for q1: 'Q1' and 'sus1'" in refused("sus", "-", input=SUS.replace("Respondent", "sus1"))
    assert "no row with ten answers" in refused("sus", "-", input=SUS.splitlines()[0] + "\nx" + ",9" * 10 + "\n")


def test_tries_become_shares_with_intervals_and_times(run):
    result = run("tasks", "-", "--format", "json", input=TASKS)
    book, pay = json.loads(result.stdout)
    assert (book["task"], book["done"], book["of"], book["timed"]) == ("book", 2, 3, 2)
    assert book["from"] == pytest.approx(0.20, abs=0.01) and book["to"] == pytest.approx(0.94, abs=0.01)
    assert book["time"] == pytest.approx(60) and pay["time"] == pytest.approx((120 * 90) ** 0.5)
    assert (pay["done"], pay["of"]) == (2, 2) and pay["to"] == 1
    for line, said in ((6, "yes or no"), (7, "stands on line 5 already"), (9, "no time that can be read (got 'soon')")):
        assert f"line {line}: kept aside" in result.stderr and said in result.stderr
    assert result.exit_code == 1


def test_one_time_has_no_interval_and_a_file_without_times_none_at_all(printed):
    (row,) = printed("tasks", "-", input="done\nyes\nno\n")
    assert (row["task"], row["done"], row["time"], row["time from"]) == ("all", 1, None, None)
    (row,) = printed("tasks", "-", input="done,seconds\nyes,30\nno,10\n")
    assert (row["time"], row["time from"]) == (pytest.approx(30), None)


def test_a_file_that_says_nothing_of_done_is_refused(refused, printed):
    assert "--map 'COLUMN=done'" in refused("tasks", "-", input="task,mood\na,yes\n")
    assert printed("tasks", "-", "--map", "mood=done", input="task,mood\na,yes\n")[0]["done"] == 1
    assert "no row that can be used" in refused("tasks", "-", input="task,done\na,perhaps\n")


@pytest.mark.parametrize(
    ("text", "usual", "value"),
    [("95", 1, 95), ("1,5", 60, 90), ("1:35", 1, 95), ("0:01:35", 1, 95), ("2 min", 1, 120), ("2 minutes", 1, 120),
     ("500 ms", 1, 0.5), ("3s", 60, 3), ("1:75", 1, None), ("soon", 1, None), ("0", 1, None), ("-3", 1, None),
     ("", 1, None), ("5 apples", 1, None)],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text, usual, value):
    assert seconds(text, usual) == (value if value is None else pytest.approx(value))


@given(st.text(max_size=12))
def test_a_time_is_above_0_or_none(text):
    read = seconds(text)
    assert read is None or read > 0


@given(st.integers(1, 20_000))
def test_a_clock_and_its_seconds_are_the_same_time(whole):
    hours, rest = divmod(whole, 3600)
    assert seconds(f"{hours}:{rest // 60:02}:{rest % 60:02}") == seconds(str(whole)) == whole
