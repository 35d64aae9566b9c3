"""Installed as etc/jupyter/nbgrader_config.py, which nbgrader reads wherever it is started in this environment.

So a course is graded in the locked rooms or not at all even where its own nbgrader_config.py is missing, is damaged, or
was not looked for. Courses of another kind are left alone.
"""

try:
    from pmcourse.gradebook.guard import tie

    tie()
except Exception as error:
    raise SystemExit(
        f"nbgrader's guard cannot be loaded ({type(error).__name__}: {error}). Install the course again: "
        "pip install --no-deps -e ."
    ) from None
