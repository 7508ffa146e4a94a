"""The log: what is appended, in which chain, and what the database refuses."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from anxin.base.eventlog import dispatch
from anxin.base.eventlog.chain import GENESIS, canonical, chain_of
from anxin.base.eventlog.event import Event, PersonalDataRefused, event_classes, refuse_personal_fields
from anxin.base.eventlog.log import Told, record, record_many
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import event_of, in_words, upcasts

OTHER = "33/3306/330602/330602014/"


@pytest.mark.django_db
def test_an_event_is_stored_with_who_when_where_and_on_which_hash_it_stands(noted, clerk, at):
    record(noted(1), by=clerk, at=at, happened_at=at - timedelta(hours=2))
    record(noted(2), by=clerk, at=at)
    first, second = EventRow.objects.order_by("seq")
    assert (first.chain, first.chain_seq, first.prev_hash) == ("330602013", 1, GENESIS)
    assert (second.chain_seq, second.prev_hash) == (2, first.hash)
    assert (first.actor, first.happened_at, first.recorded_at) == ("person:7", at - timedelta(hours=2), at)
    assert first.data["number"] == 1


@pytest.mark.django_db
def test_each_town_has_a_chain_of_its_own(noted, clerk, at):
    record(noted(1), by=clerk, at=at)
    record(noted(2, place=OTHER), by=clerk, at=at)
    assert list(EventRow.objects.order_by("seq").values_list("chain", "chain_seq")) == [
        ("330602013", 1),
        ("330602014", 1),
    ]


@pytest.mark.django_db
def test_an_event_vanishes_with_the_transaction_of_its_act(noted, clerk, at):
    class Undone(Exception):
        pass

    @transaction.atomic
    def act():
        record(noted(1), by=clerk, at=at)
        raise Undone

    with pytest.raises(Undone):
        act()
    assert not EventRow.objects.exists()
    record(noted(2), by=clerk, at=at)
    assert EventRow.objects.get().chain_seq == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE eventlog_eventrow SET actor = 'person:8'", "DELETE FROM eventlog_eventrow", "TRUNCATE eventlog_eventrow"],
)
def test_the_database_refuses_to_change_delete_or_empty_the_log(statement, noted, clerk, at):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    record(noted(1), by=clerk, at=at)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert EventRow.objects.count() == 1


PLACE_IN_CHAIN = "happened_at, recorded_at, type, version, subject, place_path, actor, on_behalf_of, correlation, payload, prev_hash, hash, drill"


@pytest.mark.django_db
@pytest.mark.parametrize("row", ["seq, 'else', 1", "NULL, chain, chain_seq"])
def test_no_event_is_replaced_by_another(row, noted, clerk, at):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can insert in place of a row")
    record(noted(1), by=clerk, at=at)
    replace = (
        f"INSERT OR REPLACE INTO eventlog_eventrow (seq, chain, chain_seq, {PLACE_IN_CHAIN}) "
        f"SELECT {row}, {PLACE_IN_CHAIN} FROM eventlog_eventrow"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)


@pytest.mark.django_db
def test_a_stored_event_comes_back_as_it_was_and_says_itself_in_chinese(noted, clerk, at):
    event = noted(3, day=date(2026, 11, 1), many=(1, 2))
    record(event, by=clerk, at=at)
    row = EventRow.objects.get()
    assert event_of(row) == event
    assert in_words(row) == "记下第 3 件"


@pytest.mark.django_db
def test_an_event_whose_room_is_gone_still_shows_its_type(noted, clerk, at):
    record(noted(3), by=clerk, at=at)
    row = EventRow.objects.get()
    row.type = "gone.away"
    assert in_words(row) == "gone.away"


@dataclass(frozen=True, slots=True)
class Second(Event):
    """The second version of something."""

    type: ClassVar[str] = "tests.second"
    schema_version: ClassVar[int] = 2
    fen: int

    @property
    def subject(self) -> str:
        return "tests.thing:1"

    @property
    def place_path(self) -> str:
        return ""

    def in_words(self) -> str:
        return f"{self.fen} 分"


@upcasts("tests.second", version=1)
def _lift(payload):
    return {"fen": payload["yuan"] * 100}


def test_an_old_version_is_lifted_when_it_is_read():
    row = EventRow(type="tests.second", version=1, payload='{"yuan":3}')
    assert event_of(row) == Second(fen=300)


@pytest.mark.django_db
def test_an_identity_or_mobile_number_never_enters_a_payload(clerk, at):
    @dataclass(frozen=True, slots=True)
    class Spoken(Event):
        type: ClassVar[str] = "tests.spoken"
        words: str

        @property
        def subject(self) -> str:
            return "tests.thing:1"

        @property
        def place_path(self) -> str:
            return ""

    for words in ("请拨 13800138000 联系", "身份证11010519491231002X", "号码：11010519491231002x。"):
        with pytest.raises(PersonalDataRefused):
            record(Spoken(words), by=clerk, at=at)
    record(Spoken("金额 1380013800000 分，文件 " + "1" * 64), by=clerk, at=at)
    assert EventRow.objects.count() == 1


@pytest.mark.parametrize(
    "annotations",
    [
        {"name": "str"},
        {"worker_name": "str"},
        {"phone": "str"},
        {"id_number": "str"},
        {"bank_card": "str"},
        {"photo": "str"},
        {"whole": "Worker"},
        {"sealed": "bytes"},
        {"anything": "dict[str, Any]"},
    ],
)
def test_an_event_class_with_a_field_that_smells_of_personal_data_cannot_be_declared(annotations):
    with pytest.raises(PersonalDataRefused):
        type("Bad", (Event,), {"__annotations__": annotations, "__module__": __name__})


def test_no_declared_event_class_carries_personal_data():
    assert event_classes()
    for cls in event_classes().values():
        for parent in cls.__mro__:
            if isinstance(parent, type) and issubclass(parent, Event):
                refuse_personal_fields(parent)


def test_every_declared_event_is_named_by_its_room_in_the_past_and_says_what_it_means():
    for type_, cls in event_classes().items():
        assert type_ == type_.lower()
        assert "." in type_
        assert cls.__doc__, type_


@pytest.mark.django_db
def test_history_loaded_in_bulk_stands_in_the_same_chains_without_reactions(noted, clerk, at):
    seen = []
    dispatch.connect({noted: (dispatch.Now(lambda event, *, seq, by, at: seen.append(seq)),)})
    try:
        record(noted(0), by=clerk, at=at)
        told = [Told(noted(n, place=OTHER if n % 3 else noted(0).place), clerk, at) for n in range(1, 2001)]
        assert record_many(told, batch=300) == 2000
    finally:
        dispatch._REACTIONS.pop(noted.type)
    assert len(seen) == 1
    by_chain = {}
    for row in EventRow.objects.order_by("seq"):
        before = by_chain.get(row.chain)
        assert row.prev_hash == (before.hash if before else GENESIS)
        assert row.chain_seq == (before.chain_seq + 1 if before else 1)
        by_chain[row.chain] = row
    assert set(by_chain) == {"330602013", "330602014"}


@pytest.mark.django_db
def test_what_is_done_at_once_names_its_cause_and_shares_the_transaction(noted, clerk, at):
    def follow(event, *, seq, by, at):
        if event.number == 1:
            record(replace(event, number=2), by=by, at=at)

    dispatch.connect({noted: (dispatch.Now(follow),)})
    try:
        with dispatch.correlated("request:9"):
            seq = record(noted(1), by=clerk, at=at)
    finally:
        dispatch._REACTIONS.pop(noted.type)
    first, second = EventRow.objects.order_by("seq")
    assert (first.seq, first.causation) == (seq, None)
    assert second.causation == seq
    assert {first.correlation, second.correlation} == {"request:9"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_writers_of_one_town_leave_one_unbroken_chain(noted, clerk, at):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")

    def write(first):
        for number in range(first, first + 50):
            record(noted(number), by=clerk, at=at)
        connection.close()

    threads = [threading.Thread(target=write, args=(n * 100,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hashes = {row.chain_seq: row for row in EventRow.objects.all()}
    assert sorted(hashes) == list(range(1, 201))
    assert all(hashes[n].prev_hash == hashes[n - 1].hash for n in range(2, 201))


@given(st.dictionaries(st.text(min_size=1), st.recursive(st.integers() | st.text() | st.none(), st.lists)))
def test_a_payload_has_one_text_whatever_the_order_of_its_keys(payload):
    assert canonical(payload) == canonical(dict(reversed(payload.items())))


def test_the_chain_is_the_town_or_what_stands_above_it():
    assert chain_of("33/3306/330602/330602013/330602013201/12/") == "330602013"
    assert chain_of("33/3306/") == "3306"
    assert chain_of("") == "system"
