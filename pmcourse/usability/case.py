"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.usability.model import UsabilityPlan

HERE = Path(__file__).parent
CASE = Case(UsabilityPlan, HERE)
