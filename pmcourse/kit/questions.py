"""One widget for each kind of question, for exercises and graded answers alike; each control is named by its question.

What is answered is plain data: an option's id, a text, a list of ids, a mapping. What a person typed stays as typed;
`readers` and `quantity` understand it. `fill` puts an answer back in, `on_change` tells of each new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from pmcourse.controls import Html, Lines, News, Radios
from pmcourse.kit.block import WIDE, Block, bar, dropdown, field
from pmcourse.kit.colours import RED
from pmcourse.kit.look import box, question_html
from pmcourse.kit.quantity import doubt, doubt_of_answer, quantities, quantity


class Question(Block):
    """Base: an answer and those who want to hear of it. A subclass shows its controls and calls `_answered`."""

    start: Any = None
    kept = False  # elsewhere than in the exercise that it stands in

    def __init__(self) -> None:
        self.status = News()
        self._told: list[Callable[[], None]] = []

    @property
    def value(self) -> Any:
        """The answer as plain data, as far as it is given."""
        raise NotImplementedError

    @property
    def missing(self) -> list[str]:
        """What is not answered yet, in the question's own words."""
        raise NotImplementedError

    @property
    def unread(self) -> str:
        """What to ask where something was typed that nobody can read as an answer; "" where all can be read."""
        return ""

    def fill(self, value: Any) -> None:
        """Put an answer in, as it was kept; what does not fit the question is left out."""
        raise NotImplementedError

    def follow(self, value: Any) -> None:
        """Show an answer that was changed elsewhere, and tell those who want to hear of answers."""
        before = self.value
        self.fill(value)
        if self.value != before:
            self._answered()

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call `callback()` after each answer."""
        self._told.append(callback)

    def flush(self) -> None:
        """Nothing is ever waiting: each answer counts at once."""

    def trouble(self, words: str) -> None:
        self.status.value = box(words, RED) if words else ""

    def _answered(self, _change: Any = None) -> None:
        if not self._filling:
            for callback in tuple(self._told):
                callback()


class ChooseOne(Question):
    """One of several options. The answer is the option, or its key where `options` is a mapping; None until chosen."""

    def __init__(self, question: str, options: Sequence[str] | Mapping[str, str]) -> None:
        super().__init__()
        self.choice = Radios(options, question)
        self._question = question
        self.choice.observe(self._answered, names="value")
        self.begin(self.choice, self.status)

    @property
    def value(self) -> str | None:
        return self.choice.value

    @property
    def missing(self) -> list[str]:
        return [self._question] if self.value is None else []

    def fill(self, value: Any) -> None:
        if value in [id for _, id in self.choice.options]:
            with self.filling_in():
                self.choice.value = value


class ChooseEach(Question):
    """One of the same options for each of several texts. The answer maps the texts' keys to what was chosen.

    `texts` maps keys to what is shown, or lists texts that are their own keys. A control's name is its text. With
    `once` each option fits one text only, so the question is a matching: what is chosen twice is told.
    """

    start: Mapping[str, str] = {}

    def __init__(
        self, texts: Mapping[str, str] | Sequence[str], options: Sequence[str] | Mapping[str, str], once: bool = False
    ) -> None:
        super().__init__()
        self._texts = texts if isinstance(texts, Mapping) else {text: text for text in texts}
        offered = options if isinstance(options, Mapping) else {text: text for text in options}
        self._offered, self._once = offered, once
        self.choices = {key: dropdown(text, offered) for key, text in self._texts.items()}
        for control in self.choices.values():
            control.observe(self._chosen, names="value")
        self.begin(*self.choices.values(), self.status)

    @property
    def value(self) -> dict[str, str]:
        return {key: control.value for key, control in self.choices.items() if control.value}

    @property
    def missing(self) -> list[str]:
        return [self._texts[key] for key, control in self.choices.items() if not control.value]

    def fill(self, value: Any) -> None:
        if isinstance(value, Mapping):
            with self.filling_in():
                for key, control in self.choices.items():
                    control.value = value[key] if value.get(key) in list(self._offered) else ""

    def _chosen(self, change: Any) -> None:
        if self._once and not self._filling:
            chosen = list(self.value.values())
            twice = [self._offered[id] for id in dict.fromkeys(chosen) if chosen.count(id) > 1]
            self.trouble(f"Chosen more than once: {', '.join(twice)}. Each belongs to one line." if twice else "")
        self._answered()


class OrderLines(Question):
    """Lines to put in order, of fixed width if `code`. The answer lists their keys; None while nothing was moved."""

    def __init__(self, question: str, lines: Mapping[str, str], code: bool = False) -> None:
        super().__init__()
        self._question, self._moved = question, False
        self.lines = Lines(lines, question, code)
        self.lines.observe(self._ordered, names="value")
        self.begin(self.lines, self.status)

    @property
    def value(self) -> list[str] | None:
        return list(self.lines.value) if self._moved else None

    @property
    def missing(self) -> list[str]:
        return [] if self._moved else [f"the order of the lines ({self._question})"]

    def fill(self, value: Any) -> None:
        if isinstance(value, Sequence) and sorted(map(str, value)) == sorted(self.lines.lines):
            with self.filling_in():
                self.lines.value = list(map(str, value))
            self._moved = True

    def _ordered(self, _change: Any) -> None:
        self._moved = True
        self._answered()


class Number(Question):
    """A number with its unit. The answer is the text as typed; what is no number, or could be two, is told at once."""

    def __init__(self, question: str, unit: str = "") -> None:
        super().__init__()
        self._question, self._unit = question, unit
        name = f"{question} ({unit})" if unit else question
        self.text = field(widgets.Text(description=name, continuous_update=False, style=WIDE), "pmc-amount")
        self.text.observe(self._typed, names="value")
        self.begin(self.text, self.status)

    @property
    def value(self) -> str | None:
        return self.text.value.strip() or None

    @property
    def number(self) -> float | None:
        """The number that was typed, in the question's unit; None where it is none or could be two."""
        return quantity(self.value, self._unit)

    @property
    def missing(self) -> list[str]:
        return [self._question] if self.value is None else []

    def fill(self, value: Any) -> None:
        if isinstance(value, str | int | float):
            with self.filling_in():
                self.text.value = str(value)
            self._look()

    @property
    def unread(self) -> str:
        return "" if self.value is None or quantities(self.value, self._unit) else doubt(self.value, self._unit)

    def _typed(self, _change: Any) -> None:
        self._look()
        self._answered()

    def _look(self) -> None:
        self.trouble(doubt_of_answer(self.value, self._unit))


class ShortText(Question):
    """A few sentences. The answer is the text, None while there is none."""

    def __init__(self, question: str, rows: int = 3) -> None:
        super().__init__()
        self._question = question
        self.text = field(widgets.Textarea(description=question, rows=rows, continuous_update=False, style=WIDE))
        self.text.observe(self._answered, names="value")
        self.begin(self.text, self.status)

    @property
    def value(self) -> str | None:
        return self.text.value.strip() or None

    @property
    def missing(self) -> list[str]:
        return [self._question] if self.value is None else []

    def fill(self, value: Any) -> None:
        if isinstance(value, str):
            with self.filling_in():
                self.text.value = value


class NumberTable(Question):
    """A small table of numbers. The answer maps each row's key to a mapping of column keys to texts as typed.

    `rows` and `columns` map keys to what is shown ("" names a column's fields by their rows); `units` a column's unit.
    """

    start: Mapping[str, Any] = {}

    def __init__(
        self, question: str, rows: Mapping[str, str], columns: Mapping[str, str], units: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self._rows, self._columns, self._units = dict(rows), dict(columns), units or {}
        self.cells: dict[tuple[str, str], widgets.Text] = {}
        shown: list[widgets.Widget] = []
        for row, text in self._rows.items():
            for column, head in self._columns.items():
                after = (f": {head}" if head else "") + (f" ({self._units[column]})" if column in self._units else "")
                control = widgets.Text(description=f"{text}{after}", continuous_update=False, style=WIDE)
                control.observe(self._typed, names="value")
                self.cells[row, column] = field(control, "pmc-amount")
            shown.append(bar(*(self.cells[row, column] for column in self._columns)))
        self.begin(Html(question_html(question)), *shown, self.status)

    @property
    def value(self) -> dict[str, dict[str, str]]:
        rows = {
            row: {column: text for column in self._columns if (text := self.cells[row, column].value.strip())}
            for row in self._rows
        }
        return {row: cells for row, cells in rows.items() if cells}

    @property
    def missing(self) -> list[str]:
        return [control.description for control in self.cells.values() if not control.value.strip()]

    def fill(self, value: Any) -> None:
        if isinstance(value, Mapping):
            with self.filling_in():
                for (row, column), control in self.cells.items():
                    cells = value.get(row)
                    given = cells.get(column) if isinstance(cells, Mapping) else None
                    control.value = str(given) if isinstance(given, str | int | float) else ""
            self._look()

    @property
    def unread(self) -> str:
        for (_, column), control in self.cells.items():
            unit = self._units.get(column, "")
            if control.value.strip() and not quantities(control.value, unit):
                return f"{control.description}: {doubt(control.value, unit)}"
        return ""

    def _typed(self, _change: Any) -> None:
        self._look()
        self._answered()

    def _look(self) -> None:
        doubts = [
            (control, told)
            for (_, column), control in self.cells.items()
            if (told := doubt_of_answer(control.value, self._units.get(column, "")))
        ]
        self.trouble(f"{doubts[0][0].description}: {doubts[0][1]}" if doubts else "")
