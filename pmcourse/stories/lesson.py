"""What the stories lesson and its assignment put on the screen, each with one line in the notebook."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmcourse.findings import Finding, Verdict, costly, quality
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, judged, not_yet, right
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach
from pmcourse.stories import evidence, panels, plot, splitting, storymap, weighing, weighing_scenarios
from pmcourse.stories.acceptance import check_acceptance
from pmcourse.stories.anatomy import Anatomy
from pmcourse.stories.case import CASE, HERE, found
from pmcourse.stories.checks import check_story
from pmcourse.stories.mapwidget import StoryMapWidget
from pmcourse.stories.model import Story, StorySet
from pmcourse.stories.scenarios import read_what_can_be
from pmcourse.stories.widget import StoryEditor

NEARLY = 0.75  # of the quality: one thing to improve may stay
NOTES = ("TS-05", "TS-07", "TS-09", "TS-10", "TS-15")  # of these, three are to be put right
QUIZ = ("operations", "rules", "data", "entry", "performance", "spike")  # patterns to recognise
LINES = {
    "I would like to extend my loan in order to finish the shelf.": "who wants it",
    "as a volunteer I need the list of late loans so I can call people": "nothing",
    "As a member, I want to see what is in stock.": "what it is good for",
    "Faster search": "it is no story yet",
}
MISSING = ("nothing", "who wants it", "what is wanted", "what it is good for", "it is no story yet")
PATTERNS = {pattern.id: pattern for pattern in splitting.patterns()}
OPEN_WHEN = "open clos hour when lend time day staff café cafe there church station somebody"
ABOUT = {  # beginnings of words that a note still has when its meaning was kept: who, what and what for
    "TS-05": {"who": "desk volun", "what": "check return back receipt print hand", "why": ""},
    "TS-06": {"who": "member borrow", "what": OPEN_WHEN, "why": ""},
    "TS-07": {"who": "", "what": "dark theme night screen light eye contrast bright", "why": ""},
    "TS-09": {"who": "member borrow", "what": OPEN_WHEN, "why": ""},
    "TS-10": {"who": "member borrow", "what": "photo damag pictur", "why": ""},
    "TS-15": {"who": "member borrow", "what": "reserv book later date plan", "why": ""},
    "TS-16": {
        "who": "volun lucía lucia",
        "what": "shift desk turn rota evening thursday saturday sunday week swap come cannot can't ill sick place "
        "instead",
        "why": "",
    },
}
HOLLOW = re.compile(
    r"\b(?:clear(?:er|ly)?|eas(?:y|ier|ily)|pretty|helpful|handy|pleasant|quick(?:er|ly)?|fast(?:er)?|nice|good|simple)\b",
    re.I,
)
WITH_A_SHIFT = "see tell give take find swap offer choose ask cancel send get say fill monday tuesday wednesday friday"
COUNCIL = "TS-03"  # what the council asks for
LIGHT = 0.25  # of the whole: parts that are lighter together are no honest guess
exercise = Exercises("07-stories", HERE)


def anatomy(text: str) -> Panel:
    """A story with its role, means and end underlined and named."""
    return Panel(panels.anatomy_html(text))


def take_apart(text: str) -> Anatomy:
    """The same for words that the learner changes."""
    return Anatomy(text)


def wall() -> Panel:
    """What the checks see on each note of the case's wall."""
    stories = CASE.start
    return Panel(panels.wall_html(stories.stories, found(stories)))


def patterns() -> Panel:
    """The nine ways to split a story, each with an example folded away."""
    return Panel(panels.patterns_html(splitting.patterns()))


def story_map() -> Drawing:
    """The case's story map."""
    return plot.story_map(CASE.start)


def carried() -> Panel:
    """What the next lessons take over from answers/stories.json: the learner's stories of each backlog item."""
    stories = CASE.mine().value
    rows = (
        (item, "; ".join(f"{id} {stories.find(id).title}" for id in ids))
        for item, ids in sorted(stories.by_item().items())
    )
    return Panel(box(table_html("Your stories for each backlog item", rows)))


@exercise("parts", lambda: ChooseEach(list(LINES), MISSING))
def exercise_parts(now: dict[str, str], _start: object) -> Reply:
    """Say what is missing in four lines as people write them."""
    wrong = next((text for text, missing in LINES.items() if now[text] != missing), None)
    return not_yet(text=wrong) if wrong else right()


@exercise("repair", lambda: _editor("TS-06"), about=lambda stories: _field(stories, "TS-06", "text"))
def exercise_repair(now: StorySet, _start: StorySet) -> Reply:
    """Put words that can be tested in place of vague ones."""
    if "TS-06" not in now.ids:
        return not_yet("deleted")
    story = now.find("TS-06")
    seen = check_story(story.text, "TS-06")
    if vague := [finding for finding in seen if finding.criterion in ("unambiguous", "testable")]:
        return not_yet("vague", vague)
    if hollow := HOLLOW.search(f"{story.means} {story.parsed.word('end')}"):
        return not_yet("hollow", word=hollow[0])
    if evidence.repeats(story.parsed.word("end"), story.means, story.role):
        return not_yet("again")
    return _off(story) or _weighed(seen)


@exercise("wall", lambda: _editor("TS-05"), about=lambda stories: [_field(stories, id, "text") for id in NOTES])
def exercise_wall(now: StorySet, start: StorySet) -> Reply:
    """Put three of five notes right."""
    seen = found(now)
    gone = [id for id in NOTES if id not in now.ids]
    kept = [id for id in NOTES if id not in gone and _field(now, id, "text") != _field(start, id, "text")]
    off = [id for id in kept if _off(now.find(id))]
    done = [*(id for id in kept if id not in off and not costly(seen[id])), *gone[:1]]
    left = [finding for id in kept if id not in done for finding in seen[id]]
    if len(gone) > 1:
        return not_yet("deleted", left, gone=" and ".join(gone))
    if len(done) >= 3:
        return right(left, done=", ".join(done))
    return not_yet("off" if off else "not_yet", left, count=len(done), off=" and ".join(off))


@exercise("criteria", lambda: _editor("TS-03", criteria=True), about=lambda s: _field(s, "TS-03", "criteria"))
def exercise_criteria(now: StorySet, _start: StorySet) -> Reply | list[Finding]:
    """Add what happens when it goes wrong."""
    if "TS-03" not in now.ids:
        return not_yet("deleted")
    story = now.find("TS-03")
    scenarios, _ = read_what_can_be(story.criteria)
    if empty := [
        one for one in scenarios if (one.of("when") or one.of("then")) and weighing_scenarios.nothing_new(one)
    ]:
        return not_yet("empty", name=weighing_scenarios.name_of(empty[0]))
    endings = [" ".join(step.text for step in one.of("then")) for one in scenarios]
    if inside := [ending for ending in endings if evidence.is_inside(ending)]:
        return not_yet("inside", then=inside[0])
    if len(endings) > 1 and not any(evidence.differ(endings[0], ending) for ending in endings[1:]):
        return not_yet("alike")
    seen = check_acceptance(story.text, story.criteria, story.id)
    if not costly(seen) and any(finding.criterion == "failure_path" for finding in seen):
        return right(seen)._replace(key="unsure")
    return seen


@exercise("patterns", lambda: ChooseEach(_quiz(), [pattern.name for pattern in PATTERNS.values()]))
def exercise_patterns(now: dict[str, str], _start: object) -> Reply:
    """Recognise six of the nine patterns."""
    wrong = next((PATTERNS[id] for id in QUIZ if now[id] != PATTERNS[id].name), None)
    return not_yet(text=wrong.quiz_whole) if wrong else right()


@exercise("split", lambda: _editor("TS-16"), about=lambda stories: [part.model_dump() for part in _parts(stories)])
def exercise_split(now: StorySet, start: StorySet) -> Reply:
    """Split one large story."""
    whole = now.find("TS-16") if "TS-16" in now.ids else start.find("TS-16")
    parts = _parts(now)
    for part in parts:
        if off := _off(part, "TS-16"):
            return not_yet(off.key, part=part.id, **off.slots)
    if layers := [part for part in parts if evidence.names_inside(part.text)]:
        return not_yet("layer", part=layers[0].id)
    sizes = [part.size for part in parts if part.size]
    if len(parts) > 1 and len(sizes) == len(parts) and sum(sizes) < LIGHT * (whole.size or 0):
        return not_yet("light", sum=f"{sum(sizes):g}", whole=f"{whole.size:g}")
    same = [finding for finding in splitting.check(whole, parts) if finding.criterion == "split_same"]
    good, unsure, why = weighing.narrower(whole, parts, f"{ABOUT['TS-16']['what']} {WITH_A_SHIFT}")
    if not same and len(parts) > 1 and len(good) + len(unsure) < len(parts):
        return not_yet("wider", why=why)
    seen = [*splitting.check(whole, parts), *(f for part in parts for f in check_story(part.text, part.id))]
    reply = _weighed(seen, count=len(parts))
    return reply._replace(key="unsure") if unsure and reply.verdict is Verdict.RIGHT and not costly(seen) else reply


@exercise(
    "map",
    lambda: StoryMapWidget(CASE.mine()),
    about=lambda stories: (stories.slices, {(story.id, story.step, story.slice) for story in stories.stories}),
)
def exercise_map(now: StorySet, start: StorySet) -> Reply:
    """Make the first release a walking skeleton that fits; sizes and the steps of the start are facts."""
    first = now.slices[0].id
    inside = [story for story in now.stories if story.slice == first]
    known = {story.id: story for story in start.stories if story.step}
    if moved := [story for story in inside if story.id in known and story.step != known[story.id].step]:
        return not_yet("moved", id=moved[0].id, step=_title(start, known[moved[0].id].step))
    sized = {story.id: story.size for story in start.stories}
    facts = now
    for story in inside:
        if story.id in start.ids and story.id not in known:
            facts = facts.change(story.id, step="")  # with a card that belongs to no step nobody can do one
        if sized.get(story.id) is not None:
            facts = facts.change(story.id, size=sized[story.id])
    findings = [*storymap.skeleton(facts), *storymap.room(facts)]
    if not costly(findings) and COUNCIL not in {story.id for story in inside}:
        return not_yet("council")
    return judged(findings)


def _editor(shown: str, criteria: bool = False) -> StoryEditor:
    return StoryEditor(CASE.mine(), shown, criteria=criteria)


def _field(stories: StorySet, id: str, field: str) -> str | None:
    """A field of one story, None where the story is deleted."""
    return getattr(stories.find(id), field) if id in stories.ids else None


def _off(story: Story, like: str = "") -> Reply | None:
    """The reply where a story does not say what its note is about, or not for whom; None where it does."""
    about = ABOUT[like or story.id]
    if evidence.is_sentence(story.text) and evidence.says(story.text, about["what"]):
        if not story.role or not about["who"] or evidence.says(story.role, about["who"]):
            return None
        return not_yet("role", role=story.role)
    return not_yet("off")


def _title(stories: StorySet, step: str) -> str:
    return next(one.title for one in stories.steps if one.id == step)


def _parts(stories: StorySet) -> Sequence[Story]:
    return stories.parts_of("TS-16")


def _quiz() -> dict[str, str]:
    return {id: f"{PATTERNS[id].quiz_whole} → {'; '.join(PATTERNS[id].quiz_parts)}" for id in QUIZ}


def _weighed(findings: Sequence[Finding], **slots: object) -> Reply:
    """Right where nothing is to be fixed and at most one thing to be improved: a check may be wrong."""
    if quality(findings) < NEARLY:
        return not_yet(findings=findings)
    reply = right(findings, **slots)
    return reply._replace(key="nearly") if costly(findings) else reply
