"""The database itself refuses to change, delete or empty the event log."""

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER eventlog_no_update BEFORE UPDATE ON eventlog_eventrow "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
    "CREATE TRIGGER eventlog_no_delete BEFORE DELETE ON eventlog_eventrow "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
)
SQLITE_BACK = ("DROP TRIGGER eventlog_no_update", "DROP TRIGGER eventlog_no_delete")
POSTGRESQL = (
    "CREATE FUNCTION eventlog_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the event log is append-only' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER eventlog_no_change BEFORE UPDATE OR DELETE ON eventlog_eventrow "
    "FOR EACH ROW EXECUTE FUNCTION eventlog_refuse()",
    "CREATE TRIGGER eventlog_no_truncate BEFORE TRUNCATE ON eventlog_eventrow "
    "FOR EACH STATEMENT EXECUTE FUNCTION eventlog_refuse()",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER eventlog_no_change ON eventlog_eventrow",
    "DROP TRIGGER eventlog_no_truncate ON eventlog_eventrow",
    "DROP FUNCTION eventlog_refuse()",
)


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement, params=None)


def put_up(apps, schema_editor):
    """Put the triggers up."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def take_down(apps, schema_editor):
    """Take the triggers down again."""
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("eventlog", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
