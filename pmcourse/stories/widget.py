"""One story edited by hand: it calls the model and the checks, and holds no rules of its own."""

from __future__ import annotations

import asyncio
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html
from pmcourse.errors import CourseError
from pmcourse.findings import Finding
from pmcourse.kit.block import bar, button, field, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.quantity import quantity
from pmcourse.stories.acceptance import check_acceptance
from pmcourse.stories.checks import check_set, check_sizes, check_story
from pmcourse.stories.model import Story, StorySet
from pmcourse.stories.panels import count, judgement_html, parts_html

QUIET = 0.8  # seconds without a key, after which what was typed is saved and becomes one step of Undo
CRITERIA = (
    "Scenario: It goes well\n  Given …\n  When …\n  Then …\n\nScenario: It goes wrong\n  Given …\n  When …\n  Then …\n"
)


class StoryEditor(Editor[StorySet]):
    """One story at a time: its text, acceptance criteria, size, larger story and backlog items, with live findings.

    Edits the stories of `file`; `shown` is the id of the story to begin with. What is typed is judged at every key,
    and saved after 0.8 s without one, or at once when anything else is done. `criteria`: whether acceptance criteria
    are asked for.
    """

    def __init__(self, file: ArtifactFile[StorySet], shown: str = "", criteria: bool = True) -> None:
        super().__init__(file)
        self._pending: dict[str, str] = {}
        self._compared: Any = None
        self._together: list[Finding] = []
        self._timer: asyncio.TimerHandle | None = None
        self.story = field(widgets.Dropdown(description="Story"), "pmc-wide")
        self.new = button("New story", self._new)
        self.part = button("Split off a part", self._split_off)
        self.delete = button("Delete", self._delete)
        self.text = field(widgets.Textarea(description="Text of the story", rows=3))
        self.criteria = field(widgets.Textarea(description="Acceptance criteria: Given, When, Then", rows=8))
        self.criteria.add_class("pmc-criteria")
        self.template = button("Put in a form to fill in", self._fill_in)
        self.size = field(widgets.Text(description="Size (points)", continuous_update=False), "pmc-short")
        self.epic = field(widgets.Dropdown(description="Part of"), "pmc-short")
        self.links = field(widgets.Text(description="Backlog items", continuous_update=False), "pmc-short")
        self.parts, self.judged, self.accepted = Html(), Html(), Html()
        for name in ("text", "criteria"):
            getattr(self, name).observe(lambda change, name=name: self._typing(name, change["new"]), names="value")
        for name in ("size", "epic", "links"):
            getattr(self, name).observe(lambda change, name=name: self._set(name, change["new"]), names="value")
        ids = file.value.ids
        self._id = shown if shown in ids else next(iter(ids), "")
        self.story.observe(self._turn, names="value")
        bars = (
            bar(self.story, self.new, self.part, self.delete, self.undo, self.redo),
            bar(self.size, self.epic, self.links),
        )
        below = (self.criteria, bar(self.template), self.accepted) if criteria else ()
        self.begin(bars[0], self.status, self.text, self.parts, self.judged, bars[1], *below)

    def refresh(self) -> None:
        """Show the story as it is now; what is typed and not yet saved stays."""
        super().refresh()
        stories = self.file.value
        if self._id not in stories.ids:
            self._id = next(iter(stories.ids), "")
            self._pending.clear()
        with self.filling_in():
            _offer(self.story, [(f"{story.id}  {story.title}", story.id) for story in stories.stories])
            self.story.value = self._id or None
            draft = self._draft()
            self.text.value, self.criteria.value = draft.text, draft.criteria
            others = [id for id in stories.ids if id != self._id]
            known = [*others, *([draft.epic] if draft.epic and draft.epic not in others else [])]
            _offer(self.epic, [("no larger story", ""), *((id, id) for id in known)])
            self.epic.value = draft.epic
            for field, value in (("size", _plain(draft.size)), ("links", ", ".join(draft.links))):
                getattr(self, field).value = self._pending.get(field, value)
                _mark(getattr(self, field), field in self._pending)
        self._compare()
        self.part.disabled = self.delete.disabled = self.text.disabled = self.criteria.disabled = not self._id
        self._judge()

    def flush(self) -> None:
        """Save what is typed and not yet saved."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        typed = {field: self._pending.pop(field) for field in ("text", "criteria") if field in self._pending}
        if typed and self._id:
            self.file.put(self.file.value.change(self._id, **typed))
            self.say(f"{self._id} is {'not ' if self.file.notice else ''}saved: {count(self._found())}.")

    def _draft(self) -> Story:
        """The story with what is typed and not yet saved."""
        if not self._id:
            return Story(id="none")
        typed = {field: text for field, text in self._pending.items() if field in ("text", "criteria")}
        return self.file.value.find(self._id).but(**typed)

    def _found(self) -> list[Finding]:
        draft = self._draft()
        criteria = check_acceptance(draft.text, draft.criteria, draft.id) if draft.criteria.strip() else []
        return [*check_story(draft.text, draft.id), *criteria]

    def _compare(self) -> None:
        """See how the saved stories stand beside each other; with hundreds of them that is too much for every key."""
        texts = {story.id: story.text for story in self.file.value.stories}
        sizes = {story.id: story.size for story in self.file.value.stories}
        if (texts, sizes) != self._compared:
            self._compared = (texts, sizes)
            self._together = [*check_set(texts), *check_sizes(sizes)]

    def _judge(self) -> None:
        """Show what the checks see in the draft, and how it stands beside the other stories."""
        draft = self._draft()
        self.parts.value = parts_html(draft)
        beside = [f for f in self._together if f.where and f.where.item == self._id]
        fine = "Nothing to fix that a program can see. Read it aloud to somebody who would use it."
        self.judged.value = judgement_html(
            "What the checks see in it", draft.text, draft.id, [*check_story(draft.text, draft.id), *beside], fine
        )
        if draft.criteria.strip():
            heading, fine = "What the checks see in the criteria", "Given, When, Then: they can be read, and tried."
            self.accepted.value = judgement_html(
                heading, draft.criteria, draft.id, check_acceptance(draft.text, draft.criteria, draft.id), fine
            )
        else:
            self.accepted.value = ""

    @said
    def _typing(self, field: str, text: str) -> None:
        if self._filling or not self._id:
            return
        self._pending[field] = text
        self._judge()
        if self._timer:
            self._timer.cancel()
        try:
            self._timer = asyncio.get_running_loop().call_later(QUIET, self._paused)
        except RuntimeError:  # no kernel, so nobody is typing
            self.flush()

    @said
    def _paused(self) -> None:
        self.flush()

    @said
    def _set(self, field: str, text: str) -> None:
        if self._filling or not self._id:
            return
        self.flush()
        value: Any = text.strip()
        if field == "size":
            points = quantity(value, "points")  # "3 points" and "~3", too
            value = (value or None) if points is None else points
        if field == "links":
            value = tuple(dict.fromkeys(value.replace(",", " ").split()))
        self._pending.pop(field, None)
        try:
            new = self.file.value.change(self._id, **{field: value})
        except CourseError:
            self._pending[field] = text
            self.refresh()
            raise
        self.say(f"{self._id} is saved.")
        self.put(new)

    def show(self, id: str) -> None:
        """Turn to the story with this id."""
        self.flush()
        self._pending.clear()
        self._id = id
        self.refresh()

    @said
    def _turn(self, change: dict[str, Any]) -> None:
        if not self._filling and change["new"]:
            self.say("")
            self.show(change["new"])

    @said
    def _new(self, _button: Any) -> None:
        self.flush()
        self._add(Story(id=self.file.value.free_id(taken=self.file.start.ids), text="As a …, I want …, so that …."))

    @said
    def _split_off(self, _button: Any) -> None:
        self.flush()
        whole = self.file.value.find(self._id)
        id = self.file.value.free_id(whole.id, self.file.start.ids)
        text = f"As a {whole.role or '…'}, I want …, so that …."
        self._add(Story(id=id, text=text, epic=whole.id, links=whole.links, step=whole.step))

    def _add(self, story: Story) -> None:
        self.file.put(self.file.value.add(story))
        self.show(story.id)
        self.say(f"{story.id} is new. Put your words in place of the dots.")
        self.text.focus()

    @said
    def _delete(self, _button: Any) -> None:
        self.flush()
        gone = self._id
        at = self.file.value.ids.index(gone)
        rest = [id for id in self.file.value.ids if id != gone]
        self._pending.clear()
        self._id = rest[min(at, len(rest) - 1)] if rest else ""
        self.file.put(self.file.value.remove(gone))
        self.say(f"{gone} is deleted. Undo brings it back.")

    @said
    def _fill_in(self, _button: Any) -> None:
        self.flush()
        before = self.file.value.find(self._id).criteria.rstrip()
        self.file.put(self.file.value.change(self._id, criteria=f"{before}\n\n{CRITERIA}" if before else CRITERIA))
        self.criteria.focus()


def _offer(control: widgets.Dropdown, options: list[tuple[str, str]]) -> None:
    if list(control.options) != options:
        control.options = options


def _mark(control: widgets.DOMWidget, refused: bool) -> None:
    (control.add_class if refused else control.remove_class)("pmc-refused")


def _plain(size: float | None) -> str:
    return "" if size is None else f"{size:g}"
