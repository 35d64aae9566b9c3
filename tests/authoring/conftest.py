"""A copy of the project, to be spoilt or added to."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("course_config.py", "nbgrader_config.py", "LICENSE", "pmcourse", "notebooks", "source", "release", "tests")


@pytest.fixture
def copy(tmp_path):
    """The project, without what running it leaves behind."""
    left = shutil.ignore_patterns("answers", "*cache*", ".ipynb_checkpoints")
    for path in [ROOT / name for name in OURS] + sorted(ROOT.glob("*.md")):
        if path.is_dir():
            shutil.copytree(path, tmp_path / "copy" / path.name, ignore=left)
        else:
            (tmp_path / "copy").mkdir(exist_ok=True)
            shutil.copy(path, tmp_path / "copy")
    for linked in ("benchmarks", "deploy", "docs", "Makefile", "requirements.txt", "pyproject.toml"):
        (tmp_path / "copy" / linked).symlink_to(ROOT / linked)
    return tmp_path / "copy"
