"""Whatever a person has typed is shown as it was typed: it never becomes markup, wherever it is shown."""

import ast
import html
import re
from html.parser import HTMLParser
from pathlib import Path

import ipywidgets as widgets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import ArtifactFile
from pmcourse.backlog import panels as backlog_panels
from pmcourse.backlog.case import CASE as BACKLOG
from pmcourse.backlog.methods import rank
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.controls import Html, News
from pmcourse.findings import Finding, Severity, Verdict, Where
from pmcourse.kit import bones, look
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.kit.marks import Marks
from pmcourse.roadmap import panels as roadmap_panels
from pmcourse.roadmap.case import CASE as ROADMAP
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.widget import RoadmapWidget
from pmcourse.stories import panels
from pmcourse.stories.case import CASE as STORIES
from pmcourse.stories.mapwidget import StoryMapWidget
from pmcourse.stories.model import Story, StorySet
from pmcourse.stories.widget import StoryEditor

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "' onmouseover='alert(1)",
    "</div></td><iframe src=javascript:alert(1)>", "&lt;b&gt;", "<!-- ", "{0.__class__} {x} %s",
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Cc"])), max_size=3).map(
    "".join
)


class Page(HTMLParser):
    """The elements and attributes that a browser would make, and the text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(str(page))
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, tuple(sorted(name for name, _ in attributes))))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.elements.append(("comment", ()))


def found(text):
    return Finding(
        skill="kanban", criterion="c", severity=Severity.MUST, message=text, why=text, hint=text, rewrite=text,
        where=Where(item="A", start=1, end=3),
    )  # fmt: skip


def item(text):
    return Item(id="X", title=text or "x", reach=1, impact=1, confidence=1, effort=1)


SHOWN = {
    "a box": look.box,
    "a question": look.question_html,
    "a table": lambda text: look.table_html(text, [(text, text)]),
    "a list": lambda text: look.items([text]),
    "a panel": lambda text: look.Panel(text).html,
    "a verdict": lambda text: look.verdict_html(Verdict.NOT_YET, text or "x"),
    "findings": lambda text: look.findings_html([found(text or "x")], {"A": text}),
    "an account of points": lambda text: Marks().add(1, 0.5, text, text, text)._repr_mimebundle_()["text/html"],
    "what went wrong": lambda text: bones._trouble(ValueError(text)).html,
    "a judgement of a story": lambda text: panels.judgement_html(text, text, "A", [], text),
    "a story's parts": lambda text: panels.parts_html(Story(id="A", text=f"As a {text}, I want {text}.")),
    "a story's anatomy": panels.anatomy_html,
    "a wall of stories": lambda text: panels.wall_html([Story(id="A", text=text or "x")], {"A": [found("x")]}),
    "an item's title": lambda text: backlog_panels.title_html(rank(Backlog(items=(item(text),)), "rice")[0]),
    "a roadmap's table": lambda text: roadmap_panels.table_html(text, [text], [[text, text]]),
    "a widget": lambda text: Html(text).value,
    "news": lambda text: News(value=text).value,
}  # fmt: skip


@pytest.mark.parametrize("place", SHOWN)
@settings(max_examples=40)
@given(text=texts)
def test_no_text_becomes_markup(place, text):
    harmless = "".join(char if char.isalnum() or char.isspace() else "x" for char in text)
    assert set(Page(SHOWN[place](text)).elements) <= set(Page(SHOWN[place](harmless)).elements) | {("br", ())}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_can_be_read_as_it_was_typed(text):
    for place in ("a box", "a verdict", "a judgement of a story", "an item's title", "news"):
        assert text in Page(SHOWN[place](text)).text, place


def within(widget):
    """Every widget in this one that shows HTML."""
    if isinstance(widget, widgets.HTML | News):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from within(child)


def editors(tmp_path, text):
    """The three editors, each on work in which `text` stands wherever a person can type."""
    stories = STORIES.start
    stories = stories.model_copy(
        update={"stories": tuple(one.model_copy(update={"text": text}) for one in stories.stories)}
    )
    backlog = BACKLOG.start
    backlog = backlog.model_copy(
        update={"items": tuple(one.model_copy(update={"title": text}) for one in backlog.items)}
    )
    roadmap = ROADMAP.start
    named = tuple(one.model_copy(update={"title": text, "promised_to": text}) for one in roadmap.initiatives)
    outcomes = tuple(one.model_copy(update={"name": text}) for one in roadmap.outcomes)
    roadmap = roadmap.model_copy(update={"title": text, "initiatives": named, "outcomes": outcomes})
    yield StoryEditor(ArtifactFile(tmp_path / "stories.json", StorySet, stories), stories.stories[0].id)
    yield StoryMapWidget(ArtifactFile(tmp_path / "map.json", StorySet, stories))
    yield BacklogWidget(ArtifactFile(tmp_path / "backlog.json", Backlog, backlog))
    yield RoadmapWidget(ArtifactFile(tmp_path / "roadmap.json", Roadmap, roadmap))


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_no_editor_makes_markup_of_what_was_typed(tmp_path, text):
    for editor in editors(tmp_path, text):
        pages = [Page(part.value) for part in within(editor)]
        tags = {tag for page in pages for tag, _ in page.elements}
        attributes = {name for page in pages for _, names in page.elements for name in names}
        assert not tags & {"script", "img", "iframe", "svg", "comment"}, (editor, tags)
        assert not any(name.startswith("on") for name in attributes), (editor, attributes)
        assert any(text in page.text for page in pages) or isinstance(editor, StoryMapWidget), editor


def test_a_picture_says_its_words_and_no_more(tmp_path):
    figure, _ = paper(1, 1)
    elements = Page(Drawing(figure, HOSTILE[2])._repr_mimebundle_()[0]["text/html"]).elements
    assert [tag for tag, _ in elements] == ["style", "details", "summary", "div", "img"]
    assert elements[-1] == ("img", ("alt", "src", "style"))
    assert f'<div role="img" aria-label="{HOSTILE[3]}"><svg' in html.unescape(str(Drawing(figure, HOSTILE[3]).svg()))


TAG = re.compile(r"(?<!\?P)<(a|b|br|code|div|em|i|li|mark|ol|p|small|span|strong|table|td|th|tr|ul)\b")


def unmarked(source):
    """The literals with tags that stand outside of a call of `Markup`, and would be shown as they are."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    def markup(node):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup"

    def around(node):
        while node in above and not isinstance(node, ast.stmt):
            yield (node := above[node])

    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    marked = [node for node in texts if TAG.search(node.value) and not isinstance(above[node], ast.Expr)]
    return [node.value for node in marked if not any(map(markup, around(node)))]


def test_every_tag_of_the_course_stands_in_markup():
    """A tag in a plain text is escaped, and a learner reads "<strong>"."""
    assert unmarked('box(f"First: <strong>{title}</strong>.")') == ["First: <strong>"]
    assert unmarked('Markup("<strong>{}</strong>").format(title)') == []
    package = Path(look.__file__).parents[1]
    found = {path.name: texts for path in package.rglob("*.py") if (texts := unmarked(path.read_text("utf-8")))}
    assert found == {}
