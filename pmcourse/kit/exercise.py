"""A task around any widget, with a Check button that says what, why and next; its texts stand in lesson.toml."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import ipywidgets as widgets

from pmcourse.controls import Html
from pmcourse.errors import CourseError
from pmcourse.findings import Finding, Verdict, costly
from pmcourse.kit import progress as memory
from pmcourse.kit.block import Block, button, said
from pmcourse.kit.bones import Hints, news_html
from pmcourse.kit.colours import RED
from pmcourse.kit.kept import filled_again, unfit
from pmcourse.kit.look import box, findings_html, question_html, stop_after, verdict_html
from pmcourse.kit.questions import Question
from pmcourse.skills import skill as skill_of

_TABLE = ("skill", "task", "right", "not_yet", "hints")
_DONE = "You have done this one before."
_OTHER = "You had this one right before. What stands here now is another answer."
_PASSED = "The checks pass"  # of sentences: no program can say whether they make sense, so not "right"
JUST = 2.0  # seconds after a press of Check in which a change was made before it


class Reply(NamedTuple):
    """What a check says: a verdict, which of the exercise's texts to show with what in its places, and findings."""

    verdict: Verdict
    key: str = ""
    findings: Sequence[Finding] = ()
    slots: Mapping[str, Any] = MappingProxyType({})


def right(findings: Sequence[Finding] = (), **slots: Any) -> Reply:
    """The task is done; `findings` that cost nothing may stand beside."""
    return Reply(Verdict.RIGHT, "right", findings, slots)


def not_yet(key: str = "not_yet", findings: Sequence[Finding] = (), **slots: Any) -> Reply:
    """The task is not done; `key` names the text in lesson.toml that says what is in the way."""
    return Reply(Verdict.NOT_YET, key, findings, slots)


def judged(findings: Sequence[Finding], **slots: Any) -> Reply:
    """The verdict that findings add up to: right where none of them costs points."""
    return not_yet(findings=findings, **slots) if costly(findings) else right(findings, **slots)


class Answerable(Protocol):
    """What an exercise is about: an editor or a question of the kit."""

    value: Any
    start: Any
    missing: list[str]

    def flush(self) -> None: ...
    def on_change(self, callback: Callable[[], None]) -> None: ...


class Exercise(Block):
    """One exercise. `check(now, start)` is pure; `about(value)` is the part of the work that this exercise is about.

    Where that part is as it was at the start nothing is judged: not attempted. A verdict goes when the part changes.
    Right ones are remembered, and what was answered is there again next time. Raises SkillError where the texts name no
    skill of the course.
    """

    def __init__(
        self,
        id: str,
        texts: dict[str, Any],
        widget: widgets.Widget | Answerable,
        check: Callable[[Any, Any], Reply | Sequence[Finding]],
        about: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        self._id, self._texts, self._judge, self._about = id, texts, check, about
        self._skill = skill_of(texts["skill"]).id
        self.widget = widget
        self.check = button("Check my answer", self._tell, button_style="primary")
        self.reply = Html(news_html())
        self.hints = Hints(*texts["hints"])
        self._judged: Any = None
        self._judged_at = 0.0
        self._missed = False  # an earlier try
        self.reply.value += self._resumed(memory.progress_file().value)
        if self._kept_here:
            widget.on_change(self._keep)
        widget.on_change(self._changed)
        self.begin(Html(question_html(texts["task"])), widget, self.check, self.reply, self.hints)

    @property
    def _kept_here(self) -> bool:
        return isinstance(self.widget, Question) and not self.widget.kept

    def _resumed(self, before: memory.Progress) -> str:
        """Fill in what was answered before; what to say of it."""
        told, answered = "", self._kept_here and self._id in before.answers
        if answered and not filled_again(self.widget, before.answers[self._id]):
            told = box(unfit(memory.PATH), RED, tinted=True, role="status")
        if self._id not in before.right:
            return told
        if answered and self._is_wrong():
            return told + verdict_html(Verdict.NOT_YET, _OTHER)
        return told + self._verdict(Verdict.RIGHT, _DONE)

    def _is_wrong(self) -> bool:
        try:
            return self.judge().verdict in (Verdict.NOT_YET, Verdict.CANNOT_BE_GRADED)
        except CourseError:
            return True

    def trouble(self, words: str) -> None:
        self.reply.value = verdict_html(Verdict.CANNOT_BE_GRADED, words)

    def judge(self) -> Reply:
        """What the check says of the work as it is now."""
        self.widget.flush()
        now, start = self.widget.value, self.widget.start
        if self.widget.missing or self._about(now) == self._about(start):
            return Reply(Verdict.NOT_ATTEMPTED, "untouched")
        if unread := getattr(self.widget, "unread", ""):  # an editor refuses what it cannot read
            return Reply(Verdict.CANNOT_BE_GRADED, "unread", slots={"unread": unread})
        reply = self._judge(now, start)
        return reply if isinstance(reply, Reply) else judged(reply)

    @said
    def _tell(self, _button: Any = None) -> None:
        self._judged = None
        reply = self.judge()
        self._judged, self._judged_at = (self._about(self.widget.value),), time.monotonic()
        if reply.verdict is Verdict.RIGHT:
            memory.remember_right(self._id, self._skill)
        mended = "Mended. " if self._missed and reply.verdict is Verdict.RIGHT else ""
        if reply.verdict in (Verdict.RIGHT, Verdict.NOT_YET):
            self._missed = reply.verdict is Verdict.NOT_YET
        words = self._verdict(reply.verdict, mended + self._words(reply))
        self.reply.value = words + findings_html(reply.findings) + news_html()

    def _verdict(self, verdict: Verdict, words: str) -> str:
        sentences = verdict is Verdict.RIGHT and self._texts.get("sentences", False)
        return verdict_html(verdict, words, _PASSED if sentences else "")

    def _words(self, reply: Reply) -> str:
        if reply.key == "untouched" and self.widget.missing:
            left = self.widget.missing
            more = f" and {len(left) - 3} more" if len(left) > 3 else ""
            named = "; ".join(re.sub(r"\.(?=”?$)", "", one) for one in left[:3]) + more
            return self._texts.get("untouched", f"Not answered yet: {named}{stop_after(named)}")
        if reply.key == "untouched":
            return self._texts.get("untouched", "Nothing is changed yet. Do the task above, then check again.")
        if reply.key == "unread":
            return reply.slots["unread"]
        return self._texts[reply.key].format(**reply.slots)

    @said
    def _keep(self) -> None:
        memory.remember_answer(self._id, self.widget.value)

    @said
    def _changed(self) -> None:
        refused = getattr(self.widget, "unread", "")
        if self._judged is not None and (refused or self._judged != (self._about(self.widget.value),)):
            self._judged = None
            self.reply.value = ""
            if time.monotonic() - self._judged_at < JUST:  # VS Code and Colab hold back changes, and no press
                self._tell()


class Exercises:
    """Makes the exercises of one lesson: decorates `check(now, start)`, with the texts of lesson.toml in `folder`.

    The function that it returns builds the exercise; its `.judge` is the check itself. Raises CourseError where
    lesson.toml lacks a text.
    """

    def __init__(self, lesson: str, folder: Path) -> None:
        self._number = lesson[:2]
        self._file = folder / "lesson.toml"

    def __call__(
        self,
        name: str,
        widget: Callable[[], Any],
        about: Callable[[Any], Any] = lambda value: value,
    ) -> Callable[[Callable[[Any, Any], Any]], Callable[[], Exercise]]:
        def decorate(check: Callable[[Any, Any], Any]) -> Callable[[], Exercise]:
            def build() -> Exercise:
                return Exercise(f"{self._number}-{name}", self.texts(name), widget(), check, about)

            build.__doc__, build.__name__, build.judge = check.__doc__, check.__name__, check
            return build

        return decorate

    def texts(self, name: str) -> dict[str, Any]:
        """The texts of one exercise: task, right, not_yet, hints, and whatever else its check says.

        `sentences = true` says that the answer is sentences of the learner's own: then "right" is too much to say.
        """
        table = tomllib.loads(self._file.read_text(encoding="utf-8")).get(name, {})
        for key in _TABLE:
            if key not in table:
                raise CourseError(f"{self._file.name} of lesson {self._number} has no {key!r} in [{name}]. Add it.")
        return table
