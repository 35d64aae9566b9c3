"""What stands at the head of a learner's feedback: total, each task by its name, skills, and what is pending."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import Unicode

from pmcourse.gradebook.database import Gradebook
from pmcourse.gradebook.mastery import Grade, is_pending, mastery
from pmcourse.gradebook.tasks import task_names
from pmcourse.skills import GradedCell, SkillError, cells_of
from pmcourse.skills import skill as skill_of


class Overview(NbGraderPreprocessor):
    """Adds to nbgrader's grades what our template shows; runs after GetGrades. `source` is the folder source/."""

    source = Unicode(help="The folder of the instructor's assignments.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        about = resources["nbgrader"]
        known = _cells(str(Path(self.source) / about["assignment"] / f"{about['notebook']}.ipynb"))
        waiting = _pending(about)
        names, tasks, grades = task_names(nb.cells), [], []
        for cell in nb.cells:
            mine = cell.metadata.get("nbgrader", {})
            graded = known.get(mine.get("grade_id"))
            if graded is None or not mine.get("grade"):
                continue
            mine["task_name"], mine["pending"] = names[graded.grade_id], graded.grade_id in waiting
            tasks.append(mine)
            grades.append(Grade(about["student"], graded, float(mine.get("score") or 0), graded.grade_id in waiting))
        about["tasks"] = tasks
        about["pending_points"] = sum(grade.cell.points for grade in grades if grade.pending)
        about["counted_points"] = sum(grade.points for grade in grades if grade.pending)
        about["skills"] = [
            {"name": skill_of(row.skill).name, "pieces": row.items}
            | {"share": row.share, "low": row.low, "high": row.high}
            for row in mastery(grades)
        ]
        return nb, resources


class FormgraderOverview(NbGraderPreprocessor):
    """The same for a submission that is opened in the formgrader. `db_url` is the gradebook's address.

    What was released anew since then may have other cells than the gradebook: nbgrader's page stands alone then.
    """

    db_url = Unicode(help="The address of the gradebook.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        if not resources["submission_id"]:
            return nb, resources
        about = {"notebook": resources["notebook_id"], "assignment": resources["assignment_id"]}
        resources["nbgrader"] = about | {"student": resources["student"], "db_url": self.db_url}
        try:
            for step in (GetGrades, Overview):
                nb, resources = step(parent=self).preprocess(nb, resources)
        except MissingEntry:
            del resources["nbgrader"]
        return nb, resources


@lru_cache(maxsize=64)
def _cells(path: str) -> dict[str, GradedCell]:
    """The graded cells by grade_id; none where the assignment's tags are wrong, which `pmcourse check` names: a learner
    gets the page all the same, with total, points and reasons."""
    try:
        return {cell.grade_id: cell for cell in cells_of(Path(path))} if Path(path).is_file() else {}
    except SkillError:
        return {}


def _pending(about: dict[str, Any]) -> set[str]:
    """The cells that a person has not read yet."""
    with Gradebook(about["db_url"]) as gradebook:
        notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        return {
            grade.name
            for grade in notebook.grades
            if is_pending(grade.needs_manual_grade, grade.manual_score, grade.cell_type == "markdown")
        }
