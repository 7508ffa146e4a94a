"""A prepared question answers what the query set itself would, whatever the values and types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from anxin.adapters.api.models import ApiToken
from anxin.base.prepared import Prepared

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def question(name: str, digest: str) -> QuerySet[ApiToken, tuple[object, ...]]:
    """Two texts, a constant of another type, JSON and instants: what the real questions hold."""
    return (
        ApiToken.objects.filter(digest=digest, name=name, revoked_at=None)
        .exclude(expires_at=NOW)
        .values_list("pk", "places", "expires_at", "last_used_at")
    )


@pytest.fixture
def keys() -> list[ApiToken]:
    return [
        ApiToken.objects.create(
            name=f"平台{number % 2}",
            digest=f"d{number}",
            powers=["a"],
            places=["33/", f"{number}/"],
            created_at=NOW,
            expires_at=NOW + timedelta(days=number + 1),
        )
        for number in range(4)
    ]


def test_it_answers_as_the_query_set_does_with_types_restored(keys: list[ApiToken]) -> None:
    ask = Prepared(question)
    for name in ("平台0", "平台1", "%s", "' OR 1=1 --"):
        for one in keys:
            assert ask(name, one.digest) == list(question(name, one.digest))
    assert ask("平台1", "d3")[0][1:3] == (["33/", "3/"], NOW + timedelta(days=4))


def test_it_sees_what_changed_since_it_was_compiled(keys: list[ApiToken]) -> None:
    ask = Prepared(question)
    assert ask("平台0", "d0")
    ApiToken.objects.filter(pk=keys[0].pk).update(revoked_at=NOW)
    assert ask("平台0", "d0") == []


def test_it_asks_the_database_once_each_time(keys: list[ApiToken]) -> None:
    ask = Prepared(question)
    with CaptureQueriesContext(connection) as asked:
        ask("平台0", "d0")
        ask("平台1", "d1")
    assert len(asked) == 2


def test_it_gives_instances_where_the_query_set_does(keys: list[ApiToken]) -> None:
    def living(key: int, name: str) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(pk__gte=key, name=name, revoked_at=None).order_by("-pk")

    ask = Prepared(living)
    for key, name in ((keys[0].pk, "平台0"), (keys[1].pk, "平台1"), (keys[3].pk + 1, "平台1")):
        found = ask(key, name)
        assert [one.__dict__ | {"_state": None} for one in found] == [
            one.__dict__ | {"_state": None} for one in living(key, name)
        ]
    last = ask(keys[2].pk, "平台0")[0]
    last.name = "改名"
    last.save()
    assert ApiToken.objects.get(pk=last.pk).name == "改名"
    assert ApiToken.objects.count() == len(keys)
