"""Kept figures: the background works them out, each place has its own, and somebody who looks does so only where it does not come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches

from anxin.apps.payroll import figures, jobs, kept
from anxin.apps.payroll.models import Breach, Run
from anxin.apps.registry.events import EmployerChanged
from anxin.base.actors import system
from anxin.base.eventlog.log import record
from anxin.base.jobs import handlers
from anxin.base.scope import Scope

from .conftest import payroll, person, statement, transfer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def run_of(place, *, at=AT, parts_left=0):
    return Run.objects.create(
        place_path=place.path, inputs_hash="0", rule_version="1", engine="test", as_of=date(2026, 11, 23), lines=0, payments=0,
        due_fen=0, paid_fen=0, arrears_fen=0, result_path="", parts_left=parts_left, at=at,
    )  # fmt: skip


@pytest.fixture
def counted(monkeypatch):
    """Each working out of what breaks a rule, by the paths it was for."""
    done = []

    def count(scope):
        done.append(scope.paths)
        return {"minimum": len(done)}

    monkeypatch.setattr(figures, "_breaches", count)
    monkeypatch.setattr(figures, "KEPT", {"breaches": count})
    return done


def test_another_towns_comparison_touches_no_figure_of_this_one(small_town, counted):
    other = small_town.elsewhere.parent
    here, there = Scope((small_town.town.path,)), Scope((other.path,))
    for place in (small_town.town, other):
        run_of(place)
    figures.breach_counts(here), figures.breach_counts(there)
    run_of(other, at=AT + timedelta(hours=1))
    figures.breach_counts(here)
    assert figures.refresh_all() == 1
    assert counted == [here.paths, there.paths, there.paths]


def test_a_comparison_of_the_town_is_one_of_its_villages_too(small_town, counted):
    village = Scope((small_town.east.path,))
    run_of(small_town.town)
    before = kept.state_of(village)
    run_of(small_town.town, at=AT + timedelta(hours=1))
    assert kept.state_of(village) != before
    assert kept.state_of(Scope((small_town.elsewhere.path,))) == ("", False)
    assert kept.state_of(Scope(("33/3306/",))) == kept.state_of(Scope(("",))) == kept.state_of(village)
    assert kept.state_of(Scope()) == ("", False)


def test_who_looks_after_a_comparison_waits_for_nothing_and_the_background_brings_the_new_figure(small_town, counted):
    scope = Scope((small_town.town.path,))
    run_of(small_town.town)
    assert figures.breach_counts(scope) == {"minimum": 1}
    run_of(small_town.town, at=AT + timedelta(hours=1))
    assert figures.breach_counts(scope) == {"minimum": 1}
    assert figures.refresh(small_town.town.path) == 1
    assert figures.breach_counts(scope) == {"minimum": 2}
    assert len(counted) == 2


def test_where_the_background_does_not_come_somebody_who_looks_works_it_out(small_town, counted):
    scope = Scope((small_town.town.path,))
    run_of(small_town.town)
    figures.breach_counts(scope)
    run_of(small_town.town, at=AT + timedelta(hours=1))
    figures.breach_counts(scope)
    caches["kept"].delete(f"{kept._key('breaches', scope)}.grace")  # its time is over
    assert figures.breach_counts(scope) == {"minimum": 2}
    assert figures.breach_counts(scope) == {"minimum": 2}


def test_an_event_of_the_town_such_as_a_change_of_sector_is_followed_by_the_next_round(small_town, counted):
    scope = Scope((small_town.town.path,))
    run_of(small_town.town)
    figures.breach_counts(scope)
    assert figures.refresh_all() == 0
    record(
        EmployerChanged(employer=1, place=small_town.east.path, is_new=False, fields=("focus",)), by=system("t"), at=AT
    )
    assert (figures.refresh_all(), figures.refresh_all()) == (1, 0)


def test_reaches_wider_than_a_town_are_left_to_the_round(small_town, counted):
    wide = Scope(("33/3306/",))
    run_of(small_town.town)
    figures.breach_counts(wide)
    run_of(small_town.town, at=AT + timedelta(hours=1))
    assert figures.refresh(small_town.town.path) == 0
    assert figures.refresh_all() == 1
    assert counted == [wide.paths] * 2


def test_a_comparison_leaves_its_towns_figures_worked_out(desk, workshop, small_town):
    scope = Scope((small_town.town.path,))
    (
        figures.breach_counts(scope),
        figures.shortfall_count(scope),
        figures.outcomes(scope, first=0, last=0, today=AT.date()),
    )
    desk.hand_in(payroll(workshop, [person(1), person(2, due=1900, paid=1900)]))
    desk.hand_in(statement([transfer(1, 100)]), name="流水.xlsx", kind="bank")
    for name, work in figures.KEPT.items():
        stored = caches["kept"].get(kept._key(name, scope))
        assert stored.state == kept.state_of(scope), name
        assert stored.value == work(scope), name


def test_figures_follow_a_comparison_that_is_being_written(small_town, counted, monkeypatch):
    scope = Scope((small_town.town.path,))
    run_of(small_town.town, parts_left=3)
    figures.breach_counts(scope)
    follower = figures.following(small_town.town.path)
    follower.part_written()
    assert len(counted) == 1, "not after every part"
    follower._next = 0
    follower.part_written()
    follower.part_written()
    assert len(counted) == 2
    assert figures.breach_counts(scope) == {"minimum": 2}


def test_a_second_round_works_nothing_out_again(small_town):
    scope = Scope((small_town.town.path,))
    run_of(small_town.town)
    figures.breach_counts(scope), figures.shortfall_count(scope)
    context = handlers.JobContext(1, "payroll.figures", {}, AT, system("t"), 1, lambda *_: None)
    assert jobs.keep_figures(context) == {"figures": 1}, "what nobody asked for yet, which its page shows next"
    assert jobs.keep_figures(context) == {"figures": 0}
    assert Breach.objects.count() == 0
