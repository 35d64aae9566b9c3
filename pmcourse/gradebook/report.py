# ruff: noqa: E501 - lines of HTML are kept whole
"""The skill report: a heat map of learners and skills and a table of items, as one page that opens offline, and CSV."""

from __future__ import annotations

import csv
from html import escape
from pathlib import Path

from pmcourse.course import Course
from pmcourse.gradebook.mastery import Grade, ItemStatistics, Mastery, item_statistics, mastery
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


def by_learner(grades: list[Grade]) -> tuple[list[dict], list[str]]:
    """One row a learner: points, points possible, points pending, and each skill as "share low–high (items)"; the columns."""
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
        for skill in skills:
            m = by_key.get((learner, skill))
            if m is not None and m.share is not None:
                row[skill] = f"{m.share:.0%} {100 * m.low:.0f}–{100 * m.high:.0f} ({m.items})"
        found.append(row)
    return found, ["learner", "points", "of", "pending", *skills]


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
    skills = [skill for skill in SKILLS if any(m.skill == skill.id for m in table)]
    by_key = {(m.learner, m.skill): m for m in table}
    head = "".join(f'<th scope="col">{escape(skill.name)}</th>' for skill in skills)
    body = "".join(
        f'<tr><th scope="row">{escape(learner)}</th>'
        + "".join(_cell(by_key.get((learner, skill.id)), course.pass_marks.skill) for skill in skills)
        + "</tr>"
        for learner in dict.fromkeys(m.learner for m in table)
    )
    item_rows = "".join(
        f'<tr><th scope="row">{escape(s.cell.assignment)} / {escape(s.cell.grade_id)}</th><td>{s.cell.points:g}</td>'
        f"<td>{s.learners}</td><td>{s.difficulty:.0%}</td>"
        f"<td>{'–' if s.discrimination is None else f'{s.discrimination:.2f}'}</td><td>{escape(', '.join(s.cell.skills))}</td></tr>"
        for s in items
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Skills: {escape(course.title)}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: {INK}; background: {PAPER}; margin: 2em auto; max-width: 70em; padding: 0 1em }}
table {{ border-collapse: collapse; margin: 1em 0 }} caption {{ text-align: left; font-weight: 600 }}
th, td {{ border: 1px solid #8c8c8c; padding: .3em .6em; text-align: left }}
</style></head><body>
<h1>Skills: {escape(course.title)}</h1>
<p>Each cell: share of the points, 95% interval (Wilson 1927, over the number of items), number of items. ✓ marks a share of
at least {course.pass_marks.skill:.0%}. Written answers that nobody has read yet are pending and do not count.</p>
<table><caption>Learners and skills</caption><thead><tr><th scope="col">Learner</th>{head}</tr></thead><tbody>{body}</tbody></table>
<p>Difficulty is the mean share of points. Discrimination is the correlation with the rest of the assignment: an item near
or below 0 is worth reading again.</p>
<table><caption>Items</caption><thead><tr><th scope="col">Item</th><th scope="col">Points</th><th scope="col">Learners</th>
<th scope="col">Difficulty</th><th scope="col">Discrimination</th><th scope="col">Skills</th></tr></thead><tbody>{item_rows}</tbody></table>
</body></html>
"""


def _cell(m: Mastery | None, mark: float) -> str:
    if m is None:
        return "<td>–</td>"
    pending = f", {m.pending} pending" if m.pending else ""
    if m.share is None:
        return f"<td>nothing graded yet{pending}</td>"
    _, background, ink = [step for step in _STEPS if step[0] <= m.share][-1]
    sign = "✓ " if m.share >= mark else ""
    return (
        f'<td style="background:{background};color:{ink}">{sign}{m.share:.0%} ({m.low:.0%}–{m.high:.0%}), '
        f"{m.items} items{pending}</td>"
    )
