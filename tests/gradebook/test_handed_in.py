"""What was handed in is read within limits, and hand-ins on one and the same drawn case are named."""

import json

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.artifact import save
from pmcourse.gradebook import handed_in
from pmcourse.gradebook.handed_in import folders, same_seed
from pmcourse.kit.sheet_data import Sheet


def test_learners_with_one_seed_are_listed_and_those_without_or_with_a_damaged_sheet_are_not(tmp_path):
    for learner, seed in {"ada": 7, "bob": 7, "cleo": 8, "dan": None}.items():
        save(tmp_path / "submitted" / learner / "08-backlog" / "answers" / "sheet.json", Sheet(seed=seed))
    for learner, text in {"eve": "{", "fay": '{"kind": "sheet", "version": 1, "seed": -7}'}.items():
        path = tmp_path / "submitted" / learner / "08-backlog" / "answers" / "sheet.json"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (tmp_path / "submitted" / "gil" / "08-backlog" / "answers").mkdir(parents=True)
    link = tmp_path / "submitted" / "gil" / "08-backlog" / "answers" / "sheet.json"
    link.symlink_to(tmp_path / "submitted" / "ada" / "08-backlog" / "answers" / "sheet.json")

    assert same_seed(folders(tmp_path, "08-backlog")) == [(7, ["ada", "bob"])]


def hand_in(folder, cells):
    """A notebook with `cells`, each a source and its outputs, as Jupyter writes it."""
    made = [nbformat.v4.new_code_cell(source, outputs=outputs) for source, outputs in cells]
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made), folder / "99-trial.ipynb")


def printed(text):
    return [nbformat.v4.new_output("stream", text=text)]


def test_sixty_megabytes_that_were_printed_are_left_out_and_the_answers_stay(tmp_path):
    hand_in(
        tmp_path,
        [("x = 1", printed("a line of what was printed, " * 2_300_000)), ("y = '\"outputs\": [1]'", printed("]}\\"))],
    )
    assert (tmp_path / "99-trial.ipynb").stat().st_size > 60e6

    read = handed_in.read(tmp_path, 16)

    notebook = json.loads(read.files["99-trial.ipynb"])
    assert [(cell["source"], cell["outputs"]) for cell in notebook["cells"]] == [
        (["x = 1"], []),
        (["y = '\"outputs\": [1]'"], []),
    ]
    assert len(read.told) == 1 and "ran anew" in read.told[0] and "MB" in read.told[0]


def test_a_notebook_that_is_large_without_its_outputs_is_still_too_large(tmp_path):
    hand_in(tmp_path, [("x" * 3_000_000, printed("seen"))])
    assert len(handed_in.read(tmp_path, 2).files["99-trial.ipynb"]) > 2e6


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(['"outputs": [', "outputs", "\\", "]}"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["outputs", "source", "metadata", "x"]), inner),
    max_leaves=20,
)


@given(cells=st.lists(st.dictionaries(st.sampled_from(["outputs", "source", "metadata", "id"]), values)), rest=values)
def test_nothing_but_the_lists_of_outputs_changes(cells, rest):
    notebook = {"metadata": {"x": rest}, "cells": cells}
    wanted = [
        {key: [] if key == "outputs" and isinstance(value, list) else value for key, value in cell.items()}
        for cell in cells
    ]
    for form in ({"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}):
        raw = json.dumps(notebook, **form).encode("utf-8", "surrogatepass")
        assert json.loads(handed_in.without_outputs(raw).decode("utf-8", "surrogatepass"))["cells"] == wanted


@given(raw=st.binary() | st.text(alphabet='"[]{}\\:, outps').map(str.encode))
def test_what_is_no_notebook_does_not_stop_the_others(raw):
    assert len(handed_in.without_outputs(raw)) <= len(raw)
