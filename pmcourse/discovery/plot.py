"""The pictures of this lesson, each with the words that say the same."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from pmcourse.discovery.checks import Meant, people
from pmcourse.discovery.model import Discovery
from pmcourse.discovery.screens import OPERATORS, Screens
from pmcourse.kit.colours import INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, paper

ENOUGH = 0.6  # of kappa
_PARTS = {"thinking": "M", "typing": "K", "pointing and clicking": "PB", "moving the hand": "H"}


def voices(work: Discovery, key: Mapping[str, Meant], names: Mapping[str, str]) -> Drawing:
    """For each trouble, to how many people it happened, and how many of the makers speak of it."""
    figure, axes = paper(7, 0.9 + 0.6 * len(names))
    told = []
    for at, (theme, name) in enumerate(names.items()):
        about = [card for card in work.cards if card.who and key[card.id].about == theme]
        happened = len(people([card for card in about if key[card.id].roles]))
        makers = len({card.who for card in about if card.staff})
        axes.barh(at - 0.17, happened, 0.3, color=SERIES[0], label="" if at else "people to whom something happened")
        axes.barh(at + 0.17, makers, 0.3, color=SERIES[1], hatch="//", edgecolor="white",
                  label="" if at else "makers who speak for others")  # fmt: skip
        told.append(f"{name}: it happened to {happened or 'nobody'}, and {makers or 'none'} of the makers speak of it")
    axes.set_yticks(range(len(names)), list(names.values()), color=INK)
    axes.invert_yaxis()
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("people", color=INK)
    axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.3), ncols=2)
    return Drawing(figure, f"How many speak of what. {'. '.join(told)}.")


def kappas(found: Mapping[int, Sequence[float]], agrees: float) -> Drawing:
    """How kappa spreads for coders who agree in a share `agrees`, one row of worlds for each number of quotations."""
    high = 0.9 + 0.75 * len(found)
    figure, axes = paper(7, high, left=0.17, right=0.83, bottom=0.6 / high, top=1 - 0.1 / high)
    told = []
    for at, (n, values) in enumerate(found.items()):
        ordered = sorted(values)
        low, high = ordered[len(ordered) // 20], ordered[-(len(ordered) // 20) - 1]
        axes.plot([low, high], [at, at], color=SERIES[0], linewidth=9, alpha=0.45, solid_capstyle="butt")
        axes.plot(ordered[len(ordered) // 2], at, marker="|", markersize=22, color=INK)
        reach = sum(value >= ENOUGH for value in values) / len(values)
        axes.text(1.03, at, f"{reach:.0%} reach .6", va="center", color=INK, transform=axes.get_yaxis_transform())
        told.append(f"{n} quotations: from {low:.2f} to {high:.2f}; {reach:.0%} reach .6")
    axes.axvline(ENOUGH, color=MUTED, linestyle="--")
    axes.set_yticks(range(len(found)), [f"{n} quotations" for n in found], color=INK)
    axes.set(ylim=(len(found) - 0.5, -0.5), xlim=(min(0, axes.get_xlim()[0]), 1.02))
    axes.set_xlabel("kappa: nine of ten coders lie in the bar", color=INK)
    return Drawing(figure, f"Coders who agree in {agrees:.0%} of the quotations. {'. '.join(told)}.")


def walk(work: Screens) -> Drawing:
    """Where the seconds of the quickest way go, a bar for each screen on it."""
    path = work.path()
    titles = {screen.id: textwrap.shorten(screen.title, 20, placeholder="…") for screen in work.screens}
    rows = {id: [one for one in work.steps() if one.screen == id] for id in path[:-1]}
    high = 1.3 + 0.5 * max(len(rows), 1)
    figure, axes = paper(7, high, left=0.22, right=0.97, bottom=0.95 / high, top=1 - 0.1 / high)
    told = []
    for at, (id, steps) in enumerate(rows.items()):
        left = 0.0
        operators = "".join(one.operators for one in steps)
        for colour, (name, letters) in zip(SERIES, _PARTS.items(), strict=False):
            width = sum(OPERATORS[letter] * operators.count(letter) for letter in letters)
            axes.barh(at, width, 0.55, left=left, color=colour, edgecolor="white", label="" if at else name)
            left += width
        axes.text(left + 0.3, at, f"{left:.1f} s", va="center", color=INK)
        told.append(f"{titles[id]}: {left:.1f} seconds")
    if not rows:
        return Drawing(figure, "No way leads from the first screen to the last.")
    axes.set_yticks(range(len(rows)), [titles[id] for id in rows], color=INK)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel("seconds of a practised person, without a mistake", color=INK)
    figure.legend(frameon=False, loc="lower center", ncols=4, fontsize=8)
    return Drawing(figure, f"The quickest way takes {work.seconds:.1f} seconds. {'; '.join(told)}.")
