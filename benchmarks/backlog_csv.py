"""How long a backlog's CSV takes to load, and what of it is lost. Goal: 1,500 rows under a second, no row lost.

python benchmarks/backlog_csv.py             1,500 rows made up here, and real exports where they lie at ../shared/data
python benchmarks/backlog_csv.py FILE...     files of your own: backlogs, or tables of issue links
python benchmarks/backlog_csv.py --sizes     2, 20 and 200 thousand rows: time a row must stay the same
"""

import csv
import io
import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from pmcourse.backlog.methods import rank
from pmcourse.backlog.model import Item
from pmcourse.backlog.sequence import best_order
from pmcourse.backlog.trackers import read_bytes, read_links, write_csv, write_jira
from pmcourse.stories.parse import parse

REAL = Path(__file__).parents[2] / "shared" / "data"
FILES = ("backlogs/minds_mobile.csv", "sprints/apache_issuelink_80.csv", "sprints/mongodb_issuelink_80.csv")


def made_up(count: int = 1500) -> bytes:
    """A file like an export of GitLab's: long titles with commas and quotes, points, labels, a few links."""
    chance = random.Random(1)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Issue ID", "Title", "Description", "Weight", "Labels", "Depends on"])
    for at in range(count):
        title = f'[App] Screen {at}: the button "Lend, again" is not read aloud – {chance.random()}'
        text = "\n".join(["Steps to see it:"] * chance.randint(0, 20))
        need = chance.randint(0, at - 1) if at and chance.random() < 0.2 else ""
        writer.writerow([at, title, text, chance.choice([1, 2, 3, 5, 8]), "app,desk", need])
    return stream.getvalue().encode()


def timed(work, *arguments):
    """The result of `work`, and the best of three times in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = work(*arguments)
        times.append(time.perf_counter() - start)
    return result, min(times)


def loose(item: Item) -> Item:
    """`item` with its needs in no order: Jira's links have none."""
    return item.but(depends_on=tuple(sorted(item.depends_on)))


def measure(name: str, raw: bytes) -> None:
    reading, loading = timed(read_bytes, raw, name)
    items = reading.backlog.items
    print(f"{name}: {len(items):,} items, {len(reading.set_aside)} rows kept aside, loaded in {loading:.3f} s")
    needs, more = sum(len(item.depends_on) for item in items), sum(bool(item.extra) for item in items)
    print(f"  {needs:,} dependencies; {more:,} items keep columns that have no field")
    for circle in reading.backlog.circles():
        print(f"  circle: {' needs '.join([*reversed(circle), circle[-1]])}")
    _, ranking = timed(rank, reading.backlog, "value-effort")
    start = time.perf_counter()
    plan = best_order(reading.backlog)
    print(
        f"  ranked in {ranking:.3f} s; all {len(plan.order):,} put in sequence in {time.perf_counter() - start:.2f} s"
    )
    for write in (write_csv, write_jira):
        text, writing = timed(write, reading.backlog)
        again = read_bytes(text.encode()).backlog
        same = list(map(loose, again.items)) == list(map(loose, items))
        print(f"  {write.__name__} in {writing:.3f} s; read again: {'the same' if same else 'NOT THE SAME'}")


def sizes() -> None:
    """Milliseconds a row of ever longer files, for each reader: they must stay the same."""
    print(f"{'rows':>8}  {'CSV':>7}{'links':>9}{'Trello':>9}{'stories':>9}  ms a row; bytes a cell of the CSV at most")
    for count in (2_000, 20_000, 200_000):
        rows = (f"T-{at},Title {at},{at % 977},1,{at % 100}%,{at % 20 + 1},T-{at * 7 % count}\n" for at in range(count))
        table = f"Issue key,Summary,Reach,Impact,Confidence,Effort,Depends on\n{''.join(rows)}".encode()
        links = "".join(f"T-{at},T-{at * 7 % count},is blocked by\n" for at in range(count))
        cards = [{"id": f"{at:024x}", "name": f"Card {at}", "idList": "a"} for at in range(count)]
        board = {"name": "B", "lists": [{"id": "a", "name": "To do"}], "cards": cards}
        stories = [f"As a member, I want to lend thing {at}, so that I save {at} minutes." for at in range(count)]
        before = memory()
        taken = [milliseconds(read_bytes, table)]
        more = (memory() - before) / (7 * count)
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            Path(file.name).write_text(f"issuekey,linkedIssueKey,name\n{links}")
            taken.append(milliseconds(read_links, file.name))
        taken.append(milliseconds(read_bytes, json.dumps(board).encode()))
        taken.append(milliseconds(lambda texts: [parse(text) for text in texts], stories))
        print(f"{count:8,}  {''.join(f'{one / count:9.4f}' for one in taken)[2:]}  {more:,.0f}", flush=True)


def milliseconds(work, *arguments) -> float:
    start = time.perf_counter()
    work(*arguments)
    return 1000 * (time.perf_counter() - start)


def memory() -> int:
    """The most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    if sys.argv[1:] == ["--sizes"]:
        sys.exit(sizes())
    for path in map(Path, sys.argv[1:]):
        measure(path.name, path.read_bytes())
    if not sys.argv[1:]:
        measure("made up", made_up())
        for path in (REAL / name for name in FILES):
            if path.is_file():
                measure(path.name, path.read_bytes())
            else:
                print(f"{path.name}: NOT MEASURED, it is not at {path.parent}")
