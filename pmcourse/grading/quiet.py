"""A right answer that warns is right: nbgrader would give a test cell with text on stderr no points."""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor


class QuietWarnings(NbGraderPreprocessor):
    """Shows what a cell wrote to stderr as ordinary output, so that it costs nothing."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                output["name"] = "stdout"
        return cell, resources
