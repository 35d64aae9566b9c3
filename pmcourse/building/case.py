"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.building.model import BuildingPlan
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(BuildingPlan, HERE)
