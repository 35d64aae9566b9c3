"""CSV in and out of the backlog's table, with the words that say what came in, what did not, and where it went."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from pmcourse.backlog.model import Backlog
from pmcourse.backlog.trackers import Reading, read_bytes, write_csv, write_jira

_MOST_NAMED = 5  # rows kept aside, each named with its reason


class Transfer(widgets.Box):
    """A button to load a CSV file, and two to save one.

    `on_load(change)` is called when a file was chosen, `on_save(write, ending)` for a button, with the function that
    writes the backlog and the ending of the file's name.
    """

    def __init__(
        self, on_load: Callable[[Any], None], on_save: Callable[[Callable[[Backlog], str], str], None]
    ) -> None:
        self.upload = widgets.FileUpload(description="Load a CSV file", accept=".csv,.tsv,.txt", multiple=False)
        self.jira = widgets.Button(description="Save as CSV for Jira")
        self.plain = widgets.Button(description="Save as plain CSV")
        self.upload.observe(on_load, names="value")
        self.jira.on_click(lambda _: on_save(write_jira, "-jira.csv"))
        self.plain.on_click(lambda _: on_save(write_csv, ".csv"))
        for control in (self.upload, self.jira, self.plain):
            control.layout.width = "auto"
        super().__init__([self.upload, self.jira, self.plain])
        self.add_class("pmc-bar")

    def taken(self) -> tuple[Reading, str] | None:
        """The file that was chosen, as it was read, and its name; None where there is none. Raises CourseError.

        The button is then ready for the next file, which may be the same one again.
        """
        if not self.upload.value:
            return None
        file = self.upload.value[0]
        self.upload.value = ()
        return read_bytes(bytes(file["content"]), file["name"]), file["name"]


def loaded_html(reading: Reading, name: str) -> str:
    """What came in, what was kept aside and why, and what was doubtful: safe HTML."""
    count = len(reading.backlog.items)
    lines = [f"Line {row.line} {row.reason}" for row in reading.set_aside[:_MOST_NAMED]]
    aside = len(reading.set_aside)
    if aside > _MOST_NAMED:
        lines.append(f"and {aside - _MOST_NAMED} more")
    many = f" {aside} row{'s are' if aside > 1 else ' is'} kept aside:" if aside else ""
    parts = "".join(f"<li>{escape(line)}</li>" for line in lines)
    notes = "".join(f"<br>{escape(note)}" for note in reading.notes)
    items = f"{count} item{'' if count == 1 else 's'}"
    list_html = f"<ul>{parts}</ul>" if parts else "<br>"
    return f"{items} loaded from {escape(name)}.{many}{list_html}Undo brings the old ones back.{notes}"
