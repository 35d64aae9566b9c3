"""Intervals, a table of problems and a thousand tests as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.kit.colours import INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.kit.shares import adjusted_wald
from pmcourse.usability.worlds import Tests


def intervals(counts: Sequence[tuple[int, int]]) -> Drawing:
    """The 95% interval of each share, one below the other."""
    figure, axes = paper(6.4, 0.9 + 0.4 * len(counts))
    told = []
    for at, (done, people) in enumerate(counts):
        low, high = adjusted_wald(done, people)
        axes.plot([100 * low, 100 * high], [at, at], color=SERIES[0], linewidth=4, solid_capstyle="butt")
        axes.plot(100 * done / people, at, "o", color=INK, markersize=7)
        told.append(f"{done} of {people}: {low:.0%} to {high:.0%}")
    axes.set_yticks(range(len(counts)), [f"{done} of {people}" for done, people in counts])
    axes.invert_yaxis()
    axes.set(xlabel="people who finish, % (dot: as counted; line: 95% interval)", xlim=(0, 101))
    return Drawing(figure, f"95% intervals, adjusted Wald. {'; '.join(told)}.")


def problems(table: Mapping[str, Mapping[str, bool]], names: Mapping[str, str]) -> Drawing:
    """Who found which occurrence: a row for each, a column for each evaluator."""
    who = list(next(iter(table.values())))
    figure, axes = paper(7.2, 0.9 + 0.28 * len(table))
    for at, (row, marks) in enumerate(table.items()):
        for x, name in enumerate(who):
            axes.plot(x, at, "o" if marks[name] else "_", color=SERIES[0] if marks[name] else MUTED,
                      markersize=10 if marks[name] else 6)  # fmt: skip
        axes.text(len(who) - 0.4, at, names[row], va="center", color=INK, fontsize=9)
    axes.set_xticks(range(len(who)), who)
    axes.set_yticks(range(len(table)), list(table), fontsize=9)
    axes.xaxis.tick_top()
    axes.set(xlim=(-0.5, len(who) + 6), ylim=(len(table) - 0.4, -0.6))
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.grid(visible=False)
    told = "; ".join(
        f"{row}, {names[row]}: {', '.join(name for name in who if marks[name]) or 'nobody'}"
        for row, marks in table.items()
    )
    return Drawing(figure, f"Who marked which problem in which session. {told}.")


def tests(one: Tests, people: int) -> Drawing:
    """The share that is found, beside what two estimates say that is found."""
    figure, axes = paper(6.4, 2.2, left=0.22, right=0.97, bottom=0.24, top=0.97)
    bars = {"is found": one.found, "says p as counted": one.counted_found, "says Lewis' p": one.adjusted_found}
    axes.barh(range(3), [100 * value for value in bars.values()], color=[SERIES[2], SERIES[1], SERIES[0]])
    for at, value in enumerate(bars.values()):
        axes.text(100 * value + 1, at, f"{value:.0%}", va="center", color=INK)
    axes.set_yticks(range(3), list(bars))
    axes.invert_yaxis()
    axes.set(xlabel="problems found, % of all, mean of 1,000 tests", xlim=(0, 112))
    told = "; ".join(f"{name}: {value:.0%}" for name, value in bars.items())
    return Drawing(figure, f"1,000 tests with {people} people each, share of all problems. {told}.")
