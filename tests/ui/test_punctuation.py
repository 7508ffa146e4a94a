"""Signs between values are written in the language of the page; what people typed keeps its own."""

from __future__ import annotations

import pytest
from django.template import engines
from django.template.loader import get_template
from django.utils import translation

from anxin.ui.punctuation import marked


def drawn(source, language, **values):
    with translation.override(language):
        return engines["django"].from_string(marked(source)).render(values)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("{{ a }}：{{ b }}", "x: y：z"),
        ("<p>{{ a }}（{{ b }}）：{{ a }}</p>", "<p>x (y：z): x</p>"),
        ('{{ c|join:"、" }}。', "1, 2. "),
        ("{% if a %}、{{ b }}{% endif %}", ", y：z"),
        ("{{ a }}，以后再说", "x，以后再说"),
        ("{% load i18n %}{% blocktranslate %}{{ a }}：{{ b }}{% endblocktranslate %}；{{ a }}", "x：y：z; x"),
    ],
)
def test_a_sign_between_values_follows_the_page(source, english):
    values = {"a": "x", "b": "y：z", "c": [1, 2]}
    assert drawn(source, "en", **values) == english
    assert drawn(source, "zh-hans", **values) == engines["django"].from_string(source).render(values)


def test_the_templates_of_the_rooms_are_read_so():
    with translation.override("en"):
        drawn = get_template("ui/print.html").render({"unit": "Town", "title": "Report", "period": "May"})
    assert "：" not in drawn
