"""A large town's findings are written in parts: each whole with its sums and its event, and what is killed between two is done again."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.core.cache import caches
from django.db import connection

from anxin.apps.payroll import figures, queries
from anxin.apps.payroll.actions import findings, reconcile
from anxin.apps.payroll.models import Breach, EmployerDebt, EmployerMonth, PlaceMonth, Recovery, Run, Shortfall
from anxin.apps.registry.models import Employer
from anxin.apps.warning.models import Assessment
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job
from anxin.base.places.models import Place
from anxin.base.scope import Scope

from .conftest import employer_at, payroll, person, statement, transfer
from .test_figures import agree

FIRMS = 3
LONG = 20
KEPT = {
    Shortfall: ("employer_id", "worker_id", "month", "arrears_fen", "paid_fen", "status", "place_path"),
    EmployerMonth: ("employer_id", "month", "workers", "unpaid", "short", "late", "arrears_fen"),
    EmployerDebt: ("employer_id", "fen", "workers", "months"),
    PlaceMonth: ("place_path", "month", "focus", "due_date", "employers", "owing", "only_late", "workers", "bad"),
    Breach: ("kind", "employer_id", "worker_id", "month", "amount_fen"),
    Recovery: ("employer_id", "worker_id", "month", "amount_fen"),
}  # fmt: skip


class Killed(BaseException):
    """As a power cut: nothing in the house catches it."""


def standing():
    return {model.__name__: sorted(model.objects.values_list(*names)) for model, names in KEPT.items()}


@pytest.fixture
def firms(small_town):
    return [employer_at(small_town.east if one % 2 else small_town.west, 30 + one) for one in range(FIRMS)]


def hand_in_all(desk, firms, *, work=True):
    for one, firm in enumerate(firms):
        people = [person(10 * one + 1), person(10 * one + 2, due=1900, paid=1900)]
        desk.hand_in(payroll(firm, people), name=f"{one}.xlsx", work=work and one == len(firms) - 1)


def paid(desk, *, work=True):
    moved = [transfer(10 * one + 1, 3000) for one in range(FIRMS)]
    desk.hand_in(statement(moved), name="流水.xlsx", kind="bank", work=work)


@pytest.fixture
def in_small_parts(monkeypatch):
    monkeypatch.setattr(findings, "PART", 1)


def told(type_):
    return EventRow.objects.filter(type=type_).count()


@pytest.mark.django_db
def test_after_every_part_all_figures_are_the_sums_of_their_rows(desk, firms, small_town, in_small_parts, monkeypatch):
    seen = []

    def between():
        caches["kept"].clear()  # what is kept for some seconds while it is written
        for place in (small_town.town, small_town.east, small_town.west):
            agree(Scope((place.path,)))
        seen.append(EmployerMonth.objects.count())

    monkeypatch.setattr(reconcile, "give_way", between)
    hand_in_all(desk, firms)
    assert seen == [1, 2], "one employer after the other"
    paid(desk)
    assert len(seen) == 4
    agree(Scope((small_town.town.path,)))
    assert Recovery.objects.count() == FIRMS


@pytest.mark.django_db
def test_written_in_parts_it_is_what_it_is_written_at_once(desk, firms, in_small_parts, monkeypatch):
    hand_in_all(desk, firms)
    paid(desk)
    in_parts = standing()
    assert all(in_parts.values())
    assert (told("payroll.findings_moved"), told("payroll.reconciled")) == (4, 2)
    for model in (Recovery, Shortfall, EmployerMonth, EmployerDebt, PlaceMonth, Breach):
        model.objects.all().delete()
    Run.objects.update(inputs_hash="")
    monkeypatch.undo()
    desk.at += timedelta(hours=1)
    reconcile.reconcile(
        place_path=desk.town.town.path, lake_root=desk.root, engine_url="duckdb://", by=desk.town.clerk, at=desk.at,
    )  # fmt: skip
    at_once = standing()
    assert at_once.pop("Recovery") == []
    in_parts.pop("Recovery")
    assert at_once == in_parts


@pytest.mark.django_db
def test_every_part_has_its_employers_judged(desk, firms, in_small_parts):
    hand_in_all(desk, firms)
    assert set(Assessment.objects.values_list("employer_id", flat=True)) == {one.pk for one in firms}


@pytest.mark.django_db
def test_what_is_killed_between_two_parts_shows_nowhere_as_a_comparison_and_is_done_again(
    desk, firms, small_town, in_small_parts, monkeypatch
):
    hand_in_all(desk, firms)
    whole, before = Run.objects.get(), standing()
    paid(desk, work=False)

    def killed():
        raise Killed

    scope = Scope((small_town.town.path,))
    with monkeypatch.context() as dying:
        dying.setattr(reconcile, "give_way", killed)
        with pytest.raises(Killed):
            desk.work()
    assert Recovery.objects.count() == 1, "the first part is there"
    agree(scope)
    assert queries.current_run(small_town.town.path) == whole
    assert [one.pk for one in queries.runs(scope)] == [whole.pk]
    assert queries.current_run(small_town.town.path) == whole
    again = {
        "place_path": small_town.town.path, "lake_root": desk.root, "engine_url": "duckdb://", "by": desk.town.clerk,
    }  # fmt: skip
    run = reconcile.reconcile(**again, at=desk.at + timedelta(minutes=1))
    assert Run.objects.count() == 2, "the comparison that was begun is the one that ends"
    assert queries.current_run(small_town.town.path) == run
    assert Recovery.objects.count() == FIRMS, "what came in is kept once"
    assert standing() != before
    figures.refresh(small_town.town.path)  # as the background does when it has compared
    agree(scope)
    assert reconcile.reconcile(**again, at=desk.at + timedelta(minutes=2)) == run


@pytest.mark.django_db
def test_a_comparison_of_other_inputs_goes_past_one_that_was_killed(
    desk, firms, small_town, in_small_parts, monkeypatch
):
    hand_in_all(desk, firms, work=False)
    with monkeypatch.context() as dying:
        dying.setattr(reconcile, "give_way", lambda: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            desk.work()
    Job.objects.filter(state="running").update(holder="elsewhere|1|1", lease_until=None)
    desk.at += timedelta(minutes=5)
    paid(desk)
    runs = list(Run.objects.order_by("pk"))
    assert [one.whole for one in runs] == [False, True]
    agree(Scope((small_town.town.path,)))


@pytest.mark.django_db
def test_a_sector_changed_in_the_register_is_put_right_by_the_next_comparison(desk, firms, small_town):
    hand_in_all(desk, firms)
    Employer.objects.filter(pk=firms[0].pk).update(focus="building")
    paid(desk)
    assert set(PlaceMonth.objects.values_list("focus", "employers")) >= {("building", 1)}
    assert sum(PlaceMonth.objects.values_list("employers", flat=True)) == FIRMS


@pytest.mark.django_db(transaction=True)
def test_somebody_else_writes_while_a_town_is_compared_and_what_moves_is_found(desk, firms, small_town, monkeypatch):
    written, moves = [], reconcile.moves

    def write():
        try:
            written.append(Place.objects.filter(pk=small_town.east.pk).update(name="写得进去"))
        finally:
            connection.close()

    def slowly(*some):
        found = moves(*some)
        thread = Thread(target=write)
        thread.start()
        thread.join(LONG)
        assert not thread.is_alive(), "the writer is held"
        return found

    monkeypatch.setattr(reconcile, "moves", slowly)
    hand_in_all(desk, firms)
    assert written[0] == 1
    assert EmployerMonth.objects.count() == FIRMS
