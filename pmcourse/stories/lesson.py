"""What the stories lesson and its assignment put on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from pmcourse.findings import Finding, Verdict
from pmcourse.lesson import Exercise, Outcome, judged
from pmcourse.look import Panel, Picture, box, table_html
from pmcourse.stories import panels, plot, splitting, storymap
from pmcourse.stories.acceptance import check_acceptance
from pmcourse.stories.account import costly, quality
from pmcourse.stories.case import assignment_case, case, found, mine, opened
from pmcourse.stories.checks import check_story
from pmcourse.stories.desk import Choices
from pmcourse.stories.mapwidget import StoryMapWidget
from pmcourse.stories.model import Story
from pmcourse.stories.widget import StoryEditor

NEARLY = 0.75  # of the quality: one thing to improve may stay
NOTES = ("TS-05", "TS-07", "TS-09", "TS-10", "TS-15")  # of these, three are to be put right
QUIZ = ("operations", "rules", "data", "entry", "performance", "spike")  # patterns to recognise
_LINES = {
    "I would like to extend my loan in order to finish the shelf.": "who wants it",
    "as a volunteer I need the list of late loans so I can call people": "nothing",
    "As a member, I want to see what is in stock.": "what it is good for",
    "Faster search": "it is no story yet",
}


def answer_editor(shown: str = "") -> StoryEditor:
    """The assignment's editor: Lantern's stories, saved in answers/stories.json at every change."""
    return StoryEditor(opened(assignment_case()), shown)


def answer_map() -> StoryMapWidget:
    """The assignment's story map, on the same file."""
    return StoryMapWidget(opened(assignment_case()))


def anatomy(text: str) -> Panel:
    """A story with its role, means and end underlined and named."""
    return Panel(panels.anatomy_html(text))


def wall() -> Panel:
    """What the checks see on each note of the case's wall."""
    stories = case()
    return Panel(panels.wall_html(stories.stories, found(stories)))


def patterns() -> Panel:
    """The nine ways to split a story, each with an example folded away."""
    return Panel(panels.patterns_html(splitting.patterns()))


def picture() -> Picture:
    """The case's story map with its alt text."""
    return Picture(plot.story_map(case()), plot.story_map_words(case()))


def carried() -> Panel:
    """What the next lessons take over from answers/stories.json: the learner's stories of each backlog item."""
    stories = mine().value
    rows = (
        (item, "; ".join(escape(f"{id} {stories.find(id).title}") for id in ids))
        for item, ids in sorted(stories.by_item().items())
    )
    return Panel(box(table_html("Your stories for each backlog item", rows)))


def exercise_parts() -> Exercise:
    """Say what is missing in four lines as people write them."""
    options = ["nothing", "who wants it", "what is wanted", "what it is good for", "it is no story yet"]

    def reply(wrong: Sequence[str]) -> str:
        return f"Look again at “{wrong[0]}” Read it aloud: does it say who, what and what for?"

    right = "You read stories as people write them: commas and capital letters do not matter, the three parts do."
    hints = (
        "Who: after “as a”.",
        "What for: after “so that”, “so I can” or “in order to”.",
        "A heading says none of it.",
    )
    return _choices("07-parts", "What is missing?", _LINES, options, right, reply, hints)


def exercise_repair() -> Exercise:
    """Put words that can be tested in place of vague ones."""
    return _edited(
        "07-repair",
        "TS-06 asks for a “nice and user-friendly page”. What could a member do with it that they cannot do today? "
        "Keep the role, and write the rest anew.",
        "TS-06",
        lambda story: check_story(story.text, story.id),
        "That can be tried: two people would agree on whether it is there.",
        (
            "Members stand before closed doors. What would they look up before they leave the house?",
            "“… I want to see … before I leave home, so that …”",
            "The end should say what is better for the member: an evening not wasted.",
        ),
    )


def exercise_wall() -> Exercise:
    """Put three of five notes right."""

    def check() -> Outcome:
        now, start = mine().value, case()
        touched = [id for id in NOTES if id not in now.ids or now.find(id).text != start.find(id).text]
        if not touched:
            return Verdict.NOT_ATTEMPTED, f"Nothing is changed yet. Choose one of {', '.join(NOTES)}.", ()
        seen = found(now)
        gone = [id for id in touched if id not in now.ids]
        done = [*(id for id in touched if id in now.ids and not costly(seen[id])), *gone[:1]]
        left = [finding for id in touched if id not in done for finding in seen.get(id, ())]
        if len(gone) > 1:
            return Verdict.NOT_YET, f"{' and '.join(gone)} are deleted; one may go. Undo brings them back.", left
        if len(done) >= 3:
            return Verdict.RIGHT, f"{', '.join(done)}: the wall has become a list that a team can talk about.", left
        return Verdict.NOT_YET, f"{len(done)} of 3 are put right.", left

    return _exercise(
        "07-wall",
        "Put three of these notes right: TS-05, TS-07, TS-09, TS-10, TS-15. A note that says nothing of its own may "
        "go.",
        StoryEditor(mine(), "TS-05", criteria=False),
        check,
        (
            "TS-05: what is the receipt for? If it can wait, it is a story of its own (press New story).",
            "TS-09: ask “so that what?” once, and write down the answer.",
            "TS-15 says what TS-13 says. Deleting is an answer.",
        ),
    )


def exercise_criteria() -> Exercise:
    """Add what happens when it goes wrong."""
    return _edited(
        "07-criteria",
        "TS-03 says what happens when the drill is free. Add a scenario for the day when it is not.",
        "TS-03",
        lambda story: check_acceptance(story.text, story.criteria, story.id),
        "Now a tester, a volunteer and Amara would all agree on whether it works.",
        (
            "Copy the first scenario, and change its Given: somebody else has booked the drill.",
            "One When: what Amara does. Then: what she hears.",
            "Given the drill is booked for Saturday / When Amara asks for Saturday / Then she hears the next free day.",
        ),
        field="criteria",
        verdict=lambda findings, right: judged(findings, right, "Not yet: here is what the checks see."),
    )


def exercise_patterns() -> Exercise:
    """Recognise six of the nine patterns."""
    by_id = {pattern.id: pattern for pattern in splitting.patterns()}
    asked = {
        f"{by_id[id].quiz_whole} → {'; '.join(by_id[id].quiz_parts)}": by_id[id].name for id in QUIZ
    }  # fmt: skip

    def reply(wrong: Sequence[str]) -> str:
        pattern = next(by_id[id] for id in QUIZ if wrong[0].startswith(by_id[id].quiz_whole))
        return f"Look again at “{pattern.quiz_whole}” What is the same in all its parts, and what differs?"

    hints = (
        "Do the parts differ in what is done, in the rule, in the data, or in how it is put in?",
        "Two parts with the same words, one of them slower: what was put off?",
        "A part that only finds something out is a spike.",
    )
    right = "You know them when you see them. Next you split one yourself."
    options = [pattern.name for pattern in splitting.patterns()]
    return _choices("07-patterns", "Which pattern splits each of these?", asked, options, right, reply, hints)


def exercise_split() -> Exercise:
    """Split one large story."""

    def check() -> Outcome:
        now = mine().value
        whole = now.find("TS-16") if "TS-16" in now.ids else case().find("TS-16")
        parts = now.parts_of("TS-16")
        if not parts:
            return Verdict.NOT_ATTEMPTED, "TS-16 has no part yet. Press “Split off a part”.", ()
        return _weighed(
            [*splitting.check(whole, parts), *(f for part in parts for f in check_story(part.text, part.id))],
            f"{len(parts)} parts, and each would make somebody's day on its own.",
        )

    return _exercise(
        "07-split",
        "TS-16, “manage my shifts”, has 13 points. Split off at least two parts that a volunteer could use one by one, "
        "each with a size.",
        StoryEditor(mine(), "TS-16", criteria=False),
        check,
        (
            "“Manage” is a word of the second pattern: what does one do with a shift?",
            "Which part alone would spare Lucía her Thursdays on the telephone?",
            "See my shifts; take a free one; give one back. Sizes of 2, 3 and 5, say.",
        ),
    )


def exercise_map() -> Exercise:
    """Make the first release a walking skeleton that fits."""

    def check() -> Outcome:
        now = mine().value
        if now.slices == case().slices and {(s.id, s.step, s.slice) for s in now.stories} == {
            (s.id, s.step, s.slice) for s in case().stories
        }:
            return Verdict.NOT_ATTEMPTED, "The map is as it was. Move a card.", ()
        right = "A thin way through the whole of Toolshed, and it fits. Mr Tan can try it on 31 March."
        return judged([*storymap.skeleton(now), *storymap.room(now)], right, "Not yet: here is what is in the way.")

    return _exercise(
        "07-map",
        "Make 31 March a release that somebody can use from the first step to the last, within its 24 points. The "
        "council asks for booking with a screen reader (TS-03).",
        StoryMapWidget(mine()),
        check,
        (
            "Which of the two large stories under “Book it” can wait until summer?",
            "Under each other step, the smallest story is a good first candidate.",
            "TS-01, TS-03, TS-14, TS-04 and TS-12 have 21 points together.",
        ),
        "user-experience-design",
    )


def _weighed(findings: Sequence[Finding], right: str) -> Outcome:
    """Right where nothing is to be fixed and at most one thing to be improved: a check may be wrong."""
    if quality(findings) < NEARLY:
        return Verdict.NOT_YET, "Not yet: here is what the checks see.", findings
    doubt = " One thing is left below. You may have a good reason; then leave it." if costly(findings) else ""
    return Verdict.RIGHT, right + doubt, findings


def _edited(
    id: str,
    task: str,
    story: str,
    judge: Callable[[Story], Sequence[Finding]],
    right: str,
    hints: Sequence[str],
    field: str = "text",
    verdict: Callable[[Sequence[Finding], str], Outcome] | None = None,
) -> Exercise:
    """An exercise on one field of one story."""
    verdict = verdict or _weighed

    def check() -> Outcome:
        now = mine().value
        if story not in now.ids:
            return Verdict.NOT_ATTEMPTED, f"{story} is deleted. Undo brings it back.", ()
        if getattr(now.find(story), field) == getattr(case().find(story), field):
            return Verdict.NOT_ATTEMPTED, f"{story} is as it was. Write in its field above.", ()
        return verdict(judge(now.find(story)), right)

    return _exercise(id, task, StoryEditor(mine(), story, criteria=field == "criteria"), check, hints)


def _exercise(
    id: str,
    task: str,
    widget: StoryEditor | StoryMapWidget,
    check: Callable[[], Outcome],
    hints: Sequence[str],
    skill: str = "agile-user-stories",
) -> Exercise:
    """An exercise on the learner's stories; what is typed is saved before it is judged."""

    def saved() -> Outcome:
        widget.flush()
        return check()

    return Exercise(id, task, widget, saved, skill, hints)


def _choices(
    id: str,
    task: str,
    truth: Mapping[str, str],
    options: Sequence[str],
    right: str,
    reply: Callable[[Sequence[str]], str],
    hints: Sequence[str],
) -> Exercise:
    """An exercise that asks one choice for each text."""
    asked = Choices(truth, options)

    def check() -> Outcome:
        if asked.unanswered:
            return Verdict.NOT_ATTEMPTED, f"{asked.unanswered} of {len(truth)} are not chosen yet.", ()
        return (Verdict.NOT_YET, reply(asked.wrong), ()) if asked.wrong else (Verdict.RIGHT, right, ())

    return Exercise(id, task, asked, check, "agile-user-stories", hints)
