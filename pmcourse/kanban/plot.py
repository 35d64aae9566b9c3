"""Cumulative flow, cycle times and a forecast as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.kanban.engine import Event
from pmcourse.kanban.flow import BANDS, bands, pairs, percentile
from pmcourse.kit.colours import INK, SERIES
from pmcourse.kit.drawing import Drawing, paper

_HATCH = {"Done": "", "Test": "//", "Build": "..", "Analyse": "\\\\"}

_EDGES = {"left": 0.09, "right": 0.93, "bottom": 0.2, "top": 0.96}  # of pictures that are drawn at each step


def lines(log: Sequence[Event], days: int) -> dict[str, list[int]]:
    """How many cards have come so far or further, by column and day: the lines of a cumulative flow diagram."""
    found: dict[str, list[int]] = {}
    below = [0] * (days + 1)
    for name, counts in bands(log, days).items():
        below = [one + more for one, more in zip(below, counts, strict=True)]
        found[name] = below
    return found


def told(log: Sequence[Event], days: int, step: int = 20) -> list[tuple[str, str]]:
    """The lines of the diagram as rows of a table: a day, and how many came so far to each column or further."""
    shown = lines(log, days)
    return [
        (f"Day {day}", ", ".join(f"{name} {shown[name][day]}" for name in reversed(BANDS)))
        for day in range(step, days + 1, step)
    ]


def cumulative(log: Sequence[Event], days: int) -> Drawing:
    """The cumulative flow diagram: a band for each column."""
    figure, axes = paper(6.6, 3.0, **_EDGES)
    shown, below = lines(log, days), [0] * (days + 1)
    for at, name in enumerate(BANDS):
        axes.fill_between(range(days + 1), below, shown[name], color=SERIES[at], alpha=0.85 if at else 0.35, label=name,
                          hatch=_HATCH[name], edgecolor="white", linewidth=0.4)  # fmt: skip
        axes.plot(range(days + 1), shown[name], color=INK, linewidth=0.8)
        below = shown[name]
    axes.set(xlabel="working day", ylabel="cards so far", xlim=(0, days), ylim=(0, None))
    handles, names = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], names[::-1], loc="upper left", frameon=False, fontsize=9)
    rows = "; ".join(f"{day}: {words}" for day, words in told(log, days))
    return Drawing(figure, f"Cumulative flow: cards that came so far to each column or further. {rows}.")


def scatter(log: Sequence[Event], days: int) -> Drawing:
    """Each card that is done as a dot: the day, and how long it took; with P50 and P85."""
    figure, axes = paper(6.6, 2.4, **_EDGES)
    dots = [(done, done - began) for began, done in pairs(log) if done is not None]
    axes.scatter(*zip(*dots, strict=True) if dots else ([], []), color=SERIES[0], s=18)
    took = [one for _, one in dots]
    words = [f"{len(dots)} cards are done"]
    for share, style in ((0.5, ":"), (0.85, "--")):
        if (level := percentile(took, share)) is not None:
            axes.axhline(level, color=INK, linestyle=style, linewidth=1)
            axes.text(days, level, f" P{share * 100:.0f}", va="center", color=INK, fontsize=9)
            words.append(f"{share:.0%} took at most {level:.0f} days")
    axes.set(xlabel="done on working day", ylabel="days it took", xlim=(0, days), ylim=(0, None))
    return Drawing(figure, f"Cycle times. {'; '.join(words)}.")


def bars(values: Mapping[str, float], what: str, form: str = "{:.1f}") -> Drawing:
    """One number for each of several cases, as bars."""
    figure, axes = paper(6.6, 0.8 + 0.36 * len(values))
    axes.barh(range(len(values)), list(values.values()), color=SERIES[0])
    for at, value in enumerate(values.values()):
        axes.text(value, at, " " + form.format(value), va="center", color=INK, fontsize=9)
    axes.set_yticks(range(len(values)), list(values))
    axes.invert_yaxis()
    axes.set(xlabel=what, xlim=(0, 1.15 * max(values.values())))
    said = "; ".join(f"{name}: {form.format(value)}" for name, value in values.items())
    return Drawing(figure, f"{what[0].upper()}{what[1:]}. {said}.")


def forecast(chances: Sequence[float], share: float) -> Drawing:
    """The chance that all is done, week by week."""
    figure, axes = paper(6.6, 2.4)
    weeks = range(1, len(chances) + 1)
    axes.bar(weeks, [100 * one for one in chances],
             color=[SERIES[2] if one >= share - 1e-9 else SERIES[0] for one in chances])  # fmt: skip
    axes.axhline(100 * share, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel="week", ylabel="chance that all is done, %", ylim=(0, 105))
    said = "; ".join(f"week {week}: {one:.0%}" for week, one in zip(weeks, chances, strict=True) if one >= 0.01)
    return Drawing(figure, f"Chance that all is done. {said}. The line is at {share:.0%}.")
