"""`Later` reactions: written with their event, done at least once, buried when they keep failing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from anxin.base.eventlog import dispatch
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job, JobState
from anxin.base.jobs.worker import run_until_idle

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Happened(Event):
    """Something with a consequence."""

    type: ClassVar[str] = "tests.happened"
    number: int

    @property
    def subject(self) -> str:
        return f"tests.thing:{self.number}"

    @property
    def place_path(self) -> str:
        return "33/3306/330602/330602013/"

    def in_words(self) -> str:
        return "发生"


seen: list[tuple[Event, int, str]] = []


def follow(event, *, seq, by, at):
    seen.append((event, seq, by.id))
    if event.number == 1:
        record(Happened(2), by=by, at=at)
    if event.number == 13:
        raise RuntimeError


@pytest.fixture(autouse=True)
def connected():
    seen.clear()
    dispatch.connect({Happened: (dispatch.Later(follow, lane="urgent"),)})
    yield
    dispatch._REACTIONS.pop(Happened.type)


def test_a_later_reaction_is_done_after_the_act_and_names_its_cause(at, clerk):
    first = record(Happened(1), by=clerk, at=at)
    assert not seen
    assert run_until_idle(at) == 2
    assert [(event.number, by) for event, _, by in seen] == [(1, "person:7"), (2, "person:7")]
    assert EventRow.objects.get(subject="tests.thing:2").causation == first


def test_an_act_undone_leaves_no_reaction(at, clerk):
    class Undone(Exception):
        pass

    @transaction.atomic
    def act():
        record(Happened(1), by=clerk, at=at)
        raise Undone

    with pytest.raises(Undone):
        act()
    assert run_until_idle(at) == 0


def test_a_reaction_that_keeps_failing_is_shown_to_people_and_stops_nothing_else(at, clerk):
    record(Happened(13), by=clerk, at=at)
    record(Happened(3), by=clerk, at=at)
    for hour in range(9):
        run_until_idle(at + timedelta(hours=hour))
    assert Job.objects.get(state=JobState.DEAD).payload["handler"].endswith("follow")
    assert Job.objects.filter(state=JobState.DONE).count() == 1


def test_a_reaction_taken_off_the_table_is_skipped(at, clerk):
    record(Happened(3), by=clerk, at=at)
    dispatch._REACTIONS[Happened.type] = ()
    run_until_idle(at)
    assert Job.objects.get().result == {"skipped": f"{__name__}.follow"}
