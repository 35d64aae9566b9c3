"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.kanban.model import KanbanPlan
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(KanbanPlan, HERE)
