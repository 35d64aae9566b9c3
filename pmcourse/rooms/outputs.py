"""What of a room's outputs goes into a graded notebook: built anew from plain text and pictures, nothing else.

A learner's HTML, JavaScript or SVG would run in the instructor's browser, so the plain text that comes with it is
kept instead. All of it is read in time and space that grow no faster than what was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

MOST = 2_000  # outputs of one cell
_PICTURES = {"image/png", "image/jpeg"}
# With `*+` nothing is tried a second time: a picture of blanks and one odd character would take minutes otherwise.
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*+={0,2}+\s*+")
_ANSI = re.compile(r"\x1b\[[0-9;]*+[A-Za-z]")


class Budget:
    """Bytes that one submission may still put out, over all of its cells. The grader keeps it, for what a learner's own
    process counts can be changed there. `is_over` says whether something was cut or dropped."""

    def __init__(self, size: int) -> None:
        self.left, self.is_over = size, False

    def fits(self, size: int) -> bool:
        """Whether `size` bytes more are within it; they are counted if so."""
        if size > self.left:
            self.is_over = True
            return False
        self.left -= size
        return True


def error_output(name: str, text: str, where: list[str]) -> dict[str, Any]:
    """An error as a notebook keeps it."""
    name, text = name[:100], text[:2000]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [*where, f"{name}: {text}"]}


def clean(found: Any, number: int | None = None, budget: Budget | None = None) -> list[dict[str, Any]]:
    """The outputs that are well formed, rebuilt; `number` is the cell's execution count.

    budget: what is over it is dropped, but for the beginning of a text.
    """
    made = []
    for output in (found if isinstance(found, list) else [])[:MOST]:
        one = _one(output, number) if isinstance(output, dict) else None
        if one and budget:
            one = _within(budget, one)
        if one:
            made.append(one)
    return made


def _within(budget: Budget, output: dict[str, Any]) -> dict[str, Any] | None:
    """`output` if it fits, a text cut if need be; else None."""
    if budget.fits(_size(output)):
        return output
    if output["output_type"] != "stream" or (room := budget.left - _size(output | {"text": ""})) <= 0:
        return None
    text = output["text"].encode()[:room].decode(errors="ignore")
    while text and not budget.fits(_size(output | {"text": text})):
        text = text[: len(text) // 2]  # quotes and line ends take more than one byte in the file
    return output | {"text": text} if text else None


def _size(output: dict[str, Any]) -> int:
    """The bytes that it takes in a notebook file."""
    return len(json.dumps(output, ensure_ascii=False).encode())


def _one(output: dict[str, Any], number: int | None) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": text_of(output.get("text"))}
    if kind == "error":
        trace = output.get("traceback")
        lines = [text_of(line) for line in trace[:20]] if isinstance(trace, list) else []
        name = text_of(output.get("ename"))[:100]
        return {"output_type": "error", "ename": name, "evalue": text_of(output.get("evalue")), "traceback": lines}
    if kind not in ("display_data", "execute_result"):
        return None
    data = output.get("data")
    kept = {k: v for k, v in data.items() if _is_safe(k, v)} if isinstance(data, dict) else {}
    if not kept:
        return None
    kept = {kind: text_of(part) for kind, part in kept.items()}
    alt = _alt(output.get("metadata"))
    made = {"output_type": kind, "data": kept, "metadata": alt if "image/png" in kept else {}}
    return made | {"execution_count": number} if kind == "execute_result" else made


def _is_safe(kind: Any, part: Any) -> bool:
    if not isinstance(part, str):
        return False
    return kind == "text/plain" or (kind in _PICTURES and _BASE64.fullmatch(part) is not None)


def _alt(metadata: Any) -> dict[str, dict[str, str]]:
    picture = metadata.get("image/png") if isinstance(metadata, dict) else None
    alt = picture.get("alt") if isinstance(picture, dict) else None
    return {"image/png": {"alt": text_of(alt)}} if isinstance(alt, str) else {}


def text_of(found: Any) -> str:
    """`found` as text that every file can hold: no colours of a terminal, no null characters, no half characters."""
    if not isinstance(found, str):
        return ""
    return _ANSI.sub("", found).replace("\0", "").replace("\x1b", "").encode("utf-8", "replace").decode()


def notebook_of(cells: list[dict[str, Any]], kernelspec: Mapping[str, str]) -> bytes:
    """The notebook file that holds `cells`."""
    metadata = {"kernelspec": dict(kernelspec), "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=True).encode()  # with an indent it would take ten times as long
