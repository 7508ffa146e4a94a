"""Files of the public page from before uploads had an end, and that no row names, get one: a week after they came."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import migrations

PUBLIC = "public:web"
KEPT = timedelta(days=7)
"""The default of local_unfiled_file_days when this was written."""
NAMED = (
    ("intake", "Attachment", "sha256"), ("intake", "CallBatch", "sha256"), ("organisation", "Training", "file"),
    ("payroll", "WageFile", "sha256"), ("payroll", "HandPayment", "evidence"), ("payroll", "Dispute", "evidence"),
    ("batches", "ImportBatch", "sha256"), ("warning", "Warning", "evidence"), ("documents", "FormTemplate", "file"),
    ("documents", "Service", "files"), ("cases", "LedgerEntry", "proof"), ("cases", "Excusal", "proof"),
    ("cases", "Interruption", "evidence"), ("cases", "PayOrder", "file"), ("cases", "Delivery", "files"),
    ("cases", "Paper", "file"), ("cases", "Sitting", "files"), ("cases", "Agreement", "file"), ("cases", "Procedure", "known"),
    ("cases", "Procedure", "pending"), ("cases", "Disorder", "files"), ("cases", "Disorder", "steps"),
    ("cases", "Disorder", "pending"), ("cases", "DisorderPerson", "reply_files"),
)  # fmt: skip


def give_an_end(apps: Any, _schema: Any) -> None:
    files = apps.get_model("files", "StoredFile").objects.filter(by=PUBLIC, keep_until=None, removed_at=None)
    left = set(files.values_list("pk", flat=True))
    for room, model, field in NAMED if left else ():
        for held in apps.get_model(room, model).objects.values_list(field, flat=True).iterator():
            text = held if isinstance(held, str) else json.dumps(held)
            left -= {text} if len(text) == 64 else {one for one in left if one in text}
    for one in files.filter(pk__in=left):
        one.keep_until = (one.at + KEPT).date()
        one.save(update_fields=["keep_until"])


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_wipe_papers_of_destroyed_cases"),
        ("cases", "0013_sittings_before_registered_bodies"),
        ("files", "0001_initial"),
        ("intake", "0014_proposers"),
        ("organisation", "0003_mediation_bodies"),
        ("payroll", "0003_sum_what_stands"),
        ("batches", "0001_initial"),
        ("warning", "0002_lists"),
    ]

    operations = [migrations.RunPython(give_an_end, migrations.RunPython.noop)]
