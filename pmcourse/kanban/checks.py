"""What can be seen in an order of jobs; lesson and grade use the same checks."""

from __future__ import annotations

from pathlib import Path

from pmcourse.findings import Finding
from pmcourse.kanban.model import KanbanPlan
from pmcourse.kit.catalogue import Catalogue

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
ENOUGH = 1.05  # times the least mean


def waste(work: KanbanPlan) -> list[Finding]:
    """Whether jobs wait more than 5% longer, in the mean, than they must."""
    least = work.shortest_first().mean_days
    if work.mean_days <= ENOUGH * least + 1e-9:
        return []
    return [CATALOGUE.finding("waste", more=work.mean_days / least - 1)]
