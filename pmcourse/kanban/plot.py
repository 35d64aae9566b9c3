"""The artefact as a picture."""

from __future__ import annotations

from pmcourse.kanban.model import KanbanPlan
from pmcourse.kit.colours import BLUE
from pmcourse.kit.drawing import Drawing, paper


def waiting(work: KanbanPlan) -> Drawing:
    """When each job begins and ends, one below the other."""
    figure, axes = paper(6, 0.5 + 0.4 * len(work.jobs))
    told, begin = [], 0.0
    for at, job in enumerate(work.jobs):
        axes.barh(at, job.days, left=begin, color=BLUE)
        begin += job.days
        told.append(f"{job.title} is done after {begin:g} days")
    axes.set_yticks(range(len(work.jobs)), [job.title for job in work.jobs])
    axes.invert_yaxis()
    axes.set_xlabel("working days from now")
    return Drawing(figure, f"{'; '.join(told)}. The mean is {work.mean_days:.1f} days.")
