"""What of a room's outputs goes into a graded notebook: built anew from plain text and pictures, nothing else.

A learner's HTML, JavaScript or SVG would run in the instructor's browser, so the plain text that comes with it is
kept instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

MOST = 2_000  # outputs of one cell
_PICTURES = {"image/png", "image/jpeg"}
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*={0,2}\s*")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def error_output(name: str, text: str, where: list[str]) -> dict[str, Any]:
    """An error as a notebook keeps it."""
    name, text = name[:100], text[:2000]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [*where, f"{name}: {text}"]}


def clean(found: Any, number: int | None = None) -> list[dict[str, Any]]:
    """The outputs that are well formed, rebuilt; `number` is the cell's execution count."""
    made = []
    for output in (found if isinstance(found, list) else [])[:MOST]:
        if isinstance(output, dict) and (one := _one(output, number)):
            made.append(one)
    return made


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
    return _ANSI.sub("", found).replace("\0", "").encode("utf-8", "replace").decode()


def notebook_of(cells: list[dict[str, Any]], kernelspec: Mapping[str, str]) -> bytes:
    """The notebook file that holds `cells`."""
    metadata = {"kernelspec": dict(kernelspec), "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=True).encode()  # with an indent it would take ten times as long
