"""What the backlog lesson and its assignment put on the screen, each with one line in the notebook."""

from __future__ import annotations

from pmcourse.backlog import checks, plot
from pmcourse.backlog.case import CASE, HERE
from pmcourse.backlog.kano import NAMES, evaluate, said
from pmcourse.backlog.methods import quadrants, rank
from pmcourse.backlog.model import Backlog, Kano
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.backlog.urgency import Urgency
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, judged, not_yet, right
from pmcourse.kit.here import Here
from pmcourse.kit.questions import ChooseEach

exercise = Exercises("08-backlog", HERE)
ROOM = 26  # person-weeks until 31 March: one team, one thing at a time
SHAPES = {
    "T-07": "T-07 Bram's six minutes for every return",
    "T-02": "T-02 Booking with a screen reader, which the council asks for by 31 March",
    "T-09": "T-09 A waiting list for the tent, which everybody wants in July",
    "T-16": "T-16 The sponsor's banner, which pays every week",
}
SHAPE_OF = {"T-07": Urgency.STEADY, "T-02": Urgency.FIXED_DATE, "T-09": Urgency.PEAK, "T-16": Urgency.STEADY}
SURVEY = {
    "T-02": (Kano.LIKE, Kano.DISLIKE),
    "T-04": (Kano.EXPECT, Kano.DISLIKE),
    "T-01": (Kano.LIKE, Kano.NEUTRAL),
    "T-22": (Kano.NEUTRAL, Kano.NEUTRAL),
}  # what one member answered: with it, without it


def table(*methods: str, name: str = "first look") -> Here:
    """The learner's Toolshed backlog, scored by `methods`, the first one shown. One table serves all places."""
    file = CASE.mine()
    return Here(name, file, lambda: BacklogWidget(file, methods), lambda table: table.offer(methods))


def value_effort_map() -> Drawing:
    """Toolshed's items by value and effort."""
    return plot.value_effort_map(CASE.start)


def rank_shift() -> Drawing:
    """Which of Toolshed's items move from RICE to WSJF."""
    return plot.rank_shift(CASE.start, "rice", "wsjf")


def cost_over_time() -> Drawing:
    """What waiting costs in three orders of Toolshed's items."""
    backlog = CASE.start
    by_rice = [row.id for row in rank(backlog, "rice")]
    orders = {"As written down": backlog.ids, "By RICE": by_rice, "Cheapest order": best_order(backlog).order}
    return plot.cost_over_time(backlog, orders)


@exercise("quadrant", lambda: ChooseEach(_named("T-04", "T-20", "T-22"), _fields()))
def exercise_quadrant(now: dict[str, str], _start: object) -> Reply:
    """Name the quadrant of three items."""
    truth = quadrants(CASE.start)
    wrong = [id for id, field in now.items() if field != truth[id].value]
    return not_yet(wrong=", ".join(wrong)) if wrong else right()


@exercise("estimate", lambda: table("rice", name="estimate"), about=lambda backlog: backlog.find("T-07"))
def exercise_estimate(now: Backlog, _start: Backlog) -> Reply:
    """Put in RICE values for one item until it ranks first, without an effort that nobody would believe."""
    mine, leader = now.find("T-07"), rank(now, "rice")[0].id
    if mine.effort is not None and mine.effort < 1:
        return not_yet("doubted", effort=mine.effort)
    if (mine.reach or 0) > 2 * max(item.reach or 0 for item in now.items if item is not mine):
        return not_yet("reach", reach=mine.reach)
    return right() if leader == "T-07" else not_yet(leader=leader)


@exercise("dependencies", lambda: table("wsjf", "rice", name="dependencies"), about=lambda backlog: backlog.ids)
def exercise_dependencies(now: Backlog, _start: Backlog) -> Reply:
    """Move items until no dependency is broken."""
    return _early(now, "not_yet") or right()


@exercise("order", lambda: table("wsjf", name="order"), about=lambda backlog: backlog.ids)
def exercise_order(now: Backlog, _start: Backlog) -> Reply:
    """Find an order within 5% of the least cost of delay."""
    return _early(now, "early") or judged(checks.delay(now), cost=cost_of_order(now))


def _early(backlog: Backlog, key: str) -> Reply | None:
    """The reply where items stand before what they need; the table says beside each what that is."""
    early = list(dict.fromkeys(id for id, _ in backlog.broken()))
    return not_yet(key, early=", ".join(early)) if early else None


@exercise(
    "moscow",
    lambda: table("moscow", name="moscow"),
    about=lambda backlog: {item.id: item.moscow for item in backlog.items},
)
def exercise_moscow(now: Backlog, _start: Backlog) -> Reply:
    """Sort the items into MoSCoW classes by DSDM's rules."""
    without = [item.id for item in now.items if item.moscow is None]
    if without:
        some = ", ".join(without[:6]) + (" and others" if len(without) > 6 else "")
        return not_yet("unclassed", count=len(without), all=len(now.items), some=some)
    return judged(checks.moscow(now, ROOM))


@exercise("urgency", lambda: ChooseEach(SHAPES, [shape.value for shape in Urgency]))
def exercise_urgency(now: dict[str, str], _start: object) -> Reply:
    """Say how the cost of waiting grows."""
    wrong = [id for id, shape in SHAPE_OF.items() if now[id] != shape.value]
    return not_yet(wrong=", ".join(wrong)) if wrong else right()


@exercise("kano", lambda: ChooseEach(_surveyed(), [name for name in NAMES.values() if name != "questionable"]))
def exercise_kano(now: dict[str, str], _start: object) -> Reply:
    """Find the class of four pairs of answers."""
    wrong = [id for id, pair in SURVEY.items() if now[id] != evaluate(*pair)]
    return not_yet(wrong=", ".join(wrong)) if wrong else right()


def _surveyed() -> dict[str, str]:
    return {id: f"{id} {CASE.start.find(id).title}: {said(*pair)}" for id, pair in SURVEY.items()}


def _named(*ids: str) -> dict[str, str]:
    return {id: f"{id} {CASE.start.find(id).title}" for id in ids}


def _fields() -> list[str]:
    return [field.value for field in dict.fromkeys(quadrants(CASE.start).values())]
