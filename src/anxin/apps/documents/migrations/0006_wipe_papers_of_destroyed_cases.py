"""Papers of cases that were destroyed before papers went with them are wiped now; kind, number and hashes stay."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def wipe(apps: Any, _schema: Any) -> None:
    protocols = {
        case: (f"销毁〔{one.year}〕{one.number}号", one.done_at)
        for one in apps.get_model("cases", "Destruction").objects.exclude(done_at=None)
        for case in one.cases
    }
    papers = apps.get_model("documents", "Paper").objects
    gone = apps.get_model("cases", "Archived").objects.exclude(destroyed_at=None)
    for case, destroyed_at in gone.values_list("case_id", "destroyed_at"):
        title, at = protocols.get(case, ("销毁清册", destroyed_at))
        rows = papers.filter(case=case, wiped_at=None)
        apps.get_model("documents", "PaperFile").objects.filter(paper__in=rows).update(content_sealed="")
        served = apps.get_model("documents", "Service").objects.filter(paper__in=rows)
        served.update(receiver_sealed="", where="", note="")
        rows.update(facts_sealed="", filled_sealed="", reason="", wiped_at=at, wiped_by=title)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_wiped_with_the_case"),
        ("cases", "0010_proposers"),
    ]

    operations = [migrations.RunPython(wipe, migrations.RunPython.noop)]
