"""How events call a filing: by the tail of its receipt, which whoever filed holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from anxin.apps.intake.models import Filing
from anxin.base.eventlog.referring import Kind, Referred
from anxin.base.scope import Scope


def _filings(numbers: Collection[int], scope: Scope) -> Mapping[int, Referred]:
    rows = Filing.objects.within(scope).filter(pk__in=numbers).values_list("pk", "code_tail")
    return {pk: Referred(f"回执尾号 {tail} 的诉求", reverse("intake:detail", args=[pk])) for pk, tail in rows}


REFERRED = {"intake.filing": Kind(_filings, "一件诉求")}
