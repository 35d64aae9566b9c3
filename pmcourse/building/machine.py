"""A small machine for programs that are data: it runs them, follows them line by line, and counts their decisions.

A program is a few lines in a small part of Python: numbers, yes and no, `if`, `min` and `max`. What a line may say is
listed here, and nothing of it is handed to Python to run.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
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
_Lines = Callable[[dict[str, Any], "list[Step] | None"], Any]  # what they give back, or _GOES_ON


class Step(NamedTuple):
    """One line that was run: its number from 1, and what each name stood for afterwards."""

    line: int
    names: dict[str, Any]


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
        return self._follow(given, None)

    def steps(self, given: Given) -> tuple[list[Step], float | None]:
        """The lines that were run for one input, and what was given back."""
        seen: list[Step] = []
        result = self._follow(given, seen)
        return seen, result

    def complexity(self) -> int:
        """Cyclomatic complexity (McCabe 1976), as the library mccabe counts it: one, and one more for each decision."""
        return self._complexity

    @cached_property
    def _complexity(self) -> int:
        from mccabe import PathGraphingAstVisitor

        body = "\n".join(f" {line}" for line in self.lines)
        visitor = PathGraphingAstVisitor()
        visitor.preorder(ast.parse(f"def work():\n{body}"), visitor)
        [graph] = visitor.graphs.values()
        return graph.complexity()

    @cached_property
    def _made(self) -> _Lines:
        return _lines(self.tree)

    def _follow(self, given: Given, seen: list[Step] | None) -> float | None:
        made = self._made
        try:
            result = made(dict(given), seen)
        except (KeyError, ZeroDivisionError):  # a name that stands for nothing yet
            return None
        return None if result is _GOES_ON else float(result)


def _lines(body: list[ast.stmt]) -> _Lines:
    lines = [_line(one) for one in body]

    def run(names: dict[str, Any], seen: list[Step] | None) -> Any:
        for line in lines:
            if (result := line(names, seen)) is not _GOES_ON:
                return result
        return _GOES_ON

    return run


def _line(line: ast.stmt) -> _Lines:
    at = line.lineno
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            worth = _words(value)

            def assign(names: dict[str, Any], seen: list[Step] | None) -> Any:
                names[name] = worth(names)
                if seen is not None:
                    seen.append(Step(at, dict(names)))
                return _GOES_ON

            return assign
        case ast.Return(value=ast.expr() as value):
            worth = _words(value)

            def give_back(names: dict[str, Any], seen: list[Step] | None) -> Any:
                if seen is not None:
                    seen.append(Step(at, dict(names)))
                return worth(names)

            return give_back
        case ast.If():
            return _decision(line)
    raise CourseError(f"The machine does not know this line: {ast.unparse(line)}")


def _decision(line: ast.If) -> _Lines:
    at, test, yes, no = line.lineno, _words(line.test), _lines(line.body), _lines(line.orelse)
    is_inline, has_else = line.body[0].lineno == at, bool(line.orelse)

    def decide(names: dict[str, Any], seen: list[Step] | None) -> Any:
        holds = test(names)
        if seen is not None and not (is_inline and (holds or has_else)):
            seen.append(Step(at, dict(names)))
        return yes(names, seen) if holds else no(names, seen)

    return decide


def _words(node: ast.expr) -> Callable[[Mapping[str, Any]], Any]:
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return lambda names: value
        case ast.Name(id=name):
            return operator.itemgetter(name)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _MEANS:
            return _of_two(_MEANS[type(op)], left, right)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _MEANS:
            means, one = _MEANS[type(op)], _words(operand)
            return lambda names: means(one(names))
        case ast.BoolOp(op=op, values=values):
            means, each = all if isinstance(op, ast.And) else any, [_words(value) for value in values]
            return lambda names: means(one(names) for one in each)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _MEANS:
            return _of_two(_MEANS[type(op)], left, right)
        case ast.Call(func=ast.Name(id=name), args=[left, right]) if name in _CALLS:
            return _of_two(_CALLS[name], left, right)
    raise CourseError(f"The machine does not know these words: {ast.unparse(node)}")


def _of_two(means: Callable[[Any, Any], Any], left: ast.expr, right: ast.expr) -> Callable[[Mapping[str, Any]], Any]:
    one, other = _words(left), _words(right)
    return lambda names: means(one(names), other(names))
