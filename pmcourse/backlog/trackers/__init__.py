"""Backlogs in and out as CSV, in the shapes that Jira, GitHub, GitLab and spreadsheets have."""

from pmcourse.backlog.trackers.columns import READ, recognise
from pmcourse.backlog.trackers.links import Links, with_links
from pmcourse.backlog.trackers.reading import Reading, links_of, read_bytes, read_csv, read_links
from pmcourse.backlog.trackers.writing import write_csv, write_jira
from pmcourse.sheets import BadRow, SheetError

__all__ = [
    "READ",
    "BadRow",
    "Links",
    "Reading",
    "SheetError",
    "links_of",
    "read_bytes",
    "read_csv",
    "read_links",
    "recognise",
    "with_links",
    "write_csv",
    "write_jira",
]
