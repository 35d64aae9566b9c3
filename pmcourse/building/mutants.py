"""Faulty copies of a program, each with one small fault, and which of them a table of examples catches.

Mutation analysis: DeMillo, Lipton & Sayward 1978. Copies that no input can tell from the program, or from each other,
are left out; which these are is found by running all inputs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pmcourse.building.machine import Program

_BOUNDARY = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.GtE}
_SIGN = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult}
_JOIN = {ast.And: ast.Or, ast.Or: ast.And}
KINDS = {
    "boundary": "a boundary is off by one",
    "number": "a number is wrong",
    "sign": "a sign or word is turned round",
    "condition": "a condition is turned round",
    "missing": "a line is missing",
    "order": "two lines have changed places",
}


class Mutant(NamedTuple):
    """One faulty copy: what kind of fault, in which line (from 1), and the program."""

    kind: str
    line: int
    program: Program


class Row(NamedTuple):
    """One example: what is given, and what must come out."""

    given: tuple[tuple[str, Any], ...]
    expected: float


def row(given: dict[str, Any], expected: float) -> Row:
    """An example of an input and what must come out."""
    return Row(tuple(given.items()), float(expected))


@lru_cache(512)
def _mutants(inputs: tuple[tuple[str, tuple[Any, ...]], ...], lines: tuple[str, ...]) -> tuple[Mutant, ...]:
    program, found = Program(dict(inputs), lines), {}
    for one in _changed(program):
        behaviour = one.program.behaviour
        if behaviour != program.behaviour and None not in behaviour:
            found.setdefault(behaviour, one)
    return tuple(found.values())


def mutants(program: Program) -> tuple[Mutant, ...]:
    """The faulty copies of a program that some input tells from it, each behaviour once."""
    return _mutants(tuple(program.inputs.items()), program.lines)


def holds(program: Program, rows: Sequence[Row]) -> bool:
    """Whether a program gives back what all rows say."""
    return all((got := program.run(dict(one.given))) is not None and near(got, one.expected) for one in rows)


def near(one: float, other: float) -> bool:
    """Whether two amounts are the same to the cent."""
    return abs(one - other) < 0.006


def survivors(program: Program, rows: Sequence[Row]) -> list[Mutant]:
    """The faulty copies that no row catches. Rows that are wrong for the program itself catch nothing."""
    true = [one for one in rows if holds(program, [one])]
    return [one for one in mutants(program) if holds(one.program, true)]


def sufficient(program: Program) -> list[Row]:
    """A small table that catches all: always the row that catches most of what is left (greedy set cover)."""
    every = [row(given, result) for given, result in zip(program.grid, program.behaviour, strict=True)]
    passes = [[near(got, one.expected) for got, one in zip(copy.program.behaviour, every, strict=True)]
              for copy in mutants(program)]  # fmt: skip
    rows = []
    while passes:
        best = min(range(len(every)), key=lambda at: sum(copy[at] for copy in passes))
        rows.append(every[best])
        passes = [copy for copy in passes if copy[best]]
    return rows


def _changed(program: Program) -> Iterator[Mutant]:
    lines = program.lines
    for at, line in enumerate(lines):
        before, after = lines[:at], lines[at + 1 :]
        for kind, text in _faults(line):
            yield Mutant(kind, at + 1, program.having((*before, text, *after)))
        if not line.startswith("return"):
            yield Mutant("missing", at + 1, program.having((*before, *after)))
        if after:
            yield Mutant("order", at + 1, program.having((*before, after[0], line, *after[1:])))


@lru_cache(512)
def _faults(line: str) -> list[tuple[str, str]]:
    """One line with each small fault."""
    found = []
    for at, node in enumerate(ast.walk(ast.parse(line))):
        for kind, change in _slips(node):
            copy = ast.parse(line)
            change(list(ast.walk(copy))[at])
            found.append((kind, " ".join(ast.unparse(ast.fix_missing_locations(copy)).split())))
    return found


def _slips(node: ast.AST) -> Iterator[tuple[str, Any]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _BOUNDARY:
            yield "boundary", lambda it: setattr(it, "ops", [_BOUNDARY[type(op)]()])
        case ast.BinOp(op=op) if type(op) in _SIGN:
            yield "sign", lambda it: setattr(it, "op", _SIGN[type(op)]())
        case ast.BoolOp(op=op):
            yield "condition", lambda it: setattr(it, "op", _JOIN[type(op)]())
        case ast.Call(func=ast.Name(id=name)):
            yield "sign", lambda it: setattr(it.func, "id", "min" if name == "max" else "max")
        case ast.If():
            yield "condition", lambda it: setattr(it, "test", ast.UnaryOp(ast.Not(), it.test))
        case ast.Constant(value=value) if not isinstance(value, bool):
            yield "number", lambda it: setattr(it, "value", value + 1)
            if value > 1:
                yield "number", lambda it: setattr(it, "value", value - 1)
