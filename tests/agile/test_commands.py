"""`pmcourse sprint` on people's own tables: what it prints, what it tells, and how it ends."""

import json
import re

import pytest

from pmcourse.agile.own import OwnItems

ITEMS = """Key,Summary,Story Points,Value,Needs,Goal
S-01,Move the loans,5,2,,
S-02,Report,3,9,S-01,yes
S-04,Scan,4,8,,
S-05,Photo,4,9,S-04,
S-07,Search,2,5,,
S-10,Bike page,6,10,,
"""
SPRINTS = "boardid,sprintid,vel_done\n" + "".join(
    f"7,{at},{done}\n" for at, done in ((3, 18), (1, 21), (2, 14), (4, 0), (5, 9), (6, 20), (7, 16), (8, 17))
)


def test_the_best_sprint_has_the_goal_with_what_it_needs(run):
    result = run("plan", "-", "--capacity", "16", "--format", "json", input=ITEMS)
    rows = json.loads(result.stdout)
    assert [row["id"] for row in rows] == ["S-01", "S-02", "S-04", "S-05"] and result.exit_code == 0
    assert [row["why"] for row in rows] == ["the goal", "the goal", "value", "value"]
    assert "16 of 16 points, value 28. No other set has more." in result.stderr


def test_what_is_done_is_left_out_and_needed_no_more(printed):
    assert [row["id"] for row in printed("plan", "-", "--capacity", "9", "--done", "S-01", input=ITEMS)] == [
        "S-02",
        "S-04",
        "S-07",
    ]


def test_rows_that_cannot_be_used_are_named_by_line_and_end_with_1(run):
    dirty = ITEMS + "S-11,x,abc,1,,\nS-01,again,1,1,,\nS-12,small,0,1,,\nS-13,lost,1,1,S-99,\nS-14,,,4,,\n"
    result = run("plan", "-", "--capacity", "16", input=dirty)
    assert result.exit_code == 1
    for line, why in {8: "'Story Points' must be a number", 9: "has the id 'S-01' once more", 10: "points above 0",
                      12: "has no points"}.items():  # fmt: skip
        assert f"line {line}: kept aside" in result.stderr and why in result.stderr
    assert "S-13 needs S-99, which the input does not hold" in result.stderr


def test_items_that_need_each_other_are_named_as_no_order_can_be_right(run):
    result = run("plan", "-", "--capacity", "16", input="id,points,value,needs\nA,3,5,B\nB,2,4,C\nC,1,2,A\nD,1,1,\n")
    assert "A needs B needs C needs A: none of these can be done first." in result.stderr and result.exit_code == 1
    done = run("plan", "-", "--capacity", "16", "--done", "B", input="id,points,value,needs\nA,3,5,B\nB,2,4,A\n")
    assert "can be done first" not in done.stderr and done.exit_code == 0


def test_a_column_that_is_not_known_is_named_and_can_be_mapped(run, refused):
    text = "id,Aufwand,Nutzen\nA,3,5\nB,2,9\n"
    assert re.search(
        r"has no column for points, value\. Say which: --map COLUMN=points\. It has: id",
        refused("plan", "-", "--capacity", "3", input=text),
    )
    mapped = ("--map", "Aufwand=points", "--map", "Nutzen=value", "--format", "csv")
    result = run("plan", "-", "--capacity", "3", *mapped, input=text)
    assert result.stdout.splitlines()[1:] == ["B,,2.0,9.0,,value"] and "No item is marked" in result.stderr


def test_a_goal_that_does_not_fit_and_an_id_that_is_not_there_are_told(refused):
    assert re.search(
        r"must fit into 7 points \(got 8: S-01, S-02\)", refused("plan", "-", "--capacity", "7", input=ITEMS)
    )
    assert re.search("No item has the id S-77", refused("plan", "-", "--capacity", "7", "--goal", "S-77", input=ITEMS))


def test_a_promise_comes_from_the_last_sprints_in_their_order_and_empty_ones_are_left_out(run, tmp_path):
    file = tmp_path / "sprints.csv"
    file.write_text(SPRINTS, encoding="utf-8")
    result = run("velocity", str(file), "--format", "json")
    [row] = json.loads(result.stdout)
    assert row == {"board": "7", "sprints": 7, "empty": 1, "mean": 15.7, "promise": 9, "low": 9, "high": 20, "tried": 1,
                   "kept": 1, "inside": 1}  # fmt: skip
    assert "1 of 8 sprints had nothing done" in result.stderr and result.exit_code == 0


def test_too_few_sprints_promise_nothing_and_say_so(run, refused):
    result = run("velocity", "-", "--chance", "90%", "--format", "json", input=SPRINTS)
    assert json.loads(result.stdout)[0]["promise"] is None
    assert "90% cannot be promised from so few sprints" in result.stderr
    assert re.search("--chance must be a share", refused("velocity", "-", "--chance", "85", input=SPRINTS))


def test_a_table_without_boards_is_one_board_and_a_bad_row_is_named(run):
    result = run("velocity", "-", input="Sprint;Velocity\nA;12,5\nB;ten\nC;14\n")
    assert "all" in result.stdout and "line 3: kept aside" in result.stderr and result.exit_code == 1


def test_points_below_zero_are_kept_aside_and_not_taken_for_nothing_done(run):
    result = run("velocity", "-", input="Sprint;Velocity\nA;12\nB;-5\nC;14\n")
    assert "line 3: kept aside" in result.stderr and "from 0 on (got -5)" in result.stderr and result.exit_code == 1
    assert "nothing done" not in result.stderr


@pytest.mark.parametrize("arguments", [("plan", "--capacity", "9"), ("velocity",)])
@pytest.mark.parametrize("content", ["", " \n", "\ufeff"])
def test_nothing_in_the_input_is_told(refused, arguments, content):
    assert re.search("is empty", refused(arguments[0], "-", *arguments[1:], input=content))


@pytest.mark.usefixtures("desk")
def test_the_widget_gives_the_same_sprint_as_the_command(upload):
    panel = OwnItems()
    upload(panel, "items.csv", (ITEMS + "S-11,x,abc,1,,\n").encode())
    assert "4 of 6 items, 16 of 16 points, value 28" in panel.shown.value and "line 8: kept aside" in panel.shown.value
    upload(panel, "round.csv", b"id,points,value,needs\nA,3,5,B\nB,2,4,A\nD,1,1,E\n")
    said = panel.shown.value
    assert "A needs B needs A: none of these can be done first." in said and "D needs E, which round.csv does" in said
    panel.capacity.value = "many"
    upload(panel, "items.csv", ITEMS.encode())
    assert "Type how many points fit" in panel.status.value
    panel.capacity.value = "7"
    upload(panel, "items.csv", ITEMS.encode())
    assert "Make the goal smaller" in panel.status.value
