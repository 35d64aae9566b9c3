"""The program `pmcourse`: one for learners, instructors and CI.

The commands for files are loaded when one is called, so that the others start without any lesson.
"""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import version
from typing import Annotated, Any

import click
import typer
from typer.core import TyperGroup

from pmcourse.authoring.commands import app as grading
from pmcourse.errors import CourseError

LAZY = {
    "stories": "Check and parse user stories: one a line, or in a column of a CSV file.",
    "backlog": "Rank and convert backlogs exported from Jira, GitHub, GitLab or a spreadsheet.",
    "roadmap": "Forecast, check, show and convert roadmaps.",
    "experiment": "How many people an A/B test needs, and what its result says.",
    "market": "Who comes back, from purchases, and who would miss a product, from a survey.",
    "sprint": "Plan a sprint, and promise what past sprints allow.",
    "delivery": "How fast changes reach people, and how often that goes wrong.",
    "usability": "SUS scores, and who finished which task of a test, with intervals.",
    "flow": "How long cards take, what is open, and when what is left may be done.",
}
PACKAGES = {
    "experiment": "experiments",
    "sprint": "agile",
    "flow": "kanban",
}  # where the lesson's package is not called like its command


class LazyGroup(TyperGroup):
    """A group that lists `LAZY` without loading it, and loads what is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *LAZY]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return click.Group(name, help=LAZY[name]) if name in LAZY else super().get_command(ctx, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name in LAZY else command, rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run what is called; a wrong value is told without the words that typer's validation puts in front."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ").replace("Input should", "it should")
            raise


def loaded(name: str) -> click.Command:
    """The commands of a lesson's package."""
    return typer.main.get_command(importlib.import_module(f"pmcourse.{PACKAGES.get(name, name)}.commands").app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"pmcourse {version('pmcourse')}")
        raise typer.Exit


app = typer.Typer(
    cls=LazyGroup,
    help="The course on digital product management.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(grading)


@app.callback(epilog="Example: pmcourse backlog rank export.csv --method rice")
def _program(
    asked: Annotated[
        bool, typer.Option("--version", help="Say the version, and end.", callback=_version, is_eager=True)
    ] = False,
) -> None: ...


def main() -> None:
    """Run the program; what people can put right ends with status 2 and one plain message."""
    try:
        app()
    except CourseError as error:
        from pmcourse.rows import seen  # here, so that nobody waits for it who has no error

        typer.echo(seen(str(error)), err=True)
        sys.exit(2)
