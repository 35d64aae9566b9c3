"""What a learner's file lives through: two kernels, full and read-only disks, damage that cannot be moved aside."""

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from pmcourse.artifact import (
    Artifact,
    ArtifactError,
    ArtifactFile,
    Invalid,
    Missing,
    Unreadable,
    WrongVersion,
    dumps,
    loads,
    merged,
    read,
)
from pmcourse.errors import CourseError


class Note(Artifact):
    kind: ClassVar[str] = "note"

    lines: tuple[str, ...] = ()
    weight: float = 0


class Words(Artifact):
    kind: ClassVar[str] = "words"

    said: dict[str, int] = Field(default_factory=dict)


def newer(common, mine, theirs):
    return Words(said=merged(common.said, mine.said, theirs.said))


START = Note()
PATH = "note.json"


def note(*lines):
    return Note(lines=lines)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers" / PATH


def opened(path, **options):
    return ArtifactFile(path, Note, START, **options)


def names(path):
    return sorted(found.name for found in path.parent.iterdir())


def full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


class TestTwoKernels:
    def test_each_switch_between_two_windows_keeps_what_the_other_one_saved(self, path):
        one, two = opened(path), opened(path)
        one.put(note("one"))
        two.put(note("two"))
        one.put(note("one again"))
        assert read(path, Note) == note("one again")
        assert [read(path.with_name(f"note.other-{n}.json"), Note) for n in (1, 2)] == [note("one"), note("two")]
        assert "note.other-2.json" in one.notice

    def test_edits_in_one_window_after_a_switch_make_no_more_copies(self, path):
        one, two = opened(path), opened(path)
        one.put(note("one"))
        for number in range(5):
            two.put(note("two", str(number)))
        assert names(path) == ["note.json", "note.other-1.json"]
        assert two.notice == ""

    def test_the_same_value_saved_twice_is_no_conflict(self, path):
        one, two = opened(path), opened(path)
        one.put(note("same"))
        two.put(note("same"))
        assert names(path) == ["note.json"]
        assert two.notice == ""

    def test_a_damaged_file_that_appears_under_an_open_one_is_kept(self, path):
        file = opened(path)
        file.put(note("mine"))
        path.write_bytes(b"\xff damaged")
        file.put(note("mine", "too"))
        assert path.with_name("note.other-1.json").read_bytes() == b"\xff damaged"
        assert read(path, Note) == note("mine", "too")

    def test_a_file_that_was_deleted_under_an_open_one_is_written_again(self, path):
        file = opened(path)
        file.put(note("mine"))
        path.unlink()
        file.put(note("mine", "too"))
        assert read(path, Note) == note("mine", "too")
        assert file.notice == ""

    def test_an_interrupt_right_after_a_save_is_not_taken_for_somebody_elses_work(self, path, monkeypatch):
        file = opened(path)
        replace = os.replace

        def interrupted(*arguments):
            replace(*arguments)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(os, "replace", interrupted)
            file.put(note("one"))
        file.put(note("one", "two"))
        assert names(path) == ["note.json"]

    def test_with_a_way_to_merge_two_kernels_works_become_one(self, path):
        def both(_common, mine, theirs):
            return note(*sorted({*mine.lines, *theirs.lines}))

        one, two = opened(path, merge=both), opened(path, merge=both)
        one.put(note("a"))
        two.put(note("b"))
        assert read(path, Note) == two.value == note("a", "b")
        assert one.value == note("a")
        one.refresh()
        assert one.value == note("a", "b")
        assert names(path) == ["note.json"]

    def test_what_cannot_be_merged_is_kept(self, path):
        file = opened(path, merge=lambda _common, mine, _theirs: mine)
        file.put(note("mine"))
        path.write_text("damaged")
        file.refresh()
        assert file.value == note("mine")
        file.put(note("mine", "too"))
        assert path.with_name("note.other-1.json").read_text() == "damaged"

    @given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from("abc"), st.none() | st.integers(0, 3)), max_size=9))
    @settings(max_examples=40)
    def test_of_two_kernels_that_set_and_take_out_entries_the_later_one_counts(self, edits):
        with TemporaryDirectory() as folder:
            kernels = [ArtifactFile(Path(folder) / "words.json", Words, Words(), merge=newer) for _ in range(2)]
            expected: dict[str, int] = {}
            for kernel, key, value in edits:
                here = kernels[kernel].value.said
                if here.get(key) == value:
                    continue  # nothing is said that was not there
                expected.pop(key, None)
                rest = {other: one for other, one in here.items() if other != key}
                if value is not None:
                    rest[key] = expected[key] = value
                kernels[kernel].put(Words(said=rest))
                assert read(kernels[kernel].path, Words).said == kernels[kernel].value.said == expected

    def test_what_a_full_disk_kept_from_being_saved_is_newer_than_what_another_kernel_saved_before(
        self, path, monkeypatch
    ):
        one, two = (ArtifactFile(path, Words, Words(), merge=newer) for _ in range(2))
        two.put(Words(said={"a": 1, "b": 1}))
        one.refresh()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            one.put(Words(said={"a": 2, "b": 1}))
        two.put(Words(said={"a": 1, "b": 3}))
        one.refresh()
        assert one.value.said == {"a": 2, "b": 3}
        one.put(Words(said={"a": 2, "b": 3, "c": 4}))
        assert read(path, Words).said == {"a": 2, "b": 3, "c": 4}

    RACER = """
import sys
from typing import ClassVar
from pmcourse.artifact import Artifact, ArtifactFile

class Note(Artifact):
    kind: ClassVar[str] = "note"
    lines: tuple[str, ...] = ()

file = ArtifactFile(sys.argv[1], Note, Note())
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    file.put(Note(lines=(sys.argv[2], str(number))))
    assert not file.notice or "Both are kept" in file.notice, file.notice
"""

    def test_two_processes_that_save_at_the_same_time_lose_nothing_of_either(self, path):
        racers = [
            subprocess.Popen(
                [sys.executable, "-c", self.RACER, str(path), name],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for name in ("one", "two")
        ]  # fmt: skip
        for racer in racers:
            racer.stdout.readline()
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        for racer in racers:
            _, trouble = racer.communicate()
            assert racer.returncode == 0, trouble
        kept = [tuple(json.loads(found.read_text())["lines"]) for found in path.parent.glob("note*.json")]
        assert ("one", "39") in kept
        assert ("two", "39") in kept
        assert len(kept) == len(set(kept))
        assert not list(path.parent.glob(".*"))


class TestDiskTrouble:
    def test_a_full_disk_keeps_every_edit_in_memory_and_says_so_each_time(self, path, monkeypatch):
        file = opened(path)
        file.put(note("saved"))
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            file.put(note("saved", "two"))
            file.put(note("saved", "two", "three"))
            assert "Not saved" in file.notice and "No space left on device" in file.notice
            file.undo()
            assert file.value == note("saved", "two")
            assert "Not saved" in file.notice
            assert read(path, Note) == note("saved")
            assert names(path) == ["note.json"]
        file.redo()
        assert read(path, Note) == note("saved", "two", "three")
        assert file.notice == ""

    def test_a_real_limit_on_file_size_is_said_in_words_and_lifting_it_lets_the_work_be_saved(self, path):
        program = """
import resource, sys
from typing import ClassVar
from pmcourse.artifact import Artifact, ArtifactFile, read

class Note(Artifact):
    kind: ClassVar[str] = "note"
    lines: tuple[str, ...] = ()

file = ArtifactFile(sys.argv[1], Note, Note())
file.put(Note(lines=("short",)))
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
long = Note(lines=("long",) * 100)
file.put(long)
assert "Not saved" in file.notice and "too large" in file.notice.lower(), file.notice
assert file.value == long and read(sys.argv[1], Note) == Note(lines=("short",))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
file.put(long)
assert file.notice == "" and read(sys.argv[1], Note) == long
assert file.can_undo
file.undo()
assert file.value == Note(lines=("short",))
"""
        done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def test_a_read_only_file_is_not_replaced_and_the_learner_is_told(self, path):
        file = opened(path)
        file.put(note("old"))
        path.chmod(0o444)
        file.put(note("new"))
        assert "read-only" in file.notice
        assert read(path, Note) == note("old")
        path.chmod(0o644)
        file.put(note("new"))
        assert read(path, Note) == note("new")
        assert file.notice == ""

    def test_where_the_folder_cannot_be_made_the_edit_stays_in_memory(self, path):
        path.parent.write_text("a file where the folder should be")
        file = opened(path)
        file.put(note("new"))
        assert "Not saved" in file.notice
        assert file.value == note("new")
        path.parent.unlink()
        file.put(note("new"))
        assert read(path, Note) == note("new")

    def test_a_disk_that_cannot_force_a_folder_out_has_saved_all_the_same(self, path, monkeypatch):
        file = opened(path)
        fsync = os.fsync

        def picky(number):
            if os.path.isdir(f"/proc/self/fd/{number}"):
                raise OSError(errno.EINVAL, "Invalid argument")
            fsync(number)

        monkeypatch.setattr(os, "fsync", picky)
        file.put(note("one"))
        file.put(note("two"))
        assert file.notice == ""
        assert names(path) == ["note.json"]

    def test_a_linked_file_stays_a_link_and_its_target_is_written(self, path, tmp_path):
        path.parent.mkdir()
        path.symlink_to(tmp_path / "elsewhere.json")
        opened(path).put(note("new"))
        assert path.is_symlink()
        assert read(tmp_path / "elsewhere.json", Note) == note("new")

    def test_drafts_that_killed_kernels_left_are_removed_once_they_are_old(self, path):
        path.parent.mkdir()
        old, new = path.with_name(".note.json.0ld.draft"), path.with_name(".note.json.new.draft")
        for draft in (old, new):
            draft.write_text("half")
        os.utime(old, (time.time() - 7200,) * 2)
        opened(path)
        assert names(path) == [new.name]

    def test_the_file_is_found_again_after_the_learners_code_changed_the_folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        file = opened("answers/note.json")
        (tmp_path / "other").mkdir()
        os.chdir(tmp_path / "other")
        file.put(note("new"))
        assert read(tmp_path / "answers/note.json", Note) == note("new")


class TestFilesThatCannotBeUsed:
    def test_what_cannot_be_moved_aside_is_left_alone_until_it_can(self, path, monkeypatch):
        path.parent.mkdir()
        path.write_text("damaged")

        def refused(*_):
            raise PermissionError(errno.EACCES, "Permission denied")

        with monkeypatch.context() as patch:
            patch.setattr(os, "rename", refused)
            file = opened(path)
            assert "could not be moved aside" in file.notice and "start afresh" in file.notice
            file.put(note("new"))
            assert "Not saved" in file.notice
            assert file.value == note("new")
            assert path.read_text() == "damaged"
        file.put(note("new"))
        assert read(path, Note) == note("new")
        assert path.with_name("note.unreadable-1.json").read_text() == "damaged"
        assert "note.unreadable-1.json" in file.notice

    def test_a_folder_in_the_files_place_is_moved_aside_with_all_that_is_in_it(self, path):
        path.mkdir(parents=True)
        (path / "inside.txt").write_text("kept")
        file = opened(path)
        assert "not a plain file" in file.notice
        file.put(note("new"))
        assert (path.with_name("note.unreadable-1.json") / "inside.txt").read_text() == "kept"
        assert read(path, Note) == note("new")

    def test_a_named_pipe_does_not_make_the_reader_wait(self, path):
        path.parent.mkdir()
        os.mkfifo(path)
        with pytest.raises(Unreadable, match="not a plain file"):
            read(path, Note)

    def test_reading_changes_nothing(self, path):
        path.parent.mkdir()
        path.write_text("damaged")
        with pytest.raises(Unreadable):
            read(path, Note)
        assert names(path) == ["note.json"]
        with pytest.raises(Missing, match=r"other\.json"):
            read(path.with_name("other.json"), Note)

    @given(st.text())
    def test_any_text_is_an_artefact_or_refused_in_words(self, text):
        with pytest.raises(ArtifactError):
            loads(text, Note)

    @settings(deadline=None)  # a busy disk is no fault
    @given(st.binary(max_size=40), st.integers(0, 60))
    def test_an_artefact_damaged_anywhere_is_an_artefact_or_refused_in_words(self, tmp_path_factory, junk, at):
        whole = dumps(note("one", "two")).encode()
        path = tmp_path_factory.mktemp("damaged") / PATH
        path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
        try:
            value = read(path, Note)
        except CourseError as error:
            assert PATH in str(error) and "Traceback" not in str(error)
        else:
            assert loads(dumps(value), Note) == value

    @pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "-1e999"])
    def test_numbers_that_are_not_finite_are_refused_by_name(self, number):
        with pytest.raises(Invalid, match=number):
            loads(f'{{"kind": "note", "version": 1, "weight": {number}}}', Note)

    def test_a_very_long_value_is_cut_short_in_the_message(self):
        with pytest.raises(WrongVersion) as caught:
            loads(json.dumps({"kind": "x" * 100_000}), Note)
        assert len(str(caught.value)) < 300

    def test_half_a_character_in_a_file_is_refused_for_it_could_not_be_written_again(self):
        with pytest.raises(Invalid, match="half a character"):
            loads(r'{"kind": "note", "version": 1, "lines": ["\ud83d"]}', Note)
        assert loads(r'{"kind": "note", "version": 1, "lines": ["\ud83d\ude00"]}', Note) == note("😀")

    def test_an_unknown_field_is_named(self):
        with pytest.raises(Invalid, match="colour"):
            loads('{"kind": "note", "version": 1, "colour": "red"}', Note)


class TestEdits:
    def test_a_value_that_could_not_be_read_back_is_refused_and_nothing_changes(self, path):
        file = opened(path)
        file.put(note("good"))
        for bad in ({"weight": float("nan")}, {"weight": -float("inf")}, {"lines": ("\ud800",)}):
            with pytest.raises(Invalid):
                file.put(note("good").model_copy(update=bad))
        assert file.value == read(path, Note) == note("good")
        file.undo()
        assert not file.can_undo

    def test_putting_an_equal_value_saves_nothing_and_tells_nobody(self, path):
        file, calls = opened(path), []
        file.observe(lambda: calls.append(file.value))
        file.put(START)
        assert calls == [] and not path.exists() and not file.can_undo
        file.put(note("new"))
        file.undo()
        file.redo()
        assert calls == [note("new"), START, note("new")]

    def test_undo_and_redo_at_their_ends_do_nothing(self, path):
        file = opened(path)
        file.undo()
        file.redo()
        assert file.value == START and not path.exists()

    @settings(deadline=None)  # a busy disk is no fault
    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6).map(tuple), st.floats(-1e9, 1e9))
    def test_what_is_saved_is_there_again_after_a_restart(self, tmp_path_factory, lines, weight):
        path = tmp_path_factory.mktemp("restart") / PATH
        value = Note(lines=lines, weight=weight)
        opened(path).put(value)
        assert opened(path).value == value


def _sparse(path):
    with open(path, "wb") as file:
        file.truncate(2 << 30)


IN_ITS_PLACE = {"a folder": os.mkdir, "a pipe": getattr(os, "mkfifo", os.mkdir), "two gigabytes": _sparse}


@pytest.mark.parametrize("what", IN_ITS_PLACE)
def test_something_else_in_the_files_place_is_kept_unread_and_the_work_is_saved(path, what):
    file = opened(path)
    file.put(note("mine"))
    path.unlink()
    IN_ITS_PLACE[what](path)
    before = path.stat()
    file.put(note("mine", "more"))
    assert "Your change is saved" in file.notice and "note.unreadable-1.json" in file.notice
    assert read(path, Note) == note("mine", "more")
    kept = path.with_name("note.unreadable-1.json").stat()
    assert (kept.st_ino, kept.st_size, kept.st_blocks) == (
        before.st_ino,
        before.st_size,
        before.st_blocks,
    )  # not copied


@pytest.mark.parametrize("what", IN_ITS_PLACE)
def test_something_else_that_was_there_first_is_kept_unread_and_the_learner_starts_afresh(path, what):
    path.parent.mkdir()
    IN_ITS_PLACE[what](path)
    with pytest.raises(Unreadable, match="Remove it, then open the exercise again"):
        read(path, Note)
    before = path.stat()
    file = opened(path)
    assert file.value == START and "kept as note.unreadable-1.json" in file.notice
    kept = path.with_name("note.unreadable-1.json").stat()
    assert (kept.st_ino, kept.st_blocks) == (before.st_ino, before.st_blocks)
    file.put(note("mine"))
    assert opened(path).value == note("mine")


def test_work_that_could_not_be_opened_again_is_refused_before_it_is_saved(path):
    file = opened(path)
    file.put(note("mine"))
    with pytest.raises(Invalid, match=r"at most 20,000,000 bytes \(got 2"):
        file.put(note("x" * 20_000_000))
    assert file.value == note("mine") and opened(path).value == note("mine")
