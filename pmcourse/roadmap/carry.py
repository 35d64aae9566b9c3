"""What was made in the lessons before, carried into the roadmap: the order of the backlog, the number of stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pmcourse.roadmap.model import Estimate, Initiative, Roadmap


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
