"""A day picked from a calendar (日期)."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A browser's own date field: it takes and shows only ISO days, whatever the language of the page.

    Django writes a day as the language does (2026/11/24), which a browser takes for no day at all: the field would look empty and
    saving the form would erase the day (HTML Living Standard, 4.10.5.1.7). With a latest year of four digits the field goes on to the month
    after the fourth; without it Chromium waits for six, and a day typed as 20261203 is none.
    """

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"max": "9999-12-31"})
