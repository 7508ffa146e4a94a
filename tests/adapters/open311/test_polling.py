"""A platform asks what has moved since it last asked, however old the filing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anxin.apps.intake.actions.talk import write
from anxin.apps.intake.models import Filing
from anxin.base.eventlog.models import EventRow

from .test_open311 import filed, get

pytestmark = pytest.mark.django_db


def moved(client, at, **more):
    answer = get(client, "requests.json", updated_after=at.isoformat(), **more)
    assert answer.status_code == 200, answer.content.decode()
    return [one["service_request_id"] for one in answer.json()]


def test_what_was_answered_since_is_told_and_what_stood_still_is_not(client, town):
    old, still = filed(client), filed(client)
    Filing.objects.update(received_at=Filing.objects.get(pk=old).received_at - timedelta(days=200))
    asked = EventRow.objects.latest("seq").happened_at
    assert moved(client, asked) == []
    later = asked + timedelta(hours=1)
    write(filing_id=int(old), words="已核实，正在处理", by=town.clerk, at=later)
    assert moved(client, asked, updated_before=(later + timedelta(hours=1)).isoformat()) == [old]
    assert still not in moved(client, asked, updated_before=(later + timedelta(hours=1)).isoformat())


def test_a_new_filing_is_told_and_other_filters_hold_as_well(client, town):
    before = filed(client)
    asked = Filing.objects.get(pk=before).received_at
    new = filed(client, service_code="lead")
    assert moved(client, asked) == [new]
    assert moved(client, asked, service_code="complaint") == []
    assert moved(client, asked - timedelta(days=1), end_date=(asked + timedelta(seconds=0)).isoformat()) == [before]
    assert get(client, "requests.json", updated_after="yesterday").status_code == 400
    assert get(client, "requests.json", updated_after=(asked - timedelta(days=99)).isoformat(), updated_before=asked.isoformat()).status_code == 400  # fmt: skip
