"""What every test may rely on: the append-only event log can still be emptied between transactional tests."""

from __future__ import annotations

from importlib import import_module

import pytest


@pytest.fixture(autouse=True, scope="session")
def _the_event_log_is_emptied_between_transactional_tests():
    """Django flushes every table after a transactional test; the triggers of the log rightly refuse that, so they are
    taken down for the flush, and put up again."""
    from django.db import connection
    from django.test import TransactionTestCase

    triggers = import_module("anxin.base.eventlog.migrations.0002_append_only")
    plain = TransactionTestCase._fixture_teardown

    def teardown(self):
        with connection.schema_editor(atomic=False) as editor:
            triggers.take_down(None, editor)
        try:
            plain(self)
        finally:
            with connection.schema_editor(atomic=False) as editor:
                triggers.put_up(None, editor)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture(autouse=True, scope="session")
def _pages_are_drawn_without_gathered_static_files():
    """A test of a page must not depend on whether `collectstatic` has run in this data directory."""
    from pathlib import Path

    from django.conf import settings
    from django.test import override_settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield
