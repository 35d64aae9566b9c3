"""No honest learner loses a point, in whatever style; where nbgrader as it comes gives other points, it is said why.

That it gives all others the same is shown by benchmarks/honest.py, which grades everybody with it.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pmcourse.course import Limits
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.states import State
from pmcourse.gradebook.submission import Submission
from pmcourse.gradebook.worker import grade

pytestmark = pytest.mark.xdist_group("honest")  # one course of each kind for all
ROOT = Path(__file__).parents[2]
TARGET = ROOT / "tests" / "hostile" / "99-target"
courses = SimpleNamespace(**runpy.run_path(str(ROOT / "benchmarks" / "courses.py")))
LEARNERS = runpy.run_path(str(Path(__file__).with_name("learners.py")))["LEARNERS"]


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> SimpleNamespace:
    course = courses.own_course(tmp_path_factory.mktemp("own"), TARGET, limits=Limits(cell_seconds=5, memory_mb=512))
    with Run(course, TARGET.name) as run:
        return SimpleNamespace(key=run.key, released=courses.files_in(course.root / "release" / TARGET.name))


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    return courses.StockCourse(tmp_path_factory.mktemp("stock"), TARGET)


def test_the_corpus_is_large_and_every_difference_has_its_reason():
    assert len(LEARNERS) >= 30
    assert len({learner.name for learner in LEARNERS}) == len(LEARNERS)
    assert all(bool(learner.stock) == bool(learner.because) for learner in LEARNERS)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the locked room; elsewhere it refuses")
@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_an_honest_learner_earns_all_that_is_right(learner, ours):
    result = grade(Submission(learner.files_of(ours.released)), ours.key)

    assert dict(result.scores) == learner.points, result.details
    assert result.state is (State.TAMPERED if learner.name == "locked-cell-touched" else State.GRADED)


DIFFERENT = [learner for learner in LEARNERS if learner.stock]


@pytest.mark.parametrize("learner", DIFFERENT, ids=lambda learner: learner.name)
def test_nbgrader_as_it_comes_gives_the_other_points_that_are_said(learner, stock):
    courses.hand_in(
        stock.root, learner.name, TARGET.name, learner.files_of(courses.files_in(stock.root / "release" / TARGET.name))
    )

    points = stock.grade(learner.name, TARGET.name) or dict.fromkeys(learner.points, 0)

    assert points == {**learner.points, **learner.stock}
