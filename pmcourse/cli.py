"""The program `pmcourse`: one for learners, instructors and CI."""

from __future__ import annotations

import sys

import typer

from pmcourse.authoring.commands import app as grading
from pmcourse.backlog.commands import app as backlog
from pmcourse.errors import CourseError
from pmcourse.roadmap.commands import app as roadmap
from pmcourse.stories.commands import app as stories

app = typer.Typer(
    help="The course on digital product management.", no_args_is_help=True, pretty_exceptions_enable=False
)
app.add_typer(grading)
app.add_typer(stories, name="stories")
app.add_typer(backlog, name="backlog")
app.add_typer(roadmap, name="roadmap")


def main() -> None:
    """Run the program; what people can put right ends with status 2 and one plain message."""
    try:
        app()
    except CourseError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
