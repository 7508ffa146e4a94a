"""SQLite's INSERT OR REPLACE removes the row in its way without asking the trigger for deletions: refused as well."""

from django.db import migrations

PUT_UP = (
    "CREATE TRIGGER eventlog_no_replace BEFORE INSERT ON eventlog_eventrow "
    "WHEN EXISTS (SELECT 1 FROM eventlog_eventrow WHERE seq = NEW.seq) "
    "OR EXISTS (SELECT 1 FROM eventlog_eventrow WHERE chain = NEW.chain AND chain_seq = NEW.chain_seq) "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
)
TAKE_DOWN = "DROP TRIGGER eventlog_no_replace"


def put_up(apps, schema_editor):
    """Put the trigger up; PostgreSQL's ON CONFLICT DO UPDATE asks the trigger for changes and needs none."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(PUT_UP, params=None)


def take_down(apps, schema_editor):
    """Take it down again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(TAKE_DOWN, params=None)


class Migration(migrations.Migration):
    dependencies = [("eventlog", "0002_append_only")]
    operations = [migrations.RunPython(put_up, take_down)]
