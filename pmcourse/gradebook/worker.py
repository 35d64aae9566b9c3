"""Grading one submission: bytes and a key in; a graded notebook, scores and a named state out.

The grader stands between two locked rooms. In one the learner's cells run, and what the tests ask for is handed over;
in the other the tests run, afterwards. Of what the learner's room says, only the outputs of its own cells are looked
into here; the rest goes unread to the judge.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from typing import Any

from pmcourse.gradebook import warm
from pmcourse.gradebook.key import AssignmentKey, KeyCell, names_read
from pmcourse.gradebook.restore import GradedCell, Malformed, Restored, restore
from pmcourse.gradebook.states import BY_A_SIGNAL, State, ending, gravest, is_verdict
from pmcourse.gradebook.submission import Result, Submission, files_of, malformed
from pmcourse.kit.letters import refusal
from pmcourse.rooms import sandbox
from pmcourse.rooms.clock import Allowance, Wait
from pmcourse.rooms.outputs import Budget, clean, error_output, notebook_of, text_of
from pmcourse.rooms.room import MAX_LINES
from pmcourse.rooms.sandbox import Room
from pmcourse.rooms.scratch import is_data
from pmcourse.rooms.wire import LARGEST, MOST_HANDED, Channel, Closed, TooLate, TooMuch, unpacked


def grade(submission: Submission, key: AssignmentKey) -> Result:
    """Grade one submission. Never raises for anything a submission does.

    Raises SandboxProblem where this machine has no locked room. The rooms stay warm between calls in one process and
    are closed when it ends.
    """
    began = time.monotonic()
    sandbox.require()
    try:
        files, left_out = files_of(submission.files, key)
        restored = restore(files, key)
    except Malformed as problem:
        return malformed(str(problem), key, time.monotonic() - began)
    with _LOCK:
        grading = _Grading(key, restored, files, *warm.rooms(key, files.values()))
        if not grading.run():  # a room broke, which no submission should be able to do
            grading = _Grading(key, restore(files, key), files, *warm.rooms(key, files.values()))
            grading.run()
    return grading.result([*submission.told, *left_out], time.monotonic() - began)


class _Grading:
    """One submission on its way through the two rooms."""

    def __init__(
        self, key: AssignmentKey, restored: Restored, files: Mapping[str, bytes], learner: Room, judge: Room
    ) -> None:
        self.key, self.restored, self.files, self.learner, self.judge = key, restored, files, learner, judge
        self.names = names_read(key.cells)
        self.idle = warm.idle(key, judge)
        self.states = {State.TAMPERED} if restored.tampered else set()
        self.handed: dict[str, bytes] = {}  # by grade_id: what the learner's room gave, unread
        self.lines: list[Channel] = []
        self.called: set[int] = set()  # lines that the test which runs now has called on
        self.closed: set[Room] = set()  # rooms in which a process ended too early
        self.output = Budget(int(key.limits.output_kb * 1024))
        self.said = Budget(6 * self.output.left + (1 << 20))  # the messages that bring it, in which a text takes more
        self.crossing = Budget(MOST_HANDED)
        self.stopped = ""  # why there is nothing for the tests that come now
        self.overdue = self.undecided = False  # whether the wall clock cut something off, or anything from outside
        self.scores: dict[str, float | None] = dict.fromkeys(key.max_points(), 0.0)
        self.waiting: list[str] = []
        self.details: dict[str, str] = {}
        self.oddities: list[str] = []

    def run(self) -> bool:
        """Run the learner's cells, then the tests; leaves both rooms empty. False if a room broke meanwhile."""
        limits = self.key.limits.model_dump()
        lines = min(MAX_LINES, sum(bool(names) for names in self.names.values()))
        try:
            to_learner, *self.lines = self.learner.start(limits | {"processes": limits["processes"] + lines}, lines)
            (to_judge,) = self.judge.start(limits)
            self._run_learner(to_learner)
            self._run_tests(to_judge)
            ended = {room: room.end()["why"] for room in (self.learner, self.judge)}
        except BaseException:  # an interrupt, or no room: nothing half done may wait for the next submission
            warm.close_rooms()
            raise
        self.states.update(_ENDS[why] for why in ended.values() if why in _ENDS)
        crashed = [room for room in self.closed if ended[room] not in _ENDS]
        self.states.update(State.CRASHED for _ in crashed)
        # By the wall clock, or by a signal: then it may not have been the submission's own doing.
        lost = "lost" in ended.values()
        self.undecided = self.overdue or lost or any(ended[room] != "exited" for room in crashed)
        return not lost

    # The learner's room

    def _run_learner(self, channel: Channel) -> None:
        allowance, apart = Allowance(self.key.limits.submission_seconds), False
        try:
            own = {name: data for name, data in self.files.items() if name not in self.key.files}
            wait = Wait(allowance, allowance.left).on(self.learner)
            channel.send_files({**self.key.files, **own}, wait)  # what comes first cannot be pushed aside
            for number, cell in enumerate(self.restored.cells, 1):
                if cell.cell_type != "code" or (cell.key and cell.key.grade_id in self.idle):
                    continue
                if self._goes_to_judge(cell):
                    wait = self._wait(allowance).on(self.learner)
                    names = self.names[cell.key.grade_id]
                    channel.send({"hand": names, "apart": apart, "seconds": wait.seconds}, wait)
                    apart = cell.key.source != cell.key.released  # no copy that a hidden test has asked serves another
                    self.handed[cell.key.grade_id] = _receive(channel, wait, self.crossing)
                if not (cell.key and cell.key.is_test):
                    self._run_cell(channel, cell, number, self._wait(allowance).on(self.learner))
        except TooLate:
            self.states.add(State.TIMED_OUT)
            self.stopped = "Your notebook took longer than the course allows, so it was stopped before this test."
            self.learner.halt()
        except TooMuch:
            self.states.add(State.OUTPUT_TOO_LARGE)
            self.stopped = "Your notebook put out more than the course allows, so it was stopped before this test."
            self.learner.halt()
        except Closed:
            self.closed.add(self.learner)
            self.stopped = "The program that your notebook ran in ended before this test."
        self.overdue |= allowance.overdue

    def _run_cell(self, channel: Channel, cell: GradedCell, number: int, wait: Wait) -> None:
        source = cell.key.released if cell.key and cell.key.locked else cell.source
        channel.send({"run": source, "seconds": wait.seconds}, wait)
        said = unpacked(_receive(channel, wait, self.said))
        cell.outputs = clean(said.get("outputs"), number, self.output)
        self._note(said | {"too_much": said.get("too_much") is True or self.output.is_over})

    def _note(self, said: dict[str, Any]) -> None:
        self.states.update(state for mark, state in _MARKS.items() if said.get(mark) is True)

    def _wait(self, allowance: Allowance) -> Wait:
        return Wait(allowance, self.key.limits.cell_seconds)

    # The judge's room

    def _run_tests(self, channel: Channel) -> None:
        allowance = Allowance(self.key.limits.submission_seconds)
        broken = ""
        try:
            wait = Wait(allowance, allowance.left).on(self.judge)
            channel.send_files(self.key.files, wait)
            channel.send_files(self._made(), wait, "made")
        except (Closed, TooLate) as problem:
            broken = "The tests could not be started."
            if isinstance(problem, Closed):
                self.closed.add(self.judge)
        for number, cell in enumerate(self.restored.cells, 1):
            if not self._goes_to_judge(cell):
                continue
            handed = self.handed.get(cell.key.grade_id)
            if handed is None or broken:
                self._settle(cell, number, _failure("NotTested", broken or self.stopped))
                continue
            try:
                report = self._judge(channel, cell.key, handed, self._wait(allowance))
            except TooLate:
                broken = "An earlier test did not come to an end."
                self.states.add(State.TIMED_OUT)
                report = _failure("TimeIsUp", "This test took longer than the course allows.")
            except Closed:
                broken = "An earlier test ended the program that it ran in."
                self.closed.add(self.judge)
                report = _failure("NotTested", "This test ended the program that it ran in.")
            self._settle(cell, number, report)
            if cell.key.source != cell.key.released:
                for line in self.called:
                    self.lines[line].close()
            self.called.clear()
        self.overdue |= allowance.overdue

    def _made(self) -> dict[str, bytes]:
        """What the learner made and handed in: it is judged as handed in, whatever running the cells does to it."""
        return {
            name: data
            for name, data in self.files.items()
            if name.startswith("answers/") and is_data(name) and name not in self.key.files
        }

    def _goes_to_judge(self, cell: GradedCell) -> bool:
        return cell.key is not None and cell.key.grade_id in self.names and cell.key.grade_id not in self.idle

    def _judge(self, channel: Channel, cell: KeyCell, handed: bytes, wait: Wait) -> dict[str, Any]:
        """Have one locked cell run, passing calls of the learner's functions on; returns the judge's report."""
        names = self.names[cell.grade_id]
        about = {"name": cell.grade_id, "source": cell.source, "is_test": cell.is_test}
        channel.send({**about, "names": names, "seconds": wait.seconds}, wait.on(self.judge))
        channel.send_raw(handed, wait)
        while "call" in (message := channel.receive(wait)):
            answer = self._call(message, wait.on(self.learner, grace=0))
            channel.send({"answered": answer is not None}, wait.on(self.judge))
            if answer is not None:
                channel.send_raw(answer, wait)
        return message

    def _call(self, message: dict[str, Any], wait: Wait) -> bytes | None:
        """The answer of a learner's function, unread; None where there is none."""
        line = message["line"]
        if type(line) is not int or not 0 <= line < len(self.lines):
            return None
        self.called.add(line)
        call = {"call": message["call"], "name": message["name"], "args": message["args"]}
        try:
            self.lines[line].send(call | {"seconds": wait.left}, wait)
            return _receive(self.lines[line], wait, self.crossing)
        except (Closed, TooLate) as problem:
            self.lines[line].close()  # an answer that comes later must not be taken for the next one
            if isinstance(problem, TooLate):
                self.states.add(State.TIMED_OUT)
            elif isinstance(problem, TooMuch):
                self.states.add(State.OUTPUT_TOO_LARGE)
            else:
                self.closed.add(self.learner)
            return None

    def _settle(self, cell: GradedCell, number: int, report: dict[str, Any]) -> None:
        """Write down what a test came to; a set-up cell earns nothing and shows what the learner's room put out."""
        key = cell.key
        self._note(report)
        if text := text_of(report.get("detail")):
            self.details[key.grade_id] = text
        if not key.is_test:
            return
        cell.outputs = clean(report.get("outputs"), number)
        if report.get("passed") is not True:
            return
        if report.get("points") is None:
            self.scores[key.grade_id] = key.points
            return
        points = float(report["points"])
        if math.isfinite(points) and 0 <= points <= key.points + 1e-9:
            self.scores[key.grade_id] = min(points, key.points)
            if report.get("waits") is True:
                self.waiting.append(key.grade_id)
            return
        # The number itself can be what a hidden line came to, so it is for the instructor alone.
        self.details[key.grade_id] = f"The test gave {points:g} of {key.points:g} points, so it counts 0."
        self.oddities.append(
            f"The test {key.grade_id!r} gave a number of points that it cannot give, so it counts 0. "
            "Tell your instructor."
        )
        cell.outputs = clean([error_output("OddPoints", self.oddities[-1], [])], number)

    # What came of it

    def result(self, left_out: list[str], seconds: float) -> Result:
        """The graded notebook and all that goes with it."""
        unanswered, refused, tasks = [], {}, []
        for cell in self.restored.cells:
            key = cell.key
            if key and key.cell_type == "markdown" and not key.by_hand:
                tasks.append(key.source)
            if key and (key.solution or key.task) and cell.source.strip() == key.source.strip():
                unanswered.append(key.grade_id)
            if key and key.grade and key.by_hand:
                words = cell.cell_type == "markdown" and not cell.attachments and key.grade_id not in unanswered
                if words and (why := refusal(cell.source, tasks)):
                    refused[key.grade_id] = why
                self.scores[key.grade_id] = 0.0 if key.grade_id in {*unanswered, *refused} else None
        state = gravest(self.states)
        doubt = [] if is_verdict(state, self.undecided) else [BY_A_SIGNAL]
        reason, repairs = " ".join([state.reason, *doubt, *self.oddities]), (*self.restored.repairs, *left_out)
        cells = [cell.as_json(n) for n, cell in enumerate(self.restored.cells, 1)]
        cells.insert(0, ending(state, reason, repairs, {cell.get("id") for cell in cells}))
        return Result(
            notebook_of(cells, self.key.kernelspec), self.scores, state, reason, repairs, tuple(unanswered),
            tuple(self.waiting), refused, self.details, seconds, self.undecided,
        )  # fmt: skip


def _receive(channel: Channel, wait: Wait, budget: Budget) -> bytes:
    """The next message, unread and counted; raises Closed, TooLate, and TooMuch where it is over `budget`."""
    raw = channel.receive_raw(wait, min(LARGEST, budget.left))
    budget.fits(len(raw))
    return raw


def _failure(kind: str, why: str) -> dict[str, Any]:
    """A judge's report for a test that no judge has run to its end."""
    return {"passed": False, "points": None, "outputs": [error_output(kind, why, [])], "detail": why}


_MARKS = {"late": State.TIMED_OUT, "no_memory": State.OUT_OF_MEMORY, "too_much": State.OUTPUT_TOO_LARGE}
_ENDS = {
    "memory": State.OUT_OF_MEMORY, "files": State.OUTPUT_TOO_LARGE, "cpu": State.TIMED_OUT, "lost": State.CRASHED,
}  # fmt: skip


_LOCK = threading.Lock()
