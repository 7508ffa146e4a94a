"""A new notice or law moves no clock by itself: it is found, named with its cause, and applied by a person as an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from anxin.base import clocks
from anxin.base.actors import Actor, system
from anxin.base.clocks import affected as looking
from anxin.base.clocks import reviewing
from anxin.base.clocks.affected import affected, apply, as_value
from anxin.base.clocks.models import Clock
from anxin.base.clocks.reviewing import KIND, review
from anxin.base.eventlog.models import EventRow
from anxin.base.scope import Scope
from anxin.domain.clocks import StatutoryClock
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotAllowed
from anxin.law import book, office_calendar

pytestmark = pytest.mark.django_db
TOWN = "33/3306/330602/330602013/"
ELSEWHERE = "33/3306/330602/330602014/"
HEAD = Actor("person:1", "赵主任", Scope((TOWN,)), frozenset({"clocks.recompute"}))
PARAM = "zj_acceptance_days"
BEFORE_NEW_YEAR = datetime(2026, 12, 28, 2, tzinfo=UTC)
NOTICE = (
    "year: 2027\nnotices:\n- title: 国务院办公厅关于2027年部分节假日安排的通知\n  url: https://example.invalid/2027\n"
    "  published: '2026-11-30'\n  days:\n  - {name: 元旦, rest: '2027-01-01..2027-01-05', work: []}\n"
)
DUE_BEFORE, DUE_AFTER = date(2027, 1, 5), date(2027, 1, 7)
"""28 Dec begins; 29, 30, 31 Dec, then by estimate 4 and 5 Jan, by the notice 6 and 7 Jan."""


def begin(param=PARAM, at=BEFORE_NEW_YEAR, subject="test:1", place=TOWN):
    law = book("330602013")
    found = StatutoryClock.start(law.get(param, on=local_date(at)), at=at).deadline(office_calendar())
    return clocks.start(
        kind="test", title="受理", subject=subject, place_path=place, due_at=found.due_at, started_at=at,
        law_param=param, law_date=local_date(at), calendar_version=found.calendar_version,
        provisional=found.provisional, why=found.in_words(), by=HEAD, at=at,
    )  # fmt: skip


@pytest.fixture
def notice(settings, tmp_path):
    """Lays the notice of 2027 into the deployment's own folder."""

    def lay():
        folder = tmp_path / "law" / "calendar"
        folder.mkdir(parents=True)
        (folder / "2027.yaml").write_text(NOTICE, encoding="utf-8")
        settings.SETTINGS = replace(settings.SETTINGS, law_overrides=tmp_path / "law")

    return lay


def days():
    return {one.clock.subject: (one.clock.due_at, one.now.due_at, one.why) for one in affected(HEAD.scope)}


def test_a_clock_into_an_unpublished_year_is_provisional_and_the_notice_moves_it_only_when_a_person_says_so(notice):
    clock = begin()
    assert (clock.provisional, local_date(clock.due_at)) == (True, DUE_BEFORE)
    assert not days()
    notice()
    (found,) = affected(HEAD.scope)
    assert (found.clock, found.moves, local_date(found.now.due_at)) == (clock, True, DUE_AFTER)
    assert found.why == "放假安排有更新"
    clock.refresh_from_db()
    assert local_date(clock.due_at) == DUE_BEFORE, "finding moves nothing"
    assert apply(clock_ids=None, by=HEAD, at=BEFORE_NEW_YEAR + timedelta(days=1)) == 1
    clock.refresh_from_db()
    assert (local_date(clock.due_at), clock.provisional) == (DUE_AFTER, False)
    assert any("元旦" in words for words in clock.why)
    row = EventRow.objects.order_by("seq").last()
    assert (row.type, row.actor) == ("clocks.moved", HEAD.id)
    assert not days()


def test_what_a_notice_moves_becomes_the_duty_of_the_office_until_it_is_applied(notice):
    """So that it stands on the today page, once per town, and goes when nothing waits any more."""
    keeper, later = system("clock-keeper"), BEFORE_NEW_YEAR + timedelta(hours=20)
    begin(subject="test:1")
    begin(subject="test:2", place=TOWN + "330602013201/")
    assert review(by=keeper, at=later) == 0
    notice()
    assert review(by=keeper, at=later) == 2
    assert review(by=keeper, at=later) == 2, "asked again it starts nothing twice"
    duty = Clock.objects.get(kind=KIND, stopped_at=None)
    assert (duty.place_path, duty.owner) == (TOWN, "role:head")
    assert duty.title.startswith("2 个期限")
    apply(clock_ids=None, by=HEAD, at=later)
    assert review(by=keeper, at=later) == 0
    assert not Clock.objects.filter(kind=KIND, stopped_at=None).exists()


def test_only_the_clocks_named_are_moved_and_none_of_another_place(notice):
    one, two = begin(subject="test:1"), begin(subject="test:2")
    begin(subject="test:3", place=ELSEWHERE)
    notice()
    assert set(days()) == {"test:1", "test:2"}
    assert apply(clock_ids=[two.pk], by=HEAD, at=BEFORE_NEW_YEAR) == 1
    one.refresh_from_db()
    assert local_date(one.due_at) == DUE_BEFORE
    assert set(days()) == {"test:1"}


def test_whoever_lacks_the_power_applies_nothing(notice):
    begin()
    notice()
    with pytest.raises(NotAllowed):
        apply(clock_ids=None, by=replace(HEAD, powers=frozenset()), at=BEFORE_NEW_YEAR)
    assert days()


def test_a_notice_that_changes_nothing_of_a_period_makes_it_final(notice):
    early = begin(subject="test:early", at=datetime(2026, 12, 1, 2, tzinfo=UTC))
    assert not early.provisional
    notice()
    assert "test:early" not in days()


def test_a_clock_that_stands_still_or_has_stopped_is_left_alone(notice):
    begin(subject="test:1")
    begin(subject="test:2")
    clocks.pause(subject="test:1", kind="test", by=HEAD, at=BEFORE_NEW_YEAR + timedelta(hours=5))
    clocks.stop(subject="test:2", kind="test", outcome="done", by=HEAD, at=BEFORE_NEW_YEAR + timedelta(hours=5))
    notice()
    assert not days()


@budget(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(gaps=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 200)), max_size=4), extended=st.booleans())
def test_what_a_clock_keeps_gives_the_value_that_the_pure_rules_have(gaps, extended):
    Clock.objects.all().delete()
    at, law = datetime(2026, 3, 2, 1, tzinfo=UTC), book("330602013")
    clock = begin("zj_investigation_days", at=at)
    value = StatutoryClock.start(law.get("zj_investigation_days", on=local_date(at)), at=at)
    for after, lasts in gaps:
        at += timedelta(hours=after)
        clocks.pause(subject="test:1", kind="test", by=HEAD, at=at, reason="鉴定")
        value = value.pause(at=at, reason="鉴定")
        at += timedelta(hours=lasts)
        clocks.resume(subject="test:1", kind="test", by=HEAD, at=at)
        value = value.resume(at=at)
    if extended:
        value = value.extend(law)
        due = value.deadline(office_calendar()).due_at
        clocks.move_due(subject="test:1", kind="test", due_at=due, by=HEAD, at=at, extended=True)
    clock.refresh_from_db()
    assert as_value(clock, law).deadline(office_calendar()) == value.deadline(office_calendar())


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_every_clock_is_worked_out_again_and_they_are_moved_some_at_a_time(notice, monkeypatch):
    for one in range(5):
        begin(subject=f"test:{one}")
    notice()
    held, honest, gaps = [], looking.affected, []

    def watched(scope):
        held.append(connection.in_atomic_block)
        return honest(scope)

    monkeypatch.setattr(looking, "affected", watched)
    monkeypatch.setattr(reviewing, "affected", watched)
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    monkeypatch.setattr(
        looking, "give_way", lambda: gaps.append(Clock.objects.filter(kind="test", provisional=False).count())
    )
    assert review(by=system("clock-keeper"), at=BEFORE_NEW_YEAR) == 5
    assert apply(clock_ids=None, by=HEAD, at=BEFORE_NEW_YEAR) == 5
    assert held == [False, False]
    assert gaps == [2, 4], "each part is whole before the next one begins"
    assert EventRow.objects.filter(type="clocks.moved").count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_stopped_while_the_others_were_looked_for_is_left_as_it_is(notice, monkeypatch):
    begin()
    notice()
    honest = looking.affected

    def late(scope):
        found = list(honest(scope))
        clocks.stop(subject="test:1", kind="test", outcome="办结", by=HEAD, at=BEFORE_NEW_YEAR)
        return found

    monkeypatch.setattr(looking, "affected", late)
    assert apply(clock_ids=None, by=HEAD, at=BEFORE_NEW_YEAR) == 0
    assert local_date(Clock.objects.get(subject="test:1").due_at) == DUE_BEFORE
