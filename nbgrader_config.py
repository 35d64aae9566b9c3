"""How nbgrader grades here: in the locked rooms, or not at all. The settings to edit are in course_config.py.

nbgrader would go on with its own settings, and run submissions as you, after any exception but SystemExit.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821 - given by the program that reads this file
c.Autograde.exporter_class = "pmcourse.gradebook.execute.GradeApart"
c.Autograde.pre_convert_hook = "pmcourse.gradebook.execute.take_folder"
c.Autograde.sanitize_preprocessors = c.Autograde.autograde_preprocessors = []
try:
    from pmcourse.gradebook.guard import configure

    configure(c, Path(__file__).parent)
except Exception as error:
    raise SystemExit(
        f"nbgrader_config.py: the course cannot be loaded ({type(error).__name__}: {error}). This nbgrader belongs to "
        f"{sys.prefix}. Start the one of the environment in which the course is installed (.venv/bin/nbgrader)."
    ) from None
