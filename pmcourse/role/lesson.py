"""What the lesson on the role puts on the screen, each with one line in the notebook."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import partial
from statistics import mean, median

from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, judged, not_yet, right
from pmcourse.kit.look import Panel
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, ChooseOne, NumberTable
from pmcourse.role import checks, panels, plot
from pmcourse.role.case import CASE, HERE
from pmcourse.role.model import DUTIES, VISION, WEEKS, Levels, Much, Rivals, Role
from pmcourse.role.quarter import EVEN, POLICIES, always, follow, heeded, play, without, world
from pmcourse.role.widget import Fields, People, QuarterWidget, Sort

exercise = Exercises("01-role", HERE)
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
RIVALS = Rivals(**CASES["rivals"])
MANAGERS = {"product": "Product manager", "project": "Project manager", "both": "Both", "neither": "Neither"}
SLOTS = {name: VISION[name] for name in CASES["slots"]}
PAY = (61_000, 68_500, 74_000, 79_000, 84_000, 91_000, 98_000, 112_480, 252_000)  # dollars a year, invented
QUARTERS = range(1, 501)
MARGIN = 0.5  # above the even split, which a chance split of the hours seldom reaches
DIFFER = 2  # of the 18 situations may be seen in another way


def vision() -> Fields:
    """The learner's own vision of Toolshed, with its sentence and what its form lacks."""
    return Fields(CASE.mine(), {"vision": ""}, panels.vision_html)


def gaps() -> Drawing:
    """Toolshed and its rivals."""
    return plot.gaps(RIVALS)


def marks() -> Panel:
    """The same as a table, with what matters most to members."""
    return Panel(panels.rivals_html(RIVALS))


def neglect() -> Drawing:
    """One quarter in which no time is given to users, beside the same one with an even split."""
    runs = {"the same for all six": follow(1, always(EVEN)), "never any for users": follow(1, always(without("users")))}
    return plot.values(runs)


def many_quarters() -> Drawing:
    """Seven ways to spend a quarter, each in 500 of them."""
    return plot.policies({name: [follow(seed, one).total for seed in QUARTERS] for name, one in POLICIES.items()})


def pays() -> Drawing:
    """Nine pays, their mean and their median."""
    return plot.pay(PAY)


@exercise("sort", lambda: Sort("A week at Toolshed", _week(), MANAGERS))
def exercise_sort(now: dict[str, str], _start: object) -> Reply:
    """Say of 18 situations whose job they are; in two of them people may differ."""
    wrong = [id for id, (_, _, whose, _) in CASES["week"].items() if now[id] != whose]
    told = " ".join(f"“{CASES['week'][id][1]}” {_because(id)}." for id in wrong[:DIFFER])
    if len(wrong) <= DIFFER:
        return right(rest=f"Look once more at what you see in another way. {told}" if wrong else "")
    return not_yet(count=len(wrong), told=told)


@exercise("diary", lambda: ChooseEach({id: text for id, (text, _) in CASES["diary"].items()}, DUTIES))
def exercise_diary(now: dict[str, str], _start: object) -> Reply:
    """Say which responsibility each entry belongs to."""
    wrong = [text for id, (text, duty) in CASES["diary"].items() if now[id] != duty]
    return not_yet(wrong=f"“{wrong[0]}”", count=len(wrong)) if wrong else right()


@exercise("mend", lambda: ChooseEach(SLOTS, CASES["phrases"], once=True))
def exercise_mend(now: dict[str, str], _start: object) -> Reply:
    """Choose what a vision lacks."""
    wrong = [slot for slot, phrase in CASES["slots"].items() if now[slot] != phrase]
    if not wrong:
        return right()
    key = {"taps": "feature", "council": "payer", "all": "nobody", "better": "hollow"}.get(now[wrong[0]], "not_yet")
    return not_yet(key, slot=SLOTS[wrong[0]])


@exercise(
    "gap",
    lambda: NumberTable("Weighted gap = weight × gap", {"choice": "Choice", "price": "Price"}, {"gap": "weighted gap"}),
)
def exercise_gap(now: dict[str, dict[str, str]], _start: object) -> Reply:
    """Work out two weighted gaps."""
    typed = {name: quantities(now[name]["gap"], "weighted gap") for name in ("choice", "price")}
    wrong = [name for name, read in typed.items() if all(abs(one - RIVALS.weighted(name)) > 0.006 for one in read)]
    if not wrong:
        return right()
    read, truth = typed[wrong[0]], RIVALS.weighted(wrong[0])
    if any(abs(one - 100 * truth) <= 0.6 for one in read):
        return not_yet("hundredfold", name=wrong[0])
    if RIVALS.gap(wrong[0]) in read:
        return not_yet("unweighted", name=wrong[0])
    return not_yet(name=wrong[0])


@exercise("people", lambda: People(CASE.mine()), about=lambda role: role.people)
def exercise_people(now: Role, _start: Role) -> Reply:
    """Place six people by what is known of them; where nothing is known, either half is right."""
    if left := [one.name for one in now.people if one.power is None]:
        return not_yet("left", names="; ".join(left))
    for one in now.people:
        power, interest = CASES["people"][one.id]
        for word, placed, known in (("power", one.power, power), ("interest", one.interest, interest)):
            if known and placed != known:
                side = "more" if known == Much.MUCH else "less"
                return not_yet(name=one.name, fact=one.fact, side=side, word=word)
    return right()


@exercise(
    "tell",
    lambda: ChooseEach({id: who for id, (who, _) in CASES["audiences"].items()}, CASES["messages"], once=True),
)
def exercise_tell(now: dict[str, str], _start: object) -> Reply:
    """Choose how each of three audiences hears of one decision."""
    wrong = [id for id, (_, message) in CASES["audiences"].items() if now[id] != message]
    if not wrong:
        return right()
    key = now[wrong[0]] if now[wrong[0]] in ("grade", "bad") else "not_yet"
    return not_yet(key, who=CASES["audiences"][wrong[0]][0].split(":")[0].split(",")[0])


@exercise("quarter", lambda: QuarterWidget(CASE.mine()), about=lambda role: (role.quarter, role.weeks))
def exercise_quarter(now: Role, _start: Role) -> Reply:
    """Play a quarter to its end, and better than the even split does in the same quarter."""
    if len(now.weeks) < WEEKS:
        return not_yet("unfinished", left=WEEKS - len(now.weeks))
    run, even = play(now.quarter, now.weeks), follow(now.quarter, always(EVEN)).total
    if run.total >= even + MARGIN:
        key = right if heeded(now.quarter, now.weeks) else partial(not_yet, "unheeded")
        return key(mine=f"{run.total:.1f}", even=f"{even:.1f}")
    worst = max(world(now.quarter).events, key=lambda event: run.losses[event.week - 1])
    stock = run.stocks[worst.week][list(DUTIES).index(worst.duty)]
    return not_yet(
        mine=f"{run.total:.1f}", even=f"{even:.1f}", week=worst.week, cost=f"{run.losses[worst.week - 1]:.1f}",
        duty=DUTIES[worst.duty], stock=f"{stock:.2f}", told=worst.told,
    )  # fmt: skip


@exercise(
    "grow",
    lambda: Fields(
        CASE.mine(),
        {"now": "Now: ", "wanted": "In a year: ", "plan": ""},
        panels.plan_html,
        {"skill": {name: panels.SKILLS[name] for name in Levels.model_fields}},
    ),
    about=lambda role: (role.now, role.wanted, role.plan),
)
def exercise_grow(now: Role, _start: Role) -> Reply | list[Finding]:
    """Judge the own six skills, and plan one step for one of them."""
    if len(now.skill_gaps()) < len(Levels.model_fields):
        return not_yet("levels", count=len(now.skill_gaps()))
    return judged(checks.plan(now, date.today()))


@exercise(
    "pay",
    lambda: NumberTable(
        "The pay of 252,000 was a slip of the keyboard and is taken out. What are the two now?",
        {"mean": "Mean", "median": "Median"},
        {"value": "of the other eight"},
        {"value": "dollars, such as 61000"},
    ),
)
def exercise_pay(now: dict[str, dict[str, str]], _start: object) -> Reply:
    """Work out mean and median without the largest pay."""
    for name, truth in (("mean", mean(PAY[:-1])), ("median", median(PAY[:-1]))):
        if all(abs(value - truth) > 51 for value in quantities(now[name]["value"], "dollars")):
            return not_yet(name)
    return right()


@exercise("claim", lambda: ChooseOne("Which of these may be said of the 102,220 dollars?", CASES["claims"]))
def exercise_claim(now: str, _start: None) -> Reply:
    """Choose what may be concluded from an average that people reported themselves."""
    return right() if now == "those" else not_yet(now)


def _week() -> dict[str, tuple[str, str]]:
    return {id: (day, text) for id, (day, text, _, _) in CASES["week"].items()}


def _because(id: str) -> str:
    _, _, whose, why = CASES["week"][id]
    return f"is marked as {MANAGERS[whose].lower()}: {why}"
