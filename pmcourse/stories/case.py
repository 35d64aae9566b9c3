"""The lesson's case and the assignment's, the learner's file, and what the checks see in a whole set of stories."""

from __future__ import annotations

from pathlib import Path

from pmcourse import artifact
from pmcourse.artifact import ArtifactFile, read
from pmcourse.findings import Finding
from pmcourse.stories.account import costly
from pmcourse.stories.checks import check_set, check_story
from pmcourse.stories.model import StorySet

_HERE = Path(__file__).parent


def case() -> StorySet:
    """Toolshed's stories as the lesson begins: 16 notes from the wall, on a map of five steps."""
    return read(_HERE / "case.json", StorySet)


def assignment_case() -> StorySet:
    """Lantern's stories as the assignment begins: 10 drafts."""
    return read(_HERE / "assignment.json", StorySet)


def opened(start: StorySet) -> ArtifactFile[StorySet]:
    """The learner's file answers/stories.json."""
    return artifact.opened("stories.json", StorySet, start)


def mine() -> ArtifactFile[StorySet]:
    """The learner's Toolshed stories."""
    return opened(case())


def found(stories: StorySet) -> dict[str, list[Finding]]:
    """For each story, what the checks see in it and beside the others."""
    seen = {story.id: check_story(story.text, story.id) for story in stories.stories}
    for finding in check_set({story.id: story.text for story in stories.stories}):
        if finding.where and finding.where.item in seen:
            seen[finding.where.item].append(finding)
    return seen


def flawed(stories: StorySet) -> list[str]:
    """The stories in which the checks see something to fix or to improve."""
    return [id for id, findings in found(stories).items() if costly(findings)]
