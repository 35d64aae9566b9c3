"""Stand-ins for a learner's functions: each call goes across to the learner's room, data in, data out."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from pmcourse.rooms.boundary import CannotCross, decode, encode
from pmcourse.rooms.shell import TimeLimit
from pmcourse.rooms.wire import Channel, Closed, unpacked


class Stopped(BaseException):
    """A learner's function did not answer any more; no test may catch this as an ordinary error."""


class Calls:
    """The calls that one test after another makes. `limit` is the time that the test which runs now has."""

    def __init__(self, channel: Channel) -> None:
        self.channel, self.limit = channel, TimeLimit(1)
        self.begin()

    def begin(self) -> None:
        """A new test begins."""
        self.was_cut = False  # whether a call was not answered
        self.has_called = False  # whether there was a call at all

    def stand_ins(self, line: int) -> Callable[[int, str], Any]:
        """What makes a stand-in of a function's number and name; `line` is the copy that answers its calls."""

        def make(number: int, name: str) -> Any:
            def stand_in(*args: Any, **options: Any) -> Any:
                return self._call(line, number, stand_in.__name__, args, options)

            stand_in.__name__ = stand_in.__qualname__ = name if name.isidentifier() else "function"
            stand_in.__module__ = "__main__"
            return stand_in

        return make

    def _call(self, line: int, number: int, name: str, args: tuple, options: dict) -> Any:
        """Call the learner's function across the boundary.

        It works on copies of its arguments. What it changes in lists, dictionaries and sets comes back only if it
        gives back None, as functions that change things in place do: no other function can spoil a test's own data.
        """
        data = encode([args, options], None, f"an argument that the test gives to {name}")
        self.has_called = True
        self.limit.waits = True
        try:
            self.channel.send({"call": number, "line": line, "name": name, "args": data})
            answered = self.channel.receive()["answered"]
            answer = unpacked(self.channel.receive_raw()) if answered else {"late": True}
            if answered and answer.get("late") is True:
                self.limit.is_up = True  # the seconds of a test are used up wherever they were spent
        except Closed:
            answer = {"late": True}
        finally:
            self.limit.waits = False
        if answer.get("late") is True or self.limit.is_up:
            self.was_cut = True
            raise Stopped(f"{name} took longer than a cell may, or ended the program, when this test called it.")
        if "error" in answer:
            raise _error(answer)
        if "value" not in answer:
            said = answer.get("refused")
            raise CannotCross(said[:600] if type(said) is str else f"What {name} gives back did not arrive whole.")
        value = decode(answer["value"], self.stand_ins(line), f"what {name} gives back")
        if value is None and "changed" in answer:
            new_args, new_options = decode(answer["changed"], self.stand_ins(line), f"what {name} was given")
            _update([*args, *options.values()], [*new_args, *new_options.values()])
        return value


def _error(answer: dict[str, Any]) -> Exception:
    kind = getattr(builtins, answer["error"], None) if type(answer["error"]) is str else None
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = Exception
    try:
        return kind(*decode(answer.get("args"), None, "an error's text"))
    except Exception:  # some kinds want other arguments than they were made with
        return Exception(f"{kind.__name__}")


def _update(old: list[Any], new: list[Any]) -> None:
    """Bring what a function changed in place into the test's own lists, dictionaries, sets and arrays."""
    for mine, theirs in zip(old, new, strict=False):
        if type(mine) is not type(theirs):
            continue
        if type(mine) is list:
            mine[:] = theirs
        elif type(mine) in (dict, set):
            mine.clear()
            mine.update(theirs)
        elif type(mine).__name__ == "ndarray" and mine.shape == theirs.shape and mine.flags.writeable:
            mine[...] = theirs
