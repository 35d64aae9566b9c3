"""A made-up class for 10-kanban: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/kanban.
"""

from pathlib import Path
from statistics import median

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kanban import flow, records, variant
from pmcourse.kanban.case import CASE as THE_CASE
from pmcourse.kanban.records import STEPS
from pmcourse.kit.sheet_data import Sheet

SEED = 20261130  # its fives hold each class and rule that somebody mistakes
POINTS = {
    "clocks": 3, "little": 3, "flow": 3, "limits": 4, "age": 3, "rules": 3, "classes": 3, "order": 3, "forecast": 3,
    "note": 0,
}  # fmt: skip
NOTE = "Dear Ms Duarte, with 6, 9 and 6 all are busy and less is done. Whoever is free helps to test."
ROOT = Path(__file__).parents[2]
KEYS = {cell: hidden_key(ROOT, "10-kanban", cell) for cell in ("rules", "classes")}
FITTING = ((2, 1, 2), (3, 1, 3), (2, 2, 2), (1, 5, 1), (1, 2, 2), (2, 5, 1))  # by team
NEAR = dict(zip(variant.TEAMS, FITTING, strict=True))


def good_limits(seed):
    """Limits that finish enough in time."""
    return dict(zip(("analyse", "build", "test"), NEAR[variant.team(seed)], strict=True))


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    clocks, office, picture, weeks = (
        records.clocks(seed),
        variant.office(seed),
        variant.picture(seed),
        records.weeks(seed),
    )
    right = {
        "lead": f"{clocks.lead.lead}",
        "cycle": f"{clocks.cycle.cycle}",
        "median": f"{clocks.median:g}",
        "minutes": f"{office.minutes:.0f}",
        "room": f"{office.room:.0f}",
        "progress": f"{picture.progress}",
        "rate": f"{picture.rate:.2f}",
        "bottleneck": picture.bottleneck,
        "ages": records.ages(seed).right,
        "rules": {id: KEYS["rules"][id] for id in variant.rules(seed)},
        "classes": {id: KEYS["classes"][id] for id in variant.classes(seed)},
        "order": variant.queue(seed).right,
        "weeks": f"{weeks.right}",
        "chance": f"{weeks.chance:.0f}",
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def work(seed, limits=None):
    """What was made in the editor."""
    return THE_CASE.assignment.change(**(good_limits(seed) if limits is None else limits))


def learner(name, why, lose=None, seed=SEED, made=None, note=NOTE, limits=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{THE_CASE.filename}"] = made or dumps(work(seed, limits))
    return Learner(name, why, POINTS | (lose or {}), {"note": note}, files)


RIGHT, CLOCKS, OFFICE = answers(SEED), records.clocks(SEED), variant.office(SEED)
PICTURE, WEEKS, QUEUE, AGES = variant.picture(SEED), records.weeks(SEED), variant.queue(SEED), records.ages(SEED)
LINES = PICTURE.lines
FIRST_DONE = median(one.done[0] - one.begun for one in CLOCKS.cards if one.done)
OLDEST = sorted(AGES.cards, key=lambda id: AGES.cards[id][2])


def left(id, given):
    """What the choices of one question earn; one comes right by chance."""
    right = sum(given[row] == truth for row, truth in RIGHT[id].items())
    earned = 0 if len(set(given.values())) == 1 else POINTS[CELL[id]] * max(0, right - 1) / (len(given) - 1)
    return {CELL[id]: round(earned, 4)}


CELL = {"ages": "age", "rules": "rules", "classes": "classes"}


def set_learner(name, why, id, given):
    """A learner with one mistaken idea in one question."""
    return learner(name, why, left(id, given), **{id: given})


def turned(id, of, into):
    """The answers of one question, where `of` was taken for `into`."""
    return {row: into if said in of else said for row, said in RIGHT[id].items()}


def order_learner(name, why, order):
    """A learner who pulls in another order."""
    kept = QUEUE.keeps(order)
    earned = 0.5 * (kept["urgent"] + kept["need"] + kept["date"]) + 1.5 * kept["rest"]
    return learner(name, why, {"order": round(earned, 4)}, order=order)


def by(key):
    """The options in the order of one number."""
    return sorted(QUEUE.options, key=lambda id: key(QUEUE.options[id]))


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the note waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: words around numbers, decimal commas, percent signs",
        lead=RIGHT["lead"] + " days",
        cycle="about " + RIGHT["cycle"],
        median=RIGHT["median"] + ",0",
        minutes=RIGHT["minutes"] + " min",
        room=RIGHT["room"] + " people",
        progress=RIGHT["progress"] + " cards",
        rate=with_comma(RIGHT["rate"]) + " cards a week",
        weeks=RIGHT["weeks"] + " weeks",
        chance=RIGHT["chance"] + " %",
        note="Dear Ms Duarte, I understand your fear. But full board is slow board, I saw this in numbers.",
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        minutes=repr(OFFICE.minutes),
        room=repr(OFFICE.room),
        rate=repr(PICTURE.rate),
        chance=repr(WEEKS.chance),
        median=repr(float(CLOCKS.median)),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, types numbers of the question and words of the method, moves one line",
        dict.fromkeys(POINTS, 0),
        lead=str(CLOCKS.lead.out),
        cycle=str(CLOCKS.cycle.begun),
        median="Little's law",
        minutes=str(OFFICE.inside),
        room=str(OFFICE.hourly),
        progress=str(LINES["Analyse"][variant.TO]),
        rate=str(LINES["Done"][variant.TO]),
        bottleneck=next(one for one in ("Test", "Build") if one != PICTURE.bottleneck),
        ages=dict.fromkeys(RIGHT["ages"], "today"),
        rules=dict.fromkeys(RIGHT["rules"], "limit"),
        classes=dict.fromkeys(RIGHT["classes"], "standard"),
        order=[*list(QUEUE.options)[:5], *list(QUEUE.options)[:4:-1]],
        weeks=str(WEEKS.mean),
        chance=str(WEEKS.left),
        limits={"analyse": 1, "build": 1, "test": 1},
        note="Kanban, WIP limit, Little's law, flow, lead time, bottleneck, swarm.",
    ),
    learner("first-day", "counts the first day too: half of each", {"clocks": 1.5},
            lead=str(CLOCKS.lead.lead + 1), cycle=str(CLOCKS.cycle.cycle + 1), median=str(CLOCKS.median + 1)),
    learner("one-clock", "takes the team's clock for the customer's", {"clocks": 2}, lead=str(CLOCKS.lead.cycle)),
    learner("restarts", "starts the clock anew when a card goes back", {"clocks": 2},
            cycle=str(CLOCKS.cycle.done[-1] - CLOCKS.cycle.again)),
    learner("done-once", "takes the first of two days on which a card was done", {"clocks": 2}, median=str(FIRST_DONE)),
    learner("hours", "forgets that an hour has 60 minutes: half of that part", {"little": 2.25},
            minutes=f"{OFFICE.minutes / 60:.2f}"),
    learner("other-units", "right, in hours, a day and days, with the unit", minutes=f"{OFFICE.minutes / 60:.3f} h",
            rate=f"{PICTURE.rate / 5:.3f} a day", weeks=f"{5 * WEEKS.right} days"),
    learner("upside-down", "divides the rate by the people", {"little": 1.5},
            minutes=f"{60 * OFFICE.hourly / OFFICE.inside:.1f}"),
    learner("all-lines", "takes the top line for what is in progress", {"flow": 1.75},
            progress=str(LINES["Analyse"][variant.TO])),
    learner("a-day", "gives the rate of a day: half of that part", {"flow": 2.375}, rate=f"{PICTURE.rate / 5:.2f}"),
    learner("from-start", "counts all that was ever done", {"flow": 1.75},
            rate=f"{LINES['Done'][variant.TO] / 8:.2f}"),
    learner("all-busy", "fills the board", {"limits": 0}, limits={"analyse": 6, "build": 9, "test": 5}),
    learner("one-each", "one card a column: nobody switches, and many wait", {"limits": 0},
            limits={"analyse": 1, "build": 1, "test": 1}),
    learner("limits-untouched", "left the limits as they were", {"limits": 0}, limits={}),
    learner("no-editor", "never touched the editor", {"limits": 0}, made=""),
    learner("torn", "the file of the editor was cut off", {"limits": 0}, made=dumps(work(SEED))[:40]),
    set_learner("oldest-first", "looks at the age alone, whatever the column", "ages",
                dict(zip(OLDEST, ("fine", "watch", "watch", "today", "stop"), strict=True))),
    set_learner("whole-board", "compares every card with the ages of the last column", "ages",
                {id: STEPS[sum(age > level for level in AGES.past["Test"])] for id, (_, _, age) in AGES.cards.items()}),
    set_learner("limits-cure-all", "a limit on what is begun for every complaint but one", "rules",
                dict.fromkeys(RIGHT["rules"], "limit") | {list(RIGHT["rules"])[-1]: "pull"}),
    set_learner("urgent-is-order", "takes too many urgent cards for a question of what is next", "rules",
                turned("rules", ("urgent",), "pull")),
    set_learner("risk-is-urgent", "takes what may break one day for urgent", "classes",
                turned("classes", ("intangible",), "expedite")),
    set_learner("date-is-urgent", "takes what has a day for urgent", "classes",
                turned("classes", ("fixed",), "expedite")),
    order_learner("biggest-delay", "pulls by the cost of delay alone", by(lambda card: -card.cost)),
    order_learner("quick-wins", "pulls by the work alone, the least first", by(lambda card: card.work)),
    order_learner("near-miss", "the last two the wrong way round", [*QUEUE.right[:5], *QUEUE.right[:4:-1]]),
    order_learner("turned-round", "reads what is urgent, needed and dated, and turns the rest of the list round",
                  [*QUEUE.right[:3], *[id for id in QUEUE.options if id in QUEUE.right[3:]][::-1]]),
    order_learner("no-needs", "forgets what a card needs",
                  [QUEUE.right[0], *QUEUE.right[2:], QUEUE.right[1]]),
    learner("order-untouched", "moved a line and put it back", {"order": 0}, order=list(QUEUE.options)),
    learner("mean-weeks", "promises the mean", {"forecast": 1}, weeks=str(WEEKS.mean)),
    learner("no-empty-weeks", "leaves out the weeks in which nothing was done: half of that part", {"forecast": 2},
            weeks=str(flow.weeks_for([one for one in WEEKS.done if one], WEEKS.left, 0.85))),
    learner("coin", "takes the mean for fifty-fifty", {"forecast": 2},
            chance="50" if abs(WEEKS.chance - 50) > 1.01 else "20"),
    *usual_learners(learner("usual", "right in everything"), test="clocks"),
]  # fmt: skip
