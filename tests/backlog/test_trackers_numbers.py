import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.backlog.trackers import read_bytes


def column(*cells, separator=";"):
    """The numbers that a file makes of cells in a column, and its notes."""
    rows = "".join(f'{at}{separator}t{separator}"{cell}"\n' for at, cell in enumerate(cells))
    reading = read_bytes(f"ID{separator}Title{separator}Reach\n{rows}".encode())
    assert reading.set_aside == ()
    return [item.reach for item in reading.backlog.items], reading.notes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1 234,50", 1234.5),
        ("1\u00a0234,50", 1234.5),
        ("1\u202f234,50", 1234.5),
        ("1'234.50", 1234.5),
        ("€ 1.200,00", 1200),
        ("$1,200.00", 1200),
        ("+7", 7),
        (".5", 0.5),
        ("1e3", 1000),
        ("１２", 12),
    ],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_number_that_can_be_read_in_one_way_is_read_so_everywhere(text, value, separator):
    assert column(text, separator=separator)[0] == [pytest.approx(value)]


@pytest.mark.parametrize("text", ["", " ", "-", "–", "n/a", "N/A", "TBD", "?", "none", "No estimate"])
def test_words_for_nothing_are_unknown_which_is_not_zero(text):
    assert column(text)[0] == [None]


@pytest.mark.parametrize("text", ["lots", "1,2,3", "1.2.3", "1,23.4", "12,34,567", "3 d", "1_000", "nan", "inf", "--1"])
def test_what_is_no_number_is_kept_aside_and_not_guessed(text):
    reading = read_bytes(f'ID,Title,Reach\nA,one,"{text}"\n'.encode())
    assert f"must be a number (got '{text}')" in reading.set_aside[0].reason


def test_the_rest_of_the_file_decides_what_a_doubtful_number_is():
    assert column("1,234", "0,5", separator=",")[0] == [1.234, 0.5]
    assert column("1,234", "0.5", separator=";")[0] == [1234, 0.5]
    assert column("1.234", "0,5", separator=",")[0] == [1234, 0.5]
    assert column("1.234", "0.5", separator=";")[0] == [1.234, 0.5]


@pytest.mark.parametrize(("text", "value"), [("2-4", 3), ("2 – 4", 3), ("1,5 to 2,5", 2), ("10 bis 20", 15)])
def test_of_a_range_the_middle_is_taken_and_that_is_told(text, value):
    values, notes = column("100", text)
    assert values == [100, value]
    assert any(f"1 cells are ranges, such as “{text}” on line 3. The middle was taken." in note for note in notes)


def test_a_range_that_ends_before_it_begins_is_kept_aside_by_its_line():
    reading = read_bytes(b"ID,Title,Reach\n1,t,2027-12\n2,u,5\n")
    assert [(row.line, row.reason) for row in reading.set_aside] == [
        (2, "has a wrong number: Reach must be a range from less to more (got '2027-12')")
    ]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_middle_lies_between_the_ends(one, other):
    values, _ = column(f"{min(one, other)}-{max(one, other)}")
    assert values == [(one + other) / 2]


def test_where_nothing_else_decides_the_separator_does_and_the_reader_is_told():
    assert column("1,234", separator=";")[0] == [1.234]
    values, notes = column("1,234", separator=",")
    assert values == [1234]
    assert "“1,234” on line 2 was read as 1234" in notes[0]


CELLS = st.lists(
    st.sampled_from(["", "1", "8", "10", "80", "0.8", "0,8", "80%", "1,234", "1.234,5", "3 days", "high", "lots"]),
    min_size=1,
    max_size=5,
)


def in_a_file(heading, cells, beside):
    """The readings of a column's cells in a file where `beside` stands in other columns, and the notes on it."""
    rows = [f'{at}\tt\t"{cell}"\t"{other}"\n' for at, (cell, other) in enumerate(zip(cells, beside, strict=True))]
    reading = read_bytes(f"ID\tTitle\t{heading}\tCost of delay\n{''.join(rows)}".encode())
    field = heading.casefold().split(" (")[0]
    values = {item.id: (getattr(item, field), item.extra.get(heading)) for item in reading.backlog.items}
    return values, [note for note in reading.notes if f"“{heading}”" in note]


@given(st.sampled_from(["Reach", "Confidence", "Effort (days)", "Importance"]), CELLS, st.data())
def test_a_column_is_read_alike_in_every_file_or_its_doubtful_numbers_are_told(heading, cells, data):
    numbers = st.sampled_from(["", "0.5", "0,5", "1,5", "10", "1.234,5", "1,234.5"])
    beside = data.draw(st.lists(numbers, min_size=len(cells), max_size=len(cells)))
    alone, _ = in_a_file(heading, cells, [""] * len(cells))
    together, notes = in_a_file(heading, cells, beside)
    if not any("two ways" in note for note in notes):
        assert together == alone


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=5))
def test_numbers_as_programs_write_them_are_exact(numbers):
    assert column(*map(repr, numbers), separator=",")[0] == numbers


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=5), st.sampled_from([("1,5", ".", ","), ("1.5", ",", ".")]))
def test_thousands_are_read_in_the_files_own_way(numbers, way):
    known, thousands, decimal = way
    written = [f"{number:,}".replace(",", thousands) + f"{decimal}25" for number in numbers]
    assert column(known, *written)[0][1:] == [number + 0.25 for number in numbers]


def test_points_in_the_cells_are_points_and_told_and_converted_on_request():
    csv = b"ID,Title,Effort\nA,One,3 SP\nB,Two,5 pts\nC,Three,8\n"
    found = read_bytes(csv, "x.csv")
    assert [item.effort for item in found.backlog.items] == [3, 5, 8]
    assert found.sizes == {"effort": "pts"} and "is a size, not a time" in found.notes[0]
    found = read_bytes(csv, "x.csv", units={"Effort": "0.5 person-weeks"})
    assert ([item.effort for item in found.backlog.items], found.sizes) == ([1.5, 2.5, 4], {})


def test_points_beside_days_are_refused_by_line():
    found = read_bytes(b"ID,Title,Effort\nA,One,3 SP\nB,Two,2 days\n", "x.csv")
    assert [row.line for row in found.set_aside] == [2]


def test_story_points_that_were_converted_are_called_so_no_more():
    csv = b"ID,Title,Story Points\nA,One,3\n"
    assert read_bytes(csv, "x.csv").sizes == {"effort": "story points"}
    assert read_bytes(csv, "x.csv", units={"Story Points": "0.5 person-weeks"}).sizes == {}
