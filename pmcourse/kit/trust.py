"""Which cells the course wrote, and where it laid them: those alone run when a notebook is opened.

Jupyter's own signature cannot say it: Jupyter signs whatever is saved, uploaded or duplicated without rich outputs, and
looks at no folder, in which a stranger may have laid modules or a course_config.py.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from pmcourse.errors import CourseError

KNOWN = "pmcourse-given.txt"  # in Jupyter's folder of the user: a digest of folder and code for each cell


def trust(notebooks: Iterable[Path]) -> None:
    """Sign each as it is now, as `jupyter trust` does, and let its cells start in its folder; others are left out.

    Whoever changes a cell, or moves the notebook, makes it one that does not start by itself.
    """
    import nbformat  # not at the top: a lesson that starts asks `given`, and needs neither
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    digests: set[str] = set()
    for path in notebooks:
        with contextlib.suppress(OSError, ValueError, nbformat.ValidationError, AttributeError):
            notebook = nbformat.read(path, as_version=4)
            notary.sign(notebook)
            folder = path.resolve().parent
            digests |= {_digest(folder, cell.source) for cell in notebook.cells if cell.cell_type == "code"}
    notary.store.close()
    _note(digests)


def trust_copy(source: Path, copy: Path) -> None:
    """Let the notebooks of `copy`, a folder just made of `source`, start as far as those of `source` do."""
    known, there, here = _known(), source.resolve(), copy.resolve()
    digests: set[str] = set()
    for path in copy.glob("*.ipynb"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            digests |= {_digest(here, code) for code in codes if _digest(there, code) in known}
    _note(digests)


def _note(digests: set[str]) -> None:
    new = sorted(digests - _known())
    if new:
        with contextlib.suppress(OSError):
            _file().parent.mkdir(parents=True, exist_ok=True)
            with _file().open("a", encoding="ascii") as file:
                file.write("".join(f"{digest}\n" for digest in new))


def given(sources: str) -> str:
    """For each code of a JSON list, 1 where the course laid it into the current folder, else 0."""
    known, here = _known(), Path.cwd().resolve()
    return "".join(str(int(_digest(here, source) in known)) for source in json.loads(sources))


def _file() -> Path:
    return Path(jupyter_data_dir(), KNOWN)


def _known() -> set[str]:
    with contextlib.suppress(OSError, ValueError):
        return set(_file().read_text(encoding="ascii").split())
    return set()


def _digest(folder: Path, source: str) -> str:
    text = f"{folder}\0{source}".replace("\r\n", "\n")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def lay_out(source: Path, target: Path) -> None:
    """Copy `source` to `target` in one step, unless it is there: what the learner has made is never touched.

    Raises CourseError where there is no `source`, and OSError where the disk refuses.
    """
    if target.exists():
        return
    if not source.is_dir():
        raise CourseError(
            f"The assignment {source.name!r} is not released yet. When your instructor has released it, open this "
            "lesson again; or look in JupyterLab's menu Nbgrader, Assignment List."
        )
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".laying-out-", dir=target.parent) as folder:
        draft = shutil.copytree(source, Path(folder) / target.name)
        draft.rename(target)
    trust_copy(source, target)
