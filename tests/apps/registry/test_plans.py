"""What a large town's pages ask of all employers is read from an index, not from their wide rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from anxin.apps.organisation.queries import uncovered
from anxin.apps.registry import queries

pytestmark = pytest.mark.django_db


def plan(rows):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows, of which there are none here")
    return rows.explain()


def test_a_part_of_a_word_is_looked_for_in_the_order_of_the_list_without_reading_rows(small_town):
    found = queries.search(small_town.clerk.scope, "zhiyi").order_by("name", "pk").values_list("pk", flat=True)[:50]
    said = plan(found)
    assert "COVERING INDEX employer_search" in said
    assert "TEMP B-TREE" not in said


def test_running_employers_are_counted_from_an_index(small_town):
    running = queries.employers(small_town.clerk.scope).filter(status="active").order_by().values_list("pk")
    assert "COVERING INDEX employer_counted" in plan(running)


def test_employers_nobody_answers_for_are_counted_from_an_index(small_town):
    bare = uncovered(small_town.clerk.scope, date(2026, 11, 23)).select_related(None).order_by().values_list("pk")
    assert "COVERING INDEX employer_counted" in plan(bare)
