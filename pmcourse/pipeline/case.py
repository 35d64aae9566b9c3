"""Where the lesson and its assignment begin, and what the lesson's gate and its worlds are made of."""

import tomllib
from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.pipeline.model import Pipeline, Stage
from pmcourse.pipeline.worlds import Setting

HERE = Path(__file__).parent
CASE = Case(Pipeline, HERE)
TEXTS = tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8"))
SETTING = Setting()
TWO = ((Stage(cost=10, chance=0.5), Stage(cost=40, chance=0.5)), 200)  # stages and payoff of the worked example
THREE = ((Stage(cost=5, chance=0.4), Stage(cost=20, chance=0.5), Stage(cost=60, chance=0.6)), 400)
PEOPLE, SHARES = 20, (0.5, 0.25)  # asked at the lesson's gate; who acts where a bet is good, and where it is bad
ACTS = "m3"  # the one thing to count that tells good bets from bad ones
PRAISE = (0.8, 0.8)  # what is counted otherwise: the same for good and bad
