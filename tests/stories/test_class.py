"""The made-up class of 07-stories, through nbgrader's own submit, collect, autograde and feedback."""

from pathlib import Path

import pytest

from pmcourse.grading.demo import differences, grade_class, playground
from pmcourse.grading.mastery import mastery
from pmcourse.grading.submissions import made_up_class

ROOT = Path(__file__).parents[2]
NAME = "07-stories"


@pytest.mark.xdist_group("class-stories")
def test_every_made_up_learner_of_the_stories_gets_the_points_that_the_recipe_says(tmp_path):
    course = playground(ROOT, tmp_path / "course")
    learners = made_up_class(ROOT, NAME)
    assert len(learners) >= 20

    found = grade_class(course, NAME, learners)

    assert differences(learners, found) == []
    assert {grade.cell.grade_id for grade in found} == set(learners[0].points)
    skills = {(m.learner, m.skill): m for m in mastery(found)}
    assert skills["model", "agile-user-stories"].share == 1
    assert skills["model", "user-experience-design"].pending == 1  # the letter waits for a person
    assert skills["empty", "user-experience-design"].share == 0

    feedback = (course.root / "feedback" / "no-reasons" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "LS-02 does not say what for." in feedback
