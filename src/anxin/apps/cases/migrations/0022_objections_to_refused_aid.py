"""An objection to refused legal aid (法律援助异议) that was entered while it had no step of its own stands in 异议审查中 now."""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations

PARAM = "la_objection_days"
TERM = "异议审查中"


def under_review(apps: Any, _schema: Any) -> None:
    moved = apps.get_model("eventlog", "EventRow").objects.filter(type="cases.moved").order_by("seq")
    clocks = apps.get_model("clocks", "Clock").objects.filter(kind="cases.state", stopped_at=None)
    refused = apps.get_model("cases", "Procedure").objects.filter(kind="legal_aid", state="refused", ended_at=None)
    for row in refused.select_related("case"):
        told = moved.filter(subject=f"cases.case:{row.case_id}", payload__contains='"legal_aid"')
        steps = [(one, json.loads(one.payload)) for one in told]
        mine = [(one, said) for one, said in steps if said["procedure"] == row.pk]
        objected = next((one for one, said in reversed(mine) if said["verb"] in _DECIDES), None)
        if objected is None or json.loads(objected.payload)["verb"] != "object":
            continue
        at = objected.happened_at.isoformat()
        row.state = "objecting"
        row.clock = {"param": PARAM, "started": at, "pauses": [], "extensions": 0}
        words = "异议已在系统更新前登记，收件凭证请补收存"
        row.known = {**row.known, "objection_kept": {"words": words, "by": objected.actor, "at": at, "files": []}}
        row.save(update_fields=["state", "clock", "known"])
        title = f"欠薪〔{row.case.year}〕{row.case.number}号 法律援助：{TERM}"
        clocks.filter(subject=f"cases.procedure:{row.pk}").update(title=title)


_DECIDES = frozenset({"decline", "object", "withdraw_objection"})
"""The steps after which an objection runs or not."""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_term_of_each_part"),
        ("clocks", "0004_owners_of_running_clocks"),
        ("eventlog", "0001_initial"),
    ]

    operations = [migrations.RunPython(under_review, migrations.RunPython.noop)]
