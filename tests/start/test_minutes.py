"""How long the course takes: the first lesson and the README say what its parts say."""

import json
import re
from pathlib import Path

from pmcourse.course import load

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT)
START = json.loads((ROOT / "notebooks/00-start-here.ipynb").read_text(encoding="utf-8"))


def text(notebook):
    return " ".join(" ".join("".join(cell["source"]) for cell in notebook["cells"]).split())


def test_no_lesson_asks_for_more_than_an_hour():
    assert {lesson.name: lesson.minutes for lesson in COURSE.lessons if lesson.minutes > 60} == {}


def test_the_minutes_of_the_assignments_lie_in_the_range_that_a_learner_is_told_first():
    released = (ROOT / "release" / one.name / f"{one.name}.ipynb" for one in COURSE.assignments)
    told = [re.findall(r"takes about (\d+) minutes", text(json.loads(path.read_text("utf-8")))) for path in released]
    minutes = [int(found[0]) for found in told if len(found) == 1]
    assert len(minutes) == len(COURSE.assignments)
    said = f"{min(minutes)} to {max(minutes)} minutes"
    assert f"an hour for the lesson, and {said} for its assignment" in text(START)
    assert f"its assignment takes {said}" in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
