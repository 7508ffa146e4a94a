"""What a large town's pages ask of all open warnings is read from an index, not from rows with their reasons."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count

from anxin.apps.warning.queries import open_warnings

pytestmark = pytest.mark.django_db


def test_open_warnings_of_each_level_are_counted_from_an_index(small_town):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows, of which there are none here")
    counted = open_warnings(small_town.clerk.scope).order_by().values("level").annotate(n=Count("pk"))
    assert "COVERING INDEX warning_open_of_level" in counted.explain()
