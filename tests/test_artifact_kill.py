"""Kill the process at any byte: the file is the old or the new one.

The children are forked by a small program of their own, so that hundreds of kills cost seconds. RLIMIT_FSIZE makes the
system itself kill a child at an exact byte of its writing.
"""

import subprocess
import sys

DRIVER = """
import os, random, resource, signal, sys, time
from pathlib import Path
from typing import ClassVar
from pmcourse.artifact import Artifact, dumps, read, save

class Note(Artifact):
    kind: ClassVar[str] = "note"
    lines: tuple[str, ...] = ()

path = Path(sys.argv[1])
OLD, NEW = Note(lines=("old – ältere Fassung",) * 3), Note(lines=("new 新しい", "“version”") * 4)

def killed(work):
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child

def end(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""

AT_EACH_BYTE = """
def write_until(byte):
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte, byte))
    save(path, NEW)

size = len(dumps(NEW).encode())
save(path, OLD)
for byte in range(size):
    assert end(killed(lambda: write_until(byte))) == -signal.SIGXFSZ, byte
    assert read(path, Note) == OLD, byte
assert end(killed(lambda: write_until(size))) == 0
assert read(path, Note) == NEW
print(size)
"""

AT_EACH_STEP = """
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def before(name):
    setattr(os, name, die)
    save(path, NEW)

def after(name):
    real = getattr(os, name)
    def step(*arguments):
        real(*arguments)
        die()
    setattr(os, name, step)
    save(path, NEW)

steps = [(before, "fsync", OLD), (after, "fsync", OLD), (before, "replace", OLD), (after, "replace", NEW)]
for work, name, left in steps:
    save(path, OLD)
    assert end(killed(lambda: work(name))) == -signal.SIGKILL
    assert read(path, Note) == left, (work, name)
print("four steps")
"""

AT_RANDOM = """
def write_for_ever():
    while True:
        save(path, NEW)
        save(path, OLD)

random.seed(8)
found = set()
save(path, OLD)
for kill in range(150):
    child = killed(write_for_ever)
    time.sleep(random.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    end(child)
    found.add(read(path, Note).lines[0][:3])
    for draft in path.parent.glob(".*.draft"):
        draft.unlink()
assert found == {"old", "new"}, found
print("150 kills")
"""


def run(program, path):
    done = subprocess.run([sys.executable, "-c", DRIVER + program, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_process_killed_at_any_byte_of_its_writing_leaves_the_old_file_whole(tmp_path):
    assert int(run(AT_EACH_BYTE, tmp_path / "note.json")) > 150


def test_a_process_killed_before_or_after_any_step_of_a_save_leaves_the_old_or_the_new_file(tmp_path):
    assert run(AT_EACH_STEP, tmp_path / "note.json") == "four steps"


def test_a_process_killed_at_random_again_and_again_leaves_the_old_or_the_new_file(tmp_path):
    assert run(AT_RANDOM, tmp_path / "note.json") == "150 kills"
