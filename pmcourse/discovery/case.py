"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.discovery.model import DiscoveryPlan
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(DiscoveryPlan, HERE)
