"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from pmcourse.experiments import checks, plot
from pmcourse.experiments.case import CAME_BACK, CASE, CATS, GOOD, HERE, POOR, SETTING
from pmcourse.experiments.model import Boundary, Evidence, Experiments, Harm, Hypothesis, Kind, Method, Plan
from pmcourse.experiments.plan_widget import PlanEditor
from pmcourse.experiments.shares import difference, size
from pmcourse.experiments.widget import AssumptionsEditor, HypothesisEditor, RuleEditor
from pmcourse.experiments.worlds import bounds, crossing, run
from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, Number, OrderLines

exercise = Exercises("03-experiments", HERE)
SAFE = "none on people yet: first prove that it is safe"
TESTS = (*(one.value for one in Method), SAFE)
FITS = {"action": "a2", "whom": "w4", "response": "r3", "metric": "m1", "threshold": "t3", "day": "d2"}
PLACES = {
    "A-1": (Harm.END, Evidence.SAID),
    "A-2": (Harm.END, Evidence.GUESS),
    "A-3": (Harm.PLAN, Evidence.SOME),
    "A-4": (Harm.DETAIL, Evidence.GUESS),
    "A-5": (Harm.DETAIL, Evidence.MEASURED),
}
FIRST = "A-2"
SITUATIONS = {
    "t1": "You do not know yet why members leave heavy things unborrowed.",
    "t2": "Do members pay for a delivery? You have a rented bike, two riders and two Saturdays.",
    "t3": "Would anybody want a repair course at all? You have one page on the site, and nothing to offer yet.",
    "t4": "Can Bram find his way through a return? The screens are drawn, and nothing is programmed.",
    "t5": "A page would suggest things for a weekend. Does it help, if Noor secretly picks them by hand?",
    "t6": "A new chain lock for the electric saw: does it really keep the saw from starting by itself?",
}
TEST_FOR = {
    "t1": Method.INTERVIEW, "t2": Method.CONCIERGE, "t3": Method.SMOKE, "t4": Method.PROTOTYPE, "t5": Method.WIZARD,
    "t6": SAFE,
}  # fmt: skip
STATES = {
    "s1": "Day 3 of 14, planned as one look at the end. z is 2.1, and Noor wants to stop.",
    "s2": "Day 14 of 14, as planned, and the arms are even. The interval runs from +3.2 to +7.2 points.",
    "s3": "Day 14 of 14. Planned half and half; there are 3,200 people in one arm and 2,800 in the other. z is 3.0.",
    "s4": "Day 14 of 14, as planned, and the arms are even. The interval runs from -1.9 to +2.1 points.",
}
NEXT_STEPS = {
    "on": "let the test run on as planned",
    "better": "build it: the new one is better",
    "nothing": "do not build it: nothing worth having was shown",
    "broken": "decide nothing: find out first how the test was filled",
}
STEP_FOR = {"s1": "on", "s2": "better", "s3": "broken", "s4": "nothing"}
CLAIMS = {
    "c1": "After 7 days fewer of those with the gate at 40 came back.",
    "c2": "After 1 day the two gates make a difference.",
    "c3": "The later gate makes players leave because they tire of the game.",
    "c4": "Among players who reach level 40 the gate makes a larger difference.",
}
READINGS = (
    "the numbers show it, if the split can be trusted",
    "the numbers leave it open",
    "these numbers cannot show it",
)
READING_OF = {"c1": READINGS[0], "c2": READINGS[1], "c3": READINGS[2], "c4": READINGS[2]}
LOOP = {
    "build": "Make only that",
    "learn": "Say what you want to find out, and what you will do with each answer",
    "decide": "Decide by the rule that you wrote down",
    "least": "Choose the least thing that lets you count it",
    "count": "Choose what you would have to count for that",
    "measure": "Let people use it, and count",
}
LOOP_ORDER = ["learn", "count", "least", "build", "measure", "decide"]
LOOKS = (1, 2, 5, 10, 14, 20)
LEAST_LOOKS = 4  # that Noor asks for


def by_chance() -> Drawing:
    """How often 40 people bring fewer than 12 where 30% would pay."""
    return plot.by_chance(12, 40, 0.3)


def alarms() -> Drawing:
    """False alarms by the number of looks."""
    return plot.alarms(LOOKS, [2 * sum(crossing(bounds(Boundary.NAIVE, looks), 0.0)[0]) for looks in LOOKS])


def winners() -> Drawing:
    """What a small test sees where the truth is two points."""
    return plot.winners(run(Plan(people=500, looks=1), 0.20, 0.22, 40_000, 1), 2)


def cats() -> Drawing:
    """The two differences of Cookie Cats."""
    results = {name: difference(hits, CATS) for name, hits in CAME_BACK.items()}
    return plot.intervals(results, "Players who came back: gate at 40 less gate at 30, in points")


def _hypothesis(work: Experiments) -> tuple[Hypothesis, Kind | None]:
    return work.find("E-1").hypothesis, work.find("E-1").about


@exercise("slots", lambda: HypothesisEditor(CASE.mine(), "E-1", kind=True), about=_hypothesis)
def exercise_slots(now: Experiments, _start: Experiments) -> Reply:
    """Turn a wish into a hypothesis with all slots."""
    slots = now.find("E-1").hypothesis
    wrong = next((getattr(slots, name) for name, fits in FITS.items() if getattr(slots, name) != fits), None)
    if wrong is None:
        return right() if now.find("E-1").about is Kind.DEMAND else not_yet("about")
    return not_yet(wrong if wrong in exercise.texts("slots") else "not_yet")


@exercise("risk", lambda: AssumptionsEditor(CASE.mine()), about=lambda work: (work.assumptions, work.first))
def exercise_risk(now: Experiments, _start: Experiments) -> Reply:
    """Place assumptions and pick the first."""
    for one in now.assumptions:
        harm, evidence = PLACES[one.id]
        if one.harm is not harm:
            return not_yet("harm", id=one.id)
        if one.evidence is not evidence:
            return not_yet("evidence", id=one.id)
    return right() if now.first == FIRST else not_yet("first")


@exercise("tests", lambda: ChooseEach(SITUATIONS, TESTS))
def exercise_tests(now: dict[str, str], _start: object) -> Reply:
    """Find the cheapest test that could prove it wrong."""
    wrong = next((id for id, test in TEST_FOR.items() if now[id] != test), None)
    return not_yet(wrong) if wrong else right()


@exercise(
    "rule",
    lambda: RuleEditor(CASE.mine(), "E-1", (0.1, POOR, 0.3, GOOD, 0.5), whole=True),
    about=lambda work: (work.find("E-1").rule, work.find("E-1").test),
)
def exercise_rule(now: Experiments, _start: Experiments) -> Reply | list[Finding]:
    """Write a rule for the two Saturdays that is worth its people."""
    rule = now.find("E-1").rule
    if now.find("E-1").test is not Method.CONCIERGE:
        return not_yet("test")
    return [*checks.shape(rule), *checks.threshold(rule)] or checks.worth(rule, POOR, GOOD)


@exercise("size", lambda: Number("People in each arm", "people"))
def exercise_size(now: str, _start: object) -> Reply:
    """Work out a sample size, two steps of it given."""
    truth, read = size(0.40, 0.50), quantities(now, "people")
    if any(abs(one - truth) <= 0.06 * truth for one in read):
        return right()
    both = any(abs(one - 2 * truth) <= 0.06 * 2 * truth for one in read)
    return not_yet("both" if both else "not_yet")


@exercise("plan", lambda: PlanEditor(CASE.mine(), "E-2", SETTING), about=lambda work: work.find("E-2").plan)
def exercise_plan(now: Experiments, _start: Experiments) -> Reply | list[Finding]:
    """Find a plan that may be looked at, sees what it should, and costs little."""
    plan = now.find("E-2").plan
    return not_yet("looks") if plan.looks < LEAST_LOOKS else checks.plan(plan, SETTING)


@exercise("stop", lambda: ChooseEach(STATES, NEXT_STEPS))
def exercise_stop(now: dict[str, str], _start: object) -> Reply:
    """Stop a test or let it go on."""
    wrong = next((id for id, step in STEP_FOR.items() if now[id] != step), None)
    return not_yet(wrong) if wrong else right()


@exercise("cats", lambda: ChooseEach(CLAIMS, READINGS))
def exercise_cats(now: dict[str, str], _start: object) -> Reply:
    """Say which conclusions a real result allows."""
    wrong = next((id for id, reading in READING_OF.items() if now[id] != reading), None)
    return not_yet(wrong) if wrong else right()


@exercise("loop", lambda: OrderLines("First on top", LOOP))
def exercise_loop(now: list[str], _start: object) -> Reply:
    """Plan build, measure, learn from its end."""
    if now == LOOP_ORDER:
        return right()
    return not_yet("built" if now[0] == "build" else "not_yet")
