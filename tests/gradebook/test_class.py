"""The whole made-up class of every assignment, through nbgrader's own submit, collect, autograde and feedback."""

import functools
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from pmcourse.authoring.demo import differences, grade_class, playground
from pmcourse.authoring.submissions import Learner, made_up_class, unfair
from pmcourse.course import load
from pmcourse.gradebook import report
from pmcourse.gradebook.mastery import mastery
from pmcourse.gradebook.run import Run
from pmcourse.skills import graded_cells

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = [lesson.name for lesson in load(ROOT).assignments]


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """A function that gives course, learners and grades of an assignment's class, each class graded once."""

    @functools.cache
    def grade(name):
        course = playground(ROOT, tmp_path_factory.mktemp("class") / "course")
        learners = made_up_class(ROOT, name)
        return course, learners, grade_class(course, name, learners)

    return grade


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_keywords_earn_little_and_right_ideas_in_other_words_nearly_all(name):
    assert unfair(made_up_class(ROOT, name)) == []


def test_a_class_says_who_is_missing_and_who_earns_too_much_or_too_little():
    learner = functools.partial(Learner, why="")
    right = [learner(name, points={"a": 2, "b": 2}) for name in ("model", "non-native", "programmer")]
    empty = learner("empty", points={"a": 0, "b": 0})
    assert unfair([*right, empty, learner("stuffer", points={"a": 1, "b": 0})]) == []
    assert unfair([*right, empty]) == ["The class has no learner called 'stuffer'."]
    assert unfair([*right[:2], empty, learner("stuffer", points={"a": 1, "b": 1}),
                   learner("programmer", points={"a": 2, "b": 0})]) == [
        "stuffer earns 50% of the machine's points, and may earn 25%.",
        "programmer earns 50% of the machine's points, and must earn 95%.",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.xdist_group("class")
def test_every_made_up_learner_gets_the_points_that_the_recipe_says(graded, name):
    course, learners, found = graded(name)
    cells = [cell for cell in graded_cells(ROOT / "source") if cell.assignment == name]
    assert len(learners) >= 20
    assert differences(learners, found) == []
    assert len(found) == len(learners) * len(cells)
    for learner in learners:
        assert (course.root / "feedback" / learner.name / name / f"{name}.html").is_file()


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.xdist_group("class")
def test_grading_the_class_again_with_the_courses_own_command_changes_no_grade(graded, name):
    course, learners, _ = graded(name)
    with Run(course, name) as run:
        again = list(run.grade(workers=1, force=True))
    assert sorted(one.learner for one in again) == sorted(learner.name for learner in learners)
    assert [one for one in again if one.changes] == []


@pytest.mark.xdist_group("class")
def test_the_class_has_skills_penalties_and_a_report(graded, tmp_path):
    course, learners, found = graded("08-backlog")
    skills = {(m.learner, m.skill): m for m in mastery(found)}
    model = skills["model", "agile-product-management"]
    assert (model.share, model.pending, model.items) == (1.0, 1, 5)  # the letter waits for a person
    assert skills["empty", "backlog-management"].share == 0

    with Gradebook(course.database, course.id) as gradebook:
        late = gradebook.find_submission("08-backlog", "late")
        assert late.late_submission_penalty == pytest.approx(0.2 * 32.5)  # two days begun, a tenth each
        assert gradebook.find_submission("08-backlog", "model").late_submission_penalty == 0

    page, sheet = report.write(course, found, tmp_path / "reports")
    assert "http" not in page.read_text().replace("https://creativecommons", "")
    assert sheet.read_text().count("\n") == 1 + 3 * len(learners)


@pytest.mark.xdist_group("class")
def test_feedback_says_for_what_points_were_lost(graded):
    course, _, _ = graded("07-stories")
    page = course.root / "feedback" / "no-reasons" / "07-stories" / "07-stories.html"
    assert "does not say what for." in page.read_text(encoding="utf-8")
