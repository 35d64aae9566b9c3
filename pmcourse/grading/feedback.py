"""What learners get to read: no hidden tests, and nothing that a browser would run.

nbgrader's feedback and formgrader make HTML of the graded notebook through nbconvert, whose filters these are.
"""

from __future__ import annotations

import re

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from pmcourse.grading.key import without_hidden_tests

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre",
    "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"class", "title", "role", "lang", "colspan", "rowspan", "scope", "start", "aria-label", "alt", "open"}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
_DROPPED = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)


class HideTests(NbGraderPreprocessor):
    """Takes the hidden part out of the tests before feedback is made."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("locked"):
            cell.source = without_hidden_tests(cell.source)
        return cell, resources


def safe_html(html: str) -> str:
    """`html` with only what formats text, and pictures that it carries itself: no script, style, form or address of
    another host's picture. What is not allowed is shown as text; scripts and styles are left out."""
    return bleach.clean(_DROPPED.sub("", str(html)), tags=_TAGS, attributes=_allowed, protocols=_PROTOCOLS)


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
    return safe_html(MarkdownWithMath(renderer=renderer).render(source))
