load_subconfig("course_config.py")  # noqa: F821 - given by nbgrader, which looks for a file of this name
