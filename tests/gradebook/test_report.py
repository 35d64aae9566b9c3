"""The page of skills: what it says, and that a learner's name is no markup in it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pmcourse.course import load
from pmcourse.gradebook import report
from pmcourse.gradebook.mastery import Grade
from pmcourse.skills import GradedCell

COURSE = load(Path(__file__).parents[2])
KANBAN = GradedCell("10-kanban", "10-kanban", "wip", 2, ("kanban",), False)
LETTER = GradedCell("10-kanban", "10-kanban", "letter", 4, ("kanban", "agile"), True)


class Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.cells, self._inside = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._inside = tag in ("td", "th")
        if self._inside:
            self.cells.append("")

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.cells[-1] += data


def page(tmp_path, *grades):
    html, _ = report.write(COURSE, list(grades), tmp_path)
    return Page(html.read_text(encoding="utf-8"))


def test_each_learner_has_a_row_with_share_interval_and_what_is_pending(tmp_path):
    seen = page(tmp_path, Grade("ada", KANBAN, 2, False), Grade("ada", LETTER, 0, True), Grade("bob", LETTER, 0, True))
    waits = "nothing graded yet, 1 pending"
    assert seen.cells[:3] == ["Learner", "agile", "Kanban"]
    assert seen.cells[3:5] == ["ada", waits]
    assert re.fullmatch(r"✓ 100% \(\d+%–100%\), 1 items, 1 pending", seen.cells[5])
    assert seen.cells[6:9] == ["bob", waits, waits]
    assert "10-kanban / wip" in seen.cells


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_a_learners_name_is_shown_as_it_is(tmp_path, name):
    seen = page(tmp_path, Grade(name, KANBAN, 2, False))
    assert name in seen.cells
    assert not {"script", "img"} & {*seen.tags}


def test_a_row_says_how_many_skills_reach_the_mark_of_those_that_are_graded():
    grades = [Grade("ada", KANBAN, 2, False), Grade("ada", LETTER, 2, False), Grade("bob", LETTER, 0, True)]
    found, columns = report.by_learner(grades, 0.7)
    assert columns == ["learner", "points", "of", "pending", "skills", "agile", "kanban"]
    assert [row["skills"] for row in found] == ["0 of 2", "0 of 0"]
    assert [row["skills"] for row in report.by_learner(grades, 0.6)[0]] == ["1 of 2", "0 of 0"]
