"""The capacity heat map: teams down, quarters across, the numbers in the cells."""

from __future__ import annotations

from pmcourse.kit import shapes
from pmcourse.kit.colours import BLUE, INK, MUTED, PAPER, RED
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.roadmap.capacity import load
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.quarters import in_words

_OVER = "#f6cdb8"
_FEW = 1e-6


def heat_map(roadmap: Roadmap) -> Drawing:
    """Planned person-weeks of each team's capacity in each quarter; over capacity is framed, hatched and said."""
    quarters, planned = _shown(roadmap), load(roadmap)
    shades = shapes.LinearSegmentedColormap.from_list("load", ["#ffffff", "#9dc3dd"])
    rows = max(len(roadmap.teams), 1)
    figure, axes = paper(1.7 + 1.2 * len(quarters), 1.15 + 0.68 * rows)
    axes.grid(False)
    axes.set(xlim=(0, len(quarters)), ylim=(rows, 0))
    for y, team in enumerate(roadmap.teams):
        for x, quarter in enumerate(quarters):
            has, needs = team.capacity_in(quarter), planned.get((team.id, quarter), 0.0)
            over = has is not None and needs > has + _FEW
            shade = _OVER if over else shades(needs / has if has else 0.0)
            axes.add_patch(shapes.Rectangle((x, y), 1, 1, facecolor=shade, edgecolor=PAPER, lw=2))
            if over:
                frame = shapes.Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, fill=False, edgecolor=RED, lw=2)
                inside = {"fill": False, "hatch": "//", "edgecolor": "#ecb094", "lw": 0}
                axes.add_patch(shapes.Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, **inside))
                axes.add_patch(frame)
            axes.text(
                x + 0.5, y + (0.38 if over or needs else 0.5), _cell(has, needs), ha="center", va="center", size=10,
                color=INK, weight="bold" if over else "normal",
            )  # fmt: skip
            if over or (needs and has):
                small = f"▲ {needs - has:.1f} too many" if over else f"{needs / has:.0%}"
                axes.text(
                    x + 0.5, y + 0.72, small, ha="center", va="center", size=8, color=RED if over else MUTED,
                    weight="bold" if over else "normal",
                )  # fmt: skip
    axes.set_xticks([x + 0.5 for x in range(len(quarters))], [f"{q}\n{in_words(q)}" for q in quarters], size=8.5)
    axes.set_yticks([y + 0.5 for y in range(len(roadmap.teams))], [t.id for t in roadmap.teams], size=10)
    axes.tick_params(length=0, labelcolor=INK)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    axes.set_title("Person-weeks planned, of those that there are", loc="left", size=10.5, color=BLUE, weight="bold")
    return Drawing(figure, _heat_map_alt(roadmap))


def _heat_map_alt(roadmap: Roadmap) -> str:
    """The heat map in words: each team's quarters that hold work, and those that hold too much."""
    quarters, planned = _shown(roadmap), load(roadmap)
    sentences = [f"Capacity of {len(roadmap.teams)} teams from {quarters[0]} to {quarters[-1]}, in person-weeks."]
    for team in roadmap.teams:
        said = []
        for quarter in quarters:
            has, needs = team.capacity_in(quarter), planned.get((team.id, quarter), 0.0)
            if needs:
                over = f", {needs - has:.1f} too many" if has is not None and needs > has + _FEW else ""
                said.append(f"{quarter} {_cell(has, needs)}{over}")
        sentences.append(f"{team.id}: {'; '.join(said) or 'nothing planned'}.")
    return " ".join(sentences)


def _shown(roadmap: Roadmap) -> list[str]:
    """Quarters from the current one to the last that holds work, at least four and at most eight."""
    quarters = roadmap.quarters()
    used = [n for n, quarter in enumerate(quarters) if any(q == quarter for _, q in load(roadmap))]
    return quarters[: min(max([3, *used]) + 1, 8)]


def _cell(has: float | None, needs: float) -> str:
    return f"{needs:.1f} of {'?' if has is None else f'{has:g}'}".replace(".0 ", " ")
