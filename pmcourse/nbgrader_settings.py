"""What nbgrader is told of a course: where things lie, who collects and grades, and what its pages are made with."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config

if TYPE_CHECKING:
    from pmcourse.course import Course

NOTEBOOK_MB = 100  # the largest notebook that is taken, with the outputs stored in it; as much as nbgrader hands in


def write(course: Course, c: Config) -> None:
    """Write nbgrader's settings for `course` into `c`."""
    c.CourseDirectory.root = str(course.root)
    c.CourseDirectory.course_id = course.id
    c.CourseDirectory.groupshared = course.groupshared
    c.CourseDirectory.db_url = course.database
    c.CourseDirectory.max_file_size = int(max(course.limits.file_mb, NOTEBOOK_MB) * 1000)
    c.ClearSolutions.code_stub = {"python": "...  # write your answer here, in place of the three dots"}
    c.ClearSolutions.text_stub = "Write your answer here."
    c.Execute.timeout = int(course.limits.cell_seconds)
    c.Execute.iopub_timeout = int(course.limits.cell_seconds)  # a busy machine may need more than four to show a cell
    c.Execute.interrupt_on_timeout = True
    if sys.platform != "win32":  # sockets in the file system: nobody else on the machine can listen in
        c.KernelManager.transport = "ipc"
    _exchange(course, c)
    lock(c)
    # nbgrader copies files from source/ over the learners'; answers/ there is what an instructor's trial left
    c.Autograde.exclude_overwriting = {
        folder.parent.name: [str(path.relative_to(folder.parent)) for path in folder.rglob("*")]
        for folder in course.root.glob("source/*/answers")
    }
    _feedback(course, c)


def lock(c: Config) -> None:
    """Write into `c` that nbgrader grades in the locked rooms, whatever was there."""
    # nbgrader's preprocessors would run a submission beside its tests; this takes the place of all of them
    c.Autograde.exporter_class = "pmcourse.gradebook.execute.GradeApart"
    c.Autograde.sanitize_preprocessors = c.Autograde.autograde_preprocessors = []
    c.Autograde.pre_convert_hook = "pmcourse.gradebook.execute.take_folder"


def _exchange(course: Course, c: Config) -> None:
    c.Exchange.root = str(course.exchange_folder)
    c.Exchange.assignment_dir = str(course.work_folder)
    c.Exchange.timezone, c.Exchange.timestamp_format = "UTC", "%Y-%m-%d %H:%M:%S.%f %Z"  # the one that is read
    c.ExchangeFactory.collect = "pmcourse.gradebook.collect.CollectWithOwners"
    c.ExchangeFactory.release_assignment = "pmcourse.gradebook.exchange.ReleaseIntoSticky"
    c.ExchangeFactory.fetch_assignment = "pmcourse.gradebook.exchange.FetchTrusted"
    c.FetchTrusted.course = course.id
    c.ExchangeFactory.submit = "pmcourse.gradebook.exchange.SubmitClosed"
    c.CollectWithOwners.file_mb = c.SubmitClosed.file_mb = course.limits.file_mb
    c.ExchangeCollect.check_owner = course.check_owner
    c.ExchangeReleaseAssignment.force = True


def _feedback(course: Course, c: Config) -> None:
    c.GenerateFeedback.preprocessors = [
        "pmcourse.gradebook.feedback.HideTests",
        "nbgrader.preprocessors.GetGrades",
        "pmcourse.gradebook.overview.Overview",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.Overview.source = str(course.root / "source")
    # nbgrader's API names HTMLExporter's template itself; what is said of a subclass stays
    c.GenerateFeedback.exporter_class = "pmcourse.gradebook.feedback.CoursePage"
    c.CoursePage.template_name = "course-feedback"
    c.CoursePage.preprocessors = []
    # the formgrader's own page of a submission is an HTMLExporter's, whose template's name nbgrader gives
    c.HTMLExporter.template_file = "course.html.j2"
    c.HTMLExporter.preprocessors = ["pmcourse.gradebook.overview.FormgraderOverview"]
    c.FormgraderOverview.db_url = course.database
    nbgrader = Path(find_spec("nbgrader").origin).parent / "server_extensions" / "formgrader"
    ours = Path(__file__).parent / "gradebook" / "templates"
    c.HTMLExporter.extra_template_basedirs = [str(ours), str(nbgrader / "templates")]  # ours goes on from nbgrader's
    c.HTMLExporter.extra_template_paths = [str(ours)]
    style = nbgrader / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    c.CoursePage.extra_template_paths = [str(ours), str(style)]
    c.HTMLExporter.sanitize_html = True  # what learners hand in must not run in anybody's browser
    c.HTMLExporter.filters = {
        "markdown2html": "pmcourse.gradebook.feedback.safe_markdown",
        "highlight_code": "pmcourse.gradebook.feedback.safe_code",
        "clean_html": "pmcourse.gradebook.feedback.safe_output",
        "strip_files_prefix": "pmcourse.gradebook.feedback.as_it_is",
    }


def be_found(root: Path) -> None:
    """Let nbgrader find its own programs, and its Assignment List the course at `root`, by this process's paths."""
    programs = str(Path(sys.executable).parent)  # where `alembic` lies, which nbgrader starts by name
    path = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in path:
        os.environ["PATH"] = os.pathsep.join([programs, *path])
    # the Assignment List loads the settings anew from work/, and finds there what Jupyter's path names
    path = os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
    others = [folder for folder in path if folder and not (Path(folder) / "course_config.py").is_file()]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(root), *others])  # and no second course
