"""The whole made-up class, through nbgrader's own submit, collect, autograde and feedback."""

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from pmcourse.grading import report
from pmcourse.grading.demo import differences, grade_class, playground
from pmcourse.grading.mastery import mastery
from pmcourse.grading.submissions import made_up_class

ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("class")
def test_every_made_up_learner_gets_the_points_that_the_recipe_says(tmp_path):
    course = playground(ROOT, tmp_path / "course")
    learners = made_up_class(ROOT, "08-backlog")
    assert len(learners) >= 20

    found = grade_class(course, "08-backlog", learners)

    assert differences(learners, found) == []
    assert len(found) == len(learners) * 13

    skills = {(m.learner, m.skill): m for m in mastery(found)}
    model = skills["model", "agile-product-management"]
    assert (model.share, model.pending, model.items) == (1.0, 1, 4)  # the letter waits for a person
    assert skills["empty", "backlog-management"].share == 0

    with Gradebook(course.database, course.id) as gradebook:
        late = gradebook.find_submission("08-backlog", "late")
        assert late.late_submission_penalty == pytest.approx(0.2 * 28)  # two days begun, a tenth each
        assert gradebook.find_submission("08-backlog", "model").late_submission_penalty == 0

    page, sheet = report.write(course, found, tmp_path / "reports")
    assert "http" not in page.read_text().replace("https://creativecommons", "")
    assert sheet.read_text().count("\n") == 1 + 2 * len(learners)
    assert (course.root / "feedback" / "model" / "08-backlog" / "08-backlog.html").is_file()
