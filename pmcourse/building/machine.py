"""A small machine for programs that are data: it runs them, follows them line by line, and counts their decisions.

A program is a few lines in a small part of Python: numbers, yes and no, `if`, `min` and `max`. What a line may say is
listed here, and nothing of it is handed to Python to run.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from pmcourse.errors import CourseError

Given = Mapping[str, float | bool]
_MEANS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Not: operator.not_, ast.USub: operator.neg,
}  # fmt: skip
_CALLS = {"min": min, "max": max}
_GOES_ON = object()


class Step(NamedTuple):
    """One line that was run: its number from 1, and what each name stood for afterwards."""

    line: int
    names: dict[str, Any]


class _Stops(Exception):
    """A line reads a name that stands for nothing yet."""


@dataclass(frozen=True)
class Program:
    """`lines` of code that give back one number; `inputs` are the values of each input that are tried, by its name.

    Raises CourseError, where it is first used, for a line that the machine does not know.
    """

    inputs: Mapping[str, tuple[Any, ...]]
    lines: tuple[str, ...]

    @cached_property
    def tree(self) -> list[ast.stmt]:
        try:
            return ast.parse("\n".join(self.lines)).body
        except SyntaxError as error:
            raise CourseError(f"Line {error.lineno} is not code: {error.text}") from None

    @property
    def grid(self) -> Iterator[dict[str, Any]]:
        """All inputs that are tried."""
        return (dict(zip(self.inputs, values, strict=True)) for values in product(*self.inputs.values()))

    @cached_property
    def behaviour(self) -> tuple[float | None, ...]:
        """What it gives back for each of the grid's inputs: two programs that agree in all of it are equivalent."""
        return tuple(self.run(given) for given in self.grid)

    def having(self, lines: tuple[str, ...]) -> Program:
        """Other lines for the same inputs."""
        return Program(self.inputs, lines)

    def run(self, given: Given) -> float | None:
        """What it gives back for one input; None where it stops half way or gives nothing back."""
        return self._follow(given, [])

    def steps(self, given: Given) -> tuple[list[Step], float | None]:
        """The lines that were run for one input, and what was given back."""
        seen: list[Step] = []
        result = self._follow(given, seen)
        return seen, result

    def complexity(self) -> int:
        """Cyclomatic complexity (McCabe 1976), as the library mccabe counts it: one, and one more for each decision."""
        from mccabe import PathGraphingAstVisitor

        body = "\n".join(f" {line}" for line in self.lines)
        visitor = PathGraphingAstVisitor()
        visitor.preorder(ast.parse(f"def work():\n{body}"), visitor)
        [graph] = visitor.graphs.values()
        return graph.complexity()

    def _follow(self, given: Given, seen: list[Step]) -> float | None:
        try:
            result = _run(self.tree, dict(given), seen)
        except (_Stops, ZeroDivisionError):
            return None
        return None if result is _GOES_ON else float(result)


def _run(body: list[ast.stmt], names: dict[str, Any], seen: list[Step]) -> Any:
    for line in body:
        inner: list[ast.stmt] = []
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names[name] = _worth(value, names)
            case ast.Return(value=ast.expr() as value):
                seen.append(Step(line.lineno, dict(names)))
                return _worth(value, names)
            case ast.If():
                inner = line.body if _worth(line.test, names) else line.orelse
            case _:
                raise CourseError(f"The machine does not know this line: {ast.unparse(line)}")
        is_inline = isinstance(line, ast.If) and line.body[0].lineno == line.lineno
        if not is_inline:
            seen.append(Step(line.lineno, dict(names)))
        result = _run(inner, names, seen)
        if is_inline and not inner:
            seen.append(Step(line.lineno, dict(names)))
        if result is not _GOES_ON:
            return result
    return _GOES_ON


def _worth(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case ast.Name(id=name):
            if name not in names:
                raise _Stops(name)
            return names[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _MEANS:
            return _MEANS[type(op)](_worth(left, names), _worth(right, names))
        case ast.UnaryOp(op=op, operand=one) if type(op) in _MEANS:
            return _MEANS[type(op)](_worth(one, names))
        case ast.BoolOp(op=op, values=values):
            return (all if isinstance(op, ast.And) else any)(_worth(value, names) for value in values)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _MEANS:
            return _MEANS[type(op)](_worth(left, names), _worth(right, names))
        case ast.Call(func=ast.Name(id=name), args=[left, right]) if name in _CALLS:
            return _CALLS[name](_worth(left, names), _worth(right, names))
    raise CourseError(f"The machine does not know these words: {ast.unparse(node)}")
