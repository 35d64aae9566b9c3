"""Room for labels in a picture: near their marks, on top of nothing. Plain geometry; lengths are in points."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Size = tuple[float, float]
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_RINGS = (0, 8, 16, 26)  # how far beyond its mark a label may stand


def place(points: Sequence[Point], sizes: Sequence[Size], frame: Size, mark: float) -> list[Point | None]:
    """For each label, the vector from its point to its middle; None where no room is left near the point.

    `points` stand in a frame from (0, 0) to `frame`; each has a mark of half width `mark` that no label may cover.
    Labels are placed in the order given, so the first ones have the best places.
    """
    taken = [(x - mark, y - mark, x + mark, y + mark) for x, y in points]
    placed: list[Point | None] = []
    for (x, y), (width, height) in zip(points, sizes, strict=True):
        for vector in _vectors(width, height, mark):
            left, low = x + vector[0] - width / 2, y + vector[1] - height / 2
            box = (left, low, left + width, low + height)
            inside = left >= 0 and low >= 0 and box[2] <= frame[0] and box[3] <= frame[1]
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed.append(vector)
                break
        else:
            placed.append(None)
    return placed


def is_far(vector: Point, size: Size, mark: float) -> bool:
    """Whether a label stands so far from its mark that a line must join them."""
    near = mark + _RINGS[1]
    return abs(vector[0]) - size[0] / 2 >= near or abs(vector[1]) - size[1] / 2 >= near


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places for labels on one line, as near to those `wanted` as can be with at least `gap` between two of them.

    Labels that collide stand as a group around the middle of their wanted places; their order is kept.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    groups: list[tuple[float, list[int]]] = []  # (middle, members from low to high)
    for at in order:
        groups.append((wanted[at], [at]))
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (len(groups[-1][1]) + len(groups[-2][1])) / 2:
            (upper, above), (lower, below) = groups.pop(), groups.pop()
            count = len(above) + len(below)
            groups.append(((upper * len(above) + lower * len(below)) / count, below + above))
    places = [0.0] * len(wanted)
    for middle, members in groups:
        for step, at in enumerate(members):
            places[at] = middle + gap * (step - (len(members) - 1) / 2)
    return places


def _vectors(width: float, height: float, mark: float) -> list[Point]:
    return [
        (dx * (mark + 1.5 + ring + width / 2), dy * (mark + 0.5 + ring + height / 2))
        for ring in _RINGS
        for dx, dy in _AROUND
    ]


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
