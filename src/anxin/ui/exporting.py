"""Workbooks of what a list shows: typed cells, the filter in the sheet, and no text that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from anxin.analytics.readings import would_run
from anxin.kernel.clock import SHANGHAI
from anxin.ui.punctuation import written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(*, title: str, note: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a download; text goes in as text, so that nothing beginning with = + - @ is ever run."""
    answer = HttpResponse(workbook(title=title, note=note, heads=heads, rows=rows), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


def workbook(*, title: str, note: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as the bytes of a workbook, with the title and the filter above them."""
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        days, moments = (book.add_format({"num_format": look}) for look in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        looks = days, moments, book.add_format({"quote_prefix": True})
        head = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
        sheet.set_column(0, max(0, len(heads) - 1), 16)
        # A title may be what an employer calls itself.
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "quote_prefix": would_run(title)}))
        sheet.write_string(1, 0, f"{_('筛选条件')}{written('：')}{note}")
        for column, label in enumerate(heads):
            sheet.write_string(2, column, label, head)
        sheet.freeze_panes(3, 0)
        last = 2
        for last, values in enumerate(rows, start=3):
            for column, value in enumerate(values):
                _write(sheet, last, column, value, looks)
        sheet.autofilter(2, 0, max(last, 3), max(0, len(heads) - 1))
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, looks: tuple[Any, Any, Any]) -> None:
    days, moments, quoted = looks
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.astimezone(SHANGHAI).replace(tzinfo=None), moments)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, days)
    else:
        # The mark of text (前置撇号) keeps it text when somebody opens the cell and presses Enter.
        sheet.write_string(row, column, str(value), quoted if would_run(str(value)) else None)


def _sheet_name(title: str) -> str:
    return "".join("_" if char in "[]:*?/\\'" else char for char in title)[:31] or "名单"
