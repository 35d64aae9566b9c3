"""The skill report: a heat map of learners and skills and a table of items, as one page that opens offline, and CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pmcourse.course import Course
from pmcourse.gradebook.mastery import Grade, ItemStatistics, Mastery, item_statistics, mastery
from pmcourse.kit import colours
from pmcourse.kit.colours import INK, PAPER
from pmcourse.rows import harmless
from pmcourse.skills import SKILLS

# Light to dark blue (ColorBrewer "Blues"); the number stands in each cell, so colour is never alone.
_STEPS = (
    (0.0, "#ffffff", INK),
    (0.25, "#deebf7", INK),
    (0.5, "#9ecae1", INK),
    (0.75, "#2171b5", PAPER),
    (0.95, "#08306b", PAPER),
)
TEMPLATES = Path(__file__).parent / "templates"
COLUMNS = ("learner", "skill", "earned", "possible", "share", "low", "high", "items", "pending")


def rows(table: list[Mastery]) -> list[dict]:
    """The mastery table as rows for printing; shares are rounded to three places."""
    return [
        {
            "learner": m.learner,
            "skill": m.skill,
            "earned": m.earned,
            "possible": m.possible,
            "share": None if m.share is None else round(m.share, 3),
            "low": round(m.low, 3),
            "high": round(m.high, 3),
            "items": m.items,
            "pending": m.pending,
        }
        for m in table
    ]


def by_learner(grades: list[Grade], mark: float) -> tuple[list[dict], list[str]]:
    """One row a learner: points, possible, pending, skills, each skill as "share low–high (items)"; and the columns.

    `skills` says how many reach the share `mark`, of those of which something is graded.
    """
    table = mastery(grades)
    skills = [s.id for s in SKILLS if any(m.skill == s.id for m in table)]
    by_key = {(m.learner, m.skill): m for m in table}
    found = []
    for learner in dict.fromkeys(m.learner for m in table):
        mine = [g for g in grades if g.learner == learner]
        row = {
            "learner": learner,
            "points": sum(g.points for g in mine),
            "of": sum(g.cell.points for g in mine),
            "pending": sum(g.cell.points for g in mine if g.pending),
        }
        graded = [m for skill in skills if (m := by_key.get((learner, skill))) and m.share is not None]
        row["skills"] = f"{sum(m.share >= mark for m in graded)} of {len(graded)}"
        for m in graded:
            row[m.skill] = f"{m.share:.0%} {100 * m.low:.0f}–{100 * m.high:.0f} ({m.items})"
        found.append(row)
    return found, ["learner", "points", "of", "pending", "skills", *skills]


def write(course: Course, grades: list[Grade], folder: Path) -> tuple[Path, Path]:
    """Write mastery.html and mastery.csv into `folder`; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    table = mastery(grades)
    page, sheet = folder / "mastery.html", folder / "mastery.csv"
    page.write_text(_page(course, table, item_statistics(grades)), encoding="utf-8")
    with open(sheet, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows(table))
    return page, sheet


def _page(course: Course, table: list[Mastery], items: list[ItemStatistics]) -> str:
    room = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    learners: dict[str, dict[str, Mastery]] = {}
    for m in table:
        learners.setdefault(m.learner, {})[m.skill] = m
    return room.get_template("skills.html.j2").render(
        title=course.title,
        mark=course.pass_marks.skill,
        skills=[skill for skill in SKILLS if any(m.skill == skill.id for m in table)],
        learners=learners,
        items=items,
        steps=_STEPS,
        colours=colours,
    )
