"""What the roadmap lesson and its assignment put on the screen, each with one line in the notebook."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from pmcourse import artifact
from pmcourse.artifact import ArtifactError, ArtifactFile, Missing, read
from pmcourse.backlog.model import Backlog
from pmcourse.controls import News, said
from pmcourse.lesson import Part as LessonPart
from pmcourse.look import BLUE, Picture, box
from pmcourse.roadmap import plot
from pmcourse.roadmap.arrangement import Down
from pmcourse.roadmap.carry import ordered_by, sized_by, written
from pmcourse.roadmap.case import lantern, toolshed
from pmcourse.roadmap.choices import Method
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.widget import RoadmapWidget
from pmcourse.stories.model import StorySet


def opened(start: Roadmap) -> ArtifactFile[Roadmap]:
    """The learner's file answers/roadmap.json."""
    return artifact.opened("roadmap.json", Roadmap, start)


def mine() -> ArtifactFile[Roadmap]:
    """The learner's Toolshed roadmap."""
    return opened(toolshed())


def answer_board() -> RoadmapWidget:
    """The assignment's board: Lantern's roadmap, saved as answers/roadmap.json at every change."""
    return RoadmapWidget(opened(lantern()), down=Down.PRIORITY)


def picture(kind: str, roadmap: Roadmap | None = None) -> Picture:
    """A picture of the case with its alt text: `board`, `heat_map`, `timeline`, `fan`, or `fan_by_throughput`."""
    roadmap = roadmap or toolshed()
    if kind in ("board", "heat_map"):
        return Picture(getattr(plot, kind)(roadmap), getattr(plot, f"{kind}_alt")(roadmap))
    if kind == "timeline":
        return Picture(plot.timeline(forecast(roadmap)), plot.timeline_alt(forecast(roadmap)))
    if kind in ("fan", "fan_by_throughput"):
        seen = forecast(roadmap, Method.THROUGHPUT if kind == "fan_by_throughput" else Method.ESTIMATES)
        return Picture(plot.fan(seen), plot.fan_alt(seen))
    raise ValueError(f"kind must be board, heat_map, timeline, fan or fan_by_throughput (got {kind!r})")


class Carry(LessonPart):
    """A button that brings the order of the learner's backlog and the number of their stories into the roadmap."""

    def __init__(self) -> None:
        self.bring = widgets.Button(description="Bring my stories and my backlog")
        self.bring.layout = widgets.Layout(width="auto", align_self="flex-start")
        self.reply = News()
        self.bring.on_click(self._bring)
        super().__init__([self.bring, self.reply])

    def say(self, message: str, colour: str = BLUE) -> None:
        """Show `message`, and have it read aloud."""
        self.reply.value = box(escape(message), colour)

    @said
    def _bring(self, _button: Any) -> None:
        file, told = mine(), []
        roadmap = file.value
        if backlog := _made("backlog.json", Backlog, told, "the lesson on backlogs (08)"):
            roadmap = ordered_by(roadmap, backlog.ids)
            linked = any(set(one.items) & set(backlog.ids) for one in roadmap.ahead)
            ids = ", ".join(one.id for one in roadmap.initiatives)
            told.append(
                f"From your backlog, the order: {ids}." if linked else "Your backlog names no item of the roadmap."
            )
        if stories := _made("stories.json", StorySet, told, "the lesson on user stories (07)"):
            links = {story.id: story.links for story in stories.stories}
            roadmap = sized_by(roadmap, links)
            counts = [f"{one.id} has {n}" for one in roadmap.ahead if (n := written(one, links))]
            told.append(f"From your stories, the least sizes: {', '.join(counts) or 'none is linked to an item here'}.")
        if roadmap != file.value:
            file.put(roadmap)
            told.append("Undo on the board takes it back.")
        self.say(" ".join([*told, file.notice]).strip())


def _made(name: str, kind: type, told: list[str], where: str) -> Any:
    """What the learner made in an earlier lesson; None, with the reason in `told`, where it cannot be read."""
    try:
        return read(Path("answers") / name, kind)
    except Missing:
        told.append(f"Nothing from {where} yet, so Toolshed's own stays.")
    except ArtifactError as error:
        told.append(f"{error} So Toolshed's own stays.")
    return None


def carry() -> Carry:
    """Bring what was made in the lessons before onto the roadmap."""
    return Carry()
