"""What a large town's pages ask of all open warnings is read from an index, not from rows with their reasons."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count

from anxin.apps.warning.queries import assessments, open_warnings

pytestmark = pytest.mark.django_db


def test_open_warnings_of_each_level_are_counted_from_an_index(small_town):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows, of which there are none here")
    counted = open_warnings(small_town.clerk.scope).order_by().values("level").annotate(n=Count("*"))
    assert "COVERING INDEX warning_open_of_level" in counted.explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the trap is SQLite's")
def test_current_assessments_are_counted_from_an_index_and_not_from_the_rows(small_town):
    """Their reasons stand in the rows: in a large town reading them took twenty times as long."""
    told = assessments(small_town.clerk.scope).order_by().only("pk").values_list("place_path").explain()
    assert "COVERING INDEX assessment_place" in told, told
