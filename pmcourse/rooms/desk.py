"""What runs in the learner's room: the cells of one submission, one after the other, as JupyterLab runs them.

What the tests will ask for is handed over at the moment at which each test stands in the notebook: values as plain
data, files as bytes. Where a function is among them, the process splits: a copy stays behind as it was then and
answers calls of that function, later, when all cells have run. So nothing that a test gives to a function can reach
a cell's output, and nothing that a cell does later changes what an earlier test sees.

The grader believes nothing of what is said here, for the learner's code can change all of it.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import errno
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from pmcourse.rooms.boundary import CannotCross, decode, encode
from pmcourse.rooms.scratch import WORK, is_data, write_file
from pmcourse.rooms.shell import Shell, TimeIsUp, TimeLimit, make_shell
from pmcourse.rooms.wire import LARGEST, MOST_HANDED, Channel, Closed, packed

MAX_FILE = 4_000_000  # bytes of one file that a test can read
MAX_FILES, MAX_ALL = 200, 8_000_000  # files in all, and their bytes
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def prepare() -> Callable[[Channel, dict[str, Any], list[Channel]], None]:
    """Make the shell once, for all submissions; returns what a forked process does for one."""
    shell = make_shell()

    def serve(channel: Channel, limits: dict[str, Any], lines: list[Channel]) -> None:
        sys.path.insert(0, "")  # as in JupyterLab: a learner's own modules lie beside the notebook
        shell.outputs.left = int(limits["output_kb"] * 1024)
        Desk(shell, channel, lines).serve()

    return serve


class Desk:
    """One submission's process. `lines` are the channels on which copies of it will answer calls."""

    def __init__(self, shell: Shell, channel: Channel, lines: list[Channel]) -> None:
        self.shell, self.channel, self.lines = shell, channel, lines
        self.line = -1  # on which the last copy answers
        self.copied = -1  # how many functions the last copy knows; -1 where it serves no further test
        self.functions: list[Any] = []
        self.called_for = False  # whether a function is among what is handed over now
        self.seen: dict[str, tuple[int, ...]] = {}
        self.left = MOST_HANDED - 1_000_000  # bytes; the rest is for saying that it is too much

    def serve(self) -> None:
        """Do what the grader says until it hangs up."""
        while True:
            try:
                message = self.channel.receive()
            except Closed:
                return
            if "file" in message:
                with contextlib.suppress(OSError):  # a learner's file that has the name of a folder
                    write_file(message["file"], message["data"])
            elif "run" in message:
                self.channel.send(self.run(message["run"], message["seconds"]))
            else:
                self.hand_over(message["hand"], message["apart"], message["seconds"])

    def run(self, source: str, seconds: float) -> dict[str, Any]:
        """Run one cell; says what it put out and how it ended."""
        self.copied = -1
        with TimeLimit(seconds) as limit:
            result = self.shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        outputs = self.shell.outputs
        return {
            "outputs": outputs.take(), "late": limit.is_up, "no_memory": isinstance(error, MemoryError),
            "too_much": outputs.overflowed or (isinstance(error, OSError) and error.errno in _FULL),
        }  # fmt: skip

    def hand_over(self, names: list[str], apart: bool, seconds: float) -> None:
        """Send the values of `names` and the files that changed; leave a copy behind if there are functions.

        The copy of the test before serves this one too if no cell has run since, unless this one must be `apart`.
        """
        self.called_for = False
        self.copied = -1 if apart else self.copied
        with TimeLimit(seconds):
            values = {name: self._value(name) for name in names if name in self.shell.user_ns}
        if self.called_for and self.copied != len(self.functions):
            self._leave_copy()
        changed, gone, problems = self._files()
        message = {"values": values, "files": changed, "gone": gone, "problems": problems, "line": self.line}
        raw = packed(message)
        if len(raw) > min(LARGEST, self.left):
            too_much = "What the tests read of your notebook is too large in all. Keep only what the task asks for."
            raw = packed(message | {"values": {name: {"refused": too_much} for name in values}, "files": {}})
        self.left -= len(raw)
        self.channel.send_raw(raw)

    def _value(self, name: str) -> dict[str, Any]:
        value = self.shell.user_ns[name]
        if type(value) is ModuleType:
            return {"module": True}
        try:
            return {"value": encode(value, self._register if self.line + 1 < len(self.lines) else None, name)}
        except CannotCross as refusal:
            return {"refused": str(refusal)}
        except (Exception, TimeIsUp) as error:  # a value's own code failed while it was read
            return {"refused": f"{name} cannot be read: {type(error).__name__}."}

    def _register(self, function: Any) -> dict[str, Any]:
        self.called_for = True
        known = (number for number, each in enumerate(self.functions) if each is function)
        number = next(known, len(self.functions))
        if number == len(self.functions):
            self.functions.append(function)
        name = getattr(function, "__name__", None)
        return {"function": number, "name": name[:200] if type(name) is str else "function"}

    def _leave_copy(self) -> None:
        self.line, self.copied = self.line + 1, len(self.functions)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a learner's threads do not come along
            child = os.fork()
        if child == 0:
            try:
                self.channel.close()
                self._answer_calls(self.lines[self.line])
            finally:
                os._exit(0)
        self.lines[self.line].close()

    def _answer_calls(self, line: Channel) -> None:
        sys.stdout = sys.stderr = io.StringIO()
        while True:
            try:
                message = line.receive()
            except Closed:
                return
            line.send(self._called(message))
            sys.stdout = sys.stderr = io.StringIO()  # what a function prints when a test calls it goes nowhere
            self.shell.outputs.take()

    def _called(self, message: dict[str, Any]) -> dict[str, Any]:
        function = self.functions[message["call"]]
        name = message["name"]
        args, options = decode(message["args"])
        try:
            with TimeLimit(message["seconds"]) as limit:
                value = function(*args, **options)
        except BaseException as error:
            return {"late": True} if limit.is_up else _plain_error(error)
        try:
            answer = {"value": encode(value, self._register, f"what {name} gives back")}
            if value is None:
                answer["changed"] = encode([args, options], self._register, f"what {name} was given")
        except CannotCross as refusal:
            return {"refused": str(refusal)}
        except Exception as error:
            return {"refused": f"What {name} gives back cannot be read: {type(error).__name__}."}
        return answer

    def _files(self) -> tuple[dict[str, str], list[str], list[str]]:
        """Data files that are new or other than before, names of those that are gone, and what cannot be read."""
        changed, found, problems, total = {}, {}, [], 0
        for name, about in _data_files():
            if about is None:
                problems.append(f"{name} is a link, and only plain files are read.")
                continue
            total += about.st_size
            if about.st_size > MAX_FILE or total > MAX_ALL or len(found) >= MAX_FILES:
                problems.append(f"{name} is not read: the files beside your notebook are too large or too many.")
                continue
            found[name] = (about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
            if self.seen.get(name) != found[name]:
                try:
                    with open(os.open(f"{WORK}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                        changed[name] = base64.b64encode(file.read(MAX_FILE)).decode()
                except OSError:
                    problems.append(f"{name} cannot be opened.")
        gone = sorted(set(self.seen) - set(found))
        self.seen = found
        return changed, gone, problems[:20]


def _data_files() -> Iterator[tuple[str, os.stat_result | None]]:
    """Name and status of each data file in the scratch folder; None for the status of a link."""
    for folder, folders, names in os.walk(WORK):
        for name in sorted([*names, *folders]):
            path = os.path.join(folder, name)
            shown = os.path.relpath(path, WORK)
            if os.path.islink(path):
                if is_data(name) or name in folders:
                    yield shown, None
            elif is_data(name) and os.path.isfile(path):
                yield shown, os.lstat(path)


def _plain_error(error: BaseException) -> dict[str, Any]:
    """An exception as its nearest built-in kind and its arguments or its text."""
    kind = next(k for k in type(error).__mro__ if k.__module__ == "builtins")
    if not issubclass(kind, Exception) or getattr(builtins, kind.__name__, None) is not kind:
        kind = Exception
    try:
        args = encode(error.args)
    except Exception:
        args = encode((str(error)[:500],))
    return {"error": kind.__name__, "args": args}
