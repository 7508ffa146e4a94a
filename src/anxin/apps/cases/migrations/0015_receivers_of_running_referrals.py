"""Whoever had a referral when it got a field of its own is read out of the words in which it was named; then and never again."""

from __future__ import annotations

import re
from typing import Any

from django.db import migrations

AWAY = {
    "case": {"referred": ""},
    "listing": {"referred": "", "there": ""},
    "publication": {"referred": "", "there": ""},
    "rating": {"referred": "", "there": ""},
    "transfer": {
        "sent": "公安机关", "filed": "公安机关", "reconsidering": "公安机关", "supervising": "人民检察院", "following": "公安机关",
    },
}  # fmt: skip
"""The states in which another authority had the matter, and who it was where nobody named it."""
UNREAD = "接收机关"
NAMED = re.compile(
    r"(?:现?移送|移交|转交?|提请)?(?:给|至)?(?P<name>[^\s，。；：,;:]{2,30}?(?:法院|仲裁院|委员会|派出所|大队|支队|总队|机构|中心|局|厅|队))"
)
AUTHORITIES = {"公安机关": "police", "人民检察院": "procuratorate"}


def read_receivers(apps: Any, _schema: Any) -> None:
    rows = apps.get_model("cases", "Procedure").objects.filter(ended_at=None, kind__in=AWAY, receiver="")
    for one in rows.select_related("case").order_by("pk").iterator():
        if one.state not in AWAY[one.kind]:
            continue
        usual = AWAY[one.kind][one.state]
        words = one.known.get("referral_named", {}).get("words", "")
        found = None if usual else NAMED.match(words)
        one.receiver = usual or (found["name"] if found else UNREAD)
        one.authority = AUTHORITIES.get(one.receiver, "")
        one.save(update_fields=["receiver", "authority"])
        if one.kind in {"case", "transfer"}:
            one.case.held_by = one.receiver
            one.case.save(update_fields=["held_by"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_receivers")]

    operations = [migrations.RunPython(read_receivers, migrations.RunPython.noop)]
