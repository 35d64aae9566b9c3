"""Skills and what grades them, as source/ says it: how many assignments, points and decisions each skill has.

Two cells on one piece of work are one decision. The capstone does not count: it asks for every skill once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmcourse.skills import SKILLS, GradedCell, graded_cells

CAPSTONE = "14-capstone"
LEAST_ASSIGNMENTS, LEAST_POINTS, LEAST_DECISIONS = 2, 6, 3
PAGE = Path("docs") / "skills.md"
_HEAD = f"""# Skills and what grades them

Made by `pmcourse check --renew` from source/; do not edit it. Each skill is to have at least {LEAST_ASSIGNMENTS}
assignments, {LEAST_POINTS} points and {LEAST_DECISIONS} independent decisions, the capstone not counted. Cells on one
piece of work are one decision. *By a person* are the points that a rubric gives.

"""


@dataclass(frozen=True)
class Coverage:
    """What one skill has: its cells by assignment."""

    skill: str
    cells: Mapping[str, tuple[GradedCell, ...]]

    @property
    def points(self) -> float:
        """All points, those of a person with them."""
        return sum(cell.points for cells in self.cells.values() for cell in cells)

    @property
    def by_person(self) -> float:
        """The points that a person gives."""
        return sum(cell.points for cells in self.cells.values() for cell in cells if cell.by_hand)

    @property
    def decisions(self) -> int:
        """How many pieces of work are judged."""
        return sum(len({cell.work or cell.grade_id for cell in cells}) for cells in self.cells.values())

    @property
    def is_enough(self) -> bool:
        """Whether it has as much as each skill is to have, and not from a person alone."""
        enough = self.points >= LEAST_POINTS and self.decisions >= LEAST_DECISIONS
        return enough and len(self.cells) >= LEAST_ASSIGNMENTS and self.by_person < self.points


def coverage(cells: Iterable[GradedCell]) -> list[Coverage]:
    """What each of the 17 skills has, in their order."""
    counted = [cell for cell in cells if cell.assignment != CAPSTONE]
    found = []
    for skill in SKILLS:
        mine = [cell for cell in counted if skill.id in cell.skills]
        names = sorted({cell.assignment for cell in mine})
        found.append(Coverage(skill.id, {name: tuple(c for c in mine if c.assignment == name) for name in names}))
    return found


def page(root: Path) -> str:
    """The page about all skills of the project at `root`, in Markdown. Raises SkillError as `graded_cells`."""
    return _HEAD + "\n".join(_lines(coverage(graded_cells(root / "source")))) + "\n"


def write_page(root: Path) -> None:
    """Write the page into the project's docs/, where it has such a folder. Raises SkillError as `graded_cells`."""
    if (root / PAGE).parent.is_dir():
        (root / PAGE).write_text(page(root), encoding="utf-8")


def is_stale(root: Path) -> bool:
    """Whether the page is another than source/ says today. Raises SkillError as `graded_cells`."""
    wanted = page(root)
    there = (root / PAGE).read_text(encoding="utf-8") if (root / PAGE).is_file() else ""
    return (root / PAGE).parent.is_dir() and there != wanted


def _lines(found: Iterable[Coverage]) -> Iterator[str]:
    yield "| skill | assignments | points | by a person | decisions | enough |"
    yield "|---|---|---|---|---|---|"
    for one in found:
        names = ", ".join(one.cells) or "–"
        enough = "yes" if one.is_enough else "not yet"
        yield f"| {one.skill} | {names} | {one.points:g} | {one.by_person:g} | {one.decisions} | {enough} |"
