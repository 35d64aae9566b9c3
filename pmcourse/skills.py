"""The 17 skills that the course grades, and which graded cells count towards which.

They are the skills of the "Digital Product Management" specialization by the University of Virginia on Coursera, in
its order and spelling. This course is not affiliated with the university or the platform.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pmcourse.errors import CourseError

PREFIX, WORK = "skill:", "work:"


class SkillError(CourseError):
    """A skill that does not exist, or a graded cell that is not tagged with one."""


@dataclass(frozen=True)
class Skill:
    """One skill: `id` is what cells are tagged with, `name` is what people read."""

    id: str
    name: str


SKILLS: tuple[Skill, ...] = (
    Skill("hypothesis-driven-development", "hypothesis-driven development"),
    Skill("product-management", "Product Management"),
    Skill("design-thinking", "Design Thinking"),
    Skill("agile", "agile"),
    Skill("lean-startup", "Lean Startup"),
    Skill("product-market-fit", "Product/Market Fit"),
    Skill("innovation-pipeline", "Innovation Pipeline"),
    Skill("agile-user-stories", "agile user stories"),
    Skill("user-experience-design", "User Experience Design (UXD)"),
    Skill("agile-software-development", "Agile Software Development"),
    Skill("software-development", "Software Development"),
    Skill("usability-testing", "Usability Testing"),
    Skill("continuous-delivery", "Continuous Delivery"),
    Skill("agile-product-management", "agile product management"),
    Skill("backlog-management", "backlog management"),
    Skill("kanban", "Kanban"),
    Skill("xp", "XP"),
)
_BY_ID = {skill.id: skill for skill in SKILLS}


def skill(id: str) -> Skill:
    """The skill with this id; raises SkillError where there is none."""
    try:
        return _BY_ID[id]
    except KeyError:
        raise SkillError(f"skill must be one of {', '.join(_BY_ID)} (got {id!r}).") from None


@dataclass(frozen=True)
class GradedCell:
    """One graded cell of an assignment: what it is worth, in points, and which skills it counts towards.

    `by_hand` says that a person grades it, with a rubric. `work` names the piece of work that it judges: cells on one
    piece of work are one item of evidence (tag `work:<name>`; without one the cell stands for itself).
    """

    assignment: str
    notebook: str
    grade_id: str
    points: float
    skills: tuple[str, ...]
    by_hand: bool
    work: str = ""


def graded_cells(source: Path) -> list[GradedCell]:
    """All graded cells of the instructor's assignments in the folder `source`, in reading order.

    Raises SkillError, which names notebook, cell and tag, for an unknown skill or a graded cell without one, and
    names a notebook that cannot be read.
    """
    notebooks = sorted(path for path in source.glob("*/*.ipynb") if not path.parent.name.startswith("."))
    return [cell for path in notebooks for cell in cells_of(path)]


def cells_of(path: Path) -> list[GradedCell]:
    """The graded cells of the one notebook at `path`; raises SkillError as `graded_cells`."""
    place = f"{path.parent.name}/{path.name}"
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [found for cell in cells if (found := _graded(cell, path, place)) is not None]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SkillError(
            f"{place} must be a notebook of format 4 (got {error!r}). Open it in JupyterLab, mend it and save it."
        ) from None


def _graded(cell: dict, path: Path, place: str) -> GradedCell | None:
    metadata = cell["metadata"]
    settings = metadata.get("nbgrader", {})
    name = f"{place}, cell {settings.get('grade_id') or cell.get('id', '?')!r}"
    tags = (tag for tag in metadata.get("tags", []) if tag.startswith(PREFIX))
    ids = tuple(dict.fromkeys(tag.removeprefix(PREFIX) for tag in tags))
    for id in ids:
        if id not in _BY_ID:
            raise SkillError(f"{name}: tag {PREFIX + id!r} names no skill. Known: {', '.join(_BY_ID)}.")
    if not settings.get("grade"):
        return None
    if not ids:
        raise SkillError(f"{name}: a graded cell must carry a tag such as skill:kanban (got none). Add the tag.")
    return GradedCell(
        assignment=path.parent.name,
        notebook=path.stem,
        grade_id=settings["grade_id"],
        points=float(settings["points"]),
        skills=ids,
        by_hand=bool(settings.get("solution")),
        work=next((tag.removeprefix(WORK) for tag in metadata.get("tags", []) if tag.startswith(WORK)), ""),
    )
