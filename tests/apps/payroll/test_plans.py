"""A month's list in figures: the same as its rows, from an index alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.apps.payroll import queries
from anxin.apps.payroll.models import EmployerMonth
from anxin.base.scope import Scope

from .conftest import employer_at

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def months(town):
    """Running and closed employers of two villages, with and without a month, owing and not."""
    shapes = [("active", None), ("active", (0, 0)), ("active", (2, 0)), ("active", (0, 1)), ("closed", None), ("closed", (1, 1)), ("closed", (0, 0))]  # fmt: skip
    for number, (status, bad) in enumerate(shapes * 2):
        place = town.east if number < len(shapes) else town.west
        one = employer_at(place, 30 + number)
        one.status = status
        one.save()
        if bad is not None:
            EmployerMonth.objects.create(
                employer=one, place_path=place.path, month=202610, workers=3, unpaid=bad[0], short=bad[1], due_fen=1, paid_fen=1,
                due_date=date(2026, 11, 15), handed_in_at=AT,
            )  # fmt: skip


def test_a_months_figures_are_those_of_its_list(small_town):
    months(small_town)
    for place in (small_town.town, small_town.east, small_town.elsewhere):
        scope = Scope((place.path,))
        rows = queries.month_of_employers(scope, 202610)
        by_hand = (rows.count(), rows.filter(handed_in=False).count(), rows.filter(bad__gt=0).count())
        found = queries.month_in_figures(scope, 202610)
        assert (found.whole, found.missing, found.owing) == by_hand
    assert by_hand == (0, 0, 0)


def test_a_months_figures_are_counted_from_an_index_in_two_queries(small_town):
    months(small_town)
    with CaptureQueriesContext(connection) as asked:
        queries.month_in_figures(Scope((small_town.town.path,)), 202610)
    counts = [one["sql"] for one in asked if "COUNT" in one["sql"]]
    assert len(counts) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {counts[0]}")
            told = " ".join(row[3] for row in cursor.fetchall())
        assert "COVERING INDEX employer_month_owing" in told, told
