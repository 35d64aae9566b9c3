"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.kit.variant import bank
from pmcourse.market.funnel import Funnel
from pmcourse.market.model import Market, Measure

HERE = Path(__file__).parent
CASE = Case(Market, HERE)
CASES = bank(HERE / "cases.toml")
STEPS = ("sign up", "borrow for the first time", "come back")
EXAMPLE = Funnel(1000, (0.30, 0.50, 0.20), (400, 150, 900))
MEND = Funnel(2000, (0.40, 0.25, 0.60), (450, 960, 350))
DECIDED = CASES["next"]["decided"]  # the day on which a next step must have its number
MEASURES = {id: Measure(**one) for id, one in CASES["measures"].items()}
