"""Acceptance criteria as people write them, line by line as Gherkin (North 2006) has them.

A keyword may stand in capitals or none, in bold or quotes, behind the dash, letter, number or box of a list, with a
colon or "that" behind it, alone above its text, or in one line with the others. Only what stands around the words is
taken away, and every line knows where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

LINE_END = re.compile(r"\r\n|\r|\n")  # of any system
_WORDS = r"scenario outline|scenario|background|examples|given|when|then|and|but"
_OPEN, _CLOSE = (rf"(?:[*_`\"“”„»«]|<{end}(?:b|strong|i|em|u|p|li|code)\s*>)" for end in ("", "/"))
_ITEM = (  # what stands before an item of a list or a quotation
    r"(?:>|#{2,6}(?=\s)|[-•◦▪‣·●○■□–—+→*](?=\s)|[-+*•]?\s*\[[ xX✓✔]?\]|[☐☑✓✔✅]|"
    r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.):]+(?=\s|\*))"
)
_MARKS = re.compile(
    rf"(?:\s*{_ITEM})*\s*(?P<open>[(\[]?{_OPEN}*)(?P<word>{_WORDS})(?![^\W\d_])"
    r"(?P<number>\s*#?\d{1,2}(?=\s*(?:[:：.)*_–-]|$)))?"
    rf"(?P<close>{_CLOSE}*[)\]]?)\s*(?P<colon>[:：,;]|\.{{2,3}}|…|[–—-]\s)?(?P<late>{_CLOSE}*)(?P<rest>.*)",
    re.I | re.S,
)
_ONLY_ITEM = re.compile(rf"(?:\s*{_ITEM})+\s+(?P<rest>\S.*)", re.I | re.S)
_CASE = re.compile(  # "AC 1: Too late" is the heading of a scenario; "Acceptance criteria:" is none
    rf"(?:\s*{_ITEM})*\s*(?P<open>{_OPEN}*)(?:AC|acceptance criterion|criterion|case|example)[ #-]*\d{{1,2}}"
    rf"(?P<close>{_CLOSE}*)\s*[:：.)–—-]*(?P<late>{_CLOSE}*)\s*(?P<rest>.*)",
    re.I | re.S,
)
_TITLE = re.compile(rf"(?:\s*{_ITEM})*\s*{_OPEN}*acceptance criteria{_CLOSE}*[:：]?{_CLOSE}*\s*", re.I)
_WRAPPED = re.compile(r"([*_]{1,3})([^*_]+)\1")
_LEADS_ON = ",;/|→"  # marks that lead to the next line
_BLANKS = re.compile(r"\s{2,}")
_TABLE = re.compile(r"(?:\s*>)*\s*(?P<row>\|.*)", re.S)
_RULER = re.compile(r"[\s|:-]*-{2,}[\s|:-]*\Z")
_THAT = re.compile(r"\Athat[,:]?\s+", re.I)
_HEADS = frozenset({"scenario", "scenario outline", "background", "examples"})
_PARTS = {"given": ("when", "then"), "when": ("then",)}


class Line(NamedTuple):
    """A line for Gherkin, and the number (from 1) of the line that it comes from."""

    text: str
    number: int


def lines_of(text: str) -> list[str]:
    """The lines of `text`, with the line ends of any system; at least one."""
    return LINE_END.split(text.removeprefix("\ufeff"))


def as_gherkin(lines: Iterable[str]) -> list[Line]:
    """English lines as Gherkin has them."""
    return _split(_joined(_opened(_plain(lines))))


def _plain(lines: Iterable[str]) -> list[Line]:
    """Each line without what stands around its keyword."""
    found, quoted = [], ""
    for number, line in enumerate(lines, 1):
        fence = line.strip()[:3]
        if quoted or fence in ('"""', "```"):
            quoted = "" if quoted == fence else quoted or fence
            found.append(Line(line, number))
        elif row := _TABLE.fullmatch(line):
            found.append(Line("" if _RULER.match(row["row"]) else row["row"], number))
        else:
            found.append(Line(_bare(_BLANKS.sub(" ", line)), number))  # patterns try again at each blank of a run
    return found


def _bare(line: str) -> str:
    if _TITLE.fullmatch(line):
        return ""
    if case := _CASE.fullmatch(line):
        return f"Scenario: {_text(case)}".rstrip()
    return _keyword(line)


def _keyword(line: str) -> str:
    found = _MARKS.fullmatch(line)
    if not found:
        return line
    word, rest = found["word"].casefold(), _text(found)
    if word not in _HEADS:
        return f"{word.capitalize()} {_THAT.sub('', rest) if word == 'given' else rest}".rstrip()
    if not found["colon"] and rest and not found["number"]:
        return line
    return f"{' '.join(part.capitalize() for part in word.split())}: {rest}".rstrip()


def _text(found: re.Match[str]) -> str:
    """What stands behind the keyword, without the marks that belong to both."""
    rest = found["late"] + found["rest"]
    if found["open"] and not found["close"]:
        rest = found["rest"] if found["late"] else re.sub(rf"(?:{_CLOSE}|[)\]])+\s*$", "", rest, flags=re.I)
    rest = rest.strip().rstrip(_LEADS_ON).rstrip()
    return wrapped[2] if (wrapped := _WRAPPED.fullmatch(rest)) else rest


def _kind(text: str) -> str:
    """The keyword of a plain line, in lower case; "" where it has none."""
    found = re.match(rf"\s*(?:{_WORDS}|feature|rule|example)\b(?=:|\s|$)", text, re.I)
    return found[0].strip().casefold() if found else ""


def _follows(lines: list[Line], at: int) -> str:
    """The first keyword below the line at this place that does not go on with what is there."""
    below = (_kind(line.text) for line in lines[at + 1 :])
    return next((kind for kind in below if kind and kind not in ("and", "but")), "")


def _opened(lines: list[Line]) -> list[Line]:
    """Headings that hold their first step too, as two lines: those whose step no line below begins anew."""
    found = []
    for at, line in enumerate(lines):
        head, _, step = line.text.partition(": ")
        first = _kind(step := _keyword(step)) if _kind(line.text) == "scenario" else ""
        below = _follows(lines, at)
        if first in _PARTS and (below in _PARTS[first] or (below not in _PARTS and re.search(r"\bthen\b", step, re.I))):
            found += [Line(f"{head}:", line.number), Line(step, line.number)]
        else:
            found.append(line)
    return found


def _joined(lines: list[Line]) -> list[Line]:
    """Keywords that stand alone, with the text below them; further items of a list there are joined by And."""
    found: list[Line] = []
    alone = listed = False
    for line in lines:
        text, kind = line.text.strip(), _kind(line.text)
        if not text:
            found.append(line)
        elif kind or text.startswith(("|", '"""', "```", "#", "@")):
            alone, listed = text.casefold() == kind and kind not in _HEADS, False
            found.append(line)
        elif alone:
            item = _ONLY_ITEM.fullmatch(text)
            at = next(n for n in reversed(range(len(found))) if found[n].text.strip())
            found[at] = Line(f"{found[at].text} {item['rest'] if item else text}", line.number)
            alone, listed = False, item is not None
        elif listed and (item := _ONLY_ITEM.fullmatch(text)):
            found.append(Line(f"And {item['rest']}", line.number))
        else:
            found.append(line)
    return found


def _split(lines: list[Line]) -> list[Line]:
    """Lines that hold When and Then too, as lines of their own, where no line below begins with that word."""
    found, kind = [], ""
    for at, line in enumerate(lines):
        said = _kind(line.text)
        kind = kind if said in ("and", "but") else said
        if kind not in _PARTS:
            found.append(line)
            continue
        wanted, follows = _PARTS[kind], _follows(lines, at)
        wanted = wanted[: wanted.index(follows)] if follows in wanted else wanted
        for part in _parts(line.text, wanted):
            found.append(Line(part, line.number))
            kind = _kind(part) if _kind(part) in ("when", "then") else kind
    return found


def _parts(text: str, wanted: tuple[str, ...]) -> list[str]:
    """`text`, cut before each of the `wanted` words in turn: best behind a mark, else where no "and" leads to it."""
    parts = [text]
    for word in wanted:
        behind_mark = re.search(rf"\s*[,;./|→…–—-]+>?\s*{_OPEN}*\b{word}\b{_CLOSE}*[,:]?\s+(?=\S)", parts[-1], re.I)
        bare = re.search(rf"(?<=\w)(?<!\band)\s+{_OPEN}*\b{word}\b{_CLOSE}*[,:]?\s+(?=\S)", parts[-1], re.I)
        if cut := behind_mark or (bare if word == "when" or len(parts) > 1 or _kind(parts[0]) == "when" else None):
            parts[-1:] = [parts[-1][: cut.start()], f"{word.capitalize()} {parts[-1][cut.end() :]}"]
        elif word == "when":
            break
    return parts
