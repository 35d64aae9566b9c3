"""What runs in the judge's room: the instructor's locked cells and tests, in a process that never runs learner's code.

The learner's values come as plain data, their files as bytes of data files, their functions as stand-ins that call
across through the grader. What a test earns is told on this process's own channel.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import linecache
import numbers
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from IPython.display import display

from pmcourse.kit.marks import Marks
from pmcourse.rooms.boundary import CannotCross, decode
from pmcourse.rooms.hidden import BEGIN_HIDDEN, END_HIDDEN
from pmcourse.rooms.outputs import error_output
from pmcourse.rooms.scratch import WORK, is_data, safe_name, write_file
from pmcourse.rooms.shell import Shell, TimeIsUp, TimeLimit, make_shell
from pmcourse.rooms.standin import Calls, Stopped
from pmcourse.rooms.symbols import plain, sets
from pmcourse.rooms.wire import Channel, Closed, unpacked

HIDDEN_FAILED = (
    "The hidden part of this test did not pass. Read the task once more and try your answer on cases of your own."
)
# A learner's own import may serve a test under its usual short name; the module is the judge's own.
_SHORT = {"np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot", "mpl": "matplotlib", "dt": "datetime"}


def prepare() -> Callable[[Channel, dict[str, Any], list[Channel]], None]:
    """Make the shell once, for all submissions; returns what a forked process does for one."""
    shell = make_shell()
    shell.user_ns["display"] = display  # which IPython lends to a cell that it runs itself

    def serve(channel: Channel, limits: dict[str, Any], lines: list[Channel]) -> None:
        shell.outputs.left = int(limits["output_kb"] * 1024)
        Judge(shell, channel).serve()

    return serve


class Judge:
    """One submission's judge."""

    def __init__(self, shell: Shell, channel: Channel) -> None:
        self.shell, self.channel = shell, channel
        self.hidden: dict[str, frozenset[int]] = {}  # by the name under which a cell is compiled
        self.own_files: set[str] = set()
        self.made: dict[str, str] = {}  # what the learner made and handed in; running cells again never changes it
        self.problems: list[str] = []
        self.said: dict[str, str] = {}  # what left a whole cell without points, by the first cell that told it
        self.calls = Calls(channel)

    def serve(self) -> None:
        """Do what the grader says until it hangs up."""
        while True:
            try:
                message = self.channel.receive()
                if "made" in message:
                    self.made[message["made"]] = message["data"]
                    _protect(message["made"], message["data"])
                elif "file" in message:
                    self._place_own(message["file"], message["data"])
                else:
                    handed = self.channel.receive_raw()
                    report = self.run(message, handed)
                    if not message["is_test"]:  # it may have put a damaged file aside, and begun a new one
                        self._put_back()
                    self.channel.send(report)
            except Closed:
                return

    def _put_back(self) -> None:
        for name, data in self.made.items():
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(WORK, name))
            with contextlib.suppress(OSError):
                _protect(name, data)

    def _place_own(self, name: str, data: str) -> None:
        write_file(name, data)
        self.own_files.add(name)
        if name.endswith(".py") and WORK not in sys.path:
            sys.path.append(WORK)  # the instructor's module; no learner's code is ever in this folder

    def run(self, cell: dict[str, Any], handed: bytes) -> dict[str, Any]:
        """Run one locked cell with what the learner's room handed over; says what it earned and what may be shown.

        {"points": a number's text, or None; "passed": bool; "waits": whether a person gives the rest; "outputs": for
        the learner; "detail": for the instructor;
        "only_shows": true for a cell that sets no name and shows something, which is idle here, where nobody looks}
        """
        self.calls.begin()
        refusals = self._receive(cell, handed)
        if refusals and cell["is_test"]:
            return self._failed([error_output("CannotBeRead", " ".join(refusals), [])], " ".join(refusals))
        file = f"<{cell['name']}>"
        hidden = self.hidden[file] = _hidden_lines(cell["source"])
        try:
            with TimeLimit(cell["seconds"]) as self.calls.limit:
                value = self._value_of(cell["source"], file)
        except BaseException as error:
            self.shell.outputs.take()
            report = self._failed([self._shown(error, cell)], _in_full(error))
            return report | {"late": self.calls.limit.is_up, "no_memory": isinstance(error, MemoryError)}
        outputs = [] if hidden else _without_stderr(self.shell.outputs.take())
        self.shell.outputs.take()
        if self.calls.was_cut:
            return self._failed([error_output("Stopped", "Your function did not come to an end in this test.", [])], "")
        points = _points(value)
        if isinstance(value, Marks):  # its words are the author's, and shown where hidden lines made it too
            outputs.append(
                {"output_type": "stream", "name": "stdout", "text": f"{value.told_after(self.said, cell['name'])}\n"}
            )
        if points is not None:
            shown = {"data": {"text/plain": repr(points)}, "metadata": {}, "execution_count": None}
            outputs.append({"output_type": "execute_result", **shown})
        report = {"points": None if points is None else repr(points), "passed": True, "outputs": outputs, "detail": ""}
        shows = not cell["is_test"] and _is_to_look_at(value) and not sets(cell["source"])
        return report | {"only_shows": shows, "waits": isinstance(value, Marks) and value.waiting > 0}

    def _failed(self, outputs: list[dict[str, Any]], detail: str) -> dict[str, Any]:
        if self.problems:
            outputs.append({"output_type": "stream", "name": "stdout", "text": "\n".join(self.problems) + "\n"})
        return {"points": None, "passed": False, "outputs": outputs, "detail": detail}

    def _value_of(self, source: str, file: str) -> Any:
        """The value of the last expression of a cell; None if there is none or a `;` ends it."""
        text = plain(source)
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        tree = ast.parse(text, file)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        space = self.shell.user_ns
        exec(compile(tree, file, "exec"), space)
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), file, "eval"), space)
        return None if text.rstrip().endswith(";") else value

    def _shown(self, error: BaseException, cell: dict[str, Any]) -> dict[str, Any]:
        """What a learner may read of a failure: nothing that stems from hidden lines."""
        kind = type(error).__name__
        if isinstance(error, Stopped | TimeIsUp):
            return error_output(kind, str(error), [])
        file = f"<{cell['name']}>"
        line, is_hidden = 0, False
        for frame, at in traceback.walk_tb(error.__traceback__):
            lines = self.hidden.get(frame.f_code.co_filename)
            if lines is not None:
                is_hidden = is_hidden or at in lines
                line = at if frame.f_code.co_filename == file else line
        if own := self.hidden[file]:
            # A function that was called in hidden lines can tell of them in what it gives back further down.
            is_hidden = is_hidden or line == 0 or (self.calls.has_called and line > min(own))
            is_hidden = is_hidden or plain(cell["source"]) != cell["source"]  # lines may have other numbers then
        if is_hidden:
            if isinstance(error, CannotCross):
                return error_output("CannotBeRead", f"{HIDDEN_FAILED} It could not read what a function gave back.", [])
            return error_output("HiddenTest", HIDDEN_FAILED, [])
        text = linecache.getline(file, line).strip()
        try:
            words = str(error)
        except Exception:
            words = ""
        return error_output(kind, words, [f"line {line}: {text}"] if line else [])

    # What comes from the learner

    def _receive(self, cell: dict[str, Any], handed: bytes) -> list[str]:
        """Put the learner's values and files in place; returns why some values cannot be read."""
        refusals = []
        try:
            message = unpacked(handed)
            values, files, gone, line = message["values"], message["files"], message["gone"], message["line"]
            self.problems = [str(problem)[:300] for problem in message["problems"][:20]]
            for name in gone:
                self._remove(name)
            for name, data in files.items():
                self._place(name, data)
        except (Closed, KeyError, TypeError, ValueError, AttributeError, OSError, MemoryError):
            return ["What your notebook gave to this test did not arrive whole."]
        for name in cell["names"]:
            self.shell.user_ns.pop(name, None)
            if name in values:
                try:
                    self.shell.user_ns[name] = self._value(name, values[name], line)
                except CannotCross as refusal:
                    refusals.append(str(refusal))
        return refusals

    def _value(self, name: str, found: dict[str, Any], line: int) -> Any:
        if type(found) is dict and "value" in found:
            return decode(found["value"], self.calls.stand_ins(line), name)
        if type(found) is dict and found.get("module") is True:
            module = _SHORT.get(name, name)
            if importlib.util.find_spec(module) is None:
                raise CannotCross(f"{name} is a module of your own, which a test cannot read.")
            return importlib.import_module(module)
        said = found.get("refused") if type(found) is dict else None
        raise CannotCross(said[:600] if type(said) is str else f"{name} did not arrive whole.")

    def _place(self, name: str, data: str) -> None:
        if self._may_change(name):
            with contextlib.suppress(OSError, ValueError):
                write_file(name, data)

    def _remove(self, name: str) -> None:
        if self._may_change(name):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(WORK, name))

    def _may_change(self, name: str) -> bool:
        return safe_name(name) and is_data(name) and name not in self.own_files and name not in self.made


def _protect(name: str, data: str) -> None:
    """Write a file that was handed in, so that not even a cell of the instructor's can write into it."""
    write_file(name, data)
    os.chmod(os.path.join(WORK, name), 0o444)


def _hidden_lines(source: str) -> frozenset[int]:
    found, hidden = set(), False
    for number, line in enumerate(source.split("\n"), 1):
        hidden = hidden or BEGIN_HIDDEN in line
        if hidden:
            found.add(number)
        hidden = hidden and END_HIDDEN not in line
    return frozenset(found)


def _in_full(error: BaseException) -> str:
    """The traceback for the instructor, from the test's own line on."""
    trace = error.__traceback__
    while trace and trace.tb_next and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    try:
        return "".join(traceback.format_exception(type(error), error, trace))[-4000:]
    except Exception:
        return type(error).__name__


def _points(value: Any) -> float | None:
    """The number of points that a cell's last value says; None if it is no number, which stands for all of them."""
    if isinstance(value, Marks):
        return value.points
    if type(value).__name__ in ("bool", "bool_") or value is None:
        return 0.0 if value is not None and not value else None
    return float(value) if isinstance(value, numbers.Real) else None


def _is_to_look_at(value: Any) -> bool:
    """Whether a cell's value is a widget, a panel or a picture: something that is shown and does nothing."""
    widgets = sys.modules.get("ipywidgets")
    is_widget = widgets is not None and isinstance(value, widgets.Widget)
    return is_widget or callable(getattr(type(value), "_repr_mimebundle_", None))


def _without_stderr(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A warning costs nothing: what went to stderr is shown as ordinary output."""
    return [output | {"name": "stdout"} if output.get("name") == "stderr" else output for output in outputs]
