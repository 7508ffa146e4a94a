"""What 12345 and 110 handed over: their number, their own day beside the first reply, and the answer back with who and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from anxin.apps.intake.actions import filing as acts
from anxin.apps.intake.actions.receiving import FIRST_REPLY, TRANSFER_REPLY, receive, subject_of
from anxin.apps.intake.actions.transferring import answer_back, note
from anxin.apps.intake.models import Filing
from anxin.apps.intake.said import Said
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)
SAID = Said(words="东头做工三个月没发工资", channel="12345", external_id="RX-1", reply_by=DAY)
DESK = {"channel": "12345", "kind": "complaint", "identity": "named", "words": "三个月没有发工资，一共一万八。"}


@pytest.fixture
def handed_over(small_town, now):
    return receive(said=SAID, by=small_town.clerk, at=now).filing


def running(filing):
    return {one.kind: one.due_at for one in clocks.of(subject_of(filing)) if one.stopped_at is None}


def test_the_day_that_12345_named_runs_to_its_end_beside_the_first_reply(handed_over, now):
    assert running(handed_over) == {
        FIRST_REPLY: now + timedelta(hours=24),
        TRANSFER_REPLY: datetime(2026, 12, 1, 23, 59, 59, tzinfo=SHANGHAI),
    }


def test_the_answer_back_stops_its_own_clock_alone_and_is_on_record_with_who_and_when(handed_over, small_town, now):
    answer_back(filing_id=handed_over, words="已立案调查", told="12345 系统回填", by=small_town.clerk, at=now)
    reply = Filing.objects.get().replies.get()
    assert (reply.by_name, reply.at, reply.told) == ("张经办", now, "12345 系统回填")
    assert list(running(handed_over)) == [FIRST_REPLY]
    event = EventRow.objects.get(type="intake.transfer_answered")
    assert '"channel":"12345"' in event.payload.replace(" ", "")
    assert "立案" not in str(event.payload)


def test_a_matter_joined_to_another_still_owes_12345_its_answer(handed_over, small_town, now):
    other = receive(said=Said(words="东头那边欠薪的事", channel="web"), by=small_town.clerk, at=now).filing
    acts.join(filing_id=handed_over, to_id=other, by=small_town.clerk, at=now)
    assert list(running(handed_over)) == [TRANSFER_REPLY]


def test_a_day_named_anew_moves_the_clock_and_one_named_after_the_answer_starts_it_again(handed_over, small_town, now):
    by = small_town.clerk
    note(filing_id=handed_over, number="RX-1", reply_by=DAY + timedelta(days=3), by=by, at=now)
    assert running(handed_over)[TRANSFER_REPLY] == datetime(2026, 12, 4, 23, 59, 59, tzinfo=SHANGHAI)
    answer_back(filing_id=handed_over, words="已立案调查", told="电话", by=by, at=now)
    note(filing_id=handed_over, number="RX-1", reply_by=DAY + timedelta(days=9), by=by, at=now)
    assert running(handed_over)[TRANSFER_REPLY] == datetime(2026, 12, 10, 23, 59, 59, tzinfo=SHANGHAI)
    note(filing_id=handed_over, number="RX-2", reply_by=None, by=by, at=now)
    assert TRANSFER_REPLY not in running(handed_over)
    assert Filing.objects.get().external_id == "RX-2"


def test_two_matters_never_bear_one_number_and_what_nobody_handed_over_owes_no_answer(handed_over, small_town, now):
    by = small_town.clerk
    second = receive(said=Said(words="另一件欠薪的事", channel="12345"), by=by, at=now).filing
    assert list(running(second)) == [FIRST_REPLY]
    with pytest.raises(RuleBroken):
        note(filing_id=second, number="RX-1", reply_by=None, by=by, at=now)
    call = receive(said=Said(words="打电话来说欠薪", channel="hotline"), by=by, at=now).filing
    with pytest.raises(RuleBroken):
        answer_back(filing_id=call, words="已立案调查", told="电话", by=by, at=now)
    with pytest.raises(BadInput):
        receive(said=Said(words="打电话来说欠薪", channel="hotline", reply_by=DAY), by=by, at=now)
    with pytest.raises(BadInput) as refused:
        answer_back(filing_id=handed_over, words="好", told="", by=by, at=now)
    assert len(refused.value.faults) == 2
    with pytest.raises(NotFound):
        answer_back(filing_id=handed_over, words="已立案调查", told="电话", by=small_town.stranger, at=now)


def test_a_clerk_types_a_work_order_answers_it_back_and_finds_what_is_still_owed(clerk):
    clerk.post("/office/intake/new/", {**DESK, "external_id": "RX-7", "reply_by": "2026-12-01"})
    assert "只有 12345、110" in clerk.post("/office/intake/new/", {**DESK, "channel": "letter", "reply_by": "2026-12-01"}).content.decode()  # fmt: skip
    filing = Filing.objects.get()
    address = f"/office/intake/{filing.pk}/"
    shown = clerk.get("/office/intake/?channel=12345&transfer=owed&number=RX-7").content.decode()
    assert DESK["words"] in shown
    page = clerk.get(address).content.decode()
    assert "RX-7" in page
    assert "还没有向来源方反馈" in page
    assert "反馈没有登记" in clerk.post(f"{address}reply/", {"words": "已立案"}, follow=True).content.decode()
    page = clerk.post(
        f"{address}reply/", {"words": "已立案调查", "told": "12345 系统回填"}, follow=True
    ).content.decode()
    assert "某经办" in page
    assert "已向 12345 反馈" in page
    assert DESK["words"] not in clerk.get("/office/intake/?transfer=owed").content.decode()
    assert DESK["words"] in clerk.get("/office/intake/?transfer=told").content.decode()
    clerk.post(f"{address}transfer/", {"external_id": "RX-8", "reply_by": "2026-12-05"})
    assert "请检查" in clerk.post(f"{address}transfer/", {"reply_by": "很快"}, follow=True).content.decode()
    filing.refresh_from_db()
    assert (filing.external_id, filing.reply_by) == ("RX-8", date(2026, 12, 5))
