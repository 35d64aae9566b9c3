"""A made-up class for 09-roadmap: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/roadmap. What no
arithmetic gives is read from the hidden part of source/, where it stands once.
"""

from datetime import date, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kit.sheet_data import Sheet
from pmcourse.roadmap import variant
from pmcourse.roadmap.case import CASE as CASES
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Estimate, Horizon, Initiative, Outcome

SEED = 20270104
POINTS = {
    "kinds": 2.5, "expected": 2, "kept": 2, "together": 1, "reading": 2, "measured": 2, "purpose": 1, "waits": 2,
    "room": 3, "launch": 1, "promises": 3, "honesty": 1, "desk": 2, "ferry": 2, "recall": 1, "letter": 0,
}  # fmt: skip
LETTER = "Dear Ms Duarte, days look sure of themselves. Two I can sign. For the others half of the trials end in May."
KINDS = hidden_key(Path(__file__).parents[2], "09-roadmap", "kinds")
FREE = {"promise": None, "promised_to": ""}
LATER = {"quarter": None, "horizon": Horizon.LATER}

# In order of priority: each initiative with what is changed about it.
PLAN = {
    "N-03": {"quarter": "2027-Q1"},
    "N-05": {"quarter": "2027-Q1", "after": ()},
    "N-02": {"quarter": "2027-Q1"},
    "N-10": {"quarter": "2027-Q2", "outcome": "book", **FREE},
    "N-01": {"quarter": "2027-Q2"},
    "N-04": {"quarter": "2027-Q2"},
    "N-09": {"quarter": "2027-Q2"},
    "N-06": {"quarter": "2027-Q3", "outcome": "fill"},
    "N-07": {"quarter": "2027-Q3"},
    "N-08": {"quarter": "2027-Q4", "after": ("N-07", "N-09")},
    "N-11": {**LATER, **FREE, "outcome": "fill"},
    "N-12": {},
    "N-13": {"outcome": "book"},
}


def outcomes(seed):
    """The two outcomes with today's values of the case, and targets."""
    today = variant.facts(seed)
    return (
        Outcome(id="teach", name="Teachers prove attendance without paper", unit="%", baseline=today["teach"],
                metric="courses whose attendance is known after a week", target=95, by="2027-09-30"),
        Outcome(id="pay", name="People with little money learn too", unit="a term", baseline=today["pay"],
                metric="learners who pay a reduced or split fee", target=60, by="2028-03-31"),
    )  # fmt: skip


def board(seed, plan=PLAN, goals=None, but=None, drop=(), extra=()):
    """Lantern's roadmap in the order of `plan`, with its changes; `but` changes more of some initiatives."""
    roadmap = variant.case(seed)
    for id, changes in plan.items():
        roadmap = roadmap.moved(id, None, **(changes | (but or {}).get(id, {})))
    for outcome in outcomes(seed) if goals is None else goals:
        roadmap = roadmap.with_outcome(outcome)
    for one in extra:
        roadmap = roadmap.with_initiative(one)
    for id in drop:
        roadmap = roadmap.without(id)
    return roadmap


def crossing(seed, good=True):
    """An order of the ferry's jobs that keeps both promises; or one that only keeps the wait, and no promise."""
    case = variant.ferry(seed)
    wanted = 2 if good else 0
    return next((list(o) for o in permutations(case.jobs) if case.is_possible(o) and case.kept(o) == wanted), None)


@cache
def right(seed):
    """What somebody who is right in everything fills in."""
    case, trials = variant.case(seed), variant.trials(seed)
    count, chance = variant.together(seed)
    efforts = zip(variant.estimated(seed), (1, 2), strict=True)
    drivers = variant.drivers(seed)
    return {
        "kinds": {id: KINDS[id] for id in variant.sentences(seed)},
        "expected": {id: {"weeks": f"{case.initiative(id).effort.expected / part:.2f}"} for id, part in efforts},
        "kept": {"trials": {"chance": f"{trials.kept:g}", "p85": str(trials.by(0.85))}},
        "together": f"{100 * (chance / 100) ** count:.1f}",
        "day": str(variant.days(seed)["P85"]),
        "driver": max(drivers, key=drivers.get),
        "desk": {id: say for id, (_, say) in variant.desk(seed).items()},
        "ferry": crossing(seed),
        "recall": {id: variant.first(pair) for id, pair in variant.recall(seed).items()},
    }


def answers(seed, **changes):
    """The same; `changes` gives other answers by their id, None for none."""
    return {id: answer for id, answer in (right(seed) | changes).items() if answer is not None}


def learner(name, why, lose=None, seed=SEED, roadmap=None, made=None, letter=LETTER, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files["answers/roadmap.json"] = made or dumps(roadmap or board(seed))
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter}, files)


CASE = variant.case(SEED)
RIGHT = answers(SEED)
TODAY = variant.facts(SEED)
TEACH, PAY = outcomes(SEED)
GAPS = {"metric": "courses whose attendance lists have gaps", "baseline": 100 - TODAY["teach"], "target": 5.0}
TRIALS = variant.trials(SEED)
WHOLE, PART = variant.estimated(SEED)
COUNT, EACH = variant.together(SEED)
COSTLY = {id: "A" if a[0] > b[0] else "B" for id, (a, b) in variant.recall(SEED).items()}
BOARD = ("measured", "purpose", "waits", "room", "launch", "promises", "honesty")
STRAY = ("N-06", "N-10", "N-11", "N-13")
NO_BOARD = dict.fromkeys(BOARD, 0)


def but(**changes):
    """The model's board with more changes: N_08={"quarter": …}."""
    return board(SEED, but={id.replace("_", "-"): change for id, change in changes.items()})


def by_horizons(roadmap):
    """The same roadmap without a single quarter: now, next and later only."""
    for one in roadmap.ahead:
        changed = one.model_copy(update={"quarter": None, "horizon": roadmap.horizon_of(one)})
        roadmap = roadmap.with_initiative(changed)
    return roadmap


def everything_next():
    """Every card into “next”, every wait deleted, every lane filled: a click for each."""
    roadmap = CASE
    for one in CASE.initiatives:
        roadmap = roadmap.with_initiative(
            one.model_copy(
                update={"quarter": None, "horizon": Horizon.NEXT, "after": (), "outcome": one.outcome or "book"}
            )
        )
    x = {"metric": "x", "baseline": 0, "target": 1, "by": date(2027, 9, 30)}
    for id in ("teach", "pay"):
        roadmap = roadmap.with_outcome(roadmap.outcome(id).model_copy(update=x))
    return roadmap


def promised_at(share, roadmap):
    """Each initiative that has no promise, but can be forecast, promised for the day on which `share` have ended."""
    seen = forecast(roadmap)
    for one in roadmap.ahead:
        if one.promise is None and one.id in seen.ids:
            day = seen.day(share, one.id)
            roadmap = roadmap.with_initiative(one.model_copy(update={"promise": day, "promised_to": "everybody"}))
    return roadmap


def in_one_quarter():
    return but(**{f"N_{n:02}": {"quarter": "2027-Q1"} for n in (1, 2, 4, 6, 7, 9, 8)})


def reordered(*first):
    """The model's plan with some initiatives in front."""
    return {id: PLAN[id] for id in (*first, *(id for id in PLAN if id not in first))}


def shares(of):
    """Today's value and the target as so many of `of`."""
    return {"baseline": of * TEACH.baseline / 100, "target": of * TEACH.target / 100}


def between(share):
    """`share` of the way from the 17th of the twenty trials to the 18th."""
    low, high = sorted(TRIALS.ends)[16:18]
    return low + share * (high - low)


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, percent signs, own short words for outcomes, no quarters",
        roadmap=by_horizons(
            board(
                SEED,
                goals=(
                    TEACH.model_copy(
                        update={"name": "Teacher know who come", "metric": "how many course have attendance"}
                    ),
                    PAY.model_copy(update={"name": "More poor people can learn", "metric": "people with small fee"}),
                ),
            )
        ),
        expected={id: {"weeks": f" {with_comma(cell['weeks'])} "} for id, cell in RIGHT["expected"].items()},
        kept={"trials": {"chance": f"{RIGHT['kept']['trials']['chance']} %", "p85": RIGHT["kept"]["trials"]["p85"]}},
        together=with_comma(RIGHT["together"]) + " %",
        letter="Dear Ms Duarte, day for all is not good. 85 of 100 is good for room. We say: soon.",
    ),
    learner(
        "words-around-numbers",
        "right, with the units of the questions, days of work for weeks, a share of twenty, a word for percent",
        expected={
            WHOLE: {"weeks": f"{with_comma(RIGHT['expected'][WHOLE]['weeks'])} weeks"},
            PART: {"weeks": f"{5 * CASE.initiative(PART).effort.expected / 2:g} person-days"},
        },
        kept={"trials": {"chance": f"{TRIALS.kept / 5:g} of 20", "p85": f"day {TRIALS.by(0.85)}"}},
        together=f"about {RIGHT['together']} procent",
    ),
    learner(
        "p85-of-a-spreadsheet",
        "lets a spreadsheet work out P85: it lies between the 17th trial and the 18th",
        kept=RIGHT["kept"] | {"trials": RIGHT["kept"]["trials"] | {"p85": f"{between(0.15):.2f}"}},
    ),
    learner(
        "other-unit-said",
        "says months for weeks, and weeks for a day: the unit makes it another number",
        {"expected": 0, "kept": 1},
        expected={id: {"weeks": f"{cell['weeks']} months"} for id, cell in RIGHT["expected"].items()},
        kept=RIGHT["kept"] | {"trials": RIGHT["kept"]["trials"] | {"p85": f"week {TRIALS.by(0.85)}"}},
    ),
    learner(
        "programmer",
        "computes everything and types all digits, chances from 0 to 1",
        expected={
            id: {"weeks": repr(CASE.initiative(id).effort.expected / part)} for id, part in ((WHOLE, 1), (PART, 2))
        },
        kept={"trials": {"chance": repr(TRIALS.kept / 100), "p85": f"{float(TRIALS.by(0.85))!r}"}},
        together=repr((EACH / 100) ** COUNT),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere; all into “next”, every wait deleted, metric x from 0 to 1",
        {
            "kinds": 0,
            "expected": 0,
            "kept": 0,
            "together": 0,
            "reading": 0,
            "measured": 0,
            "purpose": 0,
            "waits": 0,
            "room": 0,
            "launch": 0,
            "promises": 0,
            "honesty": 0,
            "desk": 0,
            "ferry": 0,
            "recall": 0,
        },
        roadmap=everything_next(),
        kinds=dict.fromkeys(RIGHT["kinds"], "outcome"),
        expected={id: {"weeks": "roadmap"} for id in RIGHT["expected"]},
        kept={"trials": {"chance": "100", "p85": "85"}},
        together="100",
        day="2027-03-31",
        driver="N-03",
        desk=dict.fromkeys(RIGHT["desk"], "day"),
        ferry=RIGHT["ferry"][::-1],
        recall=dict.fromkeys(RIGHT["recall"], "A"),
        letter="Roadmap outcome output P50 P85 stakeholder value horizon forecast value.",
    ),
    learner("right-horizons", "now, next, later, and not one quarter", roadmap=by_horizons(board(SEED))),
    learner(
        "right-photos-first",
        "keeps the promise to Ms Duarte by putting the photos second",
        roadmap=board(
            SEED,
            reordered("N-03", "N-10"),
            but={"N-10": {"quarter": "2027-Q1", "outcome": "fill", "promise": date(2027, 2, 28)}},
        ),
    ),
    learner(
        "right-other-plan",
        "attendance before the rooms, the photos and the chat dropped",
        roadmap=board(SEED, reordered("N-05", "N-03", "N-02", "N-04"), drop=("N-10", "N-13")),
    ),
    learner(
        "right-own-initiative",
        "adds an initiative and an outcome of its own",
        roadmap=board(
            SEED,
            goals=(
                TEACH,
                PAY,
                Outcome(
                    id="trust",
                    name="Teachers stay",
                    metric="teachers who come back",
                    baseline=70,
                    target=85,
                    unit="%",
                    by="2027-12-31",
                ),
            ),
            extra=(
                Initiative(
                    id="R-01",
                    title="Ask ten teachers",
                    outcome="trust",
                    hypothesis="They know.",
                    effort=Estimate(low=0.5, likely=1, high=1),
                    teams=("Site",),
                    quarter="2027-Q2",
                ),
            ),
        ),
    ),
    learner(
        "training-as-outcome",
        "takes what is made for an outcome",
        {"kinds": 2.5 - 0.5 * list(RIGHT["kinds"].values()).count("output")},
        kinds={id: "outcome" if kind == "output" else kind for id, kind in RIGHT["kinds"].items()},
    ),
    learner("one-word", "calls everything an output", {"kinds": 0}, kinds=dict.fromkeys(RIGHT["kinds"], "output")),
    learner(
        "mean-of-three",
        "adds three numbers and divides by three",
        {"expected": 1},
        expected={
            id: {"weeks": f"{(e.low + e.likely + e.high) / 3 / part:.2f}"}
            for id, part in ((WHOLE, 1), (PART, 2))
            for e in (CASE.initiative(id).effort,)
        },
    ),
    learner(
        "most-likely-only",
        "types the most likely effort back, and forgets the second team",
        {"expected": 0.5},
        expected={
            WHOLE: {"weeks": f"{CASE.initiative(WHOLE).effort.likely:g}"},
            PART: {"weeks": f"{CASE.initiative(PART).effort.expected:.2f}"},
        },
    ),
    learner(
        "before-not-on",
        "takes an end on the promised day for too late, and P50 for P85",
        {"kept": 1},
        kept={"trials": {"chance": f"{TRIALS.kept - 5:g}", "p85": str(TRIALS.by(0.5))}},
    ),
    learner("one-for-all", "types the chance of one promise back for that of all", {"together": 0}, together=str(EACH)),
    learner(
        "two-of-all",
        "multiplies the chance once, and there are more promises",
        {"together": 0.5},
        together=f"{EACH * EACH / 100:g}",
    ),
    learner(
        "misread",
        "takes P50 for P85, and the initiative itself for what drives it",
        {"reading": 0},
        day=str(variant.days(SEED)["P50"]),
        driver="N-03",
    ),
    learner(
        "output-as-outcome",
        "leaves the portal an outcome, and gives it all the numbers",
        {"measured": 1.5},
        roadmap=board(
            SEED,
            goals=(TEACH.model_copy(update={"name": "Roll out the teachers' portal", "metric": "portals live"}), PAY),
        ),
    ),
    learner(
        "complete-lists",
        "counts what the task itself names, complete lists, and people who live far away: both are of people",
        roadmap=board(
            SEED,
            goals=(
                TEACH.model_copy(update={"metric": "courses with complete attendance lists"}),
                PAY.model_copy(update={"metric": "learners who live on little money and pay a reduced fee"}),
            ),
        ),
    ),
    learner(
        "share-of-ten",
        "counts so many of ten courses: a share like the task's percent",
        roadmap=board(SEED, goals=(TEACH.model_copy(update=shares(10) | {"unit": "of 10 courses"}), PAY)),
    ),
    learner(
        "share-of-one",
        "writes the shares from 0 to 1",
        roadmap=board(SEED, goals=(TEACH.model_copy(update=shares(1) | {"unit": ""}), PAY)),
    ),
    learner(
        "the-other-side",
        "counts the courses whose lists have gaps: the rest of the same hundred, and it is to become less",
        roadmap=board(SEED, goals=(TEACH.model_copy(update=GAPS), PAY)),
    ),
    learner(
        "the-other-side-up",
        "counts the gaps, and wants more of them",
        {"measured": 1.5},
        roadmap=board(SEED, goals=(TEACH.model_copy(update=GAPS | {"target": 95.0}), PAY)),
    ),
    learner(
        "the-other-side-unsaid",
        "the rest of the hundred as the value of the complete ones: that is not today's",
        {"measured": 1},
        roadmap=board(SEED, goals=(TEACH.model_copy(update={"baseline": 100 - TEACH.baseline}), PAY)),
    ),
    learner(
        "no-baseline",
        "targets without today's values",
        {"measured": 0},
        roadmap=board(SEED, goals=tuple(one.model_copy(update={"baseline": None}) for one in (TEACH, PAY))),
    ),
    learner(
        "target-below",
        "targets that are worse than today",
        {"measured": 1},
        roadmap=board(SEED, goals=tuple(one.model_copy(update={"target": one.baseline - 1}) for one in (TEACH, PAY))),
    ),
    learner(
        "photos-for-nothing",
        "the photos still serve no outcome",
        {"purpose": 0.5},
        roadmap=but(N_10={"outcome": None}),
    ),
    learner(
        "one-lane-for-all",
        "puts what served nothing under the first outcome, and looks no further",
        {"purpose": 0},
        roadmap=but(**{id.replace("-", "_"): {"outcome": CASE.initiative(id).outcome or "book"} for id in STRAY}),
    ),
    learner(
        "everything-under-one",
        "puts every initiative under the same outcome",
        {"purpose": 0},
        roadmap=but(**{one.id.replace("-", "_"): {"outcome": "fill"} for one in CASE.initiatives}),
    ),
    learner("capacity-ignored", "everything in the first quarter", {"room": 0, "waits": 1}, roadmap=in_one_quarter()),
    learner(
        "one-quarter-full",
        "one team has too much in one quarter",
        {"room": 1.5},
        roadmap=but(N_07={"quarter": "2027-Q2"}),
    ),
    learner(
        "capacity-made-up",
        "makes the teams ten times as large instead of choosing: they are put back",
        {"room": 0, "waits": 1},
        roadmap=in_one_quarter().model_copy(
            update={
                "teams": tuple(
                    t.model_copy(update={"capacity": {q: 10 * c for q, c in t.capacity.items()}}) for t in CASE.teams
                )
            }
        ),
    ),
    learner(
        "efforts-made-up",
        "makes every effort tiny instead of choosing: they are put back",
        {"room": 0, "waits": 1},
        roadmap=in_one_quarter().model_copy(
            update={
                "initiatives": tuple(
                    i.model_copy(update={"effort": i.effort and Estimate(low=0, likely=0.1, high=0.2)})
                    for i in in_one_quarter().initiatives
                )
            }
        ),
    ),
    learner(
        "nothing-soon",
        "puts nearly everything into later, where nothing can be full and nothing comes first",
        {"room": 0, "waits": 1},
        roadmap=but(**{f"N_{n:02}": LATER for n in (1, 6, 7, 9, 8, 10)}),
    ),
    learner(
        "dependency-ignored",
        "offers instalments before they can be paid",
        {"waits": 1.5},
        roadmap=but(N_07={"quarter": "2027-Q4"}, N_08={"quarter": "2027-Q3"}),
    ),
    learner(
        "circle-kept",
        "sheet and certificate still wait for each other, so the ministry waits too",
        {"waits": 1, "promises": 2},
        roadmap=but(N_05={"quarter": "2027-Q2", "after": ("N-04",)}, N_10={"quarter": "2027-Q1"}),
    ),
    learner(
        "wrong-wait-removed",
        "takes the wrong wait off: the certificate before the attendance",
        {"waits": 1, "promises": 2},
        roadmap=but(N_05={"quarter": "2027-Q2", "after": ("N-04",)}, N_04={"after": ()}, N_10={"quarter": "2027-Q1"}),
    ),
    learner(
        "launch-unpackaged",
        "offers instalments before anybody can explain them",
        {"launch": 0},
        roadmap=but(N_08={"quarter": "2027-Q3", "after": ("N-07",)}, N_09={"quarter": "2027-Q4"}),
    ),
    learner(
        "packaging-not-waited-for",
        "the packaging is in time, but the launch does not wait for it",
        {"launch": 0.5},
        roadmap=but(N_08={"after": ("N-07",)}),
    ),
    learner(
        "packaging-made-up",
        "adds a packaging of no work instead of planning the real one",
        {"launch": 0},
        roadmap=board(
            SEED,
            but={"N-08": {"quarter": "2027-Q3", "after": ("N-07", "R-01")}, "N-09": {"quarter": "2027-Q4"}},
            extra=(
                Initiative(
                    id="R-01",
                    title="Packaging",
                    outcome="pay",
                    phase="packaging",
                    teams=("Office",),
                    effort=Estimate(low=0, likely=0, high=0),
                    quarter="2027-Q1",
                ),
            ),
        ),
    ),
    learner(
        "p50-promised",
        "promises one more day, and half of the trials miss it",
        {"promises": 2},
        roadmap=but(N_01={"promise": forecast(board(SEED)).day(0.5, "N-01"), "promised_to": "the brochure"}),
    ),
    learner(
        "dates-for-everything",
        "a 90% day for each initiative: each can be kept, but nothing stays open, not even two years ahead",
        {"honesty": 0},
        roadmap=promised_at(0.9, board(SEED)),
    ),
    learner(
        "promise-broken",
        "moves the council's day to the summer instead of moving the rooms up",
        {"promises": 2},
        roadmap=but(N_03={"promise": variant.PROMISED["N-03"] + timedelta(days=90)}),
    ),
    learner(
        "rooms-behind",
        "keeps the rooms behind signing up from the phone, so that they miss their day",
        {"promises": 2},
        roadmap=board(
            SEED,
            reordered("N-05", "N-02", "N-01", "N-03"),
            but={"N-03": {"quarter": "2027-Q2"}, "N-10": {"quarter": "2027-Q3"}},
        ),
    ),
    learner(
        "far-promise-kept",
        "the board's day, 13 months ahead, stays promised",
        {"honesty": 0},
        roadmap=but(N_11={"promise": date(2028, 2, 15), "promised_to": "the school's board"}),
    ),
    learner(
        "days-for-the-desk",
        "takes the day of a forecast for a promise",
        {"desk": 1.2},
        desk={id: "day" if say == "direction" else say for id, say in RIGHT["desk"].items()},
    ),
    learner(
        "ferry-hasty",
        "takes the earliest promise first, whatever it waits for",
        {"ferry": 0},
        ferry=sorted(variant.ferry(SEED).jobs, key=lambda id: variant.ferry(SEED).promises.get(id, 99)),
    ),
    learner(
        "costly-first",
        "does the job that costs most first, whatever its length",
        {"recall": round(sum(COSTLY[id] == first for id, first in RIGHT["recall"].items()) / 3, 4)},
        recall=COSTLY,
    ),
    learner("no-board", "never touched the board", NO_BOARD, made=""),
    learner("untouched-board", "opened the board and moved nothing", NO_BOARD, roadmap=CASE),
    learner("torn-board", "the board's file was cut off", NO_BOARD, made=dumps(board(SEED))[:400]),
    learner(
        "other-case",
        "hands in Toolshed's roadmap, put right, instead of Lantern's",
        NO_BOARD,
        roadmap=CASES.start.without("R-09").without_outcome("banner"),
    ),
    learner(
        "too-much-dropped",
        "drops four, and so has room: what dropping makes easy is lost, and the rest is judged",
        {"room": 0, "purpose": 0},
        roadmap=board(SEED, drop=("N-10", "N-06", "N-13", "N-11")),
    ),
    learner(
        "launch-dropped",
        "takes the launch off the roadmap, where it must stay: it is put back",
        {"launch": 0},
        roadmap=board(SEED, drop=("N-08",)),
    ),
    learner(
        "promised-dropped",
        "takes off what the council was promised",
        {"promises": 2},
        roadmap=board(SEED, drop=("N-03",)),
    ),
    *usual_learners(learner("usual", "right in everything"), test="expected"),
]
