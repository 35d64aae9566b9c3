"""A person's table: its headings are found, and a row that does not fit stands aside with its line."""

import pytest

from pmcourse.errors import CourseError
from pmcourse.kit.tables import table_of


def known(cells):
    return sum(cell.strip() in ("task", "done") for cell in cells)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_rows_stand_below_their_headings_whatever_separates_them(sign):
    found = table_of(f"Our test\n task {sign}done\na{sign}1\nb{sign}0\n".encode(), "x.csv", known)
    assert found.headings == ["task", "done"] and found.separator == sign
    assert [(row.line, row.cells) for row in found.rows] == [(3, ("a", "1")), (4, ("b", "0"))]


def test_a_row_with_other_cells_stands_aside_with_its_line():
    found = table_of(b"task,done\na,1\nb\nc,1,2\n", "x.csv", known)
    assert [(row.line, row.reason) for row in found.aside] == [
        (3, "has 1 cells, and there are 2 headings"),
        (4, "has 3 cells, and there are 2 headings"),
    ]


def test_a_table_without_rows_is_refused():
    with pytest.raises(CourseError, match=r"x\.csv has headings, but no rows"):
        table_of(b"task,done\n", "x.csv", known)


@pytest.mark.parametrize("title", ["Total", "Summe", "Total (2 tasks)"])
def test_a_last_line_of_sums_stands_aside_and_is_no_row(title):
    found = table_of(f"task,done\na,1\nb,0\n{title},1\n".encode(), "x.csv", known)
    assert [row.cells[0] for row in found.rows] == ["a", "b"]
    assert [(row.line, row.reason) for row in found.aside] == [(4, "looks like a sum of the others")]


@pytest.mark.parametrize("rows", ["Total,1\n", "Total,1\nb,0\n", "a,1\nTotal,yes\n", "a,1\nTotal cost,1\n"])
def test_what_only_looks_like_a_sum_is_a_row(rows):
    assert table_of(f"task,done\n{rows}".encode(), "x.csv", known).aside == []
