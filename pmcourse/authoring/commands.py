"""The instructor's commands: release, grade, mastery, demo, doctor; and lab, which opens the course."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pmcourse.course import Course, find_root, load
from pmcourse.errors import CourseError
from pmcourse.rows import Format, print_rows

if TYPE_CHECKING:
    from pmcourse.gradebook.run import Graded

app = typer.Typer()
Name = Annotated[str | None, typer.Argument(help="The assignment, such as 08-backlog; all of them if left out.")]
FormatOption = Annotated[Format, typer.Option(help="How to print the rows.", case_sensitive=False)]
_DEMO_TITLE = "Points before lateness is taken off; how many skills reach {mark:.0%} of their points"
_EACH_SKILL = "; each skill as share of the points, its 95% interval (Wilson 1927), and the graded items behind it"
_FIT = 11  # columns, at most, of a table that can be read on a screen


def _names(course: Course, name: str | None) -> list[str]:
    return [course.lesson(name).name] if name else [lesson.name for lesson in course.assignments]


@app.command(epilog="Example: pmcourse lab")
def lab() -> None:
    """Open the course in JupyterLab; print its address where there is no screen."""
    from pmcourse.kit.trust import trust

    root = find_root()
    names = [lesson.name for lesson in load(root).lessons]
    ours = [path for name in names for path in (f"notebooks/{name}.ipynb", f"release/{name}/{name}.ipynb")]
    trust(root / path for path in ours)  # or they would not start when they are opened
    os.chdir(root)
    # JupyterLab asks about news unless this setting's default says no; without news_url it asks all the same.
    quiet = str(Path(__file__).parents[1] / "jupyter")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [os.environ.get("JUPYTER_CONFIG_PATH"), quiet]))
    arguments = [f"--ServerApp.root_dir={root}", "--LabApp.news_url=None"]
    arguments.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    # As default_url, the first lesson is part of the address that is printed; as an argument it would not be.
    arguments.append("--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb")
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *arguments])


@app.command(epilog="Example: pmcourse release 08-backlog")
def release(name: Name = None) -> None:
    """Make the learners' version of an assignment, set its due date, and put it into the exchange."""
    from pmcourse.authoring.release import release as make

    course = load(find_root())
    for each in _names(course, name):
        folder = make(course, each)
        typer.echo(
            f"{each}: released in {folder.relative_to(course.root)}, due {course.lesson(each).due:%Y-%m-%d %H:%M %Z}."
        )


@app.command(epilog="Example: pmcourse grade 08-backlog --workers 2")
def grade(
    name: Name = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; one a processor if left out.")] = None,
    cluster: Annotated[str | None, typer.Option(help="Grade on the Dask cluster with this scheduler.")] = None,
    force: Annotated[bool, typer.Option(help="Grade also what has not changed; say which grades did.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Collect what was handed in and grade what is new, each in a locked room. Cut off, it goes on where it stopped.

    Ends with status 1 where a submission did not end as graded, or something in the exchange could not be taken.
    """
    from pmcourse.authoring.release import collect
    from pmcourse.gradebook import handed_in
    from pmcourse.gradebook.batch import crew
    from pmcourse.gradebook.faults import in_words
    from pmcourse.gradebook.run import Run
    from pmcourse.gradebook.states import State
    from pmcourse.rooms import sandbox

    course = load(find_root())
    if cluster is None:
        with in_words(course.root):
            sandbox.require()
    typer.echo(f"Exchange: {course.exchange_folder}. Gradebook: {_without_password(course.database)}", err=True)
    rows: list[dict[str, Any]] = []
    told: dict[str, None] = {}  # in order, each once
    names = _names(course, name)
    if not names:
        raise CourseError("No lesson in course_config.py has an assignment. Give one a due date, then release it.")
    for each in names:
        with in_words(course.root):
            problems, notes = collect(course, each)
        for line in [*notes, *problems]:
            if line not in told:
                typer.echo(line, err=True)
        told.update(dict.fromkeys(problems))
    with ExitStack() as stack:
        runs = [stack.enter_context(Run(course, each)) for each in names]
        keys = [run.key for run in runs]
        workers_of_all = stack.enter_context(crew(keys, workers or os.cpu_count() or 1, cluster))
        for each, run in zip(names, runs, strict=True):
            if note := run.outdated():
                typer.echo(note, err=True)
            _follow(run.grade(force=force, crew=workers_of_all), each, len(run.submitted), force)
            for seed, learners in handed_in.same_seed(run.submitted):
                typer.echo(f"{each}: {', '.join(learners)} handed in one and the same case (seed {seed}).", err=True)
            rows += run.rows()
    columns = ["assignment", "learner", "state", "points", "pending", "reason"]
    if format is Format.JSON:  # machines also get what was put back, and what went wrong inside the tests
        columns += ["repairs", "details"]
    print_rows(rows, columns, format)
    typer.echo("See the skills with: pmcourse mastery", err=True)
    raise typer.Exit(1 if told or any(row["state"] != State.GRADED for row in rows) else 0)


def _without_password(database: str) -> str:
    from sqlalchemy import make_url

    return make_url(database).render_as_string(hide_password=True)


def _follow(graded: Iterable[Graded], assignment: str, total: int, forced: bool) -> None:
    """Show how grading goes on: rate, time left and the states so far; then one line that sums it up."""
    states: Counter[str] = Counter()
    changed = 0
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(), TextColumn("{task.fields[states]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(assignment, total=total, rate="", states="")
        for one in graded:
            states[one.state or "unchanged"] += 1
            speed = progress.tasks[0].speed
            progress.update(task, advance=1, rate=f"{speed:.1f}/s" if speed else "", states=_counted(states))
            for change in one.changes if forced else ():
                changed += 1
                before, after = ("by hand" if points is None else f"{points:g}" for points in change[1:])
                progress.console.print(f"{one.learner}, {change.grade_id}: {before} → {after}", markup=False)
    typer.echo(f"{assignment}: {_counted(states) or 'nothing was handed in'}.", err=True)
    if forced:
        typer.echo(f"{assignment}: {changed or 'no'} grades changed.", err=True)


def _counted(states: Counter[str]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))


@app.command(epilog="Example: pmcourse mastery --format csv")
def mastery(format: FormatOption = Format.TEXT) -> None:
    """Show each learner's skills, and write reports/mastery.html and reports/mastery.csv."""
    from pmcourse.gradebook import report
    from pmcourse.gradebook.mastery import grades
    from pmcourse.gradebook.mastery import mastery as skills_of

    course = load(find_root())
    found = grades(course)
    if not found:
        raise CourseError("The gradebook is empty. Grade something first: pmcourse grade")
    print_rows(report.rows(skills_of(found)), report.COLUMNS, format)
    page, _ = report.write(course, found, course.root / "reports")
    typer.echo(f"Written: {page.relative_to(course.root)} and mastery.csv beside it.", err=True)


@app.command(epilog="Example: pmcourse demo 08-backlog")
def demo(name: Name = None, format: FormatOption = Format.TEXT) -> None:
    """Let a made-up class hand in, grade it, and show points and skills. Touches nothing outside reports/."""
    from pmcourse.authoring.demo import differences, grade_class, playground
    from pmcourse.authoring.submissions import made_up_class, unfair
    from pmcourse.gradebook import report
    from pmcourse.gradebook.batch import crew
    from pmcourse.gradebook.key import key_from_source
    from pmcourse.rooms import sandbox

    root = find_root()
    sandbox.require()
    names = _names(load(root), name)
    if name and load(root).lesson(name).due is None:
        raise CourseError(f"{name} has no assignment, so nobody can hand in. Give it a due date in course_config.py.")
    course = playground(root, root / "reports" / "demo")
    found, wrong = [], []
    sources = {each: (course.root / "source" / each / f"{each}.ipynb").read_bytes() for each in names}
    keys = [key_from_source(raw, each, each, course.limits) for each, raw in sources.items()]
    many = os.cpu_count() or 1
    apart = ProcessPoolExecutor(many, get_context("spawn"))  # a copy of this process, with its threads, could hang
    with crew(keys, many) as workers_of_all, apart as writers:
        for each in names:
            learners = made_up_class(root, each)
            with Progress(console=Console(stderr=True)) as progress:
                task = progress.add_task(each, total=len(learners) + 3)

                def tick(what: str, progress: Progress = progress, task: int = task) -> None:
                    progress.update(task, advance=1, description=what)

                found = grade_class(course, each, learners, tick, workers_of_all, writers)
            wrong += unfair(learners) + differences(learners, found)
    points, columns = report.by_learner(found, course.pass_marks.skill)
    title = _DEMO_TITLE.format(mark=course.pass_marks.skill)
    if format is Format.TEXT and len(columns) > _FIT:
        columns = columns[: columns.index("skills") + 1]  # each skill stands on the page and in the sheet
    else:
        title += _EACH_SKILL
    print_rows(points, columns, format, title=title)
    page, sheet = report.write(course, found, root / "reports")
    for line in wrong:
        typer.echo(line, err=True)
    feedback = Path("reports/demo/feedback")
    typer.echo(
        f"Next: open {page.relative_to(root)} in a browser, {sheet.relative_to(root)} in a spreadsheet, and what "
        f"learners get to read in {feedback}/. For the gradebook in JupyterLab: cd reports/demo && jupyter lab, then "
        "the menu Nbgrader, Formgrader.",
        err=True,
    )
    raise typer.Exit(1 if wrong else 0)


@app.command(epilog="Example: pmcourse check 08-backlog --renew")
def check(
    name: Annotated[str | None, typer.Argument(help="The lesson, such as 08-backlog; all of them if left out.")] = None,
    renew: Annotated[
        bool, typer.Option(help="First run the lesson, or every one, and store its outputs anew.")
    ] = False,
) -> None:
    """Check lessons: bones, alt texts, skills, links, packages, classes, tests, releases. Ends with 1 on a fault."""
    from pmcourse.authoring.coverage import write_page
    from pmcourse.authoring.new import unreplaced
    from pmcourse.authoring.notebooks import problems, run_and_store, stale

    root = find_root()
    if name:
        load(root).lesson(name)
    for path in sorted((root / "notebooks").glob(f"{name or '*'}.ipynb")) if renew else ():
        run_and_store(path)
    if renew:
        write_page(root)
    found = problems(root, name) + stale(load(root), name)
    for line in found:
        typer.echo(line)
    for lesson in load(root).lessons if not found else ():
        if name in (None, lesson.name) and (left := unreplaced(root, lesson)):
            typer.echo("\n  ".join([f"Note: {lesson.name} still says what the example says, in", *left]), err=True)
    in_order = f"{name} is in order." if name else "The lessons are in order."
    typer.echo(f"{len(found)} problem{'s' * (len(found) > 1)}." if found else in_order)
    raise typer.Exit(1 if found else 0)


@app.command(epilog="Example: pmcourse new 14-metrics --title Metrics")
def new(
    name: Annotated[str, typer.Argument(help="Number and name of the lesson, such as 14-metrics.")],
    title: Annotated[str | None, typer.Option(help="Its title; made of the name if left out.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="A skill that it trains; may be said several times.")] = None,
) -> None:
    """Write a new lesson with assignment, made-up class and tests, as a small example to be replaced."""
    from pmcourse.authoring.new import new_lesson

    for path in new_lesson(load(find_root()), name, title, tuple(skill or ())):
        typer.echo(path)
    typer.echo(
        f"{name} is there, and in order: pmcourse check {name}, pmcourse demo {name}. Next: put your own artefact, "
        "case and questions in the place of the example's, as CONTRIBUTING.md says.",
        err=True,
    )


@app.command(epilog="Example: pmcourse doctor")
def doctor() -> None:
    """Say what is missing on this machine, and how to get it. Ends with status 1 where something is."""
    from pmcourse.authoring.doctor import looked_at

    missing, notes = looked_at(load(find_root()))
    for line in [*(f"Note: {note}" for note in notes), *missing]:
        typer.echo(line)
    typer.echo("Something is missing." if missing else "All that the course needs is there.")
    raise typer.Exit(1 if missing else 0)
