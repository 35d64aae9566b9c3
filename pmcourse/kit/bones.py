"""The bones of a lesson, each one line in a notebook: goals, recall, prediction, exercise, hints, progress, hand-in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from pmcourse.controls import Radios
from pmcourse.course import find_root, load
from pmcourse.errors import CourseError
from pmcourse.findings import Verdict
from pmcourse.kit import progress as memory
from pmcourse.kit.block import Block, button, said
from pmcourse.kit.colours import BLUE, RED, TINTS
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.look import Panel, box, table_html, verdict_html
from pmcourse.skills import SKILLS
from pmcourse.skills import skill as skill_of


def question_html(text: str) -> str:
    """A question or a task as safe HTML."""
    return box(f"<strong>{escape(text)}</strong>")


def news_html() -> str:
    """What the learner must be told about the file of their progress, once: safe HTML, or ""."""
    told = memory.news()
    return box(escape(told), RED, TINTS["must"], role="status") if told else ""


class Recall(Block):
    """A question about an earlier lesson, answered at once: right or not yet, and why."""

    def __init__(self, question: str, options: Sequence[str], answer: str, why: str) -> None:
        if answer not in options:
            raise ValueError(f"answer must be one of {list(options)!r} (got {answer!r})")
        self.choice = Radios(options, question)
        self.reply = widgets.HTML()
        self._answer, self._why = answer, why
        self.choice.observe(self._tell, names="value")
        self.begin(self.choice, self.reply)

    def trouble(self, words: str) -> None:
        self.reply.value = verdict_html(Verdict.CANNOT_BE_GRADED, words)

    @said
    def _tell(self, change: dict[str, str]) -> None:
        right = change["new"] == self._answer
        lead = "" if right else "Think about this, then choose again: "
        self.reply.value = verdict_html(Verdict.RIGHT if right else Verdict.NOT_YET, lead + self._why)


class Prediction(Block):
    """A guess that is locked before the truth is shown; `reveal` is what the learner then reads.

    `shows` makes what else is hidden until then: a drawing or a panel. It is not even made before, so neither the page
    nor the notebook's stored output holds it.
    """

    def __init__(
        self,
        id: str,
        question: str,
        options: Sequence[str],
        truth: str,
        reveal: str,
        shows: Callable[[], Drawing | Panel] | None = None,
    ) -> None:
        if truth not in options:
            raise ValueError(f"truth must be one of {list(options)!r} (got {truth!r})")
        self._id, self._truth, self._reveal, self._shows = id, truth, reveal, shows
        self.choice = Radios(options, question)
        self.lock = button("Lock my guess and show", self._locked)
        self.reply, self.shown = widgets.HTML(news_html()), widgets.HTML()
        self.begin(self.choice, self.lock, self.reply, self.shown)
        known = memory.progress_file().value.predictions.get(id)
        if known in options:
            self.choice.value = known
            self._show()

    def trouble(self, words: str) -> None:
        self.reply.value = verdict_html(Verdict.CANNOT_BE_GRADED, words)

    @said
    def _locked(self, _button: Any) -> None:
        if self.choice.value is None:
            self.reply.value = verdict_html(Verdict.NOT_ATTEMPTED, "Choose one first. A wrong guess teaches most.")
            return
        memory.remember_prediction(self._id, self.choice.value)
        self._show()

    def _show(self) -> None:
        self.choice.disabled = self.lock.disabled = True
        hit = (
            "As you guessed: " if self.choice.value == self._truth else f"You guessed “{self.choice.value}”. In fact: "
        )
        told = f"{escape(hit)}<strong>{escape(self._truth)}</strong>. {escape(self._reveal)}"
        self.reply.value = box(told, role="status") + news_html()
        if self._shows:
            hidden = self._shows()
            self.shown.value = hidden.svg() if isinstance(hidden, Drawing) else hidden.html


class Hints(Block):
    """Hints in steps: each press of the button shows one more."""

    def __init__(self, *steps: str) -> None:
        self._steps = steps
        self._shown = 0
        self.more = button(f"Show a hint (1 of {len(steps)})", self._next)
        self.text = widgets.HTML()
        self.begin(self.more, self.text)

    def _next(self, _button: Any) -> None:
        self._shown = min(self._shown + 1, len(self._steps))
        lines = (f"{at}. {escape(step)}" for at, step in enumerate(self._steps[: self._shown], 1))
        self.text.value = box("<br>".join(lines), role="status")
        done = self._shown == len(self._steps)
        self.more.disabled = done
        self.more.description = "No more hints" if done else f"Show a hint ({self._shown + 1} of {len(self._steps)})"


def progress() -> Panel:
    """The skills grown in the lessons so far, as a table in words."""
    right, news = memory.progress_file().value.right, news_html()
    if not right:
        return Panel(news + box("No exercise is right yet. Each one that you solve in a lesson shows up here."))
    counts = ((s.name, sum(id == s.id for id in right.values())) for s in SKILLS)
    rows = [(name, f"{'● ' * n}{n} exercise{'s' if n > 1 else ''} right") for name, n in counts if n]
    total = f"{len(right)} exercise{'s' if len(right) > 1 else ''}"
    return Panel(news + box(table_html(f"Your skills so far: {total} right", rows)))


def goals(lesson: str) -> Panel:
    """The lesson's title, minutes and skills, from course_config.py."""
    try:
        this = load(find_root()).lesson(lesson)
    except CourseError as error:
        return _trouble(error)
    names = ", ".join(skill_of(id).name for id in this.skills)
    trains = f" It trains: {escape(names)}." if names else ""
    return Panel(box(f"<strong>{escape(this.title)}</strong>: plan about {this.minutes} minutes.{trains}"))


def assignment(name: str) -> Panel:
    """Lay out the assignment in work/`name`, if it is not there yet, and show the way to it."""
    try:
        root = find_root()
        _lay_out(root / "release" / name, root / "work" / name)
    except (CourseError, OSError) as error:
        return _trouble(error)
    up = "../" * len(Path.cwd().relative_to(root).parts)
    link = f"{up}work/{name}/{name}.ipynb"
    return Panel(
        box(
            f'Your copy of the assignment: <a href="{escape(link)}" target="_blank" style="color:{BLUE}">'
            f"work/{escape(name)}/{escape(name)}.ipynb</a> (or find it in the file browser on the left). "
            "Press <strong>Validate</strong> above it to see the open tests, and hand it in from the menu "
            "<strong>Nbgrader, Assignment List</strong>."
        )
    )


def _lay_out(source: Path, target: Path) -> None:
    """Copy `source` to `target` in one step, unless it is there: what the learner has made is never touched."""
    if target.exists():
        return
    if not source.is_dir():
        raise CourseError(f"There is no assignment {source.name!r} in {source.parent}. Ask your instructor for it.")
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".laying-out-", dir=target.parent) as folder:
        draft = shutil.copytree(source, Path(folder) / target.name)
        draft.rename(target)


def _trouble(error: Exception) -> Panel:
    return Panel(box(escape(str(error)), RED, TINTS["must"], role="status"))
