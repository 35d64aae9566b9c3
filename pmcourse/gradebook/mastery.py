"""From graded cells to skills: points earned of points possible, and how sure that is."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from pmcourse.course import Course
from pmcourse.gradebook.database import Gradebook
from pmcourse.skills import SKILLS, GradedCell, graded_cells


@dataclass(frozen=True)
class Grade:
    """One learner's points for one graded cell; `pending` says that a person has not read it, or a part of it, yet.

    What such a part adds is not known, so the whole cell is pending; `points` are what is sure of it.
    """

    learner: str
    cell: GradedCell
    points: float
    pending: bool


@dataclass(frozen=True)
class Mastery:
    """One learner and one skill: points earned and possible, the items behind them, a 95% interval of the share.

    Cells that judge one piece of work are one item. Pending ones count neither as earned nor as possible.
    """

    learner: str
    skill: str
    earned: float
    possible: float
    items: int
    pending: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Earned / possible, from 0 to 1; None while nothing is graded."""
        return self.earned / self.possible if self.possible else None


def wilson(share: float, items: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval (Wilson 1927) of a share seen on `items` items: (0, 1) for none, narrower for more."""
    if items == 0:
        return 0.0, 1.0
    centre = share + z * z / (2 * items)
    spread = z * math.sqrt(share * (1 - share) / items + z * z / (4 * items * items))
    whole = 1 + z * z / items
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def is_pending(needs_manual_grade: bool, by_hand: float | None, is_letter: bool) -> bool:
    """Whether points wait for a person, by what nbgrader keeps of a grade.

    by_hand: what a person gave. A letter that was graded again is read again; a test that a person has decided stays
    decided, though nbgrader asks for a look.
    """
    return bool(needs_manual_grade) and (is_letter or by_hand is None)


def grades(course: Course) -> list[Grade]:
    """Every grade in the gradebook whose cell still stands in source/, learner by learner."""
    cells = {(cell.assignment, cell.notebook, cell.grade_id): cell for cell in graded_cells(course.root / "source")}
    found = []
    with Gradebook(course.database, course.id) as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        cell = cells.get((assignment.name, notebook.name, grade.name))
                        if cell is not None:
                            pending = is_pending(grade.needs_manual_grade, grade.manual_score, cell.by_hand)
                            found.append(Grade(submission.student.id, cell, float(grade.score or 0), pending))
    return sorted(found, key=lambda g: (g.learner, g.cell.assignment))


def mastery(grades: list[Grade]) -> list[Mastery]:
    """Each learner's mastery of each skill that has a graded item, in the order of the skills."""
    rows = []
    for learner in sorted({grade.learner for grade in grades}):
        for skill in SKILLS:
            mine = [g for g in grades if g.learner == learner and skill.id in g.cell.skills]
            if not mine:
                continue
            done = [g for g in mine if not g.pending]
            earned, possible = sum(g.points for g in done), sum(g.cell.points for g in done)
            items = len({(g.cell.assignment, g.cell.work or g.cell.grade_id) for g in done})
            low, high = wilson(earned / possible if possible else 0.0, items)
            rows.append(Mastery(learner, skill.id, earned, possible, items, len(mine) - len(done), low, high))
    return rows


@dataclass(frozen=True)
class ItemStatistics:
    """One graded cell over all learners: mean share of its points, and its correlation with the rest (or None)."""

    cell: GradedCell
    learners: int
    difficulty: float
    discrimination: float | None


def item_statistics(grades: list[Grade]) -> list[ItemStatistics]:
    """Difficulty and discrimination (corrected item-total correlation) of each cell; pending grades are left out.

    Source: Crocker & Algina, "Introduction to Classical and Modern Test Theory", 1986.
    """
    done = [g for g in grades if not g.pending]
    totals: dict[tuple[str, str], float] = {}
    for g in done:
        totals[g.learner, g.cell.assignment] = totals.get((g.learner, g.cell.assignment), 0) + g.points
    found = []
    for cell in dict.fromkeys(g.cell for g in done):
        pairs = [(g.points, totals[g.learner, cell.assignment] - g.points) for g in done if g.cell == cell]
        mean = statistics.fmean(points for points, _ in pairs)
        found.append(ItemStatistics(cell, len(pairs), mean / cell.points, _correlation(pairs)))
    return found


def _correlation(pairs: list[tuple[float, float]]) -> float | None:
    try:
        return statistics.correlation(*zip(*pairs, strict=True))
    except statistics.StatisticsError:  # one learner, or all alike
        return None
