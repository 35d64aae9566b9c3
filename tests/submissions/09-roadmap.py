"""A made-up class for 09-roadmap: what each learner hands in, the points it must earn, and why."""

from datetime import timedelta

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, add_cells, without_cell
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Estimate, Initiative, Outcome

START = CASE.assignment
FULL = {
    "kinds": 3, "expected-open": 1, "expected-more": 1, "kept-open": 1, "kept-more": 2, "p85": 1, "chance": 1,
    "driver": 1, "measured": 4, "purpose": 2, "waits": 3, "room": 4, "launch": 2, "promises": 5, "honesty": 2,
    "front-desk": 2, "letter": 0,
}  # fmt: skip
NONE = dict.fromkeys(FULL, 0)
BOARD_POINTS = ("measured", "purpose", "waits", "room", "launch", "promises", "honesty", "front-desk")

KINDS = 'kinds = {"A": "output", "B": "outcome", "C": "output", "D": "outcome", "E": "output", "F": "outcome"}'
EXPECTED = "def expected(low, likely, high):\n    return (low + 4 * likely + high) / 6"
KEPT = """def kept(ends, day):
    if not ends:
        return None
    return sum(end <= day for end in ends) / len(ends)"""
READING = """seen = forecast(case)
p85 = str(seen.day(0.85, "N-03"))
chance = seen.chance(date(2027, 12, 31), "N-12")
driver = seen.drivers("N-03")[0].id"""
DESK = "front_desk = {one.id: str(one.promise) if one.promise else None for one in lesson.CASE.answer().value.ahead}"
LETTER = "Dear Ms Duarte, days look sure of themselves. Two I can sign. For the others half of the trials end in May."

TEACH = Outcome(
    id="teach", name="Teachers prove attendance without paper", metric="courses whose attendance is known after a week",
    unit="%", baseline=30, target=95, by="2027-09-30",
)  # fmt: skip
PAY = Outcome(
    id="pay", name="People with little money learn too", metric="learners who pay a reduced or split fee",
    unit="a term", baseline=12, target=60, by="2028-03-31",
)  # fmt: skip
FREE = {"promise": None, "promised_to": ""}
LATER = {"quarter": None, "horizon": "later"}

# In order of priority: each initiative with what is changed about it.
PLAN = {
    "N-03": {"quarter": "2027-Q1"},
    "N-05": {"quarter": "2027-Q1", "after": ()},
    "N-02": {"quarter": "2027-Q1"},
    "N-10": {"quarter": "2027-Q2", "outcome": "book", **FREE},
    "N-01": {"quarter": "2027-Q2"},
    "N-04": {"quarter": "2027-Q2"},
    "N-09": {"quarter": "2027-Q2"},
    "N-06": {"quarter": "2027-Q3"},
    "N-07": {"quarter": "2027-Q3"},
    "N-08": {"quarter": "2027-Q4", "after": ("N-07", "N-09")},
    "N-11": {**LATER, **FREE},
    "N-12": {},
    "N-13": {},
}


def board(plan=PLAN, outcomes=(TEACH, PAY), but=None, drop=(), extra=(), teams=None):
    """Lantern's roadmap in the order of `plan`, with its changes; `but` changes more of some initiatives."""
    roadmap = START
    for id, changes in plan.items():
        roadmap = roadmap.moved(id, None, **(changes | (but or {}).get(id, {})))
    for outcome in outcomes:
        roadmap = roadmap.with_outcome(outcome)
    for one in extra:
        roadmap = roadmap.with_initiative(one)
    for id in drop:
        roadmap = roadmap.without(id)
    return roadmap.model_copy(update={"teams": teams}) if teams else roadmap


ANSWERS = {
    "kinds-answer": KINDS,
    "expected-answer": EXPECTED,
    "kept-answer": KEPT,
    "reading-answer": READING,
    "sales-answer": DESK,
    "letter": LETTER,
}


def learner(name, why, lose=None, roadmap=None, text=None, file_name=None, late_hours=0, edit=None, **cells):
    """The model's answers but for some cells; `lose` gives the points that differ from full marks."""
    cells = ANSWERS | {key.replace("_", "-"): source for key, source in cells.items()}
    files = {"answers/roadmap.json": text if text is not None else dumps(roadmap or board())}
    return Learner(name, why, FULL | (lose or {}), cells, files, edit, file_name, late_hours)


def by_horizons(roadmap):
    """The same roadmap without a single quarter: now, next and later only."""
    for one in roadmap.ahead:
        changed = one.model_copy(update={"quarter": None, "horizon": roadmap.horizon_of(one)})
        roadmap = roadmap.with_initiative(changed)
    return roadmap


def promised_at(share, roadmap):
    """Each initiative that has no promise, but can be forecast, promised for the day on which `share` have ended."""
    seen = forecast(roadmap)
    for one in roadmap.ahead:
        if one.promise is None and one.id in seen.ids:
            day = seen.day(share, one.id)
            roadmap = roadmap.with_initiative(one.model_copy(update={"promise": day, "promised_to": "everybody"}))
    return roadmap


def signed_up_at_p50():
    """One more promise: N-01, for the day on which only half of the trials have ended."""
    return board(but={"N-01": {"promise": forecast(board()).day(0.5, "N-01"), "promised_to": "the brochure"}})


def in_one_quarter():
    return board(but={id: {"quarter": "2027-Q1"} for id in ("N-01", "N-02", "N-04", "N-06", "N-07", "N-09", "N-08")})


PHOTOS_FIRST = board(
    {"N-03": {}, "N-10": {}, **{id: changes for id, changes in PLAN.items() if id not in ("N-03", "N-10")}},
    but={"N-10": {"quarter": "2027-Q1", "outcome": "fill"}},
)
OTHER_PLAN = board(
    {f"N-{number:02}": PLAN[f"N-{number:02}"] for number in (5, 3, 2, 4, 1, 6, 7, 9, 8, 11, 12, 13, 10)},
    but={"N-08": {"quarter": "2027-Q3"}},
    drop=("N-10", "N-13"),
)  # fmt: skip

LEARNERS = [
    learner("model", "the model solution earns all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", NONE),
    learner("right-horizons", "now, next, later, and not one quarter", roadmap=by_horizons(board())),
    learner(
        "right-photos-first",
        "keeps the promise to Ms Duarte by putting the photos second; answers in other words",
        roadmap=PHOTOS_FIRST,
        kinds_answer=KINDS.replace('"output"', '" Output "'),
        kept_answer="import numpy\n\n\ndef kept(ends, day):\n"
        "    return float((numpy.array(ends) <= day).mean()) if ends else None",
    ),
    learner(
        "right-other-plan",
        "attendance before the rooms, instalments earlier, the photos and the chat dropped",
        roadmap=OTHER_PLAN,
    ),
    learner(
        "right-own-packaging",
        "adds an initiative and an outcome of its own",
        roadmap=board(
            outcomes=(
                TEACH,
                PAY,
                Outcome(
                    id="trust",
                    name="Teachers stay",
                    metric="teachers who come back",
                    unit="%",
                    baseline=70,
                    target=85,
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
        "output-as-outcome",
        "leaves the portal an outcome, and only gives it a day",
        {"measured": 2},
        roadmap=board(outcomes=(Outcome(id="teach", name="Roll out the teachers' portal", by="2027-06-30"), PAY)),
    ),
    learner(
        "no-baseline",
        "targets without today's values",
        {"measured": 0},
        roadmap=board(
            outcomes=(TEACH.model_copy(update={"baseline": None}), PAY.model_copy(update={"baseline": None}))
        ),
    ),
    learner(
        "photos-for-nothing",
        "the photos still serve no outcome",
        {"purpose": 0},
        roadmap=board(but={"N-10": {"outcome": None}}),
    ),
    learner("capacity-ignored", "everything in the first quarter", {"room": 0}, roadmap=in_one_quarter()),
    learner(
        "one-quarter-full",
        "one team has too much in one quarter",
        {"room": 2},
        roadmap=board(but={"N-07": {"quarter": "2027-Q2"}}),
    ),
    learner(
        "capacity-made-up",
        "doubles the teams instead of choosing",
        {"room": 0},
        roadmap=in_one_quarter().model_copy(
            update={
                "teams": tuple(
                    t.model_copy(update={"capacity": {q: 10 * c for q, c in t.capacity.items()}}) for t in START.teams
                )
            }
        ),
    ),
    learner(
        "nothing-soon",
        "puts nearly everything into later, where nothing can be full",
        {"room": 0},
        roadmap=board(but={id: LATER for id in ("N-01", "N-06", "N-07", "N-09", "N-08", "N-10")}),
    ),
    learner(
        "dependency-ignored",
        "signs up from the phone before the class list has moved",
        {"waits": 1.5},
        roadmap=board(
            but={"N-01": {"quarter": "2027-Q1"}, "N-02": {"quarter": "2027-Q2"}, "N-04": {"quarter": "2027-Q1"}}
        ),
    ),
    learner(
        "circle-kept",
        "sheet and certificate still wait for each other, so the ministry waits too",
        {"waits": 1.5, "promises": 3},
        roadmap=board(
            but={
                "N-05": {"quarter": "2027-Q2", "after": ("N-04",)},
                "N-10": {"quarter": "2027-Q1"},
                "N-09": {"quarter": "2027-Q3"},
                "N-08": {"quarter": "2027-Q4"},
            }
        ),
    ),
    learner(
        "wrong-wait-removed",
        "takes the wrong wait off: the certificate before the attendance",
        {"waits": 1.5, "promises": 3},
        roadmap=board(
            but={
                "N-05": {"quarter": "2027-Q2", "after": ("N-04",)},
                "N-04": {"after": ()},
                "N-09": {"quarter": "2027-Q3"},
                "N-08": {"quarter": "2027-Q4"},
            }
        ),
    ),
    learner(
        "launch-unpackaged",
        "offers instalments before anybody can explain them",
        {"launch": 0},
        roadmap=board(but={"N-08": {"quarter": "2027-Q3", "after": ("N-07",)}, "N-09": {"quarter": "2027-Q4"}}),
    ),
    learner(
        "packaging-not-waited-for",
        "the packaging is in time, but the launch does not wait for it",
        {"launch": 1},
        roadmap=board(but={"N-08": {"after": ("N-07",)}}),
    ),
    learner(
        "p50-promised",
        "promises one more day, and half of the trials miss it",
        {"promises": 4},
        roadmap=signed_up_at_p50(),
    ),
    learner(
        "dates-for-everything",
        "a 90% day for each initiative: each can be kept, but nothing stays open, not even two years ahead",
        {"honesty": 0},
        roadmap=promised_at(0.9, board()),
    ),
    learner(
        "promise-broken",
        "moves the council's day to the summer instead of moving the rooms up",
        {"promises": 3},
        roadmap=board(but={"N-03": {"promise": START.initiative("N-03").promise + timedelta(days=90)}}),
    ),
    learner(
        "rooms-behind",
        "keeps the rooms behind signing up from the phone, so that they miss their day",
        {"promises": 3},
        roadmap=board(
            {
                id: PLAN[id]
                for id in (
                    "N-05",
                    "N-02",
                    "N-01",
                    "N-03",
                    *(i for i in PLAN if i not in ("N-05", "N-02", "N-01", "N-03")),
                )
            },
            but={"N-01": {"quarter": "2027-Q1"}},
        ),
    ),
    learner(
        "far-promise-kept",
        "the board's day, 13 months ahead, stays promised",
        {"honesty": 0},
        roadmap=board(but={"N-11": {"promise": "2028-02-15", "promised_to": "the school's board"}}),
    ),
    learner(
        "days-for-the-desk",
        "gives the front desk a forecast day for everything",
        {"front-desk": 0},
        sales_answer="seen = forecast(lesson.CASE.answer().value)\n"
        "front_desk = dict.fromkeys([one.id for one in case.ahead])\n"
        "front_desk |= {id: str(seen.day(0.5, id)) for id in seen.ids}",
    ),
    learner(
        "nothing-for-the-desk",
        "tells the front desk nothing at all",
        {"front-desk": 1},
        sales_answer="front_desk = {one.id: None for one in case.ahead}",
    ),
    learner(
        "mean-of-three",
        "adds three numbers and divides by three",
        {"expected-open": 0, "expected-more": 0},
        expected_answer="def expected(low, likely, high):\n    return (low + likely + high) / 3",
    ),
    learner(
        "before-not-on",
        "a promise is broken on its own day, and an empty list divides by zero",
        {"kept-more": 0},
        kept_answer="def kept(ends, day):\n    return sum(end < day for end in ends) / len(ends)",
    ),
    learner(
        "no-trials",
        "does not think of an empty list",
        {"kept-more": 1.5},
        kept_answer="def kept(ends, day):\n    return sum(end <= day for end in ends) / len(ends)",
    ),
    learner(
        "misread",
        "takes P50 for P85, a percentage for a share, and the initiative itself for what drives it",
        {"p85": 0, "chance": 0, "driver": 0},
        reading_answer='p85 = str(forecast(case).day(0.5, "N-03"))\nchance = 85\ndriver = "N-03"',
    ),
    learner(
        "one-word", "calls everything an output", {"kinds": 0}, kinds_answer="kinds = dict.fromkeys('ABCDEF', 'output')"
    ),
    learner(
        "training-as-outcome",
        "takes trained teachers for an outcome",
        {"kinds": 2.5},
        kinds_answer=KINDS.replace('"C": "output"', '"C": "outcome"'),
    ),
    learner("late", "a day and a half late: full points, and the late policy takes its share", late_hours=36),
    learner("renamed", "calls the notebook roadmap-final-2.ipynb", file_name="roadmap-final-2.ipynb"),
    learner("extra-cells", "adds ten cells of own trials", edit=add_cells),
    learner("deleted-test", "deletes a test cell, which is put back", edit=without_cell("promises")),
    learner("deleted-answer", "deletes an answer", {"kept-open": 0, "kept-more": 0}, edit=without_cell("kept-answer")),
    learner(
        "corrupt-artefact", "the board's file was cut off", dict.fromkeys(BOARD_POINTS, 0), text=dumps(board())[:400]
    ),
    learner(
        "other-case",
        "hands in Toolshed's roadmap, put right, instead of Lantern's",
        dict.fromkeys(BOARD_POINTS, 0),
        roadmap=CASE.start.without("R-09").without_outcome("banner"),
    ),
    learner(
        "too-much-dropped",
        "drops what is difficult",
        dict.fromkeys(BOARD_POINTS, 0),
        roadmap=board(drop=("N-01", "N-02", "N-06", "N-11")),
    ),
    learner(
        "warns",
        "right, but prints and warns",
        expected_answer="def expected(low, likely, high):\n    import sys, warnings\n    print('hello')\n"
        "    warnings.warn('careful')\n    print('to stderr', file=sys.stderr)\n"
        "    return (low + 4 * likely + high) / 6",
    ),
    learner(
        "early-error",
        "an error in the first answer does not spoil the rest",
        {"kinds": 0},
        kinds_answer="kinds = {'A': output}",
    ),
    learner(
        "nan",
        "gives NaN and infinity as numbers",
        {"chance": 0, "expected-open": 0, "expected-more": 0},
        reading_answer=READING + "\nchance = float('nan')",
        expected_answer="def expected(low, likely, high):\n    return float('inf')",
    ),
]
