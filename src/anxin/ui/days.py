"""A day picked from a calendar (日期)."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A browser's own date field: it takes and shows only ISO days, whatever the language of the page.

    Django writes a day as the language does (2026/11/24), which a browser takes for no day at all: the field would look empty and
    saving the form would erase the day (HTML Living Standard, 4.10.5.1.7).
    """

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
