import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = ("pmcourse.backlog.model", "pmcourse.backlog.checks", "pmcourse.stories.model", "pmcourse.stories.marks",
         "pmcourse.roadmap.model", "pmcourse.roadmap.checks", "pmcourse.roadmap.forecast",
         "pmcourse.findings", "pmcourse.skills", "pmcourse.artifact")  # fmt: skip


def test_no_arrow_runs_upwards_and_none_in_a_circle():
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_models_and_checks_load_neither_jupyter_nor_matplotlib():
    heavy = ("ipywidgets", "IPython", "matplotlib")
    code = f"import sys, {', '.join(PLAIN)}; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr
