"""How far two people who sort the same quotations agree, beyond what chance gives.

Source: J. Cohen, "A coefficient of agreement for nominal scales", *Educational and Psychological Measurement*, 1960.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from pmcourse.discovery.model import Code

SHARES = {Code.TROUBLE: 7, Code.WORKAROUND: 5, Code.WISH: 4, Code.OPINION: 4, Code.SETTING: 4}  # of 24 quotations


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two sortings: 1 is full agreement, 0 what chance gives. 0 where chance alone gives all.

    Raises ValueError where they differ in length or are empty.
    """
    if len(one) != len(other) or not one:
        raise ValueError(f"two sortings must be of the same things, one at least (got {len(one)} and {len(other)})")
    n = len(one)
    seen = sum(a == b for a, b in zip(one, other, strict=True)) / n
    counts, others = Counter(one), Counter(other)
    chance = sum(counts[code] * others[code] for code in counts) / n**2
    return 0.0 if chance == 1 else (seen - chance) / (1 - chance)


def nearest(given: Mapping[str, str], experts: Sequence[Mapping[str, str]]) -> float:
    """Kappa against that expert with whom `given` agrees most, over the quotations that the experts sorted.

    What is not sorted agrees with nobody.
    """
    ids = list(experts[0])
    mine = [given.get(id, "") for id in ids]
    return max(kappa(mine, [expert[id] for id in ids]) for expert in experts)


def worlds(n: int, agrees: float, count: int = 1000, seed: int = 1) -> list[float]:
    """Kappas of `count` made-up coders with an expert, over `n` quotations each.

    A coder says what the expert says with the chance `agrees`, and otherwise one of the other codes, each as likely.
    It leaves out that some quotations are harder than others.
    """
    luck, codes, weights = random.Random(seed), list(SHARES), list(SHARES.values())
    found = []
    for _ in range(count):
        expert = luck.choices(codes, weights, k=n)
        coder = [
            code if luck.random() < agrees else luck.choice([other for other in codes if other is not code])
            for code in expert
        ]
        found.append(kappa(coder, expert))
    return found
