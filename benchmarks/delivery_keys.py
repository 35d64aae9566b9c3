"""How long the keys of a long git history take, beside git's own log of it. Goal: 100,000 commits in seconds.

python benchmarks/delivery_keys.py [COMMITS]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmcourse.delivery.history import releases
from pmcourse.delivery.keys import keys

HOUR, BEGIN = 3600, 1_600_000_000


def history(folder: Path, commits: int) -> None:
    """A history of one commit an hour, and a tag for each hundred."""
    lines = []
    for at in range(1, commits + 1):
        who = f"a <a@example.org> {BEGIN + at * HOUR} +0000"
        lines += ["commit refs/heads/main", f"mark :{at}", f"author {who}", f"committer {who}", "data 1", "x"]
        lines += [f"from :{at - 1}"] * (at > 1) + [""]
        if at % 100 == 0:
            lines += [f"tag v{at}", f"from :{at}", f"tagger {who}", "data 1", "x"]
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    text = "\n".join(lines).encode()
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input=text, check=True)


def main() -> None:
    commits = int(sys.argv[1]) if sys.argv[1:] else 100_000
    with tempfile.TemporaryDirectory() as name:
        history(Path(name), commits)
        begin = time.perf_counter()
        subprocess.run(["git", "-C", name, "log", "--all", "--format=%H%x09%P%x09%ct"], check=True, capture_output=True)
        git = time.perf_counter() - begin
        begin = time.perf_counter()
        found = keys(releases(Path(name))[0])
        own = time.perf_counter() - begin
    print(
        f"{commits:,} commits, {found.releases:,} releases: {own:.2f} s, git's own log {git:.2f} s "
        f"({own / git:.1f} times)"
    )


main()
