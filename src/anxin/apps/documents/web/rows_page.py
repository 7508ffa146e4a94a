"""The page of the rows that one figure of a weekly report counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anxin.apps.documents import queries
from anxin.apps.documents.behind import Behind, behind
from anxin.apps.documents.measures import MEASURES
from anxin.apps.documents.weekly import BY_KEY, MONEY
from anxin.ui.access import actor_in, needs
from anxin.ui.exporting import workbook_response
from anxin.ui.sentences import spoken

SIZE = 50


@needs("documents.view")
def rows_page(request: HttpRequest, pk: int, line: str, key: str) -> HttpResponse:
    """The rows that one figure of a report counts, as frozen with it: page by page, or all of them as a workbook."""
    report = queries.report(actor_in(request).scope, pk)
    found = behind(report, line, key) if key in BY_KEY else None
    if found is None:
        raise Http404
    indicator, persons = BY_KEY[key], MEASURES[key].kind == "uninsured"
    title = f"{spoken(found.place)} · {indicator.group} {indicator.label}"
    if request.GET.get("export") == "xlsx":
        return workbook_response(
            title=title, note=report.week, heads=_heads(persons=persons), rows=_exported(found, persons=persons)
        )
    context = {
        "report": report, "place": found.place, "indicator": indicator, "value": found.value, "money": key in MONEY,
        "page": Paginator(cast("Any", found), SIZE).get_page(request.GET.get("page")), "persons": persons, "title": title,
    }  # fmt: skip
    return render(request, "documents/rows.html", context)


def _heads(*, persons: bool) -> list[str]:
    return [_("企业"), _("劳动者编号"), _("工资月份"), _("人数") if persons else _("金额"), _("日期")]


def _exported(found: Behind, *, persons: bool) -> Iterator[list[Any]]:
    for row in found:
        amount = row["amount"] if persons or row["amount"] is None else row["amount"] / 100
        yield [row["name"], row["worker"], row["month"], amount, row["day"]]
