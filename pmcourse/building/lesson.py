"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.building import case as the
from pmcourse.building import checks, plot
from pmcourse.building.machine import Program
from pmcourse.building.merging import CLEAN, FAILS, STOPS, Change, merge
from pmcourse.building.model import Building, chosen, read, value
from pmcourse.building.mutants import Row, mutants, near, survivors
from pmcourse.building.widget import ExampleEditor, PlanEditor, RotaEditor, Tracer, listing
from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.look import Panel, box, joined, table_html
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, NumberTable, OrderLines, Question

exercise = Exercises("12-building", the.HERE)
TITLES, RESULT = the.TEXTS["fee"]["titles"], "the fee"
CASES = {
    "a hand tool, 3 days late": {"days": 3, "machine": False, "volunteer": False},
    "a machine, 30 days late, a volunteer": {"days": 30, "machine": True, "volunteer": True},
    "a machine, 1 day late": {"days": 1, "machine": True, "volunteer": False},
}
TRACED = {"h": {"days": 9, "machine": False, "volunteer": False}, "m": {"days": 14, "machine": True, "volunteer": True}}
SAME = {
    "lower": "it does the same, and its complexity is lower",
    "same": "it does the same, and its complexity is not lower",
    "other": "it does something else for some input",
}
MEET = {
    CLEAN: "the lines come together, and the examples hold",
    FAILS: "the lines come together, but an example fails",
    STOPS: "the tool stops: somebody must decide",
}
PRACTICES = {
    "test": "test first", "refactor": "refactoring", "pair": "pair programming", "own": "collective ownership",
    "integrate": "continuous integration", "pace": "sustainable pace", "customer": "on-site customer",
}  # fmt: skip


def program() -> Panel:
    """Femi's program of the fee."""
    return Panel(box(listing(the.FEE, "The late fee, from days (late), machine (yes or no) and volunteer (yes or no)")))


def naive() -> Drawing:
    """What Bram's three rows let through."""
    return plot.crowd(mutants(the.FEE), survivors(the.FEE, the.NAIVE))


def debt() -> Drawing:
    """A shortcut and its interest."""
    return plot.debt(the.SAVED, the.INTEREST)


def rewrites() -> Panel:
    """The program of today, and four others."""
    return programs({"Today": the.WEEKEND} | the.REWRITES)


def programs(named: Mapping[str, Program]) -> Panel:
    """Several programs below each other."""
    return Panel(joined(box(listing(one, name)) for name, one in named.items()))


def kind_of(rewrite: Program, today: Program) -> str:
    """Whether a rewrite does the same, and whether its complexity is lower."""
    if rewrite.behaviour != today.behaviour:
        return "other"
    return "lower" if rewrite.complexity() < today.complexity() else "same"


def told(change: Change) -> str:
    """A change and its example in words."""
    words = f"line {change.line} becomes “{change.text}”"
    if change.example is None:
        return words
    return f"{words}; example: {row_words(change.example)} gives {change.example.expected:g}"


def row_words(row: Row) -> str:
    """What is given in a row, in words."""
    return in_words(dict(row.given))


def in_words(given: Mapping[str, float | bool]) -> str:
    """All inputs of a program; the days of a machine are those that it is late."""
    late = "machine" in given
    return ", ".join(said("days late" if late and name == "days" else name, one) for name, one in given.items())


def said(name: str, given: float | bool) -> str:
    """One input in words: days 9, a machine, no volunteer."""
    words = the.TEXTS["said"].get(name, [name])
    return words[not given] if isinstance(given, bool) else f"{words[0]} {given:g}"


def pairs() -> Panel:
    """Three pairs of changes."""
    rows = ((f"{at}. {who}", told(one)) for at, two in enumerate(the.PAIRS.values(), 1)
            for who, one in zip(("Femi", "Ines"), two, strict=True))  # fmt: skip
    return Panel(box(table_html("Changes of the fee program", rows)))


def tracer() -> Tracer:
    """The fee program, line by line."""
    return Tracer(the.FEE, CASES)


@exercise("examples", lambda: ExampleEditor(the.CASE.mine(), the.FEE, TITLES, RESULT), about=lambda work: work.examples)
def exercise_examples(now: Building, _start: Building) -> Reply | list[Finding]:
    """Fill in a table of examples."""
    table = read(now.examples, the.FEE)
    return checks.table(table, the.FEE) or right(rows=len(table.rows))


def _values(line: int, given: Mapping[str, float | bool]) -> float:
    steps, _ = the.FEE.steps(given)
    return next(step.names["fee"] for step in steps if step.line == line)


@exercise(
    "trace",
    lambda: NumberTable(
        "The fee, so far",
        {"h": "Hand tool, 9 days", "m": "Machine, 14 days, volunteer"},
        {"4": "after line 4", "6": "after line 6", "8": "given back"},
    ),
)
def exercise_trace(now: Mapping[str, Mapping[str, str]], _start: object) -> Reply:
    """Run a program on paper."""
    for row, given in TRACED.items():
        for line in (4, 6, 8):
            if not any(near(one, _values(line, given)) for one in quantities(now[row][str(line)])):
                return not_yet(f"{row}{line}")
    return right()


def _mine(name: str, question: Question) -> Question:
    return kept_in(the.CASE.mine(), name, question)


@exercise(
    "order", lambda: _mine("order", OrderLines("The deposit, first line on top", the.TEXTS["order"]["lines"], True))
)
def exercise_order(now: Sequence[str], _start: object) -> Reply:
    """Put lines of code in order."""
    mine = the.DEPOSIT.having(tuple(the.TEXTS["order"]["lines"][id] for id in now))
    for given, got, truth in zip(the.DEPOSIT.grid, mine.behaviour, the.DEPOSIT.behaviour, strict=True):
        shown = in_words(given)
        if got is None:
            return not_yet("stops", given=shown)
        if not near(got, truth):
            return not_yet(given=shown, got=f"{got:g}", right=f"{truth:g}")
    return right()


def _each(now: Mapping[str, str], truth: Mapping[str, str]) -> Reply:
    wrong = next((id for id, one in truth.items() if now[id] != one), None)
    return not_yet(wrong) if wrong else right()


@exercise("refactor", lambda: _mine("rewrites", ChooseEach({name: f"Rewrite {name}" for name in the.REWRITES}, SAME)))
def exercise_refactor(now: dict[str, str], _start: object) -> Reply:
    """Say which rewrite does the same, and is simpler."""
    return _each(now, {name: kind_of(one, the.WEEKEND) for name, one in the.REWRITES.items()})


@exercise("cycle", lambda: _mine("cycle", OrderLines("First on top", the.TEXTS["cycle"]["lines"])))
def exercise_cycle(now: Sequence[str], _start: object) -> Reply:
    """Put the steps of test first in order."""
    lines, truth = the.TEXTS["cycle"]["lines"], the.TEXTS["cycle"]["right"]
    at = next((at for at, id in enumerate(truth) if now[at] != id), None)
    return right() if at is None else not_yet(place=at + 1, line=lines[now[at]])


@exercise("merge", lambda: ChooseEach({id: f"Pair {at}" for at, id in enumerate(the.PAIRS, 1)}, MEET))
def exercise_merge(now: dict[str, str], _start: object) -> Reply:
    """Say what happens when two changes come together."""
    return _each(now, {id: merge(the.FEE, *two) for id, two in the.PAIRS.items()})


@exercise("practices", lambda: ChooseEach(the.TEXTS["practices"]["texts"], PRACTICES))
def exercise_practices(now: dict[str, str], _start: object) -> Reply:
    """Find the practice that protects."""
    return _each(now, the.TEXTS["practices"]["right"])


@exercise("rota", lambda: RotaEditor(the.CASE.mine(), the.PEOPLE, the.ROUNDS), about=lambda work: work.rota)
def exercise_rota(now: Building, _start: Building) -> list[Finding]:
    """Make a rota of pairs."""
    return checks.rota(now.rota, the.PEOPLE, the.AWAY, the.NEWCOMER)


@exercise("plan", lambda: PlanEditor(the.CASE.mine(), the.STORIES), about=lambda work: work.chosen)
def exercise_plan(now: Building, _start: Building) -> Reply | list[Finding]:
    """Choose stories for an iteration."""
    taken = chosen(the.STORIES, now.chosen)
    return checks.plan(taken, the.STORIES, the.VELOCITY) or right(value=value(taken))
