"""Saying things by OneBot's HTTP interface: tried again while the line is down, once when it is up, a refusal noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anxin.adapters.onebot.models import Offer
from anxin.base.jobs.models import Job, JobState
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.clock import SystemClock

from .conftest import OWED, event
from .test_beside_others import Interface

pytestmark = pytest.mark.django_db


@pytest.fixture
def interface(configured, settings):
    found = Interface()
    settings.SETTINGS = replace(settings.SETTINGS, onebot_api=found.start())
    yield found
    found.server.shutdown()
    found.server.server_close()


def work(after=0):
    return run_until_idle(SystemClock().now() + timedelta(seconds=after))


def test_a_message_that_arrived_is_not_sent_again_when_its_job_runs_twice(interface, group, onebot):
    onebot.send(event(OWED))
    work()
    assert Offer.objects.get().state == "sent"
    Job.objects.filter(kind="onebot.say").update(state=JobState.QUEUED, attempts=0)
    work()
    assert len(interface.taken) == 1


def test_a_line_that_is_down_is_tried_again(configured, group, onebot):
    onebot.send(event(OWED))
    work()
    job = Job.objects.get(kind="onebot.say")
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert Offer.objects.get().state == "waiting"


def test_a_refusal_is_noted_and_stands(interface, group, onebot):
    interface.answer = {"status": "failed", "retcode": 100}
    onebot.send(event(OWED))
    work()
    assert Offer.objects.get().state == "failed"
    assert Job.objects.get(kind="onebot.say").state == JobState.DONE
    assert len(interface.taken) == 1


def test_a_message_given_up_after_the_last_attempt_counts_as_not_delivered(configured, group, onebot):
    onebot.send(event(OWED))
    for days in range(8):
        work(after=days * 86_400)
    assert Job.objects.get(kind="onebot.say").state == JobState.DEAD
    assert Offer.objects.get().state == "failed"


def test_a_message_given_up_counts_as_delivered_once_somebody_has_it_sent_after_all(interface, group, onebot):
    onebot.send(event(OWED))
    Offer.objects.update(state="failed")
    work()
    assert Offer.objects.get().state == "sent"
