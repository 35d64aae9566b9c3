import io
import sys
import threading

from pmcourse.kit import command


class Terminal(io.StringIO):
    """A screen that tells when something was shown on it."""

    def __init__(self):
        super().__init__()
        self.shown = threading.Event()

    def isatty(self):
        return True

    def write(self, text):
        written = super().write(text)
        if "Reading" in self.getvalue():
            self.shown.set()
        return written


def test_work_that_takes_long_is_shown_on_a_terminal_and_wiped_away(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(command, "_SOON", 0.0)
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with command.working("Reading a.csv"):
        assert screen.shown.wait(60)
    assert screen.getvalue().endswith("\x1b[2K")


def test_work_that_is_done_soon_shows_nothing(monkeypatch):
    monkeypatch.setattr(command, "_SOON", 3600.0)
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with command.working("Reading a.csv"):
        pass
    assert screen.getvalue() == ""


def test_nothing_but_notes_goes_into_a_file(monkeypatch):
    monkeypatch.setattr(command, "_SOON", 0.0)
    monkeypatch.setattr(sys, "stderr", out := io.StringIO())
    with command.working("Reading a.csv"):
        threading.Event().wait(0.05)
    assert out.getvalue() == ""
