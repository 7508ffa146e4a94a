"""Whether a missed part makes the rest due belongs to each worker's parts (任何一期逾期，其余各期一并到期), not to the procedure.

The term of an agreement is its own; that of a plan made without one stood with the case and was lost for everybody when one of
them later agreed on a plan without it. Where a rest fell due before, the older parts were promised with the term, and have it again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import migrations, models

FELL = "按约定，一期逾期，其余一并到期"


def give_terms(apps: Any, _schema: Any) -> None:
    lines = apps.get_model("cases", "LedgerEntry").objects.filter(kind="promised")
    for agreement in apps.get_model("cases", "Agreement").objects.select_related("procedure"):
        workers = [one["claimant"] for one in agreement.lines]
        mine = lines.filter(case=agreement.procedure.case_id, claimant__in=workers, proof=agreement.file)
        mine.filter(at=agreement.at).update(rest_due=agreement.rest_due)
    lines.filter(note=FELL).update(rest_due=True)
    mains = apps.get_model("cases", "Procedure").objects.filter(kind="case", known__has_key="plan_signed")
    for main in mains.only("case", "state", "known"):
        _plans_of(main, lines.filter(case=main.case_id, rest_due=None))
    closed = lines.filter(rest_due=None, case__open=False)
    closed.update(rest_due=False)


def _plans_of(main: Any, lines: Any) -> None:
    """The parts of plans that were signed without an agreement in mediation."""
    told = main.known.get("rest_due")
    agreed = told is not None and "used_by" not in told
    signed = datetime.fromisoformat(main.known["plan_signed"]["at"])
    theirs = set(lines.values_list("claimant", flat=True))
    fell = lines.model.objects.filter(case=main.case_id, claimant__in=theirs, note=FELL, at__lte=signed)
    first = fell.order_by("at").values_list("at", flat=True).first()
    if first is not None:
        lines.filter(at__lt=first).update(rest_due=True)
    if main.state != "promised":
        lines = lines.filter(at__lte=signed)
    lines.update(rest_due=agreed)


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_answers_before_a_reopening")]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="rest_due",
            field=models.BooleanField(blank=True, null=True, verbose_name="任何一期逾期，其余各期一并到期"),
        ),
        migrations.RunPython(give_terms, migrations.RunPython.noop),
    ]
