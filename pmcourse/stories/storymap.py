"""What can be said against a story map (Patton 2014): slices with gaps, slices too full, stories without a place.

The first slice that holds anything must be a walking skeleton (Cockburn 1996): the thinnest product that goes all the
way, so it touches every step. A later slice stands on the ones before it, so its gaps are only worth a second look.
"""

from __future__ import annotations

from collections import Counter

from pmcourse.findings import Finding
from pmcourse.stories.model import Step, Story, StorySet
from pmcourse.stories.texts import finding


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
        return [finding("no_release", stories.slices[0].id, title=stories.slices[0].title)]
    found = []
    for part in filled:
        missing = gaps(stories, part.id)
        if not missing:
            continue
        names = ", ".join(step.title for step in missing)
        kind = "walking_skeleton" if part == filled[0] else "later_slice"
        found.append(finding(kind, part.id, title=part.title, names=names, first=missing[0].title))
    return found


def room(stories: StorySet) -> list[Finding]:
    """Slices that hold more points than there is room, and stories in them that have no size."""
    found = []
    for part in stories.slices:
        inside = [story for story in stories.stories if story.slice == part.id]
        if part.room is None:
            continue
        found += [finding("slice_unsized", one.id, title=part.title) for one in inside if one.size is None]
        held, room = points(stories, part.id), part.room
        if held > room:
            told = {"held": f"{held:g}", "room": f"{room:g}", "over": f"{held - room:g}"}
            found.append(finding("slice_too_full", part.id, title=part.title, **told))
    return found


def places(stories: StorySet) -> list[Finding]:
    """Stories that belong to no step, where there is a map to lie on."""
    if not stories.steps:
        return []
    return [finding("step_missing", story.id) for story in stories.stories if not story.step]
