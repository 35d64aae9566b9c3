"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.agile import plot, variant
from pmcourse.agile.case import CASE
from pmcourse.agile.drift import RHYTHMS
from pmcourse.agile.model import Sprint
from pmcourse.agile.widget import ForecastEditor, RhythmEditor, SprintEditor
from pmcourse.artifact import ArtifactFile, opened
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.look import Panel, box
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, NumberTable, Question
from pmcourse.kit.sheet import asked, my_seed


def principles() -> Question:
    """Which principle each of five situations breaks."""
    return asked("principles", ChooseEach(variant.principles(my_seed()), variant.WORDS["principles"]))


def rules() -> Question:
    """Whose rule each of eight is."""
    return asked("rules", ChooseEach(variant.rules(my_seed()), variant.WORDS["rules"]))


def sprint() -> SprintEditor:
    """The sprint, kept in answers/sprint.json like all that is made in an editor."""
    return SprintEditor(_mine())


def interval_facts() -> Panel:
    """How often the interval shall hold."""
    return Panel(box(f"The next sprint shall lie in your interval for {variant.level(my_seed()):.0%} of all teams."))


def interval() -> ForecastEditor:
    """The rule for intervals."""
    return ForecastEditor(_mine(), variant.level(my_seed()))


def burn_up() -> Drawing:
    """The burn-up of the team that makes the phone sign-up."""
    return plot.burn_up(*variant.burn(my_seed()))


def burnup() -> Question:
    """What the burn-up says."""
    return asked("burnup", NumberTable("Read the burn-up", variant.WORDS["burn"], {"n": ""}))


def rhythm_widget() -> RhythmEditor:
    """The instrument of the lesson, with sliders."""
    return RhythmEditor(_mine())


def rhythm() -> Question:
    """How often each of three teams should plan again."""
    texts = {
        id: f"Team {name}. Worth moves by {market.change:.0%} a week; one planning takes "
        f"{10 * market.planning:g} hour{'' if round(10 * market.planning) == 1 else 's'}."
        for id, (name, market) in variant.markets(my_seed()).items()
    }
    return asked("rhythm", ChooseEach(texts, {str(every): f"plan {plot.rhythm(every)}" for every in RHYTHMS}))


def done() -> Question:
    """Eight sentences for a definition of done."""
    return asked("done", ChooseEach(variant.done(my_seed()), variant.WORDS["done"]))


def retro() -> Question:
    """What is missing in five actions."""
    return asked("retro", ChooseEach(variant.retro(my_seed()), variant.WORDS["retro"]))


def lifts() -> Question:
    """A promise for a product never seen."""
    past, held, of = variant.lifts(my_seed())
    done = ", ".join(map(str, past))
    question = (
        f"A firm repairs lifts: in the last {len(past)} weeks {done}. What is the most that it can promise for a week, "
        f"one of these numbers, so that it keeps the promise in {held} of {of} weeks?"
    )
    return asked("lifts", Number(question, "lifts"))


def worth() -> Question:
    """What going on is worth, for two things that are half built."""
    texts = {
        id: f"The {id} one: {bet.spent:,} spent, {bet.to_go:,} to go, chance {bet.chance:g}, brings {bet.brings:,}"
        for id, bet in variant.bets(my_seed()).items()
    }
    return asked("worth", NumberTable("What is going on worth, counted from today?", texts, {"n": "worth from today"}))


def goes_on() -> Question:
    """Which of the two goes on."""
    options = {"first": "the first one", "second": "the second one", "both": "both", "none": "none"}
    return asked("goes-on", ChooseOne("Which one goes on?", options))


def _mine() -> ArtifactFile[Sprint]:
    return opened(CASE.filename, Sprint, variant.case(my_seed()))
