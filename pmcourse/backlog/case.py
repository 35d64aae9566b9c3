"""The lesson's case, Toolshed's 24 items in the order in which somebody thought of them, and the assignment's."""

from pathlib import Path

from pmcourse.backlog.model import Backlog
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Backlog, HERE)
