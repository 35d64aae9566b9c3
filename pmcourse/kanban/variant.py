"""The assignment's case, made from a seed: other sizes, another order, the same difficulty."""

from __future__ import annotations

import random

from pmcourse.kanban.case import CASE, HERE
from pmcourse.kanban.model import KanbanPlan
from pmcourse.kit.variant import bank, draw, drawn, some_of

SITUATIONS = bank(HERE / "bank.toml")
CHOICES = {"shorter": "jobs are done sooner", "longer": "jobs are done later", "same": "nothing changes"}
RECALL = {
    "why": "Should it be built at all?",
    "cost": "Will it stay within the budget?",
    "market": "Who would leave us for another product?",
    "day": "Will it be done on the day?",
}
MANAGERS = {"product": "the product manager's", "project": "the project manager's"}
STEPS = {
    "list": "Write down every job that is open",
    "size": "Ask the team how long each takes",
    "sort": "Put the shortest first",
    "look": "Look again when a new job comes",
}


def case(seed: int) -> KanbanPlan:
    """One learner's jobs: drawn sizes, all different, in drawn order."""
    return drawn(seed, "jobs", _shaken, _is_fair)


def situations(seed: int) -> dict[str, str]:
    """Five of the bank's situations."""
    return some_of(seed, "situations", SITUATIONS, 5)


def steps(seed: int) -> dict[str, str]:
    """The four steps, mixed up, and never in their right order."""
    right = list(STEPS)
    order = drawn(seed, "steps", lambda luck: luck.sample(right, len(right)), lambda found: found != right)
    return {id: STEPS[id] for id in order}


def strange(seed: int) -> list[int]:
    """Sizes of three jobs of a product never seen before, in days, in their order."""
    return draw(seed, "strange").sample(range(1, 13), 3)


def _shaken(luck: random.Random) -> KanbanPlan:
    jobs = CASE.assignment.jobs
    sizes = luck.sample(range(1, 16), len(jobs))
    changed = [job.model_copy(update={"days": float(days)}) for job, days in zip(jobs, sizes, strict=True)]
    luck.shuffle(changed)
    return KanbanPlan(jobs=tuple(changed))


def _is_fair(work: KanbanPlan) -> bool:
    """Whether the order at the start wastes enough to be bettered, and the worst one much more than that."""
    best = work.shortest_first()
    worst = work.reorder(best.ids[::-1])
    return 1.3 <= work.mean_days / best.mean_days <= 1.7 and worst.mean_days >= 1.5 * best.mean_days
