"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.delivery.model import DeliveryPlan
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(DeliveryPlan, HERE)
