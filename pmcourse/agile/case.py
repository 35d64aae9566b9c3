"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.agile.drift import Market
from pmcourse.agile.model import Sprint
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Sprint, HERE)
PAST = (21, 14, 18, 9, 20, 16)  # points that Toolshed's team did in its last six sprints
DESK = (12, 17, 8, 15, 11, 19, 14, 13)  # and another team, in eight
DONE, SCOPE = (0, 21, 35, 53, 62, 82, 98), (142, 142, 142, 154, 154, 162, 166)  # points, from the start on
LEVEL = 0.80  # of the lesson's intervals
SPRING = Market(change=0.35, planning=0.6)  # what the lesson shows, and what its exercise is about
SUMMER = Market(change=0.25, planning=1.5)
# Choetkiertikul and others (2017): sprints that had six before them, and the share of them for which each rule held.
REAL = {
    "Apache": (60, 0.83, 0.63, 0.33),
    "MongoDB": (240, 0.91, 0.79, 0.38),
    "Spring": (151, 0.91, 0.76, 0.36),
}
