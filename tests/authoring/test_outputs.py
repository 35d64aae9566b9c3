"""nbval runs every lesson as a new learner would and compares every stored output."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pmcourse.authoring.notebooks import desk_for

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def nbval(path: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "nbval.plugin", "-p", "no:cacheprovider", "--nbval"]
    command += ["--nbval-current-env", "--nbval-sanitize-with", str(ROOT / "tests" / "nbval_sanitize.cfg"), path.name]
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # other plugins take as long as the lesson
    return subprocess.run(command, cwd=path.parent, env=alone, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_stored_output_is_what_the_lesson_shows_today(lesson, tmp_path):
    desk = desk_for(lesson, tmp_path)
    run = nbval(desk / lesson.name)
    assert run.returncode == 0, run.stdout


def test_a_stored_output_that_is_not_true_any_more_is_found(tmp_path):
    desk = desk_for(ROOT / "notebooks/13-delivery.ipynb", tmp_path)
    path = desk / "13-delivery.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps(notebook)
    assert "Seven releases of Toolshed" in text
    path.write_text(text.replace("Seven releases of Toolshed", "Eight releases of Toolshed"), encoding="utf-8")
    run = nbval(path)
    assert run.returncode == 1
    assert "1 failed" in run.stdout


def test_a_lesson_that_was_taken_away_from_the_course_runs_and_says_what_is_missing(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks/04-market.ipynb", as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    missing = f"No course_config.py in {tmp_path} or above it"
    said = [cell.source for cell in notebook.cells if missing in json.dumps(cell.get("outputs", []))]
    assert [source.split("(")[0] for source in said] == ["goals", "finish", "assignment"]
