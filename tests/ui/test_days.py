"""A day on a form is shown and taken as browsers write it, in every language, and by one widget only."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.utils import translation

from anxin.ui.days import DayInput

SRC = Path(__file__).resolve().parents[2] / "src" / "anxin"


class OneDay(forms.Form):
    on = forms.DateField(widget=DayInput())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_that_is_stored_is_shown_and_saved_again_unchanged(language):
    with translation.override(language):
        shown = re.search(r'value="([^"]*)"', str(OneDay(initial={"on": date(2026, 2, 3)})["on"]))
        assert shown
        assert shown[1] == "2026-02-03"
        again = OneDay({"on": shown[1]})
        assert again.is_valid()
        assert again.cleaned_data["on"] == date(2026, 2, 3)


def test_no_form_draws_a_day_in_another_way():
    others = [
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if path.name != "days.py" and re.search(r"\bDateInput\(|\"type\": \"date\"", path.read_text(encoding="utf-8"))
    ]
    assert others == []
