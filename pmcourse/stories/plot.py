"""The picture of a story map, with the words that say the same."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmcourse.kit import shapes
from pmcourse.kit.colours import BLUE, INK, MUTED, PAPER, RED, TINTS
from pmcourse.kit.drawing import Drawing, blank
from pmcourse.stories.model import Story, StorySet
from pmcourse.stories.storymap import gaps, points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LATER = "Later, or never"  # where stories lie that are in no slice
NOWHERE = "No step yet"
_WIDTH = 7.2  # inches, at least
_SIDE, _COLUMN, _GAP = 1.05, 1.2, 0.08  # inches: the slices' names, a step, the room between cards
_TEXT = 7.5  # points
_LINE = 1.3 * _TEXT / 72  # inches
_LETTERS = 19  # in a line of a card
_MOST_LINES = 4
_HEAD = 0.34  # inches: the height of an activity or a step


def story_map(stories: StorySet) -> Drawing:
    """The backbone on top, below each step its stories, in bands for the slices; gaps of the first slice are marked.

    One column for each step, and one more where stories have no step. The picture grows with the map.
    """
    columns = _columns(stories)
    bands = _bands(stories)
    filled = [id for id, _, _ in bands if id and any(story.slice == id for story in stories.stories)]
    gaping = {step.id for step in gaps(stories, filled[0])} if filled else set()
    heights = [_band_height(stories, columns, id) for id, _, _ in bands]
    wide = max(_WIDTH, _SIDE + len(columns) * _COLUMN)
    column = (wide - _SIDE) / max(len(columns), 1)
    high = 2 * (_HEAD + _GAP) + sum(heights) + 0.35
    figure, axes = blank(wide, high)
    axes.text(0.08, 0.2, f"Story map: {stories.title}", fontsize=11, color=INK, va="center")
    _draw_backbone(axes, stories, columns, column, 0.35)
    top = 0.35 + 2 * (_HEAD + _GAP)
    for (id, title, note), height in zip(bands, heights, strict=True):
        tint = TINTS["look"] if bands.index((id, title, note)) % 2 == 0 else PAPER
        axes.add_patch(shapes.Rectangle((0, top), wide, height, facecolor=tint, edgecolor="none", zorder=0))
        axes.plot([0, wide], [top, top], color=MUTED, linewidth=0.8, zorder=1)
        axes.text(0.08, top + 0.1, _wrapped(title, 15), fontsize=8.5, color=INK, va="top", fontweight="bold")
        lines = _wrapped(title, 15).count("\n") + 1
        axes.text(0.08, top + 0.12 + lines * 0.16, _wrapped(note, 18), fontsize=_TEXT, color=MUTED, va="top")
        for at, (step, _) in enumerate(columns):
            left = _SIDE + at * column
            here = stories.at(step, id)
            y = top + _GAP
            for story in here:
                y += _draw_card(axes, story, left, y, column) + _GAP
            if not here and filled and id == filled[0] and step in gaping:
                _draw_gap(axes, left, top + _GAP, column)
        top += height
    return Drawing(figure, _story_map_words(stories))


def _story_map_words(stories: StorySet) -> str:
    """The story map as text: for each slice, what lies at which step, and what is missing."""
    backbone = "; ".join(
        f"{activity.title}: {', '.join(step.title for step in activity.steps)}" for activity in stories.backbone
    )
    parts = [f"Story map of {stories.title}. Backbone: {backbone}."]
    for id, title, note in _bands(stories):
        steps = [
            f"{name}: {', '.join(story.id for story in here)}"
            for step, name in _columns(stories)
            if (here := stories.at(step, id))
        ]
        missing = ", ".join(step.title for step in gaps(stories, id)) if id and steps else ""
        amount = f" ({note})" if note else ""
        gap = f" Nothing at: {missing}." if missing else ""
        parts.append(f"{title}{amount}: {'; '.join(steps) or 'no story'}.{gap}")
    return " ".join(parts)


def _columns(stories: StorySet) -> list[tuple[str, str]]:
    """The id and title of each column."""
    homeless = any(not story.step for story in stories.stories)
    return [*((step.id, step.title) for step in stories.steps), *([("", NOWHERE)] if homeless else [])]


def _bands(stories: StorySet) -> list[tuple[str, str, str]]:
    """The id, title and note of each band."""
    bands = []
    for part in stories.slices:
        held = points(stories, part.id)
        note = f"{held:g} of {part.room:g} points" if part.room is not None else f"{held:g} points"
        bands.append((part.id, part.title, note))
    return [*bands, ("", LATER, "")]


def _wrapped(text: str, letters: int) -> str:
    return "\n".join(textwrap.wrap(text, letters)) or text


def _lines(story: Story) -> list[str]:
    size = f" ({story.size:g})" if story.size is not None else ""
    return textwrap.wrap(f"{story.id}{size} {story.title}", _LETTERS, max_lines=_MOST_LINES, placeholder="…")


def _card_height(story: Story) -> float:
    return len(_lines(story)) * _LINE + 0.12


def _band_height(stories: StorySet, columns: Sequence[tuple[str, str]], slice: str) -> float:
    stacks = [sum(_card_height(story) + _GAP for story in stories.at(step, slice)) for step, _ in columns]
    return max([*stacks, 0.6]) + _GAP


def _draw_backbone(
    axes: Axes, stories: StorySet, columns: Sequence[tuple[str, str]], column: float, top: float
) -> None:
    at = 0
    for activity in stories.backbone:
        if activity.steps:
            left, width = _SIDE + at * column, len(activity.steps) * column
            _box(axes, left, top, width, BLUE, activity.title, PAPER, "bold")
        at += len(activity.steps)
    for place, (_, title) in enumerate(columns):
        _box(axes, _SIDE + place * column, top + _HEAD + _GAP, column, "#d6e6f1", title, INK, "normal")


def _box(axes: Axes, left: float, top: float, width: float, colour: str, title: str, ink: str, weight: str) -> None:
    _patch(axes, left, top, width, _HEAD, facecolor=colour, edgecolor=BLUE)
    place = (left + width / 2, top + _HEAD / 2)
    axes.text(*place, title, ha="center", va="center", fontsize=8, color=ink, fontweight=weight, zorder=3)


def _draw_card(axes: Axes, story: Story, left: float, top: float, width: float) -> float:
    height = _card_height(story)
    _patch(axes, left, top, width, height, facecolor=PAPER, edgecolor=MUTED)
    text = "\n".join(_lines(story))
    axes.text(left + 0.1, top + 0.06, text, fontsize=_TEXT, color=INK, va="top", linespacing=1.25, zorder=3)
    return height


def _draw_gap(axes: Axes, left: float, top: float, width: float) -> None:
    _patch(axes, left, top, width, 0.42, facecolor=TINTS["must"], edgecolor=RED, linestyle="--")
    place = (left + width / 2, top + 0.21)
    axes.text(*place, "✗ nothing here", ha="center", va="center", fontsize=_TEXT, color=RED, zorder=3)


def _patch(axes: Axes, left: float, top: float, width: float, height: float, **style: str) -> None:
    """A box with round corners, a little smaller than its room."""
    size = (width - _GAP, height)
    axes.add_patch(
        shapes.FancyBboxPatch(
            (left + _GAP / 2, top), *size, boxstyle="round,pad=0,rounding_size=0.04", zorder=2, **style
        )
    )
