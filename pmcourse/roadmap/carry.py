"""What was made in the lessons before, carried into the roadmap: the order of the backlog, the number of stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pmcourse.backlog.model import Backlog
from pmcourse.roadmap.model import Estimate, Initiative, Roadmap
from pmcourse.stories.model import StorySet


def by_backlog(roadmap: Roadmap, backlog: Backlog) -> tuple[Roadmap, str]:
    """`roadmap` in the order of the learner's backlog, and what that is in words."""
    new = ordered_by(roadmap, backlog.ids)
    if not any(set(one.items) & set(backlog.ids) for one in roadmap.ahead):
        return new, "Your backlog names no item of the roadmap."
    return new, f"From your backlog, the order: {', '.join(one.id for one in new.initiatives)}."


def by_stories(roadmap: Roadmap, stories: StorySet) -> tuple[Roadmap, str]:
    """`roadmap` with no initiative smaller than the learner's stories for it, and what that is in words."""
    links = {story.id: story.links for story in stories.stories}
    counts = [f"{one.id} has {n}" for one in roadmap.ahead if (n := written(one, links))]
    said = f"From your stories, the least sizes: {', '.join(counts) or 'none is linked to an item here'}."
    return sized_by(roadmap, links), said


def ordered_by(roadmap: Roadmap, order: Sequence[str]) -> Roadmap:
    """`roadmap` with its initiatives in the order of the backlog: each comes where its first linked item comes.

    An initiative without an item in `order` keeps its place, and the others are put in order around it.
    """
    place = {item: at for at, item in enumerate(order)}
    linked = [one for one in roadmap.initiatives if any(item in place for item in one.items)]
    ranked = iter(sorted(linked, key=lambda one: min(place[item] for item in one.items if item in place)))
    ids = {one.id for one in linked}
    return roadmap.model_copy(
        update={"initiatives": tuple(next(ranked) if one.id in ids else one for one in roadmap.initiatives)}
    )


def sized_by(roadmap: Roadmap, stories: Mapping[str, Iterable[str]]) -> Roadmap:
    """`roadmap` with no initiative smaller than the stories that are written for it.

    `stories` gives the backlog items that each story is linked to. A size in stories that is below their number is
    raised to it; one that nobody has said becomes it.
    """
    return roadmap.model_copy(
        update={"initiatives": tuple(_sized(one, written(one, stories)) for one in roadmap.initiatives)}
    )


def written(initiative: Initiative, stories: Mapping[str, Iterable[str]]) -> int:
    """How many stories are linked to an item of `initiative`."""
    return sum(bool(set(items) & set(initiative.items)) for items in stories.values())


def _sized(one: Initiative, count: int) -> Initiative:
    if not count:
        return one
    low, likely, high = (max(count, part) for part in (one.size.low, one.size.likely, one.size.high)) if one.size else (
        count, count, count
    )  # fmt: skip
    return one.model_copy(update={"pieces": Estimate(low=low, likely=likely, high=high)})
