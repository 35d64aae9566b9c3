"""How long each lesson and assignment takes, from what it asks: words at 200 a minute, and the work itself.

Words are those on the screen (texts, tasks, options, cards), the truth behind a prediction, and one reply to an
exercise; sources are not read. Work is counted by the table below. People who read the lessons to the end, and did
what they ask, needed another time than that in some; READ_BY says how much, and `minutes` in course_config.py is the
estimate times that, rounded up to 5. An assignment's minutes are the estimate alone.
Run: python benchmarks/lesson_minutes.py [LESSON …]
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import math
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import ipywidgets as widgets
from rich.console import Console
from rich.table import Table

from pmcourse.authoring.notebooks import desk_for
from pmcourse.authoring.parts import split
from pmcourse.board import Board
from pmcourse.controls import Lines, Radios, Slider
from pmcourse.course import Lesson, load
from pmcourse.kit.block import Block
from pmcourse.kit.bones import Hints, Prediction, Recall
from pmcourse.kit.exercise import Exercise
from pmcourse.kit.look import Panel

ROOT = Path(__file__).parents[1]
READ_BY = {  # what people needed ÷ this estimate, for the lesson as they met it
    "02-discovery": 75 / 66, "04-market": 75 / 66, "05-pipeline": 70 / 56, "06-agile": 75 / 70, "07-stories": 85 / 67,
    "08-backlog": 60 / 51, "09-roadmap": 60 / 74, "10-kanban": 70 / 64, "11-usability": 90 / 63, "12-building": 85 / 65,
    "13-delivery": 60 / 50,
}  # fmt: skip
WORDS_A_MINUTE = 200
RECALL, PREDICTION, PICTURE, PLAY, ESSAY = 0.75, 1.25, 0.5, 3, 6  # minutes
LEAST, FIRST, EACH, MOST = 3, 2, 0.5, 6  # minutes of an exercise: FIRST, and EACH answer, within LEAST and MOST
_INPUTS = (
    widgets.Dropdown, widgets.Text, widgets.Textarea, widgets.Checkbox, widgets.ToggleButtons, widgets.BoundedIntText,
    widgets.BoundedFloatText, widgets.IntSlider, widgets.FloatSlider, Radios, Slider,
)  # fmt: skip


class Time(NamedTuple):
    """Words to read, and minutes of work beside reading."""

    words: int = 0
    work: float = 0.0

    @property
    def minutes(self) -> float:
        return self.words / WORDS_A_MINUTE + self.work

    def plus(self, other: Time) -> Time:
        return Time(self.words + other.words, self.work + other.work)


def words(text: str) -> int:
    """How many words a text has, in Markdown or HTML."""
    plain = re.sub(r"<style>.*?</style>|<[^>]+>|\]\([^)]*\)", " ", text, flags=re.DOTALL)
    return len(re.findall(r"\w[\w.,'’%-]*", unescape(plain)))


def parts(widget: Any) -> Iterator[Any]:
    """A widget and all that is in it, what is hidden left out."""
    if getattr(getattr(widget, "layout", None), "display", None) == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def texts(widget: Any) -> set[str]:
    """The different texts that a widget shows: a list of choices that stands there ten times is read once."""
    shown = set()
    for part in parts(widget):
        if isinstance(part, Board):
            shown |= {str(one.get(key, "")) for one in part.cards for key in ("title", "text", "note")}
        if isinstance(part, Lines):
            shown |= set(map(str, part.lines.values()))
        if isinstance(part, widgets.HTML):
            shown.add(part.value)
        shown.add(str(getattr(part, "description", "")))
        offered = getattr(part, "_options_labels", None) or getattr(part, "options", ())
        shown |= {str(one[-1] if isinstance(one, list | tuple) else one) for one in offered}
    return shown


def unread(widget: Any, seen: set[str]) -> int:
    """How many words of a widget were not on the screen before; now they were."""
    new = texts(widget) - seen
    seen |= new
    return sum(map(words, new))


def answers(widget: Any) -> int:
    """How many answers a widget takes."""
    count = 0
    for part in parts(widget):
        if isinstance(part, Board):
            count += len(part.cards)
        elif isinstance(part, Lines):
            count += len(part.lines)
        elif isinstance(part, _INPUTS):
            count += 1
    return count


def task(widget: Any) -> float:
    """Minutes of work at a widget that asks for answers."""
    return min(MOST, max(LEAST, FIRST + EACH * answers(widget)))


def shown(thing: Any, seen: set[str]) -> Time:
    """What one code cell takes; a text that was `seen` before is not read again."""
    if isinstance(thing, Panel):
        return Time(words(thing.html), 0)
    if not isinstance(thing, widgets.Widget):
        return Time(0, 0 if thing is None else PICTURE)
    read = unread(thing, seen)
    if isinstance(thing, Recall):
        return Time(read + words(thing._why), RECALL)
    if isinstance(thing, Prediction):
        return Time(read + words(thing._truth) + words(thing._reveal), PREDICTION)
    if isinstance(thing, Exercise):
        replies = (str(thing._texts[key]) for key in ("right", "not_yet"))
        return Time(read + sum(map(words, replies)), task(thing.widget))
    if isinstance(thing, Hints):
        return Time(0, 0)
    return Time(read, PLAY)


def run(cells: list[dict], room: dict[str, Any], seen: set[str]) -> Time:
    """What the cells of a lesson take together; runs them in `room`."""
    total = Time()
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            total = total.plus(Time(words(source)))
        elif not source.startswith(("goals(", "finish(", "assignment(")):
            total = total.plus(shown(value_of(source, room), seen))
    return total


def run_assignment(cells: list[dict]) -> Time:
    """What an assignment takes: its questions, and each text that a person reads."""
    total, room, seen = Time(), dict[str, Any](), set[str]()
    for cell in cells:
        source, graded = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        if graded.get("solution"):  # a cell for one's own program, which nobody need fill in, has no points
            total = total.plus(Time(0, ESSAY if graded.get("grade") else 0))
        elif cell["cell_type"] == "markdown":
            total = total.plus(Time(words(source)))
        elif not graded.get("grade"):
            thing = value_of(source, room)
            if isinstance(thing, Block):
                total = total.plus(Time(unread(thing, seen), task(thing)))
            else:
                total = total.plus(shown(thing, seen))
    return total


def value_of(source: str, room: dict[str, Any]) -> Any:
    """The value of a cell's last line, as a notebook would show it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(tree, "cell", "exec"), room)
        return eval(compile(ast.Expression(last.value), "cell", "eval"), room) if last else None


def estimate(lesson: Lesson) -> tuple[Time, Time, Time | None]:
    """The times of a lesson's core, of its part for who has more time, and of its assignment."""
    path = ROOT / "notebooks" / f"{lesson.name}.ipynb"
    home = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(desk_for(path, Path(folder)))
            room, seen = dict[str, Any](), set[str]()
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            core, more = (run(part, room, seen) for part in split(cells))
            if lesson.due is None:
                return core, more, None
            os.chdir(shutil.copytree(ROOT / "release" / lesson.name, Path(folder) / "work"))
            handout = json.loads(Path(f"{lesson.name}.ipynb").read_text(encoding="utf-8"))
            return core, more, run_assignment(handout["cells"])
        finally:
            os.chdir(home)


def told(lesson: Lesson) -> str:
    """The minutes that the assignment itself names."""
    text = (ROOT / "release" / lesson.name / f"{lesson.name}.ipynb").read_text(encoding="utf-8")
    found = re.search(r"takes about (\d+) minutes", text)
    return found[1] if found else "none"


def rounded(minutes: float) -> int:
    """Up to the next five minutes; half a minute is none."""
    return math.ceil((minutes - 0.5) / 5) * 5


def main(names: list[str]) -> None:
    table = Table("", "words", "minutes", "× readers", "said", title="Core, part for more time, assignment")
    for lesson in load(ROOT).lessons:
        if names and lesson.name not in names:
            continue
        core, more, assignment = estimate(lesson)
        ratio = READ_BY.get(lesson.name, 1)
        for title, time, said in ((lesson.name, core, lesson.minutes), ("  more", more, lesson.more)):
            if time.words or said:
                plan = f"{rounded(time.minutes * ratio)}"
                table.add_row(title, f"{time.words:,}", f"{time.minutes:.0f}", plan, f"{said}")
        if assignment:
            table.add_row("  assignment", f"{assignment.words:,}", f"{assignment.minutes:.0f}", "", f"{told(lesson)}")
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
