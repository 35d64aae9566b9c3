"""Where the lesson and its assignment begin, and the real result that both can read."""

from pathlib import Path

from pmcourse.experiments.model import Experiments
from pmcourse.experiments.worlds import Setting
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Experiments, HERE)
SETTING = Setting(0.20, 0.23, a_day=430, per_person=0.1, per_look=10, worth=18_000)  # the libraries' booking page
POOR, GOOD = 0.20, 0.40  # share of those asked from which the bike pays, and what Noor hopes for
# Cookie Cats, a mobile game: players with the gate at level 30 and at level 40, and who came back (public data)
CATS = (44_700, 45_489)
CAME_BACK = {"after 1 day": (20_034, 20_119), "after 7 days": (8_502, 8_279)}
