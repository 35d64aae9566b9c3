"""Where the lesson and its assignment begin: what was heard, and the screens of a form; the facts of both."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pmcourse.discovery.model import Discovery
from pmcourse.discovery.screens import Screens
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
WORDS = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))  # what is asked, and what can be chosen
CASE = Case(Discovery, HERE)
FORM = Case(Screens, HERE / "form")
MOST_SECONDS = 29  # for the lesson's form; 23.3 can be reached
