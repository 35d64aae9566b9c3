"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from collections import defaultdict

from pmcourse.artifact import opened
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, NumberTable, Question
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.market import variant
from pmcourse.market.case import CASE
from pmcourse.market.model import Market
from pmcourse.market.widget import SegmentEditor


def share() -> Question:
    """The share of very disappointed among those who use it."""
    one = variant.answers(my_seed())
    text = (
        f"{one['very']} are very disappointed, {one['somewhat']} somewhat, {one['little']} not, and {one['gone']} no "
        "longer use Lantern. Very disappointed, as the survey counts it"
    )
    return asked("share", Number(text, "%"))


def segment() -> SegmentEditor:
    """The group, kept in answers/market.json."""
    return SegmentEditor(opened(CASE.filename, Market, variant.case(my_seed())))


def holm() -> Question:
    """How many groups still count."""
    values = ", ".join(f"{one:g}" for one in variant.p_values(my_seed()))
    return asked("holm", Number(f"p-values of seven groups: {values}. How many of them still count by Holm?", "groups"))


def log() -> Panel:
    """Who booked when."""
    days = defaultdict(list)
    for name, month, day in variant.log(my_seed()):
        days[name].append(f"{day} {variant.MONTHS[month]}")
    return Panel(
        box(table_html("Bookings. Today is 11 May.", [(name, ", ".join(some)) for name, some in days.items()]))
    )


def triangle() -> Question:
    """Five cells of the triangle."""
    rows = {f"{cohort}{age}": f"{variant.MONTHS[cohort]} cohort, month {age}" for cohort, age in variant.CELLS}
    return asked("triangle", NumberTable("Of the cohort, in %", rows, {"share": "came back"}, {"share": "%"}))


def blank() -> Question:
    """What stands in a cell whose month is not over."""
    options = {key: variant.BLANK[key] for key in variant.draw(my_seed(), "blank").sample(list(variant.BLANK), 4)}
    return asked("blank", ChooseOne("What stands in month 3 of the February cohort?", options))


def curves() -> Question:
    """What five curves say."""
    texts = {id: text for id, (text, _) in variant.curves(my_seed()).items()}
    return asked("curves", ChooseEach(texts, variant.READINGS))


def funnel_facts() -> Panel:
    """Lantern's funnel."""
    one = variant.funnel(my_seed())
    shares = ", of these ".join(f"{share:.0%} {step}" for share, step in zip(one.shares, variant.STEPS, strict=True))
    costs = ", ".join(f"{cost:g} at “{step}”" for cost, step in zip(one.costs, variant.STEPS, strict=True))
    return Panel(box(f"Of {one.visitors:,.0f} visitors {shares}. 5 points more would cost {costs}."))


def funnel() -> Question:
    """What 5 points more bring, step by step."""
    rows = {str(at): f"5 points more at “{step}”" for at, step in enumerate(variant.STEPS)}
    return asked("funnel", NumberTable("How many more book a second class?", rows, {"more": "learners more"}))


def mend() -> Question:
    """Where one learner more costs least."""
    options = {str(at): step for at, step in enumerate(variant.STEPS)}
    return asked("mend", ChooseOne("At which step does one learner more cost least?", options))


def payback_facts() -> Panel:
    """What a learner costs and brings."""
    cost, pays, costs, keep = variant.bill(my_seed())
    return Panel(
        box(
            f"Winning a learner costs {cost}. A learner pays {pays} a month, and costs {costs} a month. "
            f"The first month is paid in full. From one month to the next {keep:.0%} stay."
        )
    )


def payback() -> Question:
    """Months until a learner is paid back, in two ways."""
    rows = {"simple": "If all learners stayed", "real": "As they really stay"}
    return asked(
        "payback", NumberTable("In which month is the cost back?", rows, {"months": "back in"}, {"months": "month"})
    )


def metrics() -> Question:
    """Vanity, actionable, or no number."""
    return asked("metrics", ChooseEach(variant.metrics(my_seed()), variant.KINDS))


def stages() -> Question:
    """At which stage each of five things stands, and what it owes."""
    return asked("stages", ChooseEach(variant.stages(my_seed()), variant.GATES))


def gates() -> Question:
    """Whether each of five pieces of evidence opens its gate."""
    return asked("gates", ChooseEach(variant.gates(my_seed()), variant.OPENS))


def recall() -> Question:
    """From an earlier lesson: what four results show."""
    return asked("recall", ChooseEach({id: text for id, (text, _) in variant.recall(my_seed()).items()}, variant.SHOWN))
