"""The assignment on the screen: each question is one line in its notebook, and each answer is kept on the answer sheet.

The numbers are the learner's own: `variant` makes them from the seed on the sheet.
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from pmcourse.artifact import opened
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, NumberTable, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.roadmap import variant
from pmcourse.roadmap.arrangement import Down
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.texts import percent
from pmcourse.roadmap.widget import RoadmapWidget


def kinds() -> Question:
    """Output, outcome or impact: five sentences of the bank."""
    return asked("kinds", ChooseEach(variant.sentences(my_seed()), variant.KINDS))


def expected() -> Question:
    """Two expected efforts: one as a whole, one the part of a team."""
    case = variant.case(my_seed())
    rows = {}
    for id, part in zip(variant.estimated(my_seed()), ("as a whole", None), strict=True):
        one = case.initiative(id)
        three = f"{one.effort.low:g}, {one.effort.likely:g} and {one.effort.high:g} person-weeks"
        rows[id] = f"{id} {one.title}: {three}; {part or f'the part of {one.teams[0]}, one of its two teams'}"
    units = {"weeks": "person-weeks"}
    return asked("expected", NumberTable("The expected effort of each", rows, {"weeks": "expected effort"}, units))


def trials() -> Panel:
    """Twenty trials of one piece of work."""
    seen = variant.trials(my_seed())
    ends = ", ".join(map(str, seen.ends))
    told = Markup("Twenty trials. The work ended on day {}. It is promised for <strong>day {}</strong>.")
    return Panel(box(told.format(ends, seen.day)))


def kept() -> Question:
    """What the twenty trials say."""
    rows = {"trials": "From the twenty trials"}
    columns = {"chance": "chance that the promise is kept", "p85": "P85"}
    return asked("kept", NumberTable("Read the trials", rows, columns, {"chance": "%", "p85": "day"}))


def together() -> Question:
    """The chance that several promises are all kept."""
    count, chance = variant.together(my_seed())
    text = f"{count} promises do not depend on each other. Each has a chance of {chance}%. How likely are all kept?"
    return asked("together", Number(text, "%"))


def at_start() -> Panel:
    """What the forecast says of the roadmap as it begins: the days of N-03, and what its end goes together with."""
    case, seen = variant.case(my_seed()), variant.at_start(my_seed())
    rows = [(name, _day(day)) for name, day in variant.days(my_seed()).items()]
    chance = percent(seen.chance(variant.PROMISED["N-03"], "N-03"))
    rows.append(("Promised", f"{_day(variant.PROMISED['N-03'])}, kept in {chance} of the trials"))
    together = [
        (f"{id} {case.initiative(id).title}", f"{value:.2f}") for id, value in variant.drivers(my_seed()).items()
    ]
    first = table_html("When N-03, the rooms that a wheelchair can reach, ends", rows)
    second = table_html("How the size of each goes together with the end of N-03 (rank correlation)", together)
    return Panel(box(first) + box(second))


def reading() -> Question:
    """Which day could be promised, and what should be learned about first."""
    days = [*variant.days(my_seed()).values(), variant.PROMISED["N-03"]]
    options = {str(day): _day(day) for day in sorted(set(days))}
    return asked("day", ChooseOne("Which day can be promised so that 85% of the trials keep it?", options))


def driver() -> Question:
    """Whose size decides most when N-03 ends."""
    case = variant.case(my_seed())
    options = {id: f"{id} {case.initiative(id).title}" for id in variant.drivers(my_seed())}
    return asked("driver", ChooseOne("Whose size decides most when N-03 ends?", options))


def facts() -> Panel:
    """Today's values of what the two outcomes without a measure are about."""
    today = variant.facts(my_seed())
    told = Markup(
        "Today <strong>{teach:g}%</strong> of the courses have complete attendance lists. "
        "<strong>{pay:g} learners</strong> a term pay a reduced or split fee."
    )
    return Panel(box(told.format(**today)))


def board() -> RoadmapWidget:
    """Lantern's board, saved as answers/roadmap.json at every change."""
    return RoadmapWidget(opened("roadmap.json", Roadmap, variant.case(my_seed())), down=Down.PRIORITY)


def desk() -> Question:
    """What the ferry's ticket office may say."""
    texts = {id: text for id, (text, _) in variant.desk(my_seed()).items()}
    return asked("desk", ChooseEach(texts, variant.SAY))


def ferry_facts() -> Panel:
    """What one of the ferry's jobs waits for, and what is promised."""
    case = variant.ferry(my_seed())
    after, before = (case.jobs[id][0] for id in case.waits)
    promised = "; ".join(f"“{case.jobs[id][0]}” by the end of week {week}" for id, week in case.promises.items())
    return Panel(box(f"“{after}” can begin only after “{before}”. Promised: {promised}."))


def ferry() -> Question:
    """An order that keeps both promises and the wait."""
    lines = {id: f"{title}: {_weeks(weeks)}" for id, (title, weeks) in variant.ferry(my_seed()).jobs.items()}
    return asked("ferry", OrderLines("First on top: an order that keeps both promises", lines))


def recall() -> Question:
    """From the lesson on backlogs: which of two jobs goes first."""
    rows = {
        id: f"A costs {a[0]:,} a week of delay and takes {_weeks(a[1])}; B costs {b[0]:,} and takes {_weeks(b[1])}"
        for id, (a, b) in variant.recall(my_seed()).items()
    }
    return asked("recall", ChooseEach(rows, {"A": "A first", "B": "B first"}))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _weeks(count: int) -> str:
    return f"{count} week{'' if count == 1 else 's'}"
