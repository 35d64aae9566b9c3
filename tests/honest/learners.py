"""Honest learners: right answers in every style that people write, and the points that each must earn.

All answer tests/hostile/99-target. Where nbgrader as it comes would give other points than are right, `stock` says
which, and `because` says why; the tests prove both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

import nbformat
from nbformat import NotebookNode

NOTEBOOK = "99-target.ipynb"
FULL = {
    "share-open": 1, "share-hidden": 2, "share-again": 1, "total": 3, "rows": 2, "kinds": 2, "password": 2, "plan": 2,
    "letter": None,
}  # fmt: skip
SHARE = ("share-open", "share-hidden", "share-again")
MODEL = {
    "share-answer": "def share(part, whole):\n    return None if whole == 0 else 100 * part / whole",
    "total-answer": 'total = sum(float(row["amount"]) for row in sales())\nrows = len(sales())',
    "kinds-answer": 'kinds = {"cat": 4, "ant": 6, "owl": 2, "elk": 4}',
    "password-answer": 'password = "-".join(row["word"] for row in sales())',
    "plan-answer": 'save("answers/plan.json", tasks.reorder(["C", "B", "A"]))',
    "letter": "Dear director, we learn first.",
}


@dataclass(frozen=True)
class Honest:
    """One honest learner: the model's answers but for `cells` (sources by grade_id), `files` and `edit`.

    raw: a change of the notebook file itself. file_name: what they called it. lose: points that are honestly lost.
    stock: points that nbgrader as it comes gives instead, by grade_id, and `because`: why that is wrong.
    """

    name: str
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    edit: Callable[[NotebookNode], None] | None = None
    raw: Callable[[bytes], bytes] | None = None
    file_name: str = NOTEBOOK
    lose: Mapping[str, float] = field(default_factory=dict)
    stock: Mapping[str, float | None] = field(default_factory=dict)
    because: str = ""

    @property
    def points(self) -> dict[str, float | None]:
        """What this learner must earn."""
        return {**FULL, **self.lose}

    def files_of(self, released: Mapping[str, bytes]) -> dict[str, bytes]:
        """All the files that this learner hands in."""
        made = nbformat.reads(released[NOTEBOOK].decode(), as_version=4)
        for grade_id, source in {**MODEL, **self.cells}.items():
            next(cell for cell in made.cells if _name(cell) == grade_id).source = source
        if self.edit:
            self.edit(made)
        data = json.dumps(made).encode()
        rest = {name: held for name, held in released.items() if name != NOTEBOOK}
        return {**rest, self.file_name: self.raw(data) if self.raw else data, **self.files}


LEARNERS: list[Honest] = []


def honest(name: str, code: str = "", share: str = "", total: str = "", **rest) -> None:
    """Add a learner. `code` goes into a new cell behind the set-up, `share` and `total` are these two answers."""
    code, edit, cells = dedent(code).strip(), rest.pop("edit", None), dict(rest.pop("cells", {}))
    cells |= {f"{key}-answer": dedent(text).strip() for key, text in (("share", share), ("total", total)) if text}

    def add_cell(notebook: NotebookNode) -> None:
        if code:
            notebook.cells.insert(2, nbformat.v4.new_code_cell(code))
        if edit:
            edit(notebook)

    LEARNERS.append(Honest(name, cells, edit=add_cell, **rest))


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _share(*lines: str) -> str:
    """The model's function, which does `lines` first."""
    return "\n".join(
        ["def share(part, whole):", *(f"    {line}" for line in (*lines, MODEL["share-answer"].split("\n    ")[1]))]
    )


def zero(*names: str) -> dict[str, float]:
    return dict.fromkeys(names, 0)


# --- How functions are written -------------------------------------------------------------------------------------

honest("model")
honest("lambda", share="share = lambda part, whole: 100 * part / whole if whole else None")
honest(
    "own-helpers",
    """
    def hundredfold(number):
        return 100 * number
    def safe(top, bottom):
        return top / bottom if bottom else None
    """,
    share="""
    def share(part, whole):
        quotient = safe(part, whole)
        return quotient if quotient is None else hundredfold(quotient)
    """,
)
honest(
    "helper-below",
    share="""
    def share(part, whole):
        return later(part, whole)

    def later(a, b):
        return 100 * a / b if b else None
    """,
)
honest(
    "own-class",
    """
    class Cake:
        def __init__(self, whole): self.whole = whole
        def piece(self, part): return 100 * part / self.whole if self.whole else None
    """,
    share="def share(part, whole):\n    return Cake(whole).piece(part)",
)
honest(
    "object-that-is-called",
    """
    class Share:
        def __call__(self, part, whole): return 100 * part / whole if whole else None
    """,
    share="share = Share()",
)
honest(
    "bound-method",
    "class Rule:\n    def of(self, part, whole): return 100 * part / whole if whole else None",
    share="share = Rule().of",
)
honest(
    "nested",
    share="""
def share(part, whole):
    def by(factor):
        return lambda x: x * factor / whole
    return by(100)(part) if whole else None
""",
)
honest(
    "recursion",
    share="""
def share(part, whole):
    if whole == 0: return None
    return 0 if part == 0 else 100 / whole + share(part - 1, whole)
""",
)
honest(
    "generators",
    share="""
def share(part, whole):
    def steps():
        yield part
        yield 100
    one, other = steps()
    return one * other / whole if whole else None
""",
)
honest(
    "defaults",
    share="def share(part, whole=100, *, times=100, digits=None):\n    return times * part / whole if whole else None",
)
honest(
    "any-arguments",
    share="""
    def share(*numbers, **options):
        part, whole = numbers
        return 100 * part / whole if whole else None
    """,
)
honest(
    "decorated",
    "from functools import cache, partial, wraps",
    share="""
@cache
def share(part, whole):
    return 100 * part / whole if whole else None
""",
)
honest(
    "partial",
    "from functools import partial",
    share="share = partial(lambda times, part, whole: times * part / whole if whole else None, 100)",
)
honest(
    "typed",
    "from __future__ import annotations\nfrom typing import Optional",
    share="def share(part: float, whole: float) -> Optional[float]:\n    return 100 * part / whole if whole else None",
)
honest(
    "dataclass",
    """
from dataclasses import dataclass
@dataclass
class Pie:
    part: float
    whole: float
    @property
    def share(self): return 100 * self.part / self.whole if self.whole else None
""",
    share="def share(part, whole):\n    return Pie(part, whole).share",
)
honest(
    "try-except",
    share="""
def share(part, whole):
    try:
        return part / whole * 100
    except ZeroDivisionError:
        return None
""",
)
honest(
    "global-state",
    "calls = 0",
    share="""
def share(part, whole):
    global calls
    calls += 1
    return 100 * part / whole if whole else None
""",
)
honest(
    "modern-python",
    share="""
def share(part, whole):
    match whole:
        case 0: return None
    return result if (result := 100 * part / whole) is not None else 0
""",
)
honest(
    "docstring-and-comments",
    share='''
# What a share is: see the lesson.
def share(part, whole):
    """The percentage that `part` is of `whole`.

    >>> share(1, 4)
    25.0
    """
    # nothing can be divided by nothing
    return None if whole == 0 else 100 * part / whole  # done
''',
)
honest(
    "unicode-names",
    "größe = 100\nπ, 数 = 3, 4",
    share="def share(teil, ganzes):\n    return größe * teil / ganzes if ganzes else None",
)
honest(
    "numpy-inside",
    share="def share(part, whole):\n    return np.float64(100) * np.array([part])[0] / whole if whole else None",
)
honest(
    "decimals",
    "from decimal import Decimal",
    share="def share(part, whole):\n    return float(Decimal(100) * part / whole) if whole else None",
)

# --- What functions and cells say besides --------------------------------------------------------------------------

STDERR = "nbgrader gives no points to a test during which anything is written to stderr, a warning too"
honest(
    "prints",
    "print('hello')",
    share=_share("print('called with', part, whole)"),
)
honest(
    "warns",
    "import warnings\nwarnings.warn('old data')",
    share=_share("warnings.warn('a share')"),
    stock=zero(*SHARE),
    because=STDERR,
)
honest(
    "writes-to-stderr",
    "import sys",
    share=_share("print('working', file=sys.stderr)"),
    stock=zero(*SHARE),
    because=STDERR,
)
honest(
    "logs",
    "import logging",
    share=_share("logging.warning('called')"),
    stock=zero(*SHARE),
    because=STDERR,
)
honest(
    "numpy-warns",
    share=_share("np.float64(1) / np.float64(0)"),
    stock=zero(*SHARE),
    because=STDERR,
)
honest(
    "figures",
    """
%matplotlib inline
import matplotlib.pyplot as plt
plt.plot([1, 2, 3]); plt.title("Sales"); plt.show()
figure, axes = plt.subplots(2, 2)
axes[0, 0].bar(["a", "b"], [1, 2])
""",
)
honest(
    "draws-when-called",
    "import matplotlib.pyplot as plt",
    share=_share("plt.plot([part, whole])", "plt.show()"),
)
honest(
    "displays",
    """
from IPython.display import HTML, Image, Markdown, clear_output
display(HTML("<b>bold</b>"), Markdown("*text*"), {"a": 1}, display_id="x")
clear_output()
tasks
""",
)
honest(
    "widgets",
    """
import ipywidgets as widgets
slider = widgets.IntSlider(value=7, description="Weeks")
out = widgets.Output()
display(widgets.VBox([slider, out]))
with out:
    print("inside")
slider.observe(lambda change: None, names="value")
slider.value = 9
widgets.interact(lambda x: x, x=3);
""",
)
honest(
    "magics",
    """
%matplotlib inline
!ls
%pwd
%env LANG
files = !ls
%timeit -n 1 -r 1 sum(range(10))
len?
""",
    total="%%time\ntotal = sum(float(row['amount']) for row in sales())\nrows = len(sales())",
)
honest(
    "cell-magics",
    """
%%capture caught
print("hidden")
""",
    cells={"kinds-answer": '%%time\nkinds = {"cat": 4, "ant": 6, "owl": 2, "elk": 4}'},
)
honest("much-output", "for number in range(2000):\n    print('line', number)")
honest("fails-in-a-scratch-cell", "print(undefined)\nnothing_of_this_runs()")
honest("wrong-syntax-in-a-scratch-cell", "for for for")
honest("asks-for-input", "name = input('Who are you?')")

# --- How values come about -----------------------------------------------------------------------------------------

honest(
    "awaits",
    """
import asyncio
async def fetched(name):
    await asyncio.sleep(0.01)
    return sales()
""",
    total="total = sum(float(row['amount']) for row in await fetched('x'))\nrows = len(await fetched('x'))",
)
honest(
    "pandas",
    "import pandas as pd\ntable = pd.read_csv('sales.csv')\ntable.head()",
    total="total = table['amount'].sum()\nrows = table.shape[0]",
    cells={"password-answer": "password = '-'.join(table['word'])"},
)
honest(
    "pandas-series",
    "import pandas as pd",
    cells={"kinds-answer": 'kinds = pd.Series({"cat": 4, "ant": 6, "owl": 2, "elk": 4})'},
)
honest(
    "numpy-scalars",
    total="total = np.array([float(row['amount']) for row in sales()]).sum()\nrows = np.int64(len(sales()))",
    cells={
        "kinds-answer": "kinds = dict(zip(['cat', 'ant', 'owl', 'elk'], np.array([4, 6, 2, 4])))",
        "password-answer": "password = str(np.str_('amber-owl-4417'))",
    },
)
honest("numpy-zero-dimensional", total="total = np.array(500.75)\nrows = np.array(3)")
honest(
    "fractions",
    "from fractions import Fraction",
    total="total = sum(Fraction(row['amount']) for row in sales())\nrows = len(sales())",
)
honest(
    "decimal-answers",
    "from decimal import Decimal",
    total="total = sum(Decimal(row['amount']) for row in sales())\nrows = Decimal(len(sales()))",
)
honest(
    "typed-by-hand",
    total="total = 120.50 + 80.25 + 300\nrows = 3.0",
    cells={"password-answer": "password = 'amber-owl-4417'"},
)
honest(
    "f-strings",
    cells={
        "password-answer": "one, two, three = (row['word'] for row in sales())\npassword = f'{one}-{two}-{three:>4}'"
    },
)
honest(
    "counted-up",
    """
    from collections import defaultdict
    legs = defaultdict(int)
    for name, pairs in (("cat", 2), ("ant", 3), ("owl", 1), ("elk", 2)):
        legs[name] += 2 * pairs
    """,
    cells={"kinds-answer": "kinds = legs"},
)
honest(
    "counter",
    "from collections import Counter",
    cells={"kinds-answer": 'kinds = Counter(["ant"] * 6 + ["cat", "elk", "owl"] * 2 + ["cat", "elk"] * 2)'},
)
honest(
    "ordered",
    "from collections import OrderedDict",
    cells={"kinds-answer": "kinds = OrderedDict(cat=4, ant=6, owl=2, elk=4)"},
)
honest(
    "loop-and-state",
    "running = 0\nfor row in sales():\n    running += float(row['amount'])",
    total="total = running\nrows = 0\nwhile rows < len(sales()):\n    rows += 1",
)
honest(
    "own-use-of-a-built-in-name",
    total="sum = 0\nfor row in sales():\n    sum = sum + float(row['amount'])\ntotal = sum\nlen = 3\nrows = len",
    stock=zero("total", "rows", "kinds"),
    because="nbgrader runs tests with the learner's names, so a learner's `sum` or `len` breaks them",
)
honest(
    "own-use-of-a-set-up-name",
    total="sales = sales()\ntotal = sum(float(row['amount']) for row in sales)\nrows = len(sales)",
    cells={"password-answer": "password = '-'.join(row['word'] for row in sales)"},
    stock=zero("total", "rows"),
    because="nbgrader runs tests with the learner's names, so a learner's `sales` breaks them",
)
honest(
    "threads",
    "from concurrent.futures import ThreadPoolExecutor",
    total="""
    with ThreadPoolExecutor(2) as pool:
        total = sum(pool.map(lambda row: float(row["amount"]), sales()))
    rows = len(sales())
    """,
)
honest("sleeps", "import time\ntime.sleep(0.2)")
honest("random", "import random\nrandom.seed(1)\nnp.random.seed(1)\nrandom.random()")
honest("partly-right", cells={"kinds-answer": 'kinds = {"cat": 4, "ant": 8, "owl": 2}'}, lose={"kinds": 1})
honest(
    "wrong",
    total="total, rows = 500, 5",
    share="def share(part, whole):\n    return part / whole",
    lose=zero("share-open", "share-hidden", "share-again", "total", "rows"),
)

# --- Files ---------------------------------------------------------------------------------------------------------

honest(
    "reads-files",
    total="""
    with open("sales.csv") as file:
        lines = file.read().split()[1:]
    total = sum(float(line.split(",")[1]) for line in lines)
    rows = len(lines)
    """,
)
honest(
    "writes-files",
    """
import json, pathlib
pathlib.Path("notes").mkdir(exist_ok=True)
pathlib.Path("notes", "one.txt").write_text("a note")
with open("kinds.json", "w") as file: json.dump({"cat": 4}, file)
""",
)
honest(
    "own-module",
    "from helper import percent",
    files={"helper.py": b"def percent(part, whole):\n    return 100 * part / whole if whole else None\n"},
    share="share = percent",
)
honest(
    "runs-a-script",
    "%run helper.py",
    files={"helper.py": b"def percent(part, whole):\n    return 100 * part / whole if whole else None\n"},
    share="def share(part, whole):\n    return percent(part, whole)",
)
PLAN = {"kind": "backlog", "version": 1, "items": [{"id": id, "title": f"Task {id}"} for id in "CBA"]}
honest("file-from-the-table", cells={"plan-answer": "..."}, files={"answers/plan.json": json.dumps(PLAN).encode()})
honest(
    "own-copy-of-the-data",
    files={"sales (1).csv": b"day,amount,word\n", "photo.png": b"\x89PNG\r\n", ".DS_Store": b"\0\1"},
)

# --- What happens to notebooks -------------------------------------------------------------------------------------


def _without(*names: str):
    def edit(notebook):
        notebook.cells = [cell for cell in notebook.cells if _name(cell) not in names]

    return edit


def _answer_in_own_cell(notebook):
    at = next(i for i, cell in enumerate(notebook.cells) if _name(cell) == "total-answer")
    notebook.cells[at] = nbformat.v4.new_code_cell(MODEL["total-answer"])


def _moved_to_the_end(notebook):
    at = next(i for i, cell in enumerate(notebook.cells) if _name(cell) == "total-answer")
    notebook.cells.append(notebook.cells.pop(at))


def _many_cells(notebook):
    for at in range(len(notebook.cells), 0, -1):
        notebook.cells.insert(at, nbformat.v4.new_code_cell("" if at % 2 else "# try this\nx = 1"))
        notebook.cells.insert(at, nbformat.v4.new_markdown_cell("## My thoughts\n\n![a picture](nowhere.png) $x^2$"))
        notebook.cells.insert(at, nbformat.v4.new_raw_cell("raw"))


def _split(notebook):
    at = next(i for i, cell in enumerate(notebook.cells) if _name(cell) == "total-answer")
    first, second = MODEL["total-answer"].split("\n")
    notebook.cells[at].source = first
    notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(second))


def _as_run(notebook):
    for number, cell in enumerate(reversed(notebook.cells)):
        if cell.cell_type == "code":
            cell.execution_count = 3 * number + 1
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="old output")]
            cell.metadata.update(collapsed=False, jupyter={"outputs_hidden": False}, tags=["mine"])


def _twice(notebook):
    at = next(i for i, cell in enumerate(notebook.cells) if _name(cell) == "total-answer")
    copy = nbformat.from_dict({**notebook.cells[at], "id": "a-copy"})
    notebook.cells[at].source = "total = 1\nrows = 1"
    notebook.cells.insert(at + 1, copy)


def _old_format(data: bytes) -> bytes:
    notebook = json.loads(data)
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        cell.pop("id", None)
    return json.dumps(notebook).encode()


def _windows(data: bytes) -> bytes:
    notebook = json.loads(data)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    return json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()


honest("extra-cells", edit=_many_cells)
honest(
    "extra-imports",
    "from math import *\nimport math, os, random as rnd\nimport numpy as np, pandas as pd\nfrom pathlib import Path",
)
honest("split-answer", edit=_split)
honest("run-out-of-order", edit=_as_run)
honest("answer-in-own-cell", edit=_answer_in_own_cell)
honest(
    "answer-cell-moved",
    edit=_moved_to_the_end,
    stock=zero("total", "rows"),
    because="nbgrader runs an answer that was moved below its tests after them",
)
honest(
    "answer-cell-copied",
    edit=_twice,
    stock=zero(*FULL),
    because="nbgrader gives up where a cell is there twice",
)
honest("texts-deleted", edit=_without("intro", "share-task", "total-task", "kinds-task", "plan-task"))
honest(
    "set-up-deleted",
    edit=_without("setup"),
    stock=zero(*(name for name in FULL if name not in ("kinds", "letter"))),
    because="nbgrader does not put back a cell that was deleted",
)
honest(
    "tests-deleted",
    edit=_without("total", "password"),
    stock={"total": None, "password": None},
    because="nbgrader does not put back a test that was deleted, but leaves its points to a person",
)
honest(
    "renamed",
    file_name="99-target (1) final.ipynb",
    stock=zero(*FULL),
    because="nbgrader does not know a notebook under another name",
)
honest(
    "other-kernel-name",
    edit=lambda nb: nb.metadata.update(
        kernelspec={"name": "conda-env-mine-py", "display_name": "My Python", "language": "python"}
    ),
)
honest("no-kernel-name", edit=lambda nb: nb.metadata.clear())
honest(
    "widget-state",
    edit=lambda nb: nb.metadata.update(
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2, "version_minor": 0}}
    ),
)
honest("windows-line-ends", raw=_windows)
honest(
    "byte-order-mark",
    raw=lambda data: b"\xef\xbb\xbf" + data,
    stock=zero(*FULL),
    because="nbgrader cannot read a notebook that an editor saved with a byte order mark",
)
honest("old-format", raw=_old_format)
honest("locked-cell-touched", edit=lambda nb: nb.cells[1].update(source=nb.cells[1].source + "\n# what is this?"))
