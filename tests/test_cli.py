import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import typer
from typer.testing import CliRunner

from pmcourse.cli import app
from pmcourse.errors import CourseError

ROOT = Path(__file__).parents[1]
LESSONS = sorted(path.parent.name for path in (ROOT / "pmcourse").glob("*/lesson.py"))
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


def commands(group, path=()):
    """Every command of the program with the words that call it, lazy ones loaded."""
    context = click.Context(group)
    for name in group.list_commands(context):
        _, command, _ = group.resolve_command(context, [name])
        yield (*path, name), command
        if hasattr(command, "list_commands"):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example_that_it_understands(path):
    command = COMMANDS[path]
    assert command.help
    assert re.search(rf"Examples?: pmcourse {' '.join(path)}", command.epilog or "")
    example = re.sub(r"^Examples?: pmcourse ", "", command.epilog).split(" · ")[0].split(" < ")[0].split(", then")[0]
    words = shlex.split(example)[len(path) :]
    if not hasattr(command, "list_commands"):
        command.make_context(path[-1], words)  # raises where an option or an argument is none


GROUPS = [(), *(path for path, command in COMMANDS.items() if hasattr(command, "list_commands"))]


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_group_alone_shows_its_help(path):
    shown = CliRunner().invoke(app, list(path))
    assert "Usage:" in shown.output and "Commands" in shown.output


def test_the_version_is_said():
    assert re.fullmatch(r"pmcourse \d+\.\d+\.\d+\S*\n", run("--version").stdout)


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("doctor", "--help")], ids=" ".join)
def test_help_and_the_other_commands_load_no_lesson_and_nothing_heavy(arguments):
    code = (
        "import sys\nfrom pmcourse.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"lessons = [f'pmcourse.{{name}}' for name in {LESSONS}]\n"
        "print([m for m in ('numpy', 'pandas', 'matplotlib', 'networkx', 'ipywidgets', *lessons) if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert shown.stdout.splitlines()[-1] == "[]", shown.stderr


NEEDED = {
    ("backlog", "rank"): ["--method", "rice"],
    ("backlog", "convert"): ["-", "--to", "csv"],
    ("roadmap", "convert"): ["-", "--to", "csv"],
    ("sprint", "plan"): ["--capacity", "10"],
}  # beside the file
FOR_FILES = [
    path
    for path, command in COMMANDS.items()
    for parameter in command.params
    if parameter.param_type_name == "argument" and parameter.name in ("file", "source")
]


@pytest.mark.parametrize("path", FOR_FILES, ids=" ".join)
@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_nothing_in_the_file_or_the_input_is_bad_use_everywhere(tmp_path, path, content):
    there = tmp_path / "x.csv"
    there.write_bytes(content)
    for file in (there, "-"):
        shown = CliRunner().invoke(app, [*path, str(file), *NEEDED.get(path, [])], input=content)
        assert isinstance(shown.exception, CourseError) and "is empty" in str(shown.exception)


@pytest.mark.parametrize("path", FOR_FILES, ids=" ".join)
@pytest.mark.parametrize("content", ["id,title\n", "id;Titel;Datum\r\n\r\n"])
def test_headings_alone_are_bad_use_everywhere(path, content):
    shown = CliRunner().invoke(app, [*path, "-", *NEEDED.get(path, [])], input=content)
    assert isinstance(shown.exception, CourseError) and re.search("no rows|no story below", str(shown.exception))


@pytest.mark.parametrize("path", FOR_FILES, ids=" ".join)
@pytest.mark.parametrize("content", [b"PK\x03\x04sheet", b"<html><table><tr><td>1</td></tr></table></html>"])
def test_a_workbook_or_a_web_page_is_refused_as_what_it_is_everywhere(path, content):
    shown = CliRunner().invoke(app, [*path, "-", *NEEDED.get(path, [])], input=content)
    assert isinstance(shown.exception, CourseError)
    assert re.search("is a (workbook|web page)", str(shown.exception)) and shown.stdout == ""


@pytest.mark.parametrize("path", [path for path in FOR_FILES if path[-1] != "convert"], ids=" ".join)
def test_every_command_that_prints_rows_prints_them_for_machines_too(path):
    shown = CliRunner().invoke(app, [*path, "-", *NEEDED.get(path, []), "--format", "xml"], input="id\n")
    assert shown.exit_code == 2 and "'xml' is not one of 'text', 'csv', 'json'" in shown.stderr


def test_every_command_for_files_reads_the_input_and_writes_to_the_output():
    backlog = CliRunner().invoke(app, ["backlog", "convert", "-", "-", "--to", "csv"], input=CSV)
    assert backlog.stdout_bytes.startswith(b"\xef\xbb\xbfid,title")
    assert "2 items written to the output." in backlog.stderr
    roadmap = CliRunner().invoke(app, ["roadmap", "convert", "-", "-", "--to", "md"], input="title,team\nSing,Choir\n")
    assert "### R-01: Sing" in roadmap.stdout
    again = CliRunner().invoke(app, ["roadmap", "convert", "-", "-", "--to", "json"], input=roadmap.stdout)
    assert '"title": "Sing"' in again.stdout


@pytest.mark.parametrize("method", ["rice", "RICE", "Rice", "Value-Effort", "SEQUENCE"])
def test_a_method_may_be_written_in_any_case(method):
    assert CliRunner().invoke(app, ["backlog", "rank", "-", "--method", method], input=CSV).exit_code != 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backlog", "rank", "-", "--method", "ice"), "'--method': 'ice' is not one of 'rice'"),
        (("roadmap", "forecast", "-", "--trials", "x"), "'--trials': it should be a valid integer"),
        (("mastery", "--format", "xml"), "'--format': 'xml' is not one of 'text'"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(arguments, said):
    shown = run(*arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert said in " ".join(shown.stderr.replace("│", " ").split())


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
