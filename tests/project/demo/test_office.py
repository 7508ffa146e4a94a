"""The demonstration town's filings and cases: lived through by the actions that people use, in the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anxin.adapters.api.models import ApiToken
from anxin.adapters.onebot.models import Group
from anxin.adapters.webhooks.models import Subscription
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.models import Case, Disorder, DisorderCheck, Procedure
from anxin.apps.documents.models import Paper
from anxin.apps.intake.models import Call, Channel, Filing, Identity, Message, Poster, Twin
from anxin.apps.payroll.models import Dispute, HandPayment
from anxin.apps.warning.models import Warning
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.verifying import verify
from anxin.base.jobs.models import Job
from anxin.base.vault.sealing import open_
from anxin.domain.casework.ledger import balances
from anxin.kernel.clock import local_date
from anxin.project.demo import desk
from anxin.project.demo.desk import GATHERED
from anxin.project.demo.loading import aside, load
from anxin.project.demo.numbers import PHONE_PREFIX

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_the_town_s_complaints_come_in_are_answered_and_become_cases_that_end_when_paid(monkeypatch):
    # A small town says in two years what the whole one says in four months.
    monkeypatch.setattr(desk, "DESK_OPENED", timedelta(days=800))
    lines: list[str] = []
    with aside(size=120, workers=2500, at=AT) as drawn:
        load(drawn, say=lines.append)
    assert not [one for one in lines if one.startswith("未办成")], "no step of the stories is refused"
    filings = Filing.objects.all()
    assert set(filings.values_list("channel", flat=True)) >= {
        Channel.WEB,
        Channel.HOTLINE,
        Channel.CALL_12345,
        Channel.QQ,
        Channel.COUNTER,
    }
    assert set(filings.values_list("identity", flat=True)) == set(Identity.values)
    assert set(filings.values_list("state", flat=True)) >= {"inbox", "case", "answered"}
    assert not filings.filter(state="answered", answered_at=None).exists()
    waiting = filings.filter(state="inbox", answered_at=None)
    running = Clock.objects.filter(kind="intake.first_reply", stopped_at=None).values_list("subject", flat=True)
    assert {f"intake.filing:{one.pk}" for one in waiting} <= set(running)

    states = set(Case.objects.values_list("state", flat=True))
    assert {"closed", "handling"} <= states
    moved = list(EventRow.objects.filter(type="cases.moved"))
    closed_for_a_reason = {one.subject for one in moved if one.data["verb"] == "close_otherwise"}
    for case in Case.objects.filter(state="closed"):
        entries = entries_of(case)
        proved = bool(entries) and not sum(one.outstanding for one in balances(entries, on=local_date(AT)).values())
        reasoned = f"cases.case:{case.pk}" in closed_for_a_reason
        assert proved or reasoned or not case.filings.filter(paid_at=None).exists(), (
            "paid by proof, by word, or a reason"
        )
    doors = set(Procedure.objects.values_list("kind", flat=True))
    assert doors & {"arbitration", "legal_aid", "inspection"}, "which of them, the few employers of a small town decide"

    late = Warning.objects.exclude(state="closed").filter(due_at__lt=AT)
    assert set(late.values_list("state", flat=True)) <= {"open"}, "whatever was checked is told of in time"
    assert late.count() <= Warning.objects.count() // 10, "only two villages neglect theirs"
    assert Warning.objects.filter(state="closed").exclude(evidence="").exists()
    assert set(Dispute.objects.values_list("state", flat=True)) == {"open", "rejected"}
    assert not HandPayment.objects.filter(revoked_at=None).exists(), "nothing moves what is owed"
    assert set(Paper.objects.values_list("state", flat=True)) >= {"draft"}

    assert {one.active for one in Group.objects.all()} == {True}
    assert Poster.objects.filter(park__isnull=False, scans__gt=0).count() == 1
    [told] = Subscription.objects.all()
    assert (ApiToken.objects.get().pk, told.active) == (told.key, True)
    assert not Job.objects.filter(kind="webhooks.send").exists()

    [alarm] = Clock.objects.filter(kind="intake.surge", stopped_at=None)
    about = int(alarm.subject.split(":")[1])
    assert filings.filter(employer=about, state="inbox", channel="web").count() == GATHERED
    assert Job.objects.filter(kind="intake.gather", state="queued").count() == 1
    assert filings.filter(received_at__gt=AT).count() == 0

    calls = Call.objects.all()
    assert {number[:6] for number in (open_(one.number_sealed) for one in calls)} == {str(PHONE_PREFIX)}
    assert set(calls.filter(answered=False, incoming=True).values_list("ended", flat=True)) >= {"", "back", "word"}
    assert Clock.objects.filter(kind="intake.call_back", stopped_at=None).exists()
    assert not calls.filter(started_at__gt=AT).exists()
    assert calls.exclude(filing=None).exists()
    assert set(Message.objects.values_list("from_filer", flat=True)) == {True, False}
    assert filings.exclude(joined_to=None).exists()
    assert Twin.objects.filter(of__state="inbox").exists()
    assert not verify().faults

    listed = set(Procedure.objects.filter(kind__in=("listing", "publication", "rating")).values_list("kind", "state"))
    assert listed == {
        ("listing", "listed"),
        ("listing", "referred"),
        ("publication", "published"),
        ("rating", "preparing"),
    }
    matters = Disorder.objects.order_by("opened_at")
    assert [one.state for one in matters] == ["cleared", "police", "deciding", "replying", "checking"]
    assert all("演示" in one.words and one.due_at for one in matters), "each marked, each with its clock"
    assert [one.pending["verb"] for one in matters if one.pending] == ["refer_court"]
    assert DisorderCheck.objects.get().disorder.pending is not None
