"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import opened
from pmcourse.kanban import plot, records, variant
from pmcourse.kanban.case import CASE
from pmcourse.kanban.lesson import AGES, CLASSES, RULES
from pmcourse.kanban.model import COLUMNS, DAYS, RATE, ROOM, WEEKS, Flow
from pmcourse.kanban.variant import FROM, RUN, TO
from pmcourse.kanban.widget import Forecaster, LimitsEditor
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed


def clocks_facts() -> Panel:
    """The log of seven cards."""
    rows = [(one.title, one.words) for one in records.clocks(my_seed()).cards]
    return Panel(box(table_html("Seven cards, and their days", rows)))


def lead() -> Question:
    """By the customer's clock."""
    return asked("lead", Number(f"Lead time of “{records.clocks(my_seed()).lead.title}”, by the learners' clock", DAYS))


def cycle() -> Question:
    """By the team's clock."""
    return asked("cycle", Number(f"Cycle time of “{records.clocks(my_seed()).cycle.title}”, which was sent back", DAYS))


def median() -> Question:
    """Of all that are done."""
    return asked("median", Number("The middle one (median) of the cycle times of all cards that are done now", DAYS))


def office_facts() -> Panel:
    """The product never seen before."""
    one = variant.office(my_seed())
    return Panel(
        box(
            f"You have never seen this one: a passport office. On average {one.inside} people are inside. In an hour "
            f"{one.hourly} come, and {one.hourly} leave, all day long."
        )
    )


def minutes() -> Question:
    """How long people are inside."""
    return asked("minutes", Number("How long is somebody inside, on average?", "minutes"))


def room() -> Question:
    """How many may be."""
    wanted = variant.office(my_seed()).wanted
    return asked("room", Number(f"How many may be inside, if that is to be {wanted} minutes at the same rate?", ROOM))


def picture() -> Drawing:
    """The cumulative flow of a board."""
    return plot.cumulative(variant.picture(my_seed()).log, RUN)


def picture_table() -> Panel:
    """The same as a table."""
    rows = plot.told(variant.picture(my_seed()).log, RUN, 10)
    return Panel(box(table_html("Cards that came so far, to this column or further", rows)))


def progress() -> Question:
    """In progress on a day."""
    return asked("progress", Number(f"Cards in progress at the end of day {TO}", "cards"))


def rate() -> Question:
    """Done in a week."""
    return asked("rate", Number(f"Cards done in a week (5 days), from day {FROM} to day {TO}; two decimals", RATE))


def bottleneck() -> Question:
    """Where cards pile up."""
    return asked("bottleneck", ChooseOne(f"Where do cards pile up from day {FROM} to day {TO}?", COLUMNS))


def limits() -> LimitsEditor:
    """The limits, kept in answers/flow.json like all that is made in an editor."""
    seed = my_seed()
    return LimitsEditor(opened(CASE.filename, Flow, CASE.assignment), variant.team(seed), seed % 1000)


def ages_facts() -> Panel:
    """Ages at which past cards left each column."""
    rows = [
        (column, f"half had left by day {half}, 85% by day {most}, 95% by day {last}")
        for column, (half, most, last) in records.ages(my_seed()).past.items()
    ]
    return Panel(box(table_html("Ages at which past cards left a column", rows)))


def ages() -> Question:
    """Five cards."""
    cards = records.ages(my_seed()).cards
    texts = {id: f"{title}: in {column}, {age} days old" for id, (title, column, age) in cards.items()}
    return asked("ages", ChooseEach(texts, AGES))


def rules() -> Question:
    """Five complaints, and the rule that would change each."""
    return asked("rules", ChooseEach(variant.rules(my_seed()), RULES))


def classes() -> Question:
    """Five cards, and what waiting costs."""
    return asked("classes", ChooseEach(variant.classes(my_seed()), CLASSES))


def order() -> Question:
    """Seven options in the order in which they are pulled."""
    one = variant.queue(my_seed())
    lines = {id: f"{id} {card.words}" for id, card in one.options.items()}
    return asked("order", OrderLines(f"First on top; 85% of cards are done within {one.within} days", lines))


def weeks_facts() -> Panel:
    """Twelve weeks, of which three are not listed."""
    one = records.weeks(my_seed())
    told = ", ".join(f"week {week}: {many}" for week, many in enumerate(one.done, 1) if many)
    return Panel(
        box(
            f"Cards done in the last twelve weeks: {told}. Weeks that are not listed had nothing done. {one.left} "
            "cards are left. Nobody adds any."
        )
    )


def forecaster() -> Forecaster:
    """The lesson's instrument; nothing in it is handed in."""
    return Forecaster()


def weeks() -> Question:
    """With a chance of 85%."""
    return asked("weeks", Number("In how many weeks are all done, with a chance of 85% or more?", WEEKS))


def chance() -> Question:
    """With the mean."""
    question = (
        "Somebody divides the cards that are left by the mean of all twelve weeks, rounds up to whole weeks, and "
        "promises that. How likely is it kept?"
    )
    return asked("chance", Number(question, "%"))
