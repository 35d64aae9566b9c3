"""The widgets of this lesson: a table of examples with its crowd, a program that runs line by line, rewrites, a
rota, a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from pmcourse.artifact import ArtifactFile
from pmcourse.building import checks, plot
from pmcourse.building.machine import Program
from pmcourse.building.model import MOST_ROWS, Building, Example, Story, chosen, pairings, points, read
from pmcourse.building.mutants import KINDS, Mutant, mutants, survivors
from pmcourse.building.rewriting import Rewrites, rewrites
from pmcourse.controls import Html, News
from pmcourse.kit.block import WIDE, Block, bar, button, dropdown, field, hand_on, said
from pmcourse.kit.colours import TEXT
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import box, joined, question_html, table_html

_CODE = f"font-family:var(--jp-code-font-family, monospace);white-space:pre-wrap;color:{TEXT}"
FLAGS = {"yes": "yes", "no": "no"}
SAME = {
    "lower": "it does the same, and its complexity is lower",
    "same": "it does the same, and its complexity is not lower",
    "other": "it does something else for some input",
}
LAST = 10_000  # of the programs that can be drawn to practise


def listing(program: Program, title: str = "", at: int = 0) -> Markup:
    """The lines of a program with their numbers; line `at` is marked."""
    line = Markup('<div style="{}">{} {:>2}  {}</div>')
    lines = joined(line.format(_CODE, "▶" if n == at else " ", n, text) for n, text in enumerate(program.lines, 1))
    return (Markup("<strong>{}</strong>").format(title) if title else Markup()) + lines


def rewrites_html(made: Rewrites) -> Markup:
    """A program of today, and what each rewrite puts in the place of some lines."""
    shown = [box(listing(made.today, f"Today. {made.words}"))]
    for name, (first, last, lines) in made.parts.items():
        shown.append(box(listing(made.today.having(lines), f"{name}: in the place of lines {first} to {last}")))
    return joined(shown)


class RewriteEditor(Editor[Building]):
    """A program that is drawn, and four rewrites of it to judge; there is always another one."""

    called = "Rewrites"

    def __init__(self, file: ArtifactFile[Building]) -> None:
        super().__init__(file)
        self._drawn = 0
        self.program = Html()
        self.choices = {name: dropdown(f"Rewrite {name}", SAME) for name in rewrites(1).kinds}
        for control in self.choices.values():
            control.observe(self._chosen, names="value")
        self.again = button("Draw another program", self._again)
        self.begin(self.program, *self.choices.values(), bar(self.again, self.undo, self.redo), self.status)

    @property
    def missing(self) -> list[str]:
        """The rewrites of which nothing is said yet."""
        return [one.description for one in self.choices.values() if not one.value]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for name, control in self.choices.items():
                said_of = self.value.practised.get(name, "")
                control.value = said_of if said_of in SAME else ""
        if self._drawn != self.value.practice:
            self._drawn = self.value.practice
            self.program.value = rewrites_html(rewrites(self._drawn))

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            chosen = {name: control.value for name, control in self.choices.items() if control.value}
            self.put(self.value.model_copy(update={"practised": chosen}))

    @said
    def _again(self, _button: Any) -> None:
        self.put(self.value.model_copy(update={"practice": self.value.practice % LAST + 1, "practised": {}}))


class ExampleEditor(Editor[Building]):
    """A table of examples; with `crowd` it runs them at each change against the program and all its faulty copies."""

    called = "Table of examples"

    def __init__(
        self, file: ArtifactFile[Building], program: Program, titles: Mapping[str, str], result: str, crowd: bool = True
    ) -> None:
        super().__init__(file)
        self._program, self._crowd, self._shown_for = program, crowd, None
        self._drawn: tuple[list[Mutant] | None, Markup] = (None, Markup())  # the copies not caught, and their picture
        self.rows = [
            {name: self._cell(f"{at}. {titles[name]}", isinstance(values[0], bool))
             for name, values in program.inputs.items()} | {"": self._cell(f"{at}. {result}", False)}
            for at in range(1, MOST_ROWS + 1)
        ]  # fmt: skip
        self.shown = Html()
        self.begin(bar(self.undo, self.redo), *(bar(*cells.values()) for cells in self.rows), self.shown, self.status)

    def _cell(self, description: str, is_flag: bool) -> Any:
        made = dropdown(description, FLAGS, "–") if is_flag else None
        control = made or field(widgets.Text(description=description, continuous_update=False, style=WIDE))
        control.add_class("pmc-short")
        control.observe(self._typed, names="value")
        return control

    @property
    def missing(self) -> list[str]:
        """A table without a row is no answer yet."""
        return [] if any(not one.is_empty for one in self.value.examples) else ["a row"]

    def refresh(self) -> None:
        super().refresh()
        examples = [*self.value.examples, *[Example()] * MOST_ROWS]
        with self.filling_in():
            for cells, one in zip(self.rows, examples, strict=False):
                for name, control in cells.items():
                    text = one.given.get(name, "") if name else one.expected
                    known = getattr(control, "options", None)
                    control.value = text if known is None or text in FLAGS else ""
        if self.value.examples != self._shown_for:
            self._shown_for = self.value.examples
            self.shown.value = self._report()

    def _report(self) -> Markup:
        table = read(self.value.examples, self._program)
        lines = [(f"Row {at}", f"cannot be run: {why}") for at, why in table.unread.items()]
        if not self._crowd:
            lines.append(("Rows that can be run", str(len(table.rows))))
            return box(table_html("Your table", lines), role="status")
        wrong, copies = checks.false_rows(table, self._program), mutants(self._program)
        lines += [(f"Row {at}", "the right program fails it: work it out once more") for at in wrong]
        left = survivors(self._program, list(table.rows.values()))
        lines.append(("The right program", f"passes {len(table.rows) - len(wrong)} of {len(table.rows)} rows"))
        lines.append(("Faulty copies", f"{len(copies) - len(left)} of {len(copies)} caught"))
        for kind, words in KINDS.items():
            if count := sum(one.kind == kind for one in left):
                lines.append((words, f"{count} not caught"))
        if self._drawn[0] != left:
            self._drawn = left, plot.crowd(copies, left).svg()
        return self._drawn[1] + box(table_html("What your rows find", lines), role="status")

    @said
    def _typed(self, _change: Any) -> None:
        if self._filling:
            return
        rows = [
            Example(given={name: one.value for name, one in cells.items() if name and one.value},
                    expected=cells[""].value)
            for cells in self.rows
        ]  # fmt: skip
        while rows and rows[-1].is_empty:
            rows.pop()
        self.put(self.value.model_copy(update={"examples": tuple(rows)}))


class Tracer(Block):
    """A program that is run line by line for one of several `cases`; each name shows what it stands for."""

    called = "Program, line by line"

    def __init__(self, program: Program, cases: Mapping[str, Mapping[str, Any]]) -> None:
        self._program, self._cases, self.at = program, cases, 0
        self.case = field(widgets.Dropdown(options=list(cases), description="Run it for", style=WIDE), "pmc-question")
        self.case.observe(self._anew, names="value")
        self.next, self.again = button("Run the next line", self._on), button("Begin again", self._anew)
        self.code, self.names = Html(), News()
        self.begin(self.case, bar(self.next, self.again), self.code, self.names)
        self._show()

    def trouble(self, words: str) -> None:
        self.names.value = box(words)

    @said
    def _on(self, _button: Any) -> None:
        self.at += 1
        self._show()
        hand_on(self.next, self.again)

    @said
    def _anew(self, _change: Any) -> None:
        self.at = 0
        self._show()

    def _show(self) -> None:
        given = self._cases[self.case.value]
        steps, result = self._program.steps(given)
        self.at = min(self.at, len(steps))
        line, names = steps[self.at - 1] if self.at else (0, dict(given))
        self.next.disabled = self.at == len(steps)
        self.code.value = box(listing(self._program, at=line))
        rows = [(name, _shown(value)) for name, value in names.items()]
        rows += [("gives back", _shown(result))] * self.next.disabled
        head = f"After line {line}: {self._program.lines[line - 1].strip()}" if line else "Before the first line"
        self.names.value = question_html(head) + box(table_html("Names", rows))


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}"


class RotaEditor(Editor[Building]):
    """Who works with whom in each round: one pairing of five people a round."""

    called = "Pair rota"

    def __init__(self, file: ArtifactFile[Building], people: Sequence[str], rounds: int) -> None:
        super().__init__(file)
        self._known = pairings(people)
        self.rounds = [dropdown(f"Round {at}", self._known) for at in range(1, rounds + 1)]
        for control in self.rounds:
            control.observe(self._chosen, names="value")
        self.begin(bar(self.undo, self.redo), *self.rounds, self.status)

    @property
    def missing(self) -> list[str]:
        """The rounds that are open."""
        return [one.description for one in self.rounds if not one.value]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for control, one in zip(self.rounds, [*self.value.rota, *[""] * len(self.rounds)], strict=False):
                control.value = one if one in self._known else ""

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            rota = tuple(one.value for one in self.rounds)
            self.put(self.value.model_copy(update={"rota": rota if any(rota) else ()}))


class PlanEditor(Editor[Building]):
    """The planning game: which stories are taken, and what they take together."""

    called = "Planning game"

    def __init__(self, file: ArtifactFile[Building], stories: Sequence[Story]) -> None:
        super().__init__(file)
        self._stories = stories
        self.stories = {one.id: dropdown(_told(one), {"take": "take"}, "leave") for one in stories}
        for control in self.stories.values():
            control.observe(self._chosen, names="value")
        self.total = Html()
        self.begin(bar(self.undo, self.redo), *self.stories.values(), self.total, self.status)

    @property
    def missing(self) -> list[str]:
        """A plan of nothing is no answer yet."""
        return [] if self.value.chosen else ["a story to take"]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for id, control in self.stories.items():
                control.value = "take" if id in self.value.chosen else ""
        taken = chosen(self._stories, self.value.chosen)
        self.total.value = question_html(
            f"Taken: {points(taken)} points. The values add up to {sum(one.value for one in taken)}."
        )

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            taken = tuple(id for id, control in self.stories.items() if control.value)
            self.put(self.value.model_copy(update={"chosen": taken}))


def _told(one: Story) -> str:
    size = f"{one.points} points" if one.points is not None else "nobody can estimate it yet"
    return f"{one.id} {one.title}: value {one.value}; {size}{f'; needs {one.needs}' if one.needs else ''}"
