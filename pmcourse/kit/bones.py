"""The bones of a lesson, each one line in a notebook: goals, recall, prediction, exercise, hints, progress, hand-in."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pmcourse.controls import Html, Landing, Radios
from pmcourse.course import Course, Lesson, find_root, load
from pmcourse.errors import CourseError
from pmcourse.findings import Verdict
from pmcourse.kit import progress as memory
from pmcourse.kit.block import Block, button, said
from pmcourse.kit.colours import BLUE, RED, ink
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.look import Panel, box, stop_after, table_html, verdict_html
from pmcourse.kit.trust import lay_out
from pmcourse.skills import SKILLS
from pmcourse.skills import skill as skill_of

MORE_TIME = "If you have more time"  # the heading of what stands behind the summary and counts as a bonus


def news_html() -> Markup:
    """What the learner must be told about the file of their progress, once; empty where nothing is."""
    told = memory.news()
    return box(told, RED, tinted=True, role="status") if told else Markup()


class Recall(Block):
    """A question about an earlier lesson, answered at once. `where` is the place to look it up; `why` comes when right.

    A wrong answer points to the place and does not say the right one: looking it up teaches more.
    """

    def __init__(self, question: str, options: Sequence[str], answer: str, why: str, where: str = "") -> None:
        if answer not in options:
            raise ValueError(f"answer must be one of {list(options)!r} (got {answer!r})")
        self.choice = Radios(options, question)
        self.reply = Html()
        self._answer, self._why, self._where = answer, why, where
        self._tries = 0
        self.choice.observe(self._tell, names="value")
        self.begin(self.choice, self.reply)

    def trouble(self, words: str) -> None:
        self.reply.value = verdict_html(Verdict.CANNOT_BE_GRADED, words)

    @said
    def _tell(self, change: dict[str, str]) -> None:
        self._tries += 1
        if change["new"] == self._answer:
            mended = "Mended. " if self._tries > 1 else ""
            self.reply.value = verdict_html(Verdict.RIGHT, f"{mended}{self._why[0].upper()}{self._why[1:]}")
        else:
            where = f"{self._where}{stop_after(self._where)}"
            place = f"Look it up: {where} Then" if where else "Think of what you read there, then"
            self.reply.value = verdict_html(Verdict.NOT_YET, f"{place} choose again.")


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
        self.reply, self.shown = Html(news_html()), Html()
        self.landing = Landing()
        self.begin(self.choice, self.lock, self.landing, self.reply, self.shown)
        known = memory.progress_file().value.predictions.get(id)
        if known in options:
            self.choice.value = known
            self._show()
        self.choice.observe(self._arrived, names="value")

    def trouble(self, words: str) -> None:
        self.reply.value = verdict_html(Verdict.CANNOT_BE_GRADED, words)

    @said
    def _locked(self, _button: Any) -> None:
        if self.choice.value is None:
            self.reply.value = verdict_html(Verdict.NOT_ATTEMPTED, "Choose one first. A wrong guess teaches most.")
            return
        memory.remember_prediction(self._id, self.choice.value)
        self._show()
        self.landing.lead()

    @said
    def _arrived(self, _change: Any) -> None:
        """A choice that was made just before the press and comes after it, as in VS Code or Colab on a busy machine."""
        if self.choice.disabled:
            memory.remember_prediction(self._id, self.choice.value, late=True)
            self._show()

    def _show(self) -> None:
        self.choice.disabled = self.lock.disabled = True
        guess = self.choice.value
        said = guess if guess.startswith("“") else f"“{guess}”"
        hit = "As you guessed: " if guess == self._truth else f"You guessed {said}. In fact: "
        told = Markup("{}<strong>{}</strong>{} {}").format(hit, self._truth, stop_after(self._truth), self._reveal)
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
        self.text = Html()
        self.landing = Landing()
        self.begin(self.more, self.landing, self.text)

    def _next(self, _button: Any) -> None:
        self._shown = min(self._shown + 1, len(self._steps))
        lines = (f"{at}. {step}" for at, step in enumerate(self._steps[: self._shown], 1))
        self.text.value = box(Markup("<br>").join(lines), role="status")
        if done := self._shown == len(self._steps):
            self.landing.lead()
        self.more.disabled = done
        self.more.description = "No more hints" if done else f"Show a hint ({self._shown + 1} of {len(self._steps)})"


class Live(Block):
    """A box that is told anew whenever an exercise was right; where widgets cannot be shown it is a panel."""

    def __init__(self, tell: Callable[[], Markup]) -> None:
        self._tell_now, self._news = tell, news_html()
        self.told = Html()
        self.begin(self.told)
        self._draw()
        memory.progress_file().observe(self._draw)

    @property
    def html(self) -> Markup:
        return Markup(self.told.value)

    def _repr_mimebundle_(self, **given: Any) -> Any:
        return super()._repr_mimebundle_(**given) | Panel(self.html)._repr_mimebundle_()

    def _draw(self) -> None:
        self.told.value = self._news + self._tell_now()

    def close(self) -> None:
        memory.progress_file().unobserve(self._draw)
        super().close()


def progress() -> Live:
    """The skills grown in the lessons so far, as a table in words."""
    return Live(_skills)


def _skills() -> Markup:
    right = memory.progress_file().value.right
    if not right:
        return box("No exercise is right yet. Each one that you solve in a lesson shows up here.")
    counts = ((s.name, sum(id == s.id for id in right.values())) for s in SKILLS)
    rows = [(name, f"{'● ' * n}{n} exercise{'s' if n > 1 else ''} right") for name, n in counts if n]
    total = f"{len(right)} exercise{'s' if len(right) > 1 else ''}"
    return box(table_html(f"Your skills so far: {total} right", rows))


def goals(lesson: str) -> Panel:
    """The head of a lesson: its title, minutes and skills, from course_config.py, and the lessons before and after."""
    try:
        course = load(find_root())
        this = course.lesson(lesson)
    except CourseError as error:
        return _trouble(error)
    names = ", ".join(skill_of(id).name for id in this.skills)
    trains = f" It trains: {names}." if names else ""
    head = Markup("<strong>{}</strong>: plan about {}.{}<br>{}")
    return Panel(box(head.format(this.title, this.time, trains, _ways(course, lesson))))


def finish(lesson: str) -> Live | Panel:
    """The foot of a lesson: which of its exercises are right, which are left, and what comes next.

    Those for who has more time are a bonus: the ones done are told, and none is missed.
    """
    try:
        course = load(find_root())
        this = course.lesson(lesson)
    except CourseError as error:
        return _trouble(error)
    return Live(lambda: _foot(course, this))


def _foot(course: Course, this: Lesson) -> Markup:
    names, right = exercises(this.name), memory.progress_file().value.right
    left = [name for id, name in names.items() if id not in right]
    if names and not left:
        told = f"🎉 All {len(names)} exercises of this lesson are right. Well done: that was the whole lesson."
    else:
        rest = f" Left: {_listed(left)}" if left else ""
        told = f"{len(names) - len(left)} of {len(names)} exercises of this lesson are right.{rest}"
    lines = (Markup("<strong>{}</strong>").format(told), *_bonus(this, right), _ways(course, this.name))
    return box(Markup("<br>").join(lines))


def _bonus(lesson: Lesson, right: Collection[str]) -> Iterator[str]:
    """What of the part for who has more time is done, and what else it offers."""
    names = exercises(lesson.name, bonus=True)
    done = [name for id, name in names.items() if id in right]
    left = [name for id, name in names.items() if id not in right]
    if done:
        yield f"⭐ Right beyond the lesson: {_listed(done)}"
    if lesson.more and (left or not done):
        yield f"{MORE_TIME}, {lesson.more} minutes more stand below{f': {_listed(left)}' if left else '.'}"


def _listed(names: Sequence[str]) -> str:
    """Names of exercises, some of which are questions, as the end of a sentence."""
    return "; ".join(names) + ("" if names[-1].endswith("?") else ".")


def exercises(lesson: str, bonus: bool = False) -> dict[str, str]:
    """The exercises of a lesson's core by their id, with their names, as lesson.toml has them.

    `bonus`: instead, those of the part for who has more time, which lesson.toml marks with `bonus = true`.
    """
    file = Path(__file__).parents[1] / folder_of(lesson) / "lesson.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    chosen = {key: table for key, table in tables.items() if table.get("bonus", False) is bonus}
    return {f"{lesson[:2]}-{key}": table.get("name", key) for key, table in chosen.items()}


def folder_of(lesson: str) -> str:
    """The folder of a lesson in the package: `backlog` for `08-backlog`, `start` for `00-start-here`."""
    return lesson[3:].split("-")[0]


def _ways(course: Course, lesson: str) -> Markup:
    """Links to the lessons before and after; of the last one that it is."""
    names = [one.name for one in course.lessons]
    at = names.index(lesson)
    around = (("Before", names[at - 1] if at else None), ("Next", names[at + 1] if at + 1 < len(names) else None))
    link = Markup('{}: <a href="{}.ipynb" style="color:{};text-decoration:underline">{}</a>')
    links = [link.format(word, name, ink(BLUE), course.lesson(name).title) for word, name in around if name]
    last = ["This is the last lesson."] * (lesson == names[-1])
    return Markup(" · ").join([*links, *last])


def assignment(name: str) -> Panel:
    """Lay out the assignment in work/`name`, if it is not there yet, and show the way to it."""
    try:
        root = find_root()
        lay_out(root / "release" / name, root / "work" / name)
    except (CourseError, OSError) as error:
        return _trouble(error)
    up = "../" * len(Path.cwd().relative_to(root).parts)
    link = f"{up}work/{name}/{name}.ipynb"
    return Panel(
        box(
            Markup(
                'Your copy of the assignment: <a href="{}" target="_blank" style="color:{};text-decoration:underline">'
                "work/{name}/{name}.ipynb</a> (or find it in the file browser on the left). "
                "In JupyterLab, press <strong>Validate</strong> above it to see the open tests, and hand it in from "
                "the menu <strong>Nbgrader, Assignment List</strong>."
            ).format(link, ink(BLUE), name=name)
        )
    )


def _trouble(error: Exception) -> Panel:
    return Panel(box(str(error), RED, tinted=True, role="status"))
