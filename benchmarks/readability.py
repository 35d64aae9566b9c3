"""How hard the words of each lesson and assignment are to read, and their hardest sentences. A measure, never a gate.

Flesch's reading ease (1948; 60 to 70 is plain English, higher is easier) and the school years of Kincaid et al. (1975).
Needs textstat: pip install "textstat<0.7.5" (later ones fetch data). Formulas count syllables and words; whether a
sentence is clear a reader must say.
Run: python benchmarks/readability.py
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

try:
    import textstat
except ImportError:
    sys.exit(
        "The library textstat is missing. Install it into this environment: python -m pip install 'textstat<0.7.5'"
    )

PROJECT = Path(__file__).parents[1]
HARDEST = 5
_SKIPPED = re.compile(r"^(#|\||>|```|\*\*Sources|- [A-Z]\. [A-Z])")  # headings, tables, quotations, sources


def sentences(path: Path) -> list[str]:
    """The sentences of a notebook's text, without Markdown's marks."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    paragraphs = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            paragraphs += [part for part in re.split(r"\n\s*\n|\n(?=[-#|])", text) if not _SKIPPED.match(part)]
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"[*`_]", "", part)) for part in paragraphs)
    found = [one for part in plain for one in re.split(r"(?<=[.!?])\s+", " ".join(part.split()))]
    return [one for one in found if len(one.split()) > 3]


def main() -> None:
    paths = sorted([*PROJECT.glob("notebooks/*.ipynb"), *PROJECT.glob("release/*/*.ipynb")])
    print(f"{'':<34}{'words':>7}{'words a sentence':>18}{'ease':>7}{'years':>7}")
    hard = []
    for path in paths:
        said = sentences(path)
        text = " ".join(said)
        words = len(text.split())
        ease, years = textstat.flesch_reading_ease(text), textstat.flesch_kincaid_grade(text)
        name = path.relative_to(PROJECT).as_posix()
        print(f"{name:<34}{words:>7}{words / len(said):>18.1f}{ease:>7.0f}{years:>7.1f}")
        hard += [(textstat.flesch_kincaid_grade(one), name, one) for one in said if len(one.split()) > 8]
    print("\nHardest sentences, by school years:")
    for years, name, one in sorted(hard, reverse=True)[:HARDEST]:
        print(f"{years:5.1f} {name}: {one}")


if __name__ == "__main__":
    main()
