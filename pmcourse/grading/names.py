"""A notebook that was handed in under another name is still that learner's work."""

from __future__ import annotations

from pathlib import Path


def repair(assignment: str, student: str, notebooks: list[str]) -> None:
    """Give a submission's only notebook the assignment's name, if no notebook has it.

    nbgrader calls this before it grades one submission; `notebooks` are the paths it is going to grade. The file that
    was handed in stays in the submission under its own name with the ending `.renamed`.
    """
    paths = [Path(path) for path in notebooks]
    if len(paths) != 1 or paths[0].stem == assignment:
        return
    wanted = paths[0].with_name(f"{assignment}.ipynb")
    wanted.write_bytes(paths[0].read_bytes())
    paths[0].rename(paths[0].with_suffix(".ipynb.renamed"))
    notebooks[:] = [str(wanted)]
