"""The made-up class of 09-roadmap, through nbgrader's own submit, collect, autograde and feedback."""

from pathlib import Path

import pytest

from pmcourse.grading.demo import differences, grade_class, playground
from pmcourse.grading.mastery import mastery
from pmcourse.grading.submissions import made_up_class

ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("class-09")
def test_every_made_up_learner_gets_the_points_that_the_recipe_says(tmp_path):
    course = playground(ROOT, tmp_path / "course")
    learners = made_up_class(ROOT, "09-roadmap")
    found = grade_class(course, "09-roadmap", learners)
    assert differences(learners, found) == []
    skills = {(one.learner, one.skill): one for one in mastery(found)}
    model = skills["model", "product-management"]
    assert (model.share, model.pending) == (1.0, 1)  # the letter waits for a person
    assert skills["empty", "agile-product-management"].share == 0
