"""requirements.txt is compiled from pyproject.toml: what the one pins, the other allows."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def test_every_direct_dependency_is_pinned_to_a_version_that_pyproject_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(line for part in project["optional-dependencies"].values() for line in part)]
    pins = re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    pinned = {name.lower().replace("_", "-"): version for name, version in pins}
    wrong = [
        f"{line} (pinned: {pinned.get(need.name, 'not at all')})"
        for line in wanted
        if (need := Requirement(line)).name not in pinned or not need.specifier.contains(pinned[need.name])
    ]
    assert wrong == [], "run: make lock"
