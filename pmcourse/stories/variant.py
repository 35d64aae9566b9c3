"""The assignment's case, made from a seed: other drafts, names, sizes and order, the same difficulty."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from pmcourse.kit.variant import bank, draw, drawn, some_of
from pmcourse.stories.case import CASE, HERE
from pmcourse.stories.model import Story, StorySet

BANK = bank(HERE / "bank.toml")
DRAFTS = tuple(BANK["drafts"])
LAW = ("rooms", "certificate")  # their notes say that the law asks for them
TOLD = ("waiting", "whole", "phone")  # one of them is to get acceptance criteria
LARGE = "flexible"  # to be split
WORDS = {  # what the item "what is missing" offers
    "nothing": "nothing",
    "who": "who wants it",
    "what": "what is wanted",
    "why": "what it is good for",
    "swapped": "nothing, but what and what for stand in each other's place",
}
RULES = ("well formed", "atomic", "minimal", "unambiguous", "problem-oriented")
FAULTS = {
    "fine": "Nothing",
    "many": "More than one thing is done",
    "inside": "Nobody outside can see what comes of it",
    "no-when": "Nothing is done",
    "no-change": "What comes of it was so before",
}
EFFECTS = {  # what something that is seen a month later may show
    "smaller": "The trouble is smaller",
    "used": "It is there, or used; no more is known",
    "other": "Something else is better",
    "anyway": "It would be so without it, too",
}
STEPS = {
    "given": "Given: it is so before",
    "when": "When: somebody does it",
    "then": "Then: it is new",
    "other": "It belongs to another story",
}
WAYS = {
    "alone": "Each part is of use alone",
    "inside": "Parts of the software",
    "acts": "Steps of one act: one alone is of no use",
    "same": "Each part is as large as the whole",
}
WANTS = {
    "new": "None of the ten stories tells it",
    "same": "One of the ten stories wants just that",
    "piece": "It is a piece of one of the ten",
    "team": "Nobody outside the team gets anything from it",
}
BEHIND = {"n22": "cancelled", "n27": "attendance"}  # wishes, and the draft behind which they stand
_SIZES = {  # whoever takes the smallest first has no room left for the two larger ones that nobody can do without
    "phone": (5, 8), "cancelled": (2, 3), "rooms": (2, 3), "certificate": (5,), "attendance": (3, 5, 8),
    "flexible": (13,), "waiting": (2, 3, 8), "twin": (2, 3), "weekday": (3, 5, 8), "whole": (2, 3),
}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """What lies on one learner's desk: the stories, for each of them its id by the name that it has here, and the name
    of the one that the twin is like."""

    stories: StorySet
    ids: dict[str, str]
    like: str

    @property
    def names(self) -> dict[str, str]:
        return {id: name for name, id in self.ids.items()}


@cache
def desk(seed: int) -> Desk:
    """Lantern's ten stories for one learner, with drawn ids, sizes, drafts and room in the first release."""
    return drawn(seed, "desk", lambda luck: _laid_out(luck, twin(seed)), _is_fair)


def case(seed: int) -> StorySet:
    """The stories of the desk, where the learner begins."""
    return desk(seed).stories


def twin(seed: int) -> str:
    """The name of the story that another one repeats."""
    return draw(seed, "twin").choice(list(BANK["twins"]))


def drafts(seed: int) -> list[str]:
    """The names of two drafts that are to become stories."""
    return some_of(seed, "drafts", DRAFTS, 2)


def told(seed: int) -> str:
    """The name of the story that is to get acceptance criteria."""
    return draw(seed, "told").choice(TOLD)


def items(seed: int, bank: str) -> dict[str, str]:
    """Five items of a bank: "missing", "rules", "scenarios" or "ways"."""
    return some_of(seed, bank, BANK[bank], 5)


def later(seed: int) -> dict[str, str]:
    """Six things that are seen a month later: three of each draft, which is named."""
    ids = desk(seed).ids
    return {
        item: f"{ids[name]}: {text}"
        for name in drafts(seed)
        for item, text in some_of(seed, f"later {name}", BANK["later"][name], 3).items()
    }


def elsewhere(seed: int) -> dict[str, str]:
    """Four things that are seen a month later where the product never seen is."""
    return some_of(seed, "elsewhere", BANK["elsewhere"][stranger(seed)], 4)


def steps(seed: int) -> dict[str, str]:
    """Five lines that may be steps of the story that is to get acceptance criteria."""
    return some_of(seed, "steps", BANK["steps"][told(seed)], 5)


def wants(seed: int) -> dict[str, str]:
    """Four wishes, of which some are new. What only the note behind a draft tells comes where that draft is shown."""
    behind = {wish for wish, draft in BEHIND.items() if draft not in drafts(seed)}
    return some_of(seed, "wants", {wish: text for wish, text in BANK["wants"].items() if wish not in behind}, 4)


def stranger(seed: int) -> str:
    """The name of the product never seen before."""
    return draw(seed, "stranger").choice(list(BANK["strangers"]))


def wishes(seed: int) -> dict[str, tuple[str, int, int]]:
    """Three wishes with how many people each helps and how many weeks it takes, as in the first lesson.

    The one that helps most for a week is neither the one that helps most people nor the shortest.
    """
    titles = ["A map of the rooms", "A text an hour before class", "A page for teachers"]

    def make(luck: random.Random) -> dict[str, tuple[str, int, int]]:
        return {
            id: (title, 50 * luck.randint(2, 24), luck.randint(1, 9)) for id, title in zip("abc", titles, strict=True)
        }

    def fits(one: dict[str, tuple[str, int, int]]) -> bool:
        first = best(one)
        ratios = sorted(people / weeks for _, people, weeks in one.values())
        most = max(people for _, people, _ in one.values())
        least = min(weeks for _, _, weeks in one.values())
        return ratios[-1] > 1.15 * ratios[-2] and one[first][1] < most and one[first][2] > least

    return drawn(seed, "wishes", make, fits)


def best(wishes: dict[str, tuple[str, int, int]]) -> str:
    """The wish that helps most people for each week of work."""
    return max(wishes, key=lambda id: wishes[id][1] / wishes[id][2])


def _laid_out(luck: random.Random, twin: str) -> Desk:
    stories = []
    for story in CASE.assignment.stories:
        changes: dict[str, object] = {"size": luck.choice(_SIZES[story.id])}
        if story.id in DRAFTS:
            changes["text"] = luck.choice(BANK["drafts"][story.id]["texts"])
        if story.id == "twin":
            like = CASE.assignment.find(twin)
            changes |= {"text": BANK["twins"][twin], "links": like.links, "step": like.step}
        stories.append(story.but(**changes))
    luck.shuffle(stories)
    ids = {story.id: f"LS-{number:02}" for number, story in enumerate(stories, 1)}
    renamed = tuple(Story.model_validate(dict(story) | {"id": ids[story.id]}) for story in stories)
    sizes = {story.id: story.size for story in stories}
    least = sum(sizes[name] for name in (*LAW, "phone", "whole", "cancelled"))
    first, *rest = CASE.assignment.slices
    slices = (first.model_copy(update={"room": least + luck.randint(1, 3)}), *rest)
    return Desk(CASE.assignment.model_copy(update={"stories": renamed, "slices": slices}), ids, twin)


def smallest_first(one: Desk) -> list[str]:
    """The names of the stories that go into the first release where somebody takes the smallest, until it is full."""
    left, taken = one.stories.slices[0].room, []
    for story in sorted(one.stories.stories, key=lambda story: story.size):
        if story.size <= left:
            left -= story.size
            taken.append(one.names[story.id])
    return taken


def _is_fair(one: Desk) -> bool:
    """Whether all stories together are far too many, the first four on the desk are not all drafts, and the smallest
    stories leave no room for signing up and for the certificate."""
    total = sum(story.size for story in one.stories.stories)
    return (
        total >= 1.6 * one.stories.slices[0].room
        and not {one.names[f"LS-0{n}"] for n in range(1, 5)} <= set(DRAFTS)
        and not {"phone", "certificate"} & set(smallest_first(one))
    )
