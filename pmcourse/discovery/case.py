"""Where the lesson and its assignment begin: what was heard, and the screens of a form; the facts of both."""

from __future__ import annotations

from pathlib import Path

from pmcourse.discovery.model import Discovery
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Discovery, HERE)
