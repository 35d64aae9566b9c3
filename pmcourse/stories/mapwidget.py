"""The story map moved by hand: it calls the model and the checks, and holds no rules of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.board import Board, problem
from pmcourse.controls import Html
from pmcourse.findings import Finding, Severity
from pmcourse.kit.block import bar
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import findings_html
from pmcourse.stories import storymap
from pmcourse.stories.checks import check_story
from pmcourse.stories.model import Slice, Story, StorySet
from pmcourse.stories.plot import LATER, NOWHERE

_NONE = "none:"  # stands on the board for no step and for no slice


class StoryMapWidget(Editor[StorySet]):
    """The story map: cards are stories, columns steps, lanes slices. A broken rule shows at once, in words."""

    def __init__(self, file: ArtifactFile[StorySet]) -> None:
        super().__init__(file)
        self.board = Board(
            **_board_parts(file.value), label=f"Story map: {file.value.title}", column_word="step", lane_word="slice"
        )
        self.board.on_move(self._move)
        self.findings = Html()
        self.begin(bar(self.undo, self.redo), self.status, self.board, self.findings)

    def refresh(self) -> None:
        """Show the map as it is now."""
        super().refresh()
        stories = self.file.value
        parts = _board_parts(stories)
        if any(getattr(self.board, name) != value for name, value in parts.items()):
            self.board.show(**parts)
        about = [f for f in storymap.check(stories) if f.where and f.where.item not in stories.ids]
        self.findings.value = findings_html(about)

    def _move(self, id: str, slice: str, step: str, position: int) -> None:
        """Save the move that the board asks for; raises CourseError where it cannot be, and the board says so."""
        step, slice = ("" if place == _NONE else place for place in (step, slice))
        before = {finding.message for finding in storymap.check(self.file.value)}
        self.file.put(self.file.value.place(id, step, slice, position))
        new = [finding for finding in storymap.check(self.file.value) if finding.message not in before]
        grave = [finding.message for finding in new if finding.severity is not Severity.LOOK]
        self.say(" ".join(grave), RED) if grave else self.say("")


def _board_parts(stories: StorySet) -> dict[str, list[dict[str, Any]]]:
    """Columns, lanes and cards; what the checks say stands in words on the lane or card that it is about."""
    found: dict[str, list[Finding]] = {}
    for finding in storymap.check(stories):
        found.setdefault(finding.where.item, []).append(finding)
    columns = [
        {"id": step.id, "title": step.title, "note": activity.title}
        for activity in stories.backbone
        for step in activity.steps
    ]
    if any(not story.step for story in stories.stories):
        columns.append({"id": _NONE, "title": NOWHERE, "note": ""})
    lanes = [
        {"id": part.id, "title": part.title, **_lane_note(stories, part, found.get(part.id, []))}
        for part in stories.slices
    ]
    lanes.append({"id": _NONE, "title": LATER, "note": ""})
    full = [id for id, seen in found.items() if any(f.criterion == "slice_too_full" for f in seen)]
    spare = {story.id for id in full for story in storymap.spare(stories, id)}
    return {"columns": columns, "lanes": lanes, "cards": [_card(story, found, spare) for story in stories.stories]}


def _lane_note(stories: StorySet, part: Slice, found: list[Finding]) -> dict[str, Any]:
    held, room = storymap.points(stories, part.id), part.room
    told = (f"{f.severity.symbol} {f.severity.word}: {f.message.removeprefix(part.title).strip()}" for f in found)
    if not room:
        return {"note": " ".join([part.goal, f"{held:g} points.", *told]).strip()}
    fill = {"words": f"{held:g} of {room:g} points", "share": held / room}
    return {"note": " ".join([part.goal, *told]).strip(), "fills": [fill]}


@lru_cache(maxsize=4096)  # what one story says does not change when another one moves
def _form(text: str) -> tuple[str, ...]:
    return tuple(problem(finding) for finding in check_story(text) if finding.criterion == "well_formed")


def _card(story: Story, found: dict[str, list[Finding]], spare: set[str]) -> dict[str, Any]:
    problems = [problem(finding) for finding in found.get(story.id, ()) if finding.severity is not Severity.LOOK]
    if story.id in spare:
        problems.append("▲ This release is too full, and this story can leave it without a gap.")
    problems += _form(story.text)
    return {
        "id": story.id,
        "title": story.title,
        "lane": story.slice or _NONE,
        "column": story.step or _NONE,
        "note": "",
        "badges": [f"{story.size:g} points" if story.size is not None else "no size", *story.links],
        "problems": problems,
    }
