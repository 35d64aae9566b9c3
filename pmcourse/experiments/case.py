"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.experiments.model import ExperimentsPlan
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(ExperimentsPlan, HERE)
