import base64
import io
import json
import re
import warnings
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from matplotlib.figure import Figure
from PIL import Image

from pmcourse.findings import Finding, Severity, Verdict, Where
from pmcourse.kit import colours as palette
from pmcourse.kit import look, shapes
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.look import Panel, findings_html, table_html, verdict_html

NASTY = "<script>alert('x')</script> & \"quotes\" <img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """What a browser would make of some HTML: its elements, the text in it, the text in marks."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text, self.marked = [], "", ""
        self._in_mark = False
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._in_mark = self._in_mark or tag == "mark"

    def handle_endtag(self, tag):
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data):
        self.text += data
        if self._in_mark:
            self.marked += data

    def named(self, tag):
        """The attributes of the one element of this kind."""
        [attributes] = [attributes for name, attributes in self.elements if name == tag]
        return attributes

    @property
    def tags(self):
        return {tag for tag, _ in self.elements}


def finding(severity=Severity.MUST, **changes):
    values = {"message": "WHAT", "why": "WHY", "hint": "NEXT"} | changes
    return Finding(skill="kanban", criterion="c", severity=severity, **values)


def drawing(title="A line"):
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1, 4, 2], color=palette.SERIES[0])
    axes.set_title(title)
    return figure


def contrast(one, other):
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3), 1 to 21."""
    lights = []
    for colour in (one, other):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize(
    ("words", "stop"),
    [("It is late", "."), ("It is late.", ""), ("“Is it?”", ""), ("“It is”", "."), ("No!", ""), ("", "")],
)
def test_a_sentence_ends_once(words, stop):
    assert look.stop_after(words) == stop


THEMES = {  # --jp-content-font-color0 and --jp-layout-color0 of JupyterLab 4.6, and where there is no JupyterLab
    "light": {"--jp-content-font-color0": "#000000", "--jp-layout-color0": "#ffffff"},
    "dark": {"--jp-content-font-color0": "#ffffff", "--jp-layout-color0": "#111111"},
    "elsewhere": {},
}
COLOURS = (palette.MUTED, palette.BLUE, palette.GREEN, palette.RED, palette.AMBER, palette.PURPLE)


def seen(css, theme):
    """The colour that a browser makes of `css` in a theme."""
    css = re.sub(r"var\(([-\w]+), (#\w{6})\)", lambda found: THEMES[theme].get(found[1], found[2]), css)
    if mix := re.fullmatch(r"color-mix\(in srgb, #(\w{6}) (\d+)%, #(\w{6})\)", css):
        one, share, other = bytes.fromhex(mix[1]), int(mix[2]) / 100, bytes.fromhex(mix[3])
        return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(one, other, strict=True))
    assert re.fullmatch(r"#\w{6}", css), css
    return css


def colours(html, theme):
    """Each text colour in `html` with the background that it stands on."""
    background = seen(palette.PAGE, theme)
    for style in re.findall(r'style="([^"]*)"', html):
        if (found := re.search(r"background:([^;]+)", style)) and found[1] != "none":
            background = seen(found[1], theme)
        if found := re.search(r"(?<![-\w])color:([^;]+)", style):
            yield seen(found[1], theme), background


def test_black_on_white_has_the_highest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
class TestColours:
    @pytest.mark.parametrize("severity", Severity)
    def test_every_word_of_a_finding_has_enough_contrast_for_text(self, severity, theme):
        html = findings_html([finding(severity, where=Where(item="A", start=0, end=1), rewrite="x")], {"A": "abc"})
        found = list(colours(html, theme))
        assert len(found) >= 3
        assert all(contrast(*pair) >= 4.5 for pair in found)

    @pytest.mark.parametrize("verdict", Verdict)
    def test_every_word_of_a_verdict_has_enough_contrast_for_text(self, verdict, theme):
        found = list(colours(verdict_html(verdict, "message"), theme))
        assert found
        assert all(contrast(*pair) >= 4.5 for pair in found)

    @pytest.mark.parametrize("colour", COLOURS)
    def test_words_and_edges_in_every_colour_can_be_read_in_a_box_of_that_colour(self, colour, theme):
        told = seen(palette.ink(colour), theme)
        for background in (palette.PAGE, palette.tint(colour)):
            assert contrast(told, seen(background, theme)) >= 4.5
            assert contrast(seen(palette.TEXT, theme), seen(background, theme)) >= 7

    def test_a_box_is_dark_where_the_page_is_dark(self, theme):
        for background in (palette.PAGE, *map(palette.tint, COLOURS)):
            assert (contrast(seen(background, theme), "#ffffff") > 10) == (theme == "dark")


@pytest.mark.parametrize("colour", [*palette.SERIES, palette.MUTED])
def test_every_line_bar_and_dot_stands_out_from_the_paper_of_a_picture(colour):
    assert contrast(colour, palette.PAPER) >= 3


@pytest.mark.parametrize("colour", [palette.INK, *COLOURS])
def test_every_colour_for_text_can_be_read_on_the_paper_of_a_picture(colour):
    assert contrast(colour, palette.PAPER) >= 4.5


class TestFindings:
    def test_a_finding_shows_sign_word_what_why_next_and_the_rewrite(self):
        page = Page(findings_html([finding(rewrite="BETTER")]))
        assert all(word in page.text for word in ("✗", "To fix", "WHAT", "Why: WHY", "Next: NEXT", "Compare: BETTER"))

    def test_the_gravest_comes_first(self):
        text = Page(findings_html([finding(severity) for severity in reversed(Severity)])).text
        assert text.index("To fix") < text.index("To improve") < text.index("Worth a second look")

    def test_the_words_meant_are_marked_even_where_signs_of_html_stand_around_them(self):
        text = 'a < b & "c" <script> d'
        start = text.index("&")
        page = Page(findings_html([finding(where=Where(item="A", start=start, end=start + 5))], {"A": text}))
        assert page.marked == '& "c"'
        assert text in page.text
        assert "script" not in page.tags

    def test_nothing_that_a_learner_or_a_check_writes_becomes_html(self):
        nasty = finding(message=NASTY, why=NASTY, hint=NASTY, rewrite=NASTY, where=Where(item="A", start=3, end=9))
        for html in (findings_html([nasty], {"A": NASTY}), verdict_html(Verdict.NOT_YET, NASTY)):
            assert Page(html).tags <= {"div", "strong", "span", "br", "em", "mark"}
            assert not any(name.startswith("on") for _, attributes in Page(html).elements for name in attributes)
            assert NASTY in Page(html).text

    @example("0\r\n", 0, 0)
    @example("a\r\nb", 1, 1)
    @given(st.text(), st.integers(0, 40), st.integers(0, 40))
    def test_any_text_comes_out_whole_with_any_span_marked(self, text, start, length):
        where = Where(item="A", start=start, end=start + length)
        html = findings_html([finding(where=where)], {"A": text})
        plain = lambda said: said.replace("\r\n", "\n")  # noqa: E731, as a browser takes them
        assert plain(text) in plain(Page(html).text)
        assert plain(Page(html).marked) == plain(text[start : start + length])

    def test_a_finding_about_an_unknown_item_or_none_is_shown_without_its_words(self):
        assert "mark" not in Page(findings_html([finding(where=Where(item="Z", start=0, end=1))], {"A": "abc"})).tags

    def test_no_finding_is_no_html(self):
        assert findings_html([]) == ""


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_a_sign_and_a_word_that_are_read_aloud(verdict):
    page = Page(verdict_html(verdict, "message"))
    assert verdict.symbol in page.text
    assert verdict.value.capitalize() in page.text
    assert ("status" in [attributes.get("role") for _, attributes in page.elements]) is True


def test_a_panel_says_the_same_where_html_is_dropped():
    bundle = Panel(look.box(Markup("<strong>Now</strong> &amp; then")))._repr_mimebundle_()
    assert bundle["text/plain"] == "Now & then"
    assert "<strong>" in bundle["text/html"]


class TestPictures:
    def test_the_alt_text_reaches_every_form_of_the_picture(self):
        data, metadata = Drawing(drawing(), "Up, then down: 1, 4, 2.")._repr_mimebundle_()
        assert Page(data["text/html"]).named("img")["alt"] == "Up, then down: 1, 4, 2."
        assert data["text/plain"] == metadata["image/png"]["alt"] == "Up, then down: 1, 4, 2."
        json.dumps(data)

    def test_the_png_is_in_the_bundle_and_is_the_same_as_in_the_html(self):
        data, _ = Drawing(drawing(), "alt")._repr_mimebundle_()
        assert Page(data["text/html"]).named("img")["src"] == f"data:image/png;base64,{data['image/png']}"
        image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        assert image.size[0] > 200
        assert image.info.keys() <= {"dpi"}

    def test_the_same_drawing_gives_the_same_bytes(self):
        assert Drawing(drawing(), "alt").png == Drawing(drawing(), "alt").png
        assert Drawing(drawing(), "alt").svg() == Drawing(drawing(), "alt").svg()

    def test_a_picture_has_its_own_background_in_both_themes(self):
        image = Image.open(io.BytesIO(Drawing(drawing(), "alt").png)).convert("RGBA")
        assert image.getpixel((1, 1)) == (255, 255, 255, 255)

    @pytest.mark.parametrize("alt", [NASTY, "two\nlines", "x" * 5000])
    def test_alt_text_is_escaped(self, alt):
        data, _ = Drawing(drawing(), alt)._repr_mimebundle_()
        assert Page(data["text/html"]).tags == {"style", "details", "summary", "div", "img"}
        assert Page(data["text/html"]).named("img")["alt"] == alt
        labels = [attributes.get("aria-label") for _, attributes in Page(Drawing(drawing(), alt).svg()).elements]
        assert alt in labels

    def test_a_drawing_for_a_widget_is_one_svg_without_date_or_declaration(self):
        html = Drawing(drawing(), "alt").svg()
        assert html.count("<svg ") == 1
        assert "<?xml" not in html
        assert "<dc:date>" not in html

    def test_two_drawings_on_a_page_share_no_id(self):
        one, two = (set(re.findall(r' id="([^"]+)"', Drawing(drawing(alt), alt).svg())) for alt in ("one", "two"))
        assert one
        assert not one & two

    def test_what_a_drawing_refers_to_is_in_it(self):
        html = Drawing(drawing(), "alt").svg()
        wanted = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
        assert wanted
        assert wanted <= set(re.findall(r' id="([^"]+)"', html))

    @settings(deadline=None, max_examples=20)  # drawing takes as long as it takes
    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20) | st.just("from $5 to $10_ or $x^$"))
    def test_any_words_that_a_learner_types_can_be_drawn_without_a_warning(self, title):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert Drawing(drawing(title), "alt").png
            Drawing(drawing(title), "alt").svg()

    def test_numbers_on_a_logarithmic_axis_are_still_set_as_powers(self):
        figure = drawing()
        figure.axes[0].set_yscale("log")
        assert "mathdefault" not in Drawing(figure, "alt").svg().split("<metadata>")[0]
        assert Drawing(figure, "alt").png


def test_a_table_keeps_its_own_colours_and_escapes_names():
    html = table_html("Caption <1>", [("<b>", Markup("<em>kept</em>"))])
    assert (
        html.count(f"color:{palette.TEXT}") == 4
        and f"background:{palette.PAGE}" in html
        and 'style="background:none"' in html
    )
    assert "Caption &lt;1&gt;" in html and "&lt;b&gt;" in html and "<em>kept</em>" in html


def test_a_shape_that_is_not_known_is_refused_with_those_there_are():
    with pytest.raises(AttributeError, match="Rectangle"):
        _ = shapes.Blob
