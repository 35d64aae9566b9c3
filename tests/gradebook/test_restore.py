"""From whatever was handed in to a notebook that can be graded, with the instructor's cells as they were."""

import json

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmcourse.course import Limits
from pmcourse.gradebook.key import AssignmentKey, KeyCell
from pmcourse.gradebook.restore import MAX_CELLS, Malformed, restore
from pmcourse.rooms.scratch import safe_name

CELLS = (
    KeyCell("intro", "markdown", "# Task", locked=True),
    KeyCell("setup", "code", "base = 1", locked=True),
    KeyCell("answer", "code", "...", solution=True),
    KeyCell(
        "test", "code", "assert x\n### BEGIN HIDDEN TESTS\nassert x == 1\n### END HIDDEN TESTS",
        grade=True, locked=True, points=2,
    ),
    KeyCell("letter", "markdown", "Write here.", grade=True, solution=True, points=4),
    KeyCell("last", "code", "assert y", grade=True, locked=True, points=1),
)  # fmt: skip
KEY = AssignmentKey("99-trial", "99-trial", CELLS, Limits())


def released():
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    return [make[c.cell_type](c.released, id=c.grade_id, metadata=c.metadata()) for c in CELLS]


def own(source="print('mine')", id="mine"):
    return nbformat.v4.new_code_cell(source, id=id)


def bytes_of(cells, **metadata):
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def restored(cells, **metadata):
    return restore({"99-trial.ipynb": bytes_of(cells, **metadata)}, KEY)


def names(result):
    return [cell.key.grade_id if cell.key else cell.source for cell in result.cells]


ALL = [cell.grade_id for cell in CELLS]


def about(cell):
    return cell["metadata"]["nbgrader"]


def test_an_untouched_release_needs_no_repair():
    result = restored(released())

    assert (names(result), result.repairs, result.tampered) == (ALL, (), False)
    assert result.cells[3].source == CELLS[3].source  # with the hidden part


def test_the_learners_answers_and_own_cells_stay_where_they_were():
    cells = released()
    cells[2]["source"] = "x = 1"
    cells[2:2] = [own("before", "b")]
    cells += [own("after", "a")]

    result = restored(cells)

    assert names(result) == ["intro", "setup", "before", "answer", "test", "letter", "last", "after"]
    assert result.cells[3].source == "x = 1" and not result.repairs


@pytest.mark.parametrize("name", ALL)
def test_a_deleted_cell_is_put_back_which_is_no_crime(name):
    result = restored([cell for cell in released() if cell.id != name])

    assert names(result) == ALL and not result.tampered
    assert result.repairs == (f"The cell {name!r} was missing and was put back.",)


def test_of_a_doubled_cell_the_last_counts():
    cells = released()
    again = json.loads(json.dumps(cells[2])) | {"source": "x = 2", "id": "again"}
    cells.insert(3, again)

    result = restored(cells)

    assert [c.source for c in result.cells if c.key and c.key.grade_id == "answer"] == ["x = 2"]
    assert "more than once" in result.repairs[0] and names(result).count("...") == 1


def test_a_moved_cell_goes_back_and_only_that_one_is_named():
    cells = released()
    cells.append(cells.pop(1))

    result = restored(cells)

    assert names(result) == ALL and not result.tampered
    assert result.repairs == ("The cell 'setup' had been moved and was put back in its place.",)


@pytest.mark.parametrize("at", [0, 2, 3])
def test_a_cell_that_lost_its_name_is_recognised(at):
    cells = released()
    about(cells[at])["grade_id"] = "other"

    result = restored(cells)

    assert names(result) == ALL
    assert f"{ALL[at]!r} had lost its name" in result.repairs[0]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda c: c.update(source="assert True"), "text"),
        (lambda c: c.update(cell_type="markdown"), "kind"),
        (lambda c: about(c).update(points=100), "marking"),
        (lambda c: about(c).update(points="2"), "marking"),
        (lambda c: about(c).update(grade=False), "marking"),
        (lambda c: about(c).update(solution=True), "marking"),
        (lambda c: c["metadata"].update(tags=["skip-execution"]), "tag"),
    ],
)
def test_a_changed_test_is_put_back_reported_and_called_tampered(change, word):
    cells = released()
    change(cells[3])

    result = restored(cells)

    test = result.cells[3]
    assert (test.source, test.cell_type, test.key) == (CELLS[3].source, "code", CELLS[3])
    assert result.tampered and word in result.repairs[0]


def test_a_learners_tags_and_an_older_schema_change_nothing():
    cells = released()
    cells[2]["metadata"]["tags"] = ["mine"]
    for cell in cells:
        about(cell).pop("task")
        about(cell)["schema_version"] = 2

    assert restored(cells).repairs == ()


def test_another_kernel_is_replaced_and_reported():
    result = restored(released(), kernelspec={"name": "ir", "display_name": "R"})

    assert "another kernel" in result.repairs[0] and not result.tampered


@pytest.mark.parametrize("name", ["homework.ipynb", "99-trial (1).ipynb", "folder/99-TRIAL.IPYNB"])
def test_a_renamed_notebook_is_recognised(name):
    result = restore({name: bytes_of(released()), "notes.txt": b""}, KEY)

    assert names(result) == ALL and name in result.repairs[0]


def test_of_several_notebooks_the_one_with_the_tasks_is_taken():
    files = {"scratch.ipynb": bytes_of([own()]), "mine.ipynb": bytes_of(released())}

    assert names(restore(files, KEY)) == ALL


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no notebook"),
        ({"notes.txt": b""}, "no notebook"),
        ({"a.ipynb": bytes_of(released()), "b.ipynb": bytes_of(released())}, "several notebooks"),
    ],
)
def test_no_notebook_or_too_many_is_malformed(files, words):
    with pytest.raises(Malformed, match=words):
        restore(files, KEY)


TOO_MUCH = ("null characters", "more than 1,000,000 characters", f"at most {MAX_CELLS:,} are allowed")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "part of it is missing"),
        (bytes_of(released())[:-20], "part of it is missing"),
        (b"[" * 100_000, "part of it is missing"),
        (b"\xff\xfe", "not UTF-8"),
        (bytes_of(released()) + b"\0", "null bytes"),
        (b"[]", "not a notebook"),
        (b'{"metadata": 1}', "not a notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "format 3"),
        (b'{"nbformat": true, "cells": []}', "no known format"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": [1]}', "Cell 1 of the notebook is neither"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]}', "Cell 1 of the notebook has no text"),
        (bytes_of([own("x\\0".replace("\\0", "\0"))]), "null characters"),
        (bytes_of([own("x" * 1_000_001)]), "more than 1,000,000 characters"),
        (bytes_of([own()] * 100_000), f"at most {MAX_CELLS:,} are allowed"),
        (b" " * 17_000_000, "at most 16 MB"),
    ],
    ids=range(16),
)
def test_what_cannot_be_read_is_refused_by_name_with_what_to_do(raw, words):
    with pytest.raises(Malformed, match=words) as refused:
        restore({"99-trial.ipynb": raw}, KEY)

    assert ("Delete" if words in TOO_MUCH else "hand in again") in str(refused.value)


def test_a_byte_order_mark_and_lists_of_lines_are_read():
    cells = released()
    cells[2]["source"] = ["x = 1\n", "y = 2"]

    result = restore({"99-trial.ipynb": b"\xef\xbb\xbf" + bytes_of(cells)}, KEY)

    assert result.cells[2].source == "x = 1\ny = 2"


def graded_notebook(result):
    cells = [cell.as_json(number) for number, cell in enumerate(result.cells, 1)]
    notebook = nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    nbformat.validate(notebook)
    json.dumps(notebook).encode()
    return notebook


def test_ids_that_are_missing_doubled_or_odd_are_replaced():
    cells = [own("1"), own("2", "a"), own("3", "a"), own("4"), *released()]
    del cells[0]["id"]
    cells[3]["id"] = "é"

    ids = [cell.id for cell in graded_notebook(restored(cells)).cells]

    assert len(set(ids)) == len(ids) == 10


def test_pictures_in_text_cells_stay_and_other_attachments_go():
    cells = released()
    cells[4]["attachments"] = {"a.png": {"image/png": "AAAA", "text/html": "<script>"}, "b": 1}

    assert restored(cells).cells[4].attachments == {"a.png": {"image/png": "AAAA"}}


@given(st.lists(st.integers(0, len(CELLS) + 2), max_size=12))
@settings(max_examples=150)
def test_however_cells_are_shuffled_each_of_the_instructors_is_there_once_and_nothing_own_is_lost(order):
    pool = [*released(), own("own 0", "o0"), own("own 1", "o1"), own("own 2", "o2")]

    result = restored([pool[at] for at in order])

    graded_notebook(result)
    assert [cell.key.grade_id for cell in result.cells if cell.key] == ALL
    mine = sorted(cell.source for cell in result.cells if cell.source.startswith("own "))
    assert mine == sorted(pool[at].source for at in order if at >= len(CELLS))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=6),
    lambda v: (
        st.lists(v, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "metadata", "nbgrader", "grade_id", "tags", "id"]), v
        )
    ),
    max_leaves=10,
)
ODD_CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON},
    optional={"source": st.text(st.characters(), max_size=9) | JSON, "metadata": JSON | st.fixed_dictionaries(
        {"nbgrader": st.fixed_dictionaries({"grade_id": st.sampled_from(ALL) | JSON}, optional={"points": JSON})}
    ), "id": JSON, "attachments": JSON},
)  # fmt: skip


@given(st.lists(ODD_CELL, max_size=5), JSON)
@example([{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": []}}}], {})
@settings(max_examples=300)
def test_any_notebook_is_restored_or_refused_by_name(cells, metadata):
    raw = json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}).encode()
    try:
        result = restore({"99-trial.ipynb": raw}, KEY)
    except Malformed:
        return
    graded_notebook(result)
    assert [cell.key.grade_id for cell in result.cells if cell.key] == ALL


@pytest.mark.parametrize("name", ["a.txt", "answers/backlog.json", "a/b/c/d.csv", "été.txt", "a b.txt", "..a", "-x"])
def test_plain_names_are_safe(name):
    assert safe_name(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a", "a/../b", "/a", "a//b", "a/", "./a", "a\\b", "a\0b", "a\nb", "x" * 201, "a/" * 9 + "b",
     "\u202egpj.exe", "\ud800"],
)  # fmt: skip
def test_names_that_lead_out_or_deceive_are_not(name):
    assert not safe_name(name)


def test_a_notebook_from_which_another_tool_took_all_metadata_is_put_right_and_told_and_not_called_tampered():
    cells = released()
    for cell in cells:
        cell["metadata"] = {}
    result = restored(cells)
    assert names(result) == ALL and not result.tampered
    assert any("had lost its name and was recognised" in line for line in result.repairs)


def test_an_answer_that_was_turned_raw_is_read_as_what_it_was_and_not_called_tampered():
    cells = released()
    for at, cell in enumerate(CELLS):
        if not cell.locked:
            cells[at]["cell_type"] = "raw"
    result = restored(cells)
    assert names(result) == ALL and not result.tampered
    assert any("another kind" in line for line in result.repairs)
