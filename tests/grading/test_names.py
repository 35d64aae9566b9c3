from pmcourse.grading.names import repair


def test_a_renamed_notebook_gets_the_assignments_name_and_the_original_stays(tmp_path):
    (tmp_path / "homework.ipynb").write_text("work")
    notebooks = [str(tmp_path / "homework.ipynb")]
    repair("08-backlog", "ada", notebooks)
    assert notebooks == [str(tmp_path / "08-backlog.ipynb")]
    assert (tmp_path / "08-backlog.ipynb").read_text() == "work"
    assert (tmp_path / "homework.ipynb.renamed").read_text() == "work"


def test_two_notebooks_are_left_alone_because_nobody_can_know_which_is_meant(tmp_path):
    notebooks = [str(tmp_path / "a.ipynb"), str(tmp_path / "b.ipynb")]
    repair("08-backlog", "ada", notebooks)
    assert notebooks == [str(tmp_path / "a.ipynb"), str(tmp_path / "b.ipynb")]
