"""Which names a cell reads and which it sets, found from its code without running it."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol


class Cell(Protocol):
    """A cell of the instructor's, as far as names go."""

    cell_type: str
    source: str
    solution: bool


_CHANGES = frozenset(  # methods by which a list, dictionary or set is changed in place
    ["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard", "update"]
)


_IPYTHONS = ("get_ipython", "display", "exit", "quit", "In", "Out")


@lru_cache(maxsize=4096)
def reads(source: str, inside_functions_only: bool = False) -> frozenset[str]:
    """Names that `source` reads from outside itself, inside its functions too. Empty if it is not Python."""
    table = _table(source)
    if table is None:
        return frozenset()
    found, tables = set(), [table]
    while tables:
        scope = tables.pop()
        tables.extend(scope.get_children())
        is_top = scope.get_type() == "module"
        if not (is_top and inside_functions_only):
            found |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and (is_top or s.is_global())}
    if not inside_functions_only:
        order = _Order()
        order.visit(_tree(source))
        found = (found | order.read_first) - order.set_first
    return frozenset(found)


class _Order(ast.NodeVisitor):
    """Finds the names that the top level of a cell sets before it reads them."""

    def __init__(self) -> None:
        self.set_first: set[str] = set()
        self.read_first: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        self._see(node.id, isinstance(node.ctx, ast.Load | ast.Del))

    def _see(self, name: str, is_read: bool) -> None:
        if is_read and name not in self.set_first:
            self.read_first.add(name)
        elif not is_read and name not in self.read_first:
            self.set_first.add(name)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._in_order(node.value, *node.targets)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._in_order(node.annotation, node.value, node.target if node.value else None)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._see(node.target.id, is_read=True)
        self._in_order(node.value, node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._in_order(node.value, node.target)

    def visit_For(self, node: ast.For) -> None:
        self._in_order(node.iter, node.target, *node.body, *node.orelse)

    def _in_order(self, *nodes: ast.AST | None) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        self._see((node.asname or node.name).split(".")[0], is_read=False)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._see(node.name, is_read=False)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.generic_visit(node)
        if node.name:
            self._see(node.name, is_read=False)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self._see(node.name, is_read=False)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        if node.rest:
            self._see(node.rest, is_read=False)

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self._in_order(*node.decorator_list)
        self._see(node.name, is_read=False)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _definition

    def visit_Lambda(self, node: ast.Lambda) -> None:
        pass  # what is inside runs later

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inner = _Order()
        for part in node.generators:
            inner._in_order(part.iter, part.target, *part.ifs)
        inner._in_order(*([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]))
        for name in inner.read_first:
            self._see(name, is_read=True)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension


@lru_cache(maxsize=4096)
def sets(source: str) -> frozenset[str]:
    """Names that `source` binds at its top level, and names whose values it visibly changes in place."""
    table = _table(source)
    if table is None:
        return frozenset()
    found = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            found.add(_root(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
            found.add(_root(node.func))
        elif isinstance(node, ast.Global):
            found.update(node.names)
    return frozenset(found - {""})


@lru_cache(maxsize=4096)
def imports(source: str) -> frozenset[str]:
    """Modules that `source` imports anywhere, with what it takes from them, which may be modules too."""
    found: set[str] = set()
    for node in ast.walk(_tree(source)) if _table(source) else ():
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.update((node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))
    return frozenset(found)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def wanted(test: Cell, earlier: Sequence[Cell]) -> tuple[str, ...]:
    """Names that `test` must be given from the learner's notebook, sorted.

    The instructor's cells decide, whatever the submission says: a name belongs to the learner unless a locked cell set
    it last. A built-in's name belongs to Python unless the learner's own cells were asked for it.
    """
    owner: dict[str, bool] = dict.fromkeys([*dir(builtins), *_IPYTHONS], False)  # True: the learner's
    needed = set(reads(test.source))
    code = [cell for cell in earlier if cell.cell_type == "code"]
    for cell in code:
        owner.update(dict.fromkeys(sets(cell.source), cell.solution))
    for cell in reversed(code):  # an instructor's function reads the learner's names when a test calls it
        if not cell.solution and not needed.isdisjoint(sets(cell.source)):
            needed |= reads(cell.source, inside_functions_only=True)
    return tuple(sorted(n for n in needed if owner.get(n, True) and not n.startswith("__")))


def _table(source: str) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(ast.unparse(_Scoped().visit(_tree(source))), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _tree(source: str) -> ast.Module:
    return ast.parse(plain(source))


class _Scoped(ast.NodeTransformer):
    """Makes generators of comprehensions: from Python 3.12 on, these have no scope of their own in a symbol table."""

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)


@lru_cache(maxsize=4096)
def plain(source: str) -> str:
    """`source` with IPython's own syntax (`%magic`, `!command`, `name?`) turned into Python where there is any."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        from IPython.core.inputtransformer2 import TransformerManager

        try:
            return TransformerManager().transform_cell(source)
        except Exception:  # not even IPython's reader can make sense of it
            return source
    return source
