"""The assignment on the screen: each question is one line in its notebook, and each answer is kept on the answer sheet.

The numbers are the learner's own: `variant` makes them from the seed on the sheet.
"""

from __future__ import annotations

from markupsafe import Markup

from pmcourse.artifact import opened
from pmcourse.backlog import variant
from pmcourse.backlog.kano import said
from pmcourse.backlog.model import Backlog
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, NumberTable, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed

ZERO = {
    "none": "It has no score: nothing is done for nothing, so the effort must be estimated again",
    "first": "It stands first: it costs nothing",
    "zero": "Its score is 0",
    "last": "Its score is the reach times the impact",
}


def rice() -> Question:
    """Three RICE scores to work out."""
    backlog = variant.case(my_seed())
    rows = {}
    for id in variant.scored(my_seed()):
        item = backlog.find(id)
        rows[id] = (
            f"{id} {item.title}: {item.reach:,.0f} people, impact {item.impact:g}, {item.confidence:.0%} sure, "
            f"{_weeks(item.effort, 'person-week')}"
        )
    return asked("rice", NumberTable("Work out the RICE score of each", rows, {"score": "RICE score"}))


def zero() -> Question:
    """What an effort of 0 means for the score."""
    return asked("zero", ChooseOne("Somebody estimates the effort of an item as 0. What is its RICE score?", ZERO))


def quotients() -> Question:
    """Three quotients of cost of delay and duration."""
    backlog = variant.case(my_seed())
    rows = {}
    for id in variant.scored(my_seed()):
        item = backlog.find(id)
        rows[id] = f"{id} {item.title}: {item.cost_of_delay:,.0f} a week of delay, {_weeks(item.duration)} of work"
    return asked("quotients", NumberTable("Cost of delay ÷ duration", rows, {"quotient": "quotient"}))


def table() -> BacklogWidget:
    """Lantern's backlog, saved as answers/backlog.json at every change."""
    return BacklogWidget(opened("backlog.json", Backlog, variant.case(my_seed())), ("wsjf", "rice", "moscow"))


def release() -> Panel:
    """How much time there is until 1 May, and the descriptions, which say what the law asks for."""
    weeks = variant.capacity(my_seed())
    told = Markup("Until 1 May the team has <strong>{} person-weeks</strong>. All twelve items need more.")
    about = [(item.id, f"{item.title}: {item.description}") for item in variant.case(my_seed()).items]
    return Panel(box(told.format(weeks) + table_html("What is known of each item", about)))


def kano() -> Question:
    """What five pairs of answers make of an item."""
    backlog = variant.case(my_seed())
    rows = {id: f"{id} {backlog.find(id).title}: {said(*pair)}" for id, pair in variant.survey(my_seed()).items()}
    return asked("kano", ChooseEach(rows, variant.CLASSES))


def moved() -> Question:
    """Which item moves farthest between two methods."""
    return asked("moved", ChooseOne("Which item's rank differs most between RICE and WSJF?", _items()))


def one_week() -> Question:
    """What a week in which nothing is finished costs."""
    return asked("one-week", Number("What does a week cost in which none of the twelve is finished?", "money"))


def refuse() -> Question:
    """Two items to be refused for now."""
    rows = {"first": "The first item to refuse for now", "second": "The second item to refuse for now"}
    return asked("refuse", ChooseEach(rows, _items(), once=True))


def saved() -> Question:
    """How much the learner's own order saves."""
    return asked("saved", Number("How much cheaper is your order than the order at the start?", "money"))


def methods() -> Question:
    """Which method fits which of five situations."""
    return asked("methods", ChooseEach(variant.situations(my_seed()), variant.METHODS))


def clinic() -> Question:
    """An order for a product never seen before."""
    case = variant.clinic(my_seed())
    jobs = case.jobs.items()
    lines = {id: f"{title}: {cost:,} a week of delay, {_weeks(weeks)}" for id, (title, cost, weeks) in jobs}
    return asked("clinic", OrderLines("First on top: the order that loses least money", lines))


def clinic_need() -> Panel:
    """What one of the clinic's jobs waits for."""
    case = variant.clinic(my_seed())
    after, first = (case.jobs[id][0] for id in case.needs)
    return Panel(box(f"“{after}” cannot be done before “{first}”."))


def recall() -> Question:
    """From the lesson on user stories: what is missing in four lines."""
    options = ("nothing", "who wants it", "what is wanted", "what it is good for")
    return asked("recall", ChooseEach(variant.RECALL, options))


def _items() -> dict[str, str]:
    backlog = variant.case(my_seed())
    return {id: f"{id} {backlog.find(id).title}" for id in sorted(backlog.ids)}


def _weeks(count: float, word: str = "week") -> str:
    return f"{count:g} {word}{'' if count == 1 else 's'}"
