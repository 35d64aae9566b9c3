"""The whole made-up class of every assignment is judged as it should be, and goes nbgrader's way from end to end."""

import functools
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from pmcourse.authoring.demo import differences, grade_class, playground
from pmcourse.authoring.submissions import Learner, made_up_class, unfair
from pmcourse.course import load
from pmcourse.gradebook import batch, handed_in, report
from pmcourse.gradebook.key import key_from_source
from pmcourse.gradebook.mastery import mastery
from pmcourse.gradebook.run import Run
from pmcourse.kit.marks import Marks
from pmcourse.skills import graded_cells

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT)
ASSIGNMENTS = [lesson.name for lesson in COURSE.assignments]
WHOLE = "08-backlog"  # its class goes the whole way, which is the same for all
# Learners whose answers are the model's: what becomes of them does not depend on the assignment, and WHOLE shows it.
EVERYWHERE = {"late", "renamed", "extra-cells", "deleted-test", "early-error", "warns"}
ON_THE_WAY = EVERYWHERE | {"model", "empty", "stuffer", "non-native", "programmer", "no-sheet", "torn-sheet"}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_keywords_earn_little_and_right_ideas_in_other_words_nearly_all(name):
    assert unfair(made_up_class(ROOT, name)) == []


def test_a_class_says_who_is_missing_and_who_earns_too_much_or_too_little():
    learner = functools.partial(Learner, why="")
    right = [learner(name, points={"a": 2, "b": 2}) for name in ("model", "non-native", "programmer", "numpy")]
    empty = learner("empty", points={"a": 0, "b": 0})
    assert unfair([*right, empty, learner("stuffer", points={"a": 1, "b": 0})]) == []
    assert unfair([*right, empty]) == ["The class has no learner called 'stuffer'."]
    assert unfair([*right[:2], right[3], empty, learner("stuffer", points={"a": 1, "b": 1}),
                   learner("programmer", points={"a": 2, "b": 0})]) == [
        "stuffer earns 50% of the machine's points, and may earn 25%.",
        "programmer earns 50% of the machine's points, and must earn 95%.",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def keys():
    """The key of every assignment."""
    sources = {name: (ROOT / "source" / name / f"{name}.ipynb").read_bytes() for name in ASSIGNMENTS}
    return {name: key_from_source(source, name, name, COURSE.limits) for name, source in sources.items()}


@pytest.fixture(scope="module")
def crew(keys):
    """A worker that is ready for every assignment."""
    with batch.crew(keys.values()) as ready:
        yield ready


@pytest.mark.xdist_group("class")
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_made_up_learner_gets_the_points_that_the_recipe_says(name, keys, crew, tmp_path):
    learners = {learner.name: learner for learner in made_up_class(ROOT, name)}
    assert len(learners) >= 20 and set(learners) > EVERYWHERE
    if name != WHOLE:
        learners = {name: learner for name, learner in learners.items() if name not in EVERYWHERE}
    for learner in learners.values():
        learner.write(ROOT / "release" / name, tmp_path / learner.name)
    handed = ((name, handed_in.read(tmp_path / name, COURSE.limits.file_mb)) for name in learners)

    found = dict(crew.grade_all(handed, keys[name]))

    given = {name: {id: found[name].scores[id] or 0 for id in learner.points} for name, learner in learners.items()}
    assert given == {name: dict(learner.points) for name, learner in learners.items()}
    waiting = {name: set(result.waiting) for name, result in found.items()}
    assert waiting == {name: set(learner.pending) for name, learner in learners.items()}
    assert [end for result in found.values() for end in dead_ends(result.notebook)] == []


NEXT = re.compile(r"Next: |For the same reason as |\. (?:Bring|Choose|Move|Open|Use)\b")  # a step, or where it stands


def dead_ends(notebook):
    """The lines of accounts that take points and do not say, themselves or above, what to do next."""
    found = []
    for cell in json.loads(notebook)["cells"]:
        told = ""
        for output in cell.get("outputs", ()) if cell["metadata"].get("nbgrader", {}).get("grade") else ():
            for line in BeautifulSoup("".join(output.get("data", {}).get("text/html", "")), "html.parser").find_all(
                "li"
            ):
                told += line.get_text()
                if line.get_text().startswith(("✗", "▲")) and not NEXT.search(told):
                    found.append((cell["id"], line.get_text()))
    return found


def test_a_line_that_takes_points_and_says_no_next_step_is_found():
    marks = (
        Marks().add(1, 1, "Right.").add(1, 0.5, "Not quite.").add(1, 0, "Wrong.", "Add.").add(1, 0, "Wrong.", "Add.")
    )
    output = {"data": {"text/html": marks._repr_mimebundle_()["text/html"]}}
    cell = {"id": "sum", "metadata": {"nbgrader": {"grade": True}}, "outputs": [output]}
    assert dead_ends(json.dumps({"cells": [cell]})) == [("sum", "▲ 0.5 of 1: Not quite.")]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Course, learners and grades of a part of one assignment's class, from nbgrader's submit to its feedback."""
    course = playground(ROOT, tmp_path_factory.mktemp("class") / "course")
    learners = [learner for learner in made_up_class(ROOT, WHOLE) if learner.name in ON_THE_WAY]
    assert len(learners) == len(ON_THE_WAY)
    return course, learners, grade_class(course, WHOLE, learners)


@pytest.mark.xdist_group("class")
def test_a_class_goes_through_nbgraders_own_commands(graded):
    course, learners, found = graded
    cells = [cell for cell in graded_cells(ROOT / "source") if cell.assignment == WHOLE]
    assert differences(learners, found) == []
    assert len(found) == len(learners) * len(cells)
    for learner in learners:
        assert (course.root / "feedback" / learner.name / WHOLE / f"{WHOLE}.html").is_file()


@pytest.mark.xdist_group("class")
def test_feedback_says_for_what_points_were_lost_and_a_common_reason_only_once(graded):
    course, _, _ = graded
    page = "feedback/{}/" + f"{WHOLE}/{WHOLE}.html"
    torn = (course.root / page.format("torn-sheet")).read_text(encoding="utf-8")
    assert torn.count("It was cut off") == 1 and "For the same reason as" in torn
    assert "It was cut off" not in (course.root / page.format("model")).read_text(encoding="utf-8")


@pytest.mark.xdist_group("class")
def test_grading_the_class_again_with_the_courses_own_command_changes_no_grade(graded):
    course, learners, _ = graded
    with Run(course, WHOLE) as run:
        again = list(run.grade(workers=1, force=True))
    assert sorted(one.learner for one in again) == sorted(learner.name for learner in learners)
    assert [one for one in again if one.changes] == []


@pytest.mark.xdist_group("class")
def test_the_class_has_skills_penalties_and_a_report(graded, tmp_path):
    course, learners, found = graded
    skills = {(m.learner, m.skill): m for m in mastery(found)}
    model = skills["model", "agile-product-management"]
    assert (model.share, model.pending, model.items) == (1.0, 1, 5)  # the letter waits for a person
    assert skills["empty", "backlog-management"].share == 0

    with Gradebook(course.database, course.id) as gradebook:
        late = gradebook.find_submission(WHOLE, "late")
        assert late.late_submission_penalty == pytest.approx(0.2 * 32.5)  # two days begun, a tenth each
        assert gradebook.find_submission(WHOLE, "model").late_submission_penalty == 0

    page, sheet = report.write(course, found, tmp_path / "reports")
    assert "http" not in page.read_text().replace("https://creativecommons", "")
    assert sheet.read_text().count("\n") == 1 + 3 * len(learners)
