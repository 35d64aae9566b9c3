import pytest
import traitlets
from markupsafe import Markup

from pmcourse.controls import News, Slider


def test_a_slider_takes_values_within_its_limits_only():
    slider = Slider(max=200, step=10, description="What if it takes longer by", unit="%")
    slider.value = 200
    with pytest.raises(traitlets.TraitError, match=r"What if it takes longer by must be from 0 to 200 \(got 210\)"):
        slider.value = 210
    assert slider.value == 200


def test_news_are_told_to_the_page_only_when_they_change():
    news, told = News(), []
    news.observe(lambda change: told.append(change["new"]), names="value")
    news.value = Markup("<p>Saved.</p>")
    news.value = Markup("<p>Saved.</p>")
    assert told == ["<p>Saved.</p>"]
