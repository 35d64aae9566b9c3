"""A learner's copy of the lessons: what is brought, what is corrected, and what stays the learner's."""

import os
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from pmcourse.authoring.handout import hand_out

LESSON = "notebooks/08-backlog.ipynb"


def write(path, text="Rank it.", code="rank()", output=None):
    cell = new_code_cell(code, id="one", outputs=[new_output("stream", text=output)] if output else [])
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell(text, id="two"), cell]), path)


def said(path):
    return nbformat.read(path, as_version=4).cells[0].source


@pytest.fixture
def lessons(tmp_path):
    folder = tmp_path / "lessons"
    write(folder / LESSON)
    write(folder / "release/08-backlog/08-backlog.ipynb")
    (folder / "course_config.py").write_text("course = 1")
    return folder


@pytest.fixture
def course(tmp_path, lessons):
    folder = tmp_path / "home" / "course"
    assert hand_out(lessons, folder) == []
    return folder


def test_a_new_learner_gets_all_that_is_handed_out_and_nothing_else(tmp_path, lessons):
    (lessons / "notebooks/answers").mkdir()
    (lessons / "notebooks/answers/backlog.json").write_text("a trial's")
    write(lessons / "source/08-backlog/08-backlog.ipynb", "with solutions")
    hand_out(lessons, tmp_path / "course")
    found = {path.relative_to(tmp_path / "course").as_posix() for path in (tmp_path / "course").rglob("*.*")}
    assert found == {LESSON, "release/08-backlog/08-backlog.ipynb", "course_config.py", ".handed-out.json"}


def test_a_corrected_lesson_takes_the_place_of_one_that_was_only_run(lessons, course):
    write(course / LESSON, output="what running it printed")
    write(lessons / LESSON, "Rank it by WSJF.")
    assert hand_out(lessons, course) == []
    assert said(course / LESSON) == "Rank it by WSJF."
    assert [path.name for path in (course / "notebooks").iterdir()] == ["08-backlog.ipynb"]


def test_outputs_of_a_lesson_that_was_not_corrected_stay(lessons, course):
    write(course / LESSON, output="mine")
    hand_out(lessons, course)
    assert nbformat.read(course / LESSON, as_version=4).cells[1].outputs[0].text == "mine"


def test_a_lesson_that_the_learner_changed_stays_as_it_is_while_nothing_is_corrected(lessons, course):
    write(course / LESSON, "My note.")
    assert hand_out(lessons, course) == hand_out(lessons, course) == []
    assert said(course / LESSON) == "My note."


def test_what_a_learner_changed_is_kept_beside_each_correction(lessons, course):
    for number, kept in enumerate(("08-backlog-mine.ipynb", "08-backlog-mine2.ipynb")):
        write(course / LESSON, f"My note {number}.")
        write(lessons / LESSON, f"Correction {number}.")
        [told] = hand_out(lessons, course)
        assert kept in told and "corrected" in told
        assert said(course / "notebooks" / kept) == f"My note {number}."
        assert said(course / LESSON) == f"Correction {number}."
        assert told in (course / "corrected.txt").read_text(encoding="utf-8")


def test_work_and_answers_are_never_touched(lessons, course):
    for name in ("work/08-backlog/08-backlog.ipynb", "notebooks/answers/backlog.json", "notebooks/my-own.ipynb"):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text("mine")
    write(lessons / LESSON, "Corrected.")
    hand_out(lessons, course)
    for name in ("work/08-backlog/08-backlog.ipynb", "notebooks/answers/backlog.json", "notebooks/my-own.ipynb"):
        assert (course / name).read_text() == "mine"


def test_a_lesson_that_was_deleted_comes_back(lessons, course):
    (course / LESSON).unlink()
    assert hand_out(lessons, course) == []
    assert said(course / LESSON) == "Rank it."


def test_a_copy_from_elsewhere_loses_nothing(tmp_path, lessons):
    write(tmp_path / "course" / LESSON, "My note in a copy that I had already.")
    hand_out(lessons, tmp_path / "course")
    assert said(tmp_path / "course/notebooks/08-backlog-mine.ipynb") == "My note in a copy that I had already."


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"cells": [1]}'], ids=repr)
def test_a_damaged_notebook_of_the_learner_is_kept_and_a_damaged_lesson_is_not_brought(lessons, course, damage):
    (course / LESSON).write_text(damage)
    write(lessons / LESSON, "Corrected.")
    hand_out(lessons, course)
    assert said(course / LESSON) == "Corrected."
    assert (course / "notebooks/08-backlog-mine.ipynb").read_text() == damage
    (lessons / LESSON).write_text(damage)
    [told] = hand_out(lessons, course)
    assert LESSON in told and "could not be brought" in told
    assert said(course / LESSON) == "Corrected."


@pytest.mark.parametrize("obstacle", ["lessons are away", "course is a file", "record is a folder"])
def test_the_program_starts_whatever_went_wrong(tmp_path, lessons, obstacle):
    course = tmp_path / "course"
    if obstacle == "course is a file":
        course.write_text("mine")
    if obstacle == "record is a folder":
        (course / ".handed-out.json").mkdir(parents=True)
    place = tmp_path / "nowhere" if obstacle == "lessons are away" else lessons
    command = [sys.executable, "-P", "-m", "pmcourse.authoring.handout", place, course, "--", "echo", "the", "server"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout == "the server\n" and done.returncode == 0
    assert "not brought up to date" in done.stderr and "Traceback" not in done.stderr


def test_cut_off_at_any_moment_a_file_is_whole(lessons, course, monkeypatch):
    write(lessons / LESSON, "Corrected.")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("No space left on device")))
    with pytest.raises(OSError, match="No space"):
        hand_out(lessons, course)
    monkeypatch.undo()
    assert said(course / LESSON) == "Rank it."
    assert not list(course.rglob(".handing-out-*"))
    hand_out(lessons, course)
    assert said(course / LESSON) == "Corrected."
