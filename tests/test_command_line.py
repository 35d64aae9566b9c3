"""Tests are found with what they need, in whatever order they are named."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_files_of_one_folder_may_be_named_with_another_between_them():
    named = ["tests/gradebook/test_late.py", "tests/test_skills.py", "tests/gradebook/test_lock.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--setup-plan", *named]
    planned = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert planned.returncode == 0, planned.stdout
    assert "SETUP    F classroom" in planned.stdout
