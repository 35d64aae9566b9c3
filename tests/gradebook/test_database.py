"""A new gradebook is nbgrader's own, of the version that nbgrader's scripts end with, and needs no program."""

import re
from pathlib import Path

import nbgrader
from sqlalchemy import text

from pmcourse.gradebook.database import Gradebook

SCRIPTS = Path(nbgrader.__file__).parent / "alembic" / "versions"


def test_a_gradebook_is_made_where_no_program_is_found_and_bears_the_last_version(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "a-course") as gradebook:
        version = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        gradebook.add_student("mia")
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.py"))
    versions = {name: set(re.findall(rf"^{name} = '(\w+)'", scripts, re.M)) for name in ("revision", "down_revision")}
    assert {version} == versions["revision"] - versions["down_revision"]
