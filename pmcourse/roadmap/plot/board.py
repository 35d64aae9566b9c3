"""The now-next-later board: horizons across, outcomes down, one card for each initiative."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pmcourse.kit import shapes
from pmcourse.kit.colours import INK, MUTED, PAPER, SERIES
from pmcourse.kit.drawing import Drawing, blank
from pmcourse.roadmap.audience import measure
from pmcourse.roadmap.model import Horizon, Initiative, Roadmap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LANE, _COLUMN, _GAP = 2.1, 2.75, 0.1  # inches
_LINE, _PAD = 0.165, 0.09  # inches of a line of text, and around it
_MOST = 12  # cards drawn in a cell; the rest are counted
_NAME = 21  # characters of an outcome's name on a line
_WORDS = {Horizon.NOW: "this quarter", Horizon.NEXT: "the two after it", Horizon.LATER: "beyond"}
_BACK = ("#e9f1f7", "#f1f5f8", "#f7f8f9")


def board(roadmap: Roadmap) -> Drawing:
    """The roadmap's board, in inches of paper; done initiatives are not on it."""
    lanes = _lanes(roadmap)
    heights = [max(0.75, *(_height(cards) for cards in lane[2].values()), _label_height(lane)) for lane in lanes]
    width, head = _LANE + 3 * _COLUMN + 0.1, 0.62
    height = head + sum(heights) + _GAP * len(heights) + 0.05
    figure, axes = blank(width, max(height, 1.5))
    for number, horizon in enumerate(Horizon):
        left = _LANE + number * _COLUMN
        axes.add_patch(shapes.Rectangle((left, 0), _COLUMN - 0.06, height, color=_BACK[number], zorder=0))
        axes.text(left + _PAD, 0.26, horizon.value.capitalize(), size=13, weight="bold", color=INK, va="center")
        axes.text(left + _COLUMN - 0.16, 0.26, _WORDS[horizon], size=8.5, color=MUTED, va="center", ha="right")
    top = head - 0.1
    for number, ((name, small, cells), tall) in enumerate(zip(lanes, heights, strict=True)):
        colour = SERIES[number % len(SERIES)] if small else MUTED
        axes.plot([0.05, width - 0.15], [top - 0.03] * 2, color="#c8ced3", lw=0.8, zorder=1)
        _label(axes, name, small, colour, top)
        for column, horizon in enumerate(Horizon):
            _stack(axes, cells[horizon], _LANE + column * _COLUMN + 0.08, top + 0.06, colour)
        top += tall + _GAP
    return Drawing(figure, _board_alt(roadmap))


def _board_alt(roadmap: Roadmap) -> str:
    """The board in words."""
    sentences = [f"Board of {roadmap.title} with {len(roadmap.ahead)} initiatives."]
    for horizon in Horizon:
        here = [i for i in roadmap.ahead if roadmap.horizon_of(i) is horizon]
        names = "; ".join(f"{i.id} {i.title} (for {_aim(roadmap, i)})" for i in here) or "nothing"
        sentences.append(f"{horizon.value.capitalize()}: {names}.")
    return " ".join(sentences)


def _aim(roadmap: Roadmap, initiative: Initiative) -> str:
    outcome = roadmap.outcome(initiative.outcome)
    return outcome.name if outcome else "no outcome"


def _lanes(roadmap: Roadmap) -> list[tuple[str, str, dict[Horizon, list[Initiative]]]]:
    known = {outcome.id for outcome in roadmap.outcomes}
    lanes = [(outcome.name, measure(outcome), outcome.id) for outcome in roadmap.outcomes]
    if any(i.outcome not in known for i in roadmap.ahead):
        lanes.append(("No outcome", "", None))
    found = []
    for name, small, id in lanes:
        members = [i for i in roadmap.ahead if (i.outcome if i.outcome in known else None) == id]
        found.append((name, small, {h: [i for i in members if roadmap.horizon_of(i) is h] for h in Horizon}))
    return found


def _lines(initiative: Initiative) -> list[str]:
    return textwrap.wrap(f"{initiative.id}  {initiative.title}", 36)[:4]


def _small(initiative: Initiative) -> str:
    words = [" + ".join(initiative.teams)] if initiative.teams else []
    if initiative.promise:
        words.append(f"promised {initiative.promise.day} {initiative.promise:%b %Y}")
    if initiative.confidence is not None:
        words.append(f"{initiative.confidence:.0%} sure")
    return textwrap.shorten(" · ".join(words), 42, placeholder=" …")


def _tall(initiative: Initiative) -> float:
    return 2 * _PAD + _LINE * (len(_lines(initiative)) + bool(_small(initiative)))


def _height(cards: list[Initiative]) -> float:
    return sum(_tall(card) + _GAP for card in cards[:_MOST]) + _GAP + 0.2 * (len(cards) > _MOST)


def _label_height(lane: tuple[str, str, object]) -> float:
    return 0.2 + _LINE * (len(textwrap.wrap(lane[0], _NAME)) + len(textwrap.wrap(lane[1], 32)))


def _label(axes: Axes, name: str, small: str, colour: str, top: float) -> None:
    lines = textwrap.wrap(name, _NAME)
    axes.text(0.1, top + 0.08, "\n".join(lines), size=9.5, weight="bold", color=colour, va="top", linespacing=1.15)
    axes.text(
        0.1, top + 0.13 + 0.175 * len(lines), textwrap.fill(small, 32), size=7.5, color=MUTED, va="top", linespacing=1.2
    )


def _stack(axes: Axes, cards: list[Initiative], left: float, top: float, colour: str) -> None:
    if len(cards) > _MOST:
        more = f"… and {len(cards) - _MOST} more"
        axes.text(left + 0.13, top + _height(cards) - 0.2, more, size=8.5, color=INK, va="bottom")
    for card in cards[:_MOST]:
        tall = _tall(card)
        width = _COLUMN - 0.24
        axes.add_patch(
            shapes.FancyBboxPatch(
                (left + 0.03, top + 0.03), width - 0.06, tall - 0.06, boxstyle="round,pad=0.03,rounding_size=0.05",
                facecolor=PAPER, edgecolor="#8d979e", lw=0.8, zorder=2,
            )
        )  # fmt: skip
        axes.add_patch(shapes.Rectangle((left, top + 0.04), 0.06, tall - 0.08, color=colour, zorder=3))
        text = "\n".join(_lines(card))
        axes.text(left + 0.13, top + _PAD - 0.01, text, size=8.3, color=INK, va="top", linespacing=1.3, zorder=3)
        axes.text(left + 0.13, top + tall - _PAD + 0.02, _small(card), size=7, color=MUTED, va="bottom", zorder=3)
        top += tall + _GAP
