"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from pmcourse.building import case as the
from pmcourse.building import checks, plot
from pmcourse.building.machine import Program
from pmcourse.building.merging import CLEAN, FAILS, STOPS, Change, merge
from pmcourse.building.model import Building, chosen, read, value
from pmcourse.building.mutants import Row, mutants, near, survivors
from pmcourse.building.rewriting import kind_of
from pmcourse.building.rewriting import rewrites as drawn_rewrites
from pmcourse.building.widget import SAME, ExampleEditor, PlanEditor, RewriteEditor, RotaEditor, Tracer, listing
from pmcourse.findings import Finding
from pmcourse.kit.carry import Brought, made_before
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.look import Panel, box, joined, table_html
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, NumberTable, OrderLines, Question
from pmcourse.stories.case import CASE as STORIES
from pmcourse.stories.model import StorySet

exercise = Exercises("12-building", the.HERE)
MOST_CRITERIA = 6  # that are shown
TITLES, RESULT = the.TEXTS["fee"]["titles"], "the fee"
CASES = {
    "a hand tool, 3 days late": {"days": 3, "machine": False, "volunteer": False},
    "a machine, 30 days late, a volunteer": {"days": 30, "machine": True, "volunteer": True},
    "a machine, 1 day late": {"days": 1, "machine": True, "volunteer": False},
}
TRACED = {"m": {"days": 14, "machine": True, "volunteer": True}}
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


def own_criteria() -> Brought:
    """The learner's acceptance criteria from the lesson on user stories, as rows that might be."""
    return Brought("Show my criteria", _own_criteria)


def _own_criteria() -> Markup:
    mine, told = made_before(StorySet, "the lesson on user stories (07)")
    written = [one for one in (mine or STORIES.start).stories if one.criteria.strip()]
    if not written:
        return box("None of your stories has acceptance criteria yet. Write some in the lesson on user stories (07).")
    rows = [(f"{one.id} {one.title}", f"{one.criteria} {_row_in(one.criteria)}") for one in written[:MOST_CRITERIA]]
    return joined([box(told)] * bool(told) + [box(table_html("Criteria, and whether each could be a row", rows))])


def _row_in(criteria: str) -> str:
    """Whether there is something in it that a machine could compare."""
    if any(one.isdigit() for one in criteria):
        return "→ It has a number: what is given, and what must come out, as one row?"
    return "→ It has no number: which value, or which yes or no, would a machine compare?"


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
        {"m": "Machine, 14 days, volunteer"},
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


@exercise("again", lambda: RewriteEditor(the.CASE.mine()), about=lambda work: (work.practice, work.practised))
def exercise_again(now: Building, _start: Building) -> Reply:
    """Judge the rewrites of a program that is drawn."""
    made = drawn_rewrites(now.practice)
    name = next((name for name, kind in made.kinds.items() if now.practised.get(name) != kind), None)
    if name is None:
        return right()
    if made.kinds[name] == "other":
        runs = zip(made.today.grid, made.today.behaviour, made.others[name].behaviour, strict=True)
        given, today, got = next((given, one, two) for given, one, two in runs if one != two)
        shown = ", ".join(f"{word} {_said(one)}" for word, one in given.items())
        return not_yet("differs", name=name, given=shown, today=f"{today:g}", got=f"{got:g}")
    return not_yet(name=name, today=made.today.complexity(), now=made.others[name].complexity())


def _said(value: float | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}"


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
