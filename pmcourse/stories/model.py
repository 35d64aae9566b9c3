"""A set of user stories, and the story map that they lie on: steps of the work across, release slices down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import Field, ValidationError, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.stories.parse import Parsed, parse

Id = Annotated[str, Field(min_length=1, max_length=200)]
Points = Annotated[float, Field(gt=0, le=1000)]
_TITLE = 60  # characters of a story's text that stand for it where it has no means


_parsed = lru_cache(maxsize=4096)(parse)  # a map of hundreds of stories asks for the parts of each at every change


class StoryError(CourseError):
    """A change that a set of stories refuses; the text names the story, the rule and the value."""


class Story(Value):
    """One user story. What it says is computed from its text, so that the two can never disagree.

    text: the story as people write it. criteria: acceptance criteria in Given/When/Then. size: story points, None
    where nobody has estimated it. epic: id of the larger story that this one was split from. links: ids of the
    backlog items that it belongs to. step, slice: its place on the map, "" where it has none yet.
    """

    id: Id
    text: str = ""
    criteria: str = ""
    size: Points | None = None
    epic: str = ""
    links: tuple[str, ...] = ()
    step: str = ""
    slice: str = ""

    @property
    def parsed(self) -> Parsed:
        """The parts of the text with their places."""
        return _parsed(self.text)

    @property
    def role(self) -> str:
        """Who wants it, "" where the text does not say."""
        return self.parsed.word("role")

    @property
    def means(self) -> str:
        """What is wanted, "" where the text does not say."""
        return self.parsed.word("means")

    @property
    def end(self) -> str:
        """What it is good for, "" where the text does not say."""
        return self.parsed.word("end")

    @property
    def title(self) -> str:
        """A few words for a card: what is wanted, or the beginning of the text."""
        words = self.means or " ".join(self.text.split()) or "an empty story"
        short = words if len(words) <= _TITLE else words[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
        return short[0].upper() + short[1:]

    def but(self, **changes: Any) -> Story:
        """This story with some fields changed; raises StoryError where a value breaks a rule."""
        try:
            return type(self).model_validate(dict(self) | changes)
        except ValidationError as error:
            raise StoryError(f"{self.id}: {in_words(error)} The old value is kept.") from None


class Step(Value):
    """One step of what people do, in the order in which they do it: "Find a thing"."""

    id: Id
    title: str


class Activity(Value):
    """A large thing that people do, made of steps; the activities in their order are the backbone (Patton 2014)."""

    id: Id
    title: str
    steps: tuple[Step, ...] = ()


class Slice(Value):
    """What is to be released together. room: the story points that the team can do until then, None if not known."""

    id: Id
    title: str
    goal: str = ""
    room: Points | None = None


class StorySet(Artifact):
    """Stories in an order, the backbone that they hang on, and the slices in which they are to be released.

    Ids are unique, and a story's step and slice are on the map or "". Links may name items of any backlog.
    """

    kind: ClassVar[str] = "stories"

    title: str = "Stories"
    stories: tuple[Story, ...] = ()
    backbone: tuple[Activity, ...] = ()
    slices: tuple[Slice, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> StorySet:
        names = {
            "stories": self.ids,
            "activities": tuple(activity.id for activity in self.backbone),
            "steps": tuple(step.id for step in self.steps),
            "slices": tuple(part.id for part in self.slices),
        }
        for what, ids in names.items():
            refuse_twice(ids, f"ids of {what}")
        for story in self.stories:
            for what, id in (("steps", story.step), ("slices", story.slice)):
                if id and id not in names[what]:
                    raise ValueError(f"{story.id}: {id!r} is none of the {what}; they are {', '.join(names[what])}")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(story.id for story in self.stories)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps of the backbone, from the first activity to the last."""
        return tuple(step for activity in self.backbone for step in activity.steps)

    def find(self, id: str) -> Story:
        """The story with this id; raises StoryError where there is none."""
        for story in self.stories:
            if story.id == id:
                return story
        raise StoryError(f"No story has the id {id!r}. The ids are: {', '.join(self.ids[:30])}.")

    def at(self, step: str = "", slice: str = "") -> tuple[Story, ...]:
        """The stories that lie at this step and in this slice, in their order; "" means that they have none."""
        return tuple(story for story in self.stories if (story.step, story.slice) == (step, slice))

    def change(self, id: str, /, **changes: Any) -> StorySet:
        """The set with fields of one story changed; raises StoryError where a value breaks a rule."""
        new = self.find(id).but(**changes)
        if new.id != id:
            raise StoryError(f"An id stays as it is, because others refer to it (got {new.id!r} for {id!r}).")
        return self._with(new if story.id == id else story for story in self.stories)

    def add(self, story: Story) -> StorySet:
        """The set with `story` at its end; raises StoryError where its id is taken."""
        if story.id in self.ids:
            raise StoryError(f"ids must be unique; {story.id!r} is taken. Choose another id.")
        return self._with((*self.stories, story))

    def remove(self, id: str) -> StorySet:
        """The set without one story."""
        self.find(id)
        return self._with(story for story in self.stories if story.id != id)

    def place(self, id: str, step: str, slice: str, position: int) -> StorySet:
        """The set with one story at a step and in a slice, at `position` (from 0) among those that lie there.

        A position beyond an end means that end. Raises StoryError where there is no such story, step or slice.
        """
        story = self.find(id).but(step=step, slice=slice)
        rest = [other for other in self.stories if other.id != id]
        there = [at for at, other in enumerate(rest) if (other.step, other.slice) == (step, slice)]
        position = max(position, 0)
        at = there[position] if position < len(there) else there[-1] + 1 if there else len(rest)
        return self._with((*rest[:at], story, *rest[at:]))

    def free_id(self, like: str = "", taken: Iterable[str] = ()) -> str:
        """An id that no story has: "S-07" after "S-06", or "S-03a" for a part of "S-03".

        `taken`: ids that stories had before, which are never given again.
        """
        used = {*self.ids, *taken}
        if like:
            return next(id for n in range(10_000) if (id := f"{like}{_letters(n)}") not in used)
        ids = self.ids or tuple(taken)
        stem = ids[0].rstrip("0123456789") if ids else "S-"
        return next(id for n in range(1, 10_000) if (id := f"{stem}{n:02}") not in used)

    def parts_of(self, id: str) -> tuple[Story, ...]:
        """The stories that were split from this one."""
        return tuple(story for story in self.stories if story.epic == id)

    def by_item(self) -> dict[str, tuple[str, ...]]:
        """For each backlog item that a story links to, the ids of its stories: what a backlog takes over."""
        found: dict[str, tuple[str, ...]] = {}
        for story in self.stories:
            for item in story.links:
                found[item] = (*found.get(item, ()), story.id)
        return found

    def _with(self, stories: Iterator[Story] | tuple[Story, ...]) -> StorySet:
        try:
            return type(self).model_validate(dict(self) | {"stories": tuple(stories)})
        except ValidationError as error:
            raise StoryError(f"{in_words(error)} Nothing is changed.") from None


def _letters(number: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("a") + number % 26)
