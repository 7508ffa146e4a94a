"""Whether the wages came, said before a case was taken up again (恢复办理), counts no more; it stands in the log."""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations


def ask_anew(apps: Any, _schema: Any) -> None:
    moved = apps.get_model("eventlog", "EventRow").objects.filter(type="cases.moved").order_by("seq")
    reopened = {}
    for at, payload in moved.filter(payload__contains='"reopen"').values_list("happened_at", "payload"):
        told = json.loads(payload)
        if told["verb"] == "reopen" and told["kind"] == "case":
            reopened[told["case"]] = at
    running = apps.get_model("cases", "Case").objects.filter(pk__in=reopened, open=True).values_list("pk", flat=True)
    filings, excusals = (apps.get_model("cases", name).objects for name in ("CaseFiling", "Excusal"))
    for case in running:
        at = reopened[case]
        filings.filter(case=case, paid_at__lt=at).update(paid_at=None)
        filings.filter(case=case, denied_at__lt=at).update(denied_at=None)
        excusals.filter(case=case, at__lt=at, taken_back_at=None).update(taken_back_at=at)


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_protocols_sent_back"), ("eventlog", "0001_initial")]

    operations = [migrations.RunPython(ask_anew, migrations.RunPython.noop)]
