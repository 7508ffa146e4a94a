"""A statement answers alike on the driver's way and on Django's, and fails alike."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anxin.base.places.models import Place
from anxin.base.statements import database, rows_of

pytestmark = pytest.mark.django_db
ADD = "INSERT INTO places_place (code, name, kind, path) VALUES (%s, %s, 'grid', %s) RETURNING code, name"


def test_values_and_a_literal_percent_sign_are_what_they_are_on_both_ways():
    question = "SELECT %s, '100%%', %s"
    if connection.vendor == "postgresql":
        question = "SELECT %s::text, '100%%', %s::int"
    straight = rows_of(database(), question, ["甲 %s ?", 7])
    with CaptureQueriesContext(connection) as logged:
        assert rows_of(database(), question, ["甲 %s ?", 7]) == straight == [("甲 %s ?", "100%", 7)]
    assert len(logged) == 1


def test_what_the_database_refuses_is_refused_as_the_orm_would():
    assert rows_of(database(), ADD, ["77", "某地", "77/"]) == [("77", "某地")]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_of(database(), ADD, ["77", "另一地", "78/"])
    assert Place.objects.get(code="77").name == "某地"
