"""What can be said against a story map (Patton 2014): slices with gaps, slices too full, stories without a place.

The first slice that holds anything must be a walking skeleton (Cockburn 1996): the thinnest product that goes all the
way, so it touches every step. A later slice stands on the ones before it, so its gaps are only worth a second look.
"""

from __future__ import annotations

from collections import Counter

from pmcourse.findings import Finding, Severity, Where
from pmcourse.stories.model import Slice, Step, Story, StorySet

UXD = "user-experience-design"
STORIES = "agile-user-stories"


def check(stories: StorySet) -> list[Finding]:
    """Everything that the checks below see."""
    return [*skeleton(stories), *room(stories), *places(stories)]


def gaps(stories: StorySet, slice: str) -> tuple[Step, ...]:
    """The steps that no story of this slice touches."""
    touched = {story.step for story in stories.stories if story.slice == slice}
    return tuple(step for step in stories.steps if step.id not in touched)


def points(stories: StorySet, slice: str) -> float:
    """The story points of this slice; a story without a size counts as 0."""
    return sum(story.size or 0 for story in stories.stories if story.slice == slice)


def spare(stories: StorySet, slice: str) -> tuple[Story, ...]:
    """The stories that can leave this slice without a new gap: another one holds their step, or they have none."""
    inside = [story for story in stories.stories if story.slice == slice]
    held = Counter(story.step for story in inside)
    return tuple(story for story in inside if not story.step or held[story.step] > 1)


def skeleton(stories: StorySet) -> list[Finding]:
    """Slices that leave a step out."""
    filled = [part for part in stories.slices if any(story.slice == part.id for story in stories.stories)]
    if stories.slices and stories.steps and not filled:
        first = stories.slices[0]
        return [
            _finding(
                UXD,
                "walking_skeleton",
                Severity.MUST,
                f"{first.title} has no story yet.",
                "A release is a choice: what is the least that takes somebody all the way?",
                "Move one small story of each step into it.",
                first,
            )
        ]
    found = []
    for part in filled:
        missing = gaps(stories, part.id)
        if not missing:
            continue
        names = ", ".join(step.title for step in missing)
        found.append(
            _finding(
                UXD,
                "walking_skeleton",
                Severity.MUST,
                f"{part.title} leaves out: {names}.",
                "With this release alone nobody can get all the way through.",
                f"Move the smallest story of “{missing[0].title}” into it, or write one that is smaller still.",
                part,
            )
            if part == filled[0]
            else _finding(
                UXD,
                "later_slice",
                Severity.LOOK,
                f"{part.title} adds nothing to: {names}.",
                "It stands on the releases before it, so that may well be meant.",
                "Ask whether somebody would notice this release on its own.",
                part,
            )
        )
    return found


def room(stories: StorySet) -> list[Finding]:
    """Slices that hold more points than there is room, and stories in them that have no size."""
    found = []
    for part in stories.slices:
        inside = [story for story in stories.stories if story.slice == part.id]
        if part.room is None:
            continue
        found += [
            Finding(
                skill=STORIES,
                criterion="slice_unsized",
                severity=Severity.SHOULD,
                message=f"{story.id} lies in {part.title} and has no size.",
                why="Nobody can tell whether the release is too full.",
                hint="Ask the team for a size, or guess one and say so.",
                where=Where(item=story.id),
            )
            for story in inside
            if story.size is None
        ]
        held = points(stories, part.id)
        if held > part.room:
            found.append(
                _finding(
                    STORIES,
                    "slice_too_full",
                    Severity.MUST,
                    f"{part.title} holds {held:g} points; there is room for {part.room:g}, so it is "
                    f"{held - part.room:g} over.",
                    "A release that cannot be kept is a promise broken in advance.",
                    "Move a story down that no step needs, or split the largest one.",
                    part,
                )
            )
    return found


def places(stories: StorySet) -> list[Finding]:
    """Stories that belong to no step, where there is a map to lie on."""
    if not stories.steps:
        return []
    return [
        Finding(
            skill=UXD,
            criterion="step_missing",
            severity=Severity.SHOULD,
            message=f"{story.id} belongs to no step.",
            why="On the map a story shows when somebody needs it; beside the map it is only a wish.",
            hint="Move it below the step in which somebody would use it.",
            where=Where(item=story.id),
        )
        for story in stories.stories
        if not story.step
    ]


def _finding(
    skill: str, criterion: str, severity: Severity, message: str, why: str, hint: str, about: Slice
) -> Finding:
    where = Where(item=about.id)
    return Finding(
        skill=skill, criterion=criterion, severity=severity, message=message, why=why, hint=hint, where=where
    )
