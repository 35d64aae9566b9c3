"""The assignment on the screen: each question is one line in its notebook, and each answer is kept on the answer sheet.

Drafts, names and sizes are the learner's own: `variant` makes them from the seed on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from pmcourse.artifact import ArtifactFile, opened
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Question, ShortText
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.stories import variant
from pmcourse.stories.mapwidget import StoryMapWidget
from pmcourse.stories.model import StorySet
from pmcourse.stories.widget import StoryEditor


def missing() -> Question:
    """What is missing in five lines."""
    return asked("missing", ChooseEach(variant.items(my_seed(), "missing"), variant.WORDS))


def rules() -> Question:
    """Which rule each of five stories breaks."""
    return asked("rules", ChooseEach(variant.items(my_seed(), "rules"), variant.RULES))


def drafts() -> Panel:
    """The two drafts that are to become stories, and what is behind them."""
    return Panel(box(table_html("Two drafts, and what is behind them", _behind(variant.drafts(my_seed())))))


def later() -> Question:
    """What is seen a month later, and what each of it shows."""
    return asked("later", ChooseEach(variant.later(my_seed()), variant.EFFECTS))


def editor() -> StoryEditor:
    """The editor of the learner's stories, saved in answers/stories.json at every change."""
    return StoryEditor(_file(), variant.desk(my_seed()).ids[variant.drafts(my_seed())[0]])


def scenarios() -> Question:
    """What is wrong with five scenarios."""
    return asked("scenarios", ChooseEach(variant.items(my_seed(), "scenarios"), variant.FAULTS))


def criteria() -> Panel:
    """The story that is to get acceptance criteria."""
    return _shown("Write the acceptance criteria of this story", variant.told(my_seed()))


def steps() -> Question:
    """Lines to sort: which are steps of the story above."""
    return asked("steps", ChooseEach(variant.steps(my_seed()), variant.STEPS))


def split() -> Panel:
    """The story that is to be split."""
    return _shown("Split this story", variant.LARGE)


def ways() -> Question:
    """Ways of splitting the large story, and what is to be said of each."""
    return asked("ways", ChooseEach(variant.items(my_seed(), "ways"), variant.WAYS))


def twins() -> Question:
    """The two stories that say the same."""
    rows = {"first": "One of the two", "second": "The other one"}
    stories = {story.id: f"{story.id} {story.title}" for story in variant.case(my_seed()).stories}
    return asked("twins", ChooseEach(rows, stories, once=True))


def wants() -> Question:
    """Wishes, of which some are new."""
    return asked("wants", ChooseEach(variant.wants(my_seed()), variant.WANTS))


def story_map() -> StoryMapWidget:
    """The story map, on the same file as the editor."""
    return StoryMapWidget(_file())


def release() -> Panel:
    """How much room the first release has, and what is behind the stories that have no step yet."""
    first = variant.case(my_seed()).slices[0]
    room = Markup("Until {} the team can do <strong>{:g} points</strong>.").format(first.title, first.room)
    return Panel(box(room + table_html("Four stories without a step", _behind(variant.DRAFTS))))


def stranger() -> Question:
    """A story for a product never seen before."""
    one = variant.BANK["strangers"][variant.stranger(my_seed())]
    return asked("stranger", ShortText(f"{one['place']}. {one['says']} Write one story that would help"))


def elsewhere() -> Question:
    """What is seen a month later where the product never seen is."""
    return asked("elsewhere", ChooseEach(variant.elsewhere(my_seed()), variant.EFFECTS))


def recall() -> Question:
    """From the first lesson: which wish helps most people for the least work."""
    wishes = variant.wishes(my_seed())
    options = {id: f"{title}: {people} people, {weeks} weeks" for id, (title, people, weeks) in wishes.items()}
    return asked("recall", ChooseOne("Which of the three wishes comes first?", options))


def _file() -> ArtifactFile[StorySet]:
    return opened("stories.json", StorySet, variant.case(my_seed()))


def _behind(names: Iterable[str]) -> list[tuple[str, str]]:
    """The drafts as they lay on the desk, each with what is behind it."""
    desk = variant.desk(my_seed())
    drafts = sorted((desk.stories.find(desk.ids[name]) for name in names), key=lambda story: story.id)
    notes = variant.BANK["drafts"]
    told = Markup("{}<br><em>{}</em>")
    return [(draft.id, told.format(draft.text, notes[desk.names[draft.id]]["note"])) for draft in drafts]


def _shown(title: str, name: str) -> Panel:
    desk = variant.desk(my_seed())
    story = desk.stories.find(desk.ids[name])
    return Panel(box(table_html(title, [(story.id, story.text)])))
