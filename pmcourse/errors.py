"""Errors that people read: each names the thing, the rule and the value, and says what to do next."""


class CourseError(Exception):
    """Something that a person can put right. Its text is shown as it is, without a traceback."""
