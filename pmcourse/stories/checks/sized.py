"""sized: whether a story is small enough to be guessed and finished (Wake 2003, the S of INVEST).

A size is not in a story's text but beside it, so this check is given the sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from pmcourse.findings import Finding
from pmcourse.stories.texts import finding

LARGE = 3  # times the median: far enough from the rest to ask why
FEW = 4  # stories: with fewer, the median says little


def check(sizes: Mapping[str, float | None]) -> list[Finding]:
    """Stories without a size, and stories more than three times as large as the middle one. Sizes in story points."""
    known = [size for size in sizes.values() if size is not None]
    middle = median(known) if len(known) >= FEW else None
    found = []
    for item, size in sizes.items():
        if size is None:
            found.append(finding("unsized", item))
        elif middle and size > LARGE * middle:
            found.append(finding("large", item, size=f"{size:g}", middle=f"{middle:g}"))
    return found
