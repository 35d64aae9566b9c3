"""Pictures of a backlog, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pmcourse.backlog.methods import METHODS, Quadrant, Row, quadrants, shifts
from pmcourse.backlog.model import Backlog
from pmcourse.backlog.sequence import delay_over_time
from pmcourse.kit import shapes
from pmcourse.kit.colours import INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.kit.labels import is_far, place, spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKS = {
    Quadrant.QUICK_WIN: (SERIES[2], "o"),
    Quadrant.BIG_BET: (SERIES[0], "s"),
    Quadrant.FILL_IN: (SERIES[4], "^"),
    Quadrant.TIME_SINK: (SERIES[1], "X"),
}
_DASHES = ("-", "--", ":", "-.")
_WIDTH = 7.2  # inches
_TEXT = 8  # points
_LETTER = 0.62 * _TEXT  # the mean width of a letter in points, rounded up
_LINE = 1.35 * _TEXT
_MARK = 4.0  # half a mark's width in points
MOST_OTHERS = 30  # grey lines beside them: more hide the rest
MOST_SHIFTS = 12  # named lines in a rank shift: more cannot be told apart


def value_effort_map(backlog: Backlog) -> Drawing:
    """Value against effort, one mark for each item that has both; shape and colour say its quadrant.

    Dashed lines part the quadrants, drawn between the marks next to the medians. Items at the same spot share a
    label; where there is no room for a label (in a backlog of 200, say) it is left out, and the picture says how many.
    """
    fields = quadrants(backlog)
    figure, axes = paper(_WIDTH, 4.6, left=0.09, right=0.98, bottom=0.14, top=0.83)
    axes.set_title("Where is much value for little effort?", loc="left", color=INK, pad=26)
    axes.set_xlabel("Effort (person-weeks)")
    axes.set_ylabel("Business value (relative)")
    items = [backlog.find(id) for id in fields]
    wide = 1.08 * max((item.effort for item in items), default=1) or 1
    high = 1.12 * max((item.business_value for item in items), default=1) or 1
    axes.set_xlim(-0.02 * wide, wide)
    axes.set_ylim(-0.05 * high, high)
    for quadrant, (colour, marker) in _MARKS.items():
        spots = [(item.effort, item.business_value) for item in items if fields[item.id] is quadrant]
        if spots:
            name = f"{quadrant.value} ({len(spots)})"
            axes.scatter(*zip(*spots, strict=True), c=colour, marker=marker, s=44, label=name, zorder=3)
    if items:
        effort = _between([item.effort for item in items], _borders(backlog, fields)[0])
        value = _between([item.business_value for item in items], _borders(backlog, fields)[1])
        axes.axvline(effort, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        axes.axhline(value, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=4, frameon=False, fontsize=9, handletextpad=0.1
        )
        _label_spots(axes, [(item.id, (item.effort, item.business_value)) for item in items])
    return Drawing(figure, _value_effort_words(backlog))


def _value_effort_words(backlog: Backlog) -> str:
    """The value/effort map as text."""
    fields = quadrants(backlog)
    if not fields:
        return "Map of value and effort: empty, because no item has both yet."
    effort, value = _borders(backlog, fields)
    parts = [
        f"{quadrant.value}s: {', '.join(ids)}"
        for quadrant in Quadrant
        if (ids := [id for id, field in fields.items() if field is quadrant])
    ]
    lines = f"The medians part the fields: effort from {effort:g} and value from {value:g} count as high."
    return f"Map of value against effort. {lines} {'. '.join(parts)}."


def rank_shift(backlog: Backlog, before: str, after: str) -> Drawing:
    """Ranks under two methods joined by lines: the items that move farthest with their names, the others in grey."""
    pairs = shifts(backlog, before, after)
    named, others = pairs[:MOST_SHIFTS], pairs[MOST_SHIFTS:]
    bottom, top, height = 0.11, 0.86, 5.0
    figure, axes = paper(_WIDTH, height, left=0.36, right=0.64, bottom=bottom, top=top)
    axes.grid(False)
    lowest = max((row.rank for pair in pairs for row in pair), default=1)
    axes.set_ylim(lowest + 0.5, 0.5)
    axes.set_xlim(-0.04, 1.04)
    for old, new in others if len(others) <= MOST_OTHERS else ():
        axes.plot([0, 1], [old.rank, new.rank], color="#cfcfcf", linewidth=0.8, zorder=1)
    for old, new in named:
        colour, dash, marker = _direction(old, new)
        axes.plot([0, 1], [old.rank, new.rank], color=colour, linestyle=dash, linewidth=1.7, zorder=2)
        axes.plot([0, 1], [old.rank, new.rank], color=colour, linestyle="", marker=marker, markersize=6, zorder=3)
    gap = _LINE * lowest / (height * 72 * (top - bottom))  # a line of text, in ranks
    for side in (0, 1):
        rows = [pair[side] for pair in named]
        for row, y in zip(rows, spread([row.rank for row in rows], gap), strict=True):
            words = f"{row.place}  {_named(row)}" if side else f"{_named(row)}  {row.place}"
            axes.annotate(
                words,
                (side, row.rank),
                xytext=(1.12 if side else -0.12, y),
                ha="left" if side else "right",
                va="center",
                fontsize=_TEXT,
                color=INK,
                arrowprops={"arrowstyle": "-", "color": "#9a9a9a", "linewidth": 0.6, "shrinkA": 1, "shrinkB": 4},
            )
    axes.xaxis.tick_top()
    axes.set_xticks([0, 1], [f"Rank by\n{METHODS[method].name}" for method in (before, after)], color=INK)
    axes.tick_params(length=0)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    figure.text(0.01, 0.965, "Who moves when the method changes?", fontsize=12, color=INK)
    grey = f"    {'grey' if len(others) <= MOST_OTHERS else 'not drawn'}: the other {len(others)}" if others else ""
    figure.text(0.01, 0.02, f"▲ solid: moves up    ▼ dashed: moves down    ● stays{grey}", fontsize=9, color=MUTED)
    return Drawing(figure, _rank_shift_words(backlog, before, after))


def _rank_shift_words(backlog: Backlog, before: str, after: str) -> str:
    """The rank shift as text."""
    pairs = [(old, new) for old, new in shifts(backlog, before, after) if old.rank != new.rank]
    parts = [f"{new.id} from {old.rank} to {new.rank}" for old, new in pairs[:MOST_SHIFTS]]
    rest = len(pairs) - len(parts)
    names = f"{METHODS[before].name} and {METHODS[after].name}"
    less = f"; {rest} more move{'s' if rest == 1 else ''} less far" if rest else ""
    return f"Ranks under {names}: " + ("; ".join(parts) if parts else "no item moves") + less + "."


def cost_over_time(backlog: Backlog, orders: Mapping[str, Sequence[str]]) -> Drawing:
    """Money lost to delay, week by week, for one or more named orders of the same items.

    Raises BacklogError where an order does not name every item exactly once.
    """
    height, bottom, top = 4.2, 0.13, 0.9
    figure, axes = paper(_WIDTH, height, left=0.13, right=0.78, bottom=bottom, top=top)
    curves = {name: delay_over_time(backlog, order) for name, order in orders.items()}
    ends = [curve[-1][1] for curve in curves.values()]
    last = max((curve[-1][0] for curve in curves.values()), default=1) or 1
    high = 1.06 * max(ends, default=1) or 1
    for at, curve in enumerate(curves.values()):
        style = {"color": SERIES[at % len(SERIES)], "linestyle": _DASHES[at % len(_DASHES)]}
        axes.plot(*zip(*curve, strict=True), linewidth=2.2, **style)
    axes.set_xlim(0, last)
    axes.set_ylim(0, high)
    gap = 2.5 * _LINE * high / (height * 72 * (top - bottom))  # two lines of text, in money
    for at, (name, money, y) in enumerate(zip(curves, ends, spread(ends, gap), strict=True)):
        axes.annotate(
            f"{name}\n{money:,.0f}",
            (last, money),
            xytext=(1.05 * last, y),
            va="center",
            fontsize=9,
            color=SERIES[at % len(SERIES)],
            fontweight="bold",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": "#9a9a9a", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 1},
        )
    axes.yaxis.set_major_formatter(shapes.FuncFormatter(lambda money, _: f"{money:,.0f}"))
    axes.tick_params(axis="y", labelsize=9)
    axes.set_xlabel("Week")
    axes.set_title("What does waiting cost? Money lost until each week", loc="left", color=INK)
    return Drawing(figure, _cost_over_time_words(backlog, orders))


def _cost_over_time_words(backlog: Backlog, orders: Mapping[str, Sequence[str]]) -> str:
    """The cost of delay over time as text."""
    parts = []
    for name, order in orders.items():
        weeks, money = delay_over_time(backlog, order)[-1]
        parts.append(f"{name}: {money:,.0f} after {weeks:g} weeks")
    return "Cost of delay over time. " + "; ".join(parts) + "."


def _borders(backlog: Backlog, fields: Mapping[str, Quadrant]) -> tuple[float, float]:
    """The least effort and the least value that count as high."""
    high_effort = [backlog.find(id).effort for id, f in fields.items() if f in (Quadrant.BIG_BET, Quadrant.TIME_SINK)]
    high_value = [
        backlog.find(id).business_value for id, f in fields.items() if f in (Quadrant.QUICK_WIN, Quadrant.BIG_BET)
    ]
    return min(high_effort), min(high_value)


def _between(values: Sequence[float], border: float) -> float:
    """A line that crosses no mark: halfway from the highest value below `border` to `border`."""
    return (border + max((value for value in values if value < border), default=border)) / 2


def _label_spots(axes: Axes, named: Sequence[tuple[str, tuple[float, float]]]) -> None:
    """Write the ids beside their marks, joined by a line where they had to move away."""
    shared: dict[tuple[float, float], list[str]] = {}
    for id, spot in named:
        shared.setdefault(spot, []).append(id)
    labels = [", ".join(ids) if len(ids) < 4 else f"{ids[0]}, {ids[1]} + {len(ids) - 2}" for ids in shared.values()]
    box, figure = axes.get_position(), axes.get_figure()
    frame = (box.width * figure.get_figwidth() * 72, box.height * figure.get_figheight() * 72)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    points = [((x - left) / (right - left) * frame[0], (y - low) / (high - low) * frame[1]) for x, y in shared]
    sizes = [(len(label) * _LETTER, _LINE) for label in labels]
    vectors = place(points, sizes, frame, _MARK)
    for spot, label, size, vector in zip(shared, labels, sizes, vectors, strict=True):
        if vector is not None:
            line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3}
            axes.annotate(
                label,
                spot,
                xytext=vector,
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=_TEXT,
                color=INK,
                arrowprops=line if is_far(vector, size, _MARK) else None,
            )
    left_out = sum(vector is None for vector in vectors)
    if left_out:
        note = f"{left_out} label{'s' if left_out > 1 else ''} left out for want of room: the table has them all"
        figure.text(0.98, 0.02, note, ha="right", fontsize=_TEXT, color=MUTED)


def _direction(old: Row, new: Row) -> tuple[str, str, str]:
    """Colour, dash and marker that say up, down or no move."""
    if new.rank < old.rank:
        return SERIES[2], "-", "^"
    return (SERIES[1], "--", "v") if new.rank > old.rank else (MUTED, "-", "o")


def _named(row: Row, most: int = 34) -> str:
    name = f"{row.id} {row.title}"
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
