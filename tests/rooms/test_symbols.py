"""Which names a test is given are found from the instructor's code."""

import pytest

from pmcourse.gradebook.key import KeyCell
from pmcourse.rooms.symbols import imports, plain, reads, sets, wanted


def setup(source):
    return KeyCell("setup", "code", source, locked=True)


def solution(source="..."):
    return KeyCell("answer", "code", source, solution=True)


def a_test(source):
    return KeyCell("test", "code", source, grade=True, locked=True, points=1)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("assert x == y", {"x", "y"}),
        ("x = 1\nassert x", set()),
        ("assert x\nx = 1", {"x"}),
        ("x += 1", {"x"}),
        ("x: int = y", {"int", "y"}),
        ("for i in items:\n    print(i)", {"items", "print"}),
        ("[a + b for a in rows]", {"b", "rows"}),
        ("[x for x in x]", {"x"}),
        ("def f():\n    return later\nf()", {"later"}),
        ("lambda a: a + b", {"b"}),
        ("import math\nmath.pi", set()),
        ("from a import b as c\nc", set()),
        ("try:\n    f()\nexcept ValueError as e:\n    e", {"f", "ValueError"}),
        ("with open(p) as file:\n    file.read()", {"open", "p"}),
        ("class C(Base):\n    size = width", {"Base", "width"}),
        ("if (n := f()) > 1:\n    n", {"f"}),
        ("f'{x:{width}}'", {"x", "width"}),
        ("del x", {"x"}),
        ("match x:\n    case [a, b]:\n        a", {"x"}),
        ("match x:\n    case {'k': v, **rest}:\n        rest", {"x"}),
        ("%timeit -n1 f()", {"get_ipython"}),
        ("x = = 1", set()),
        ("x" * 5 + "\0", set()),
    ],
)
def test_names_that_a_cell_reads(source, names):
    assert reads(source) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1\ny, (z, *w) = 2, (3, 4)", {"x", "y", "z", "w"}),
        ("import a.b, c as d\nfrom e import f", {"a", "d", "f"}),
        ("def f():\n    inner = 1", {"f"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("d['k'] = 1\no.size = 2", {"d", "o"}),
        ("items.append(1)", {"items"}),
        ("print(x)", set()),
        ("x == 1", set()),
    ],
)
def test_names_that_a_cell_sets(source, names):
    assert sets(source) == names


def test_a_test_wants_what_the_learner_was_asked_for():
    earlier = [setup("base = 1"), solution("x = ...")]

    assert wanted(a_test("assert x == base and len([y])"), earlier) == ("x", "y")


def test_a_name_that_a_locked_cell_set_last_is_the_instructors():
    assert wanted(a_test("x"), [solution("x = ..."), setup("x = 1")]) == ()
    assert wanted(a_test("x"), [setup("x = 1"), solution("x = ...")]) == ("x",)


def test_a_built_in_is_the_learners_only_if_they_were_asked_for_it():
    assert wanted(a_test("sum([1])\ndisplay(1)\n%matplotlib inline"), [solution()]) == ()
    assert wanted(a_test("sum([1])"), [solution("def sum(numbers):\n    ...")]) == ("sum",)


def test_what_an_instructors_function_reads_is_wanted_where_it_is_called():
    earlier = [setup("def ready():\n    return plan and budget()"), setup("def budget():\n    return money")]

    assert wanted(a_test("ready()"), earlier[::-1]) == ("money", "plan")
    assert wanted(a_test("1"), earlier) == ()


def test_names_in_hidden_tests_are_wanted_too():
    assert wanted(a_test("x\n### BEGIN HIDDEN TESTS\ny\n### END HIDDEN TESTS"), [solution()]) == ("x", "y")


def test_imports_are_found_wherever_they_stand():
    source = "import a.b, c as d\ndef f():\n    from e.f import g, h\n    from . import i\n%time import later"

    assert imports("from e import *") == {"e", "e.*"}
    assert imports(source.rsplit("\n", 1)[0]) == {"a.b", "c", "e.f", "e.f.g", "e.f.h"}
    assert imports("not python at all") == frozenset()


def test_python_is_left_alone_and_magics_become_python():
    assert plain("x = 1  # %not a magic") == "x = 1  # %not a magic"
    assert "run_line_magic" in plain("%matplotlib inline")
    assert plain("x = = 1").strip() == "x = = 1"
