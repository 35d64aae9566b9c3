"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.pipeline.model import PipelinePlan

HERE = Path(__file__).parent
CASE = Case(PipelinePlan, HERE)
