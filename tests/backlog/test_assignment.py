"""What the assignment shows is enough for what it asks."""

import pytest

from pmcourse.backlog import assignment, variant
from pmcourse.kit.sheet import my_seed

pytestmark = pytest.mark.usefixtures("desk")


def test_the_descriptions_that_name_what_the_law_asks_for_are_shown_where_classes_are_asked_for():
    shown = assignment.release().html
    case = variant.case(my_seed())
    for id in case.ids:
        assert case.find(id).description in shown.replace("&#39;", "'"), id
    assert all(case.find(id).title in shown for id in variant.LAW)
