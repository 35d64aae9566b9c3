import errno
import os

import pytest

from pmcourse.artifact import ArtifactFile, read
from pmcourse.kit import progress
from pmcourse.kit.progress import (
    Progress,
    news,
    progress_file,
    remember_answer,
    remember_prediction,
    remember_right,
)

pytestmark = pytest.mark.usefixtures("desk")


def full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def on_disk():
    return read(progress.PATH, Progress)


def test_what_was_done_is_remembered_over_a_restart(other_kernel):
    remember_right("08-order", "backlog-management")
    remember_prediction("08-map", "Big bets")
    found = other_kernel(progress_file).value
    assert found == Progress(right={"08-order": "backlog-management"}, predictions={"08-map": "Big bets"})


def test_two_lessons_that_are_open_at_once_add_to_one_progress_and_leave_no_copies(other_kernel, tmp_path):
    remember_right("07-split", "agile-user-stories")
    other_kernel(remember_right, "08-order", "backlog-management")
    remember_right("07-map", "agile-user-stories")
    assert set(on_disk().right) == {"07-split", "08-order", "07-map"}
    assert news() == ""
    assert [path.name for path in (tmp_path / "answers").iterdir()] == ["progress.json"]


def test_what_another_lesson_saved_is_seen_without_a_restart(other_kernel):
    remember_right("07-split", "agile-user-stories")
    other_kernel(remember_right, "08-order", "backlog-management")
    assert set(progress_file().value.right) == {"07-split", "08-order"}


def test_an_answer_changed_in_a_second_window_is_not_put_back_by_the_first(other_kernel):
    remember_answer("07-parts", {"a": "no role"})
    other_kernel(remember_answer, "07-parts", {"a": "no goal"})
    remember_answer("08-kano", {"b": "must-be"})
    assert on_disk().answers == {"07-parts": {"a": "no goal"}, "08-kano": {"b": "must-be"}}


def test_an_answer_that_a_full_disk_kept_from_being_saved_is_not_lost_to_a_second_window(other_kernel, monkeypatch):
    remember_answer("07-parts", {"a": "no role"})
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        remember_answer("07-parts", {"a": "no goal"})
    other_kernel(remember_answer, "08-kano", {"b": "must-be"})
    remember_answer("09-now", "later")
    assert on_disk().answers == {"07-parts": {"a": "no goal"}, "08-kano": {"b": "must-be"}, "09-now": "later"}


def test_a_prediction_that_was_made_stays_as_it_was():
    remember_prediction("08-map", "Big bets")
    remember_prediction("08-map", "Quick wins")
    assert on_disk().predictions == {"08-map": "Big bets"}


def test_a_damaged_progress_is_kept_and_the_learner_is_told_once(tmp_path):
    (tmp_path / "answers").mkdir()
    progress.PATH.write_text("damaged")
    assert "kept as progress.unreadable-1.json" in news()
    assert news() == ""
    remember_right("08-order", "backlog-management")
    assert on_disk().right == {"08-order": "backlog-management"}


def test_on_a_full_disk_the_learner_is_told_and_all_is_saved_later(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        remember_right("08-order", "backlog-management")
        assert "No space left on device" in news()
    remember_right("08-map", "backlog-management")
    assert set(on_disk().right) == {"08-order", "08-map"}


def test_each_folder_has_a_progress_of_its_own(tmp_path, monkeypatch):
    remember_right("08-order", "backlog-management")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert progress_file().value == Progress()
    assert isinstance(progress_file(), ArtifactFile)
