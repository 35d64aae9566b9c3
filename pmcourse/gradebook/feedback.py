"""What learners get to read: no hidden tests, and nothing that a browser would run.

nbgrader's feedback and formgrader make HTML of the graded notebook through nbconvert, whose filters these are. Laying
out Markdown or colouring code can fail, and takes the square of its length for some texts. Then the text is shown as it
was typed, and it is said why.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from pmcourse.rooms.hidden import without_hidden_tests

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre",
    "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"class", "title", "role", "lang", "colspan", "rowspan", "scope", "start", "aria-label", "alt", "open"}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
TEXT_SECONDS, PAGE_SECONDS = 2.0, 20.0  # of processor time, for one text and for all texts of a page
_SHORT = 5_000  # characters that are laid out where no time can be set
_DROPPED = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)


class HideTests(NbGraderPreprocessor):
    """Takes the hidden part out of the tests before feedback is made."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("locked"):
            cell.source = without_hidden_tests(cell.source)
        return cell, resources


class CoursePage(HTMLExporter):
    """Makes the page that learners get, from the course's own template."""


class SafeHtml(str):
    """HTML that `safe_html` has seen."""


def safe_html(html: str) -> str:
    """`html` with only what formats text, and pictures that it carries itself: no script, style, form or address of
    another host's picture. What is not allowed is shown as text; scripts and styles are left out."""
    if isinstance(html, SafeHtml):
        return html
    return SafeHtml(bleach.clean(_DROPPED.sub("", str(html)), tags=_TAGS, attributes=_allowed, protocols=_PROTOCOLS))


_PROTOCOLS = {"http", "https", "mailto", "data"}


def _allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("img", "src"):
        return _PICTURE.fullmatch(value) is not None
    if (tag, name) == ("a", "href"):
        return not value.strip().lower().startswith("data:")
    return name in _ATTRIBUTES


@pass_context
def safe_markdown(context: Context, source: str) -> str:
    """Markdown as HTML, by nbconvert's own renderer, and then only what `safe_html` allows."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return _laid_out(context, source, MarkdownWithMath(renderer=renderer).render)


@pass_context
def safe_code(context: Context, source: str, language: str | None = None, metadata: object = None) -> str:
    """Code in colours, as nbconvert shows it."""
    return _laid_out(context, source, Highlight2HTML(pygments_lexer="ipython3"))


@pass_context
def safe_output(context: Context, html: str) -> str:
    """What `safe_html` makes of `html`."""
    return _laid_out(context, html, str)


def as_it_is(html: str) -> str:
    """Takes the place of nbconvert's search for the addresses of IPython 1, which can take the square of a text."""
    return html


def _laid_out(context: Context, source: str, layout: Callable[[str], str]) -> str:
    """`layout` of `source`, safe; or `source` as it is where that fails or takes too long."""
    if isinstance(source, SafeHtml):
        return source
    resources = context.get("resources", {})
    left, began = resources.get("processor_seconds", PAGE_SECONDS), time.process_time()
    try:
        with _processor_time(min(TEXT_SECONDS, left), len(source)):
            return safe_html(layout(source))
    except _TooLong:
        why = "that would take too long"
        left = 0.0 if left <= TEXT_SECONDS else left  # then it was the page's alarm, whose clock is coarser than this
    except Exception as error:  # whatever a renderer does not expect of a text
        why = str(error)[:200] or type(error).__name__
    finally:
        resources["processor_seconds"] = left - (time.process_time() - began)
    told = f"This could not be laid out, so it stands here as it was typed: {why}."
    return SafeHtml(Markup("<p><strong>{}</strong></p><pre>{}</pre>").format(told, source))


class _TooLong(BaseException):
    """Passes by `except Exception`."""


@contextmanager
def _processor_time(seconds: float, length: int) -> Iterator[None]:
    """Raises _TooLong in what runs inside after so many seconds of processor time.

    Where the system can set no such alarm (on Windows, beside the main thread), at once if the text is long.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds <= 0 or (not timed and length > _SHORT):
        raise _TooLong
    if not timed:
        yield
        return

    def ring(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.5)  # again: what is raised in a finalizer is swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
