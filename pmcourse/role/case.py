"""Where the lesson and its assignment begin."""

from pathlib import Path

from pmcourse.kit.case import Case
from pmcourse.role.model import Role

HERE = Path(__file__).parent
CASE = Case(Role, HERE)
