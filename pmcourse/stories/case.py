"""The lesson's case and the assignment's, and what the checks see in a whole set of stories."""

from __future__ import annotations

from pathlib import Path

from pmcourse.findings import Finding
from pmcourse.kit.case import Case
from pmcourse.stories.checks import check_set, check_story
from pmcourse.stories.model import StorySet

HERE = Path(__file__).parent
CASE = Case(StorySet, HERE)  # Toolshed's 16 notes from the wall, on a map of five steps; Lantern's 10 drafts


def found(stories: StorySet) -> dict[str, list[Finding]]:
    """For each story, what the checks see in it and beside the others."""
    seen = {story.id: check_story(story.text, story.id) for story in stories.stories}
    for finding in check_set({story.id: story.text for story in stories.stories}):
        if finding.where and finding.where.item in seen:
            seen[finding.where.item].append(finding)
    return seen
