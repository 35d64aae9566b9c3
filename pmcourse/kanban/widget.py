"""The widget that edits the artefact; it holds no rules."""

from __future__ import annotations

from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Lines
from pmcourse.kanban.model import KanbanPlan
from pmcourse.kit.block import bar, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import box


class KanbanPlanWidget(Editor[KanbanPlan]):
    """Jobs to be put in order, by mouse or keyboard."""

    called = "the order of jobs"

    def __init__(self, file: ArtifactFile[KanbanPlan]) -> None:
        super().__init__(file)
        self.lines = Lines({}, "The jobs, first on top")
        self.lines.observe(self._ordered, names="value")
        self.total = Html()
        self.begin(bar(self.undo, self.redo), self.lines, self.total, self.status)

    def refresh(self) -> None:
        super().refresh()
        texts = {job.id: f"{job.title}: {job.days:g} days" for job in self.value.jobs}
        with self.filling_in(), self.lines.hold_trait_notifications():
            self.lines.lines = texts
            self.lines.value = list(texts)
        self.total.value = box(f"In the mean a job is done after {self.value.mean_days:.1f} days.", role="status")

    @said
    def _ordered(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.reorder(self.lines.value))
