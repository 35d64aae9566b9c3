import errno
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import ArtifactFile, Invalid, Missing, Unreadable, WrongVersion, answer, dumps, loads, read, save
from pmcourse.backlog.model import Backlog, Item

ONE = Backlog(items=(Item(id="A", title="Alpha", effort=2),))
TWO = Backlog(items=(Item(id="A", title="Alpha", effort=3), Item(id="B", title="Beta")))

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
items = st.builds(
    Item,
    id=texts,
    title=texts,
    description=texts,
    effort=st.none() | st.floats(0, 1e6),
    tags=st.lists(texts).map(tuple),
)
backlogs = st.lists(items, max_size=5, unique_by=lambda item: item.id).map(lambda found: Backlog(items=tuple(found)))


def opened(path, start=ONE):
    return ArtifactFile(path, Backlog, start)


def kept(folder):
    return sorted(path.name for path in folder.iterdir())


@settings(deadline=None)  # a busy machine is no fault
@given(backlogs)
def test_what_is_written_is_read_back_the_same(backlog):
    assert loads(dumps(backlog), Backlog) == backlog


def test_the_file_is_json_that_a_person_can_read_with_kind_and_version_first():
    text = dumps(ONE)
    assert list(json.loads(text))[:2] == ["kind", "version"]
    assert text.endswith("}\n") and text.count("\n") > 5


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_the_disk_fails_the_old_file_is_whole_and_nothing_is_left_behind(tmp_path, monkeypatch, step):
    path = tmp_path / "backlog.json"
    save(path, ONE)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError):
        save(path, TWO)
    assert read(path, Backlog) == ONE
    assert kept(tmp_path) == ["backlog.json"]


def test_when_the_disk_is_full_the_learner_is_told_the_edit_stays_and_the_next_change_saves_it(tmp_path, monkeypatch):
    path = tmp_path / "backlog.json"
    file = opened(path)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        file.put(TWO)
        assert "No space left" in file.notice and "kept in this window" in file.notice
        assert file.value == TWO and not path.exists()
    file.put(TWO.change("B", effort=1))
    assert file.notice == ""
    assert read(path, Backlog) == file.value


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"not json", Unreadable),
        (b"\xff\xfe\x00", Unreadable),
        (dumps(TWO)[:90].encode(), Unreadable),
        (b'{"kind": "roadmap", "version": 1}', WrongVersion),
        (b'{"kind": "backlog", "version": 99}', WrongVersion),
        (b'{"kind": "backlog", "version": 1, "items": [{"id": "A", "title": "x", "effort": -2}]}', Invalid),
        (b'{"kind": "backlog", "version": 1, "items": [{"id": "A", "title": "x", "effort": NaN}]}', Invalid),
        (b"[" * 100_000, Unreadable),
    ],
)
def test_a_file_that_cannot_be_used_is_kept_under_another_name_and_a_fresh_start_is_offered(tmp_path, content, error):
    path = tmp_path / "backlog.json"
    path.write_bytes(content)
    with pytest.raises(error):
        read(path, Backlog)
    file = opened(path)
    assert file.value == ONE
    assert "kept as backlog.unreadable-1.json" in file.notice and "start afresh" in file.notice
    file.put(TWO)
    assert (tmp_path / "backlog.unreadable-1.json").read_bytes() == content
    assert read(path, Backlog) == TWO


def test_a_second_unreadable_file_does_not_replace_the_first(tmp_path):
    path = tmp_path / "backlog.json"
    for text in ("first", "second"):
        path.write_text(text)
        opened(path)
    assert [(tmp_path / f"backlog.unreadable-{n}.json").read_text() for n in (1, 2)] == ["first", "second"]


def test_the_same_file_open_in_two_kernels_loses_neither_ones_work(tmp_path):
    path = tmp_path / "backlog.json"
    first, second = opened(path), opened(path)
    first.put(TWO)
    mine = ONE.change("A", effort=9)
    second.put(mine)
    assert "changed somewhere else" in second.notice and "backlog.other-1.json" in second.notice
    assert read(path, Backlog) == mine
    assert read(tmp_path / "backlog.other-1.json", Backlog) == TWO


def test_an_invalid_value_is_named_with_its_place_the_rule_and_the_value():
    text = '{"kind": "backlog", "version": 1, "items": [{"id": "A", "title": "x", "effort": -2}]}'
    with pytest.raises(Invalid, match=r"items\.0\.effort should be greater than or equal to 0 \(got -2\)"):
        loads(text, Backlog)


def test_undo_and_redo_step_through_the_changes_and_save_each_step(tmp_path):
    path = tmp_path / "backlog.json"
    file = opened(path)
    file.put(TWO)
    file.put(TWO.remove("A"))
    file.undo()
    assert file.value == TWO == read(path, Backlog)
    file.undo()
    assert file.value == ONE and not file.can_undo
    file.redo()
    assert file.value == TWO and file.can_redo
    file.put(ONE.change("A", effort=7))
    assert not file.can_redo


@settings(deadline=None)  # a busy disk is no fault
@given(st.lists(st.sampled_from(["put", "undo", "redo"]), max_size=12))
def test_the_file_always_holds_what_is_on_the_screen(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("undo") / "backlog.json"
    file = opened(path)
    for number, step in enumerate(steps):
        if step == "put":
            file.put(ONE.change("A", effort=number))
        else:
            getattr(file, step)()
    assert not path.exists() or read(path, Backlog) == file.value


def test_work_is_there_again_after_a_restart(tmp_path):
    opened(tmp_path / "backlog.json").put(TWO)
    assert opened(tmp_path / "backlog.json").value == TWO


def test_a_grader_reads_an_answer_and_refuses_links_folders_and_files_that_are_too_large(tmp_path):
    save(tmp_path / "backlog.json", TWO)
    assert answer("backlog.json", Backlog, tmp_path) == TWO
    os.symlink(tmp_path / "backlog.json", tmp_path / "link.json")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "large.json").write_text(" " * 1_000_001)
    for name in ("link.json", "folder.json", "large.json"):
        with pytest.raises(Unreadable, match=name):
            answer(name, Backlog, tmp_path)
    with pytest.raises(Missing, match=r"there was no .*none[.]json[.] Make a change"):
        answer("none.json", Backlog, tmp_path)
