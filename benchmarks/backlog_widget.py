"""What one edit of a 200-item backlog costs in the kernel, the save included. Goal: under 50 ms."""

import statistics
import tempfile
import time
from pathlib import Path

from pmcourse.artifact import ArtifactFile
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.widget import BacklogWidget

items = tuple(
    Item(id=f"T-{n}", title=f"Item {n}", reach=n, impact=1, confidence=0.8, effort=1 + n % 7) for n in range(1, 201)
)
with tempfile.TemporaryDirectory() as folder:
    widget = BacklogWidget(ArtifactFile(Path(folder) / "backlog.json", Backlog, Backlog(items=items)))
    times = []
    for at in range(50):
        start = time.perf_counter()
        widget.rows[at % 25].cells["reach"].value = str(1000 + at)
        times.append((time.perf_counter() - start) * 1000)
print(f"one edit of 200 items: median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms (goal: under 50)")
