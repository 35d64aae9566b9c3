"""The way through the course as one picture."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from pmcourse.course import Lesson
from pmcourse.kit.colours import INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, blank

# What a stretch of the way is for, and the number of its first lesson.
STRETCHES = (
    ("Find out what is worth building", 0),
    ("Decide what to build, and when", 7),
    ("Build it, and bring it to people", 10),
    ("Your own product", 14),
)
_WIDTH, _HEAD, _ROW = 7.4, 0.3, 1.25  # inches
_FIRST, _BESIDE = 0.5, 0.46  # inches to the first lesson, and from one to the way past its title
_LETTERS = 13  # a line of a title


def way(lessons: Sequence[Lesson]) -> Drawing:
    """All lessons in their order, in stretches: number, title and minutes of each, with those for who has more time."""
    stretches = [(title, found) for title, found in _stretches(lessons) if found]
    most = max(len(found) for _, found in stretches)
    apart = (_WIDTH - 2 * _FIRST) / max(most - 1, 4)
    figure, axes = blank(_WIDTH, len(stretches) * (_HEAD + _ROW))
    before = None
    for row, (title, found) in enumerate(stretches):
        top, colour = row * (_HEAD + _ROW), SERIES[row]
        y = top + _HEAD + 0.25
        axes.text(0.1, top + 0.2, title, color=INK, fontsize=9.5, fontweight="bold")
        places = [(_FIRST + at * apart, y) for at in range(len(found))]
        axes.plot([x for x, _ in places], [y for _, y in places], color=colour, linewidth=3, zorder=1)
        if before:
            beside = before[0] + _BESIDE
            corners = [before, (beside, before[1]), (beside, top), (0.06, top), (0.06, y), places[0]]
            axes.plot(*zip(*corners, strict=True), color=MUTED, linewidth=1, linestyle=(0, (3, 3)), zorder=0)
        for lesson, (x, _) in zip(found, places, strict=True):
            axes.scatter([x], [y], s=330, color=colour, zorder=2)
            axes.text(x, y, lesson.name[:2], color="white", fontsize=9, fontweight="bold", ha="center", va="center")
            words = textwrap.fill(lesson.title.split(":")[0], _LETTERS, break_long_words=False)
            axes.text(x, y + 0.24, words, color=INK, fontsize=8, ha="center", va="top", linespacing=1.15)
            lines = words.count("\n") + 1
            time = f"{lesson.minutes} min" + (f" + {lesson.more}" if lesson.more else "")
            axes.text(x, y + 0.27 + 0.14 * lines, time, color=MUTED, fontsize=7.5, ha="center", va="top")
        before = places[-1]
    return Drawing(figure, _words(stretches))


def _stretches(lessons: Sequence[Lesson]) -> list[tuple[str, list[Lesson]]]:
    ends = [first for _, first in STRETCHES[1:]] + [100]
    return [
        (title, [lesson for lesson in lessons if first <= int(lesson.name[:2]) < end])
        for (title, first), end in zip(STRETCHES, ends, strict=True)
    ]


def _words(stretches: Sequence[tuple[str, Sequence[Lesson]]]) -> str:
    parts = [
        f"{title}: " + ", ".join(f"{lesson.name[:2]} {lesson.title} ({lesson.time})" for lesson in found)
        for title, found in stretches
    ]
    return f"The way through the course, in this order. {'. '.join(parts)}."
