"""Tables as people have them, from bytes to rows: encoding, separator, and the line on which each row begins."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmcourse.errors import CourseError

SEPARATORS = ",;\t|"
_MARKS = (  # UTF-32 before UTF-16: the mark of the one begins with the mark of the other
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "a workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_MARKUP = re.compile(rb"[\xef\xbb\xbf\s]*<(?:!doctype|html|head|table|\?xml|rss)\b", re.IGNORECASE)
# What spreadsheets write where they do not write Unicode: the guess stays among these.
_LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "big5", "euc_jp", "euc_kr"]
_LATIN = {"cp1252", "cp1250", "cp1254"}
_SIGN_IN_WORD = re.compile(r"[a-z][¹³¿¾¼£¥][a-z]|\b[¹³¿¾¼][a-z]")
CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_TITLE_LINES = 6  # lines above the headings that are looked at: a board's name, a date, a blank
_LONGEST_CELL = 10_000_000  # characters; the csv module's own limit, 131,072, is less than long comments take


class SheetError(CourseError):
    """A file that cannot be read as a table at all; the text says why and what to do."""


@dataclass(frozen=True)
class BadRow:
    """A row kept aside: the line of the file on which it begins (from 1), why, and its cells as they were.

    The reason goes on from "The row …".
    """

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: the line of the file on which it begins (from 1), its cells, and what is wrong with it, if anything."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def load(path: Path | str) -> bytes:
    """The content of the file at `path`. Raises SheetError where it cannot be opened."""
    path = Path(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SheetError(f"There is no file {path}. Check the name and the folder.") from None
    except IsADirectoryError:
        raise SheetError(f"{path} is a folder, not a file. Name the CSV file inside it.") from None
    except OSError as error:
        raise SheetError(f"{path} cannot be opened: {error.strerror}. Check that you may read it.") from None


def decode(raw: bytes, name: str, encoding: str | None = None) -> tuple[str, str, list[str]]:
    """The text in `raw`, its encoding (`encoding`, if that is given) and notes on what could not be read as it was.

    Raises SheetError where `raw` is empty, another kind of file, or in no encoding that can be told.
    """
    for start, what in _OTHER_FILES:
        if raw.startswith(start):
            raise SheetError(f"{name} is {what}, not CSV. Open it in its own program and save or export it as CSV.")
    if _MARKUP.match(raw[:200]):  # what Jira calls Excel is such a page
        raise SheetError(f"{name} is a web page or XML, not CSV. Export it as CSV.")
    given = encoding
    mark, encoding = _encoding(raw, name, given)
    guessed = given is None and encoding in _LEGACY
    try:
        text = (rest := raw[len(mark) :]).decode(encoding, errors="replace")
        if rest.strip() and not text:  # as punycode does it in Python 3.13
            raise UnicodeError
    except UnicodeError:  # some that Python knows are for names of hosts, such as idna, and read no other text
        raise SheetError(f"{name} cannot be read as {encoding}. Say another encoding, such as cp1252.") from None
    notes = []
    if guessed:
        notes.append(f"It is not Unicode, and was read as {encoding}. If letters look wrong, say the right encoding.")
    if lost := text.count("\ufffd") - raw.count("\ufffd".encode()):
        notes.append(f"{lost} characters are not {encoding} and were read as \ufffd. Say the right encoding.")
    if nulls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(f"{nulls} invisible characters with the value 0 were left out.")
    if nulls + len(CONTROLS.findall(text)) > 0.05 * (len(text) + nulls):
        raise SheetError(f"{name} is not text. Export it as CSV and try again.")
    if not text.strip():
        raise SheetError(f"{name} is empty. Export it again.")
    return text, encoding, notes


def _encoding(raw: bytes, name: str, wanted: str | None) -> tuple[bytes, str]:
    """The byte order mark that `raw` begins with, and the encoding of the rest."""
    if wanted is not None:
        try:
            wanted = codecs.lookup(wanted).name
            "".encode(wanted)
        except (LookupError, UnicodeError):
            raise SheetError(f"The encoding must be one that Python knows, such as cp1252 (got {wanted!r}).") from None
        return next((mark for mark, encoding in _MARKS if encoding == wanted and raw.startswith(mark)), b""), wanted
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return mark, encoding
    if b"\0" in raw:  # letters of the Latin alphabet are every other byte 0 in UTF-16
        first, second = raw[:4096:2].count(0), raw[1:4096:2].count(0)
        half = min(len(raw), 4096) / 2
        if second > 0.3 * half and first < 0.05 * half:
            return b"", "utf-16-le"
        if first > 0.3 * half and second < 0.05 * half:
            return b"", "utf-16-be"
    try:
        raw.decode("utf-8")
        return b"", "utf-8"
    except UnicodeDecodeError:
        return b"", _legacy(raw, name)


def _legacy(raw: bytes, name: str) -> str:
    """The encoding of text that is not Unicode, guessed."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_LEGACY).best()
    if best is None:
        raise SheetError(f"The encoding of {name} cannot be told. Save it as CSV in UTF-8 and try again.")
    if best.encoding not in _LATIN:
        return best.encoding
    # Statistics cannot tell these apart in short text: the commonest is taken, unless it puts signs inside words.
    try:
        return "cp1250" if _SIGN_IN_WORD.search(raw.decode("cp1252")) else "cp1252"
    except UnicodeDecodeError:
        return "cp1250"


def separator(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """What separates the cells: the sign by which most headings are `known`, then the one by which most rows fit."""
    if hint := re.match(r"sep=(.)\s*[\r\n]", text):  # Excel's own way to say it
        return hint[1]

    def fit(sign: str) -> tuple[int, float, int]:
        rows = [row for row, _ in zip(rows_of(text[:100_000], sign), range(50), strict=False) if not row.blank]
        if not rows:
            return 0, 0.0, 0
        at = heading_row(rows, known)
        rows = rows[at:]
        width = len(rows[0].cells)
        same = sum(len(row.cells) == width for row in rows) / len(rows) if width > 1 else 0.0
        return known(rows[0].cells), same, width

    return max(SEPARATORS, key=fit)


def heading_row(rows: Sequence[Row], known: Callable[[Sequence[str]], int]) -> int:
    """The place of the headings among `rows` that are not blank: some tools write a title above them."""
    if rows and known(rows[0].cells) == 0:
        for at, row in enumerate(rows[:_TITLE_LINES]):
            if known(row.cells) > 1 and not row.fault:
                return at
    return 0


def below_headings(
    rows: Sequence[Row], known: Callable[[Sequence[str]], int]
) -> tuple[Row | None, list[Row], list[str]]:
    """The row of headings, the rows below it, and notes on what was skipped: titles, and headings that come again.

    `rows` may be blank. Where a tool repeats its headings for each group, a lone cell above them is the group's name.
    """
    filled = [row for row in rows if not row.blank]
    if not filled:
        return None, [], []
    at = heading_row(filled, known)
    head, body, groups, notes = filled[at], [], [], []
    for row in filled[at + 1 :]:
        if row.cells == head.cells:
            if body and sum(bool(cell.strip()) for cell in body[-1].cells) == 1:
                groups.append("".join(body.pop().cells).strip())
        else:
            body.append(row)
    if at:
        above = " ".join(cell.strip() for row in filled[:at] for cell in row.cells if cell.strip())
        notes.append(f"The headings stand on line {head.line}; above them: “{above[:60]}”.")
    if groups:
        notes.append(f"The headings come again; the lines above them are names of groups: {', '.join(groups)[:200]}.")
    return head, body, notes


def rows_of(text: str, separator: str) -> Iterator[Row]:
    """The rows of `text`. A quotation mark that is never closed spoils its own line only, not the rest of the file."""
    csv.field_size_limit(max(_LONGEST_CELL, csv.field_size_limit()))
    lines = list(io.StringIO(text, newline=""))
    start = 1 if lines and re.fullmatch(r"sep=.\s*", lines[0]) else 0
    while start < len(lines):
        base = start
        reader = csv.reader(lines[base:] if base else lines, delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield Row(start + 1, tuple(cells))
                start = base + reader.line_num
        except csv.Error:
            line = lines[start]
            if line.count('"') % 2:
                fault = "has a quotation mark that is not closed, or not doubled inside a cell"
                yield Row(start + 1, (line.rstrip("\r\n"),), fault)
            else:
                yield Row(start + 1, tuple(next(csv.reader([line], delimiter=separator))))
            start += 1
