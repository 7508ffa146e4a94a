"""The list of cases."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.ui.formatting import money
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table


def term_of(state: str) -> str:
    """A state of the main procedure in its own words."""
    return spoken(case_types()["case"].states[state].term)


def _stands(case: Any) -> str:
    """The state, with the authority that has the matter now."""
    return f"{term_of(case.state)}（{spoken(case.held_by)}）" if case.held_by else term_of(case.state)


def _state(rows: Any, value: str) -> Any:
    return rows.filter(open=True) if value == "open" else rows.filter(state=value)


CASES = Table(
    "cases",
    columns=(
        Column("title", _("编号"), lambda r: r.title, sort="number"),
        Column("against", _("单位"), lambda r: r.against, sort="employer__name"),
        Column("state", _("环节"), _stands, sort="state"),
        Column("due", _("最近到期"), lambda r: "", template="cases/due_cell.html", sort="due_at", export=lambda r: r.due_at),
        Column("limit", _("时效届满"), lambda r: r.limited_on, sort="limited_on"),
        Column("workers", _("人数"), lambda r: r.workers or "—", sort="workers", align="right"),
        Column("amount", _("主张金额"), lambda r: money(r.amount_fen) if r.amount_fen else "—", sort="amount_fen", align="right", export=lambda r: r.amount_fen and r.amount_fen / 100),
        Column("owner", _("承办人"), lambda r: r.owner.name if r.owner else _("未分派"), sort="owner__name"),
        Column("opened", _("登记"), lambda r: local_date(r.opened_at), sort="opened_at"),
    ),
    filters=(
        Filter("q", _("编号、单位或案情"), lambda rows, text: rows.filter(_found(text)), kind="text", wide=True),
        Filter("state", _("环节"), _state, choices=[("open", _("所有未结")), *((name, one.term) for name, one in case_types()["case"].states.items())]),
        Filter("owner", _("承办"), lambda rows, v: rows.filter(owner=None) if v == "none" else rows, choices=[("none", _("未分派"))]),
        Filter("limited", _("时效早于"), lambda rows, v: rows.filter(limited_on__lt=v), kind="date"),
        Filter("since", _("登记自"), lambda rows, v: rows.filter(opened_at__date__gte=v), kind="date"),
    ),
    order=("due_at", "-opened_at", "-pk"),
    row_url=lambda r: reverse("cases:detail", args=[r.pk]),
    export_power="cases.export",
    empty=_("没有符合条件的案件。在诉求页上点“转为案件”，或等待投诉核定后转来。"),
)  # fmt: skip


PERSONAL_FROM = 7
"""A number of so many digits is a telephone or a card: nobody finds a worker's case by it."""


WHOLE_NUMBER = re.compile(r"(?P<year>\d{4})\s*[〕）)\]]\s*(?P<number>\d{1,9})")
"""A case's number as papers write it: 欠薪〔2026〕12号."""


def _found(text: str) -> Q:
    if whole := WHOLE_NUMBER.search(text):
        return Q(year=int(whole["year"]), number=int(whole["number"]))
    number = "".join(char for char in text if char.isdecimal())
    said = Q(employer_said__contains=text) | Q(employer__search__contains=text.lower())
    if len(number) < PERSONAL_FROM:
        said |= Q(facts__contains=text)
    return said | Q(number=int(number[-9:])) if number else said
