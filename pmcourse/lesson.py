"""The bones of a lesson, each one line in a notebook: goals, recall, prediction, exercise, hints, progress, hand-in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from pathlib import Path

import ipywidgets as widgets

from pmcourse import progress as memory
from pmcourse.course import find_root, load
from pmcourse.errors import CourseError
from pmcourse.findings import Finding, Severity, Verdict
from pmcourse.look import BLUE, RED, TINTS, Panel, box, findings_html, table_html, verdict_html
from pmcourse.skills import SKILLS
from pmcourse.skills import skill as skill_of

Outcome = tuple[Verdict, str, Sequence[Finding]]
_WIDE = {"description_width": "initial"}
_AUTO = widgets.Layout(width="auto", align_self="flex-start")  # as wide as its words


def _question(text: str) -> widgets.HTML:
    return widgets.HTML(box(f"<strong>{escape(text)}</strong>"))


def _choices(options: Sequence[str], label: str) -> widgets.RadioButtons:
    return widgets.RadioButtons(
        options=list(options), value=None, description=label, style=_WIDE, layout=widgets.Layout(width="auto")
    )


class Part(widgets.VBox):
    """A part of a lesson; where widgets cannot be shown, such as on GitHub, a sentence stands in its place."""

    def __repr__(self) -> str:
        return f"[{type(self).__name__}: open this lesson in JupyterLab and run this cell to use it]"


def _said(method: Callable[..., None]) -> Callable[..., None]:
    """What goes wrong in a callback is said in the part's reply; ipywidgets would swallow it."""

    @wraps(method)
    def guarded(self: Part, *args: object) -> None:
        try:
            method(self, *args)
        except Exception as error:
            self.reply.value = verdict_html(Verdict.CANNOT_BE_GRADED, _in_words(error))

    return guarded


def _in_words(error: Exception) -> str:
    if isinstance(error, CourseError):
        return str(error)
    return (
        f"The check stopped because of a fault in the lesson ({type(error).__name__}: {error}). "
        "Nothing you made is lost. Run this cell again, then check again; if it stops again, show your instructor."
    )


def _news() -> str:
    told = memory.news()
    return box(escape(told), RED, TINTS["must"], role="status") if told else ""


class Recall(Part):
    """A question about an earlier lesson, answered at once: right or not yet, and why."""

    def __init__(self, question: str, options: Sequence[str], answer: str, why: str) -> None:
        if answer not in options:
            raise ValueError(f"answer must be one of {list(options)!r} (got {answer!r})")
        self.choice = _choices(options, "Your answer")
        self.reply = widgets.HTML()
        self._answer, self._why = answer, why
        self.choice.observe(self._tell, names="value")
        super().__init__([_question(question), self.choice, self.reply])

    @_said
    def _tell(self, change: dict[str, str]) -> None:
        right = change["new"] == self._answer
        lead = "" if right else "Think about this, then choose again: "
        self.reply.value = verdict_html(Verdict.RIGHT if right else Verdict.NOT_YET, lead + self._why)


class Prediction(Part):
    """A guess that is locked before the truth is shown; `reveal` is what the learner then reads."""

    def __init__(self, id: str, question: str, options: Sequence[str], truth: str, reveal: str) -> None:
        if truth not in options:
            raise ValueError(f"truth must be one of {list(options)!r} (got {truth!r})")
        self._id, self._truth, self._reveal = id, truth, reveal
        self.choice = _choices(options, "I expect")
        self.lock = widgets.Button(description="Lock my guess and show", layout=_AUTO)
        self.reply = widgets.HTML(_news())
        self.lock.on_click(self._locked)
        super().__init__([_question(question), self.choice, self.lock, self.reply])
        known = memory.progress_file().value.predictions.get(id)
        if known in options:
            self.choice.value = known
            self._show()

    @_said
    def _locked(self, _button: widgets.Button) -> None:
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
        self.reply.value = (
            box(f"{escape(hit)}<strong>{escape(self._truth)}</strong>. {escape(self._reveal)}", role="status") + _news()
        )


class Hints(Part):
    """Hints in steps: each press of the button shows one more."""

    def __init__(self, *steps: str) -> None:
        self._steps = steps
        self._shown = 0
        self.more = widgets.Button(description=f"Show a hint (1 of {len(steps)})", layout=_AUTO)
        self.text = widgets.HTML()
        self.more.on_click(lambda _: self._next())
        super().__init__([self.more, self.text])

    def _next(self) -> None:
        self._shown = min(self._shown + 1, len(self._steps))
        lines = (f"{at}. {escape(step)}" for at, step in enumerate(self._steps[: self._shown], 1))
        self.text.value = box("<br>".join(lines), role="status")
        done = self._shown == len(self._steps)
        self.more.disabled = done
        self.more.description = "No more hints" if done else f"Show a hint ({self._shown + 1} of {len(self._steps)})"


class Exercise(Part):
    """A task around any widget, with a Check button that says what, why and next; right ones are remembered.

    `check()` returns a verdict, a message and findings. Findings that are only worth a second look are shown too.
    """

    def __init__(
        self, id: str, task: str, widget: widgets.Widget, check: Callable[[], Outcome], skill: str, hints: Sequence[str]
    ) -> None:
        self._id, self._check, self._skill = id, check, skill_of(skill).id
        self.check = widgets.Button(description="Check my answer", button_style="primary", layout=_AUTO)
        self.reply = widgets.HTML(_news())
        self.hints = Hints(*hints)
        self.widget = widget
        self.check.on_click(self._tell)
        if id in memory.progress_file().value.right:
            self.reply.value += verdict_html(Verdict.RIGHT, "You have done this one before.")
        super().__init__([_question(task), widget, self.check, self.reply, self.hints])

    @_said
    def _tell(self, _button: widgets.Button) -> None:
        verdict, message, findings = self._check()
        reply = verdict_html(verdict, message) + findings_html(findings)
        if verdict is Verdict.RIGHT:
            memory.remember_right(self._id, self._skill)
        self.reply.value = reply + _news()


def judged(findings: Sequence[Finding], right: str, not_yet: str) -> Outcome:
    """The verdict that findings add up to: right where none of them costs points."""
    grave = [finding for finding in findings if finding.severity is not Severity.LOOK]
    return (Verdict.NOT_YET, not_yet, findings) if grave else (Verdict.RIGHT, right, findings)


def progress() -> Panel:
    """The skills grown in the lessons so far, as a table in words."""
    right, news = memory.progress_file().value.right, _news()
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
