"""What the lesson says of its checker is what is measured today, where the stories that people marked are at hand."""

import io
import json
import re
import runpy
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "stories"
NOTEBOOK = json.loads((ROOT / "notebooks" / "07-stories.ipynb").read_text(encoding="utf-8"))
pytestmark = pytest.mark.xdist_group("figures of the stories")  # the benchmark runs once for all
NEAR = 0.02  # the lesson's figures are rounded to two places
_FIGURES = r" \| (\.\d+) \| (\.\d+) \| (\.\d+) \| (\.\d+) \([^|]*\) \| (\.\d+) \|"  # P, R, F1, F1 of two others
ROWS = {"atomic": "atomic: asks for one thing", "minimal": "minimal: says no more than it must"}


def told():
    return "\n".join("".join(cell["source"]) for cell in NOTEBOOK["cells"])


@pytest.fixture(scope="module")
def measured_today():
    """What the benchmark prints."""
    benchmark, printed = runpy.run_path(str(ROOT / "benchmarks" / "story_quality.py")), io.StringIO()
    with redirect_stdout(printed):
        benchmark["parsing"](DATA)
        benchmark["criteria"](DATA)
    return printed.getvalue()


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the stories that people marked are not at hand in {DATA}")
def test_the_figures_of_the_lesson_are_those_that_the_benchmark_measures_today(measured_today):
    printed = measured_today
    who, what_for = re.search(r"finds \*who\* in\s+([\d.]+) of 100 and \*what for\* in ([\d.]+)\.", told()).groups()
    role, benefit = re.search(r"this checker\s+(\d\.\d+)\s+(\d\.\d+)", printed).groups()
    assert float(who) == pytest.approx(100 * float(role), abs=0.11)
    assert float(what_for) == pytest.approx(100 * float(benefit), abs=0.11)

    for rule, row in ROWS.items():
        section = printed[printed.index(f"{rule}:") :]
        mine, costly, naive, published = re.findall(r"P (\d\.\d+)\s+R (\d\.\d+)\s+F1 (\d\.\d+)", section)[:4]
        measured = [*map(float, mine), float(naive[2]), float(published[2])]
        stands = re.search(re.escape(row) + _FIGURES, told()).groups()
        assert [float(figure) for figure in stands] == pytest.approx(measured, abs=NEAR), rule
        (share,) = re.search(rf"(\.\d+)\s+\({rule}\)", told()).groups()
        assert float(share) == pytest.approx(float(costly[0]), abs=NEAR), rule
        assert float(costly[0]) >= 0.5, f"what costs points for {rule} must be right more often than not"


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the stories that people marked are not at hand in {DATA}")
def test_what_the_page_on_files_says_of_held_out_groups_is_measured_and_no_worse_than_published_rules(measured_today):
    printed, page = measured_today, (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    for criterion in ROWS:
        section = printed[printed.index(f"{criterion}, held out") :]
        mine, costly, published = re.findall(r"P (\d\.\d+)\s+R (\d\.\d+)\s+F1 (\d\.\d+)", section)[:3]
        (row,) = re.findall(rf"^\| {criterion} \| (.+) \|$", page, re.MULTILINE)
        stands = [float(figure) for figure in row.split(" | ")]
        assert stands == pytest.approx([*map(float, mine), float(published[2]), float(costly[0])], abs=NEAR)
        assert float(mine[2]) >= float(published[2]) and float(costly[0]) >= 0.5
