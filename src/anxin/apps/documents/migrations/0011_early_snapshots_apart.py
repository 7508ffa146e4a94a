"""Early reports kept their rows within the snapshot, as one value of the report's own row, which in a large town every update and
every list walked through. The value moves as it is, so that the hash over it, and the signature with it, stays good."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

MOVE = (
    "INSERT INTO documents_earlysnapshot (report_id, content) SELECT id, snapshot FROM documents_weeklyreport "
    "WHERE rows_id IS NULL AND shown IS NOT NULL",
    "UPDATE documents_weeklyreport SET snapshot = shown WHERE rows_id IS NULL AND shown IS NOT NULL",
)
BACK = (
    "UPDATE documents_weeklyreport SET snapshot = (SELECT content FROM documents_earlysnapshot "
    "WHERE report_id = documents_weeklyreport.id) WHERE id IN (SELECT report_id FROM documents_earlysnapshot)",
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_report_rows_of_their_own")]

    operations = [
        migrations.CreateModel(
            name="EarlySnapshot",
            fields=[
                ("report", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="early", serialize=False, to="documents.weeklyreport")),
                ("content", models.JSONField()),
            ],
            options={"verbose_name": "早期周报快照"},
        ),
        migrations.RunSQL(list(MOVE), list(BACK)),
    ]
