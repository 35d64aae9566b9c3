"""What runs cells in a room: IPython without terminal or kernel, which keeps outputs as a notebook does."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from pmcourse.rooms.outputs import error_output
from pmcourse.rooms.scratch import WORK


class Outputs:
    """The outputs of the cell that runs now, in the notebook format, capped over the whole submission."""

    def __init__(self) -> None:
        self.list: list[dict[str, Any]] = []
        self.left = 1 << 20
        self.overflowed = False

    def take(self) -> list[dict[str, Any]]:
        """The outputs so far; the next cell begins with none."""
        taken, self.list = self.list, []
        for output in taken:
            if isinstance(output.get("text"), list):
                output["text"] = "".join(output["text"])
        return taken

    def text(self, name: str, text: str) -> None:
        """Add to the stream called `name`, or drop what is over the cap."""
        raw = text.encode("utf-8", "replace")
        if self._spend(len(raw)):
            text, self.left = raw[: max(0, self.left)].decode(errors="ignore"), 0
        if not text:
            return
        if not (self.list and self.list[-1].get("name") == name):
            self.list.append({"output_type": "stream", "name": name, "text": []})
        self.list[-1]["text"].append(text)

    def add(self, output: dict[str, Any]) -> None:
        """Add a display, a result or an error; drop it if it is over the cap or not JSON."""
        try:
            size = len(json.dumps(output))
        except (TypeError, ValueError, RecursionError):
            return
        if not self._spend(size):
            self.list.append(output)

    def _spend(self, size: int) -> bool:
        """True if this goes over the cap. What fits of a text may still be kept by the caller."""
        over = size > self.left
        if over:
            self.overflowed = True
        else:
            self.left -= size
        return over


class TimeIsUp(KeyboardInterrupt):
    """A cell has used its seconds. Like an interrupt, it passes by `except Exception`."""


class TimeLimit:
    """Raises TimeIsUp in what runs inside it after so many seconds of processor time; `is_up` says whether it did.

    Process 1 of the room sends the same signal to what slept as long. `waits` puts that off: a message must not be cut
    in the middle.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.is_up, self.waits = seconds, False, False

    def __enter__(self) -> TimeLimit:
        signal.signal(signal.SIGPROF, self._ring)
        signal.setitimer(signal.ITIMER_PROF, max(self.seconds, 0.001))
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _ring(self, *_: object) -> None:
        self.is_up = True
        if not self.waits:
            raise TimeIsUp(f"It took longer than {self.seconds:g} seconds, which is all that it may.")


class _Stream(io.TextIOBase):
    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.text(self._name, text)
        return len(text)


class _Hook(DisplayHook):
    """Keeps a cell's last value as its result."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shell.outputs.add(
            {"output_type": "execute_result", "data": _plain(format_dict), "metadata": md_dict or {},
             "execution_count": self.prompt_count}
        )  # fmt: skip

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **kwargs: Any) -> None:
        if not kwargs.get("update"):
            self.shell.outputs.add({"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.list.clear()


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Pictures as bytes become base64, as in a notebook file."""
    from base64 import b64encode

    return {kind: b64encode(part).decode() if isinstance(part, bytes) else part for kind, part in data.items()}


class Shell(InteractiveShell):
    """IPython as a learner knows it from JupyterLab, with magics, display and history in memory alone."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs()
        super().__init__(**kwargs)

    def init_io(self) -> None:
        pass

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def system(self, cmd: str) -> None:
        """`!command`: its output is the cell's."""
        done = subprocess.run(
            self.var_expand(cmd, depth=1), shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        sys.stdout.write(done.stdout.decode(errors="replace"))
        self.user_ns["_exit_code"] = done.returncode

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """Keep an error as its name, its text and the learner's line, not the inside of libraries."""
        kind, error, trace = exc_tuple or sys.exc_info()
        self.outputs.add(error_output(kind.__name__, _text_of(error), _place(trace)))

    def showsyntaxerror(self, filename: str | None = None, running_compiled_code: bool = False) -> None:
        error = sys.exc_info()[1]
        where = f"line {getattr(error, 'lineno', '?')}: {str(getattr(error, 'text', '') or '').strip()}"
        self.outputs.add(error_output(type(error).__name__, str(getattr(error, "msg", error)), [where]))


def _text_of(error: BaseException | None) -> str:
    try:
        return str(error)
    except Exception:  # a learner's own class may not even have a text
        return ""


def _place(trace: Any) -> list[str]:
    import linecache

    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if "ipykernel" in code.co_filename or code.co_filename.startswith(("<ipython", WORK)):
            line = linecache.getline(code.co_filename, trace.tb_lineno).strip()
            places.append(f"{code.co_name}, line {trace.tb_lineno}: {line}"[:300])
        trace = trace.tb_next
    return places[-5:]


def make_shell() -> Shell:
    """The one shell of this process, with stdout and stderr going to its outputs."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    shell = Shell.instance(config=config)
    sys.stdout, sys.stderr = _Stream(shell.outputs, "stdout"), _Stream(shell.outputs, "stderr")
    shell.run_cell("'The first cell is slow: let it be this one.'", store_history=False)
    shell.outputs.take()
    return shell
