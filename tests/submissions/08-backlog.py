# ruff: noqa: E501 - what learners write is kept as one line
"""A made-up class for 08-backlog: what each learner hands in, the points it must earn, and why."""

import json

from pmcourse.artifact import dumps
from pmcourse.backlog.case import CASE
from pmcourse.backlog.methods import rank
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.grading.submissions import Learner, add_cells, without_cell

CASE = CASE.assignment
FULL = {
    "rice-open": 2, "rice-more": 2, "quotients": 3, "dependencies": 3, "order-cost": 4, "moscow-classes": 2,
    "moscow-rules": 3, "kano": 2.5, "moved": 1.5, "one-week": 1, "not-now": 2, "saved": 2, "letter": 0,
}  # fmt: skip
NONE = dict.fromkeys(FULL, 0)
TABLE_POINTS = ("dependencies", "order-cost", "moscow-classes", "moscow-rules", "saved")

RICE = """def rice(reach, impact, confidence, effort):
    if effort == 0:
        return None
    return reach * impact * confidence / effort"""
QUOTIENTS = "quotients = {item.id: item.cost_of_delay / item.duration for item in case.items}"
KANO = 'kano = {"L-01": "one-dimensional", "L-04": "must-be", "L-06": "attractive", "L-09": "indifferent", "L-12": "reverse"}'
LETTER = "Dear Ms Duarte, first the message about cancelled classes (1,800 a week), then the photos, if a test brings bookings."
BEST = list(best_order(CASE).order)
CLASSES = {
    "must": ["L-10", "L-03", "L-07", "L-04", "L-05"],
    "should": ["L-01", "L-06"],
    "could": ["L-02", "L-11"],
}


def table(order=BEST, classes=CLASSES, case=CASE):
    """The artefact with this order and these MoSCoW classes; what is in no class is Won't."""
    backlog = case.reorder(order)
    for id in backlog.ids:
        backlog = backlog.change(id, moscow=next((name for name, ids in classes.items() if id in ids), "wont"))
    return dumps(backlog)


def numbers(moved="L-10", one_week="sum(item.cost_of_delay for item in case.items)", not_now='["L-09", "L-12"]', order=BEST):
    """The answers of part 6; the saving fits the order."""
    saved = cost_of_order(CASE) - cost_of_order(CASE, order)
    return f'moved = "{moved}"\none_week = {one_week}\nnot_now = {not_now}\nsaved = {saved!r}'


ANSWERS = {
    "rice-answer": RICE,
    "quotients-answer": QUOTIENTS,
    "kano-answer": KANO,
    "numbers-answer": numbers(),
    "letter": LETTER,
}


def learner(name, why, lose=None, table=table(), file_name=None, late_hours=0, edit=None, **cells):
    """The model's answers but for some cells; `lose` gives the points that differ from full marks."""
    cells = ANSWERS | {key.replace("_", "-"): source for key, source in cells.items()}
    files = {} if table is None else {"answers/backlog.json": table}
    return Learner(name, why, FULL | (lose or {}), cells, files, edit, file_name, late_hours)


def swapped(order, first, second):
    order = list(order)
    a, b = order.index(first), order.index(second)
    order[a], order[b] = order[b], order[a]
    return order


BY_WSJF = [row.id for row in rank(CASE, "wsjf")]
BY_RICE = [row.id for row in rank(CASE, "rice")]
OTHER_GOOD = swapped(BEST, "L-09", "L-12")
ONE_LATE = swapped(BEST, "L-07", "L-03")

LEARNERS = [
    learner("model", "the model solution earns all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", NONE),
    learner(
        "right-by-hand",
        "quotients typed in, another order within 5%, other refusals",
        table=table(OTHER_GOOD),
        quotients_answer="quotients = {'L-01': 600, 'L-02': 366.67, 'L-03': 1500, 'L-04': 1800, 'L-05': 300, 'L-06': 500, "
        "'L-07': 300, 'L-08': 60, 'L-09': 60, 'L-10': 2600, 'L-11': 350, 'L-12': 58.33}",
        numbers_answer=numbers(not_now='["L-08", "L-12"]', one_week="15510", order=OTHER_GOOD),
    ),
    learner(
        "right-own-helper",
        "own helper, other style, a tuple instead of a list",
        rice_answer="def safely(top, bottom):\n    return top / bottom if bottom else None\n\n\n"
        "def rice(reach, impact, confidence, effort):\n    return safely(reach * impact * confidence, effort)",
        numbers_answer=numbers(not_now='("L-12", "L-09")'),
    ),
    learner(
        "right-other-classes",
        "other Musts within the rules, Kano words in capitals",
        table=table(classes={"must": ["L-10", "L-03", "L-07"], "should": ["L-04", "L-05", "L-01"], "could": ["L-06", "L-08"]}),
        kano_answer=KANO.replace('"must-be"', '"Must be"').replace('"reverse"', '"REVERSE "'),
    ),
    learner(
        "score-as-cost",
        "takes the RICE score for the cost of delay",
        {"quotients": 0},
        quotients_answer="quotients = {i.id: rice(i.reach, i.impact, i.confidence, i.effort) / i.duration for i in case.items}",
    ),
    learner(
        "dependency-ignored",
        "sorts by WSJF and stops: cheap on paper, but three needs come too late",
        {"dependencies": 0, "order-cost": 2},
        table=table(BY_WSJF),
        numbers_answer=numbers(order=BY_WSJF),
    ),
    learner(
        "one-dependency-late",
        "one need comes too late",
        {"dependencies": 1.5, "order-cost": 2},
        table=table(ONE_LATE),
        numbers_answer=numbers(order=ONE_LATE),
    ),
    learner(
        "effort-as-value",
        "multiplies by the effort",
        {"rice-open": 0, "rice-more": 0},
        rice_answer=RICE.replace("/ effort", "* effort"),
    ),
    learner(
        "everything-must",
        "everything is a Must: the law is kept, the rule and the reserve are not",
        {"moscow-rules": 1},
        table=table(classes={"must": list(CASE.ids)}),
    ),
    learner(
        "no-reserve",
        "few Musts, but no Could at all",
        {"moscow-rules": 2},
        table=table(classes={"must": CLASSES["must"], "should": ["L-01", "L-02", "L-06", "L-11"]}),
    ),
    learner(
        "law-forgotten",
        "makes what the law asks for a Could",
        {"moscow-rules": 2},
        table=table(classes={"must": ["L-04", "L-05"], "should": ["L-01", "L-06"], "could": ["L-10", "L-03", "L-07"]}),
    ),
    learner(
        "percent",
        "reads confidence as a percentage",
        {"rice-open": 0, "rice-more": 0},
        rice_answer=RICE.replace("confidence /", "confidence / 100 /"),
    ),
    learner(
        "zero-effort",
        "does not think of an effort of 0",
        {"rice-more": 1},
        rice_answer="def rice(reach, impact, confidence, effort):\n    return reach * impact * confidence / effort",
    ),
    learner(
        "orders-by-rice",
        "puts the items in RICE order, with broken needs",
        {"dependencies": 0, "order-cost": 2},
        table=table(BY_RICE),
        numbers_answer=numbers(order=BY_RICE),
    ),
    learner(
        "kano-half",
        "mixes up must-be and attractive",
        {"kano": 1.5},
        kano_answer=KANO.replace("must-be", "x").replace("attractive", "must-be").replace('"x"', '"attractive"'),
    ),
    learner(
        "wrong-numbers",
        "biggest item instead of farthest moved, a mean instead of a sum, refuses what others need",
        {"moved": 0, "one-week": 0, "not-now": 1, "saved": 0},
        numbers_answer='moved = "L-04"\none_week = 1292.5\nnot_now = ["L-05", "L-09"]\nsaved = 5',
    ),
    learner("late", "a day and a half late: full points, and the late policy takes its share", late_hours=36),
    learner("renamed", "calls the notebook my-homework.ipynb", file_name="my-homework.ipynb"),
    learner("extra-cells", "adds ten cells of own trials", edit=add_cells),
    learner("deleted-test", "deletes a test cell, which is put back", edit=without_cell("quotients")),
    learner("deleted-answer", "deletes the RICE answer", {"rice-open": 0, "rice-more": 0}, edit=without_cell("rice-answer")),
    learner(
        "corrupt-artefact",
        "the table's file was cut off",
        dict.fromkeys(TABLE_POINTS, 0),
        table=table()[:200],
    ),
    learner("no-table", "never touched the table", dict.fromkeys(TABLE_POINTS, 0), table=None),
    learner(
        "other-case",
        "hands in the lesson's backlog instead of the assignment's",
        dict.fromkeys(TABLE_POINTS, 0),
        table=json.dumps({"kind": "backlog", "version": 1, "items": [{"id": "T-01", "title": "Toolshed", "moscow": "must"}]}),
    ),
    learner(
        "warns",
        "right, but the function prints and warns",
        rice_answer=RICE.replace("    if", "    import sys, warnings\n    print('hello')\n    warnings.warn('careful')\n"
                                 "    print('to stderr', file=sys.stderr)\n    if", 1),
    ),
    learner(
        "early-error",
        "an error in the first answer does not spoil the rest",
        {"rice-open": 0, "rice-more": 0},
        rice_answer="def rice(reach impact):\n    return",
    ),
    learner(
        "nan",
        "gives NaN and infinity as numbers",
        {"one-week": 0, "saved": 0},
        numbers_answer=numbers().split("\n")[0]
        + "\none_week = float('nan')\nnot_now = ['L-09', 'L-12']\nsaved = float('inf')",
    ),
]  # fmt: skip
