"""Clocks: every obligation warns and expires exactly once, stands still when it must, and moves only by an act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.base import clocks
from anxin.base.actors import Actor, system
from anxin.base.clocks import sweeping
from anxin.base.clocks.models import Clock
from anxin.base.clocks.queries import progress
from anxin.base.clocks.sweeping import ClocksStuck
from anxin.base.eventlog import dispatch
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import in_words
from anxin.base.jobs import schedules
from anxin.base.jobs.worker import run_until_idle
from anxin.base.scope import Scope

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOWN = "33/3306/330602/330602013/"
CLERK = Actor("person:7", "张经办", Scope((TOWN,)), frozenset())
KEEPER = system("clock-keeper")
HOUR = timedelta(hours=1)
CHECK = {"subject": "warning:1", "kind": "warning.check"}


def start(**more):
    given = {
        **CHECK,
        "title": "核查预警",
        "place_path": TOWN,
        "due_at": AT + 8 * HOUR,
        "owner": "person:7",
        "by": CLERK,
        "at": AT,
    }
    return clocks.start(**{**given, **more})


def events():
    return [row.type for row in EventRow.objects.order_by("seq")]


def sweep(at):
    return clocks.sweep(by=KEEPER, at=at)


def test_a_clock_warns_at_three_quarters_and_expires_after_its_due_instant_each_once():
    start()
    assert sweep(AT + 6 * HOUR - timedelta(seconds=1)) == 0
    assert sweep(AT + 6 * HOUR) == 1
    assert sweep(AT + 7 * HOUR) == 0
    assert sweep(AT + 8 * HOUR) == 0
    assert sweep(AT + 8 * HOUR + timedelta(seconds=1)) == 1
    assert sweep(AT + 99 * HOUR) == 0
    assert events() == ["clocks.started", "clocks.warned", "clocks.expired"]


def test_a_clock_found_late_after_the_server_was_down_expires_without_a_warning():
    start()
    sweep(AT + 9 * HOUR)
    assert events() == ["clocks.started", "clocks.expired"]


def test_starting_it_again_while_it_runs_changes_nothing():
    first = start()
    assert start(due_at=AT + 99 * HOUR).pk == first.pk
    assert events() == ["clocks.started"]


def test_the_database_keeps_two_clocks_of_a_kind_from_running_for_one_subject():
    clock = start()
    clock.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


def test_stopping_says_whether_it_was_in_time():
    start()
    assert clocks.stop(**CHECK, outcome="verified", by=CLERK, at=AT + HOUR)
    assert not clocks.stop(**CHECK, outcome="verified", by=CLERK, at=AT + HOUR)
    assert in_words(EventRow.objects.order_by("-seq").first()) == "计时停止，未逾期"
    start()
    clocks.stop(**CHECK, outcome="verified", by=CLERK, at=AT + 9 * HOUR)
    assert in_words(EventRow.objects.order_by("-seq").first()) == "计时停止，已逾期"
    assert sweep(AT + 99 * HOUR) == 0


def test_time_stands_still_in_a_pause_and_the_due_instant_moves_by_it():
    start()
    assert clocks.pause(**CHECK, by=CLERK, at=AT + 2 * HOUR)
    assert not clocks.pause(**CHECK, by=CLERK, at=AT + 3 * HOUR)
    assert sweep(AT + 50 * HOUR) == 0
    assert clocks.resume(**CHECK, by=CLERK, at=AT + 50 * HOUR)
    assert Clock.objects.get().due_at == AT + 56 * HOUR
    assert progress(Clock.objects.get(), AT + 50 * HOUR) == pytest.approx(0.25)
    assert sweep(AT + 57 * HOUR) == 1


def test_the_law_may_count_a_pause_otherwise():
    start()
    clocks.pause(**CHECK, by=CLERK, at=AT + 2 * HOUR)
    clocks.resume(**CHECK, by=CLERK, at=AT + 3 * HOUR, due_at=AT + 30 * HOUR)
    assert Clock.objects.get().due_at == AT + 30 * HOUR


def test_an_extension_moves_the_due_instant_and_it_warns_and_expires_anew():
    start()
    sweep(AT + 9 * HOUR)
    assert clocks.move_due(**CHECK, due_at=AT + 24 * HOUR, by=CLERK, at=AT + 10 * HOUR)
    assert not clocks.move_due(**CHECK, due_at=AT + 24 * HOUR, by=CLERK, at=AT + 10 * HOUR)
    assert "改为 2026-11-24 09:00" in in_words(EventRow.objects.order_by("-seq").first())
    assert sweep(AT + 23 * HOUR) == 1
    assert sweep(AT + 25 * HOUR) == 1


def test_a_restarted_clock_is_a_new_one():
    first = start()
    second = clocks.restart(**CHECK, due_at=AT + 20 * HOUR, by=CLERK, at=AT + 5 * HOUR)
    assert second.pk != first.pk
    assert (second.started_at, second.owner) == (AT + 5 * HOUR, "person:7")
    assert Clock.objects.get(pk=first.pk).outcome == "restarted"


def test_handing_over_reaches_only_running_clocks():
    start()
    clocks.stop(**CHECK, outcome="x", by=CLERK, at=AT)
    start()
    assert clocks.hand_over(subject="warning:1", owner="person:9", by=CLERK, at=AT) == 1
    assert [clock.owner for clock in clocks.of("warning:1").order_by("pk")] == ["person:7", "person:9"]


def test_reads_show_only_what_lies_within_reach_soonest_first():
    start(subject="a", due_at=AT + 5 * HOUR)
    start(subject="b", due_at=AT + HOUR, owner="role:clerk")
    start(subject="c", place_path="33/3306/330602/330602014/", owner="")
    assert [clock.subject for clock in clocks.running(CLERK.scope)] == ["b", "a"]
    assert not clocks.running(Scope())
    assert [clock.subject for clock in clocks.due(CLERK.scope, AT + 2 * HOUR)] == ["b"]
    assert [clock.subject for clock in clocks.due(CLERK.scope, AT + 9 * HOUR, "person:7")] == ["a"]
    assert [clock.subject for clock in clocks.late(CLERK.scope, AT + 6 * HOUR)] == ["b", "a"]
    assert {clock.subject for clock in clocks.mine(CLERK.scope, "person:7", ["clerk"])} == {"a", "b"}


def test_the_clock_keeper_sweeps_every_minute():
    start()
    schedules.tick(AT + 9 * HOUR)
    run_until_idle(AT + 9 * HOUR)
    assert "clocks.expired" in events()


def test_a_sweep_of_many_clocks_is_done_in_small_transactions(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("anxin.base.clocks.sweeping.BATCH", 2)
    for number in range(5):
        start(subject=f"s:{number}")
    assert sweep(AT + 9 * HOUR) == 5
    with django_assert_max_num_queries(4):
        assert sweep(AT + 9 * HOUR) == 0


def test_a_clock_whose_consequence_fails_keeps_no_other_from_its_turn(monkeypatch):
    def fail(event, *, seq, by, at):
        if event.of == "s:1":
            raise ValueError("no such matter")

    monkeypatch.setitem(dispatch._REACTIONS, "clocks.expired", (dispatch.Now(fail),))
    for number in range(3):
        start(subject=f"s:{number}")
    with pytest.raises(ClocksStuck):
        sweep(AT + 9 * HOUR)
    assert set(Clock.objects.exclude(expired_at=None).values_list("subject", flat=True)) == {"s:0", "s:2"}
    assert events().count("clocks.expired") == 2
    monkeypatch.undo()
    assert sweep(AT + 9 * HOUR) == 1


MOVES = st.lists(st.tuples(st.sampled_from(["pause", "resume", "sweep", "move"]), st.integers(1, 40)), max_size=12)


@given(MOVES)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_is_done_to_a_clock_it_expires_once_for_each_due_instant(moves):
    with transaction.atomic():
        start()
        now = AT
        for verb, hours in moves:
            now += hours * HOUR
            if verb == "sweep":
                sweep(now)
            elif verb == "move":
                clocks.move_due(**CHECK, due_at=now + hours * HOUR, by=CLERK, at=now)
            else:
                getattr(clocks, verb)(**CHECK, by=CLERK, at=now)
            clock = Clock.objects.get(stopped_at=None)
            assert 0 <= progress(clock, now) <= 1
        told = events()
        settings_of_due = 1 + told.count("clocks.moved") + told.count("clocks.resumed")
        assert told.count("clocks.expired") <= settings_of_due
        assert told.count("clocks.warned") <= settings_of_due
        clocks.resume(**CHECK, by=CLERK, at=now)
        sweep(now + 1000 * HOUR)
        assert Clock.objects.get(stopped_at=None).expired_at is not None
        transaction.set_rollback(True)


def test_what_a_package_offers_is_named_and_nothing_else():
    assert callable(clocks.start)
    with pytest.raises(AttributeError):
        clocks.nothing  # noqa: B018


def test_who_waits_is_let_in_between_two_parts_of_a_sweep(monkeypatch):
    gaps = []
    for number in range(5):
        start(subject=f"many:{number}")
    monkeypatch.setattr(sweeping, "BATCH", 2)
    monkeypatch.setattr(sweeping, "give_way", lambda: gaps.append(Clock.objects.exclude(expired_at=None).count()))
    assert sweep(AT + 9 * HOUR) == 5
    assert gaps == [2, 4]
