"""Employers are judged while the town goes on writing, and an older reading is never laid over a newer one."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection

from anxin.apps.warning.actions import level
from anxin.apps.warning.models import Assessment
from anxin.base.places.models import Place

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 20


def in_a_thread(act):
    def run():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_somebody_else_writes_while_facts_are_gathered(scene, monkeypatch):
    employer = scene.employer()
    scene.owes(employer, 300_000)
    written, gather = [], level.gather

    def slowly(*some, **more):
        def write():
            written.append(Place.objects.filter(pk=employer.village_id).update(name="写得进去"))

        thread = in_a_thread(write)
        thread.join(LONG)
        assert not thread.is_alive(), "the writer is held"
        return gather(*some, **more)

    monkeypatch.setattr(level, "gather", slowly)
    scene.judge()
    assert written == [1]
    assert scene.warning(employer).level == "yellow"


def test_who_reads_later_writes_later(scene, monkeypatch):
    employer = scene.employer()
    scene.owes(employer, 300_000)
    second, begun, gather = [], Event(), level.gather

    def slowly(*some, **more):
        facts = gather(*some, **more)
        if not begun.is_set():
            begun.set()
            scene.pays_all(employer)
            second.append(in_a_thread(scene.judge))
            second[0].join(0.5)
            assert second[0].is_alive(), "the second one read while the first had not written"
        return facts

    monkeypatch.setattr(level, "gather", slowly)
    scene.judge()
    second[0].join(LONG)
    assert not second[0].is_alive()
    assert Assessment.objects.get(employer=employer, current=True).level == "green"
