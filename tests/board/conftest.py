"""The board's JavaScript is tested with the node that comes inside the package playwright: nothing to install."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

MOVES = Path(__file__).parents[2] / "pmcourse" / "board" / "static" / "moves.js"

# Reads one call a line, [name, ...arguments], and answers it by one line of JSON.
LOOP = """
import * as moves from "./moves.mjs";
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...rest] = JSON.parse(line);
  let answer;
  try { answer = { value: moves[name](...rest) }; } catch (error) { answer = { error: String(error) }; }
  process.stdout.write(JSON.stringify(answer) + "\\n");
}
"""


@pytest.fixture(scope="module")
def js(tmp_path_factory) -> Iterator[Callable[..., Any]]:
    """`js("step", board, "T-01", "up")` calls that function of moves.js."""
    folder = tmp_path_factory.mktemp("js")
    (folder / "moves.mjs").write_text(MOVES.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "loop.mjs").write_text(LOOP, encoding="utf-8")
    node = compute_driver_executable()[0]
    command = [str(node), str(folder / "loop.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:

        def call(name: str, *arguments: Any) -> Any:
            process.stdin.write(json.dumps([name, *arguments]) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert "error" not in answer, answer["error"]
            return answer["value"]

        yield call
        process.stdin.close()
