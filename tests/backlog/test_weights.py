import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.backlog.methods import rank_by
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.weights import weighted

SHEET = "ID,Title,Value,Delight,Risk\nA,a,5,1,2\nB,b,3,5,1\nC,c,4,,1\n"


def test_the_score_is_the_weighted_sum_and_says_how(printed):
    rows = printed("rank", "-", "--weight", "Value=2", "--weight", "Delight=1", "--weight", "risk=-1", input=SHEET)
    assert [(row["id"], row["score"]) for row in rows] == [("B", 10), ("A", 9), ("C", None)]
    assert rows[0]["why"] == "2 × 3 Value + 1 × 5 Delight + -1 × 1 risk"
    assert rows[2]["why"] == "cannot be scored yet: Delight unknown"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "either --method"),
        (("--method", "rice", "--weight", "Value=1"), "either --method"),
        (("--weight", "Value"), "COLUMN=NUMBER"),
        (("--weight", "Value=much"), "a number such as 3"),
        (("--weight", "Colour=1"), "business value, Delight, Risk (got 'Colour')"),
        (("--weight", "Title=1"), "got 'Title'"),
    ],
)
def test_bad_use_is_refused_with_what_to_do(refused, arguments, said):
    assert said in refused("rank", "-", *arguments, input=SHEET)


def test_a_cell_that_is_no_number_is_refused_by_its_item(refused):
    assert "B: Fun must be a number (got 'lots')" in refused(
        "rank", "-", "--weight", "Fun=1", input="ID,Title,Fun\nA,a,1\nB,b,lots\n"
    )


def test_criteria_that_are_not_on_one_scale_are_told(run):
    result = run(
        "rank", "-", "--weight", "Money=1", "--weight", "Fun=1", input="ID,Title,Money,Fun\nA,a,5000,1\nB,b,100,5\n"
    )
    assert "Money goes up to 5000 and Fun to 5: not one scale" in result.stderr


@pytest.mark.parametrize(("one", "other", "told"), [(5, 10, True), (4, 5, False), (6, 10, False), (1, 5, True)])
def test_whole_numbers_up_to_5_and_up_to_10_are_two_scales(run, one, other, told):
    text = f"ID,Title,Ease,Fun\nA,a,{one},1\nB,b,1,{other}\n"
    assert ("not one scale" in run("rank", "-", "--weight", "Ease=1", "--weight", "Fun=1", input=text).stderr) is told


RATINGS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=6)


@given(RATINGS, st.floats(-5, 5), st.floats(-5, 5))
def test_the_ranking_is_that_of_the_sums(ratings, first, second):
    items = [
        Item(id=str(at), title="x", business_value=value, extra={"Fun": (str(fun),)})
        for at, (value, fun) in enumerate(ratings)
    ]
    backlog = Backlog(items=items)
    score, _ = weighted(backlog, {"Value": first, "Fun": second})
    scores = [row.score.value for row in rank_by(backlog, score)]
    assert scores == pytest.approx(sorted((first * value + second * fun for value, fun in ratings), reverse=True))


def test_a_sum_that_no_computer_can_hold_is_no_score(run):
    result = run("rank", "-", "--weight", "Value=1e308", "--format", "json", input=SHEET)
    assert [row["score"] for row in json.loads(result.stdout, parse_constant=pytest.fail)] == [None] * 3
