"""Hand-ins on one and the same drawn case are named."""

from pmcourse.artifact import save
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
