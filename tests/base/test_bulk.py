"""Rows written at once hold the same values as rows the ORM writes one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anxin.base.bulk import insert_many, insert_mappings, insert_numbered, update_many
from anxin.base.clocks.models import Clock
from anxin.base.places.models import Place

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def clock(number: int, **more: object) -> Clock:
    values = {
        "kind": "test",
        "title": f"第{number}件",
        "subject": f"x:{number}",
        "place_path": "33/",
        "started_at": AT,
        "due_at": AT,
        "warn_at": AT,
    }
    return Clock(**(values | {"why": ["甲", {"乙": number}], "law_date": date(2026, 3, 1)} | more))


def test_what_is_written_at_once_is_read_back_as_the_orm_would_have_written_it():
    assert insert_many(clock(number) for number in range(12_000)) == 12_000
    one, other = Clock.objects.get(subject="x:11999"), clock(11_999)
    other.subject = "orm"
    other.save()
    names = [field.attname for field in Clock._meta.concrete_fields if field.attname not in ("id", "subject")]
    assert [getattr(one, name) for name in names] == [getattr(Clock.objects.get(subject="orm"), name) for name in names]


def test_rows_given_by_their_columns_are_those_of_instances():
    names = ("kind", "title", "subject", "place_path", "started_at", "due_at", "warn_at", "why", "law_date")
    given = ({name: getattr(clock(number), name) for name in names} for number in range(12_000))
    assert insert_mappings(Clock, given) == 12_000
    one, other = Clock.objects.get(subject="x:11999"), clock(11_999)
    fields = [field.attname for field in Clock._meta.concrete_fields if field.attname != "id"]
    assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]
    with pytest.raises(TypeError, match="nonsense"):
        insert_mappings(Clock, [{"kind": "test", "nonsense": 1}])


def test_keys_that_are_given_are_kept_and_the_next_one_is_free():
    values = {"code": "99", "name": "某地", "kind": "province", "path": "99/"}
    insert_mappings(Place, ({**values, "id": 5000 + n, "code": f"9{n}", "path": f"9{n}/"} for n in range(2)))
    assert set(Place.objects.filter(pk__gte=5000).values_list("pk", flat=True)) == {5000, 5001}
    assert Place.objects.create(**values).pk > 5001


def test_nothing_to_write_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_many([]) == insert_mappings(Place, []) == update_many([], ["title"]) == 0


def test_only_the_named_fields_move():
    insert_many([clock(1), clock(2)])
    rows = list(Clock.objects.order_by("subject"))
    for one in rows:
        one.title, one.kind = f"改{one.subject}", "other"
    assert update_many(rows, ["title"]) == 2
    assert list(Clock.objects.order_by("subject").values_list("title", "kind")) == [
        ("改x:1", "test"),
        ("改x:2", "test"),
    ]


def test_keys_that_were_given_are_counted_on_from():
    insert_many([Place(id=5000, code="99", name="某地", kind="province", path="99/")])
    assert Place.objects.create(code="98", name="另一地", kind="province", path="98/").pk > 5000


def test_a_row_that_stands_takes_over_the_named_fields():
    insert_many([Place(code="99", name="旧名", kind="province", path="99/")])
    insert_many([Place(code="99", name="新名", kind="city", path="99/")], by_key=["code"], replacing=["name"])
    assert Place.objects.filter(code="99").values_list("name", "kind").get() == ("新名", "province")


def test_a_row_that_stands_stays_as_it_is_where_nothing_is_to_be_replaced():
    insert_many([Place(code="99", name="旧名", kind="province", path="99/")])
    fresh = [("99", "新名", "99/"), ("98", "另一地", "98/")]
    insert_many(
        [Place(code=code, name=name, kind="province", path=path) for code, name, path in fresh], by_key=["code"]
    )
    assert dict(Place.objects.filter(code__in=["98", "99"]).values_list("code", "name")) == {
        "99": "旧名",
        "98": "另一地",
    }


def test_a_few_rows_get_their_keys_and_stand_as_the_orm_would_have_written_them():
    rows = [clock(1), clock(2)]
    insert_numbered(rows)
    assert [one.pk for one in rows] == list(Clock.objects.order_by("subject").values_list("pk", flat=True))
    rows[0].title = "改过"
    rows[0].save()
    assert Clock.objects.count() == 2
    other = clock(1, subject="orm")
    other.save()
    names = [field.attname for field in Clock._meta.concrete_fields if field.attname not in ("id", "subject", "title")]
    written, orm = Clock.objects.get(pk=rows[0].pk), Clock.objects.get(pk=other.pk)
    assert [getattr(written, name) for name in names] == [getattr(orm, name) for name in names]
    insert_numbered([])
