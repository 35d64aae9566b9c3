"""What a program can see in a vision and in a learning plan: form alone. Whether they are good, a person says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmcourse.findings import Finding
from pmcourse.kit import readers
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.fields import about
from pmcourse.role.model import Plan, Role, Vision

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
NOBODY = {"everybody", "everyone", "all", "all people", "people", "users", "customers", "anybody", "anyone"}
HOLLOW = {"better", "best", "great", "innovative", "unique", "leading", "modern", "smart", "simply", "easy", "seamless",
          "world-class", "best-in-class", "cutting-edge", "state-of-the-art", "powerful", "intuitive"}  # fmt: skip
FEW = 4  # words


def vision(now: Vision) -> list[Finding]:
    """Slots that are empty, that name nobody, that only praise, or that say what another one says."""
    found, said, titles = [], {}, about(Vision)
    for name, text in now:
        title, words = titles[name].heading, readers.plain(text)
        if not words:
            found.append(CATALOGUE.finding("empty", title))
        elif words in said:
            found.append(CATALOGUE.finding("twice", title, other=said[words]))
        said.setdefault(words, title)
    whom = readers.plain(now.whom)
    if whom in NOBODY or whom.startswith(("everybody", "everyone", "anybody", "anyone", "all people")):
        found.append(CATALOGUE.finding("everybody", titles["whom"].heading, words=now.whom))
    own = readers.words(now.difference)
    if own and len(own) <= FEW + 1 and HOLLOW & set(own):
        found.append(CATALOGUE.finding("hollow", titles["difference"].heading, words=now.difference))
    return found


def plan(work: Role, today: date) -> list[Finding]:
    """Whether the plan is about a skill that is to grow, and has a step, a sign that others can see, and a day."""
    now, titles = work.plan, about(Plan)
    found = []
    if work.skill_gaps().get(now.skill, 0) <= 0:
        found.append(CATALOGUE.finding("no_gap"))
    for name in ("step", "sign"):
        if len(readers.words(getattr(now, name))) < FEW:
            found.append(CATALOGUE.finding("short", titles[name].heading))
    if now.step and readers.plain(now.step) == readers.plain(now.sign):
        found.append(CATALOGUE.finding("no_sign"))
    day = readers.day(now.day)
    if day is None:
        found.append(CATALOGUE.finding("no_day", words=now.day) if now.day.strip() else CATALOGUE.finding("day_left"))
    elif day <= today:
        found.append(CATALOGUE.finding("past", words=now.day))
    return found
