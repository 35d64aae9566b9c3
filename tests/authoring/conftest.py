"""Copies of the project, to be spoilt or added to."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = (
    "course_config.py",
    "nbgrader_config.py",
    "LICENSE",
    "pmcourse",
    "notebooks",
    "source",
    "release",
    "tests",
    "docs",
)


def _copied(folder):
    """The project in `folder`, without what running it leaves behind but what Python compiled of it."""
    left = shutil.ignore_patterns("answers", ".*cache*", ".ipynb_checkpoints")
    folder.mkdir()
    for path in [ROOT / name for name in OURS] + sorted(ROOT.glob("*.md")):
        if path.is_dir():
            shutil.copytree(path, folder / path.name, ignore=left)
        else:
            shutil.copy(path, folder)
    for linked in ("benchmarks", "deploy", "Makefile", "requirements.txt", "pyproject.toml"):
        (folder / linked).symlink_to(ROOT / linked)
    return folder


@pytest.fixture
def copy(tmp_path):
    """A copy of one's own."""
    return _copied(tmp_path / "copy")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One copy for all: what a test spoils it puts back."""
    return _copied(tmp_path_factory.mktemp("shared") / "copy")
