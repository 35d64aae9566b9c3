"""How alike the cases are that learners get: measures of difficulty over many seeds, as least, 5%, middle, 95%, most.

Reading is words on the screen; arithmetic is the digits that are typed in; a choice is how many orders or plans are
right of all. Run: python benchmarks/difficulty.py [SEEDS], 2,000 without a number.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import permutations

from pmcourse.backlog import variant as backlog
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.roadmap import variant as roadmap
from pmcourse.stories import variant as stories

Measure = Callable[[int], float]


def words(texts: object) -> int:
    return len(" ".join(map(str, texts)).split())


def cheap_orders(seed: int) -> float:
    """The share of the clinic's orders that keep its need and cost at most a tenth more than the cheapest."""
    case = backlog.clinic(seed)
    after, first = case.needs
    kept = [order for order in permutations(case.jobs) if order.index(first) < order.index(after)]
    costs = [cost_of_order(case.backlog, order) for order in kept]
    return sum(cost <= 1.1 * min(costs) for cost in costs) / 24


def saved(seed: int) -> float:
    """How much the cheapest order saves, of what the start costs."""
    case = backlog.case(seed)
    return 1 - best_order(case).cost / cost_of_order(case)


def kept(seed: int) -> float:
    """The share of the ferry's orders that keep both promises and the wait."""
    case = roadmap.ferry(seed)
    return sum(case.is_possible(order) and case.kept(order) == 2 for order in permutations(case.jobs)) / 24


MEASURES: dict[str, Measure] = {
    "07 words to read": lambda seed: words(
        [story.text for story in stories.case(seed).stories]
        + [text for bank in ("missing", "rules", "scenarios") for text in stories.items(seed, bank).values()]
    ),
    "07 work on the desk / room in May": lambda seed: (
        sum(story.size for story in stories.case(seed).stories) / stories.case(seed).slices[0].room
    ),
    "08 words to read": lambda seed: words(backlog.situations(seed).values()),
    "08 digits of the costs": lambda seed: sum(len(f"{item.cost_of_delay:g}") for item in backlog.case(seed).items),
    "08 saved by the cheapest order": saved,
    "08 clinic's orders within a tenth": cheap_orders,
    "09 words to read": lambda seed: words(roadmap.sentences(seed).values()),
    "09 trials that keep the promise, %": lambda seed: roadmap.trials(seed).kept,
    "09 ferry's orders that keep all": kept,
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(f"{'over ' + str(count) + ' seeds':<36}{'least':>8}{'5%':>8}{'middle':>8}{'95%':>8}{'most':>8}")
    for name, measure in MEASURES.items():
        found = sorted(map(measure, range(count)))
        at = [found[round(share * (count - 1))] for share in (0, 0.05, 0.5, 0.95, 1)]
        print(f"{name:<36}" + "".join(f"{value:8.4g}" for value in at))


if __name__ == "__main__":
    main()
