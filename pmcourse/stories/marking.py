"""What is written and laid out in the assignment earns: one function a graded cell, one account of points each.

A function with a `key` says only how much is answered as long as it has none: the keys stand in source/ alone. Sizes,
ids and room are the variant's, whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.artifact import answer
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered
from pmcourse.kit.marks import Marks
from pmcourse.stories import evidence, variant, weighing, weighing_scenarios
from pmcourse.stories.case import CASE
from pmcourse.stories.evidence import Key
from pmcourse.stories.model import Story, StorySet
from pmcourse.stories.scenarios import read_what_can_be

OVERFULL = 1.25  # times the room: more is no choice
NEARLY_FULL, LITTLE_OVER, FAR_OVER = 1.1, 0.75, 0.25  # times the room; what the rest is worth up to there, and beyond
_UNFINISHED, _FILL_IN = "{} still has “…” in it.", "Put your own words in the place of each “…”."
BY_PILE = 3  # steps: so many are touched by any handful of cards
LEAST_OWN = 3  # points: what a story of the learner's own counts at least


@account(2)
def stories(key: Mapping[str, Key] | None = None) -> Marks:
    """Two drafts made into stories: half of their task, for a program sees words alone."""
    desk, mine, marks = variant.desk(HandedIn().seed), _handed_in(), Marks()
    names = variant.drafts(HandedIn().seed)
    texts = {name: _text(mine, desk.ids[name]) for name in names}
    new = {name: text for name, text in texts.items() if text.split() != _text(desk.stories, desk.ids[name]).split()}
    if key is None:
        return answered(2, [name for name in new if all(weighing.parts(new[name])[:2])], len(names))
    twice = len(new) == 2 and evidence.most_like(new[names[0]], [new[names[1]]], 0.99)
    for name in names:
        id, note = desk.ids[name], variant.BANK["drafts"][name]["note"]
        if not texts[name]:
            marks.add(1, 0, f"{id} is gone.", "Bring it back with Undo, and rewrite it.")
        elif name not in new:
            marks.add(1, 0, f"{id} is as it was at the start.", "Rewrite it in the editor.")
        else:
            others = [key[other] for other in key if other != name]
            shown = variant.BANK["later"][name].values()
            weighing.story(marks, 1, id, new[name], key[name], note, others, 0 if twice else 1, shown)
    return marks


@account(1)
def stranger(key: Mapping[str, Key] | None = None) -> Marks:
    """One story for a product never seen."""
    work = HandedIn()
    given = work.answer("stranger")
    if key is None:
        return answered(1, given, 1)
    if not isinstance(given, str) or not given.strip():
        return Marks().add(1, 0, "Not answered yet.", "Write one story.")
    name = variant.stranger(work.seed)
    others = [key[other] for other in key if other != name]
    says, shown = variant.BANK["strangers"][name]["says"], variant.BANK["elsewhere"][name].values()
    return weighing.story(Marks(), 1, "", given, key[name], says, others, shown=shown)


@account(1.5)
def criteria(key: Mapping[str, Key] | None = None) -> Marks:
    """Acceptance criteria of one story: half of their task, for a program sees words alone."""
    seed = HandedIn().seed
    name = variant.told(seed)
    story = _story_of(_handed_in(), variant.desk(seed).ids[name])
    marks = Marks()
    if not story.criteria.strip():
        return marks.add(1.5, 0, f"{story.id} has no acceptance criteria.", "Write one scenario: Given, When, Then.")
    found, left = read_what_can_be(story.criteria)
    found = tuple(one for one in found if one.of("when") or one.of("then"))
    if not found:
        why = "There is no scenario with a When and a Then: " + (f"“{left[0][:60]}”." if left else "nothing is done.")
        return marks.add(1.5, 0, why, "Begin each line with Given, When or Then.")
    if key is None:
        return answered(1.5, [one for one in found if one.of("when") and one.of("then")], 2)
    return weighing_scenarios.scenarios(marks, 1.5, story, found, left, key[name], variant.BANK["steps"][name].values())


@account(1.25)
def split(key: str | None = None) -> Marks:
    """The large story in two parts or more, each narrower than the whole: half of the task."""
    desk, mine, marks = variant.desk(HandedIn().seed), _handed_in(), Marks()
    id = desk.ids[variant.LARGE]
    whole, parts = desk.stories.find(id), [part for part in mine.parts_of(id) if "…" not in part.text]
    if len(parts) < 2:
        why, next = (
            f"{id} has {len(parts)} of at least two parts.",
            "Show it in the editor and press “Split off a part”.",
        )
        if unfinished := [part.id for part in mine.parts_of(id) if "…" in part.text]:
            why, next = f"{why} {_UNFINISHED.format(unfinished[0])}", _FILL_IN
        return marks.add(1.25, 0, why, next)
    if key is None:
        return answered(1.25, parts, 2)
    good, unsure, why = weighing.narrower(whole, parts, key)
    sure = min(len(good), 2)
    waits = min(len(unsure), 2 - sure)
    if waits < 2:
        next = "What could somebody do with this part on the day when it alone is there?"
        marks.add(0.375 * (2 - waits), sure / (2 - waits), why, next)
    if waits:
        texts = weighing.quoted(*(part.text for part in unsure[:waits]))
        marks.wait(0.375 * waits, f"{texts}: a program does not know these words, or what this is a part of.")
    if not good and not unsure:
        return marks.add(0.5, 0, "The form counts once a part is one.", "Write a part that somebody could use.")
    formless = [part.id for part in parts if not all(weighing.parts(part.text))]
    said, share = "Each part says who wants what, and what for.", 1 - len(formless) / len(parts)
    if formless:
        said = f"{', '.join(formless)} does not say who, what and what for."
    if good:
        return marks.add(0.5, share, said, "As a …, I want …, so that ….")
    if formless:
        marks.add(0.5 * (1 - share), 0, said, "As a …, I want …, so that ….")
    return marks.wait(0.5 * share, "The form counts where a part is one.") if share else marks


@account(0.5)
def new_story(key: Key | None = None) -> Marks:
    """A story of the learner's own for Lantern, which says what no other says; its id and link do not matter."""
    desk, mine = variant.desk(HandedIn().seed), _handed_in()
    taken = {desk.ids[name] for name in variant.drafts(HandedIn().seed)}
    on_desk = {_said(story): f"{story.id} of your desk" for story in desk.stories.stories}
    known = {_said(story): f"{story.id} of the lesson" for story in CASE.start.stories} | on_desk
    told = [story.text for story in (*desk.stories.stories, *CASE.start.stories)]
    told += [_text(mine, id) for id in taken]
    own = [story for story in mine.stories if story.id not in taken and not story.epic]
    new = [story for story in own if "…" not in story.text and _said(story) not in known]
    if not new:
        copied = [story for story in own if _said(story) in known and story.id not in desk.names]
        why, next = "There is no new story yet.", "Press “New story” and put your words in."
        if unfinished := [story.id for story in own if "…" in story.text]:
            why, next = _UNFINISHED.format(unfinished[0]), _FILL_IN
        elif copied:
            why = f"{copied[0].id} is, word for word, {known[_said(copied[0])]}."
            next = "What can learners not do yet? Say that."
        return Marks().add(0.5, 0, why, next)
    if key is None:
        return answered(0.5, new[0].text, 1)
    tries = []
    for story in new:
        if evidence.most_like(story.text, told, 0.99):
            why = f"{story.id} wants what another story wants already."
            tries.append(Marks().add(0.5, 0, why, "What can learners not do yet?"))
        elif like := evidence.most_like(story.text, told):
            texts = weighing.quoted(story.text, like)
            tries.append(Marks().wait(0.5, f"{texts}: a program cannot say whether these two want the same."))
        else:
            shown = variant.BANK["wants"].values()
            tries.append(weighing.story(Marks(), 0.5, story.id, story.text, key, "", (), shown=shown))
    return max(tries, key=lambda marks: (marks.points, marks.waiting))


@account(1)
def placed(steps: Mapping[str, str] | None = None) -> Marks:
    """The four stories that had no step: each lies where somebody would use it."""
    desk, mine, marks = variant.desk(HandedIn().seed), _handed_in(), Marks()
    here = {name: _step(mine, desk.ids[name]) for name in variant.DRAFTS}
    if steps is None:
        return answered(1, [name for name, step in here.items() if step], len(here))
    if len(set(here.values())) == 1:
        return marks.add(1, 0, "All four lie in the same place." if any(here.values()) else "None has a step yet.",
                         "In which step would somebody use this story?")  # fmt: skip
    for name, step in here.items():
        fits = step in steps[name].split()
        why = "It lies where somebody would use it." if fits else "It has no step yet." if not step else "Not there."
        marks.add(0.25, fits, why, "In which step would somebody use it?", desk.ids[name])
    return marks


@account(3.5)
def release(steps: Mapping[str, str] | None = None) -> Marks:
    """A first release that goes all the way, keeps the law and fits: each only where not simply everything is in it."""
    desk, mine, marks = variant.desk(HandedIn().seed), _handed_in(), Marks()
    first = desk.stories.slices[0]
    inside = [story for story in mine.stories if story.slice == first.id]
    held = sum(_weight(story, desk, mine) for story in inside)
    told = f"{first.title} holds {held:g} points; there is room for {first.room:g}."
    if not inside or held > OVERFULL * first.room:
        why = told + " So much is no choice." if inside else f"{first.title} holds nothing yet."
        return marks.add(3.5, 0, why, "Choose the least that takes somebody all the way.")
    if steps is None:
        return answered(3.5, inside, len(inside))
    if len(inside) < 3:
        return marks.add(3.5, 0, f"{told} So few stories are no release.", "Take somebody through all five steps.")
    touched = {_true_step(story, desk, steps) for story in inside}
    open_ = [step.title for step in desk.stories.steps if step.id not in touched]
    why = f"Nobody can do this with it: {', '.join(open_)}." if open_ else "It goes all the way."
    share = max(0, len(desk.stories.steps) - len(open_) - BY_PILE) / (len(desk.stories.steps) - BY_PILE)
    if idle := [one.id for one in inside if one.step and one.step not in touched]:
        why += f" Nobody gets through a step with {', '.join(idle)} alone."
    fits = _fits(held, first.room)
    over = "" if fits == 1 else f" {told} What does not fit counts for less."
    marks.add(1.5, share * fits, why + over, "Move into it the smallest story with which somebody can do this step."
              if open_ else "Move out what no step needs.")  # fmt: skip
    lawful = [name for name in variant.LAW if desk.ids[name] in {story.id for story in inside}]
    for name in variant.LAW:
        there = name in lawful
        why = f"It is in it.{over}" if there else "Something that the law asks for is not in it."
        next = "Move out what no step needs." if there else "Read what is behind the drafts."
        marks.add(0.5, there * fits, why, next, desk.ids[name] if there else "")
    if open_ or len(lawful) < len(variant.LAW):
        return marks.add(1, 0, "The room counts once every step and the law are in it.", "Begin with these.")
    return marks.add(1, 1 if fits == 1 else 0.5 if held <= NEARLY_FULL * first.room else 0, told,
                     "Move out what no step needs.")  # fmt: skip


def _fits(held: float, room: float) -> float:
    """What steps and law are worth in a release of `held` points: what does not fit is not released."""
    return 1 if held <= room else LITTLE_OVER if held <= NEARLY_FULL * room else FAR_OVER


def _handed_in() -> StorySet:
    """The learner's stories. Raises CourseError where they are not those of the learner's own case."""
    case, mine = variant.case(HandedIn().seed), answer("stories.json", StorySet)
    kept = [
        story.id
        for story in case.stories
        if story.id in mine.ids and (mine.find(story.id).text == story.text or mine.find(story.id).links == story.links)
    ]
    if len(kept) < len(case.ids) / 2 or mine.steps != case.steps:
        raise CourseError(
            "These are not the stories that lay on your desk. Use the editor and the map of the assignment."
        )
    return mine


def _said(story: Story) -> str:
    """The words of a story alone: two with the same are one story."""
    return " ".join(readers.words(story.text))


def _text(stories: StorySet, id: str) -> str:
    return stories.find(id).text if id in stories.ids else ""


def _step(stories: StorySet, id: str) -> str:
    return stories.find(id).step if id in stories.ids else ""


def _story_of(stories: StorySet, id: str) -> Story:
    """The story; raises CourseError where it is gone."""
    if id not in stories.ids:
        raise CourseError(f"{id} is gone. Bring it back with Undo, and go on with it.")
    return stories.find(id)


def _true_step(story: Story, desk: variant.Desk, steps: Mapping[str, str]) -> str:
    """The step that somebody can do with a story: the learner's where that is one of those that fit, else the first
    that does, "" where none does.

    A part belongs where its whole does, a twin where its like does. What a story of the learner's own does a program
    cannot see: it takes nobody through a step.
    """
    name = desk.names.get(story.id) or (desk.names.get(story.epic) if story.epic else None)
    if name is None:
        return ""
    name = desk.like if name == "twin" else name
    fitting = steps.get(name, desk.stories.find(desk.ids[name]).step).split()
    return story.step if story.step in fitting else next(iter(fitting), "")


def _weight(story: Story, desk: variant.Desk, mine: StorySet) -> float:
    """Points of a story: those of the case where it has some. A split makes no work smaller, and nothing is done for 1.

    The parts of a story weigh together what the whole weighs, in the learner's proportions, where they say less.
    """
    if story.id in desk.names:
        return desk.stories.find(story.id).size or 0
    size = story.size or 0
    if story.epic in desk.names:
        parts = mine.parts_of(story.epic)
        whole, told = desk.stories.find(story.epic).size or 0, sum(part.size or 0 for part in parts)
        return whole / len(parts) if not told or not size else size * max(1, whole / told)
    return max(size, LEAST_OWN)
