"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import ArtifactFile, opened
from pmcourse.experiments import variant
from pmcourse.experiments.case import CASE
from pmcourse.experiments.model import Experiments
from pmcourse.experiments.plan_widget import PlanEditor
from pmcourse.experiments.widget import AssumptionsEditor, HypothesisEditor, RuleEditor
from pmcourse.kit.look import Panel, box
from pmcourse.kit.questions import ChooseEach, Number, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed


def wish() -> Panel:
    """What Ms Duarte says."""
    return Panel(box(f"Ms Duarte, the director, says: {variant.wish(my_seed())}"))


def slots() -> HypothesisEditor:
    """The hypothesis, kept in answers/experiments.json like all that is made in an editor."""
    return HypothesisEditor(_mine(), "L-1")


def kinds() -> Question:
    """What each of five hypotheses is about."""
    return asked("kinds", ChooseEach(variant.kinds(my_seed()), variant.KINDS))


def risk() -> AssumptionsEditor:
    """Lantern's assumptions."""
    return AssumptionsEditor(_mine())


def tests() -> Question:
    """Which test answers each of six questions for the least."""
    return asked("tests", ChooseEach(variant.tests(my_seed()), variant.TESTS))


def loop() -> Question:
    """Six steps to put in order."""
    return asked("loop", OrderLines("First on top", variant.loop(my_seed())))


def rule_facts() -> Panel:
    """What the rule is for."""
    people, poor, good = variant.shares(my_seed())
    return Panel(
        box(
            f"{people} learners get what Ms Duarte has in mind, by hand, and you count how many use it. It pays "
            f"from {poor:.0%} of them on, and she hopes for {good:.0%}. If only {poor:.0%} of all learners would use "
            f"it, you may go on in at most 10 of 100 such tries; if {good:.0%} would, in at least 80; and if only "
            f"{100 * poor / 2:g}% would, you shelve it in at least 50."
        )
    )


def rule() -> RuleEditor:
    """The decision rule."""
    _, poor, good = variant.shares(my_seed())
    between = round((poor + good) / 2, 3)
    return RuleEditor(_mine(), "L-1", (poor / 2, poor, between, good))


def size_facts() -> Panel:
    """What the test is for whose size is asked."""
    before, after, a_week = variant.sample(my_seed())
    return Panel(
        box(
            f"Today {before:.0%} of the visitors book. {after:.0%} would be worth having. "
            "False alarms 5%, power 80%, by the lesson's formula. "
            f"{a_week} visitors come each week, for both arms together."
        )
    )


def people() -> Question:
    """How many people an A/B test needs."""
    return asked("people", Number("How many people does the test need?", "people in each arm"))


def weeks() -> Question:
    """How many weeks it takes."""
    return asked("weeks", Number("How long does it take?", "weeks"))


def peek() -> Question:
    """False alarms of somebody who looks again and again."""
    question = (
        f"Both pages are the same. Somebody looks {variant.looks(my_seed())} times, at even distances, and stops as "
        "soon as z is beyond 1.96. In how many of 100 such tests is a “difference” found?"
    )
    return asked("peek", Number(question))


def plan() -> PlanEditor:
    """The plan of an A/B test."""
    return PlanEditor(_mine(), "L-2", variant.setting(my_seed()))


def results() -> Question:
    """What follows from each of five results."""
    texts = {id: text for id, (text, _) in variant.results(my_seed()).items()}
    return asked("results", ChooseEach(texts, variant.NEXT))


def bakery_rule() -> Panel:
    """What the bakery said before."""
    one = variant.bakery(my_seed())
    return Panel(
        box(
            f"A bakery offers bread by subscription. It wrote down: the next {one.people} customers are asked. If "
            f"{one.go} or more pay, we go on. If {one.shelve} or fewer pay, we shelve it. In between we change it and "
            "try again."
        )
    )


def bakery() -> Question:
    """What the rule says to five results."""
    return asked("bakery", ChooseEach(variant.bakery(my_seed()).results, variant.DECISIONS))


def recall() -> Question:
    """From the lesson before: what kind of evidence is each?"""
    return asked("recall", ChooseEach(variant.evidence(my_seed()), variant.SOURCES))


def _mine() -> ArtifactFile[Experiments]:
    return opened(CASE.filename, Experiments, variant.case(my_seed()))
