"""Where the lesson and its assignment begin, and the words and numbers of the lesson's case."""

import tomllib
from pathlib import Path

from pmcourse.kanban.cards import Setting
from pmcourse.kanban.checks import Option
from pmcourse.kanban.model import Flow
from pmcourse.kanban.worlds import Team
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Flow, HERE)
TEXTS = tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8"))
TEAM = Team(Setting(), 26, (1, 6, 1))
BUSY = (5, 9, 5)  # limits that keep nobody from beginning a card
OPTIONS = {id: Option(**one) for id, one in TEXTS["options"].items()}
P85 = 12  # working days, on the lesson's board, for the order of pulling
SAMPLES, OPEN = (2, 0, 3, 1, 2, 4, 0, 2, 1, 3, 2, 1), 14  # cards done in each of twelve weeks, and those that are left
FLOOD = TEAM.setting._replace(rate=0.36), 28  # wishes that come by themselves, and the seed of the lesson's picture
GAME = TEAM.setting._replace(work=(0.9, 2.2, 1.4))  # smaller cards, so that fifteen days are enough to play
READ = {"wip": 18, "test": 12, "rate": 0.75}  # what the lesson's picture shows on day 80
