"""`pmcourse experiment` on small files of our own: what it says, what it keeps aside, what it refuses."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.experiments.reading import read
from pmcourse.experiments.shares import difference

PLAYERS = """\
userid,version,rounds,came back
1,new,3,TRUE
2,control,38,yes
3,new,165,no
4,control,1,0
5,new,0,1
6,control,7,N
"""


def test_a_row_for_each_person_gives_the_difference_of_the_arms_with_the_control_first(printed):
    [row] = printed("read", "-", input=PLAYERS)
    assert (row["outcome"], row["old"], row["new"]) == ("came back", "control", "new")
    assert (row["old hits"], row["old people"], row["new hits"], row["new people"]) == (1, 3, 2, 3)
    assert row["difference"] == pytest.approx(100 / 3)
    assert row["z"] == pytest.approx(difference((1, 2), (3, 3)).z)


def test_arms_can_be_turned_round_and_chosen_among_more(run, refused, printed):
    [row] = printed("read", "-", "--arms", "new,control", input=PLAYERS)
    assert row["difference"] == pytest.approx(-100 / 3)
    more = PLAYERS + "7,third,1,yes\n"
    assert "must name two arms (got 3: new, control, third). Say which: --arms OLD,NEW" in refused(
        "read", "-", input=more
    )
    result = run("read", "-", "--arms", "control,third", input=more)
    assert result.exit_code == 0 and "3 rows of other arms are left out" in result.stderr


def test_a_row_for_each_arm_with_counts_says_the_same_as_one_for_each_person(printed):
    table = "variant;visitors;booked\nB;1000;230\nA;1 000;200\n"
    [row] = printed("read", "-", input=table)
    assert (row["old"], row["old hits"], row["new hits"]) == ("A", 200, 230)
    assert row["z"] == pytest.approx(difference((200, 230), (1000, 1000)).z)


def test_bad_rows_are_named_by_line_and_kept_aside(run):
    spoilt = PLAYERS + "7,new,2,perhaps\n1,new,3,TRUE\n8,,1,yes\n9,new\n"
    result = run("read", "-", "--outcome", "came back", input=spoilt)
    assert result.exit_code == 1
    assert "line 8: kept aside. The row has 'perhaps' in 'came back', which is not yes or no" in result.stderr
    assert "line 9: kept aside. The row is '1' again, who stands on line 2 already" in result.stderr
    assert "line 10: kept aside. The row does not say which arm it belongs to" in result.stderr
    assert "line 11: kept aside. The row has 2 cells, and there are 4 headings" in result.stderr


def test_many_bad_rows_are_counted_and_not_all_named(run):
    spoilt = PLAYERS + "".join(f"{at},new,2,perhaps\n" for at in range(10, 60))
    result = run("read", "-", "--outcome", "came back", input=spoilt)
    assert "30 more rows are kept aside" in result.stderr and result.stderr.count("perhaps") == 20


def test_arms_that_chance_would_not_fill_so_are_an_alarm_unless_they_were_planned_so(run):
    table = "group,users,bought\ncontrol,1200,100\nnew,1000,90\n"
    result = run("read", "-", input=table)
    assert result.exit_code == 1 and "Find out how people came into them" in result.stderr
    assert run("read", "-", "--planned", "54.5%", input=table).exit_code == 0


def test_several_outcomes_are_all_told_with_a_warning(run, printed):
    table = "group,users,bought,came back\ncontrol,1000,100,300\nnew,1000,90,350\n"
    result = run("read", "-", input=table)
    assert "2 outcomes" in result.stderr and "bought" in result.stdout and "+5.00" in result.stdout
    assert [row["outcome"] for row in printed("read", "-", "--outcome", "came back", input=table)] == ["came back"]


@pytest.mark.parametrize(
    ("table", "arguments", "words"),
    [
        (
            "a,b\n1,2\n",
            (),
            "no column says which arm somebody was in. Say which one does: --group COLUMN. It has: a, b",
        ),
        ("version,rounds\nx,12\ny,13\n", (), "has no column of yes and no. Say which one counts: --outcome COLUMN"),
        ("version,won\nx,yes\ny,no\n", ("--outcome", "lost"), "has no column 'lost'. It has: version, won"),
        ("version,won\nx,yes\ny,no\n", ("--arms", "x,z"), "'version' has no arm 'z'. It has: x, y"),
        ("version,won\nx,yes\ny,no\n", ("--arms", "x"), "--arms must name two arms"),
        ("version,won\n", (), "has headings, but no rows"),
        ("version,users,won\nx,10,1\nx,20,2\ny,30,3\n", (), "each arm must have one row (got 3)"),
        ("version,users,won\nx,10,11\ny,30,3\n", (), "at most as many hits (got 11 of 10)"),
        (
            "version,users,won\nx,ten,1\ny,30,3\n",
            (),
            "'users' must hold whole numbers, without signs between thousands (got 'ten')",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason_and_the_way_on(refused, table, arguments, words):
    assert words in refused("read", "-", *arguments, input=table)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=2, max_size=80), st.integers(0, 999))
def test_reading_counts_what_counting_counts_in_any_order_of_rows(people, seed):
    if len({new for new, _, _ in people}) < 2:
        return
    lines = [(f"u{at}", "new" if new else "control", bought, back) for at, (new, bought, back) in enumerate(people)]
    random.Random(seed).shuffle(lines)
    file = io.StringIO()
    csv.writer(file).writerows([("user", "group", "bought", "back"), *lines])
    found = read(file.getvalue().encode(), "it")
    assert found.arms == ("control", "new") and not found.set_aside
    assert found.people == tuple(sum(new is arm for new, _, _ in people) for arm in (False, True))
    assert found.hits["bought"] == tuple(
        sum(new is arm and bought for new, bought, _ in people) for arm in (False, True)
    )
    assert found.hits["back"] == tuple(sum(new is arm and back for new, _, back in people) for arm in (False, True))


def test_a_size_is_printed_with_both_arms_and_days(run, printed):
    assert printed("size", "--before", "5%", "--after", "0,07", "--a-day", "36") == [
        {"people in each arm": 2210, "both arms": 4420, "days": 122.8}
    ]
    assert "2210" in run("size", "--before", "5%", "--after", "7%").stdout


def test_a_size_for_several_looks_names_the_bar_of_each(run, printed):
    result = run("size", "--before", "20%", "--after", "23%", "--looks", "5", "--boundary", "pocock")
    assert "z is beyond 2.41, 2.41, 2.41, 2.41, 2.41" in result.stderr
    assert printed("size", "--before", "20%", "--after", "23%", "--looks", "5")[0]["people in each arm"] == 3024


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--before", "5", "--after", "7"), "--before must be a share between 0 and 1, such as 5% or 0.05 (got '5')"),
        (("--before", "5%", "--after", "5%"), "must differ"),
        (("--before", "5%", "--after", "7%", "--power", "20%"), "power must be from 0.5"),
        (("--before", "5%", "--after", "7%", "--power", "90%", "--looks", "3"), "Leave --power and --sure"),
    ],
)
def test_a_size_that_cannot_be_is_refused_with_the_rule_and_the_value(refused, arguments, words):
    assert words in refused("size", *arguments)
