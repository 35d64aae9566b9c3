"""A set of stories as a whole: uniform, complete, independent."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding
from pmcourse.stories.parse import Parsed


def check(stories: Mapping[str, Parsed]) -> list[Finding]:
    """What falls short in the form and the steps of the stories together."""
    return []
