"""The arithmetic of this lesson: the machine against Python, complexity, faulty copies, merging, rotas, plans."""

import ast
import subprocess
from itertools import combinations, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmcourse.building import variant
from pmcourse.building.case import DEPOSIT, FEE, PAIRS, PEOPLE, STORIES, VELOCITY, WEEKEND
from pmcourse.building.machine import Program
from pmcourse.building.merging import CLEAN, FAILS, STOPS, Change, changed, merge
from pmcourse.building.model import Building, Example, alone, best, by_value, pairings, pairs, points, read, value
from pmcourse.building.mutants import holds, mutants, row, sufficient, survivors
from pmcourse.building.own import followed
from pmcourse.errors import CourseError


def python(program):
    """The same program, run by Python itself: what the machine must agree with."""
    body = "\n".join(f"    {line}" for line in program.lines)
    space = {}
    exec(f"def work({', '.join(program.inputs)}):\n{body}", space)
    return lambda given: space["work"](**given)


@pytest.mark.parametrize("program", [FEE, DEPOSIT, WEEKEND, *(one.program for one in mutants(FEE)[:10])])
def test_the_machine_gives_what_python_gives(program):
    work = python(program)
    assert list(program.behaviour) == [work(one) for one in program.grid]


NUMBERS = st.integers(-20, 20)
TERMS = st.recursive(
    st.one_of(NUMBERS.map(str), st.sampled_from(["x", "y"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda it: f"{it[0]}({it[1]}, {it[2]})"),
    ),
    max_leaves=6,
)
TESTS = st.tuples(TERMS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), TERMS).map(" ".join)
JOINED = st.tuples(TESTS, st.sampled_from(["and", "or"]), TESTS).map(lambda it: f"{it[0]} {it[1]} not ({it[2]})")


@given(st.lists(st.tuples(st.one_of(TESTS, JOINED), TERMS, TERMS), max_size=4), NUMBERS, NUMBERS)
def test_any_program_runs_as_in_python(parts, x, y):
    lines = [f"if {test}: x = {one}\ny = {other}" for test, one, other in parts]
    lines = [line for part in lines for line in part.splitlines()]
    program = Program({"x": (x,), "y": (y,)}, (*lines, "return x - y"))
    assert program.run({"x": x, "y": y}) == python(program)({"x": x, "y": y})


def test_a_line_that_is_no_code_or_more_than_the_machine_knows_is_refused():
    for line in ("import os", "x = open('a')", "x = [1]", "while x: x = 1", "x.y = 1", "return __import__('os')"):
        with pytest.raises(CourseError, match="does not know"):
            Program({"x": (1,)}, (line,)).run({"x": 1})
    with pytest.raises(CourseError, match="Line 1 is not code"):
        Program({"x": (1,)}, ("if x",)).run({"x": 1})


def test_a_program_that_reads_too_early_or_gives_nothing_back_has_no_result():
    assert Program({"x": (1,)}, ("y = z", "return y")).run({"x": 1}) is None
    assert Program({"x": (1,)}, ("y = x",)).run({"x": 1}) is None
    assert Program({"x": (0,)}, ("return 1 / x",)).run({"x": 0}) is None


def test_each_line_that_is_run_is_a_step_with_what_its_names_then_stand_for():
    steps, result = FEE.steps({"days": 9, "machine": True, "volunteer": True})
    assert [step.line for step in steps] == [1, 2, 3, 4, 5, 6, 7, 8] and result == 8
    assert steps[3].names["fee"] == 16 and "fee" not in steps[2].names
    assert [step.line for step in FEE.steps({"days": 1, "machine": True, "volunteer": True})[0]] == [1]
    assert [step.line for step in WEEKEND.steps({"days": 1, "weekend": True})[0]] == [1, 2, 5, 8]


def test_complexity_is_one_and_one_for_each_decision():
    assert Program({}, ("return 1",)).complexity() == 1
    assert (FEE.complexity(), WEEKEND.complexity()) == (4, 3)
    assert Program({}, ("if x and y: return 1", "return 2")).complexity() == 2  # mccabe does not count "and"
    for program in (FEE, DEPOSIT, WEEKEND):
        ifs = sum(
            isinstance(node, ast.If) for node in ast.walk(ast.parse("\n".join(program.lines).replace("return", "x =")))
        )
        assert program.complexity() == 1 + ifs


def test_each_faulty_copy_differs_for_some_input_and_no_two_are_alike():
    copies = mutants(FEE)
    behaviours = [one.program.behaviour for one in copies]
    assert FEE.behaviour not in behaviours and len(set(behaviours)) == len(copies) == 26
    assert not any(None in one for one in behaviours)
    assert {one.kind for one in copies} == {"boundary", "number", "sign", "condition", "missing", "order"}


def every(program):
    return [row(given, result) for given, result in zip(program.grid, program.behaviour, strict=True)]


@given(st.lists(st.sampled_from(every(FEE)), max_size=6), st.sampled_from(every(FEE)))
def test_one_more_row_never_catches_less_and_a_wrong_one_catches_nothing(rows, more):
    left = survivors(FEE, rows)
    assert set(map(id, survivors(FEE, [*rows, more]))) <= set(map(id, left))
    assert survivors(FEE, [*rows, more._replace(expected=more.expected + 1)]) == left
    assert holds(FEE, rows)


def test_the_small_table_catches_all_and_no_smaller_one_of_a_coarser_grid_does():
    rows = sufficient(FEE)
    assert len(rows) == 5 and not survivors(FEE, rows)
    some = [one for one in every(FEE) if dict(one.given)["days"] in (0, 1, 2, 3, 4, 5, 11, 12, 41, 42)]
    caught = [{at for at, copy in enumerate(mutants(FEE)) if not holds(copy.program, [one])} for one in some]
    assert not any(len(set.union(*three)) == 26 for three in combinations(caught, 3))


def test_rows_are_read_as_people_type_them():
    typed = Example(given={"days": "12 days", "machine": "Yes", "volunteer": "yes"}, expected="10,00")
    table = read([typed, Example(), Example(given={"days": "2"})], FEE)
    assert table.rows == {1: row({"days": 12, "machine": True, "volunteer": True}, 10)}
    assert table.unread == {3: "“machine” is missing"}
    assert (
        "whole number from 0 to 45"
        in read([typed.model_copy(update={"given": typed.given | {"days": "46"}})], FEE).unread[1]
    )
    assert "not one number" in read([typed.model_copy(update={"expected": "much"})], FEE).unread[1]
    assert "must come out is missing" in read([typed.model_copy(update={"expected": ""})], FEE).unread[1]
    assert not read([typed] * 20, FEE).unread and len(read([typed] * 20, FEE).rows) == 1  # one row, said again
    free = Example(given={"days": "1", "machine": "no", "volunteer": "no"}, expected="free")
    assert read([free], FEE).rows[1].expected == 0
    assert Building().examples == ()


def git_says(tmp_path, base, mine, theirs):
    for name, program in (("base", base), ("mine", mine), ("theirs", theirs)):
        (tmp_path / name).write_text("\n".join(program.lines) + "\n")
    done = subprocess.run(
        ["git", "merge-file", "-p", "mine", "base", "theirs"], cwd=tmp_path, capture_output=True, text=True
    )
    return STOPS if done.returncode else tuple(done.stdout.splitlines())


@pytest.mark.parametrize("mine", range(1, 9))
@pytest.mark.parametrize("theirs", [1, 4, 8])
def test_lines_come_together_or_stop_as_in_git(tmp_path, mine, theirs):
    nothing = row({"days": 0, "machine": False, "volunteer": False}, 0)
    one, other = Change(mine, "fee = 1", nothing), Change(theirs, "fee = 2", nothing)
    said = git_says(tmp_path, FEE, changed(FEE, [one]), changed(FEE, [other]))
    assert (said == STOPS) == (merge(FEE, one, other) == STOPS)
    if said != STOPS:
        assert said == changed(FEE, [one, other]).lines


def test_examples_hold_for_their_own_change_and_tell_whether_two_changes_agree():
    for two in PAIRS.values():
        for one in two:
            assert holds(changed(FEE, [one]), [one.example]) and not holds(FEE, [one.example])
    assert [merge(FEE, *two) for two in PAIRS.values()] == [CLEAN, STOPS, FAILS]


def test_pairings_are_all_ways_to_make_two_pairs_of_five():
    known = pairings(PEOPLE)
    brute = {frozenset([frozenset(order[:2]), frozenset(order[2:4])]) for order in permutations(PEOPLE)}
    assert len(known) == len(brute) == 15 and {frozenset(pairs(one)) for one in known} == brute
    assert all(f"{alone(one, PEOPLE)} alone" in words for one, words in known.items())
    with pytest.raises(StopIteration):
        alone("Femi+Ines Joris+Kofi", PEOPLE[:4])


@given(st.sets(st.sampled_from(STORIES)))
def test_no_set_that_fits_is_worth_more_than_the_best(some):
    assume(points(list(some)) <= VELOCITY)
    assert value(list(some)) <= value(best(STORIES, VELOCITY)) == 18


def test_who_goes_down_a_list_by_value_delivers_less():
    greedy = by_value(STORIES, VELOCITY, {one.id: one.value for one in STORIES})
    assert points(greedy) <= VELOCITY and value(greedy) < 18


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=12)
def test_a_function_loses_a_third_for_each_rule_that_it_forgets_and_each_is_named(seed, data):
    rule = variant.refund(seed).program
    told = [at for at in range(len(rule.lines)) if None not in without(rule, {at}).behaviour]
    assert len(told) == 6
    lost = data.draw(st.lists(st.sampled_from(told), unique=True, max_size=4))
    before = 1.0
    for many in range(len(lost) + 1):
        made = followed(rule, without(rule, lost[:many]).behaviour)
        share = made.share if made else 0.0
        assert share <= before + 1e-9
        if many < 2:  # two rules may hide each other: what is kept is never more than there is
            assert share == pytest.approx(1 - many / 3) and made.forgotten == tuple(lost[:many])
        before = share


def test_a_function_that_gives_one_number_or_nothing_follows_no_rule():
    rule = variant.refund(1).program
    for results in ([0.0] * len(rule.behaviour), [50.0] * len(rule.behaviour), [None] * len(rule.behaviour)):
        assert followed(rule, results) is None


def without(rule, lost):
    return rule.having(tuple(line for at, line in enumerate(rule.lines) if at not in lost))
