import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CSV = "id,title,reach,impact,confidence,effort\nA,Alpha,100,1,80%,2\nB,Beta,50,2,0.5,1\n"


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    code = "from pmcourse.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )


def test_every_command_explains_itself():
    for command in ("release", "grade", "mastery", "demo", "new", "doctor", "check", "lab", "backlog", "roadmap"):
        shown = run(command, "--help")
        assert shown.returncode == 0, shown.stderr
        assert command in shown.stdout


def test_a_backlog_is_ranked_from_the_command_line(tmp_path):
    (tmp_path / "b.csv").write_text(CSV)
    shown = run("backlog", "rank", "b.csv", "--method", "rice", "--format", "csv", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert [line.split(",")[1] for line in shown.stdout.splitlines()] == ["id", "B", "A"]


def test_a_missing_file_ends_with_status_2_and_one_plain_message(tmp_path):
    shown = run("backlog", "rank", "none.csv", "--method", "rice", cwd=tmp_path)
    assert shown.returncode == 2
    assert "none.csv" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_outside_the_project_the_instructors_commands_say_where_to_go(tmp_path):
    shown = run("mastery", cwd=tmp_path)
    assert shown.returncode == 2
    assert "Go to the course's folder" in shown.stderr
