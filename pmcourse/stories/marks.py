"""How the assignment's stories are marked: must-haves first, then graded quality; every point is marksed for.

Each function takes what the learner made and what they began with. Only stories of the assignment's own case count,
known by their ids and by the backlog items that they are linked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pmcourse.findings import Finding, costly
from pmcourse.kit.marks import Marks
from pmcourse.stories import splitting
from pmcourse.stories.acceptance import CriteriaError, check_acceptance, read
from pmcourse.stories.case import CASE
from pmcourse.stories.checks import check_set, check_story
from pmcourse.stories.model import Story, StorySet

_SMALL = frozenset({"a", "an", "the", "i", "my", "me", "we", "our", "to", "of", "can", "so", "that", "as", "for"})
_SAYS = {"role": "who", "means": "what", "end": "what for"}
_HABITS = {
    "one_when": "one When in each scenario",
    "observable": "each Then can be seen",
    "failure_path": "one scenario goes wrong",
    "examples_agree story_agrees": "examples, criteria and story agree",
}


def same_words(said: object, meant: str) -> bool:
    """Whether a part of a story was found: most of the words that matter are the same, whatever the small ones."""
    mine, wanted = (set(re.findall(r"\w+", str(text).casefold())) - _SMALL for text in (said, meant))
    return len(mine & wanted) >= 0.6 * len(mine | wanted) > 0


def own(story: Story, start: StorySet) -> bool:
    """Whether the story belongs to the case: it is linked to an item that the case's stories are linked to.

    A story of the lesson's case does not, whatever it is linked to.
    """
    return bool(set(story.links) & set(start.by_item())) and not _borrowed(story)


def structure(mine: StorySet, start: StorySet, ids: Sequence[str], most: float) -> Marks:
    """Stories that were rewritten, say who wants what and what for, and are linked to their backlog items still."""
    marks = Marks()
    for id in ids:
        story = _rewritten(mine, start, id)
        if story is None:
            marks.add(most / len(ids), 0, f"{id} is as it was at the start, is gone, or is a story of the lesson.")
            continue
        missing = [
            name for part, name in (("role", "who"), ("means", "what"), ("end", "what for")) if not getattr(story, part)
        ]
        linked = set(start.find(id).links) <= set(story.links)
        lost = "" if linked else f" It is no longer linked to {', '.join(start.find(id).links)}."
        said = f"{id} does not say {' and '.join(missing)}." if missing else f"{id} says who wants what, and what for."
        whole = not missing and linked
        marks.add(most / len(ids), whole or (0.5 if story.parsed.is_story and linked else 0), said + lost)
    return marks


def wording(mine: StorySet, start: StorySet, ids: Sequence[str], most: float) -> Marks:
    """What the checks of single stories see in the rewritten ones."""
    marks = Marks()
    for id in ids:
        story = _rewritten(mine, start, id)
        if story is None or not story.parsed.is_story:
            marks.add(most / len(ids), 0, f"{id} is no new story yet.")
        else:
            marks.weigh(most / len(ids), id, check_story(story.text, id))
    return marks


def criteria_read(mine: StorySet, start: StorySet, ids: Sequence[str], most: float) -> Marks:
    """Acceptance criteria that can be read as Given, When and Then."""
    marks = Marks()
    for id in ids:
        story, why = _own_story(mine, start, id), ""
        if story is None:
            why = f"{id} is not there."
        elif not story.criteria.strip():
            why = f"{id} has no acceptance criteria."
        else:
            try:
                whole = [s for s in read(story.criteria) if s.of("when") and s.of("then")]
                why = "" if whole else f"{id}: no scenario has a When and a Then."
            except CriteriaError as error:
                why = f"{id}: {error}"
        marks.add(most / len(ids), not why, why or f"{id}: the criteria can be read.")
    return marks


def criteria_quality(mine: StorySet, start: StorySet, ids: Sequence[str], most: float) -> Marks:
    """The four habits of good acceptance criteria, a quarter of each story's points for each."""
    marks = Marks()
    for id in ids:
        story = _own_story(mine, start, id)
        findings = check_acceptance(story.text, story.criteria, id) if story else []
        if story is None or any(f.criterion == "acceptance_read" for f in findings):
            marks.add(most / len(ids), 0, f"{id} has no criteria that can be read.")
            continue
        for criteria, habit in _HABITS.items():
            seen = [f.message for f in costly(findings) if f.criterion in criteria.split()]
            marks.add(most / len(ids) / len(_HABITS), not seen, f"{id}, {habit}: {' '.join(seen) or 'yes.'}")
    return marks


def split(mine: StorySet, start: StorySet, id: str, most: float) -> Marks:
    """One story split into two or more that are stories, differ, and stay linked: a third of the points for each."""
    marks = Marks()
    whole, parts = start.find(id), _parts(mine, id)
    findings = splitting.check(whole, parts)
    if len(parts) < 2:
        marks.add(most, 0, " ".join(f.message for f in findings))
        return marks
    for criteria, good in (
        ("split_story", f"all {len(parts)} parts say who wants what."),
        ("split_same", "no part says what another one says."),
        ("split_link", f"all parts are linked to {', '.join(whole.links)}."),
    ):
        seen = [f.message for f in costly(findings) if f.criterion == criteria]
        marks.add(most / 3, not seen, " ".join(seen) or good)
    return marks


def smaller(mine: StorySet, start: StorySet, id: str, most: float) -> Marks:
    """Parts that have a size, smaller than the whole's."""
    marks = Marks()
    parts = _parts(mine, id)
    seen = [f for f in splitting.check(start.find(id), parts) if f.criterion == "split_size"]
    share = 0.0 if len(parts) < 2 else 1 - len(seen) / len(parts)
    marks.add(most, share, " ".join(f.message for f in seen) or f"{len(parts)} parts, each smaller than {id}.")
    return marks


def twice(mine: StorySet, start: StorySet, pair: tuple[str, str], most: float) -> Marks:
    """Two stories that said the same: one of them is gone, or they were made to differ."""
    marks = Marks()
    known = [id for id in mine.ids if id in start.ids]
    if len(known) < len(start.ids) / 2:
        marks.add(most, 0, "Most of the stories that you began with are not there.")
        return marks
    left = [story for id in pair if (story := _own_story(mine, start, id))]
    same = len(left) == 2 and all(story.text == start.find(story.id).text for story in left)
    beside = check_set({s.id: s.text for s in mine.stories})
    found = costly(f for f in beside if f.criterion == "unique" and f.where.item in pair)
    seen = [f"{pair[0]} and {pair[1]} say the same."] if same else [f"{f.where.item}: {f.message}" for f in found]
    gone = "" if left else f" But {pair[0]} and {pair[1]} are both gone, and nobody can say now what they said."
    marks.add(
        most,
        0 if same or gone else max(0.0, 1 - 0.5 * len(seen)),
        (" ".join(seen) or "They say different things now, or one of them is gone.") + gone,
    )
    return marks


def added(mine: StorySet, start: StorySet, most: float) -> Marks:
    """A new story of the case, which no other one repeats: half for its three parts, half for its wording."""
    marks = Marks()
    new = [s for s in mine.stories if s.id not in start.ids and not s.epic and own(s, start)]
    best = max(new, key=lambda s: (bool(s.parsed.is_story and s.end), -len(costly(_about(mine, s)))), default=None)
    if best is None:
        items = ", ".join(sorted(start.by_item()))
        marks.add(most, 0, f"There is no new story that is linked to one of {items}.")
        return marks
    whole = bool(best.parsed.is_story and best.end)
    marks.add(most / 2, whole, f"{best.id} {'says' if whole else 'does not say'} who wants what, and what for.")
    if whole:
        marks.weigh(most / 2, best.id, _about(mine, best))
    else:
        marks.add(most / 2, 0, f"{best.id}: its wording counts when it is whole.")
    return marks


def skeleton(mine: StorySet, start: StorySet, most: float) -> Marks:
    """Steps that the first slice touches with a story of the case."""
    marks = Marks()
    first = start.slices[0]
    for step in start.steps:
        here = [s.id for s in _in_slice(mine, start, first.id) if s.step == step.id]
        why = f"{step.title}: {', '.join(here) or 'nothing in ' + first.title}."
        marks.add(most / len(start.steps), bool(here), why)
    return marks


def room(mine: StorySet, start: StorySet, most: float) -> Marks:
    """Whether the first slice holds no more than there is room for; it must touch most steps, or it is no release."""
    marks = Marks()
    first = start.slices[0]
    inside = _in_slice(mine, start, first.id)
    unsized = [story.id for story in inside if story.size is None]
    held = sum(story.size or 0 for story in inside)
    if len({story.step for story in inside if story.step}) <= len(start.steps) / 2:
        marks.add(most, 0, f"{first.title} touches too few steps to be a release.")
    elif unsized:
        marks.add(most, 0, f"{', '.join(unsized)} in {first.title} without a size: nobody can tell whether it fits.")
    else:
        share = 1 if held <= first.room else 0.5 if held <= 1.1 * first.room else 0
        marks.add(most, share, f"{first.title} holds {held:g} points, and there is room for {first.room:g}.")
    return marks


def by_date(mine: StorySet, start: StorySet, items: Sequence[str], most: float) -> Marks:
    """Backlog items that must be in the first slice."""
    marks = Marks()
    first = start.slices[0]
    there = {link for story in _in_slice(mine, start, first.id) for link in story.links}
    for item in items:
        marks.add(most / len(items), item in there, f"{item} is {'' if item in there else 'not '}in {first.title}.")
    return marks


def placed(mine: StorySet, start: StorySet, most: float) -> Marks:
    """Stories that had no step at the start and have one now, or were let go."""
    marks = Marks()
    homeless = [story.id for story in start.stories if not story.step]
    known = {story.id: story for story in mine.stories}
    for id in homeless:
        here = id in known and bool(known[id].step) and own(known[id], start)
        marks.add(most / len(homeless), here, f"{id} {'has its step' if here else 'has no step'} on the map.")
    return marks


def _borrowed(story: Story) -> bool:
    return splitting.core(story) in {splitting.core(other) for other in CASE.start.stories}


def _parts(mine: StorySet, id: str) -> list[Story]:
    return [part for part in mine.parts_of(id) if not _borrowed(part)]


def _in_slice(mine: StorySet, start: StorySet, slice: str) -> list[Story]:
    """The stories of the case in this slice that say who wants what."""
    return [s for s in mine.stories if s.slice == slice and own(s, start) and s.parsed.is_story]


def _own_story(mine: StorySet, start: StorySet, id: str) -> Story | None:
    return next((s for s in mine.stories if s.id == id and own(s, start)), None)


def _rewritten(mine: StorySet, start: StorySet, id: str) -> Story | None:
    """The story where it is there and its words are neither the draft's nor borrowed from the lesson."""
    story = next((s for s in mine.stories if s.id == id), None)
    if story is None or story.text.split() == start.find(id).text.split():
        return None
    return story if own(story.but(links=start.find(id).links), start) else None


def _about(mine: StorySet, story: Story) -> list[Finding]:
    """What the checks see in one story, and whether it repeats another."""
    beside: Iterable[Finding] = check_set({s.id: s.text for s in mine.stories})
    repeats = [f for f in beside if f.criterion == "unique" and f.where and f.where.item == story.id]
    return [*check_story(story.text, story.id), *repeats]
