"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.market.model import MarketPlan

HERE = Path(__file__).parent
CASE = Case(MarketPlan, HERE)
