"""The languages of the workers' pages (公开页面语言): how far each is, the translator's sheet, and handing it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from anxin.adapters.sheets.tables import read_table
from anxin.analytics.readings import ColumnSpec, TableSpec
from anxin.base.files.store import open_path, put
from anxin.base.languages import queries
from anxin.base.languages.actions import MANAGE, Handed, take
from anxin.base.languages.shipped import WITH_FILE, Language, Text, read
from anxin.kernel.outcome import BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.exporting import workbook_response

STATES = {"missing": gettext_lazy("缺译"), "unchecked": gettext_lazy("未核对"), "checked": gettext_lazy("已核对")}
SHEET = TableSpec(
    kind="wordings",
    label="译文",
    columns=(
        ColumnSpec("sentence", "中文", required=True),
        ColumnSpec("words", "译文"),
        ColumnSpec("checked_by", "核对人"),
        ColumnSpec("checked_on", "核对日期", "date"),
    ),
)


class SheetForm(forms.Form):
    """The translator's sheet, filled in."""

    file = forms.FileField(label=gettext_lazy("填好的译文表（.xlsx）"))


@needs(MANAGE)
def languages_page(request: HttpRequest) -> HttpResponse:
    """How many sentences of each language are checked, unchecked and missing."""
    context = {"title": _("公开页面语言"), "found": queries.coverage()}
    return render(request, "settings/languages.html", context)


@needs(MANAGE)
def language_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every sentence of one language, or those of one state."""
    return _page(request, _language(code), SheetForm())


def _page(request: HttpRequest, language: Language, form: SheetForm, *, status: int = 200) -> HttpResponse:
    lines, wanted = queries.lines(language), request.GET.get("state", "")
    context: dict[str, Any] = {
        "title": f"{language.chinese} {language.name}",
        "language": language,
        "form": form,
        "lines": [one for one in lines if wanted not in STATES or one.state == wanted],
        "states": [(key, word, sum(one.state == key for one in lines), key == wanted) for key, word in STATES.items()],
        "total": len(lines),
        "wanted": wanted if wanted in STATES else "",
    }
    return render(request, "settings/language.html", context, status=status)


@needs(MANAGE)
def language_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet that a translator fills in."""
    language = _language(code)
    rows = [(one.sentence, *_filled(one.text)) for one in queries.lines(language)]
    title = f"公开页面译文（{language.chinese}）"
    note = "只填后三列；%(…)s 是空位，请原样保留；核对过的填核对人和核对日期，没有核对的两列留空"
    return workbook_response(title=title, note=note, heads=[one.label for one in SHEET.columns], rows=rows)


def _filled(text: Text | None) -> tuple[str, str, date | None]:
    if text is None:
        return "", "", None
    by, _space, on = text.checked.rpartition(" ")
    return text.words, by, date.fromisoformat(on) if on else None


@needs(MANAGE)
@require_POST
def language_take(request: HttpRequest, code: str) -> HttpResponse:
    """Take the translator's sheet in: whole, or not at all with every fault named."""
    language, form = _language(code), SheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            done = take(language=language, handed=_handed(request), by=actor_in(request), at=instant_of(request))
        except BadInput as error:
            for text in (error.message, *(one.in_words() for one in error.faults[:30])):
                form.add_error(None, text)
        else:
            messages.success(request, done.in_words())
            return redirect("settings:language", code)
    return _page(request, language, form, status=422)


def _handed(request: HttpRequest) -> list[Handed]:
    given: Any = request.FILES["file"]
    kept = put(given, name=given.name, by=actor_in(request), at=instant_of(request), kinds=frozenset({"xlsx"}))
    found = read_table(open_path(kept.sha256), name=given.name, spec=SHEET, mapping=None)
    if found.faults:
        raise BadInput("languages.sheet", "译文表看不懂：", list(found.faults))
    return [
        Handed(number, row["sentence"], row["words"] or "", row["checked_by"] or "", row["checked_on"])
        for number, row in zip(found.row_numbers, found.rows, strict=True)
    ]


def _language(code: str) -> Language:
    if code not in WITH_FILE:
        raise Http404
    return read(code)
